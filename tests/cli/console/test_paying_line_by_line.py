"""Changing a cart, finding a customer and paying, one line at a time, as a script or a test types it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.cli.console.cashier import NOBODY, kept, last_bill, sell_by, set_shop
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.core.text import width


def test_lines_are_changed_voided_and_discounted(shop: TestShop) -> None:
    told = sell_by(
        shop, *NOBODY, "2*101", "3*102", "1*103",
        "/q 1 3", "/void 2", "/d 1 10%", "/d 5", "/d 5%", "?", "/cart", "", "",
    )  # fmt: skip

    bill = last_bill(shop)
    assert [line.name for line in bill.lines] == ["Darjeeling", "Mustard oil"]
    assert bill.lines[0].discount_minor == 28_50
    assert bill.discount_minor == 21_85
    assert bill.total_minor == 415_15
    assert "/quantity LINE" in told.notes


def test_what_a_command_needs_is_asked_for(shop: TestShop) -> None:
    sell_by(
        shop, *NOBODY, "2*101", "3*102", "/q", "9", "1", "4", "/v", "2", "/d", "10%", "/price", "80", "", "",
    )  # fmt: skip

    assert last_bill(shop).total_minor == 288_00


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("/bogus", "There is no command /bogus"),
        ("/", "A product: its id"),
        ("/void 7", "Lines are numbered 1 to 1"),
        ("/q 1 1.5", "sold in steps of 1"),
        ("/q 1 0", "A quantity is more than 0."),
        ("/d 1 120%", "at most 100 percent"),
        ("/d 500", "more than what it is taken off"),
        ("/d 1 x", "Not an amount"),
        ("/price 1 -5", "A price is 0 or more."),
        ("/recall", "No other cart waits."),
    ],
)
def test_a_command_that_cannot_be_done_leaves_the_cart_as_it_was(shop: TestShop, command: str, reason: str) -> None:
    told = sell_by(shop, *NOBODY, "2*101", command, "", "")

    assert reason in told.notes
    assert last_bill(shop).total_minor == 190_00


def test_voiding_takes_off_a_discount_that_is_more_than_the_rest(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, "2*101", "1*103", "/d 200", "/v 2", "", "")

    assert "The discount of the bill was more than what remains; it was taken off." in told.notes
    assert last_bill(shop).total_minor == 190_00


def test_a_cart_is_dropped_only_when_that_is_meant(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, TEA, "1", "/drop", "n", "/drop", "y", *NOBODY, RICE, "1", "", "/drop", "y")

    assert told.notes.count("The cart was dropped; nothing was sold.") == 2
    assert shop.count("sale") == 0
    assert kept(shop) == 0


def test_a_cart_on_hold_waits_while_the_next_customer_pays(shop: TestShop) -> None:
    told = sell_by(
        shop, "Asha", *NOBODY[1:], TEA, "2", "/hold", *NOBODY, RICE, "1", "", "", "/recall", "y", "", "",
    )  # fmt: skip

    assert "The cart with 1 line is on hold; /recall goes on with it." in told.notes
    assert told.bills.index("Basmati") < told.bills.index("Customer Asha")
    assert kept(shop) == 0


def test_the_customer_can_be_asked_again(shop: TestShop) -> None:
    sell_by(shop, "Ash", "", "", TEA, "1", "/customer", "Asha", "", "", "", "")

    customer = last_bill(shop).customer
    assert customer is not None
    assert customer.name == "Asha"


# ---------------------------------------------------------------- known customers


def test_a_known_customer_is_offered_by_phone_and_by_name(shop: TestShop) -> None:
    sell_by(shop, "Asha Rao", "asha@example.com", "098765 43210", TEA, "1", "", "")

    told = sell_by(shop, "98765 43210", "y", TEA, "1", "", "", "asha rao", "", TEA, "1", "", "")

    assert "Known: Asha Rao, 098765 43210, asha@example.com. Is it this customer? [Y/n]" in told.notes
    assert told.bills.count("Customer Asha Rao") == 2
    assert shop.count("customer") == 1


def test_of_several_customers_of_one_name_one_is_chosen_or_a_new_one(shop: TestShop) -> None:
    sell_by(shop, "Asha", "a@example.com", "", TEA, "1", "", "")
    sell_by(shop, "Asha", "n", "b@example.com", "", TEA, "1", "", "")

    told = sell_by(shop, "Asha", "5", "2", TEA, "1", "", "", "Asha", "n", "", "", TEA, "1", "", "")

    assert "Which one: 1 to 2, or [n]ew?" in told.notes
    assert "b@example.com" in told.bills
    assert shop.count("customer") == 3


def test_a_phone_in_place_of_a_name_is_kept_as_the_phone(shop: TestShop) -> None:
    told = sell_by(shop, "98765", "?", "098765 43210", "Asha", "", TEA, "1", "", "")

    assert "it is too short" in told.notes
    customer = last_bill(shop).customer
    assert customer is not None
    assert (customer.name, customer.phone) == ("Asha", "+919876543210")


def test_a_phone_of_a_known_customer_fills_in_the_rest(shop: TestShop) -> None:
    sell_by(shop, "Asha", "", "098765 43210", TEA, "1", "", "")

    sell_by(shop, "", "", "098765 43210", TEA, "1", "", "")

    customer = last_bill(shop).customer
    assert customer is not None
    assert customer.name == "Asha"


# ---------------------------------------------------------------- paying


def test_several_tenders_pay_one_bill(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, "4*101", "", "card 100", "upi 80 ref-1", "UPI 20", "ref 2", "cash 50", "?", "500")

    bill = last_bill(shop)
    assert [(t.type, t.amount_minor, t.reference) for t in bill.tenders] == [
        ("card", 100_00, ""),
        ("upi", 80_00, "ref-1"),
        ("upi", 20_00, "ref 2"),
        ("cash", 50_00, ""),
        ("cash", 500_00, ""),
    ]
    assert bill.change_minor == 370_00
    assert "Left to pay" in told.notes
    assert "₹130.00" in told.notes


def test_round_notes_are_one_key_away(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, "3*101", "", "z")

    assert "Cash: Enter ₹285.00, x ₹290.00, y ₹300.00, z ₹500.00" in told.notes
    assert last_bill(shop).change_minor == 215_00


def test_a_payment_is_taken_back_and_the_products_changed_before_it_is_enough(shop: TestShop) -> None:
    told = sell_by(
        shop, *NOBODY, TEA, "1", "",
        "/undo", "card 50", "/undo", "/bogus", "cheque", "/back", "2*101", "", "card",
    )  # fmt: skip

    assert "Nothing was paid yet." in told.notes
    assert "Card ₹50.00 was taken back" in told.notes
    assert "There is no command /bogus here" in told.notes
    assert "'cheque' is no means of payment" in told.notes
    assert last_bill(shop).total_minor == 285_00


def test_what_was_taken_before_the_cart_was_changed_is_agreed_on_anew(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, "2*101", "", "100", "/back", "/q 1 1", "", "n", "")

    assert "TO PAY ₹95.00; taken before: Cash ₹100.00." in told.notes
    assert (last_bill(shop).total_minor, last_bill(shop).change_minor) == (95_00, 0)


def test_an_ambiguous_amount_is_asked_back(shop: TestShop) -> None:
    set_shop(locale="de_DE", currency="EUR")

    told = sell_by(shop, *NOBODY, "20*101", "s", "", "1.000", "1000,00")

    assert "Is 1.000 meant as 1000 or as 1,00? Write it that way." in told.notes
    assert last_bill(shop).change_minor == 50_00


def test_cash_is_rounded_to_the_smallest_coin_and_a_card_is_not(shop: TestShop) -> None:
    set_shop(cash_increment_minor=100)

    told = sell_by(shop, *NOBODY, OIL, "1", "", "", *NOBODY, OIL, "1", "", "card")

    assert "in cash, rounded" in told.notes
    assert "Cash rounding" in told.bills
    assert last_bill(shop).due_minor == 180_50


def test_a_cart_that_costs_nothing_is_asked_for_once(shop: TestShop) -> None:
    sell_by(shop, *NOBODY, TEA, "1", "/d 100%", "", "n", "", "y")

    assert last_bill(shop).total_minor == 0


def test_a_shop_that_wants_its_shift_opened_first_says_so_and_keeps_the_cart(shop: TestShop) -> None:
    set_shop(first_sale_opens_shift=False)

    told = sell_by(shop, *NOBODY, TEA, "1", "", "", "b", "", "l")

    assert told.notes.count("has no open shift") == 2
    assert told.notes.count("Nothing was posted; the cart is kept. Try [a]gain, go [b]ack (Enter), or [l]eave?") == 2
    assert shop.count("sale") == 0
    assert kept(shop) == 1

    sell_by(shop, "y", lambda: set_shop(first_sale_opens_shift=True), "a")
    assert shop.count("sale") == 1


def test_enter_goes_back_to_the_products_and_a_command_is_done_there(shop: TestShop) -> None:
    set_shop(first_sale_opens_shift=False)

    told = sell_by(shop, *NOBODY, TEA, "1", "", "", "", "1*103", "", "", "/back", "/void 2", "", "", "/hold lunch")

    assert told.notes.count("Nothing was posted") == 3
    assert "Answer one of these" not in told.notes
    assert "The cart with 1 line is on hold as lunch" in told.notes
    assert (shop.count("sale"), kept(shop)) == (0, 1)


# ---------------------------------------------------------------- the whole, against the bill


def test_the_total_that_was_shown_is_the_total_of_the_bill(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, "1.333*102", "2*103", "/d 1 7.5%", "/d 3.33", "", "")

    bill = last_bill(shop)
    total = Decimal(bill.total_minor).scaleb(-2)
    assert f"TOTAL  2 lines{f'₹{total}':>58}" in told.notes
    assert f"TOTAL{f'₹{total}':>43}" in told.bills


def test_what_is_typed_without_end_is_refused(shop: TestShop) -> None:
    told = sell_by(shop, "x" * 100_000, "", "", "", TEA, "1", "", "")

    assert "That has more than 500 characters; nothing was taken." in told.notes
    assert shop.count("sale") == 1


def test_hostile_names_steer_nothing(shop: TestShop) -> None:
    shop.add_product("666", "<b>\x1b[31mRed\x07 {{7*7}} =cmd|x", "5.00")
    shop.receive("666", "5")

    told = sell_by(shop, "Eve\x1b[2J\x07 \u202eevil", "", "", "666", "1", "", "")

    assert "\x1b" not in told.notes + told.bills
    assert "\u202e" not in told.notes + told.bills
    assert "{{7*7}} =cmd|x" in told.bills


@pytest.mark.parametrize("columns", [24, 32, 40, 60, 100])
def test_no_line_is_wider_than_the_screen(shop: TestShop, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shop.add_product("777", "हल्दी पाउडर और बहुत लंबा नाम 日本茶 " * 3, "12345678.90")
    shop.receive("777", "9000")

    told = sell_by(shop, "A very long name " * 5, "", "", "777*4000", "/d 1 10%", "/d 5", "?", "12*101", "s", "", "")

    assert max(width(line) for line in (told.notes + told.bills).split("\n")) <= columns
