"""Codes of packs: added, dropped, sold, and kept as packs in lists that go out and come back (P18, P28)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.actions.test_import_products import bring, csv
from tests.memory import shop_in_memory
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.actions.exchange import ImportRefused
from tillbook.actions.packs import BadPack, CodeTaken, PackSet, UnknownPack, add_pack, drop_pack
from tillbook.actions.sell import OutOfStock, UnknownProduct
from tillbook.actions.stock import StockLine, receive
from tillbook.core.rights import Actor, NotAllowed, Role
from tillbook.db.transaction import reading
from tillbook.formats.exports import PRODUCT_HEADER, product_cells
from tillbook.queries.catalogue import export_rows
from tillbook.queries.packs import packs
from tillbook.queries.postings import IdReused

BOX, CRATE, EGG = "BOX", "CRATE", "EGG"


def add(shop: TestShop, code: str, size_milli: int, sku: str = TEA, id: str = "") -> PackSet:
    return add_pack(id=id or shop.new_id(), sku=sku, code=code, size_milli=size_milli, now=shop.now, by=shop.owner)


def known(sku: str | None = None) -> dict[str, int]:
    with reading() as tx:
        return {pack.code: pack.size_milli for pack in packs(tx, sku=sku)}


@given(
    sizes=st.tuples(st.integers(2, 12), st.integers(2, 12)),
    boxes=st.integers(1, 4),
    drawn=st.lists(st.tuples(st.sampled_from([EGG, BOX, CRATE]), st.integers(1, 9)), max_size=6),
    cost_minor=st.integers(0, 99_999),
)
def test_any_sequence_of_crates_boxes_and_pieces_from_n_boxes_ends_at_exactly_nothing(
    shop_template: Path,
    sizes: tuple[int, int],
    boxes: int,
    drawn: list[tuple[str, int]],
    cost_minor: int,
) -> None:
    pieces = {EGG: 1, BOX: sizes[0], CRATE: sizes[0] * sizes[1]}
    with shop_in_memory(shop_template) as shop:
        shop.add_product(EGG, "Egg", "7.00")
        for code in (BOX, CRATE):
            add(shop, code, pieces[code] * 1000, EGG)
        goods = [StockLine(product=BOX, quantity_milli=boxes * 1000, cost_minor=cost_minor)]
        receive(id="boxes", lines=goods, now=shop.now, by=shop.owner)
        left = boxes * pieces[BOX]

        for code, count in drawn:
            if count * pieces[code] > left:
                with pytest.raises(OutOfStock):
                    shop.sell((code, str(count)))
            else:
                assert shop.sell((code, str(count))).total_minor == count * pieces[code] * 700
                left -= count * pieces[code]
            assert shop.on_hand(EGG)[0] == left * 1000
        for code in (CRATE, BOX, EGG):
            count, left = divmod(left, pieces[code])
            if count:
                shop.sell((code, str(count)))
        assert shop.on_hand(EGG) == (0, 0)


def test_a_pack_is_added_once_and_sold_as_its_pieces(shop: TestShop) -> None:
    added = add(shop, "04006381333931", 6_000, id="one")

    assert add(shop, "4006381333931", 6_000, id="one") == PackSet(
        number=added.number, code="04006381333931", repeated=True
    )
    assert add(shop, "4006381333931", 6_000).number == ""
    with pytest.raises(IdReused):
        add(shop, "4006381333931", 8_000, id="one")
    assert shop.sell(("4006381333931", "1")).total_minor == 570_00


def test_a_pack_that_is_dropped_is_unknown_at_the_till(shop: TestShop) -> None:
    add(shop, BOX, 6_000)
    shop.sell((BOX, "1"))

    drop_pack(id="drop", code=BOX, now=shop.now, by=shop.owner)

    assert known() == {}
    with pytest.raises(UnknownProduct):
        shop.sell((BOX, "1"))
    assert drop_pack(id="drop", code=BOX, now=shop.now, by=shop.owner).repeated
    with pytest.raises(UnknownPack, match="No pack has the code 'BOX'"):
        drop_pack(id="again", code=BOX, now=shop.now, by=shop.owner)
    add(shop, BOX, 3_000)
    assert known(TEA) == {BOX: 3_000}


def test_a_change_of_a_pack_stands_in_the_journal(shop: TestShop) -> None:
    add(shop, BOX, 6_000)
    drop_pack(id="drop", code=BOX, now=shop.now, by=shop.owner)
    with reading() as tx:
        told = [row[0] for row in tx.rows("SELECT text FROM journal_entry ORDER BY id DESC LIMIT 2")]
    assert '"changed":"pack BOX","from":"6 of 101"' in told[0]
    assert '"changed":"pack BOX","from":"",' in told[1]
    assert '"to":"6 of 101"' in told[1]


def test_a_code_stands_for_one_thing(shop: TestShop) -> None:
    bring(shop, csv(f"sku,barcode\n{OIL},B1\n"))
    add(shop, BOX, 6_000)

    with pytest.raises(CodeTaken, match="BOX is a pack of 6 of Darjeeling; drop it first: tillbook pack drop BOX"):
        add(shop, BOX, 8_000)
    with pytest.raises(CodeTaken, match="B1 is the barcode of Mustard oil"):
        add(shop, "B1", 6_000)
    with pytest.raises(CodeTaken, match="103 is the SKU of Mustard oil, which would be found first"):
        add(shop, OIL, 6_000)
    with pytest.raises(UnknownPack):
        drop_pack(id="single", code="B1", now=shop.now, by=shop.owner)


@pytest.mark.parametrize(
    ("code", "size_milli", "message"),
    [
        ("A BOX", 6_000, "without blanks"),
        ("", 6_000, "A code is 1 to 64"),
        (BOX, 0, "A pack holds more than 0"),
        (BOX, 1_000, "not just one"),
        (BOX, -6_000, "A pack holds more than 0"),
        (BOX, 1_500, "Darjeeling is sold in steps of 1; a pack holds a whole number of them"),
    ],
)
def test_what_no_pack_can_be_is_refused(shop: TestShop, code: str, size_milli: int, message: str) -> None:
    with pytest.raises(BadPack, match=message):
        add(shop, code, size_milli)


def test_only_who_may_change_the_menu_changes_packs(shop: TestShop) -> None:
    cashier = Actor(staff_id=shop.owner.staff_id, name="Ravi", role=Role.cashier)
    with pytest.raises(NotAllowed):
        add_pack(id="one", sku=TEA, code=BOX, size_milli=6_000, now=shop.now, by=cashier)
    with pytest.raises(UnknownPack, match="No product has the SKU '999'"):
        add(shop, BOX, 6_000, "999")


def test_a_list_that_goes_out_and_comes_back_keeps_packs_as_packs(shop: TestShop) -> None:
    add(shop, BOX, 6_000)
    add(shop, "SACK", 2_500, RICE)
    with reading() as tx:
        rows = [product_cells(row) for row in export_rows(tx)]
    cells = {row[0]: row[PRODUCT_HEADER.index("barcode")] for row in rows}
    assert cells == {TEA: "BOX*6", RICE: "SACK*2.5", OIL: None}

    drop_pack(id="one", code=BOX, now=shop.now, by=shop.owner)
    drop_pack(id="two", code="SACK", now=shop.now, by=shop.owner)
    lines = [f"{row[0]},{cells[str(row[0])] or ''}" for row in rows]
    bring(shop, csv("\n".join(["sku,barcode", *lines, ""])))

    assert known() == {BOX: 6_000, "SACK": 2_500}


def test_a_list_that_says_nothing_of_the_size_leaves_a_pack_alone(shop: TestShop) -> None:
    add(shop, BOX, 6_000)
    bring(shop, csv(f"sku,price,barcode\n{TEA},99,BOX\n"))
    assert known() == {BOX: 6_000}
    with pytest.raises(ImportRefused, match="BOX is a pack of 6, not of 8; drop it first"):
        bring(shop, csv(f"sku,barcode\n{TEA},BOX*8\n"))
