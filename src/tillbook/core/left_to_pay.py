"""What is left to pay of a total, in cash and otherwise, while tenders come in one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tillbook.core.tender import CASH, Settlement, Tendered, settle


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftToPay:
    """How a total stands settled, and what the next tender would have to bring (0 or less: nothing).

    `in_cash` is how it would be settled if cash brought the rest, which cash may round.
    """

    total_minor: int
    settled: Settlement
    in_cash: Settlement
    left_minor: int
    left_in_cash_minor: int


def left_to_pay(total_minor: int, tenders: Sequence[Tendered], *, cash_increment_minor: int) -> LeftToPay:
    """What these tenders leave to pay.

    >>> half = left_to_pay(202, [Tendered(type="card", amount_minor=100)], cash_increment_minor=5)
    >>> half.left_minor, half.left_in_cash_minor
    (102, 100)

    Raises: as `core.tender.settle`.
    """
    settled = settle(total_minor, tenders, cash_increment_minor=cash_increment_minor)
    others = [tender for tender in tenders if tender.type != CASH]
    in_cash = settle(
        total_minor, [*others, Tendered(type=CASH, amount_minor=0)], cash_increment_minor=cash_increment_minor
    )
    return LeftToPay(
        total_minor=total_minor,
        settled=settled,
        in_cash=in_cash,
        # What cash rounds to nothing may be paid by card too, so that it is asked for like any other sum.
        left_minor=settled.due_minor - settled.tendered_minor if tenders else total_minor,
        left_in_cash_minor=in_cash.due_minor - settled.tendered_minor,
    )
