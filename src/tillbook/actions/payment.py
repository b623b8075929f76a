"""Money taken without goods: payments on account, and gift cards that are sold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tillbook.core.amounts import AMOUNT_MINOR_MAX, Currency, format_minor
from tillbook.core.chain import canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.place import Place
from tillbook.core.posting import Stamp, stamp
from tillbook.core.refunding import EXCHANGE
from tillbook.core.rights import Actor, Right
from tillbook.core.stored_value import CREDIT, GIFT_CARD, VOUCHERS, code_hash, grouped, plain_code
from tillbook.core.tender import Settlement, Tendered, require_paid, settle
from tillbook.core.wanted import ID_LENGTH_MAX, TENDERS_MAX
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers import credit, payments, vouchers
from tillbook.ledgers.vouchers import NewVoucher
from tillbook.queries.accounts import kept_customer, open_bill
from tillbook.queries.postings import posted_before
from tillbook.queries.till import place


class BadPayment(Refusal):
    """The command breaks a limit, or pays with what cannot pay here."""

    code: ClassVar[str] = "bad_payment"


class BillNotOpen(Refusal):
    """Nothing is open on this account of the bill that is named."""

    code: ClassVar[str] = "bill_not_open"


class NoShift(Refusal):
    """The register has no open shift, and the shop wants one opened by hand."""

    code: ClassVar[str] = "no_shift"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPayment:
    """Money from a customer on their account; `bill` is the number of the one it is for, "" for the oldest."""

    id: str
    register: str
    customer_id: int
    amount_minor: int
    tenders: tuple[Tendered, ...]
    bill: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedGiftCard:
    """A gift card to be sold. `code` is the one that its face made (`new_code`) or that is printed on the card.

    Without a code one is made here: it is answered once, and a repeat cannot say it again.
    """

    id: str
    register: str
    amount_minor: int
    tenders: tuple[Tendered, ...]
    code: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A posted payment; `repeated` when this id had been posted before and nothing was done now.

    `code` is that of the gift card that was sold, "" where there is none to be told.
    """

    posting_id: int
    number: str
    repeated: bool
    code: str = ""


def new_code() -> str:
    """A code for a gift card, made by the face as it makes the id, so that a repeat sells the same card."""
    return grouped(vouchers.made_code())


@action(right=Right.take_payment)
def pay_on_account(tx: Tx, wanted: WantedPayment, *, now: datetime, by: Actor) -> Paid:
    """Take money on a customer's account: it settles the bill that is named, then the oldest ones.

    What is more than all of them stays with the account, and settles what is bought next.

    Raises:
        BadPayment, BillNotOpen, UnknownCustomer, UnknownRegister, NoShift, NotPaid, Overpaid, UnknownVoucher,
        VoucherEmpty, VoucherExpired, IdReused: nothing was posted.
    """
    _require_well_formed(wanted.id, wanted.amount_minor, wanted.tenders)
    asked = [str(wanted.customer_id), wanted.register, wanted.amount_minor, _tenders(wanted.tenders), wanted.bill]
    request_hash = digest(canonical(asked))
    before = posted_before(tx, client_id=wanted.id, kind="payment", request_hash=request_hash)
    if before is not None:
        return Paid(posting_id=before.posting_id, number=before.number, repeated=True)
    at = place(tx, wanted.register)
    account_id = kept_customer(tx, wanted.customer_id)
    first_sale_id = _named_bill(tx, account_id, wanted.bill)

    settlement = _settled(wanted.amount_minor, wanted.tenders, at)
    header = stamp(at, client_id=wanted.id, request_hash=request_hash, kind="payment", now=now, by=by)

    decided = _decided(tx, header, at, wanted.amount_minor, settlement, wanted.tenders)
    decided.account_id = account_id
    decided.first_sale_id = first_sale_id
    numbered = payments.post(tx, decided)
    return Paid(posting_id=numbered.posting_id, number=numbered.number, repeated=False)


@action(right=Right.take_payment)
def sell_gift_card(tx: Tx, wanted: WantedGiftCard, *, now: datetime, by: Actor) -> Paid:
    """Sell a gift card: money for a code that is worth it to whoever knows it.

    Raises:
        BadPayment, UnknownRegister, NoShift, NotPaid, Overpaid, UnknownVoucher, CodeTaken, IdReused: nothing was
        posted.
    """
    _require_well_formed(wanted.id, wanted.amount_minor, wanted.tenders)
    given = plain_code(wanted.code) if wanted.code else None
    request_hash = _fingerprint(wanted, given)
    before = posted_before(tx, client_id=wanted.id, kind="payment", request_hash=request_hash)
    if before is not None:
        code = "" if given is None else grouped(given)
        return Paid(posting_id=before.posting_id, number=before.number, repeated=True, code=code)
    at = place(tx, wanted.register)
    plain = vouchers.free_code(tx, wanted.code, path="code")

    header = stamp(at, client_id=wanted.id, request_hash=request_hash, kind="payment", now=now, by=by)
    _require_card_can_be_sold(wanted, header.business_date)
    settlement = _settled(wanted.amount_minor, wanted.tenders, at)

    decided = _decided(tx, header, at, wanted.amount_minor, settlement, wanted.tenders)
    decided.voucher = NewVoucher(kind=GIFT_CARD, plain=plain, amount_minor=wanted.amount_minor)
    decided.expires_on = wanted.expires_on
    numbered = payments.post(tx, decided)
    return Paid(posting_id=numbered.posting_id, number=numbered.number, repeated=False, code=grouped(plain))


