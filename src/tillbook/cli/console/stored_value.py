"""Paying with what the shop owes or lends: a gift card, store credit, or on credit; only asked for here.

The sale takes the value, and refuses what is not there any more; what is known to be missing is said sooner.
"""

from __future__ import annotations

from typing import ClassVar

from tillbook.cli.console.asking import until_right
from tillbook.cli.console.till import Till
from tillbook.core.amounts import format_minor
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import NOBODY
from tillbook.core.stored_value import CREDIT, GIFT_CARD, STORED_VALUE, grouped, plain_code, shown_tail, tail_of
from tillbook.core.tender import Tendered
from tillbook.core.typed import TypedTender, read_amount
from tillbook.db.transaction import reading
from tillbook.queries.accounts import account_of, voucher
from tillbook.queries.customers import known

CALLED = {CREDIT: "Credit", GIFT_CARD: "Gift card"}
STORE_CREDIT_CALLED = "Store credit"


class NothingTaken(Refusal):
    """No tender was added, for the reason that is said."""

    code: ClassVar[str] = "nothing_taken"


def name_of(kind: str) -> str:
    """What a tender of stored value is called."""
    return CALLED.get(kind, STORE_CREDIT_CALLED)


def reference_as_shown(tender: Tendered) -> str:
    """The reference of a tender; of a code no more than its end."""
    plain = plain_code(tender.reference) if tender.type in STORED_VALUE else None
    return tender.reference if plain is None else shown_tail(tail_of(plain))


def read_stored_value(till: Till, typed: TypedTender, left_minor: int) -> Tendered:
    """The tender that was meant; of nothing said, all that is left to pay or as much as there is.

    Raises:
        NothingTaken, UnknownCode: nothing was taken.
    """
    if typed.type == CREDIT:
        there, reference, kind = _credit_left(till), "", CREDIT
    else:
        there, reference, kind = _on_voucher(till, typed)
    amount = min(there, left_minor)
    if typed.amount:
        amount = read_amount(typed.amount, till.shop.currency, till.shop.locale)
    if amount > there or not there:
        left = f"{format_minor(there, till.shop.currency)} {till.shop.currency.code}"
        raise NothingTaken(f"{name_of(kind)} has {left} left; take at most that, and the rest by another tender.")
    return Tendered(type=kind, amount_minor=amount, reference=reference)


def _credit_left(till: Till) -> int:
    if till.cart.customer == NOBODY:
        raise NothingTaken("Credit needs a customer: /back, then /customer; or take another tender.")
    with reading() as tx:
        who = known(tx, till.cart.customer)
        if who is None:
            raise NothingTaken("The shop does not know this customer yet, who has no credit; take another tender.")
        there = account_of(tx, who.customer_id).available_minor
    return max(0, there - _taken_already(till, CREDIT, ""))


def _on_voucher(till: Till, typed: TypedTender) -> tuple[int, str, str]:
    """What is left on the card whose code was said or is asked for now; the code, and what kind of card it is."""
    code = typed.reference or until_right(
        till.asker, f"Code of the {name_of(typed.type).lower()}:", str, hint="Enter: none"
    )
    if not code:
        raise NothingTaken("Without its code nothing can be taken off a card.")
    with reading() as tx:
        found = voucher(tx, code)
    plain = plain_code(code)
    assert plain is not None, "a voucher was found by it"
    reference = grouped(plain)
    return max(0, found.balance_minor - _taken_already(till, found.kind, reference)), reference, found.kind


def _taken_already(till: Till, kind: str, reference: str) -> int:
    return sum(
        tender.amount_minor for tender in till.cart.tenders if (tender.type, tender.reference) == (kind, reference)
    )
