"""What a sale was paid with, and what of that has not gone back.

The problem: who pays with a gift card, or has a bill written down, and then asks for the refund in cash, has made
money out of what was none; a few returns, or an exchange on the way, hide it.

The choice: what a sale was paid with is kept apart by what it is: written down (debt), prepaid (gift cards, store
credit) or money (cash less the change, cards, transfers). Each return takes from these, in the order of posting:

    money        from money alone
    credit       from the debt, then from what was prepaid, then from money
    store credit from what was prepaid, then from money
    an exchange  from the debt, then from what was prepaid, then from money

So money that goes out is never more than money that came in, however many returns there are. What an exchange takes
goes on with the goods: they were paid with just that, and so were those that they are exchanged for next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tillbook.core.stored_value import CREDIT, VOUCHERS

EXCHANGE: Final = "exchange"
_DEBT_FIRST: Final = ("debt_minor", "stored_minor", "money_minor")
_STORED_FIRST: Final = ("stored_minor", "money_minor", "debt_minor")

TypeAndMinor = tuple[str, int]
"""The type of a tender and its amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidBy:
    """What one means paid of a sale (by type and reference; cash less the change), and what went back to it."""

    type: str
    reference: str
    paid_minor: int
    given_back_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """An amount by what it is: written down, prepaid, money."""

    debt_minor: int = 0
    stored_minor: int = 0
    money_minor: int = 0

    @property
    def total_minor(self) -> int:
        return self.debt_minor + self.stored_minor + self.money_minor

    def __sub__(self, other: Worth) -> Worth:
        return Worth(
            debt_minor=self.debt_minor - other.debt_minor,
            stored_minor=self.stored_minor - other.stored_minor,
            money_minor=self.money_minor - other.money_minor,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """How a sale was paid, and what can go back of it; it iterates over the means that paid.

    `left` is what has not gone back, None where nothing is known of a sale. `goods_minor` is what the goods that
    have not come back cost.
    """

    by: tuple[PaidBy, ...] = ()
    left: Worth | None = None
    goods_minor: int = 0

    def __iter__(self) -> Iterator[PaidBy]:
        return iter(self.by)


def is_money(type: str) -> bool:
    """Whether a tender is money, and no claim on the shop or on the customer."""
    return type not in {CREDIT, EXCHANGE, *VOUCHERS}


def worth_of(tenders: Iterable[TypeAndMinor], *, change_minor: int = 0, exchanged: Worth | None = None) -> Worth:
    """What a sale was paid with; `exchanged` is what came with the goods that were handed over for it.

    >>> worth_of([("cash", 500_00), ("gift_card", 100_00)], change_minor=410_00)
    Worth(debt_minor=0, stored_minor=10000, money_minor=9000)
    """
    came = exchanged or Worth()
    tendered = list(tenders)
    return Worth(
        debt_minor=came.debt_minor + _sum(tendered, {CREDIT}),
        stored_minor=came.stored_minor + _sum(tendered, VOUCHERS),
        money_minor=came.money_minor + sum(minor for means, minor in tendered if is_money(means)) - change_minor,
    )


def go_back(left: Worth, tenders: Iterable[TypeAndMinor]) -> tuple[Worth, Worth]:
    """What is left when these tenders of a credit note went back, and what of it an exchange took along.

    >>> go_back(Worth(debt_minor=50, money_minor=50), [("cash", 20), ("exchange", 60)])
    (Worth(debt_minor=0, stored_minor=0, money_minor=20), Worth(debt_minor=50, stored_minor=0, money_minor=10))
    """
    given = list(tenders)
    left -= _taken(left, sum(minor for means, minor in given if is_money(means)), ("money_minor",))
    left -= _taken(left, _sum(given, {CREDIT}), _DEBT_FIRST)
    left -= _taken(left, _sum(given, VOUCHERS), _STORED_FIRST)
    along = _taken(left, _sum(given, {EXCHANGE}), _DEBT_FIRST)
    return left - along, along


def _taken(left: Worth, minor: int, order: Iterable[str]) -> Worth:
    """So much of what is left, the first kind first; no more than there is."""
    parts = {}
    for kind in order:
        parts[kind] = min(getattr(left, kind), minor)
        minor -= parts[kind]
    return Worth(**parts)


def _sum(tenders: Iterable[TypeAndMinor], types: Iterable[str]) -> int:
    return sum(minor for means, minor in tenders if means in types)
