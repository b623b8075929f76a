"""What goods cost and what stock is worth, through receipts, sales, losses and sales below zero (P15)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.memory import shop_in_memory
from tests.shop import NOON, TEA, TestShop, minor

from tillbook.actions.sell import OutOfStock
from tillbook.actions.stock import NotEnough, StockLine, adjust
from tillbook.db.statements import read_date
from tillbook.db.transaction import reading

SALT = "SALT"
DAY = timedelta(days=1)


def salt(shop: TestShop, short_stock: str = "forbid") -> None:
    shop.add_product(SALT, "Salt", "20.00", short_stock=short_stock)


def cost_of_goods(shop: TestShop, *lines: tuple[str, str]) -> list[int]:
    """Sell, and answer what the goods of each line cost, as written on the sale."""
    number = shop.sell(*lines).number
    with reading() as tx:
        rows = tx.rows(
            """SELECT cost_minor FROM sale_line JOIN posting ON posting.id = sale_id WHERE number = ?
            ORDER BY position""",
            (number,),
        )
    return [cost for (cost,) in rows]


def costs_by_day() -> dict[tuple[str, str, str], int]:
    """The cost that went from one place to another on each business date."""
    with reading() as tx:
        rows = tx.rows(
            """SELECT p.business_date, a.code, b.code, SUM(m.cost_minor) FROM stock_move m
            JOIN posting p ON p.id = m.posting_id
            JOIN product ON product.id = m.product_id AND product.sku = ?
            JOIN location a ON a.id = m.from_location_id JOIN location b ON b.id = m.to_location_id
            GROUP BY p.business_date, a.code, b.code HAVING SUM(m.cost_minor) <> 0""",
            (SALT,),
        )
    return {(read_date(day).isoformat(), source, destination): cost for day, source, destination, cost in rows}


def test_goods_leave_at_the_average_of_what_they_were_bought_for(shop: TestShop) -> None:
    salt(shop)
    shop.receive(SALT, "3", "10.00")
    assert cost_of_goods(shop, (SALT, "1")) == [3_33]
    shop.receive(SALT, "4", "20.00")
    assert shop.on_hand(SALT) == (6_000, 26_67)
    assert cost_of_goods(shop, (SALT, "2")) == [8_89]
    assert cost_of_goods(shop, (SALT, "1"), (SALT, "2")) == [4_45, 8_89]
    assert shop.on_hand(SALT) == (1_000, 4_44)
    assert cost_of_goods(shop, (SALT, "1")) == [4_44]
    assert shop.on_hand(SALT) == (0, 0)
    assert costs_by_day() == {
        ("2026-11-22", "supplier", "shop"): 30_00,
        ("2026-11-22", "shop", "customer"): 30_00,
    }


def test_the_cost_on_a_sale_stays_when_the_next_goods_cost_more(shop: TestShop) -> None:
    salt(shop)
    shop.receive(SALT, "2", "10.00")
    assert cost_of_goods(shop, (SALT, "1")) == [5_00]
    shop.receive(SALT, "1", "1000.00")
    with reading() as tx:
        assert tx.rows("SELECT cost_minor FROM sale_line WHERE sku = ?", (SALT,)) == [(5_00,)]
    assert shop.on_hand(SALT) == (2_000, 1005_00)


def test_what_is_lost_and_found_goes_at_the_average_cost(shop: TestShop) -> None:
    salt(shop)
    shop.receive(SALT, "3", "10.00")
    shop.adjust(SALT, "-1", "broken")
    assert shop.on_hand(SALT) == (2_000, 6_67)
    shop.adjust(SALT, "1", "found")
    assert shop.on_hand(SALT) == (3_000, 10_01)
    found = StockLine(product=SALT, quantity_milli=1000, cost_minor=minor("9.99"))
    adjust(id="found", lines=[found], reason="found", now=shop.now, by=shop.owner)
    assert shop.on_hand(SALT) == (4_000, 20_00)
    assert costs_by_day() == {
        ("2026-11-22", "supplier", "shop"): 10_00,
        ("2026-11-22", "shop", "loss"): 3_33,
        ("2026-11-22", "loss", "shop"): 13_33,
    }


def test_goods_sold_before_they_came_are_costed_on_the_day_they_come(shop: TestShop) -> None:
    salt(shop, "allow")
    shop.receive(SALT, "1", "4.00")
    assert cost_of_goods(shop, (SALT, "4")) == [4_00]
    assert shop.on_hand(SALT) == (-3_000, 0)
    closed_day = costs_by_day()
    assert closed_day == {("2026-11-22", "supplier", "shop"): 4_00, ("2026-11-22", "shop", "customer"): 4_00}

    shop.now = NOON + DAY
    shop.receive(SALT, "2", "9.00")
    assert shop.on_hand(SALT) == (-1_000, 0)
    shop.now = NOON + 2 * DAY
    shop.receive(SALT, "5", "25.01")
    assert shop.on_hand(SALT) == (4_000, 20_01)

    assert costs_by_day() == closed_day | {
        ("2026-11-23", "supplier", "shop"): 9_00,
        ("2026-11-23", "shop", "customer"): 9_00,
        ("2026-11-24", "supplier", "shop"): 25_01,
        ("2026-11-24", "shop", "customer"): 5_00,
    }
    with reading() as tx:
        assert tx.rows("SELECT cost_minor FROM sale_line WHERE sku = ?", (SALT,)) == [(4_00,)]
        late = tx.rows("SELECT quantity_milli, cost_minor FROM stock_move WHERE reason = 'late cost' ORDER BY id")
    assert late == [(0, 9_00), (0, 5_00)]


def test_each_fall_below_zero_leaves_one_discrepancy(shop: TestShop) -> None:
    salt(shop, "warn")
    shop.receive(SALT, "2", "4.00")
    shop.sell((SALT, "2"))
    assert shop.count("discrepancy") == 0
    shop.sell((SALT, "1"), (SALT, "1"))
    shop.sell((SALT, "1"))
    assert shop.count("discrepancy") == 1
    shop.receive(SALT, "4", "8.00")
    shop.sell((SALT, "2"))
    assert shop.count("discrepancy") == 2
    with reading() as tx:
        assert tx.rows("SELECT on_hand_milli FROM discrepancy ORDER BY id") == [(-2_000,), (-1_000,)]


# ---------------------------------------------------------------- laws

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["receive", "sell", "sell", "lose", "find"]),
        st.integers(1, 9_999),
        st.integers(0, 99_999),
        st.booleans(),
    ),
    max_size=8,
)


def take_step(shop: TestShop, what: str, quantity: int, cost_minor: int) -> None:
    amount = f"{quantity / 1000:.3f}"
    try:
        match what:
            case "receive":
                shop.receive(SALT, amount, f"{cost_minor / 100:.2f}")
            case "sell":
                shop.sell((SALT, amount), cash="1000000")
            case "lose":
                shop.adjust(SALT, f"-{amount}", "lost")
            case _:
                shop.adjust(SALT, amount, "found")
    except (OutOfStock, NotEnough):
        assert shop.on_hand(SALT)[0] < quantity


@given(steps=STEPS, policy=st.sampled_from(["forbid", "warn", "allow"]))
def test_cost_of_goods_and_value_on_hand_are_purchases_and_adjustments_to_the_last_unit(
    shop_template: Path, steps: list[Any], policy: str
) -> None:
    """Whatever the quantities, costs and days: nothing is lost, and nothing appears."""
    with shop_in_memory(shop_template) as shop:
        shop.add_product(SALT, "Salt", "20.00", short_stock=policy, step_milli=1)
        closed: dict[tuple[str, str, str], int] = {}
        for what, quantity, cost_minor, next_day in steps:
            if next_day:
                closed = costs_by_day()
                shop.now += DAY
            take_step(shop, what, quantity, cost_minor)

            on_hand, value = shop.on_hand(SALT)
            sums: Counter[tuple[str, str]] = Counter()
            for (_, source, destination), cost in costs_by_day().items():
                sums[source, destination] += cost
            assert sums["shop", "customer"] + value == (
                sums["supplier", "shop"] + sums["loss", "shop"] - sums["shop", "loss"]
            )
            assert value >= 0
            assert on_hand > 0 or value == 0
        today = shop.now.date()
        assert {key: cost for key, cost in costs_by_day().items() if date.fromisoformat(key[0]) < today} == {
            key: cost for key, cost in closed.items() if date.fromisoformat(key[0]) < today
        }
        assert shop.on_hand(TEA) == (10_000, 600_00)
