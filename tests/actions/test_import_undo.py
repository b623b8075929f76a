"""Undoing an import: what can be taken back is, and the rest is named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.actions.test_import_products import bring, csv, products
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.actions.undo import Kept, NothingToUndo, Undone, undo_import
from tillbook.core.rights import Actor, NotAllowed, Role
from tillbook.queries.imports import AlreadyUndone, UnknownImport


def undo(shop: TestShop, number: str, client_id: str = "") -> Undone:
    return undo_import(number, client_id=client_id or shop.new_id(), now=shop.now, by=shop.owner)


def test_an_undone_import_leaves_the_shop_as_it_was(shop: TestShop) -> None:
    before = products(shop)
    levels = [shop.on_hand(sku) for sku in (TEA, RICE, OIL)]
    header = "sku,name,price,quantity,cost,barcode\n"
    text = header + "A1,Assam,80,4,61.25,036000291452\n101,Tea,99,12,,\n102,Basmati,120,7.5,,\n"
    number = bring(shop, csv(text)).number

    undone = undo(shop, number)

    assert (undone.number, undone.undone, undone.kept) == ("IM/26-27/000002", 3, ())
    assert products(shop) == before
    assert [shop.on_hand(sku) for sku in (TEA, RICE, OIL)] == levels
    assert shop.on_hand("A1") == (0, 0)


def test_the_moves_of_an_import_and_its_undo_add_up_to_nothing(shop: TestShop) -> None:
    number = bring(shop, csv("sku,name,price,quantity,cost\nA1,Assam,80,4,61.25\n")).number
    undo(shop, number)

    assert shop.on_hand("A1") == (0, 0)


def test_a_product_that_was_sold_since_stays_and_is_named(shop: TestShop) -> None:
    number = bring(shop, csv("sku,name,price,quantity\nA1,Assam,80,4\nA2,Nilgiri,75,4\n")).number
    shop.sell(("A1", "1"))

    undone = undo(shop, number)

    assert (undone.undone, undone.kept_count) == (1, 1)
    assert undone.kept == (Kept(sku="A1", reason="it was sold, received or corrected since"),)
    assert set(products(shop)) == {TEA, RICE, OIL, "A1"}


def test_a_price_that_was_changed_since_stays_and_is_named(shop: TestShop) -> None:
    number = bring(shop, csv("sku,price\n101,99\n102,130\n")).number
    bring(shop, csv("sku,price\n101,100\n"))

    undone = undo(shop, number)

    assert undone.kept == (Kept(sku=TEA, reason="its price was changed since"),)
    assert products(shop)[TEA].price == Decimal(100)
    assert products(shop)[RICE].price == Decimal(120)


def test_goods_that_are_gone_cannot_be_taken_back(shop: TestShop) -> None:
    number = bring(shop, csv("sku,price,quantity\n101,99,30\n102,121,10\n")).number
    shop.sell((TEA, "15"))

    undone = undo(shop, number)

    assert undone.kept == (Kept(sku=TEA, reason="only 15 of the 20 are left"),)
    assert shop.on_hand(TEA)[0] == 15_000


def test_when_nothing_can_be_undone_nothing_is_posted(shop: TestShop) -> None:
    number = bring(shop, csv("sku,price\n101,99\n")).number
    bring(shop, csv("sku,price\n101,100\n"))
    postings = shop.count("posting")

    with pytest.raises(NothingToUndo, match="101: its price was changed since"):
        undo(shop, number)
    assert shop.count("posting") == postings


def test_an_import_is_undone_once(shop: TestShop) -> None:
    number = bring(shop, csv("sku,price\n101,99\n")).number
    first = undo(shop, number, "once")

    assert undo(shop, number, "once") == Undone(number=first.number, posting_id=first.posting_id, repeated=True)
    with pytest.raises(AlreadyUndone, match=first.number):
        undo(shop, number)


def test_an_undo_is_no_import_to_undo(shop: TestShop) -> None:
    undone = undo(shop, bring(shop, csv("sku,price\n101,99\n")).number)

    with pytest.raises(UnknownImport):
        undo(shop, undone.number)
    with pytest.raises(UnknownImport):
        undo(shop, "IM/26-27/000099")


def test_a_product_that_an_undo_archived_comes_back_with_the_next_import(shop: TestShop) -> None:
    text = "sku,name,price,quantity,barcode\nA1,Assam,80,4,036000291452\n"
    undo(shop, bring(shop, csv(text)).number)

    again = bring(shop, csv(text))

    assert again.plan is not None
    assert again.plan.counts == (0, 1, 0, 0)
    assert products(shop)["A1"].barcodes == (("00036000291452", 1000),)
    assert shop.on_hand("A1") == (4_000, 0)


def test_undoing_needs_the_right(shop: TestShop) -> None:
    with pytest.raises(NotAllowed):
        undo_import("IM-1", client_id="x", now=shop.now, by=Actor(staff_id=1, name="Asha", role=Role.cashier))
