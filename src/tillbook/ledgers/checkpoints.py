"""Stock checkpoints: sums of moves that a question about the past begins at (P16).

The problem: what was on hand at an instant is the sum of all moves up to it, and a shop that is ten years old
has millions. Moves are numbered as they are posted, but not always posted in the order of their instants: a
history is imported, a clock is set back.

The choice: a checkpoint holds, for each product and real location, the sum of the moves at or before its
instant whose id is not above its `through_move_id`. That stays true whatever is posted later, so whoever asks
adds the moves after its instant, and those posted after `through_move_id` with an instant before it. Only
levels that changed since the checkpoint before are written. Checkpoints lie in the order of their ids: one
that came to lack too much is taken away with all after it, and they are made anew.

Checkpoints are worked out from the moves and can be thrown away at any time; `verify` works them out again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tillbook.db.models import StockCheckpoint, StockCheckpointLevel
from tillbook.db.statements import Tx, insert_into

_LAST = "SELECT COALESCE(MAX(id), 0) FROM stock_checkpoint"
_ADD = insert_into(StockCheckpoint, "at", "through_move_id")
_ADD_LEVEL = insert_into(StockCheckpointLevel, "checkpoint", "product", "location", "on_hand_milli", "value_minor")
_DROP_LEVELS = (
    "DELETE FROM stock_checkpoint_level WHERE checkpoint_id IN (SELECT id FROM stock_checkpoint WHERE at >= ?)"
)
_DROP = "DELETE FROM stock_checkpoint WHERE at >= ?"
_REACH = "UPDATE stock_checkpoint SET through_move_id = ? WHERE through_move_id < ?"


def is_last(tx: Tx, checkpoint_id: int) -> bool:
    """Whether this is the newest checkpoint (0: there is none), so that nobody else made one meanwhile."""
    row = tx.row(_LAST)
    return row is not None and row[0] == checkpoint_id


def add(tx: Tx, *, at: Any, through_move_id: int, levels: Mapping[tuple[int, int], tuple[int, int]]) -> int:
    """Write a checkpoint after all others, with (on hand, value) by (product, location); answer its id."""
    checkpoint_id = tx.insert(_ADD, (at, through_move_id))
    tx.write_many(_ADD_LEVEL, [(checkpoint_id, *where, *level) for where, level in sorted(levels.items())])
    return checkpoint_id


def drop_from(tx: Tx, at: Any) -> None:
    """Take away the checkpoints at an instant and after it."""
    tx.write(_DROP_LEVELS, (at,))
    tx.write(_DROP, (at,))


def drop_all(tx: Tx) -> int:
    """Take all checkpoints away; answer how many there were."""
    row = tx.row("SELECT COUNT(*) FROM stock_checkpoint")
    assert row is not None, "an aggregate always answers"
    tx.write("DELETE FROM stock_checkpoint_level")
    tx.write("DELETE FROM stock_checkpoint")
    return int(row[0])


def extend(tx: Tx, through_move_id: int) -> None:
    """Let every checkpoint count as far as this move: nothing between is in the time of one that reached less."""
    tx.write(_REACH, (through_move_id, through_move_id))
