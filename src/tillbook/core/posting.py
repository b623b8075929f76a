"""What every posting has in common: who, when, of which shop and chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(slots=True, kw_only=True)
class Stamp:
    """The header of a document that is being posted.

    `fiscal_year` is named by its first calendar year; `at` is an aware instant.
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
    note: str = ""


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
