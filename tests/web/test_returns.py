"""Goods that come back: in part, for other goods, and without a bill."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect
from tests.shop import OIL, RICE, TEA
from tests.web.test_day import sold
from tests.web.till import CASHIER, MANAGER, PHONE, PINS, Till, must_be_accessible

TABS_MAX = 30


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    for _ in range(TABS_MAX):
        if wanted.evaluate("(node) => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by Tab")


def test_a_return_in_part_by_keyboard_alone(till: Till) -> None:
    page = till.open("")
    number = sold(till, page, (TEA, "3"), (RICE, "1.25"))
    page.keyboard.press("F9")
    expect(page.get_by_label("Number or customer")).to_be_focused()
    must_be_accessible(page)
    page.keyboard.type(number, delay=60)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("How many of Darjeeling", exact=True))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    tab_to(page, page.get_by_label("Goods go to"))
    page.keyboard.type("d", delay=60)
    expect(page.get_by_label("Goods go to")).to_have_value("damaged")
    tab_to(page, page.get_by_label("How many of Basmati", exact=True))
    page.keyboard.type("0.5", delay=60)
    expect(page.locator(".returning-foot output")).to_have_text("₹250.00")
    must_be_accessible(page)
    till.picture(page, "return")
    page.keyboard.press("F12")
    expect(page.locator(".count-difference")).to_contain_text("₹250.00")
    expect(page.locator(".paper")).to_contain_text("1C/26-27/000001")
    must_be_accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("partly returned")).to_be_visible()

    page.goto(f"{till.server.url}/#/returns/{number.replace('/', '%2F')}")
    expect(page.get_by_text("1 can still come back")).to_be_visible()
    assert till.shop.on_hand(TEA)[0] == 7_000


def test_an_exchange_shows_what_is_to_pay_before_it_is_posted(till: Till) -> None:
    page = till.open("")
    number = sold(till, page, (OIL, "1"))
    page.goto(f"{till.server.url}/#/returns/{number.replace('/', '%2F')}")
    page.get_by_role("button", name="Everything").click()
    page.get_by_role("radio", name="Other goods").click()
    page.get_by_label("Product").press_sequentially("darj", delay=60)
    expect(page.locator(".find-list")).to_contain_text("Darjeeling")
    page.keyboard.press("Enter")
    expect(page.locator(".returning-foot output")).to_have_text("₹85.50")
    expect(page.get_by_text("Goes back")).to_be_visible()
    page.get_by_role("button", name="One more: How many of Darjeeling").click()
    expect(page.locator(".returning-foot output")).to_have_text("₹9.50")
    must_be_accessible(page)
    till.picture(page, "exchange")
    page.get_by_role("button", name="Take ₹9.50").click()
    expect(page.locator(".count-difference")).to_contain_text("₹9.50")
    expect(page.locator(".paper")).to_have_count(2)
    must_be_accessible(page)
    assert (till.shop.on_hand(OIL)[0], till.shop.on_hand(TEA)[0]) == (10_000, 8_000)


def test_a_return_without_a_bill_asks_a_second_person_and_keeps_what_was_entered(till: Till) -> None:
    page = till.open("returns/without", who=CASHIER, viewport=PHONE)
    till.ask(page, "POST", "/shift/open", {"id": till.shop.new_id(), "register": "1", "float": "500"})
    page.get_by_label("Product").press_sequentially("mustard", delay=60)
    expect(page.locator(".find-list")).to_contain_text("Mustard oil")
    page.keyboard.press("Enter")
    page.get_by_label("Reason", exact=True).fill("Bought in the spring")
    expect(page.locator(".returning-foot output")).to_have_text("₹180.50")
    must_be_accessible(page)
    page.get_by_role("button", name="Give back ₹180.50").click()
    page.locator(".approval").get_by_role("button", name="Close").click()
    expect(page.get_by_label("Reason", exact=True)).to_have_value("Bought in the spring")
    page.get_by_role("button", name="Give back ₹180.50").click()
    page.locator(".approval").get_by_label("Who approves").select_option(MANAGER)
    page.locator(".approval .pin-input").press_sequentially(PINS[MANAGER], delay=60)
    page.keyboard.press("Enter")
    expect(page.locator(".paper")).to_contain_text("Approved by Meera")
    till.picture(page, "return-without-phone")


def test_the_code_of_store_credit_is_shown_once(till: Till) -> None:
    page = till.open("")
    number = sold(till, page, (TEA, "1"))
    page.goto(f"{till.server.url}/#/returns/{number.replace('/', '%2F')}")
    page.get_by_role("button", name="Everything").click()
    page.get_by_label("By", exact=True).select_option("store_credit")
    page.get_by_role("button", name="Give back ₹95.00").click()
    code = re.sub(r"\s", "", page.locator(".code-large").inner_text())
    must_be_accessible(page)
    till.picture(page, "store-credit")
    page.get_by_role("button", name="Next customer").click()
    expect(page.locator(".code-large")).to_have_count(0)
    told = till.ask(page, "GET", "/credit-notes/1C%2F26-27%2F000001/paper")
    assert code not in told["text"]


def test_a_scan_of_the_bills_code_finds_it_and_a_wrong_one_says_what_to_do(till: Till) -> None:
    page = till.open("")
    number = sold(till, page, (TEA, "1"))
    page.keyboard.press("F9")
    expect(page.get_by_label("Number or customer")).to_be_focused()
    page.keyboard.type("9/99-99/000009")
    page.keyboard.press("Enter")
    expect(page.get_by_text("There is no bill 9/99-99/000009")).to_be_visible()
    page.keyboard.press("F9")
    expect(page.get_by_label("Number or customer")).to_be_visible()
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Darjeeling", exact=True)).to_be_visible()
