"""The registers of the shop, each with its shift that is open now."""

from __future__ import annotations

from tillbook.core.office import RegisterSeen
from tillbook.db.statements import Row, Tx

_SELECT = """SELECT r.id, r.code, r.name, r.printer, l.code, s.number FROM register r
    JOIN location l ON l.id = r.location_id LEFT JOIN shift s ON s.open_register_id = r.id"""


def registers(tx: Tx) -> list[RegisterSeen]:
    """All registers, in the order of their codes as numbers."""
    return sorted(
        [_seen(row) for row in tx.rows(f"{_SELECT} ORDER BY r.id")], key=lambda each: (len(each.code), each.code)
    )


def find(tx: Tx, code: str) -> RegisterSeen | None:
    """The register of this code."""
    row = tx.row(f"{_SELECT} WHERE r.code = ?", (code,))
    return None if row is None else _seen(row)


def _seen(row: Row) -> RegisterSeen:
    return RegisterSeen(register_id=row[0], code=row[1], name=row[2], printer=row[3], location=row[4], shift=row[5])
