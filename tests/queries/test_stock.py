"""What is on hand, what it is worth and what moved: now, and as it was at any instant (P14, P16)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.memory import shop_in_memory
from tests.shop import NOON, OIL, RICE, TEA, TestShop

from tillbook.actions.sell import OutOfStock
from tillbook.actions.stock import NotEnough
from tillbook.db.transaction import reading
from tillbook.queries.stock import UnknownSku, moves, stock

HOUR = timedelta(hours=1)


def figures(sku: str, at: datetime | None = None) -> tuple[int, int]:
    """On hand in thousandths and value in minor units."""
    with reading() as tx:
        [line] = stock(tx, sku=sku, at=at)
    return line.on_hand_milli, line.value_minor


def test_now_it_is_what_came_in_less_what_was_sold_and_lost(shop: TestShop) -> None:
    shop.sell((TEA, "3"))
    shop.adjust(TEA, "-1", "broken")
    assert figures(TEA) == (6_000, 360_00)
    assert figures(RICE) == (10_000, 850_01)


def test_as_it_was_is_told_for_every_past_instant(shop: TestShop) -> None:
    shop.now = NOON + HOUR
    shop.sell((TEA, "3"))
    shop.now = NOON + 2 * HOUR
    shop.receive(TEA, "7", "490")
    shop.now = NOON + 3 * HOUR
    shop.adjust(TEA, "-14", "flood")

    told = {hours: figures(TEA, NOON + timedelta(hours=hours)) for hours in (-1, 0, 0.5, 1, 1.5, 2, 3, 99)}

    assert told == {
        -1: (0, 0),
        0: (10_000, 600_00),
        0.5: (10_000, 600_00),
        1: (7_000, 420_00),
        1.5: (7_000, 420_00),
        2: (14_000, 910_00),
        3: (0, 0),
        99: (0, 0),
    }
    assert figures(TEA) == (0, 0)


def test_an_instant_is_the_same_whatever_clock_it_is_told_by(shop: TestShop) -> None:
    shop.now = NOON + timedelta(microseconds=1)
    shop.sell((TEA, "3"))
    kolkata = timezone(timedelta(hours=5, minutes=30))
    assert figures(TEA, NOON.astimezone(kolkata)) == (10_000, 600_00)
    assert figures(TEA, shop.now.astimezone(kolkata)) == (7_000, 420_00)


def test_all_products_stand_in_the_order_they_were_made(shop: TestShop) -> None:
    shop.add_product("0009", "Salt", "20.00")
    with reading() as tx:
        now = [(line.sku, line.name, line.on_hand_milli, line.value_minor) for line in stock(tx)]
        before = [(line.sku, line.on_hand_milli) for line in stock(tx, at=NOON - HOUR)]
    assert now == [
        (TEA, "Darjeeling", 10_000, 600_00),
        (RICE, "Basmati", 10_000, 850_01),
        (OIL, "Mustard oil", 10_000, 1333_33),
        ("0009", "Salt", 0, 0),
    ]
    assert before == [(TEA, 0), (RICE, 0), (OIL, 0), ("0009", 0)]


def test_each_move_names_places_reason_document_and_person(shop: TestShop) -> None:
    shop.now = NOON + HOUR
    number = shop.sell((TEA, "3")).number
    shop.now = NOON + 2 * HOUR
    shop.adjust(TEA, "-1", "broken")
    shop.adjust(TEA, "2", "found behind the shelf")
    with reading() as tx:
        told = [
            (
                move.at,
                move.source,
                move.destination,
                move.quantity_milli,
                move.cost_minor,
                move.reason,
                move.document,
            )
            for move in moves(tx, TEA)
        ]
        people = {move.person for move in moves(tx, TEA)}
        before = [move.document for move in moves(tx, TEA, at=NOON + HOUR)]
    assert told == [
        (NOON, "supplier", "shop", 10_000, 600_00, "receipt", "GR/26-27/000001"),
        (NOON + HOUR, "shop", "customer", 3_000, 180_00, "sale", number),
        (NOON + 2 * HOUR, "shop", "loss", 1_000, 60_00, "adjustment", "AD/26-27/000001"),
        (NOON + 2 * HOUR, "loss", "shop", 2_000, 120_00, "adjustment", "AD/26-27/000002"),
    ]
    assert people == {"Owner"}
    assert before == ["GR/26-27/000001", number]


def test_an_unknown_sku_is_refused(shop: TestShop) -> None:
    with reading() as tx, pytest.raises(UnknownSku, match="No product has the SKU '999'"):
        stock(tx, sku="999")


# ---------------------------------------------------------------- laws

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["receive", "sell", "lose", "find"]),
        st.sampled_from([TEA, RICE]),
        st.integers(1, 15),
        st.integers(0, 99_999),
        st.integers(0, 3),
    ),
    max_size=6,
)


def take_step(shop: TestShop, step: tuple[str, str, int, int, int]) -> None:
    what, sku, quantity, cost_minor, hours = step
    shop.now += hours * HOUR
    try:
        match what:
            case "receive":
                shop.receive(sku, str(quantity), f"{cost_minor / 100:.2f}")
            case "sell":
                shop.sell((sku, str(quantity)))
            case "lose":
                shop.adjust(sku, str(-quantity))
            case _:
                shop.adjust(sku, str(quantity))
    except (OutOfStock, NotEnough):
        assert shop.on_hand(sku)[0] < quantity * 1000


@given(steps=STEPS, below_zero=st.booleans())
def test_whatever_happened_the_moves_replay_every_past_instant(
    shop_template: Path, steps: list[Any], below_zero: bool
) -> None:
    """The figures noted after each step are those that are told of that instant, from today's books alone."""
    with shop_in_memory(shop_template) as shop:
        if below_zero:
            shop.set_product(TEA, short_stock="allow")
        noted: dict[datetime, dict[str, tuple[int, int]]] = {}
        for step in steps:
            take_step(shop, step)
            noted[shop.now] = {sku: shop.on_hand(sku) for sku in (TEA, RICE)}

        for at, figures_then in noted.items():
            assert {sku: figures(sku, at) for sku in (TEA, RICE)} == figures_then
        assert {sku: figures(sku) for sku in (TEA, RICE)} == {sku: shop.on_hand(sku) for sku in (TEA, RICE)}
        assert everywhere() == dict.fromkeys((TEA, RICE, OIL), (0, 0))


def everywhere() -> dict[str, tuple[int, int]]:
    """The sum over all locations, by product: what came less what went."""
    with reading() as tx:
        rows = tx.rows(
            """SELECT p.sku, SUM(side.quantity_milli), SUM(side.cost_minor) FROM product p JOIN (
                SELECT product_id, to_location_id AS location, quantity_milli, cost_minor FROM stock_move
                UNION ALL
                SELECT product_id, from_location_id, -quantity_milli, -cost_minor FROM stock_move) side
            ON side.product_id = p.id JOIN location ON location.id = side.location GROUP BY p.sku"""
        )
    return {sku: (quantity, cost) for sku, quantity, cost in rows}
