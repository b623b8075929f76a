"""What the books hold of an imported past."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tillbook.db.statements import Tx

SOLD_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSaleLine:
    """A posted line: the bill that it stands on, and what its goods cost."""

    number: str
    cost_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSales:
    """All sales whose ids start alike: how many, their lines, and the sum of their totals."""

    sales: int
    lines: int
    total_minor: int


def past_sale_lines(tx: Tx, places: Collection[tuple[str, int]]) -> dict[tuple[str, int], PastSaleLine]:
    """The lines at these places (client id of the sale, position), by place; one not posted is left out."""
    wanted = sorted(places)
    found: dict[tuple[str, int], PastSaleLine] = {}
    for start in range(0, len(wanted), SOLD_AT_ONCE):
        part = wanted[start : start + SOLD_AT_ONCE]
        marks = " OR ".join(["p.client_id = ? AND l.position = ?"] * len(part))
        rows = tx.rows(
            f"""SELECT p.client_id, l.position, p.number, l.cost_minor
            FROM posting p JOIN sale_line l ON l.sale_id = p.id WHERE {marks}""",  # noqa: S608  (marks only)
            [value for place in part for value in place],
        )
        found.update({(row[0], row[1]): PastSaleLine(number=row[2], cost_minor=row[3]) for row in rows})
    return found


def past_sales(tx: Tx, prefix: str) -> PastSales:
    """The sales whose client id starts with `prefix`."""
    of_them = "FROM posting p JOIN sale s ON s.posting_id = p.id"
    within = "WHERE p.client_id >= ? AND p.client_id < ?"
    bounds = (prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1))
    totals = tx.row(f"SELECT COUNT(*), COALESCE(SUM(s.total_minor), 0) {of_them} {within}", bounds)
    lines = tx.row(
        f"SELECT COUNT(*) {of_them} JOIN sale_line l ON l.sale_id = s.posting_id {within}",
        bounds,
    )
    assert totals is not None, "an aggregate always answers"
    assert lines is not None, "an aggregate always answers"
    return PastSales(sales=totals[0], lines=lines[0], total_minor=totals[1])
