"""Sales at the till in a browser: by keyboard, scanner and touch, in part, in two tenders; books clean after."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.shop import OIL, TEA
from tests.web.selling import has_line, has_total, line, paid, ready, sales, scan, typed
from tests.web.till import CASHIER, PHONE, Till, must_be_accessible


def test_a_sale_by_the_keyboard_alone(till: Till) -> None:
    page = ready(till.open())
    typed(page, "2*101")
    has_line(page, "Darjeeling", "2", "₹190.00")
    typed(page, "must")
    has_line(page, "Mustard oil", "1", "₹180.50")
    typed(page, "*3")
    has_line(page, "Mustard oil", "3", "₹541.50")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("+")
    has_line(page, "Darjeeling", "3", "₹285.00")
    has_total(page, "₹826.50")
    must_be_accessible(page)
    till.picture(page, "selling-cart")
    page.keyboard.press("F12")
    page.locator(".pay").wait_for()
    must_be_accessible(page)
    till.picture(page, "selling-pay")
    typed(page, "1000")
    paid(page, "₹173.50")
    must_be_accessible(page)
    till.picture(page, "selling-bill")
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(0)
    assert sales(till) == 1
    assert till.shop.on_hand(TEA)[0] == 7_000
    assert till.shop.on_hand(OIL)[0] == 7_000


@pytest.mark.parametrize("focus", [".search-input", ".buyer", ".tile", ""])
def test_twenty_scans_a_second_wherever_the_focus_is(till: Till, focus: str) -> None:
    page = ready(till.open(who=CASHIER))
    page.locator(".tile").first.wait_for()
    if focus:
        page.locator(focus).first.focus()
    else:
        page.evaluate("document.activeElement.blur()")
    scan(page, *[TEA, OIL] * 5)
    has_line(page, "Darjeeling", "5", "₹475.00")
    has_line(page, "Mustard oil", "5", "₹902.50")
    has_total(page, "₹1,377.50")
    expect(page.locator(".search-input")).to_have_value("")


def test_an_unknown_code_adds_nothing_and_is_shown(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    scan(page, "4006381333931")
    expect(page.locator(".toast")).to_contain_text("4006381333931")
    expect(page.locator(".line")).to_have_count(0)
    typed(page, "999999")
    expect(page.locator(".toast").filter(has_text="999999")).to_be_visible()
    expect(page.locator(".line")).to_have_count(0)


def test_a_quantity_before_or_after_the_scan(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    typed(page, "3*")
    expect(page.locator(".search-times")).to_be_visible()
    scan(page, TEA)
    has_line(page, "Darjeeling", "3", "₹285.00")
    expect(page.locator(".search-times")).to_have_count(0)
    scan(page, OIL)
    typed(page, "*2")
    has_line(page, "Mustard oil", "2", "₹361.00")


def test_a_sale_by_touch_alone_on_a_phone(till: Till) -> None:
    page = ready(till.open(who=CASHIER, viewport=PHONE, has_touch=True, is_mobile=True))
    page.get_by_role("button", name="Products").tap()
    page.locator(".tile").filter(has_text="Darjeeling").tap()
    page.locator(".tile").filter(has_text="Darjeeling").tap()
    must_be_accessible(page)
    till.picture(page, "selling-phone-tiles")
    page.get_by_role("button", name="Close").first.tap()
    has_line(page, "Darjeeling", "2", "₹190.00")
    line(page, "Darjeeling").locator(".step").last.tap()
    has_line(page, "Darjeeling", "3", "₹285.00")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    must_be_accessible(page)
    till.picture(page, "selling-phone-cart")
    page.get_by_role("button", name="Pay").tap()
    till.picture(page, "selling-phone-pay")
    must_be_accessible(page)
    page.locator(".pay-note").filter(has_text="₹500.00").tap()
    paid(page, "₹215.00")
    till.picture(page, "selling-phone-bill")
    page.get_by_role("button", name="Next customer").tap()
    expect(page.locator(".line")).to_have_count(0)
    assert sales(till) == 1


def test_too_little_is_offered_in_part(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    typed(page, "12*101")
    row = line(page, "Darjeeling")
    expect(row.get_by_role("alert")).to_contain_text("Only 10 left")
    page.keyboard.press("F12")
    expect(page.locator(".pay")).to_have_count(0)
    must_be_accessible(page)
    till.picture(page, "selling-short")
    row.get_by_role("button", name="Sell 10").click()
    has_line(page, "Darjeeling", "10", "₹950.00")
    page.keyboard.press("F12")
    page.locator(".pay-exact").click()
    paid(page, "₹950.00")
    assert till.shop.on_hand(TEA)[0] == 0


def test_two_tenders(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    typed(page, "2*101")
    has_total(page, "₹190.00")
    page.keyboard.press("F12")
    page.get_by_role("button", name="Card", exact=True).click()
    page.locator(".pay input:focus").wait_for()
    page.keyboard.press("Control+a")
    typed(page, "100")
    expect(page.locator(".pay-rest strong")).to_have_text("₹90.00")
    expect(page.locator(".pay-tender")).to_contain_text("₹100.00")
    till.picture(page, "selling-split")
    typed(page, "500")
    paid(page, "₹410.00")
    assert sales(till) == 1


def test_a_customer_by_three_digits_of_the_phone(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    till.ask(page, "POST", "/customers", {"id": "made-1", "name": "Asha Rao", "phones": ["+91 98765 43210"]})
    scan(page, TEA)
    page.keyboard.press("F3")
    page.locator(".pick input").wait_for()
    page.keyboard.type("987", delay=60)
    expect(page.locator(".pick .found")).to_contain_text("Asha Rao")
    must_be_accessible(page)
    page.keyboard.press("Enter")
    expect(page.locator(".buyer")).to_contain_text("Asha Rao")
    page.keyboard.press("F12")
    page.locator(".pay-exact").click()
    paid(page, "₹95.00")
    expect(page.locator(".bill-paper")).to_contain_text("Asha Rao")


def test_why_this_total(till: Till) -> None:
    page = ready(till.open())
    typed(page, "2*103")
    has_total(page, "₹361.00")
    page.keyboard.press("F8")
    page.locator(".dialog input").first.wait_for()
    typed(page, "10")
    has_total(page, "₹324.90")
    page.locator(".line-total").click()
    panel = page.locator(".derivation")
    for figure in ("₹180.50", "× 2", "₹361.00", "−₹36.10", "₹324.90", "CGST 2.5%", "SGST 2.5%"):
        expect(panel).to_contain_text(figure)
    must_be_accessible(page)
    till.picture(page, "selling-why")
    page.keyboard.press("Escape")
    page.locator(".total").click()
    expect(panel).to_contain_text("₹324.90")


def test_a_price_that_changed_is_told(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    scan(page, TEA)
    has_total(page, "₹95.00")
    till.shop.set_product(TEA, price="99.00")
    scan(page, OIL)
    expect(line(page, "Darjeeling").locator(".line-change")).to_contain_text("₹95.00 → ₹99.00")
    page.get_by_role("button", name="The customer knows").click()
    expect(page.locator(".line-change")).to_have_count(0)
    has_total(page, "₹279.50")
