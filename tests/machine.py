"""A whole shop as a state machine, beside a model of ten lines that it must agree with.

Steps receive, sell, sell short, correct, import and send again; after each step the model's figures and
`verify` are asked. The rules use what a till and an office use: the actions.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.history import ASHA, SODA, SUGAR
from tests.memory import folder_in_memory
from tests.shop import OIL, RICE, TEA, copy_shop

from tillbook.actions.exchange import import_products
from tillbook.actions.sell import OutOfStock
from tillbook.actions.settings import change_setting
from tillbook.actions.stock import NotEnough, StockLine, adjust, receive
from tillbook.core.bill import Bill
from tillbook.core.discount import Discount, DiscountTooLarge
from tillbook.core.errors import Refusal
from tillbook.core.tender import NotPaid, Tendered
from tillbook.core.wanted import WantedLine, WantedSale
from tillbook.core.wanted_product import WantedProduct
from tillbook.db.transaction import reading
from tillbook.queries.postings import IdReused
from tillbook.queries.verify import verify

POLICIES = {TEA: "forbid", RICE: "forbid", OIL: "forbid", SUGAR: "allow", SODA: "warn"}
PIECES = (TEA, OIL, SODA)


@dataclass
class Model:
    """What must be true of the shop, in thousandths and minor units."""

    on_hand: dict[str, int] = field(
        default_factory=lambda: {TEA: 10_000, RICE: 10_000, OIL: 10_000, SUGAR: 2_500, SODA: 24_000}
    )
    cash: int = 0
    sold: int = 0
    posted: int = 5

    def left(self, sku: str) -> int:
        """How many may be sold; without end where the policy allows it."""
        return self.on_hand[sku] if POLICIES[sku] == "forbid" else 10**12

    def sell(self, lines: Lines, cash: int) -> None:
        for sku, quantity in lines:
            self.on_hand[sku] -= quantity
        self.cash, self.sold, self.posted = self.cash + cash, self.sold + 1, self.posted + 1

    def move(self, sku: str, quantity: int) -> None:
        self.on_hand[sku], self.posted = self.on_hand[sku] + quantity, self.posted + 1


Lines = list[tuple[str, int]]
SKUS = st.sampled_from(sorted(POLICIES))
LINES = st.lists(st.tuples(SKUS, st.integers(1, 6)), min_size=1, max_size=4)
PERCENTS = st.integers(0, 100).map(lambda percent: Discount(percent=Decimal(percent)))
DISCOUNTS = st.one_of(
    st.none(),
    PERCENTS,
    st.integers(0, 5_00).map(lambda amount: Discount(amount_minor=amount)),
)
SETTINGS = st.sampled_from(
    [
        ("tax_rounding", "line"),
        ("tax_rounding", "sum_by_net"),
        ("tax_rounding", "sum_by_net_keep_gross"),
        ("rounding_mode", "half_even"),
        ("rounding_mode", "half_up"),
        ("cash_increment", "0.01"),
        ("cash_increment", "1.00"),
        ("prices_include_tax", "yes"),
        ("prices_include_tax", "no"),
        ("cut_over_hour", "4"),
        ("cut_over_hour", "20"),
    ]
)


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


class ShopMachine(RuleBasedStateMachine):
    """The rules. `template` is a closed shop with `more_goods`."""

    template: ClassVar[Path]

    @initialize()
    def open(self) -> None:
        self.ends = ExitStack()
        folder = self.ends.enter_context(folder_in_memory())
        self.ends.callback(connection.close)
        self.shop = copy_shop(self.template, folder)
        self.model = Model()
        self.sent: list[tuple[WantedSale, Bill]] = []
        self.files = itertools.count(1)
        self.shop.ids = itertools.count(1_000)

    def teardown(self) -> None:
        if hasattr(self, "ends"):
            self.ends.close()

    # ------------------------------------------------------------ selling

    @rule(lines=LINES, percent=st.one_of(st.none(), PERCENTS), partial=st.booleans(), named=st.booleans())
    def sell(self, lines: Lines, percent: Discount | None, partial: bool, named: bool) -> None:
        """Sell what there is; what there is not is left out, or refuses the sale."""
        asked = [(sku, quantity_of(sku, number)) for sku, number in lines]
        due = what_can_be_sold(self.model, asked)
        wanted = WantedSale(
            id=self.shop.new_id(),
            register="1",
            lines=tuple(WantedLine(product=sku, quantity_milli=quantity, partial=partial) for sku, quantity in asked),
            tenders=(Tendered(type="cash", amount_minor=10_000_00),),
            discount=percent,
            customer=ASHA if named else None,
        )
        if not due or (due != asked and not partial):
            is_refused(lambda: self.shop.post(wanted), OutOfStock)
            return
        bill = self.shop.bill(self.shop.post(wanted))
        assert [(line.sku, line.quantity_milli) for line in bill.lines] == due
        self.model.sell(due, bill.due_minor)
        self.sent.append((wanted, bill))

    @rule(lines=LINES, discount=DISCOUNTS, line_discount=DISCOUNTS, by_card=st.integers(0, 100))
    def sell_by_hand(
        self,
        lines: Lines,
        discount: Discount | None,
        line_discount: Discount | None,
        by_card: int,
    ) -> None:
        """Prices and discounts by hand, paid by card and cash, with what is missing refused first."""
        asked = [(sku, quantity_of(sku, number)) for sku, number in lines]
        if what_can_be_sold(self.model, asked) != asked:
            return
        wanted = WantedSale(
            id=self.shop.new_id(),
            register="1",
            lines=tuple(
                WantedLine(
                    product=sku,
                    quantity_milli=quantity,
                    unit_price=Decimal("71.333"),
                    discount=line_discount,
                )
                for sku, quantity in asked
            ),
            discount=discount,
        )
        self._pay(wanted, asked, by_card)

    def _pay(self, wanted: WantedSale, lines: Lines, by_card: int) -> None:
        """Offer the money in the drawer until it is enough: the refusal says what is missing."""
        total = 0
        try:
            self.shop.post(replace(wanted, tenders=()))
        except NotPaid as refused:
            total = int(Decimal(refused.message.split()[0]) * 100)
        except DiscountTooLarge:
            return
        else:
            assert self.shop.count("sale") == self.model.sold + 1
            self.model.sell(lines, 0)
            return
        card = total * by_card // 100
        tenders = [Tendered(type="card", amount_minor=card)] if card else []
        tenders.append(Tendered(type="cash", amount_minor=total - card + 1_00))
        wanted = replace(wanted, tenders=tuple(tenders))
        bill = self.shop.bill(self.shop.post(wanted))
        self.model.sell(lines, bill.due_minor - card)
        self.sent.append((wanted, bill))

    @precondition(lambda self: self.sent)
    @rule(which=st.integers(0, 1_000))
    def send_again(self, which: int) -> None:
        """The same id and content: the same bill, and nothing else."""
        wanted, bill = self.sent[which % len(self.sent)]
        again = self.shop.post(wanted)
        assert again.repeated
        assert self.shop.bill(again) == bill

    @precondition(lambda self: self.sent)
    @rule(which=st.integers(0, 1_000))
    def reuse_an_id(self, which: int) -> None:
        """The same id with another content is refused."""
        wanted, _ = self.sent[which % len(self.sent)]
        other = replace(wanted, tenders=(*wanted.tenders, Tendered(type="cash", amount_minor=1)))
        is_refused(lambda: self.shop.post(other), IdReused)

    # ------------------------------------------------------------ goods

    @rule(sku=SKUS, number=st.integers(1, 20), cost=st.integers(0, 10_000_00))
    def receive(self, sku: str, number: int, cost: int) -> None:
        line = StockLine(product=sku, quantity_milli=quantity_of(sku, number), cost_minor=cost)
        receive(id=self.shop.new_id(), lines=[line], now=self.shop.now, by=self.shop.owner)
        self.model.move(sku, quantity_of(sku, number))

    @rule(sku=SKUS, number=st.integers(-15, 15).filter(bool))
    def adjust(self, sku: str, number: int) -> None:
        quantity = quantity_of(sku, number) or -1
        line = StockLine(product=sku, quantity_milli=quantity)

        def post() -> object:
            return adjust(id=self.shop.new_id(), lines=[line], reason="counted", now=self.shop.now, by=self.shop.owner)

        if self.model.left(sku) + quantity < 0:
            is_refused(post, NotEnough)
        else:
            post()
            self.model.move(sku, quantity)

    @rule(counts=st.dictionaries(SKUS, st.integers(0, 12), min_size=1))
    def import_a_list(self, counts: dict[str, int]) -> None:
        """A list says what is on hand; where it says nothing new, nothing is posted."""
        wanted = {sku: number * 1_000 for sku, number in counts.items()}
        rows = [WantedProduct(row=row, sku=sku, quantity_milli=q) for row, (sku, q) in enumerate(wanted.items(), 2)]
        done = import_products(
            lambda: iter(rows),
            client_id=self.shop.new_id(),
            file_name="list.csv",
            file_sha256=hashlib.sha256(str(next(self.files)).encode()).hexdigest(),
            now=self.shop.now,
            by=self.shop.owner,
        )
        changes = {sku: q for sku, q in wanted.items() if self.model.on_hand[sku] != q}
        assert bool(done.number) == bool(changes)
        self.model.on_hand |= changes
        self.model.posted += bool(changes)

    @rule(setting=SETTINGS)
    def change_the_rules(self, setting: tuple[str, str]) -> None:
        """What was posted keeps the rules it was posted under."""
        key, text = setting
        done = change_setting(id=self.shop.new_id(), key=key, text=text, now=self.shop.now, by=self.shop.owner)
        self.model.posted += bool(done.number)

    # ------------------------------------------------------------ what must hold

    @invariant()
    def the_shop_is_what_the_model_says(self) -> None:
        with reading() as tx:
            levels: dict[str, int] = dict(
                tx.rows("SELECT p.sku, l.on_hand_milli FROM stock_level l JOIN product p ON p.id = l.product_id")
            )
            ((cash,),) = tx.rows("SELECT COALESCE(SUM(amount_minor), 0) FROM cash_entry")
            ((sold,),) = tx.rows("SELECT COUNT(*) FROM sale")
            ((posted,),) = tx.rows("SELECT COUNT(*) FROM posting")
            report = verify(tx)
        assert levels == self.model.on_hand
        assert (cash, sold, posted) == (self.model.cash, self.model.sold, self.model.posted)
        assert report.findings == ()
