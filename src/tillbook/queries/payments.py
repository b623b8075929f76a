"""A payment as it was posted."""

from __future__ import annotations

from tillbook.core.payment_seen import PaymentSeen
from tillbook.core.tender import Tendered
from tillbook.db.statements import Tx, read_instant

_PAYMENT = """SELECT p.client_id, p.number, r.code, p.at, f.name, COALESCE(c.name, ''), m.amount_minor,
    m.cash_rounding_minor, m.tendered_minor, m.change_minor
    FROM payment m JOIN posting p ON p.id = m.posting_id JOIN register r ON r.id = m.register_id
    JOIN staff f ON f.id = p.staff_id LEFT JOIN customer c ON c.id = m.account_id WHERE m.posting_id = ?"""
_TENDERS = "SELECT type, amount_minor, reference FROM payment_tender WHERE payment_id = ? ORDER BY position"
_SETTLED = """SELECT b.number, s.amount_minor FROM settled s JOIN posting b ON b.id = s.sale_id
    WHERE s.posting_id = ? ORDER BY s.sale_id"""


def payment_of(tx: Tx, posting_id: int) -> PaymentSeen:
    """The payment that a posting is."""
    row = tx.row(_PAYMENT, (posting_id,))
    assert row is not None, "a payment was posted under this id"
    return PaymentSeen(
        id=row[0],
        number=row[1],
        register=row[2],
        at=read_instant(row[3]),
        cashier=row[4],
        customer=row[5],
        amount_minor=row[6],
        cash_rounding_minor=row[7],
        tendered_minor=row[8],
        change_minor=row[9],
        tenders=tuple(
            Tendered(type=type_, amount_minor=minor, reference=reference)
            for type_, minor, reference in tx.rows(_TENDERS, (posting_id,))
        ),
        settled=tuple(tx.rows(_SETTLED, (posting_id,))),
    )
