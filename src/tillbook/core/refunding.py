"""How the money of a return goes back: in cash, to the card that paid, as store credit, off the debt.

One rule says by what: what was written down lowers the debt first, and money never goes out beyond the money that
the sale was paid with, over all its returns (see `core.paid`).

Cash is rounded to the smallest coin as it was when it came in, and the rounding belongs to the sale: a sale of 0.98
that 1.00 was paid for gives 1.00 back, in cash or as store credit, when everything of it is back. Of a part its own
price goes back, in cash the nearest coins: what all returns pay out in cash together is rounded once, so that a sale
that comes back in many steps pays out what one return of everything would. It is never more than was paid; where the
nearest coins would be, it is the coins below.

In an exchange goods stand for goods at what their lines cost: nothing is settled in cash, and nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from tillbook.core import paid
from tillbook.core.amounts import Currency, format_minor
from tillbook.core.errors import Refusal
from tillbook.core.paid import Paid, Worth, go_back, is_money
from tillbook.core.returns import BadReturn
from tillbook.core.stored_value import CREDIT, GIFT_CARD, STORE_CREDIT
from tillbook.core.tender import CASH, Tendered
from tillbook.core.wanted_return import RefundTender

EXCHANGE: Final = paid.EXCHANGE

_FOR_ANY_SALE = (CASH, STORE_CREDIT, CREDIT, EXCHANGE)
"""Means that money goes back by, however it was paid."""


class RefundNotExact(Refusal):
    """The tenders do not come to what goes back."""

    code: ClassVar[str] = "refund_not_exact"


class NotPaidByThat(Refusal):
    """The sale was not paid by this means, or a part of it is still written down."""

    code: ClassVar[str] = "not_paid_by_that"


class BeyondTender(Refusal):
    """More would go back to a card than it paid, or in money than the sale was paid with in money."""

    code: ClassVar[str] = "beyond_tender"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """How a credit note is settled: refund = total + cash rounding = the sum of the tenders."""

    cash_rounding_minor: int
    refund_minor: int
    tenders: tuple[Tendered, ...]

    @property
    def cash_minor(self) -> int:
        """What leaves the drawer."""
        return self.of(CASH)

    def of(self, type: str) -> int:
        """What goes back by this means."""
        return sum(tender.amount_minor for tender in self.tenders if tender.type == type)


def settle_refund(
    total_minor: int,
    tenders: Sequence[RefundTender],
    *,
    paid_by: Paid,
    currency: Currency,
    cash_increment_minor: int = 0,
    cash_before_minor: int = 0,
) -> Refund:
    """The tenders with their amounts and references, exactly what goes back; without any, as it was paid.

    `total_minor` is what the lines that come back cost, `cash_before_minor` as in `SoldSale`. A card gets at most
    what it paid, less what went back to it.

    >>> inr = Currency.of("INR")
    >>> settle_refund(201, [], paid_by=Paid(), currency=inr, cash_increment_minor=5).refund_minor
    200
    >>> whole = Paid(left=Worth(money_minor=200), goods_minor=201)
    >>> settle_refund(201, [RefundTender(type="store_credit")], paid_by=whole, currency=inr).refund_minor
    200

    Raises:
        RefundNotExact, NotPaidByThat, BeyondTender, BadReturn: with the path of the tender.
    """
    assert total_minor >= 0, "a return gives back"
    due = _due(total_minor, tenders, paid_by)
    filled = _filled(due, _told_or_as_it_came(due, tenders, paid_by.left))
    in_cash = due - sum(tender.amount_minor or 0 for tender in filled if tender.type != CASH)
    cash = in_cash
    if cash_increment_minor > 1:
        before = 0 if total_minor == paid_by.goods_minor else cash_before_minor
        cash = _in_coins(in_cash, cash_increment_minor, before=before, most=_cash_most(filled, in_cash, paid_by.left))
    _require_exact(filled, due, in_cash, cash, currency)
    given = [
        Tendered(
            type=tender.type,
            amount_minor=cash if tender.amount_minor is None else tender.amount_minor,
            reference=_reference(tender, paid_by, path=f"tenders[{index}]"),
        )
        for index, tender in enumerate(filled)
    ]
    _require_within_what_was_paid(given, paid_by, currency)
    refund_minor = sum(tender.amount_minor for tender in given)
    refund = Refund(
        cash_rounding_minor=refund_minor - total_minor,
        refund_minor=refund_minor,
        tenders=tuple(tender for tender in given if tender.amount_minor),
    )
    _require_as_it_was_paid(refund, paid_by.left, currency)
    return refund


def _due(total_minor: int, tenders: Sequence[RefundTender], paid_by: Paid) -> int:
    """What goes back, before coins: what the lines cost, and with the last of them all that is left of what was paid.

    What goods stand for in an exchange is theirs, whatever was rounded when they were paid.
    """
    if paid_by.left is None:
        return total_minor
    exchanged = sum(tender.amount_minor or 0 for tender in tenders if tender.type == EXCHANGE)
    if exchanged == total_minor:
        return total_minor
    left_minor = paid_by.left.total_minor
    due = left_minor if total_minor == paid_by.goods_minor else min(total_minor, left_minor)
    return max(due, min(exchanged, total_minor))


def _told_or_as_it_came(due_minor: int, tenders: Sequence[RefundTender], left: Worth | None) -> Sequence[RefundTender]:
    """The tenders that were told; where nothing was but what an exchange takes, the rest goes back as it was paid."""
    exchanged = sum(tender.amount_minor or 0 for tender in tenders if tender.type == EXCHANGE)
    told = any(tender.type != EXCHANGE or tender.amount_minor is None for tender in tenders)
    if told or exchanged >= due_minor > 0:
        return tenders
    left_then = None if left is None else go_back(left, [(EXCHANGE, exchanged)])[0]
    return [*tenders, *_as_it_came(due_minor - exchanged, left_then)]


def _as_it_came(due_minor: int, left: Worth | None) -> list[RefundTender]:
    """Off the debt, then as store credit what was prepaid, the rest in cash."""
    if left is None:
        return [RefundTender(type=CASH)]
    credit = min(due_minor, left.debt_minor)
    stored = min(due_minor - credit, left.stored_minor)
    parts = [(CREDIT, credit), (STORE_CREDIT, stored)]
    return [*(RefundTender(type=means, amount_minor=minor) for means, minor in parts if minor), RefundTender(type=CASH)]


def _cash_most(filled: Sequence[RefundTender], in_cash_minor: int, left: Worth | None) -> int | None:
    """How much cash may go back at most, where rounding it could make it more than what was paid."""
    if left is None:
        return None
    others = sum(tender.amount_minor or 0 for tender in filled if tender.type != CASH)
    other_money = sum(tender.amount_minor or 0 for tender in filled if tender.type != CASH and is_money(tender.type))
    most = min(left.total_minor - others, left.money_minor - other_money)
    return most if in_cash_minor <= most else None


def _in_coins(in_cash_minor: int, increment_minor: int, *, before: int, most: int | None) -> int:
    """The nearest coins after all that went back in cash before; where that is more than `most`, the coins below."""
    coins = _nearest(before + in_cash_minor, increment_minor) - _nearest(before, increment_minor)
    return coins if most is None or coins <= most else most // increment_minor * increment_minor


def _nearest(minor: int, increment_minor: int) -> int:
    """The nearest multiple of the smallest coin, half up."""
    return (2 * minor + increment_minor) // (2 * increment_minor) * increment_minor


def _filled(due_minor: int, tenders: Sequence[RefundTender]) -> list[RefundTender]:
    """The one tender that is not cash and has no amount takes what is left of what is due."""
    open_ones = [index for index, tender in enumerate(tenders) if tender.amount_minor is None]
    if len(open_ones) > 1:
        raise BadReturn("One tender at most may be without an amount; say what the others take.", path="tenders")
    for index, tender in enumerate(tenders):
        if tender.amount_minor is not None and tender.amount_minor <= 0:
            raise BadReturn("A tender is more than 0; leave it out instead.", path=f"tenders[{index}].amount")
    given = sum(tender.amount_minor or 0 for tender in tenders)
    return [
        tender
        if tender.amount_minor is not None or tender.type == CASH
        else RefundTender(type=tender.type, amount_minor=max(0, due_minor - given), reference=tender.reference)
        for tender in tenders
    ]


def _require_exact(
    tenders: Sequence[RefundTender], due_minor: int, in_cash_minor: int, cash_minor: int, currency: Currency
) -> None:
    cash = [tender.amount_minor for tender in tenders if tender.type == CASH]
    handed = sum(cash_minor if minor is None else minor for minor in cash)
    if in_cash_minor >= 0 and handed == cash_minor and (cash or not in_cash_minor):
        return
    due = format_minor(due_minor + cash_minor - in_cash_minor, currency)
    told = format_minor(sum(tender.amount_minor or 0 for tender in tenders), currency)
    raise RefundNotExact(
        f"{due} {currency.code} goes back, and the tenders come to {told}; correct their amounts.", path="tenders"
    )


def _reference(tender: RefundTender, paid_by: Paid, *, path: str) -> str:
    """The reference under which the sale was paid by this means."""
    if tender.type in _FOR_ANY_SALE:
        return tender.reference
    same = [one for one in paid_by if one.type == tender.type]
    if tender.reference:
        same = [one for one in same if one.reference == tender.reference]
    if tender.type == GIFT_CARD or not same:
        means = ", ".join(sorted({one.type for one in paid_by})) or "nothing that is known"
        raise NotPaidByThat(
            f"No refund by {tender.type.replace('_', ' ')} {tender.reference}".rstrip()
            + f": the sale was paid by {means}. Give cash or store credit.",
            path=path,
        )
    if len(same) > 1:
        known = ", ".join(one.reference or "without one" for one in same)
        raise NotPaidByThat(f"Several paid by {tender.type}; name the reference: {known}.", path=f"{path}.reference")
    return same[0].reference


def _require_within_what_was_paid(given: Sequence[Tendered], paid_by: Paid, currency: Currency) -> None:
    left = {(one.type, one.reference): one.paid_minor - one.given_back_minor for one in paid_by}
    for index, tender in enumerate(given):
        if tender.type in _FOR_ANY_SALE:
            continue
        key = (tender.type, tender.reference)
        if tender.amount_minor > left[key]:
            most = format_minor(left[key], currency)
            raise BeyondTender(
                f"At most {most} {currency.code} can go back to {tender.type} {tender.reference}".rstrip()
                + "; give the rest in cash or as store credit.",
                path=f"tenders[{index}].amount",
            )
        left[key] -= tender.amount_minor


def _require_as_it_was_paid(refund: Refund, left: Worth | None, currency: Currency) -> None:
    """What was written down lowers the debt first, and money goes out for money alone.

    Raises: NotPaidByThat, BeyondTender; the message says by what it may go back.
    """
    if left is None:
        return
    debt = min(left.debt_minor, refund.refund_minor)
    money = sum(tender.amount_minor for tender in refund.tenders if is_money(tender.type))
    if refund.of(CREDIT) + refund.of(EXCHANGE) < debt:
        raise NotPaidByThat(
            "What was bought on credit lowers what the customer owes first. " + _by_what(refund, left, currency),
            path="tenders",
        )
    if money > left.money_minor:
        raise BeyondTender(
            "So much of this bill was not paid in money. " + _by_what(refund, left, currency), path="tenders"
        )


def _by_what(refund: Refund, left: Worth, currency: Currency) -> str:
    """Which means may be used, and how much of each."""
    debt = min(left.debt_minor, refund.refund_minor)
    money = min(left.money_minor, refund.refund_minor - debt)
    parts = [f"{format_minor(debt, currency)} {currency.code} as credit"] if debt else []
    if money:
        parts.append(f"at most {format_minor(money, currency)} {currency.code} in cash or to the card that paid")
    if debt + money < refund.refund_minor:
        parts.append("the rest as store credit" if parts else "it as store credit")
    return f"Give back {', '.join(parts)}."
