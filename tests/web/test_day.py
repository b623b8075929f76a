"""The day at the till: a shift opened, its drawer used, counted and closed; its reports; carts that wait."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.shop import OIL, TEA
from tests.web.till import CASHIER, MANAGER, PHONE, PINS, Till, must_be_accessible

from tillbook.actions.settings import change_setting


def sold(till: Till, page: Page, *lines: tuple[str, str], **more: object) -> str:
    """A sale by the API, paid in cash; the bill's number."""
    command = {
        "id": till.shop.new_id(),
        "register": "1",
        "lines": [{"product": product, "quantity": quantity} for product, quantity in lines],
        "tenders": [{"type": "cash", "amount": "1000.00"}],
        **more,
    }
    return str(till.ask(page, "POST", "/sales", command)["number"])


def opened(page: Page, amount: str) -> None:
    """A shift with so much cash in its drawer."""
    page.get_by_label("Cash in the drawer").fill(amount)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Shift 1 is open")).to_be_visible()


def test_a_shift_from_its_float_to_its_report(till: Till) -> None:
    page = till.open("day")
    expect(page.get_by_text("No shift is open")).to_be_visible()
    must_be_accessible(page)
    opened(page, "500")
    sold(till, page, (TEA, "2"))

    page.get_by_role("button", name="Pay out").click()
    page.get_by_label("Amount").fill("150")
    page.get_by_role("button", name="Tea and water").click()
    must_be_accessible(page)
    page.get_by_role("dialog").get_by_role("button", name="Pay out").click()
    expect(page.get_by_text("₹150.00 paid out")).to_be_visible()
    till.picture(page, "day-open")

    page.get_by_role("button", name="X report").click()
    expect(page.locator(".paper")).to_contain_text("540.00")
    page.go_back()

    page.get_by_role("button", name="Count and close").click()
    page.get_by_label("₹500.00", exact=True).click()
    page.keyboard.type("1", delay=60)
    page.keyboard.press("Enter")
    expect(page.get_by_label("₹200.00", exact=True)).to_be_focused()
    expect(page.locator(".count-figure output")).to_have_text("₹500.00")
    expect(page.locator(".count-expected")).to_contain_text("₹540.00")
    page.get_by_role("button", name="One more: ₹10.00").click(click_count=3)
    expect(page.locator(".count-figure output")).to_have_text("₹530.00")
    must_be_accessible(page)
    till.picture(page, "day-count")

    page.get_by_role("button", name="Close the shift").click()
    page.get_by_role("dialog").get_by_role("button", name="Close the shift").click()
    result = page.locator(".count-difference")
    expect(result).to_contain_text("Missing in the drawer")
    expect(result).to_contain_text("₹10.00")
    must_be_accessible(page)
    till.picture(page, "day-closed")
    paper = page.locator(".paper").inner_text()
    assert "1Z/26-27/000001" in paper

    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("The last report was 1Z/26-27/000001")).to_be_visible()
    page.locator(".day-past .list-row").click()
    expect(page.locator(".paper")).to_have_text(paper, use_inner_text=True)
    must_be_accessible(page)


def test_a_count_survives_a_reload_and_a_blind_one_shows_nothing_before_it_is_made(till: Till) -> None:
    change_setting(id=till.shop.new_id(), key="blind_count", text="yes", now=till.shop.now, by=till.shop.owner)
    page = till.open("day", who=CASHIER, viewport=PHONE)
    opened(page, "20")
    page.get_by_role("button", name="Count and close").click()
    page.get_by_role("button", name="One more: ₹20.00").click()
    expect(page.locator(".count-figure output")).to_have_text("₹20.00")
    page.reload()
    expect(page.get_by_label("₹20.00", exact=True)).to_have_value("1")
    expect(page.get_by_text("is shown once it is counted")).to_be_visible()
    expect(page.get_by_text("Expected")).to_have_count(0)
    till.picture(page, "day-blind-phone")
    page.get_by_role("button", name="Close the shift").click()
    page.get_by_role("dialog").get_by_role("button", name="Close the shift").click()
    expect(page.get_by_text("The drawer is exact")).to_be_visible()


def test_opening_the_drawer_beyond_ones_limit_asks_a_second_person(till: Till) -> None:
    page = till.open("day", who=CASHIER)
    opened(page, "100")
    page.get_by_role("button", name="Open the drawer").click()
    page.get_by_label("Reason", exact=True).fill("Change for a customer")
    page.keyboard.press("Enter")
    asked = page.locator(".approval")
    expect(asked).to_be_visible()
    must_be_accessible(page)
    asked.get_by_label("Who approves").select_option(MANAGER)
    page.locator(".approval .pin-input").press_sequentially(PINS[MANAGER], delay=60)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The opening is written down")).to_be_visible()
    assert till.ask(page, "GET", "/shift/x?register=1")["report"]["cash"]["no_sales"] == 1


def test_a_held_cart_is_recalled_in_another_browser(till: Till) -> None:
    first = till.open("", who=MANAGER)
    till.ask(first, "PUT", "/carts/c-1", {"lines": [{"product": TEA, "quantity": "2"}], "tenders": []})
    till.ask(first, "POST", "/carts/c-1/hold", {"name": "Mrs Iyer"})

    second = till.open("carts", who=CASHIER)
    card = second.locator(".cart-card")
    expect(card).to_contain_text("Mrs Iyer")
    expect(card).to_contain_text("₹190.00")
    must_be_accessible(second)
    till.picture(second, "carts")
    card.get_by_role("button", name="Recall Mrs Iyer").click()
    expect(second.locator(".line")).to_contain_text("Darjeeling")
    expect(second.locator(".total-figure")).to_have_text("₹190.00")


def test_a_cart_that_is_dropped_is_gone_after_a_question(till: Till) -> None:
    page = till.open("")
    till.ask(page, "PUT", "/carts/c-2", {"lines": [{"product": OIL, "quantity": "1"}], "tenders": []})
    page.keyboard.press("F7")
    page.get_by_role("button", name="Drop").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    expect(page.locator(".cart-card")).to_have_count(1)
    page.get_by_role("button", name="Drop").click()
    page.get_by_role("dialog").get_by_role("button", name="Drop").click()
    expect(page.get_by_text("No cart is held")).to_be_visible()
    must_be_accessible(page)
    assert till.ask(page, "GET", "/carts")["carts"] == []
