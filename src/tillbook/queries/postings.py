"""Was this id posted? The first question of every action (P6)."""

from __future__ import annotations

from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.core.posting import Numbered
from tillbook.db.statements import Tx

_BY_CLIENT_ID = "SELECT id, number, kind, request_hash FROM posting WHERE client_id = ?"


class IdReused(Refusal):
    """The id was posted with another content."""

    code: ClassVar[str] = "id_reused"


def posted_before(tx: Tx, *, client_id: str, kind: str, request_hash: str) -> Numbered | None:
    """The posting that this very request made, if it was sent before.

    Raises:
        IdReused: the id was used for something else.
    """
    row = tx.row(_BY_CLIENT_ID, (client_id,))
    if row is None:
        return None
    posting_id, number, kind_posted, hash_posted = row
    if (kind_posted, hash_posted) != (kind, request_hash):
        raise IdReused(
            f"The id {client_id} was already used for {number} with another content; make a new id for a new command.",
            path="id",
        )
    return Numbered(posting_id=posting_id, number=number)
