"""A line is found by SKU, by barcode however it is printed, and by the shop's own labels."""

from __future__ import annotations

import pytest
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.actions.sell import UnknownProduct
from tillbook.core.barcode import Misread, check_digit, comparable
from tillbook.db.transaction import transaction_of_one_action
from tillbook.ledgers import catalogue


def add_barcode(shop: TestShop, code: str, sku: str, quantity_milli: int = 1000) -> None:
    with transaction_of_one_action() as tx:
        row = tx.row("SELECT id FROM product WHERE sku = ?", (sku,))
        assert row is not None
        catalogue.add_barcodes(tx, [(comparable(code), row[0], quantity_milli)])


def use_labels(patterns: str) -> None:
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET in_store_barcodes = ?", (patterns,))


def label(digits: str) -> str:
    return digits + check_digit(digits)


@pytest.mark.parametrize("scanned", ["036000291452", "0036000291452", "00036000291452"])
def test_a_barcode_is_one_however_many_leading_zeros_the_scanner_gives(shop: TestShop, scanned: str) -> None:
    add_barcode(shop, "036000291452", TEA)
    assert shop.sell((scanned, "2")).lines[0].sku == TEA


def test_one_barcode_printed_in_two_ways_is_sold_on_one_bill(shop: TestShop) -> None:
    add_barcode(shop, "036000291452", TEA)
    bill = shop.sell(("036000291452", "1"), ("0036000291452", "2"))
    assert [(line.sku, line.quantity_milli) for line in bill.lines] == [(TEA, 1000), (TEA, 2000)]


def test_a_box_of_six_sells_six_pieces_at_the_price_of_a_piece(shop: TestShop) -> None:
    add_barcode(shop, "BOX6", TEA, 6000)
    line = shop.sell(("BOX6", "1")).lines[0]
    assert (line.quantity_milli, line.gross_minor) == (6000, 57000)
    assert shop.on_hand(TEA)[0] == 4000


def test_a_weight_label_sells_the_weight(shop: TestShop) -> None:
    use_labels("21{item:5}{weight:5}{check}")
    line = shop.sell((label("210010200347"), "1")).lines[0]
    assert (line.sku, line.quantity_milli, line.gross_minor) == (RICE, 347, 4164)


def test_a_label_that_weighs_nothing_is_refused(shop: TestShop) -> None:
    use_labels("21{item:5}{weight:5}{check}")
    with pytest.raises(Misread, match="Basmati says a weight of 0; weigh it again"):
        shop.sell((label("210010200000"), "1"))


def test_a_price_label_costs_what_it_says(shop: TestShop) -> None:
    use_labels("22{item:5}{price:5}{check}")
    line = shop.sell((label("220010201234"), "1")).lines[0]
    assert (line.sku, line.gross_minor) == (RICE, 1234)
    assert line.quantity_milli == 103
    piece = shop.sell((label("220010301234"), "1")).lines[0]
    assert (piece.sku, piece.quantity_milli, piece.gross_minor) == (OIL, 1000, 1234)


def test_an_unknown_code_is_refused_with_its_place(shop: TestShop) -> None:
    with pytest.raises(UnknownProduct) as refused:
        shop.sell((TEA, "1"), ("4006381333931", "1"))
    assert refused.value.path == "lines[1].product"
