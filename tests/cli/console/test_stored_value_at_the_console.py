"""Gift cards, store credit and credit where tenders are asked; coupons, and what promotions take off a line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.cli.console.cashier import NOBODY, ctrl_c, last_bill, sell_by
from tests.credit import account, card, customer, gift_card, set_limit
from tests.shop import TEA, TestShop

from tillbook.actions.prices import WantedPrice, add_list, set_prices
from tillbook.actions.promotions import add_promotion
from tillbook.core.kept_cart import KeptCart, read_cart
from tillbook.core.promotions.rules import Off, Products, When
from tillbook.db.transaction import reading
from tillbook.formats.promotion_json import NewCoupon, NewPromotion
from tillbook.queries.carts import waiting_carts


def at_hand() -> KeptCart:
    with reading() as tx:
        [stored] = waiting_carts(tx)
    return read_cart(stored.content)


@pytest.mark.parametrize("word", ["gift", "g", "gift_card", "store"])
def test_a_card_pays_what_is_on_it_and_cash_the_rest(shop: TestShop, word: str) -> None:
    code = gift_card(shop, "150").code

    told = sell_by(shop, *NOBODY, "2*101", "", word, code.lower(), "50")

    bill = last_bill(shop)
    assert [(tender.type, tender.amount_minor) for tender in bill.tenders] == [("gift_card", 150_00), ("cash", 50_00)]
    assert bill.change_minor == 10_00
    assert card(shop, code).balance_minor == 0
    assert f"Gift card …{code[-4:]}" in told.notes
    assert code not in told.notes + told.bills, "whoever reads the screen or the bill can spend nothing"


def test_a_part_of_a_card_is_taken_and_the_code_may_follow_at_once(shop: TestShop) -> None:
    code = gift_card(shop, "150").code

    sell_by(
        shop, *NOBODY, "2*101", "", f"gift {code}", "/undo", f"gift 40 {code}", f"g {code.replace('-', ' ')}", "card"
    )

    assert [(tender.type, tender.amount_minor) for tender in last_bill(shop).tenders] == [
        ("gift_card", 40_00),
        ("gift_card", 110_00),
        ("card", 40_00),
    ]
    assert card(shop, code).balance_minor == 0


def test_a_card_that_is_unknown_or_too_small_is_said_at_once(shop: TestShop) -> None:
    code = gift_card(shop, "50").code

    told = sell_by(
        shop, *NOBODY, "2*101", "", "gift", "0000-0000-0000-0000-0000", "gift", "", f"gift 50.01 {code}", "nothing",
        ctrl_c,
    )  # fmt: skip

    assert "No card has this code; read it again, letter by letter." in told.notes
    assert "Without its code nothing can be taken off a card." in told.notes
    assert "Gift card has 50.00 INR left; take at most that, and the rest by another tender." in told.notes
    assert "type an amount of cash, or card, upi, credit, gift or store." in told.notes
    assert at_hand().tenders == ()


def test_a_card_that_another_till_empties_meanwhile_is_taken_back(shop: TestShop) -> None:
    code = gift_card(shop, "95").code

    def elsewhere() -> None:
        sell_by(shop, "n", *NOBODY, "1*101", "", f"gift {code}")

    told = sell_by(shop, *NOBODY, "2*101", "", f"gift {code}", elsewhere, "card", "card")

    assert "is empty; take another tender. Gift card was taken back." in told.notes
    assert [(tender.type, tender.amount_minor) for tender in last_bill(shop).tenders] == [
        ("card", 95_00),
        ("card", 95_00),
    ]


def test_credit_is_for_a_known_customer_within_the_limit(shop: TestShop) -> None:
    told = sell_by(shop, "Ravi", "", "", "1*101", "", "credit", ctrl_c)
    assert "The shop does not know this customer. Who buys on credit?" in told.notes

    told = sell_by(shop, "d", "y", *NOBODY, "1*101", "", "credit", "", "card")
    assert "Credit is a known customer's. Who buys on credit?" in told.notes
    assert "Nobody was named, so there is no credit; take another tender." in told.notes

    asha = customer(shop, phones=("098765 43210",))
    told = sell_by(shop, "098765 43210", "y", "1*101", "", "credit", "card")
    assert "Credit has 0.00 INR left" in told.notes

    set_limit(shop, asha, "100")
    sell_by(shop, "098765 43210", "y", "2*101", "", "credit", "card")
    assert [(tender.type, tender.amount_minor) for tender in last_bill(shop).tenders] == [
        ("credit", 100_00),
        ("card", 90_00),
    ]
    assert account(shop, asha).balance_minor == 100_00


def test_who_buys_on_credit_is_asked_where_nobody_was_named(shop: TestShop) -> None:
    asha = customer(shop, limit="500")

    told = sell_by(shop, *NOBODY, "2*101", "", "credit", "Meena", "ASHA", "y")

    assert "Nobody of this name, phone, e-mail or code is known; Enter goes back." in told.notes
    assert "For Asha Rao" in told.notes
    assert [(tender.type, tender.amount_minor) for tender in last_bill(shop).tenders] == [("credit", 190_00)]
    assert account(shop, asha).balance_minor == 190_00


def test_who_buys_on_credit_at_other_prices_agrees_on_the_new_total_first(shop: TestShop) -> None:
    add_list(id="list", code="wholesale", name="Wholesale", now=shop.now, by=shop.owner)
    asha = customer(shop, limit="500", price_list="wholesale")
    set_prices(
        id="wholesale",
        prices=[WantedPrice(product=TEA, price=Decimal(80), price_list="wholesale")],
        now=shop.now,
        by=shop.owner,
    )

    told = sell_by(shop, *NOBODY, "2*101", "", "credit", "ASHA", "y", "y", "credit")

    assert "This customer pays another sum: agree on it, and say credit again." in told.notes
    assert "The total is ₹160.00 now, not ₹190.00." in told.notes
    assert account(shop, asha).balance_minor == 160_00


def test_a_promotion_is_named_on_the_line_and_a_coupon_unlocks_one(shop: TestShop) -> None:
    for code, percent, coupons in (("TEA5", 5, ()), ("TEN", 10, (NewCoupon(code="DIWALI", uses_max=1),))):
        rule = Off(percent=Decimal(percent), on=Products(skus=frozenset({TEA})))
        made = NewPromotion(
            code=code, name=f"Tea {percent} %", rule=rule, when=When(coupon=bool(coupons)), coupons=coupons
        )
        add_promotion(id=code, promotion=made, now=shop.now, by=shop.owner)

    told = sell_by(shop, *NOBODY, "2*101", "/d 1 50%", "/coupon nosuch", "/coupon diwali", "/coupon DIWALI", ctrl_c)

    assert f"Tea 5 %{'-₹9.50':>62}" in told.notes
    assert f"discount 50%{'-₹90.25':>57}" in told.notes
    assert "NOSUCH is no coupon of this shop" in told.notes
    assert f"Tea 10 %{'-₹19.00':>61}" in told.notes
    assert "This coupon is in the cart already." in told.notes
    assert at_hand().coupons == ("DIWALI",)

    told = sell_by(shop, "y", "/coupon -", ctrl_c)
    assert at_hand().coupons == ()
