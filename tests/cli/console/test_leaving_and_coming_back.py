"""Ctrl-C or the end of input at any question: nothing is posted, and nothing that was entered is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.cli.console.cashier import ctrl_c, kept, last_bill, sell_by
from tests.shop import NOON, OIL, RICE, TEA, TestShop

from tillbook.actions.cart import keep_cart
from tillbook.actions.sell import sell
from tillbook.cli.console.claim import Claims
from tillbook.core.kept_cart import KeptCart, Step
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer, WantedLine
from tillbook.db.transaction import transaction_of_one_action

JOURNEY = (
    "Asha Rao", "asha@example.com", "98765 43210", TEA, "12", "s", f"1.5*{RICE}", "2*103",
    "/d 1 10%", "/d 5%", "/q 3 1", "", "card 100", "upi 50 REF7", "1100",
)  # fmt: skip
"""Every question of a sale with its answer."""


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


def assert_sold_once(shop: TestShop) -> None:
    bill = last_bill(shop)
    assert shop.count("sale") == 1
    assert bill.customer is not None
    assert (bill.customer.name, bill.customer.phone) == ("Asha Rao", "+919876543210")
    assert bill.total_minor == 1154_72
    assert [tender.amount_minor for tender in bill.tenders] == [100_00, 50_00, 1100_00]
    assert (shop.on_hand(TEA)[0], shop.on_hand(RICE)[0], shop.on_hand(OIL)[0]) == (0, 8_500, 9_000)
    assert kept(shop) == 0


def test_the_journey_without_a_stop(shop: TestShop) -> None:
    sell_by(shop, *JOURNEY)

    assert_sold_once(shop)


@pytest.mark.parametrize("answered", range(len(JOURNEY)))
def test_ctrl_c_at_any_question_loses_nothing_and_posts_nothing(shop: TestShop, answered: int) -> None:
    left = sell_by(shop, *JOURNEY[:answered], ctrl_c)

    assert left.status == 0
    assert shop.count("sale") == 0
    assert kept(shop) == (1 if answered else 0)
    if answered:
        assert "is kept, and offered again at the next start" in left.notes

    back = sell_by(shop, *(["y"] if answered else []), *JOURNEY[answered:])

    assert ("go on with it? [Y/n/d]rop" in back.notes) == bool(answered)
    assert_sold_once(shop)


@pytest.mark.parametrize("answered", [1, 3, 5, 9, 13])
def test_input_that_ends_early_keeps_the_cart_and_says_so(shop: TestShop, answered: int) -> None:
    left = sell_by(shop, *JOURNEY[:answered])

    assert left.status == 2
    assert shop.count("sale") == 0
    assert kept(shop) == 1


def test_the_offer_says_when_and_what(shop: TestShop) -> None:
    sell_by(shop, "-", "2*101", "1*102", ctrl_c)

    told = sell_by(shop, "", "", "")

    assert "An open cart from 17:30 with 2 lines, ₹310.00: go on with it? [Y/n/d]rop" in told.notes
    assert shop.count("sale") == 1


def test_an_open_cart_can_be_left_for_later_or_dropped(shop: TestShop) -> None:
    sell_by(shop, "-", TEA, "1", ctrl_c)

    sell_by(shop, "n", *("", "", ""), RICE, "1", "", "")
    assert kept(shop) == 1

    sell_by(shop, "d", "n", ctrl_c)
    assert kept(shop) == 1

    told = sell_by(shop, "what?", "d", "y", ctrl_c)
    assert "Answer one of these: y (yes), n (no), d (drop)." in told.notes
    assert kept(shop) == 0


def test_a_cart_that_another_window_works_on_is_not_offered(shop: TestShop) -> None:
    sell_by(shop, "-", TEA, "1", ctrl_c)
    with transaction_of_one_action() as tx:
        [(cart_id,)] = tx.rows("SELECT client_id FROM cart")
    elsewhere = Claims(shop.home)
    assert elsewhere.take(cart_id)

    told = sell_by(shop, ctrl_c)
    assert "open cart" not in told.notes.split("\n", 2)[2]

    elsewhere.let_go()
    told = sell_by(shop, ctrl_c)
    assert "An open cart from 17:30" in told.notes


def test_a_cart_of_another_version_is_left_alone(shop: TestShop) -> None:
    sell_by(shop, "-", TEA, "1", ctrl_c)
    with transaction_of_one_action() as tx:
        tx.write("UPDATE cart SET content = '{}'")

    told = sell_by(shop, "-", RICE, "1", "", "")

    assert "kept by another version" in told.notes
    assert kept(shop) == 1
    assert shop.count("sale") == 1


def test_a_product_that_went_while_its_quantity_was_asked_is_not_asked_again(shop: TestShop) -> None:
    sell_by(shop, "-", TEA, "1", OIL, ctrl_c)
    with transaction_of_one_action() as tx:
        tx.write("UPDATE product SET archived = ? WHERE sku = ?", (True, OIL))

    told = sell_by(shop, "y", "", "")

    assert "How many" not in told.notes
    assert last_bill(shop).total_minor == 95_00


# ---------------------------------------------------------------- after the commit, before the bill


def ready_to_pay(shop: TestShop) -> KeptCart:
    return KeptCart(
        id=shop.new_id(),
        register="1",
        opened_at=NOON,
        step=Step.paying,
        customer=WantedCustomer(name="Asha"),
        lines=(WantedLine(product=TEA, quantity_milli=2_000),),
        tenders=(Tendered(type="cash", amount_minor=200_00),),
        shown_total_minor=190_00,
    )


def test_a_sale_whose_bill_was_not_seen_is_shown_and_not_sold_again(shop: TestShop) -> None:
    cart = ready_to_pay(shop)
    keep_cart(cart, now=NOON, by=shop.owner)
    sell(cart.wanted(), now=NOON, by=shop.owner)

    told = sell_by(shop)

    assert "This sale was posted, but its bill was not seen:" in told.notes
    assert "Customer Asha" in told.bills
    assert "CHANGE ₹10.00" in told.notes
    assert shop.count("sale") == 1
    assert kept(shop) == 0
    assert sell_by(shop).bills == ""


def test_a_cart_that_was_sold_elsewhere_with_other_lines_shows_that_bill(shop: TestShop) -> None:
    cart = ready_to_pay(shop)
    keep_cart(replace(cart, tenders=()), now=NOON, by=shop.owner)

    def sold_elsewhere() -> None:
        rice = (WantedLine(product=RICE, quantity_milli=1_000),)
        sell(replace(cart, lines=rice, shown_total_minor=None).wanted(), now=NOON, by=shop.owner)

    told = sell_by(shop, "y", sold_elsewhere, "200")

    assert "already" in told.notes
    assert shop.count("sale") == 1
    assert shop.on_hand(TEA)[0] == 10_000


def test_the_same_cart_sent_twice_gives_the_same_bill(shop: TestShop) -> None:
    cart = ready_to_pay(shop)
    keep_cart(cart, now=NOON, by=shop.owner)

    first = sell_by(shop, "y")

    assert "Customer Asha" in first.bills
    assert sell(cart.wanted(), now=NOON, by=shop.owner).repeated
    assert shop.count("sale") == 1
