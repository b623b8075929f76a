"""Bills again, customers and what they owe, gift cards."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from tests.shop import OIL, TEA
from tests.web.test_day import sold
from tests.web.till import CASHIER, PHONE, Till, must_be_accessible


def test_a_copy_of_a_bill_is_marked(till: Till) -> None:
    page = till.open("")
    number = sold(till, page, (TEA, "1"))
    page.evaluate("() => { window.print = () => dispatchEvent(new Event('afterprint')); }")
    page.evaluate("() => { location.hash = '#/bills'; }")
    page.get_by_label("Number or customer").fill("000001")
    page.get_by_role("link", name=number).or_(page.get_by_role("button", name=number)).first.wait_for()
    page.keyboard.press("Enter")
    expect(page.locator(".paper")).to_contain_text(number)
    expect(page.locator(".paper")).not_to_contain_text("COPY")
    must_be_accessible(page)
    page.get_by_role("button", name="Print a copy").click()
    expect(page.locator(".paper")).to_contain_text("COPY 1")
    page.get_by_role("button", name="Code", exact=True).click()
    picture = page.get_by_role("img", name=f"Code of the number {number}")
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.naturalWidth") > 0
    page.keyboard.press("Escape")
    till.picture(page, "bill")
    page.get_by_role("button", name="By e-mail").click()
    page.get_by_label("E-mail address").fill("asha@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("TILLBOOK_SMTP_URL")


def test_a_customer_is_added_changed_and_pays_what_they_owe(till: Till) -> None:
    page = till.open("customers")
    page.get_by_role("link", name="New customer").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.get_by_label("Name", exact=True).fill("Lakshmi Stores")
    page.get_by_label("Telephone", exact=True).fill("12")
    page.get_by_label("Code", exact=True).fill("C7")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("is not a telephone number")
    must_be_accessible(page)
    page.get_by_label("Telephone", exact=True).fill("098450 12345")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Lakshmi Stores")).to_be_visible()

    page.get_by_role("link", name="Credit limit").click()
    page.get_by_label("May owe up to").fill("1000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("May owe up to ₹1,000.00 now")).to_be_visible()
    for price in ("180.50", "95.00"):
        product = OIL if price == "180.50" else TEA
        sold(till, page, (product, "1"), customer={"code": "C7"}, tenders=[{"type": "credit", "amount": price}])

    page.reload()
    expect(page.locator(".customer-debt .figure-large")).to_have_text("₹275.50")
    must_be_accessible(page)
    till.picture(page, "customer")
    page.get_by_role("link", name="Take a payment").click()
    page.get_by_role("radio", name="1/26-27/000002").click()
    expect(page.get_by_role("dialog").get_by_label("Amount")).to_have_value("95.00")
    must_be_accessible(page)
    page.get_by_role("button", name="Take the payment").click()
    expect(page.locator(".paper")).to_contain_text("1/26-27/000002")
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".customer-debt .figure-large")).to_have_text("₹180.50")
    page.get_by_label("Name, code or telephone").fill("123")
    expect(page.locator(".split-list .list-row")).to_contain_text("₹180.50")


def test_a_gift_card_is_told_once_and_its_balance_asked(till: Till) -> None:
    page = till.open("gift-cards", who=CASHIER, viewport=PHONE)
    page.get_by_label("Worth").fill("750")
    must_be_accessible(page)
    page.get_by_role("button", name="Sell for ₹750.00").click()
    code = re.sub(r"\s", "", page.locator(".code-large").inner_text())
    assert re.fullmatch(r"(\w{4}-){4}\w{4}", code)
    must_be_accessible(page)
    till.picture(page, "gift-card")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text(code)).to_have_count(0)
    page.get_by_role("tab", name="What is left").click()
    page.get_by_label("Code of the card").fill(code.replace("-", "").lower())
    page.keyboard.press("Enter")
    expect(page.locator(".gift-left")).to_contain_text("₹750.00")
    assert code not in page.url
