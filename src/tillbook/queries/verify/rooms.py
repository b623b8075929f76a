"""What each kind of document adds to the proof: its own rows, its cash, its part of the journal entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Posting


class Room(Protocol):
    """The rows that belong to documents of some kinds, read in the order of posting.

    `counted` names the kinds and what they are called where they are counted. A row of cash is
    (posting, id, shift, kind, amount).
    """

    counted: ClassVar[Mapping[str, str]]

    def more(self, posting: Posting, moves: Sequence[Row], cash: Sequence[Row]) -> dict[str, object]:
        """Check the rows of one document; answer what its journal entry must say beside its moves."""
        ...

    def finish(self) -> None:
        """All documents were read: what is left belongs to none, and sums must be what is stored."""
        ...
