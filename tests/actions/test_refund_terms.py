"""Returns at the edges of money: nothing to pay back, less than a coin, and what was bought on credit."""

from __future__ import annotations

from tests.actions.test_refund import back, give, rows, set_shop, take_back
from tests.shop import TEA, TestShop

from tillbook.actions.credit_limit import set_credit_limit
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer

ASHA = WantedCustomer(name="Asha Rao", phone="+919876543210")


def test_what_was_given_away_comes_back_for_nothing(shop: TestShop) -> None:
    shop.set_product(TEA, price="0.00")
    given = take_back(shop, shop.sell((TEA, "2"), tenders=()))

    assert (given.total_minor, given.refund_minor, given.tenders) == (0, 0, ())
    assert shop.on_hand(TEA) == (10_000, 600_00)


def test_less_than_half_a_coin_waits_for_the_next_step(shop: TestShop) -> None:
    set_shop("cash_increment_minor", 5)
    shop.set_product(TEA, price="0.02")
    sold = shop.sell((TEA, "2"))
    steps = [take_back(shop, sold, back(1, "1")) for _ in range(2)]

    assert sold.due_minor == 5
    assert [(step.total_minor, step.cash_rounding_minor, step.refund_minor) for step in steps] == [
        (2, -2, 0),
        (2, 3, 5),
    ]


def test_what_was_bought_on_credit_lowers_the_debt_and_settles_its_own_bill(shop: TestShop) -> None:
    shop.sell((TEA, "1"), customer=ASHA)
    ((customer_id,),) = rows("SELECT id FROM customer")
    limit = 1_000_00
    set_credit_limit(
        id=shop.new_id(), customer_id=int(str(customer_id)), limit_minor=limit, now=shop.now, by=shop.owner
    )
    on_credit = (Tendered(type="credit", amount_minor=190_00),)
    first, second = (shop.sell((TEA, "2"), customer=ASHA, tenders=on_credit) for _ in range(2))
    take_back(shop, second, back(1, "1"), tenders=(give("credit"),))

    open_bills = rows("SELECT p.number, b.open_minor FROM open_bill b JOIN posting p ON p.id = b.sale_id ORDER BY p.id")
    assert open_bills == [(first.number, 190_00), (second.number, 95_00)]
    assert rows("SELECT balance_minor FROM account") == [(285_00,)]
    assert rows("SELECT kind FROM cash_entry") == [("sale",)]
