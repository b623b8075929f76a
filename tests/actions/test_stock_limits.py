"""What can be on hand of one product has a bound, and all of it can be sold."""

from __future__ import annotations

import pytest
from tests.shop import TEA, TestShop

from tillbook.actions.stock import VALUE_MINOR_MAX, BadStockLine, StockLine, receive
from tillbook.core.amounts import AMOUNT_MINOR_MAX
from tillbook.core.quantity import QUANTITY_MILLI_MAX


def receive_lines(shop: TestShop, lines: list[StockLine]) -> None:
    receive(id=shop.new_id(), lines=lines, now=shop.now, by=shop.owner)


def test_goods_worth_as_much_as_can_be_kept_are_sold_and_journalled(shop: TestShop) -> None:
    count = VALUE_MINOR_MAX // AMOUNT_MINOR_MAX - 1
    dear = StockLine(product=TEA, quantity_milli=1_000, cost_minor=AMOUNT_MINOR_MAX)
    receive_lines(shop, [dear] * count)

    shop.sell((TEA, str(10 + count)), cash="1000000")
    assert shop.on_hand(TEA) == (0, 0)


def test_goods_worth_more_are_refused_with_the_bound(shop: TestShop) -> None:
    dear = StockLine(product=TEA, quantity_milli=1_000, cost_minor=AMOUNT_MINOR_MAX)

    with pytest.raises(BadStockLine, match=r"worth at most 10\^15 minor units") as refused:
        receive_lines(shop, [dear] * 1_000)
    assert refused.value.path == "lines[999].cost"
    assert shop.on_hand(TEA) == (10_000, 600_00)


def test_more_than_a_quantity_can_be_is_not_on_hand(shop: TestShop) -> None:
    most = StockLine(product=TEA, quantity_milli=QUANTITY_MILLI_MAX // 1_000 * 1_000, cost_minor=0)

    with pytest.raises(BadStockLine, match=r"At most 999999999\.999 of Darjeeling can be on hand") as refused:
        receive_lines(shop, [most])
    assert refused.value.path == "lines[0].quantity"
