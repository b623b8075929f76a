"""Documents that are no sales (goods in, corrections, imports): their moves, and what the journal says."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.journal import Journal
from tillbook.queries.verify.journal_bodies import MovesTold, document_body
from tillbook.queries.verify.postings import Streams
from tillbook.queries.verify.rooms import Room
from tillbook.queries.verify.stock import Shelves

_BATCH = "SELECT file_sha256, created, changed FROM import_batch WHERE posting_id = ?"
_UNDONE = """SELECT p.number FROM import_batch b JOIN posting p ON p.id = b.posting_id
    WHERE b.undone_by_id = ?"""
_CHANGES = "SELECT id, before, after FROM import_change WHERE batch_id = ? AND id > ? ORDER BY id LIMIT 2000"
CAME_FROM = {
    "receipt": ("supplier",),
    "adjustment": ("loss", "damaged", "customer"),
    "import": ("loss", "supplier"),
    "credit_note": ("customer",),
}
"""The locations that goods of each kind of document come from."""

COUNTED = {
    "import": "imports",
    "copy": "copies",
}
"""How the documents of each kind are called where they are counted."""


class Documents:
    """Checks the other documents of a shop in the order of posting."""

    def __init__(
        self, facts: Facts, streams: Streams, shelves: Shelves, journal: Journal, rooms: Sequence[Room]
    ) -> None:
        self._facts = facts
        self._streams = streams
        self._shelves = shelves
        self._journal = journal
        self._rooms = {kind: room for room in rooms for kind in room.counted}

    def check(self, posting: Posting) -> None:
        """Check one document."""
        entry = self._streams.entry_of(posting)
        told = MovesTold(self._facts)
        count = 0
        room = self._rooms.get(posting.kind)
        of_room: list[Row] = []
        allowed = CAME_FROM.get(posting.kind, ())
        for moves in self._streams.moves.pages(posting.id):
            self._shelves.replay(posting, moves)
            told.add(moves)
            if room is not None:
                of_room += moves
            count += len(moves)
            kinds = {self._facts.kind_of(move[3]) for move in moves} - {"shop", *allowed}
            if kinds:
                self._facts.found.add(
                    "move_route", posting.where, f"has goods from {', '.join(sorted(kinds)) or 'nowhere'}"
                )
        self._shelves.finish(posting)
        if not count and posting.kind in ("receipt", "adjustment"):
            self._facts.found.add("document", posting.where, "moves nothing")
        cash = self._streams.cash.take(posting.id)
        if room is not None:
            more = room.more(posting, of_room, cash)
        else:
            more = self._import(posting) if posting.kind == "import" else {}
            if cash:
                self._facts.found.add("cash_entry", posting.where, "moves cash, and is no document that does")
        counted = room.counted[posting.kind] if room else COUNTED.get(posting.kind, f"{posting.kind}s")
        self._facts.checked[counted] = 1 + self._facts.checked.get(counted, 0)
        if entry is not None:
            supplier = self._facts.suppliers.get(posting.supplier_id or 0, "")
            self._journal.compare(posting, entry, document_body(posting, supplier, told, more))

    def _import(self, posting: Posting) -> dict[str, object]:
        """What the journal says of an import beside its moves; of an undo, which import it took back."""
        rows = self._facts.tx.rows(_BATCH, (posting.id,))
        if not rows:
            undone = self._facts.tx.rows(_UNDONE, (posting.id,))
            if len(undone) != 1:
                self._facts.found.add("import_batch", posting.where, "neither imported a file nor undid an import")
                return {}
            return {"undoes": undone[0][0]}
        file_sha256, created, changed = rows[0]
        new, other, sha256 = self._changes(posting.id)
        if (new, other) != (created, changed):
            message = f"made {new} products and changed {other}; it says {created} and {changed}"
            self._facts.found.add("import_batch", posting.where, message)
        return {"changed": changed, "changes_sha256": sha256, "created": created, "file_sha256": file_sha256}

    def _changes(self, posting_id: int) -> tuple[int, int, str]:
        """Products made, products changed, and the hash of what was noted of them."""
        fold = hashlib.sha256()
        new = other = last = 0
        while rows := self._facts.tx.rows(_CHANGES, (posting_id, last)):
            for _, before, after in rows:
                fold.update(f"{before}\n{after}\n".encode())
                new += not before
                other += bool(before)
            last = rows[-1][0]
        return new, other, fold.hexdigest()
