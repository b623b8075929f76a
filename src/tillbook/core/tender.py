"""Tenders: what is handed over for a bill, cash rounding, change.

Where the smallest coins are out of use, what is settled in cash is rounded to the smallest coin there is:
once, after tax, on what the other tenders leave to pay. The rounding is a line of its own and never part of a
taxable amount; a bill that a card pays has none. Change comes from cash alone.

What rounds to nothing is paid in cash by nothing: a cash tender of 0 says that the rest is settled in cash, and a
bill that comes to less than half the smallest coin needs no tender at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tillbook.core.amounts import AMOUNT_MINOR_MAX, Currency, TooLarge, format_minor
from tillbook.core.errors import Refusal
from tillbook.core.rounding import DIVIDE, RoundingMode

CASH = "cash"


class NotPaid(Refusal):
    """The tenders do not reach what is due."""

    code = "not_paid"


class Overpaid(Refusal):
    """Tenders other than cash come to more than the bill; there is no change from them."""

    code = "overpaid"


class TenderInvalid(Refusal):
    """A tender below 0."""

    code = "tender_invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tendered:
    """A means (`cash`, `card`, `upi` …), the amount handed over or charged in minor units (>= 0), and its
    reference.
    """

    type: str
    amount_minor: int
    reference: str = ""


@dataclass(slots=True, kw_only=True)
class Settlement:
    """How a bill is settled: due = total + cash rounding; paid when tendered - change = due, to the minor
    unit.
    """

    cash_rounding_minor: int
    due_minor: int
    tendered_minor: int
    change_minor: int
    paid: bool


def settle(
    total_minor: int,
    tenders: Sequence[Tendered],
    *,
    cash_increment_minor: int = 0,
) -> Settlement:
    """What is due, rounded for cash where cash settles a part of it, and what goes back; serves a preview
    too.

    `cash_increment_minor` is the smallest coin; 0 or 1 rounds nothing. Cash is rounded to the nearest multiple of
    it, a tie up, whatever the shop's rounding mode: that is for prices and taxes. Without any tender it is rounded
    only where nothing is left to pay.

    >>> settle(201, [Tendered(type="cash", amount_minor=2000)], cash_increment_minor=5).change_minor
    1800
    >>> by_nothing = settle(40, [], cash_increment_minor=100)
    >>> by_nothing.cash_rounding_minor, by_nothing.due_minor, by_nothing.paid
    (-40, 0, True)

    Raises: Overpaid, TenderInvalid, TooLarge; with the path of the tender.
    """
    cash = others = 0
    in_cash = False
    for number, tender in enumerate(tenders):
        amount = tender.amount_minor
        if not 0 <= amount <= AMOUNT_MINOR_MAX:
            raise _amount_refused(amount, number)
        if tender.type == CASH:
            in_cash = True
            cash += amount
        else:
            others += amount
            if others > total_minor:
                raise Overpaid(
                    f"{tender.type} takes more than is due; change comes only from cash: lower its amount.",
                    path=f"tenders[{number}].amount",
                )
    rounding = 0
    if cash_increment_minor > 1 and (in_cash or not tenders):
        rounding = _cash_rounding(total_minor - others, cash_increment_minor)
        if not in_cash and total_minor + rounding:
            rounding = 0
    due = total_minor + rounding
    tendered = cash + others
    change = tendered - due if tendered > due else 0
    return Settlement(
        cash_rounding_minor=rounding,
        due_minor=due,
        tendered_minor=tendered,
        change_minor=change,
        paid=tendered >= due,
    )


def _cash_rounding(rest: int, increment: int) -> int:
    """What to add to the rest, so that it is a multiple of the increment."""
    return DIVIDE[RoundingMode.half_up](rest, increment) * increment - rest


def _amount_refused(amount: int, number: int) -> Refusal:
    path = f"tenders[{number}].amount"
    if amount < 0:
        return TenderInvalid("A tender is 0 or more; give money back by a return.", path=path)
    return TooLarge(f"too large: a tender is at most {AMOUNT_MINOR_MAX} minor units.", path=path)


def require_paid(settlement: Settlement, currency: Currency) -> None:
    """The tenders reach what is due, with no tolerance. Raises: NotPaid, which says how much is missing."""
    if not settlement.paid:
        missing = format_minor(settlement.due_minor - settlement.tendered_minor, currency)
        raise NotPaid(f"{missing} {currency.code} still to pay; add a tender.", path="tenders")
