"""What must happen outside the database after a posting is written down with it, and only then done."""

from __future__ import annotations

from collections.abc import Sequence

from tillbook.db.models import Outbox
from tillbook.db.statements import Tx, insert_into

_INSERT = insert_into(Outbox, "posting", "topic")
SALES_LOG = "sales_log"
"""The topic of `sales.txt`: a sale's lines are still to be appended."""


def put(tx: Tx, posting_id: int, topic: str) -> None:
    """Write down that `topic` is to be done for a posting."""
    tx.write(_INSERT, (posting_id, topic))


def pending(tx: Tx, topic: str, most: int) -> list[tuple[int, int]]:
    """The oldest rows of a topic that are still to be done: (outbox id, posting id)."""
    rows = tx.rows("SELECT id, posting_id FROM outbox WHERE topic = ? ORDER BY posting_id LIMIT ?", (topic, most))
    return [(row[0], row[1]) for row in rows]


def done(tx: Tx, outbox_ids: Sequence[int]) -> None:
    """Take rows out that were done."""
    tx.write_many("DELETE FROM outbox WHERE id = ?", [(outbox_id,) for outbox_id in outbox_ids])
