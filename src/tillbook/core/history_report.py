"""The closing report of an imported past: every line accounted for, and every penny."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tillbook.core.amounts import Currency
from tillbook.core.history import Comes, Invoice, RefusedLine
from tillbook.core.history_course import Part
from tillbook.core.rounding import RoundingMode, round_to_int

REFUSED_TOLD_MAX = 1_000

SOLD = "sold"
RETURNED = "returned, the sale was found"
RETURNED_IN_PART = "returned, the sale was found for a part"
RETURNED_UNFOUND = "returned, no sale of it was found"
WRITTEN_OFF = "written off"
REFUSED = "refused"


@dataclass(slots=True, kw_only=True)
class HistoryReport:
    """What became of the lines of a file; the counts of `lines_by_outcome` add up to `lines`.

    `amount` is the sum of price × quantity over the file, exact. It is made of what was sold and what was
    paid back, each line rounded to a minor unit, of what was refused, and of what the rounding took or gave.
    `books_minor` is what the books hold of these sales: more than what was sold by the taxes that the shop puts
    on top of the file's prices. `new_sales` and `new_documents` were posted now; the others had been posted before.
    """

    currency: Currency
    rounding_mode: RoundingMode
    lines: int = 0
    invoices: int = 0
    amount: Decimal = Decimal(0)
    lines_by_outcome: Counter[str] = field(default_factory=Counter)
    refused: list[RefusedLine] = field(default_factory=list)
    sold_minor: int = 0
    books_minor: int = 0
    paid_back_minor: int = 0
    refused_amount: Decimal = Decimal(0)
    rounding: Decimal = Decimal(0)
    sales: int = 0
    documents: int = 0
    new_sales: int = 0
    new_documents: int = 0

    @property
    def on_top_minor(self) -> int:
        """What the books hold beyond the file: the taxes on top of its prices."""
        return self.books_minor - self.sold_minor

    @property
    def adds_up(self) -> bool:
        """The parts make the whole, and the books hold what the file says was sold."""
        return self.parts_make_whole and not self.on_top_minor

    @property
    def parts_make_whole(self) -> bool:
        """Every line has one outcome, and the parts make the whole, to the last decimal."""
        money = Decimal(self.sold_minor - self.paid_back_minor).scaleb(-self.currency.digits)
        whole = money + self.refused_amount + self.rounding
        return self.lines == sum(self.lines_by_outcome.values()) and self.amount == whole

    def refuse(self, line: RefusedLine) -> None:
        """Count a line that is not posted."""
        self.lines_by_outcome[REFUSED] += 1
        self.refused_amount += line.amount
        if len(self.refused) < REFUSED_TOLD_MAX:
            self.refused.append(line)

    def refuse_invoice(self, invoice: Invoice, reason: str) -> None:
        """Count every line of an invoice that is not posted."""
        for line in [*invoice.sold, *(line for _, line in invoice.taken_back)]:
            self.refuse(RefusedLine(line.row, line.invoice, reason, line.amount))

    def count(self, invoice: Invoice, parts_of: Mapping[int, tuple[Part, ...]]) -> None:
        """Count the lines of a posted invoice."""
        self.sales += bool(invoice.sold)
        self.documents += bool(invoice.taken_back)
        for line in invoice.sold:
            self.lines_by_outcome[SOLD] += 1
            self.sold_minor += self._rounded(line.amount)
        for comes, line in invoice.taken_back:
            parts = parts_of.get(line.row, ()) if comes is Comes.returned else ()
            self.lines_by_outcome[_outcome(comes, parts)] += 1
            self.paid_back_minor += self._rounded(-line.amount, sign=-1)

    def paid_back(self, invoice: Invoice) -> int:
        """What the customer got back for the returns of an invoice, in minor units."""
        return sum(self._to_minor(-line.amount) for _, line in invoice.taken_back)

    def _rounded(self, amount: Decimal, *, sign: int = 1) -> int:
        """An amount in minor units; what its rounding took or gave is kept in `rounding`."""
        minor = self._to_minor(amount)
        self.rounding += sign * (amount - Decimal(minor).scaleb(-self.currency.digits))
        return minor

    def _to_minor(self, amount: Decimal) -> int:
        return round_to_int(amount.scaleb(self.currency.digits), self.rounding_mode)


def _outcome(comes: Comes, parts: tuple[Part, ...]) -> str:
    if comes is Comes.written_off:
        return WRITTEN_OFF
    found = [bool(part.invoice) for part in parts]
    if all(found):
        return RETURNED
    return RETURNED_IN_PART if any(found) else RETURNED_UNFOUND
