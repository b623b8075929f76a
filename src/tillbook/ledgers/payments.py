"""Payments: money taken on account, or for a gift card; documents with tenders and no goods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tillbook.core.chain import Plain
from tillbook.core.posting import Numbered, Stamp
from tillbook.core.sale_journal import VERSION, masked
from tillbook.core.tender import CASH, Settlement, Tendered
from tillbook.db.models import Payment, PaymentTender
from tillbook.db.statements import Tx, insert_into
from tillbook.ledgers import cash, credit, vouchers
from tillbook.ledgers.credit import Taken
from tillbook.ledgers.documents import Document
from tillbook.ledgers.vouchers import NewVoucher

_PAYMENT = insert_into(Payment)
_TENDER = insert_into(PaymentTender, "payment", "position", "type", "amount_minor", "reference")
NUMBERS_A_QUESTION = 500


@dataclass(slots=True, kw_only=True)
class DecidedPayment:
    """A payment that is paid and allowed: nothing is left to decide.

    Either `account_id` owes less by it, `first_sale_id` first, or `voucher` is issued for it. `taken` is the
    stored value among its tenders, already taken. `shift_id` is the register's open shift, or None where this
    payment opens one with an empty drawer.
    """

    stamp: Stamp
    register_id: int
    register: str
    shift_id: int | None
    amount_minor: int
    settlement: Settlement
    taken: Taken
    account_id: int | None = None
    first_sale_id: int | None = None
    voucher: NewVoucher | None = None
    expires_on: date | None = None


def post(tx: Tx, payment: DecidedPayment) -> Numbered:
    """Number a payment, write its rows, its tenders and its cash, settle bills or issue its voucher, journal it."""
    stamp, settlement = payment.stamp, payment.settlement
    if payment.account_id is not None:
        credit.lower(tx, payment.account_id, payment.amount_minor)
    shift_id = _shift(tx, payment)
    document = Document(tx, stamp, location_codes={})
    posting_id = document.numbered.posting_id
    tenders = payment.taken.tenders
    tx.write(
        _PAYMENT,
        (
            posting_id,
            payment.register_id,
            shift_id,
            payment.account_id,
            payment.amount_minor,
            settlement.cash_rounding_minor,
            settlement.tendered_minor,
            settlement.change_minor,
        ),
    )
    rows = [
        (posting_id, place, tender.type, tender.amount_minor, tender.reference)
        for place, tender in enumerate(tenders, 1)
    ]
    tx.write_many(_TENDER, rows)
    credit.enter(tx, payment.taken, posting_id=posting_id, at=stamp.at, day=stamp.business_date, sale=False)
    settled = _settle(tx, payment, posting_id)
    cash_minor = sum([tender.amount_minor for tender in tenders if tender.type == CASH])
    drawer_minor = cash_minor - settlement.change_minor
    cash.enter(tx, shift_id=shift_id, posting_id=posting_id, kind="payment", amount_minor=drawer_minor)
    return document.close(_body(payment, settled, tenders))


def _shift(tx: Tx, payment: DecidedPayment) -> int:
    if payment.shift_id is not None:
        return payment.shift_id
    stamp = payment.stamp
    return cash.open_shift(
        tx,
        register_id=payment.register_id,
        at=stamp.at,
        day=stamp.business_date,
        staff_id=stamp.staff_id,
        float_minor=0,
    )


def _settle(tx: Tx, payment: DecidedPayment, posting_id: int) -> list[tuple[str, int]]:
    """Enter what was paid, or issue the voucher; answer the number of each bill it settled, and how much of it."""
    stamp = payment.stamp
    if payment.voucher is not None:
        vouchers.issue(tx, payment.voucher, customer_id=None, posting_id=posting_id, expires_on=payment.expires_on)
        return []
    assert payment.account_id is not None, "money is for an account or for a voucher"
    credit.enter_paid(
        tx, payment.account_id, payment.amount_minor, posting_id=posting_id, at=stamp.at, day=stamp.business_date
    )
    settled = credit.settle_bills(
        tx, payment.account_id, payment.amount_minor, posting_id=posting_id, first_sale_id=payment.first_sale_id
    )
    numbers = _numbers(tx, [sale_id for sale_id, _ in settled])
    return [(numbers[sale_id], amount) for sale_id, amount in settled]


def _numbers(tx: Tx, sale_ids: Sequence[int]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(sale_ids), NUMBERS_A_QUESTION):
        some = sale_ids[start : start + NUMBERS_A_QUESTION]
        marks = ", ".join("?" * len(some))
        found.update(tx.rows(f"SELECT id, number FROM posting WHERE id IN ({marks})", some))  # noqa: S608  (marks)
    return found


def _body(payment: DecidedPayment, settled: Sequence[tuple[str, int]], tenders: Sequence[Tendered]) -> dict[str, Plain]:
    """What the journal says of a payment: the customer by id, the bills by number, no more of a code than its end."""
    voucher = payment.voucher
    return {
        "amount_minor": payment.amount_minor,
        "cash_rounding_minor": payment.settlement.cash_rounding_minor,
        "change_minor": payment.settlement.change_minor,
        "customer": None if payment.account_id is None else str(payment.account_id),
        "gift_card": None if voucher is None else vouchers.shown_code(voucher),
        "register": payment.register,
        "settled": [{"amount_minor": amount, "bill": number} for number, amount in settled],
        "tendered_minor": payment.settlement.tendered_minor,
        "tenders": [
            {"amount_minor": tender.amount_minor, "reference": masked(tender.reference), "type": tender.type}
            for tender in tenders
        ],
        "version": VERSION,
    }
