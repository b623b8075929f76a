"""What was sold before Tillbook came: past invoice lines, sorted into sales, returns and write-offs.

The problem: a list of past lines is not a list of sales. It has cancellations with negative quantities, goods
thrown away and typed as sales of nothing, corrections of accounts, and it does not say what was in stock.

The choice, line by line:

* a quantity above 0 is a sale line, at its price, 0 too;
* a quantity below 0 in a cancellation, or at a price, is a return: it is matched to what the same customer
  was sold of the same product at the same price, the latest first, as far as that goes;
* a quantity below 0 at a price of 0, outside a cancellation, is goods written off;
* no quantity, a price below 0, or goods in a cancellation that go the other way are refused, with the reason.

An invoice is posted when its last line has been read, at that line's instant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import NamedTuple

from tillbook.core.wanted import LINES_MAX, WantedCustomer


class HistoryLine(NamedTuple):
    """One past invoice line; `instant` is aware, in UTC. Name, customer and note may be empty.

    `buyer`, where the file says more of who bought than a code.
    """

    row: int
    invoice: str
    sku: str
    name: str
    quantity_milli: int
    price: Decimal
    instant: datetime
    customer: str
    note: str
    buyer: WantedCustomer | None = None

    @property
    def amount(self) -> Decimal:
        """Price × quantity, exact."""
        return self.price * self.quantity_milli / 1000


class RefusedLine(NamedTuple):
    """A line that is not posted, and why; `amount` is price × quantity as far as they could be read."""

    row: int
    invoice: str
    reason: str
    amount: Decimal = Decimal(0)


class Comes(StrEnum):
    """What a line comes to."""

    sale = "sale"
    returned = "return"
    written_off = "write-off"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRules:
    """How the file is to be understood; `not_goods` are patterns of SKUs (`POST`, `gift_*`), case matters."""

    cancellation_prefix: str = ""
    not_goods: tuple[str, ...] = ()

    def is_cancellation(self, invoice: str) -> bool:
        """Whether an invoice of this number cancels another."""
        return bool(self.cancellation_prefix) and invoice.startswith(self.cancellation_prefix)

    def is_goods(self, sku: str) -> bool:
        """Whether this is something that lies on a shelf."""
        return not any(fnmatchcase(sku, pattern) for pattern in self.not_goods)

    def sort(self, line: HistoryLine) -> Comes | str:
        """What a line comes to, or why it is refused."""
        if line.price < 0:
            return "the price is below 0"
        if line.quantity_milli == 0:
            return "the quantity is 0"
        if self.is_cancellation(line.invoice):
            return Comes.returned if line.quantity_milli < 0 else "goods go out in a cancellation"
        if line.quantity_milli > 0:
            return Comes.sale
        return Comes.returned if line.price else Comes.written_off


@dataclass(slots=True)
class Invoice:
    """The lines of one invoice, sorted; sale lines are at most LINES_MAX, the rest is refused."""

    number: str
    at: datetime
    customer: str
    note: str
    sold: list[HistoryLine] = field(default_factory=list)
    taken_back: list[tuple[Comes, HistoryLine]] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)

    def add(self, line: HistoryLine, rules: HistoryRules) -> None:
        """Sort one more line in."""
        self.at = max(self.at, line.instant)
        comes = rules.sort(line)
        if comes is Comes.sale and len(self.sold) >= LINES_MAX:
            comes = f"an invoice has at most {LINES_MAX} lines"
        if comes is Comes.sale:
            self.sold.append(line)
        elif isinstance(comes, Comes):
            self.taken_back.append((comes, line))
        else:
            self.refused.append(RefusedLine(line.row, line.invoice, comes, line.amount))

    def refuse_taken_back(self, reasons: Mapping[int, str]) -> None:
        """Refuse what was to be taken back in these rows."""
        for _, line in self.taken_back:
            if line.row in reasons:
                self.refused.append(RefusedLine(line.row, line.invoice, reasons[line.row], line.amount))
        self.taken_back = [(comes, line) for comes, line in self.taken_back if line.row not in reasons]

    @property
    def lines(self) -> int:
        """How many lines were sorted."""
        return len(self.sold) + len(self.taken_back) + len(self.refused)