def _fingerprint(wanted: WantedGiftCard, plain: str | None) -> str:
    expires_on = None if wanted.expires_on is None else wanted.expires_on.isoformat()
    code = None if plain is None else code_hash(plain)
    asked = ["gift card", wanted.register, wanted.amount_minor, _tenders(wanted.tenders), code, expires_on]
    return digest(canonical(asked))


def _tenders(tenders: Sequence[Tendered]) -> list[list[object]]:
    return [[tender.type, tender.amount_minor, tender.reference] for tender in tenders]


def _require_well_formed(id: str, amount_minor: int, tenders: Sequence[Tendered]) -> None:
    if not 1 <= len(id) <= ID_LENGTH_MAX:
        raise BadPayment(f"The id must have 1 to {ID_LENGTH_MAX} characters.", path="id")
    if not 0 < amount_minor <= AMOUNT_MINOR_MAX:
        raise BadPayment("An amount is more than 0, and below 10^12 minor units.", path="amount")
    if len(tenders) > TENDERS_MAX:
        raise BadPayment(f"A payment has at most {TENDERS_MAX} tenders.", path="tenders")
    for place_, tender in enumerate(tenders):
        path = f"tenders[{place_}]"
        if tender.amount_minor <= 0:
            raise BadPayment("A tender is more than 0; leave out what is nothing.", path=f"{path}.amount")
        if tender.type == CREDIT:
            raise BadPayment("A debt is not paid on credit; take money.", path=f"{path}.type")


def _require_card_can_be_sold(wanted: WantedGiftCard, day: date) -> None:
    if wanted.expires_on is not None and wanted.expires_on < day:
        raise BadPayment("This card would be expired already; give it a later day, or none.", path="expires_on")
    for place_, tender in enumerate(wanted.tenders):
        if tender.type in VOUCHERS:
            raise BadPayment("A gift card is not bought with a gift card; take money.", path=f"tenders[{place_}].type")


def _named_bill(tx: Tx, account_id: int, number: str) -> int | None:
    if not number:
        return None
    sale_id = open_bill(tx, account_id, number)
    if sale_id is None:
        raise BillNotOpen(
            f"Nothing of a bill {number[:40]!r} is open on this account; look at the statement, or name no bill.",
            path="bill",
        )
    return sale_id


def _settled(amount_minor: int, tenders: Sequence[Tendered], at: Place) -> Settlement:
    shop = at.shop
    if any(tender.type == EXCHANGE for tender in tenders):
        raise BadPayment("Goods pay in an exchange alone; take another tender.", path="tenders")
    settlement = settle(amount_minor, tenders, cash_increment_minor=shop.cash_increment_minor)
    _require_something_due(settlement, amount_minor, shop.currency)
    if settlement.cash_rounding_minor < 0:
        due = format_minor(settlement.due_minor, shop.currency)
        raise BadPayment(f"Cash comes in whole coins: take {due}, or the rest by another tender.", path="amount")
    require_paid(settlement, shop.currency)
    return settlement


def _require_something_due(settlement: Settlement, amount_minor: int, currency: Currency) -> None:
    if settlement.due_minor <= 0:
        amount = format_minor(amount_minor, currency)
        raise BadPayment(f"{amount} {currency.code} is less than the smallest coin; take it by card.", path="amount")


def _decided(
    tx: Tx, header: Stamp, at: Place, amount_minor: int, settlement: Settlement, tenders: Sequence[Tendered]
) -> payments.DecidedPayment:
    """A payment with the stored value among its tenders taken."""
    if at.shift_id is None and not at.shop.first_sale_opens_shift:
        raise NoShift(f"Register {at.register} has no open shift; open one first.", path="register")
    return payments.DecidedPayment(
        stamp=header,
        register_id=at.register_id,
        register=at.register,
        shift_id=at.shift_id,
        amount_minor=amount_minor,
        settlement=settlement,
        taken=credit.take(tx, tenders, customer_id=None, day=header.business_date),
    )
