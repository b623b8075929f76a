"""The past of a register: where sales count that were made before Tillbook came.

Every sale belongs to a shift, and a past sale to none that anybody works: its drawer was counted long ago. So each
register has a shift number 0 for them. It is closed from the first moment, holds sales alone, no cash and no Z
report, and the shifts of the register are counted from 1 whether it is there or not.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from tillbook.db.models import Shift
from tillbook.db.statements import Tx, insert_into, stored_date, stored_instant

NUMBER: Final = 0

_FIND = "SELECT id FROM shift WHERE register_id = ? AND number = ?"
_MAKE = insert_into(
    Shift,
    "register",
    "number",
    "opened_at",
    "business_date",
    "opened_by",
    "float_minor",
    "closed_at",
    "closed_by",
    "expected_minor",
    "counted_minor",
)


def past_shift(tx: Tx, *, register_id: int, at: datetime, day: date, staff_id: int) -> int:
    """The id of a register's past; it is made with the first sale that is brought in, whose instant this is."""
    found = tx.row(_FIND, (register_id, NUMBER))
    if found is not None:
        return int(found[0])
    instant = stored_instant(at)
    return tx.insert(_MAKE, (register_id, NUMBER, instant, stored_date(day), staff_id, 0, instant, staff_id, 0, 0))
