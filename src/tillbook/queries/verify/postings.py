"""What a posting of any kind has: its journal entry and its moves; and rows that belong to none."""

from __future__ import annotations

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.journal import ENTRIES, Journal
from tillbook.queries.verify.stock import MOVES
from tillbook.queries.verify.streams import Stream

CASH = "shift_id, kind, amount_minor"
JOURNAL_PAGE = 1_000
"""Entries are long."""


class Streams:
    """The streams that sales and other documents share."""

    def __init__(self, facts: Facts, journal: Journal) -> None:
        self._facts = facts
        self._journal = journal
        self._entries = Stream(facts.tx, "journal_entry", ENTRIES, owner="posting_id", place="id", size=JOURNAL_PAGE)
        self.moves = Stream(facts.tx, "stock_move", MOVES, owner="posting_id", place="id")
        self.cash = Stream(facts.tx, "cash_entry", CASH, owner="posting_id", place="id")

    def entry_of(self, posting: Posting) -> Row | None:
        """The journal entry of a posting, its place and hash checked."""
        return self._journal.entry_of(posting, self._entries.take(posting.id))

    def finish(self) -> None:
        """All postings were read."""
        self.close("journal_entries", self._entries)
        self.close("moves", self.moves)
        self.close("cash_entries", self.cash)

    def close(self, what: str, stream: Stream) -> None:
        """Count what a stream gave; whatever it has left belongs to no posting that should have it."""
        stream.rest()
        if stream.strays:
            where = self._facts.document(stream.strays[0][0])
            self._facts.found.add("stray", where, f"has {what.replace('_', ' ')}, and is no document that has them")
        self._facts.checked[what] = stream.taken
