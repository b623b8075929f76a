"""Shifts from their opening on: numbered without a gap, opened once, their cash moved with a reason (P20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting

_OPENED = """SELECT register_id, number, opened_at, business_date, opened_by_id, float_minor FROM shift
    WHERE opening_id = ?"""
_SIGNS: Final = {"pay_in": (1,), "pay_out": (-1,), "drop": (-1,), "no_sale": (0,)}
"""Which sign the amount of a movement has."""

_IN_SHIFTS = ("sale", "credit_note", "payment", "cash_entry")
_AFTER = """SELECT x.posting_id FROM {0} x JOIN z_report z ON z.shift_id = x.shift_id
    WHERE x.posting_id > z.posting_id ORDER BY x.posting_id LIMIT 1"""
_BEFORE = """SELECT x.posting_id FROM {0} x JOIN shift s ON s.id = x.shift_id
    WHERE x.posting_id < s.opening_id ORDER BY x.posting_id LIMIT 1"""
_IN_THE_PAST = """SELECT x.posting_id FROM {0} x JOIN shift s ON s.id = x.shift_id
    WHERE s.number = 0 ORDER BY x.posting_id LIMIT 1"""
_NOT_SALES = ("credit_note", "payment", "cash_entry", "z_report")
_IMPORTED = """SELECT x.posting_id, s.number FROM sale x JOIN shift s ON s.id = x.shift_id
    JOIN posting p ON p.id = x.posting_id WHERE (s.number = 0) <> (p.note LIKE 'past invoice %')
    ORDER BY x.posting_id LIMIT 1"""
_COUNTED_PAST = """SELECT register_id, number FROM shift
    WHERE number = 0 AND (open_register_id IS NOT NULL OR expected_minor <> 0 OR counted_minor <> 0) LIMIT 1"""
_FLOAT_OF_NOTHING = "SELECT register_id, number FROM shift WHERE opening_id IS NULL AND float_minor <> 0 LIMIT 1"


class Shifts:
    """The documents that open a shift and move its cash."""

    counted: ClassVar[Mapping[str, str]] = {"opening": "openings", "cash": "cash_movements"}

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def more(self, posting: Posting, moves: Sequence[Row], cash: Sequence[Row]) -> dict[str, object]:
        """What the journal must say of an opening or a movement of cash."""
        if moves:
            self._facts.found.add("document", posting.where, "moves goods, and is no document that does")
        return self._opening(posting, cash) if posting.kind == "opening" else self._movement(posting, cash)

    def _opening(self, posting: Posting, cash: Sequence[Row]) -> dict[str, object]:
        found = self._facts.found
        if cash:
            found.add("cash_entry", posting.where, "moves cash, and is no document that does")
        rows = self._facts.tx.rows(_OPENED, (posting.id,))
        if not rows:
            found.add("opening", posting.where, "opened no shift")
            return {}
        register_id, number, at, day, staff_id, float_minor = rows[0]
        if (at, day, staff_id) != (posting.at, posting.business_date, posting.staff_id):
            found.add("opening", posting.where, "is not when, for which day or by whom its shift was opened")
        check_register(self._facts, posting, register_id)
        return {"float_minor": float_minor, "shift": number}

    def _movement(self, posting: Posting, cash: Sequence[Row]) -> dict[str, object]:
        found = self._facts.found
        if len(cash) != 1:
            found.add("cash_entry", posting.where, f"moves cash {len(cash)} times instead of once")
            return {}
        _, _, shift_id, kind, amount = cash[0]
        sign = (amount > 0) - (amount < 0)
        if sign not in _SIGNS.get(kind, ()):
            found.add("cash_entry", posting.where, f"moves {amount} as {kind!r}")
        if not posting.note:
            found.add("reason", posting.where, "has no reason")
        shift = self._facts.shifts.get(shift_id)
        if shift is None:
            return {}
        check_register(self._facts, posting, shift.register_id)
        return {"amount_minor": amount, "cash": kind, "shift": shift.number}

    def finish(self) -> None:
        """Nothing was posted in a shift before it was opened or after it was closed."""
        tx, found = self._facts.tx, self._facts.found
        for table in _IN_SHIFTS:
            for (posting_id,) in tx.rows(_AFTER.format(table)):
                found.add("after_closing", self._facts.document(posting_id), "counts in a shift that was closed before")
            for (posting_id,) in tx.rows(_BEFORE.format(table)):
                found.add("before_opening", self._facts.document(posting_id), "counts in a shift that was opened later")
        for register_id, number in tx.rows(_FLOAT_OF_NOTHING):
            found.add("opening", where_of(self._facts, register_id, number), "has a float that nobody put in")
        self._check_past()

    def _check_past(self) -> None:
        """A register's shift 0 holds what was imported from before, all of it and nothing else."""
        tx, found = self._facts.tx, self._facts.found
        for posting_id, number in tx.rows(_IMPORTED):
            message = f"was imported from the past, and counts in shift {number}"
            if not number:
                message = "counts in the past of its register, and was not imported"
            found.add("past", self._facts.document(posting_id), message)
        for table in _NOT_SALES:
            for (posting_id,) in tx.rows(_IN_THE_PAST.format(table)):
                found.add("past", self._facts.document(posting_id), "belongs to a past, which has sales alone")
        for register_id, number in tx.rows(_COUNTED_PAST):
            found.add("past", where_of(self._facts, register_id, number), "has a drawer, and is the past")


def check_register(facts: Facts, posting: Posting, register_id: int) -> None:
    """A document of a shift is numbered by the register that the shift is of."""
    series, register = facts.series.get(posting.series_id), facts.registers.get(register_id)
    if series is None or register is None or series.chain_id != register.chain_id:
        facts.found.add("register", posting.where, "belongs to a shift of another register")


def where_of(facts: Facts, register_id: int, number: int) -> str:
    """A shift as a person would look for it."""
    code = facts.registers[register_id].code if register_id in facts.registers else "?"
    return f"Register {code}, shift {number}"


def check_shifts(facts: Facts) -> None:
    """The shifts of each register are numbered 1, 2, 3 …, and an open one is open on its own register.

    Before them comes 0, the past, where one was imported.
    """
    last: dict[int, int] = {}
    for shift_id, register_id, open_register, number in facts.tx.rows(
        "SELECT id, register_id, open_register_id, number FROM shift ORDER BY register_id, number"
    ):
        where = where_of(facts, register_id, number)
        if number != last.get(register_id, 0) + 1 and (number or register_id in last):
            facts.found.add("shift_number", where, f"comes after shift {last.get(register_id, 0)}")
        last[register_id] = number
        if open_register not in (None, register_id):
            facts.found.add("shift", where, f"row {shift_id} is open on another register")
    facts.checked["shifts"] = len(facts.shifts)
