"""Sales that are still to be written into the shop's files: none was forgotten (P30).

The row of a sale in the outbox goes when it is done, so that its absence proves nothing. What does: rows are made in
the order of the sales, as many as there are sales, and are done in that order. The engine counts every row that it
ever made. A sale of the past may stand in the file already, and have no row.
"""

from __future__ import annotations

from collections.abc import Callable

from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.streams import Stream

SALES_LOG = "sales_log"
PAST = "history:"
"""How the client ids of sales of the past begin."""

_MADE = "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'"


class Outbox:
    """Follows the sales in the order of posting beside what is to be done for them."""

    def __init__(self, facts: Facts, *, keeps_files: Callable[[], bool]) -> None:
        self._facts = facts
        self._keeps_files = keeps_files
        self._rows = Stream(facts.tx, "outbox", "topic", owner="posting_id", place="id")
        self._due = 0
        self._waits = False

    def check(self, posting: Posting) -> None:
        """Check one sale: after one that waits, each waits."""
        rows = [row for row in self._rows.take(posting.id) if row[2] == SALES_LOG]
        due = self._keeps_files() and not posting.client_id.startswith(PAST)
        self._due += due
        if len(rows) > 1 or (rows and not self._keeps_files()):
            self._facts.found.add("outbox", posting.where, f"is to be written into sales.txt {len(rows)} times")
        elif due and self._waits and not rows:
            self._facts.found.add("outbox", posting.where, "would never be written into sales.txt, as those around it")
        self._waits = self._waits or bool(rows)

    def finish(self) -> None:
        """All postings were read: no row belongs to what is no sale, and there were rows enough."""
        self._rows.rest()
        if self._rows.strays:
            where = self._facts.document(self._rows.strays[0][0])
            self._facts.found.add("outbox", where, "is to be written into sales.txt, and is no sale")
        made = self._facts.tx.rows(_MADE)[0][0]
        if made < self._due:
            message = f"{self._due} sales were to be written into it, {made} were ever put down for that"
            self._facts.found.add("outbox", "sales.txt", message)
        self._facts.checked["outbox"] = self._rows.taken
