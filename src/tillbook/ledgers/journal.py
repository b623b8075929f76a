"""The journal: every posting appended to its chain, each entry holding the hash of the one before (P23)."""

from __future__ import annotations

from collections.abc import Mapping

from tillbook.core.chain import Plain, digest, entry_text, instant_text
from tillbook.core.posting import Issued, Stamp
from tillbook.db.models import JournalEntry
from tillbook.db.statements import Tx, insert_into

_MOVE_HEAD = "UPDATE journal_chain SET head = ?, length = length + 1 WHERE id = ? AND head = ?"
_INSERT = insert_into(JournalEntry, "chain", "sequence", "posting", "text", "hash")


class HeadMoved(AssertionError):
    """Two transactions wrote the same chain at once: the lock on the number series did not hold."""


def append(tx: Tx, stamp: Stamp, issued: Issued, body: Mapping[str, Plain]) -> str:
    """Append a posting to its chain and answer the new head, which is the entry's hash."""
    text = entry_text(
        chain=stamp.chain,
        sequence=issued.length + 1,
        previous=issued.head,
        at=instant_text(stamp.at),
        kind=stamp.kind,
        document=issued.number,
        body=body,
    )
    entry_hash = digest(text)
    if tx.write(_MOVE_HEAD, (entry_hash, stamp.chain_id, issued.head)) != 1:
        raise HeadMoved(stamp.chain)
    tx.write(_INSERT, (stamp.chain_id, issued.length + 1, issued.posting_id, text, entry_hash))
    return entry_hash
