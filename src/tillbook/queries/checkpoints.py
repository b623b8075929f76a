"""How far the stock checkpoints reach, which of them are behind, and what moved since (P16)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from tillbook.db.statements import Tx, read_instant, stored_date, stored_instant

CHUNK = 500
Level = tuple[int, int]
"""On hand in thousandths, and value in minor units."""
Where = tuple[int, int]
"""Product and location."""

DAYS_BESIDE: Final = timedelta(days=2)
"""A business date lies at most so far from the date of its instant in UTC: half a day of zones, a day of cut-over."""

_LAST = "SELECT id, at, through_move_id FROM stock_checkpoint ORDER BY id DESC LIMIT 1"
_LAST_UNTIL = "SELECT id, at, through_move_id FROM stock_checkpoint WHERE at <= ? ORDER BY id DESC LIMIT 1"
_KEPT = """SELECT c.at, (SELECT COUNT(*) FROM stock_checkpoint_level l WHERE l.checkpoint_id = c.id)
    FROM stock_checkpoint c ORDER BY c.id"""
_NEWEST_MOVE = "SELECT COALESCE(MAX(id), 0) FROM stock_move"
_REACH = "SELECT through_move_id, MAX(at) FROM stock_checkpoint GROUP BY through_move_id ORDER BY through_move_id"
_LATE = "SELECT MIN(at) FROM stock_move WHERE id > ? AND at <= ?"
# CROSS JOIN: the days first, by their index, then the moves of each of their documents.
_SINCE = """FROM posting p CROSS JOIN stock_move m WHERE m.posting_id = p.id
    AND p.business_date >= ? AND m.at > ? AND m.id <= ?"""
_DAYS = f"SELECT p.business_date, COUNT(*), MAX(m.at) {_SINCE} GROUP BY p.business_date ORDER BY p.business_date"
_MOVED = f"""SELECT m.product_id, m.from_location_id, m.to_location_id, SUM(m.quantity_milli), SUM(m.cost_minor)
    {_SINCE} AND p.business_date <= ? AND m.at <= ? GROUP BY m.product_id, m.from_location_id, m.to_location_id"""
_LEVELS = """SELECT l.product_id, l.location_id, l.on_hand_milli, l.value_minor
    FROM (SELECT product_id, location_id, MAX(checkpoint_id) AS newest FROM stock_checkpoint_level
        WHERE product_id IN ({marks}) GROUP BY product_id, location_id) n
    JOIN stock_checkpoint_level l
    ON l.product_id = n.product_id AND l.location_id = n.location_id AND l.checkpoint_id = n.newest"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A checkpoint; its instant as the engine keeps it. `BEGINNING` stands for none: nothing had moved."""

    id: int
    at: Any
    through_move_id: int


BEGINNING: Final = Checkpoint(id=0, at="0001-01-01 00:00:00", through_move_id=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointKept:
    """A checkpoint as it is listed: its instant, and how many levels were written with it."""

    at: datetime
    levels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMoved:
    """How many moves a business day has, and the last instant of them, as the engine keeps it."""

    moves: int
    latest_at: Any


def last_checkpoint(tx: Tx, until: Any = None) -> Checkpoint:
    """The newest checkpoint, or the newest one at an instant or before it."""
    row = tx.row(_LAST) if until is None else tx.row(_LAST_UNTIL, (until,))
    if row is None:
        return BEGINNING
    return Checkpoint(id=row[0], at=stored_instant(read_instant(row[1])), through_move_id=row[2])


def checkpoints_kept(tx: Tx) -> list[CheckpointKept]:
    """The checkpoints, the earliest first."""
    return [CheckpointKept(at=read_instant(row[0]), levels=row[1]) for row in tx.rows(_KEPT)]


def newest_move(tx: Tx) -> int:
    """The id of the newest move, or 0."""
    row = tx.row(_NEWEST_MOVE)
    assert row is not None, "an aggregate always answers"
    return int(row[0])


def reach(tx: Tx) -> int:
    """Up to which move every checkpoint counts what is in its time; 0 where there is none."""
    rows = tx.rows(_REACH)
    return int(rows[0][0]) if rows else 0


def first_late(tx: Tx) -> Any:
    """The earliest instant of a move that a checkpoint should hold and does not, or None."""
    found = [row[0] for through, at in tx.rows(_REACH) for row in tx.rows(_LATE, (through, at)) if row[0] is not None]
    return min(found, default=None)


def days_since(tx: Tx, since: Checkpoint, *, through_move_id: int) -> list[DayMoved]:
    """The business days that have moves after the instant of a checkpoint, up to a move, in order."""
    rows = tx.rows(_DAYS, (_first_day(since.at), since.at, through_move_id))
    return [DayMoved(moves=row[1], latest_at=row[2]) for row in rows]


def moved_since(tx: Tx, since: Checkpoint, *, until: Any, through_move_id: int) -> dict[Where, Level]:
    """What the moves after a checkpoint, up to an instant and a move, changed at the real locations."""
    real = {row[0] for row in tx.rows("SELECT id FROM location WHERE kind = 'shop'")}
    last_day = stored_date(read_instant(until).date() + DAYS_BESIDE)
    changed: dict[Where, Level] = {}
    for product, source, destination, milli, minor in tx.rows(
        _MOVED, (_first_day(since.at), since.at, through_move_id, last_day, until)
    ):
        for location, sign in ((source, -1), (destination, 1)):
            if location in real:
                before = changed.get((product, location), (0, 0))
                changed[product, location] = (before[0] + sign * milli, before[1] + sign * minor)
    return {where: level for where, level in changed.items() if level != (0, 0)}


def levels_at_last(tx: Tx, products: Iterable[int]) -> dict[Where, Level]:
    """The levels of these products at the newest checkpoint; those that never moved before it are missing."""
    wanted = sorted(set(products))
    found: dict[Where, Level] = {}
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        for row in tx.rows(_LEVELS.format(marks=",".join("?" * len(some))), some):
            found[row[0], row[1]] = (row[2], row[3])
    return found


def _first_day(at: Any) -> Any:
    day = read_instant(at).date()
    return stored_date(max(day, date.min + DAYS_BESIDE) - DAYS_BESIDE)
