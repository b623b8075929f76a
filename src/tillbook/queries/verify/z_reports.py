"""Z reports: all figures worked out again from the documents of the shift, and the head that was printed (P20, P23)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.figures import money
from tillbook.queries.verify.journal import canonical, difference, instant_text
from tillbook.queries.verify.shift_sums import Sums
from tillbook.queries.verify.shifts import check_register, where_of
from tillbook.queries.verify.streams import Stream

GENESIS = "0" * 64
Z_PAGE = 200
"""Z reports are long."""

_SHIFT = """SELECT register_id, open_register_id, number, opened_at, business_date, float_minor, closed_at,
    closed_by_id, expected_minor, counted_minor FROM shift WHERE id = ?"""
_COUNTS = "SELECT denomination_minor, count FROM shift_count WHERE shift_id = ? ORDER BY denomination_minor DESC"
_ENTRY = "SELECT sequence FROM journal_entry WHERE posting_id = ? AND chain_id = ?"
_HASH = "SELECT hash FROM journal_entry WHERE chain_id = ? AND sequence = ?"
_WITHOUT_Z = """SELECT s.register_id, s.number FROM shift s LEFT JOIN z_report z ON z.shift_id = s.id
    WHERE s.open_register_id IS NULL AND z.posting_id IS NULL AND s.number > 0
    ORDER BY s.register_id, s.number LIMIT 1"""
_COUNTED_OPEN = """SELECT s.register_id, s.number FROM shift_count c JOIN shift s ON s.id = c.shift_id
    LEFT JOIN z_report z ON z.shift_id = s.id WHERE z.posting_id IS NULL ORDER BY c.id LIMIT 1"""


class ZReports:
    """The documents that close a shift."""

    counted: ClassVar[Mapping[str, str]] = {"z": "z_reports"}

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._stored = Stream(
            facts.tx, "z_report", "shift_id, content", owner="posting_id", place="posting_id", size=Z_PAGE
        )

    def more(self, posting: Posting, moves: Sequence[Row], cash: Sequence[Row]) -> dict[str, object]:
        """What the journal must say of a Z report; its text is checked figure by figure."""
        found = self._facts.found
        if moves or cash:
            found.add("document", posting.where, "moves goods or cash, and is no document that does")
        rows = self._stored.take(posting.id)
        shifts = self._facts.tx.rows(_SHIFT, (rows[0][2],)) if rows else []
        if not rows or not shifts:
            found.add("z_report", posting.where, "has a number, and closed no shift")
            return {}
        shift_id, text = rows[0][2:]
        register_id, open_register, number, _, _, _, _, _, expected, counted = shifts[0]
        check_register(self._facts, posting, register_id)
        if open_register is not None:
            found.add(
                "shift", where_of(self._facts, register_id, number), f"is open, and was closed by {posting.where}"
            )
            return {}
        content = _read(text)
        if content is None:
            found.add("z_report", posting.where, "cannot be read, or is not written as it was")
        else:
            self._check_content(posting, shift_id, shifts[0], content)
        return {
            "content_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "counted_minor": counted,
            "expected_minor": expected,
            "shift": number,
        }

    def _check_content(self, posting: Posting, shift_id: int, shift: Row, content: dict[str, Any]) -> None:
        found = self._facts.found
        register_id, _, number, opened_at, day, float_minor, closed_at, closed_by, expected, counted = shift
        if (closed_at, closed_by) != (posting.at, posting.staff_id):
            found.add("shift", where_of(self._facts, register_id, number), f"was not closed by {posting.where}")
        counts = self._counts(posting, shift_id, counted)
        due: dict[str, object] = {
            "number": posting.number,
            "register": self._facts.registers[register_id].code if register_id in self._facts.registers else None,
            "shift": number,
            "business_date": str(day),
            "opened_at": instant_text(opened_at),
            "closed_at": instant_text(closed_at),
            "counts": counts,
        }
        says = {**content, "opened_at": _in_utc(content["opened_at"]), "closed_at": _in_utc(content["closed_at"])}
        self._compare("z_report", posting, says, due)
        sums = Sums(self._facts, shift_id, float_minor)
        self._compare("z_total", posting, content, sums.due())
        self._check_drawer(posting, content, sums.expected, expected, counted)
        self._check_journal(posting, register_id, content)

    def _compare(self, kind: str, posting: Posting, says: object, due: object) -> None:
        differing = difference(says, due)
        if differing is not None:
            self._facts.found.add(kind, posting.where, differing)

    def _counts(self, posting: Posting, shift_id: int, counted: int) -> list[dict[str, object]]:
        digits = self._facts.digits
        rows = self._facts.tx.rows(_COUNTS, (shift_id,))
        total = sum([denomination * count for denomination, count in rows])
        if rows and total != counted:
            message = f"its coins and notes add up to {money(total, digits)}, {money(counted, digits)} is stored"
            self._facts.found.add("shift_count", posting.where, message)
        return [
            {
                "denomination": money(denomination, digits),
                "count": count,
                "amount": money(denomination * count, digits),
            }
            for denomination, count in rows
        ]

    def _check_drawer(
        self, posting: Posting, content: dict[str, Any], worked_out: int, expected: int, counted: int
    ) -> None:
        """What was expected is what the entries come to, and the difference is that to what was counted."""
        digits = self._facts.digits
        if worked_out != expected:
            message = (
                f"expected {money(expected, digits)} in the drawer, the entries come to {money(worked_out, digits)}"
            )
            self._facts.found.add("drawer", posting.where, message)
        due = {
            "expected": money(expected, digits),
            "counted": money(counted, digits),
            "difference": money(counted - expected, digits),
        }
        self._compare("drawer", posting, content["cash"], due)

    def _check_journal(self, posting: Posting, register_id: int, content: dict[str, Any]) -> None:
        """The head that was printed is the hash of the entry before the Z report's own."""
        tx = self._facts.tx
        register = self._facts.registers.get(register_id)
        if register is None:
            return
        own = tx.rows(_ENTRY, (posting.id, register.chain_id))
        length = own[0][0] - 1 if own else None
        before = tx.rows(_HASH, (register.chain_id, length)) if length else []
        head = GENESIS if length == 0 else before[0][0] if before else None
        due = {"chain": register.code, "head": head, "length": length}
        self._compare("z_journal", posting, content["journal"], due)

    def finish(self) -> None:
        """No Z report without a document, no closed shift without a Z report, no count of an open one."""
        found = self._facts.found
        self._stored.rest()
        for row in self._stored.strays[:1]:
            found.add("stray", self._facts.document(row[0]), "has a Z report, and is no document that has one")
        for register_id, number in self._facts.tx.rows(_WITHOUT_Z):
            found.add("z_missing", where_of(self._facts, register_id, number), "is closed, and has no Z report")
        for register_id, number in self._facts.tx.rows(_COUNTED_OPEN):
            found.add("shift_count", where_of(self._facts, register_id, number), "was counted, and never closed")


def _read(text: object) -> dict[str, Any] | None:
    """A Z report's JSON, or None where it is none or is not in its one spelling."""
    try:
        content = json.loads(str(text))
    except ValueError:
        return None
    return content if isinstance(content, dict) and canonical(content) == text else None


def _in_utc(text: str) -> str:
    """An instant with its offset as the journal writes it."""
    return instant_text(datetime.fromisoformat(text).astimezone(UTC))
