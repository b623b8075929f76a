"""What a shift comes to: the figures that X and Z reports show, in minor units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tillbook.core import drawer
from tillbook.core.rights import Actor, Right


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShift:
    """A shift that is open: whose drawer, since when, with how much in it."""

    shift_id: int
    register_id: int
    register: str
    register_name: str
    number: int
    opened_at: datetime
    business_date: date
    opened_by: str
    float_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """The documents of one kind: how many, the first number and the last (empty where there are none)."""

    count: int
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """The sums of sales, or of credit notes as 0 or more; discounts are those of lines and bills."""

    documents: Issued
    discount_minor: int
    net_minor: int
    tax_minor: int
    gross_minor: int
    cash_rounding_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """The sums of payments on account and for gift cards."""

    documents: Issued
    amount_minor: int
    cash_rounding_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderSum:
    """What one means of payment brought and gave back, each 0 or more; cash without its change."""

    type: str
    sales_minor: int
    payments_minor: int
    refunds_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxSum:
    """A tax by its rate: sales less credit notes."""

    name: str
    rate: str | None
    per_unit: str | None
    base_minor: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTotals:
    """Everything that was posted in a shift; `cash` has (count, signed sum) for each kind of entry."""

    sales: Sold
    credit_notes: Sold
    payments: Paid
    movements: Issued
    taxes: tuple[TaxSum, ...]
    tenders: tuple[TenderSum, ...]
    cash: Mapping[str, tuple[int, int]]

    def expected(self, float_minor: int) -> int:
        """What should lie in the drawer."""
        return drawer.expected(float_minor, [(kind, minor) for kind, (_, minor) in self.cash.items()])


def sees_expected(by: Actor, *, blind_count: bool) -> bool:
    """Whether this person may know what should lie in the drawer before it is counted."""
    return not blind_count or Right.see_reports in by.rights


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftSeen:
    """A shift in a list; what belongs to its end is None while it is open."""

    register: str
    number: int
    opened_at: datetime
    opened_by: str
    float_minor: int
    closed_at: datetime | None
    closed_by: str | None
    expected_minor: int | None
    counted_minor: int | None
    z_number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZSeen:
    """A Z report in a list; `gross` is sales less credit notes, as it is printed."""

    posting_id: int
    number: str
    register: str
    shift: int
    closed_at: datetime
    closed_by: str
    gross: str
    expected_minor: int
    counted_minor: int
