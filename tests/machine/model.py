"""What must be true of the shop that the machine drives: quantities, cash, debts, balances, counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import strategies as st
from tests.history import SODA, SUGAR
from tests.shop import OIL, RICE, TEA

from tillbook.core.bill import Bill
from tillbook.core.discount import Discount
from tillbook.core.errors import Refusal

Lines = list[tuple[str, int]]
MILK = "107"
POLICIES = {TEA: "forbid", RICE: "forbid", OIL: "forbid", SUGAR: "allow", SODA: "warn"}
PIECES = (TEA, OIL, SODA, MILK)
PRICES = {TEA: "95", RICE: "120", OIL: "180.5", SUGAR: "45.5", SODA: "33.33", MILK: "30"}
RETAIL, WHOLESALE = "retail", "wholesale"
LOTS = ("FIRST", "SECOND", "THIRD")
"""What milk is kept in; the first expires first."""

CODES = st.sampled_from(["ANNA", "BELA", "CHAND"])
SKUS = st.sampled_from(sorted(POLICIES))
LINES = st.lists(st.tuples(SKUS, st.integers(1, 6)), min_size=1, max_size=4)
WHICH = st.integers(0, 1_000)
PERCENTS = st.integers(0, 100).map(lambda percent: Discount(percent=Decimal(percent)))
DISCOUNTS = st.one_of(
    st.none(),
    PERCENTS,
    st.integers(0, 5_00).map(lambda amount: Discount(amount_minor=amount)),
)


@dataclass
class Sale:
    """A bill, who it was sold to, and how much of each line came back; the lots of milk that it took."""

    bill: Bill
    who: str
    back: dict[int, int] = field(default_factory=dict)
    lots: Lines = field(default_factory=list)
    given_minor: int = 0

    def left(self, line: int) -> int:
        return self.bill.lines[line].quantity_milli - self.back.get(line, 0)


@dataclass
class Model:
    """In thousandths and minor units."""

    posted: int = 0
    sold: int = 0
    notes: int = 0
    on_hand: dict[str, int] = field(
        default_factory=lambda: {TEA: 10_000, RICE: 10_000, OIL: 10_000, SUGAR: 2_500, SODA: 24_000}
    )
    lots: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LOTS, 0))
    gone: dict[str, int] = field(default_factory=lambda: {"damaged": 0, "supplier": 0})
    drawers: dict[str, int | None] = field(default_factory=lambda: {"1": None})
    """What should lie in the drawer of each register; None where its shift is closed."""
    cash: int = 0
    moved: int = 0
    """How much of the cash was moved by hand."""
    by_card: int = 0
    debts: dict[str, int] = field(default_factory=lambda: {"ANNA": 0, "BELA": 0, "CHAND": 0})
    limits: dict[str, int] = field(default_factory=lambda: {"ANNA": 500_00, "BELA": 2_000_00, "CHAND": 900_00})
    lists: dict[str, str] = field(default_factory=lambda: {"": "", "ANNA": "", "BELA": WHOLESALE, "CHAND": ""})
    kept: dict[str, str] = field(default_factory=lambda: {"ANNA": "ANNA", "BELA": "BELA", "CHAND": "CHAND"})
    paid: int = 0
    cards: dict[str, int] = field(default_factory=dict)
    cards_sold: int = 0
    breaks: dict[tuple[str, str], dict[int, Decimal]] = field(default_factory=dict)
    """The prices of (list, product), by the quantity from which they hold."""
    promoted: set[str] = field(default_factory=lambda: {"three"})
    coupon_uses: int = 0
    carts: dict[str, str] = field(default_factory=dict)

    def left(self, sku: str) -> int:
        """How many may be sold; without end where the policy allows it."""
        if sku == MILK:
            return sum(self.lots.values())
        return self.on_hand[sku] if POLICIES[sku] == "forbid" else 10**12

    def take(self, lines: Lines) -> Lines:
        """Goods leave; answers the lots that the milk among them left."""
        taken = []
        for sku, quantity in lines:
            if sku != MILK:
                self.on_hand[sku] -= quantity
                continue
            for lot in LOTS:
                milli = min(self.lots[lot], quantity)
                self.lots[lot], quantity = self.lots[lot] - milli, quantity - milli
                taken += [(lot, milli)] if milli else []
        return taken

    def put(self, sale: Sale, line: int, quantity: int, to: str) -> None:
        """Goods of a sale come back, milk into the lots that it left last."""
        if to != "sellable":
            self.gone[to] += quantity
        elif sale.bill.lines[line].sku == MILK:
            skip = sale.back.get(line, 0)
            for lot, milli in reversed(sale.lots):
                passed = min(skip, milli)
                milli = min(milli - passed, quantity)
                self.lots[lot], skip, quantity = self.lots[lot] + milli, skip - passed, quantity - milli
        else:
            self.on_hand[sale.bill.lines[line].sku] += quantity

    def move(self, sku: str, quantity: int) -> None:
        self.on_hand[sku], self.posted = self.on_hand[sku] + quantity, self.posted + 1

    def receive_cash(self, register: str, amount: int) -> None:
        """A document of this register brings cash, or takes it; its shift is open, or opens with it."""
        self.drawers[register] = (self.drawers[register] or 0) + amount
        self.cash += amount

    def price(self, sku: str, who: str, quantity: int) -> Decimal:
        """What one unit costs of so many: by the customer's list, else by retail, else the product's own price."""
        for name in (self.lists[self.kept.get(who, "")], RETAIL):
            fitting = [key for key in self.breaks.get((name, sku), {}) if key <= quantity]
            if fitting:
                return self.breaks[name, sku][max(fitting)]
        return Decimal(PRICES[sku])


def quantity_of(sku: str, number: int) -> int:
    """So many pieces, or as many seventh parts of a kilogram, down to the gram."""
    return number * 1_000 if sku in PIECES else number * 1_000 // 7


def what_can_be_sold(model: Model, asked: Lines) -> Lines:
    """The lines as they would be sold, each in part if need be: those of one product share what is left."""
    left: dict[str, int] = {}
    sold = []
    for sku, quantity in asked:
        there = max(left.setdefault(sku, model.left(sku)), 0)
        if min(quantity, there):
            sold.append((sku, min(quantity, there)))
        left[sku] -= min(quantity, there)
    return sold


def is_refused(act: Callable[[], object], kind: type[Refusal]) -> None:
    """The act raises this refusal."""
    try:
        act()
    except kind:
        return
    raise AssertionError(f"should have been refused: {kind.__name__}")
