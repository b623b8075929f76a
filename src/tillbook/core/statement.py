"""A customer's account as it is shown: statement and ageing, in minor units of the shop's currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One change of what a customer owes, and what they owed after it.

    `kind` and `number` are those of its document; `open_minor` is what is open of a bill now, None of others.
    """

    at: datetime
    day: date
    kind: str
    number: str
    amount_minor: int
    balance_minor: int
    open_minor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An account from one day to another, both included."""

    customer_id: int
    since: date | None
    until: date | None
    opening_minor: int
    lines: tuple[StatementLine, ...]
    closing_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """What a customer owed at the end of a day, by the age of the bills, and what the shop owed them.

    `ages_minor` are of the day itself, 1 to 30 days, 31 to 60, 61 to 90, and over 90 days old.
    """

    customer_id: int
    name: str
    ages_minor: tuple[int, int, int, int, int]
    owed_to_them_minor: int
    balance_minor: int
