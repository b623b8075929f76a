"""What an import did, for whoever undoes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.core.product_undo import ChangeNoted
from tillbook.db.statements import Row, Tx, read_instant

CHUNK = 1_000

_BATCH = """SELECT p.id, p.number, b.file_name, u.number FROM posting p
    JOIN import_batch b ON b.posting_id = p.id
    LEFT JOIN posting u ON u.id = b.undone_by_id WHERE p.number = ?"""
_LISTED = """SELECT p.id, p.number, p.at, s.name, b.file_name, b.created, b.changed, u.number FROM import_batch b
    JOIN posting p ON p.id = b.posting_id JOIN staff s ON s.id = p.staff_id
    LEFT JOIN posting u ON u.id = b.undone_by_id"""
_CHANGES = """SELECT id, product_id, before, after FROM import_change
    WHERE batch_id = ? AND id > ? ORDER BY id LIMIT ?"""


class UnknownImport(Refusal):
    """No import has this number."""

    code: ClassVar[str] = "unknown_import"


class AlreadyUndone(Refusal):
    """The import was undone before."""

    code: ClassVar[str] = "already_undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPosted:
    """An import that can be undone."""

    posting_id: int
    number: str
    file_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportListed:
    """An import of products, by whom and when; `undone_by` is the number of what undid it, or empty."""

    posting_id: int
    number: str
    at: datetime
    person: str
    file_name: str
    created: int
    changed: int
    undone_by: str


def imports_listed(tx: Tx, *, before: int | None = None, limit: int) -> list[ImportListed]:
    """At most `limit` imports that were posted before the posting `before`, the latest first."""
    where, values = ("WHERE p.id < ?", (before,)) if before is not None else ("", ())
    rows = tx.rows(f"{_LISTED} {where} ORDER BY b.posting_id DESC LIMIT ?", (*values, limit))
    return [_listed(row) for row in rows]


def import_posted(tx: Tx, posting_id: int) -> ImportListed:
    """The import of this posting."""
    row = tx.row(f"{_LISTED} WHERE p.id = ?", (posting_id,))
    assert row is not None, "an import that was posted is there"
    return _listed(row)


def _listed(row: Row) -> ImportListed:
    return ImportListed(
        posting_id=row[0],
        number=row[1],
        at=read_instant(row[2]),
        person=row[3],
        file_name=row[4],
        created=row[5],
        changed=row[6],
        undone_by=row[7] or "",
    )


def import_to_undo(tx: Tx, number: str) -> ImportPosted:
    """The import of this number.

    Raises:
        UnknownImport, AlreadyUndone
    """
    row = tx.row(_BATCH, (number,))
    if row is None:
        raise UnknownImport(f"There is no import {number}; its number stands where it was told, IM….", path="number")
    posting_id, number, file_name, undone_by = row
    if undone_by is not None:
        raise AlreadyUndone(f"{number} was undone by {undone_by}; import the file again instead.", path="number")
    return ImportPosted(posting_id=posting_id, number=number, file_name=file_name)


def changes(tx: Tx, posting_id: int) -> Iterator[dict[int, ChangeNoted]]:
    """What an import did to each product, by product id, a chunk at a time."""
    last = 0
    while rows := tx.rows(_CHANGES, (posting_id, last, CHUNK)):
        yield _noted(tx, posting_id, rows)
        last = rows[-1][0]


def _noted(tx: Tx, posting_id: int, rows: Sequence[Row]) -> dict[int, ChangeNoted]:
    ids = [row[1] for row in rows]
    marks = ",".join("?" * len(ids))
    costs: dict[int, int] = dict(
        tx.rows(
            f"""SELECT product_id, SUM(cost_minor) FROM stock_move WHERE posting_id = ? AND quantity_milli > 0
            AND product_id IN ({marks}) GROUP BY product_id""",  # noqa: S608  (marks only)
            (posting_id, *ids),
        )
    )
    moved = tx.rows(
        f"SELECT DISTINCT product_id FROM stock_move WHERE product_id IN ({marks}) AND posting_id <> ?",  # noqa: S608
        (*ids, posting_id),
    )
    moved_since = {row[0] for row in moved}
    return {
        product_id: ChangeNoted(
            before=json.loads(before) if before else None,
            after=json.loads(after),
            cost_minor=costs.get(product_id, 0),
            moved_since=product_id in moved_since,
        )
        for _id, product_id, before, after in rows
    }
