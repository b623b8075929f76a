"""What was bought on credit or with a gift card comes back as it was paid (P11, P13)."""

from __future__ import annotations

import pytest
from tests.actions.test_refund import back, give, post, rows, take_back, wanted
from tests.credit import customer, gift_card, sell_tea, tender
from tests.shop import TEA, TestShop

from tillbook.core.bill import Bill
from tillbook.core.refunding import NotPaidByThat


def on_credit(shop: TestShop) -> Bill:
    customer(shop, "ASHA", limit="500")
    return shop.bill(sell_tea(shop, "ASHA", tender("credit", "190"), pieces="2"))


def test_goods_bought_on_credit_come_back_off_the_debt(shop: TestShop) -> None:
    bill = on_credit(shop)
    shop.sell((TEA, "1"))

    given = take_back(shop, bill, back(1, "1"))

    assert [(each.type, each.amount_minor) for each in given.tenders] == [("credit", 95_00)]
    assert rows("SELECT balance_minor FROM account") == [(95_00,)]
    assert rows("SELECT open_minor FROM open_bill") == [(95_00,)]


def test_nothing_of_a_debt_leaves_the_drawer(shop: TestShop) -> None:
    bill = on_credit(shop)

    with pytest.raises(NotPaidByThat, match="lowers what the customer owes"):
        post(shop, wanted(shop, bill, tenders=(give("cash"),)))


def test_what_a_gift_card_paid_comes_back_as_store_credit(shop: TestShop) -> None:
    card = gift_card(shop, "95").code
    bill = shop.sell((TEA, "1"), tenders=(tender("gift_card", "95", card),))

    given = take_back(shop, bill)

    assert [(each.type, each.amount_minor) for each in given.tenders] == [("store_credit", 95_00)]
