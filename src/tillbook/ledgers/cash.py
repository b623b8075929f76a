"""The cash in a drawer: what came in and went out, shift by shift, and what was counted at its end.

What should lie in a drawer is never less than nothing: whoever takes cash out, for whatever reason, is refused more
than that. Cash is entered under the number of its register, so that no two tills take the same coins at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from tillbook.core import drawer
from tillbook.core.amounts import Currency, format_minor
from tillbook.core.errors import Refusal
from tillbook.db.models import CashEntry, Shift, ShiftCount, ZReport
from tillbook.db.statements import Tx, insert_into, stored_date, stored_instant

_ENTRY = insert_into(CashEntry, "shift", "posting", "kind", "amount_minor")
_OPEN = insert_into(
    Shift, "register", "open_register", "number", "opened_at", "business_date", "opened_by", "float_minor", "opening"
)
_LAST_NUMBER = "SELECT COALESCE(MAX(number), 0) FROM shift WHERE register_id = ?"
_CLOSE = """UPDATE shift SET open_register_id = NULL, closed_at = ?, closed_by_id = ?, expected_minor = ?,
    counted_minor = ? WHERE id = ? AND open_register_id = ?"""
_COUNT = insert_into(ShiftCount, "shift", "denomination_minor", "count")
_Z = insert_into(ZReport, "posting", "shift", "content")

_IN_DRAWER = """SELECT s.float_minor, e.kind, SUM(e.amount_minor) FROM shift s
    LEFT JOIN cash_entry e ON e.shift_id = s.id WHERE s.id = ? GROUP BY s.float_minor, e.kind"""

WITHOUT_AMOUNT = "no_sale"
"""The drawer was opened and nothing moved: the one entry of amount 0."""


class DrawerShort(Refusal):
    """More would be taken out than should lie in the drawer."""

    code: ClassVar[str] = "drawer_short"


def open_shift(
    tx: Tx,
    *,
    register_id: int,
    at: datetime,
    day: date,
    staff_id: int,
    float_minor: int,
    opening_id: int | None = None,
) -> int:
    """Open a shift on a register that has none open; answer its id.

    `opening_id` is the posting that opened it, or None where a sale did.

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
        opening_id,
    )
    return tx.insert(_OPEN, values)


def enter(tx: Tx, *, shift_id: int, posting_id: int, kind: str, amount_minor: int) -> None:
    """Record cash into (positive) or out of (negative) the drawer; of 0 only that it was opened without a sale.

    Raises:
        DrawerShort: all is undone with the transaction.
    """
    if amount_minor < 0:
        require_in_drawer(tx, shift_id=shift_id, amount_minor=-amount_minor)
    if amount_minor or kind == WITHOUT_AMOUNT:
        tx.write(_ENTRY, (shift_id, posting_id, kind, amount_minor))


def require_in_drawer(
    tx: Tx,
    *,
    shift_id: int,
    amount_minor: int,
    instead: str = "give the rest by another tender",
    path: str = "tenders",
    shown_in: Currency | None = None,
) -> None:
    """So much should lie in the drawer of an open shift. Without `shown_in` nobody learns how much does.

    Raises:
        DrawerShort
    """
    rows = tx.rows(_IN_DRAWER, (shift_id,))
    there = drawer.expected(rows[0][0], [(kind, minor) for _, kind, minor in rows if kind is not None])
    if amount_minor <= there:
        return
    left = "So much should not be in the drawer"
    if shown_in is not None:
        left = f"Only {format_minor(max(there, 0), shown_in)} {shown_in.code} should be in the drawer"
    raise DrawerShort(f"{left}; {instead}, or pay in first what is missing in the books.", path=path)


def close_shift(
    tx: Tx,
    *,
    shift_id: int,
    register_id: int,
    at: datetime,
    staff_id: int,
    expected_minor: int,
    counted_minor: int,
) -> bool:
    """Close a shift with what was expected and counted; False where it is not open on this register any more."""
    values = (stored_instant(at), staff_id, expected_minor, counted_minor, shift_id, register_id)
    return tx.write(_CLOSE, values) == 1


def write_z(tx: Tx, *, posting_id: int, shift_id: int, content: str, counts: Mapping[int, int]) -> None:
    """Keep a Z report's very text, and how many there were of each denomination."""
    if counts:
        tx.write_many(_COUNT, [(shift_id, denomination, count) for denomination, count in sorted(counts.items())])
    tx.write(_Z, (posting_id, shift_id, content))
