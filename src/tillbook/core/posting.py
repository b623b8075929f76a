"""What every posting has in common: who, when, of which shop and chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tillbook.core.calendar import business_date, fiscal_year
from tillbook.core.chain import Plain
from tillbook.core.place import Place
from tillbook.core.rights import Actor


@dataclass(slots=True, kw_only=True)
class Stamp:
    """The header of a document that is being posted.

    `fiscal_year` is named by its first calendar year; `at` is an aware instant. `approved_by_id` is the second
    person, where what was done is beyond the limits of the first.
    """

    client_id: str
    request_hash: str
    kind: str
    at: datetime
    business_date: date
    staff_id: int
    chain: str
    chain_id: int
    country: str
    fiscal_year: int
    fiscal_year_first_month: int
    supplier_id: int | None = None
    approved_by_id: int | None = None
    note: str = ""

    def approval(self) -> dict[str, Plain]:
        """The second person's part in what the journal says of a document: nothing where there was none."""
        return {} if self.approved_by_id is None else {"approved_by": str(self.approved_by_id)}


def stamp(
    at: Place,
    *,
    client_id: str,
    request_hash: str,
    kind: str,
    now: datetime,
    by: Actor,
    supplier_id: int | None = None,
    note: str = "",
) -> Stamp:
    """The header of a document posted now, with its business date and fiscal year."""
    shop = at.shop
    day = business_date(now, shop.timezone, shop.cut_over_hour)
    return Stamp(
        client_id=client_id,
        request_hash=request_hash,
        kind=kind,
        at=now,
        business_date=day,
        staff_id=by.staff_id,
        chain=at.chain,
        chain_id=at.chain_id,
        country=shop.country,
        fiscal_year=fiscal_year(day, shop.fiscal_year_first_month),
        fiscal_year_first_month=shop.fiscal_year_first_month,
        supplier_id=supplier_id,
        note=note,
    )


@dataclass(slots=True, kw_only=True)
class Numbered:
    """A posting that has its number."""

    posting_id: int
    number: str


@dataclass(slots=True, kw_only=True)
class Issued(Numbered):
    """A posting that was numbered just now, with the end of its chain as read under the same lock."""

    head: str
    length: int
