"""The worker that keeps stock checkpoints, so that a question about long ago costs no more than a fresh one.

Nothing is posted. The sums are worked out in a snapshot, which no sale waits for; the transaction that writes
them looks whether another worker was there first, and is as short as writing some rows. Killed at any instant
it leaves checkpoints that are right, only fewer of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from tillbook.core.rights import Actor, Right
from tillbook.db.statements import Tx
from tillbook.db.transaction import action, reading, transaction_of_one_action
from tillbook.ledgers import checkpoints
from tillbook.queries.checkpoints import (
    Checkpoint,
    DayMoved,
    days_since,
    first_late,
    last_checkpoint,
    levels_at_last,
    moved_since,
    newest_move,
    reach,
)

MOVES_BETWEEN: Final = 10_000
"""How many moves pass before the next checkpoint: a question adds up to so many, or twice that, by itself."""


def keep_checkpoints(*, moves_between: int = MOVES_BETWEEN) -> int:
    """Make the checkpoints that are due in the open shop; answer how many were made.

    Where moves were posted with instants of long ago, the checkpoints after these are made anew.
    """
    with reading() as tx:
        newest = newest_move(tx)
        if newest - reach(tx) < moves_between:
            return 0
        late = first_late(tx)
        newest_checkpoint = last_checkpoint(tx)

    if late is not None and not _drop_late(late, newest_checkpoint):
        return 0
    with reading() as tx:
        base = last_checkpoint(tx)
        instants = boundaries(days_since(tx, base, through_move_id=newest), moves_between)
    made = 0
    for at in instants:
        following = _make(base, at, through_move_id=newest)
        if following is None:
            return made
        base = following
        made += 1
    with transaction_of_one_action() as tx:
        if checkpoints.is_last(tx, base.id):
            checkpoints.extend(tx, newest)
    return made


@action(right=Right.see_reports)
def drop_checkpoints(tx: Tx, *, by: Actor) -> int:  # noqa: ARG001  (who asks is checked, and nothing is posted)
    """Take all checkpoints away, for `keep_checkpoints` to make anew; answer how many there were."""
    return checkpoints.drop_all(tx)


def boundaries(days: Iterable[DayMoved], moves_between: int) -> list[Any]:
    """The instants of the next checkpoints: after whole days of that many moves, the last after all of them."""
    found: list[Any] = []
    count = 0
    latest: Any = None
    for day in days:
        latest = day.latest_at if latest is None else max(latest, day.latest_at)
        count += day.moves
        if count >= moves_between:
            found.append(latest)
            count = 0
    if count and found:
        found[-1] = latest
    elif count:
        found = [latest]
    return sorted(set(found))


def _drop_late(late: Any, newest: Checkpoint) -> bool:
    with transaction_of_one_action() as tx:
        if not checkpoints.is_last(tx, newest.id):
            return False
        checkpoints.drop_from(tx, late)
    return True


def _make(base: Checkpoint, at: Any, *, through_move_id: int) -> Checkpoint | None:
    """One checkpoint after `base`; None where another worker made one meanwhile."""
    with reading() as tx:
        changed = moved_since(tx, base, until=at, through_move_id=through_move_id)
        before = levels_at_last(tx, (product for product, _ in changed))

    levels = {}
    for where, (milli, minor) in changed.items():
        milli_before, minor_before = before.get(where, (0, 0))
        levels[where] = (milli_before + milli, minor_before + minor)

    with transaction_of_one_action() as tx:
        if not checkpoints.is_last(tx, base.id):
            return None
        made = checkpoints.add(tx, at=at, through_move_id=through_move_id, levels=levels)
    return Checkpoint(id=made, at=at, through_move_id=through_move_id)
