"""Boxes and pieces of one product, sold as they come (P18)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.memory import shop_in_memory
from tests.shop import RICE, TEA, TestShop

from tillbook.actions.sell import OutOfStock
from tillbook.actions.stock import BadStockLine, StockLine, adjust, receive
from tillbook.core.barcode import comparable
from tillbook.core.quantity import QUANTITY_MILLI_MAX, OffStep, Pack, in_base_units, in_packs
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedLine, WantedSale
from tillbook.db.transaction import transaction_of_one_action
from tillbook.ledgers import catalogue

BOX, PIECE = "BOX", "EGG"


def add_box(shop: TestShop, code: str, sku: str, size_milli: int) -> None:
    with transaction_of_one_action() as tx:
        row = tx.row("SELECT id FROM product WHERE sku = ?", (sku,))
        assert row is not None
        catalogue.add_barcodes(tx, [(comparable(code), row[0], size_milli)])


@given(
    size=st.integers(2, 144),
    boxes=st.integers(1, 50),
    drawn=st.lists(st.tuples(st.booleans(), st.integers(1, 200)), max_size=40),
)
def test_any_sequence_of_boxes_and_pieces_from_n_boxes_ends_at_exactly_nothing(
    size: int, boxes: int, drawn: list[tuple[bool, int]]
) -> None:
    box = Pack(name="box", size_milli=size * 1000)
    left = in_base_units(boxes, box)
    for by_the_box, wanted in drawn:
        taken = in_base_units(wanted, box) if by_the_box else wanted * 1000
        if taken <= left:
            left -= taken
    whole, rest = in_packs(left, box)

    assert left - in_base_units(whole, box) - rest == 0
    assert rest % 1000 == 0


@given(
    size=st.integers(2, 12),
    boxes=st.integers(1, 4),
    drawn=st.lists(st.tuples(st.booleans(), st.integers(1, 20)), max_size=6),
    cost_minor=st.integers(0, 99_999),
)
def test_a_shop_that_bought_n_boxes_sells_them_as_they_come_and_is_left_with_nothing(
    shop_template: Path, size: int, boxes: int, drawn: list[tuple[bool, int]], cost_minor: int
) -> None:
    with shop_in_memory(shop_template) as shop:
        shop.add_product(PIECE, "Egg", "7.00")
        add_box(shop, BOX, PIECE, size * 1000)
        goods = [StockLine(product=BOX, quantity_milli=boxes * 1000, cost_minor=cost_minor)]
        receive(id="boxes", lines=goods, now=shop.now, by=shop.owner)
        left = boxes * size
        assert shop.on_hand(PIECE) == (left * 1000, cost_minor)

        for by_the_box, wanted in drawn:
            pieces = wanted * (size if by_the_box else 1)
            if pieces > left:
                with pytest.raises(OutOfStock):
                    shop.sell((BOX if by_the_box else PIECE, str(wanted)))
            else:
                assert shop.sell((BOX if by_the_box else PIECE, str(wanted))).total_minor == pieces * 700
                left -= pieces
            assert shop.on_hand(PIECE)[0] == left * 1000
        if left:
            shop.sell((BOX, str(left // size + 1)), partial=True)
        assert shop.on_hand(PIECE) == (0, 0)


def test_a_box_sold_in_part_takes_the_pieces_that_are_there(shop: TestShop) -> None:
    add_box(shop, BOX, TEA, 6000)
    line = shop.sell((BOX, "2"), partial=True).lines[0]
    assert (line.quantity_milli, line.wanted_milli, line.gross_minor) == (10_000, 12_000, 950_00)


def test_a_box_and_its_pieces_in_one_sale_count_together(shop: TestShop) -> None:
    add_box(shop, BOX, TEA, 6000)
    with pytest.raises(OutOfStock, match="Only 4 of Darjeeling left"):
        shop.sell((BOX, "1"), (TEA, "5"))
    assert shop.sell((BOX, "1"), (TEA, "4")).total_minor == 950_00
    assert shop.on_hand(TEA) == (0, 0)


@pytest.mark.parametrize(
    ("code", "milli", "message"),
    [
        (TEA, 500, "Darjeeling is sold in steps of 1: 0.5 is between two; take 1."),
        (TEA, 1_500, "Darjeeling is sold in steps of 1: 1.5 is between two; take 1 or 2."),
        (BOX, 100, "Darjeeling is sold in steps of 1: 0.6 is between two; take 1."),
        ("HALF", 1, "Basmati is sold in thousandths; take a whole number of them."),
    ],
)
def test_a_quantity_off_the_step_is_refused_with_what_can_be_taken(
    shop: TestShop, code: str, milli: int, message: str
) -> None:
    add_box(shop, BOX, TEA, 6000)
    add_box(shop, "HALF", RICE, 500)
    wanted = WantedSale(
        id="one", register="1", lines=(WantedLine(product=code, quantity_milli=milli),),
        tenders=(Tendered(type="cash", amount_minor=100_000),),
    )  # fmt: skip
    with pytest.raises(OffStep) as refused:
        shop.post(wanted)
    assert (refused.value.message, refused.value.path) == (message, "lines[0].quantity")


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("code", "milli", "message"),
    [
        (TEA, 500, "Darjeeling is sold in steps of 1: 0.5 is between two; take 1."),
        (BOX, 100, "Darjeeling is sold in steps of 1: 0.6 is between two; take 1."),
        ("HALF", 1, "Basmati is kept in thousandths; take a whole number of them."),
    ],
)
def test_goods_found_and_lost_keep_to_the_step_too(
    shop: TestShop, code: str, milli: int, message: str, sign: int
) -> None:
    add_box(shop, BOX, TEA, 6000)
    add_box(shop, "HALF", RICE, 500)
    line = StockLine(product=code, quantity_milli=sign * milli)
    with pytest.raises(OffStep) as refused:
        adjust(id="off", lines=[line], reason="counted", now=shop.now, by=shop.owner)
    assert (refused.value.message, refused.value.path) == (message, "lines[0].quantity")
    assert shop.on_hand(TEA)[0] == shop.on_hand(RICE)[0] == 10_000


def test_more_boxes_than_can_be_stored_are_refused(shop: TestShop) -> None:
    add_box(shop, BOX, TEA, 6000)
    goods = [StockLine(product=BOX, quantity_milli=QUANTITY_MILLI_MAX // 1000 * 1000)]
    with pytest.raises(BadStockLine, match=r"at most 999999999\.999 of pc"):
        receive(id="boxes", lines=goods, now=shop.now, by=shop.owner)
