"""Registers: each is what the office's journal last said of it (P23)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting

FOUNDED: Final = ("1", "Register 1", "", "shop")
"""The register that every shop begins with."""

_TOLD = "SELECT text FROM journal_entry WHERE posting_id = ?"
_REGISTERS = """SELECT r.code, r.name, r.printer, l.code, c.name FROM register r
    LEFT JOIN location l ON l.id = r.location_id LEFT JOIN journal_chain c ON c.id = r.chain_id ORDER BY r.id"""


class Registers:
    """The documents by which registers were added and changed. There are few: all are kept in memory."""

    counted: ClassVar[Mapping[str, str]] = {"register": "register_changes"}

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._told = {FOUNDED[0]: FOUNDED}

    def more(self, posting: Posting, moves: Sequence[Row], cash: Sequence[Row]) -> dict[str, object]:
        """Take down what the journal says of the register; nothing else has it."""
        if moves or cash:
            self._facts.found.add("document", posting.where, "moves goods or cash, and is no document that does")
        entries = self._facts.tx.rows(_TOLD, (posting.id,))
        said = json.loads(entries[0][0])["body"] if entries else {}
        parts = [said.get(key) for key in ("register", "name", "printer")]
        if not all(isinstance(part, str) for part in parts):
            self._facts.found.add("register", posting.where, "does not say what the register is")
            return {}
        code, name, printer = map(str, parts)
        self._told[code] = (code, name, printer, "shop")
        return {"register": code, "name": name, "printer": printer}

    def finish(self) -> None:
        """The registers are those that were told of, as they were told of last."""
        found = self._facts.found
        rows = self._facts.tx.rows(_REGISTERS)
        for code, name, printer, location, chain in rows:
            where = f"Register {code}"
            if code not in self._told:
                found.add("register", where, "was never added")
            elif self._told[code] != (code, name, printer, location):
                found.add("register", where, "has another name, printer or place than the journal says")
            if chain != code:
                found.add("register", where, f"writes to the journal {chain}")
        for code in sorted(self._told.keys() - {row[0] for row in rows}):
            found.add("register", f"Register {code}", "was added, and is not there")
