"""What money credit notes may pay out, worked out from the tenders of the sales and of all notes before (P11).

A sale was paid with a debt, with what was prepaid, and with money. Each note takes from these: money from money;
credit and exchanges from the debt, then from what was prepaid, then from money; store credit from what was prepaid,
then from money, then from the debt. What an exchange took paid for the sale that it was handed over for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from tillbook.queries.verify.facts import Facts

_KINDS: Final = {"credit": "credit", "gift_card": "stored", "store_credit": "stored", "exchange": "exchange"}
_ORDERS: Final = {"money": (2,), "credit": (0, 1, 2), "stored": (1, 2, 0), "exchange": (0, 1, 2)}
"""From which of debt, stored value and money each kind of tender takes, and in which order."""

_PAID = """SELECT type, SUM(amount_minor) FROM sale_tender WHERE sale_id = ? GROUP BY type
    UNION ALL SELECT 'cash', -change_minor FROM sale WHERE posting_id = ?"""
_NOTES = """SELECT n.posting_id, t.type, t.amount_minor FROM credit_note n
    JOIN credit_note_tender t ON t.credit_note_id = n.posting_id
    WHERE n.sale_id = ? AND n.posting_id <= ? ORDER BY n.posting_id"""
_HANDED = """SELECT n.sale_id, n.posting_id FROM goods_exchange e JOIN credit_note n ON n.posting_id = e.credit_note_id
    WHERE e.sale_id = ? AND n.sale_id IS NOT NULL AND n.posting_id < e.sale_id AND n.sale_id < n.posting_id"""
_SETTINGS = """SELECT j.posting_id, j.text FROM journal_entry j JOIN posting p ON p.id = j.posting_id
    WHERE p.kind = 'settings' ORDER BY j.posting_id"""
_COIN_NOW = "SELECT cash_increment_minor FROM shop"


class Left(NamedTuple):
    """What a sale was paid with and has not gone back."""

    debt: int
    stored: int
    money: int


def kind_of_tender(means: str) -> str:
    """Whether a tender is credit, stored value, an exchange or money."""
    return _KINDS.get(means, "money")


def left_before(facts: Facts, sale_id: int, note_id: int) -> Left:
    """What was left of what paid a sale when a credit note of it was posted.

    A chain of exchanges is gone back to its first sale, and then followed.
    """
    chain = [(sale_id, note_id)]
    while rows := facts.tx.rows(_HANDED, (chain[-1][0],)):
        chain.append((rows[0][0], rows[0][1]))
    along = [0, 0, 0]
    for sale, note in reversed(chain):
        left = _paid_with(facts, sale, along)
        notes: dict[int, dict[str, int]] = {}
        for posting_id, means, amount in facts.tx.rows(_NOTES, (sale, note)):
            of_note = notes.setdefault(posting_id, {})
            kind = kind_of_tender(means)
            of_note[kind] = of_note.get(kind, 0) + amount
        this = notes.pop(note, {})
        for given in notes.values():
            _take(left, given)
        before = Left(*left)
        along = _take(left, this)
    return before


def _paid_with(facts: Facts, sale_id: int, along: Sequence[int]) -> list[int]:
    paid = list(along)
    for means, amount in facts.tx.rows(_PAID, (sale_id, sale_id)):
        kind = kind_of_tender(means)
        if kind != "exchange":
            paid[_ORDERS[kind][0]] += amount
    return paid


def _take(left: list[int], given: dict[str, int]) -> list[int]:
    """Take what one note gave; answer what its exchange took."""
    taken = [0, 0, 0]
    for kind, order in _ORDERS.items():
        wanted = given.get(kind, 0)
        taken = [0, 0, 0]
        for place in order:
            taken[place] = min(left[place], wanted)
            left[place] -= taken[place]
            wanted -= taken[place]
    return taken


class Coins:
    """The smallest coin of the shop at any posting, as the journal tells of its changes."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._changes: list[tuple[int, int, int]] | None = None

    def at(self, posting_id: int) -> int:
        """The smallest coin when this was posted; as it is now where the journal tells of no change."""
        if self._changes is None:
            self._changes = self._read()
        for changed_by, before, _ in self._changes:
            if changed_by > posting_id:
                return before
        return self._changes[-1][2] if self._changes else int(self._facts.tx.rows(_COIN_NOW)[0][0])

    def _read(self) -> list[tuple[int, int, int]]:
        changes = []
        for posting_id, text in self._facts.tx.rows(_SETTINGS):
            told = json.loads(text)["body"]
            if told.get("changed") == "cash_increment":
                changes.append((posting_id, self._minor(told["from"]), self._minor(told["to"])))
        return changes

    def _minor(self, text: str) -> int:
        return int(Decimal(text).scaleb(self._facts.digits))
