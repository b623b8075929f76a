"""The course of a shop's past: what each product needs in stock at first, and which sale a return belongs to.

Both need the whole file before the first invoice is posted. So its lines are read three times: to survey
them, to follow their course, and to post them; none of the passes holds them all. What a product needs in
stock at the start is what its quantity falls below 0 by, line by line, in the order of posting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tillbook.core.history import Comes, HistoryLine, HistoryRules, Invoice, RefusedLine


class Part(NamedTuple):
    """A quantity of a returned line that was sold as one line of an invoice: `position` counts from 1.

    `before_milli` of that sale line's `of_milli` came back earlier. A part without an invoice was found in no
    sale.
    """

    milli: int
    invoice: str = ""
    position: int = 0
    before_milli: int = 0
    of_milli: int = 0


@dataclass(slots=True)
class _Goods:
    """What is known of a product after the survey and while quantities are followed."""

    names: Counter[str] = field(default_factory=Counter)
    price: Decimal = Decimal(0)
    whole: bool = True
    balance_milli: int = 0
    lowest_milli: int = 0


class PastProduct(NamedTuple):
    """A past product: its commonest name, its last price above 0, what it needs in stock at first."""

    sku: str
    name: str
    price: Decimal
    whole: bool
    is_goods: bool
    opening_milli: int


class Survey:
    """The first pass over the lines: which invoices, customers and products there are."""

    def __init__(self, rules: HistoryRules) -> None:
        self.rules = rules
        self.lines = 0
        self.amount = Decimal(0)
        self.first_at: datetime | None = None
        self.refused: list[RefusedLine] = []
        self.lines_of: Counter[str] = Counter()
        self.goods: dict[str, _Goods] = {}
        self.comes_back: set[tuple[str, str]] = set()

    def read(self, line: HistoryLine | RefusedLine) -> None:
        """Take one line in."""
        self.lines += 1
        if isinstance(line, RefusedLine):
            self.amount += line.amount
            self.refused.append(line)
            return
        self.amount += line.amount
        self.lines_of[line.invoice] += 1
        comes = self.rules.sort(line)
        if isinstance(comes, Comes):
            self._take(line)
            if comes is Comes.returned and line.customer:
                self.comes_back.add((line.customer, line.sku))

    def _take(self, line: HistoryLine) -> None:
        if self.first_at is None or line.instant < self.first_at:
            self.first_at = line.instant
        goods = self.goods.get(line.sku)
        if goods is None:
            goods = self.goods[line.sku] = _Goods()
        if line.name:
            goods.names[line.name] += 1 if line.price else 0
        if line.price:
            goods.price = line.price
        if line.quantity_milli % 1000:
            goods.whole = False

    def invoices(self, lines: Iterable[HistoryLine | RefusedLine]) -> Iterator[Invoice]:
        """The invoices in the order in which their last lines stand in the file."""
        open_invoices: dict[str, Invoice] = {}
        for line in lines:
            if isinstance(line, RefusedLine):
                continue
            invoice = open_invoices.get(line.invoice)
            if invoice is None:
                invoice = Invoice(line.invoice, line.instant, line.customer, line.note)
                open_invoices[line.invoice] = invoice
            invoice.add(line, self.rules)
            if invoice.lines == self.lines_of[line.invoice]:
                yield open_invoices.pop(line.invoice)
        assert not open_invoices, "the file is the one that was surveyed"


class _Sold(NamedTuple):
    invoice: str
    position: int
    price: Decimal
    milli: int


class Course:
    """The second pass: follows each product's quantity and finds what each returned line was sold as."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._sold: dict[tuple[str, str], list[_Sold]] = {}
        self._back_milli: Counter[tuple[str, int]] = Counter()
        self.parts_of: dict[int, tuple[Part, ...]] = {}
        """The parts of each returned line, by its row."""

    def follow(self, invoice: Invoice) -> None:
        """Take the next invoice, in the order of posting."""
        tracked = self._survey.comes_back
        for position, line in enumerate(invoice.sold, 1):
            self._move(line.sku, -line.quantity_milli)
            key = (line.customer, line.sku)
            if key in tracked:
                sold = _Sold(invoice.number, position, line.price, line.quantity_milli)
                self._sold.setdefault(key, []).append(sold)
        for comes, line in invoice.taken_back:
            back = comes is Comes.returned
            self._move(line.sku, -line.quantity_milli if back else line.quantity_milli)
            if back:
                self.parts_of[line.row] = self._parts(line)

    def _move(self, sku: str, milli: int) -> None:
        goods = self._survey.goods[sku]
        goods.balance_milli += milli
        goods.lowest_milli = min(goods.lowest_milli, goods.balance_milli)

    def _parts(self, line: HistoryLine) -> tuple[Part, ...]:
        """The latest sales of the same customer, product and price that have not come back yet."""
        wanted = -line.quantity_milli
        parts = []
        for sold in reversed(self._sold.get((line.customer, line.sku), ())):
            before = self._back_milli[sold.invoice, sold.position]
            milli = min(wanted, sold.milli - before)
            if milli and sold.price == line.price:
                self._back_milli[sold.invoice, sold.position] += milli
                parts.append(Part(milli, sold.invoice, sold.position, before, sold.milli))
                wanted -= milli
            if not wanted:
                break
        if wanted:
            parts.append(Part(wanted))
        return tuple(parts)

    def products(self) -> Sequence[PastProduct]:
        """The products in the order in which the file first names them."""
        rules = self._survey.rules
        answer = []
        for sku, goods in self._survey.goods.items():
            is_goods = rules.is_goods(sku)
            name = max(goods.names, key=goods.names.__getitem__, default="") or sku
            opening = -goods.lowest_milli if is_goods else 0
            answer.append(PastProduct(sku, name, goods.price, goods.whole, is_goods, opening))
        return answer


def share_of_cost(cost_minor: int, part: Part) -> int:
    """What a part cost when it was sold: shares of one sale line add up to its cost, however it comes back.

    >>> [share_of_cost(100, Part(1000, "A", 1, before, 3000)) for before in (0, 1000, 2000)]
    [33, 34, 33]
    """
    after = (2 * cost_minor * (part.before_milli + part.milli) + part.of_milli) // (2 * part.of_milli)
    before = (2 * cost_minor * part.before_milli + part.of_milli) // (2 * part.of_milli)
    return after - before
