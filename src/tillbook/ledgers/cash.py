"""The cash in a drawer: what came in and went out, shift by shift."""

from __future__ import annotations

from datetime import date, datetime

from tillbook.db.models import CashEntry, Shift
from tillbook.db.statements import Tx, insert_into, stored_date, stored_instant

_ENTRY = insert_into(CashEntry, "shift", "posting", "kind", "amount_minor")
_OPEN = insert_into(
    Shift, "register", "open_register", "number", "opened_at", "business_date", "opened_by", "float_minor"
)
_LAST_NUMBER = "SELECT COALESCE(MAX(number), 0) FROM shift WHERE register_id = ?"


def open_shift(tx: Tx, *, register_id: int, at: datetime, day: date, staff_id: int, float_minor: int) -> int:
    """Open a shift on a register that has none open; answer its id.

    Raises:
        django.db.IntegrityError: the register has an open shift.
    """
    last = tx.row(_LAST_NUMBER, (register_id,))
    assert last is not None, "an aggregate always answers"
    values = (
        register_id,
        register_id,
        last[0] + 1,
        stored_instant(at),
        stored_date(day),
        staff_id,
        float_minor,
    )
    return tx.insert(_OPEN, values)


def enter(tx: Tx, *, shift_id: int, posting_id: int, kind: str, amount_minor: int) -> None:
    """Record cash into (positive) or out of (negative) the drawer; nothing for an amount of 0."""
    if amount_minor:
        tx.write(_ENTRY, (shift_id, posting_id, kind, amount_minor))
