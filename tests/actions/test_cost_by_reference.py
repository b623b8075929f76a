"""What the books say goods cost is what an independent reference says, whichever way they came and went (P15)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.core.costing_reference import Reference, share_back
from tests.memory import shop_in_memory
from tests.shop import NOON, TestShop, milli, minor

from tillbook.actions.exchange import import_products
from tillbook.actions.refund import refund
from tillbook.actions.stock import StockLine, adjust
from tillbook.core.wanted_product import WantedProduct
from tillbook.core.wanted_return import WantedBack, WantedReturn
from tillbook.db.statements import read_date
from tillbook.db.transaction import reading

SALT = "SALT"
DAY = timedelta(days=1)


@dataclass
class SoldLine:
    """A line that may come back: its bill, quantity, cost, and how much of it came back."""

    bill: str
    position: int
    milli: int
    cost: int
    back: int = 0


@dataclass
class Both:
    """The shop and the reference, told the same."""

    shop: TestShop
    reference: Reference = field(default_factory=Reference)
    bought: Fraction = Fraction(0)
    found: Fraction = Fraction(0)
    lost: Fraction = Fraction(0)
    sold: list[SoldLine] = field(default_factory=list)

    def receive(self, quantity: int, cost: int) -> None:
        self.shop.receive(SALT, text(quantity), f"{cost / 100:.2f}")
        self.reference.receive(pieces(quantity), Fraction(cost))
        self.bought += cost

    def sell(self, quantity: int, _: int) -> None:
        """Two lines of one bill: the first takes a third, each at the average it finds."""
        parts = [part for part in (quantity // 3, quantity - quantity // 3) if part]
        number = self.shop.sell(*((SALT, text(part)) for part in parts), cash="1000000").number
        for position, (part, cost) in enumerate(zip(parts, costs_of(number), strict=True), 1):
            assert cost == self.reference.take(pieces(part))
            self.sold.append(SoldLine(number, position, part, cost))

    def lose(self, quantity: int, _: int) -> None:
        self.shop.adjust(SALT, f"-{text(quantity)}", "lost")
        cost = self.reference.take(pieces(quantity))
        self.reference.cost_of_goods -= cost
        self.lost += cost

    def find(self, quantity: int, _: int) -> None:
        self.found += self.reference.written(self.reference.average() * pieces(quantity))
        self.shop.adjust(SALT, text(quantity), "found")
        self.reference.find(pieces(quantity))

    def find_at_a_cost(self, quantity: int, cost: int) -> None:
        line = StockLine(product=SALT, quantity_milli=quantity, cost_minor=cost)
        adjust(id=self.shop.new_id(), lines=[line], reason="found", now=self.shop.now, by=self.shop.owner)
        self.reference.receive(pieces(quantity), Fraction(cost))
        self.found += cost

    def bring_in(self, quantity: int, cost: int) -> None:
        """Import a list that says how much is there, and what one of it cost."""
        row = WantedProduct(
            row=2, sku=SALT, name="Salt", price=Decimal(20), quantity_milli=quantity, cost=Decimal(cost) / 100
        )
        there = self.shop.on_hand(SALT)[0]
        import_products(
            lambda: iter([row]),
            client_id=self.shop.new_id(),
            file_name="list.csv",
            file_sha256="a" * 64,
            now=self.shop.now,
            by=self.shop.owner,
        )
        if quantity > there:
            paid = self.reference.written(cost * pieces(quantity - there))
            self.reference.receive(pieces(quantity - there), paid)
            self.found += paid
        elif quantity < there:
            taken = self.reference.take(pieces(there - quantity))
            self.reference.cost_of_goods -= taken
            self.lost += taken

    def take_back(self, quantity: int, which: int) -> None:
        """A part of something sold comes back at what it cost when it was sold."""
        open_lines = [line for line in self.sold if line.back < line.milli]
        if not open_lines:
            return
        line = open_lines[which % len(open_lines)]
        now = min(quantity, line.milli - line.back)
        back = WantedBack(line=line.position, quantity_milli=now)
        wanted = WantedReturn(id=self.shop.new_id(), register="1", sale=line.bill, lines=(back,))
        refund(wanted, now=self.shop.now, by=self.shop.owner)
        cost = share_back(line.cost, sold=line.milli, before=line.back, now=now)
        line.back += now
        self.reference.receive(pieces(now), Fraction(cost))
        self.reference.cost_of_goods -= cost

    def must_agree(self) -> None:
        on_hand, value = self.shop.on_hand(SALT)
        assert (pieces(on_hand), Fraction(value)) == (self.reference.on_hand, self.reference.value)
        flows = costs_by_flow()
        sold = flows.get("customer", 0)
        assert sold == self.reference.cost_of_goods
        assert flows.get("supplier", 0) == -self.bought
        assert flows.get("loss", 0) == self.lost - self.found
        assert sold + value == self.bought + self.found - self.lost


def pieces(quantity_milli: int) -> Fraction:
    return Fraction(quantity_milli, 1000)


def text(quantity_milli: int) -> str:
    return f"{quantity_milli / 1000:.3f}"


def costs_of(bill: str) -> list[int]:
    """What the goods of each line cost, as written on the sale."""
    with reading() as tx:
        rows = tx.rows(
            """SELECT cost_minor FROM sale_line JOIN posting ON posting.id = sale_id WHERE number = ?
            ORDER BY position""",
            (bill,),
        )
    return [cost for (cost,) in rows]


def costs_by_flow() -> dict[str, int]:
    """The cost that went from the shop to each other place, less what came from there."""
    with reading() as tx:
        rows = tx.rows(
            """SELECT a.code, b.code, SUM(m.cost_minor) FROM stock_move m JOIN product p ON p.id = m.product_id
            JOIN location a ON a.id = m.from_location_id JOIN location b ON b.id = m.to_location_id
            WHERE p.sku = ? GROUP BY a.code, b.code""",
            (SALT,),
        )
    flows: dict[str, int] = {}
    for source, destination, cost in rows:
        other, sign = (destination, 1) if source == "shop" else (source, -1)
        flows[other] = flows.get(other, 0) + sign * cost
    return flows


def costs_by_day() -> dict[tuple[str, str, str], int]:
    """The cost that went from one place to another on each business date."""
    with reading() as tx:
        rows = tx.rows(
            """SELECT p.business_date, a.code, b.code, SUM(m.cost_minor) FROM stock_move m
            JOIN posting p ON p.id = m.posting_id JOIN product ON product.id = m.product_id AND product.sku = ?
            JOIN location a ON a.id = m.from_location_id JOIN location b ON b.id = m.to_location_id
            GROUP BY p.business_date, a.code, b.code""",
            (SALT,),
        )
    return {(read_date(day).isoformat(), source, destination): cost for day, source, destination, cost in rows}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["receive", "sell", "sell", "lose", "find", "find_at_a_cost", "bring_in", "take_back"]),
        st.integers(1, 9_999),
        st.integers(0, 99_999),
        st.booleans(),
    ),
    max_size=9,
)


@given(steps=STEPS)
def test_whatever_way_goods_come_and_go_their_cost_is_what_the_reference_says(
    shop_template: Path, steps: list[Any]
) -> None:
    """Receipts, sales, sales below zero, late costs, corrections both ways, imports and returns; and a day that
    is over never changes, since what arrives later is dated by its arrival."""
    with shop_in_memory(shop_template) as shop:
        shop.add_product(SALT, "Salt", "20.00", short_stock="allow", step_milli=1)
        both = Both(shop)
        over: dict[tuple[str, str, str], int] = {}
        for what, quantity, cost, next_day in steps:
            if next_day:
                over = costs_by_day()
                shop.now += DAY
            getattr(both, what)(quantity, cost)
            both.must_agree()
            today = shop.now.date()
            assert {key: cost for key, cost in costs_by_day().items() if date.fromisoformat(key[0]) < today} == {
                key: cost for key, cost in over.items() if date.fromisoformat(key[0]) < today
            }


def test_what_comes_back_in_parts_brings_back_exactly_what_it_cost(shop: TestShop) -> None:
    """Three sold for 10.00 of cost come back one by one, the average having moved in between."""
    shop.add_product(SALT, "Salt", "20.00")
    both = Both(shop)
    both.receive(milli("3"), minor("10.00"))
    number = shop.sell((SALT, "3")).number
    assert costs_of(number) == [10_00]
    shop.now += DAY
    shop.receive(SALT, "1", "9.00")
    values = []
    for _ in range(3):
        back = WantedBack(line=1, quantity_milli=1_000)
        refund(WantedReturn(id=shop.new_id(), register="1", sale=number, lines=(back,)), now=shop.now, by=shop.owner)
        values.append(shop.on_hand(SALT))
    assert values == [(2_000, 12_33), (3_000, 15_67), (4_000, 19_00)]


def test_a_late_cost_is_dated_by_the_arrival_and_the_day_of_the_sale_stays(shop: TestShop) -> None:
    """Two sold on the 22nd that came on the 24th for 7.01, and one of the two comes back on the 25th."""
    shop.add_product(SALT, "Salt", "20.00", short_stock="allow")
    number = shop.sell((SALT, "2")).number
    assert costs_of(number) == [0]
    shop.now = NOON + 2 * DAY
    shop.receive(SALT, "3", "10.51")
    assert shop.on_hand(SALT) == (1_000, 3_50)
    shop.now = NOON + 3 * DAY
    back = WantedBack(line=1, quantity_milli=1_000)
    refund(WantedReturn(id=shop.new_id(), register="1", sale=number, lines=(back,)), now=shop.now, by=shop.owner)

    assert shop.on_hand(SALT) == (2_000, 3_50), "what came back costs what it was sold at: nothing"
    assert costs_by_day() == {
        ("2026-11-22", "shop", "customer"): 0,
        ("2026-11-24", "supplier", "shop"): 10_51,
        ("2026-11-24", "shop", "customer"): 7_01,
        ("2026-11-25", "customer", "shop"): 0,
    }
