"""How the money of a return goes back: in cash, to the card that paid, as store credit.

Cash is rounded to the smallest coin as it was when it came in. The rounding follows the sale and not the step:
what all returns of a sale pay out in cash together is rounded once, so that a sale that comes back in many
steps pays out what one return of everything would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from tillbook.core.amounts import Currency, format_minor
from tillbook.core.errors import Refusal
from tillbook.core.returns import BadReturn, PaidBy
from tillbook.core.stored_value import CREDIT, GIFT_CARD, STORE_CREDIT
from tillbook.core.tender import CASH, Tendered
from tillbook.core.wanted_return import RefundTender

EXCHANGE = "exchange"

_FOR_ANY_SALE = (CASH, STORE_CREDIT, CREDIT, EXCHANGE)
"""Means that money goes back by, however it was paid."""


class RefundNotExact(Refusal):
    """The tenders do not come to what goes back."""

    code: ClassVar[str] = "refund_not_exact"


class NotPaidByThat(Refusal):
    """The sale was not paid by this means, or not by it alone."""

    code: ClassVar[str] = "not_paid_by_that"


class BeyondTender(Refusal):
    """More would go back to a card than it paid."""

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
    paid_by: Sequence[PaidBy],
    currency: Currency,
    cash_increment_minor: int = 0,
    cash_before_minor: int = 0,
) -> Refund:
    """The tenders with their amounts and references, exactly what goes back; without any, all of it in cash.

    `cash_before_minor` as in `SoldSale`. A card gets at most what it paid, less what went back to it.

    >>> inr = Currency.of("INR")
    >>> settle_refund(201, [], paid_by=[], currency=inr, cash_increment_minor=5).refund_minor
    200

    Raises:
        RefundNotExact, NotPaidByThat, BeyondTender, BadReturn: with the path of the tender.
    """
    assert total_minor >= 0, "a return gives back"
    filled = _filled(total_minor, tenders or [RefundTender(type=CASH)])
    others = sum(tender.amount_minor or 0 for tender in filled if tender.type != CASH)
    in_cash = total_minor - others
    rounding = 0
    if cash_increment_minor > 1:
        after = _nearest(cash_before_minor + in_cash, cash_increment_minor)
        rounding = after - _nearest(cash_before_minor, cash_increment_minor) - in_cash
    _require_exact(filled, total_minor, in_cash, rounding, currency)
    given = [
        Tendered(
            type=tender.type,
            amount_minor=in_cash + rounding if tender.amount_minor is None else tender.amount_minor,
            reference=_reference(tender, paid_by, path=f"tenders[{index}]"),
        )
        for index, tender in enumerate(filled)
    ]
    _require_within_what_was_paid(given, paid_by, currency)
    return Refund(
        cash_rounding_minor=rounding,
        refund_minor=total_minor + rounding,
        tenders=tuple(tender for tender in given if tender.amount_minor),
    )


def _nearest(minor: int, increment_minor: int) -> int:
    """The nearest multiple of the smallest coin, half up."""
    return (2 * minor + increment_minor) // (2 * increment_minor) * increment_minor


def _filled(total_minor: int, tenders: Sequence[RefundTender]) -> list[RefundTender]:
    """The one tender that is not cash and has no amount takes what is left of the total."""
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
        else RefundTender(type=tender.type, amount_minor=max(0, total_minor - given), reference=tender.reference)
        for tender in tenders
    ]


def _require_exact(
    tenders: Sequence[RefundTender], total_minor: int, in_cash_minor: int, rounding_minor: int, currency: Currency
) -> None:
    cash = [tender.amount_minor for tender in tenders if tender.type == CASH]
    handed = sum(in_cash_minor + rounding_minor if minor is None else minor for minor in cash)
    if in_cash_minor >= 0 and handed == in_cash_minor + rounding_minor and (cash or not in_cash_minor):
        return
    due = format_minor(total_minor + rounding_minor, currency)
    told = format_minor(sum(tender.amount_minor or 0 for tender in tenders), currency)
    raise RefundNotExact(
        f"{due} {currency.code} goes back, and the tenders come to {told}; correct their amounts.", path="tenders"
    )


def _reference(tender: RefundTender, paid_by: Sequence[PaidBy], *, path: str) -> str:
    """The reference under which the sale was paid by this means."""
    if tender.type in _FOR_ANY_SALE:
        return tender.reference
    same = [paid for paid in paid_by if paid.type == tender.type]
    if tender.reference:
        same = [paid for paid in same if paid.reference == tender.reference]
    if tender.type == GIFT_CARD or not same:
        paid = ", ".join(sorted({paid.type for paid in paid_by})) or "nothing that is known"
        raise NotPaidByThat(
            f"No refund by {tender.type.replace('_', ' ')} {tender.reference}".rstrip()
            + f": the sale was paid by {paid}. Give cash or store credit.",
            path=path,
        )
    if len(same) > 1:
        known = ", ".join(paid.reference or "without one" for paid in same)
        raise NotPaidByThat(f"Several paid by {tender.type}; name the reference: {known}.", path=f"{path}.reference")
    return same[0].reference


def _require_within_what_was_paid(given: Sequence[Tendered], paid_by: Sequence[PaidBy], currency: Currency) -> None:
    left = {(paid.type, paid.reference): paid.paid_minor - paid.given_back_minor for paid in paid_by}
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


def as_it_was_paid(paid_by: Sequence[PaidBy]) -> tuple[RefundTender, ...]:
    """How money goes back where nobody says: off the debt, as store credit for a gift card, else in cash."""
    means = {paid.type for paid in paid_by}
    if CREDIT in means:
        return (RefundTender(type=CREDIT),)
    if means & {GIFT_CARD, STORE_CREDIT}:
        return (RefundTender(type=STORE_CREDIT),)
    return (RefundTender(type=CASH),)


def require_debt_is_lowered(paid_by: Sequence[PaidBy], refund: Refund) -> None:
    """What was only written down was never paid: a bill on credit goes back off the debt alone, or in an exchange.

    Raises: NotPaidByThat.
    """
    on_credit = any(paid.type == CREDIT for paid in paid_by)
    if on_credit and any(tender.type not in {CREDIT, EXCHANGE} for tender in refund.tenders):
        raise NotPaidByThat(
            "This bill was bought on credit; give it back as credit, which lowers what the customer owes.",
            path="tenders",
        )
    from_card = bool(paid_by) and all(paid.type in {GIFT_CARD, STORE_CREDIT} for paid in paid_by)
    if from_card and refund.cash_minor:
        raise NotPaidByThat("This bill was paid with a gift card; give it back as store credit.", path="tenders")
