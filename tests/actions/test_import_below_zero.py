"""A list may forbid to sell below zero what stands there, if it brings in what is missing."""

from __future__ import annotations

import pytest
from tests.actions.test_import_products import bring, csv
from tests.shop import TEA, TestShop

from tillbook.actions.exchange import ImportRefused
from tillbook.actions.sell import OutOfStock
from tillbook.actions.undo import undo_import


def test_goods_come_in_before_it_is_forbidden_to_sell_below_zero(shop: TestShop) -> None:
    shop.set_product(TEA, short_stock="warn")
    shop.sell((TEA, "13"))

    bring(shop, csv("sku,quantity,cost,short_stock\n101,10,60,forbid\n"))

    assert shop.on_hand(TEA) == (10_000, 600_00)
    with pytest.raises(OutOfStock):
        shop.sell((TEA, "11"))


def test_it_is_not_forbidden_while_goods_are_below_zero(shop: TestShop) -> None:
    shop.set_product(TEA, short_stock="warn")
    shop.sell((TEA, "13"))

    with pytest.raises(ImportRefused, match="not sold below zero"):
        bring(shop, csv("sku,short_stock\n101,forbid\n"))


def test_an_undo_brings_goods_in_before_it_forbids_too(shop: TestShop) -> None:
    number = bring(shop, csv("sku,quantity,short_stock\n101,0,allow\n")).number
    shop.sell((TEA, "3"))

    undo_import(number, client_id=shop.new_id(), now=shop.now, by=shop.owner)

    assert shop.on_hand(TEA)[0] == 7_000
    with pytest.raises(OutOfStock):
        shop.sell((TEA, "8"))
