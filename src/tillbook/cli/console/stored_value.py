"""Paying with what the shop owes or lends: a gift card, store credit, or on credit; only asked for here.

The sale takes the value, and refuses what is not there any more; what is known to be missing is said sooner.
"""

from __future__ import annotations

from typing import ClassVar

from tillbook.cli.console.asking import until_right
from tillbook.cli.console.customer import ask_known, tell_customer
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
    """What the customer may still owe; who that is is asked for here, where nobody the shop knows was named.

    Raises:
        NothingTaken: nobody was named, or what they pay is another sum, which is shown first.
    """
    there = _account_left(till)
    if there is None:
        who = (
            "Credit is a known customer's." if till.cart.customer == NOBODY else "The shop does not know this customer."
        )
        customer = ask_known(till, f"{who} Who buys on credit?")
        if customer is None:
            raise NothingTaken("Nobody was named, so there is no credit; take another tender.")
        till.keep(customer=customer)
        tell_customer(till.asker, customer, till.shop.country)
        if till.look().total_minor != till.cart.shown_total_minor:
            raise NothingTaken("This customer pays another sum: agree on it, and say credit again.")
        there = _account_left(till)
    assert there is not None, "somebody known was named"
    return max(0, there - _taken_already(till, CREDIT, ""))


def _account_left(till: Till) -> int | None:
    """How much more the customer may owe; None where the shop does not know them."""
    if till.cart.customer == NOBODY:
        return None
    with reading() as tx:
        who = known(tx, till.cart.customer)
        return None if who is None else account_of(tx, who.customer_id).available_minor


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
