"""What is asked of lots: those on hand, the one that is named, and the one that is chosen by hand (P19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.actions.test_lots import GONE, LATE, SOON, adjust_lot, receive_lot
from tests.shop import TEA, TestShop

from tillbook.actions.sell import sell
from tillbook.core.errors import Refusal
from tillbook.core.lots import LotExpired, LotNow, NotInLots, UnknownLot
from tillbook.core.rights import Actor, Role
from tillbook.core.wanted import WantedLine
from tillbook.db.transaction import reading
from tillbook.queries.lots import chosen_lot, lots_of
from tillbook.queries.till import place

MILK = "MILK"
TODAY = date(2026, 11, 22)


@pytest.fixture
def dairy(shop: TestShop) -> TestShop:
    """Milk in lots: 5 good until 30 November, 10 until the end of the year, 2 that expired, and a lot that is empty."""
    shop.add_product(MILK, "Milk", "30.00", lot_tracked=True)
    receive_lot(shop, "1", "Z", LATE)
    adjust_lot(shop, "-1", "Z")
    receive_lot(shop, "10", "B", LATE)
    receive_lot(shop, "5", "A", SOON)
    receive_lot(shop, "2", "OLD", GONE)
    return shop


def product_id(sku: str) -> int:
    with reading() as tx:
        row = tx.row("SELECT id FROM product WHERE sku = ?", (sku,))
    assert row is not None
    return int(row[0])


def codes(named: str = "") -> list[tuple[str, int]]:
    milk, tea = product_id(MILK), product_id(TEA)
    with reading() as tx:
        location_id = place(tx, "1").location_id
        found = lots_of(tx, [milk, tea], location_id=location_id, named=[(milk, named)] if named else [])
    assert found[tea] == ()
    return [(lot.code, lot.on_hand_milli) for lot in found[milk]]


def chosen(code: str, milli: int, *, expired_allowed: bool = False) -> LotNow:
    milk = product_id(MILK)
    with reading() as tx:
        return chosen_lot(
            tx,
            milk,
            code,
            location_id=place(tx, "1").location_id,
            day=TODAY,
            quantity_milli=milli,
            expired_allowed=expired_allowed,
            path="lines[3]",
        )


def test_a_lot_that_was_sold_out_is_read_only_where_it_is_named(dairy: TestShop) -> None:
    on_hand = [("OLD", 2_000), ("A", 5_000), ("B", 10_000)]
    assert codes() == on_hand
    assert codes("A") == on_hand
    assert codes("Z") == [*on_hand, ("Z", 0)]
    assert codes("never") == on_hand


def test_lots_on_hand_are_one_statement_and_one_more_where_an_empty_one_is_named(dairy: TestShop) -> None:
    milk = product_id(MILK)
    counts = []
    for named in ([], [(milk, "A")], [(milk, "Z"), (milk, "A")]):
        with reading() as tx:
            before = tx.statements
            lots_of(tx, [milk], location_id=1, named=named)
            counts.append(tx.statements - before)
    assert counts == [1, 1, 2]


def test_at_the_till_a_lot_that_is_empty_is_not_one_that_never_was(dairy: TestShop) -> None:
    def take(code: str) -> None:
        line = WantedLine(product=MILK, quantity_milli=1_000, lot=code)
        dairy.post(replace(dairy.sale(), lines=(line,)))

    with pytest.raises(NotInLots, match=r"^No Milk is left in lot Z; take another lot or leave it out\.$"):
        take("Z")
    with pytest.raises(UnknownLot, match=r"^There is no lot 'Y' of Milk; see which are with: tillbook lot list$"):
        take("Y")


def test_an_empty_lot_that_is_named_changes_nothing_for_the_other_lines(dairy: TestShop) -> None:
    lines = (WantedLine(product=MILK, quantity_milli=16_000), WantedLine(product=MILK, quantity_milli=1_000, lot="Z"))
    with pytest.raises(NotInLots, match="in lot Z") as refused:
        dairy.post(replace(dairy.sale(), lines=lines))
    assert refused.value.path == "lines[1]"


def test_a_chosen_lot_is_answered_where_it_can_be_sold(dairy: TestShop) -> None:
    assert chosen("A", 5_000).expires_on == SOON
    assert chosen("OLD", 2_000, expired_allowed=True).on_hand_milli == 2_000


@pytest.mark.parametrize(
    ("code", "milli", "kind", "path"),
    [
        ("A", 6_000, NotInLots, "lines[3]"),
        ("Z", 1_000, NotInLots, "lines[3]"),
        ("Y", 1_000, UnknownLot, "lines[3].lot"),
        ("OLD", 1_000, LotExpired, "lines[3].lot"),
    ],
)
def test_a_chosen_lot_is_refused_in_the_words_of_posting(
    dairy: TestShop, code: str, milli: int, kind: type[Refusal], path: str
) -> None:
    with pytest.raises(kind) as refused:
        chosen(code, milli)
    assert refused.value.path == path

    cashier = Actor(staff_id=dairy.owner.staff_id, name="Ravi", role=Role.cashier)
    line = WantedLine(product=MILK, quantity_milli=milli, lot=code)
    with pytest.raises(kind) as at_posting:
        sell(replace(dairy.sale(), lines=(line,)), now=dairy.now, by=cashier)
    assert at_posting.value.message == refused.value.message
