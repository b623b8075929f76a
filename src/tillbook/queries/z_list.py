"""The Z reports there are, the latest first, a page at a time."""

from __future__ import annotations

import json

from tillbook.core.shift_report import ZSeen
from tillbook.db.statements import Row, Tx, read_instant

_Z = """SELECT z.posting_id, p.number, r.code, s.number, s.closed_at, c.name, z.content, s.expected_minor,
    s.counted_minor FROM z_report z JOIN posting p ON p.id = z.posting_id JOIN shift s ON s.id = z.shift_id
    JOIN register r ON r.id = s.register_id JOIN staff c ON c.id = s.closed_by_id"""


def z_reports(tx: Tx, *, register: str = "", before: int | None = None, limit: int) -> list[ZSeen]:
    """At most `limit` Z reports of a register, or of all, that were posted before the posting `before`."""
    conditions, values = ["s.number > 0"], list[object]()
    if register:
        conditions.append("r.code = ?")
        values.append(register)
    if before is not None:
        conditions.append("z.posting_id < ?")
        values.append(before)
    where = " AND ".join(conditions)
    return [_seen(row) for row in tx.rows(f"{_Z} WHERE {where} ORDER BY z.posting_id DESC LIMIT ?", (*values, limit))]


def last_z(tx: Tx, register: str) -> ZSeen | None:
    """The last Z report of a register."""
    found = z_reports(tx, register=register, limit=1)
    return found[0] if found else None


def _seen(row: Row) -> ZSeen:
    return ZSeen(
        posting_id=row[0],
        number=row[1],
        register=row[2],
        shift=row[3],
        closed_at=read_instant(row[4]),
        closed_by=row[5],
        gross=str(json.loads(row[6])["gross"]),
        expected_minor=row[7],
        counted_minor=row[8],
    )
