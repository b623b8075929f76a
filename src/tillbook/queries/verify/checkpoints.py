"""Stock checkpoints worked out again: each level is the sum of the moves that its checkpoint says it holds (P16).

They are derived: a wrong one harms no document, but every answer about the past that begins at it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts
from tillbook.queries.verify.figures import money, quantity
from tillbook.queries.verify.streams import Stream

_CHECKPOINTS = "SELECT id, at, through_move_id FROM stock_checkpoint ORDER BY id"
_PRODUCTS = """SELECT product_id FROM stock_move UNION SELECT product_id FROM stock_checkpoint_level
    ORDER BY product_id"""
_MOVES = "id, from_location_id, to_location_id, quantity_milli, cost_minor"

Sums = dict[int, list[int]]
"""On hand and value by the number of a checkpoint, counted from 0 in their order."""


class _Made(NamedTuple):
    """The checkpoints in their order, a column each."""

    ids: list[int]
    instants: list[Any]
    reach: list[int]

    def first_with(self, at: Any, move_id: int) -> int:
        """The number of the first checkpoint that holds such a move; one more than there are for none."""
        return max(bisect_left(self.instants, at), bisect_left(self.reach, move_id))


def check_checkpoints(facts: Facts) -> None:
    """Checkpoints follow each other in time, reach only what was posted, and hold what their moves add up to."""
    rows = facts.tx.rows(_CHECKPOINTS)
    facts.checked["checkpoints"] = len(rows)
    strays = facts.tx.rows(
        """SELECT l.id FROM stock_checkpoint_level l LEFT JOIN stock_checkpoint c ON c.id = l.checkpoint_id
        WHERE c.id IS NULL ORDER BY l.id LIMIT 1"""
    )
    if strays:
        facts.found.add("checkpoint", "Stock checkpoints", f"level {strays[0][0]} belongs to none")
    if not rows:
        return
    made = _Made([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])
    if _in_order(facts, made):
        _check_levels(facts, made)


def _in_order(facts: Facts, made: _Made) -> bool:
    newest = facts.tx.rows("SELECT COALESCE(MAX(id), 0) FROM stock_move")[0][0]
    wrong = ""
    for number in range(1, len(made.ids)):
        if made.instants[number] <= made.instants[number - 1]:
            wrong = f"{made.ids[number]} does not come after the one before it"
        elif made.reach[number] < made.reach[number - 1]:
            wrong = f"{made.ids[number]} reaches less far than the one before it"
    if made.reach[-1] > newest:
        wrong = f"{made.ids[-1]} says that it reaches move {made.reach[-1]}; the newest is {newest}"
    if wrong:
        facts.found.add("checkpoint", "Stock checkpoints", wrong)
    return not wrong


def _check_levels(facts: Facts, made: _Made) -> None:
    """Product by product, so that memory stays flat."""
    moves = Stream(facts.tx, "stock_move", _MOVES, owner="product_id", place="at", then="id")
    columns = "checkpoint_id, on_hand_milli, value_minor"
    levels = Stream(facts.tx, "stock_checkpoint_level", columns, owner="product_id", place="location_id", then="id")
    number_of = {key: number for number, key in enumerate(made.ids)}
    here = [number for number, (_, kind) in facts.locations.items() if kind == "shop"]
    for (product,) in facts.tx.rows(_PRODUCTS):
        changes: dict[int, Sums] = {location: {} for location in here}
        for page in moves.pages(product):
            for _, at, move_id, source, destination, milli, minor in page:
                number = made.first_with(at, move_id)
                for location, sign in ((source, -1), (destination, 1)):
                    if number < len(made.ids) and location in changes:
                        change = changes[location].setdefault(number, [0, 0])
                        change[0] += sign * milli
                        change[1] += sign * minor
        stored = [row for row in levels.take(product) if row[2] in number_of]
        for location in {*here, *(row[1] for row in stored)}:
            told = {number_of[row[2]]: row for row in stored if row[1] == location}
            _compare(facts, made, product, changes.get(location, {}), told)


def _compare(facts: Facts, made: _Made, product: int, changes: Sums, told: dict[int, Row]) -> None:
    """What is told at each checkpoint, by a level there or by the last one before it, is the sum of the changes."""
    due: Sequence[int] = (0, 0)
    says: Sequence[int] = (0, 0)
    for number in sorted({*changes, *told}):
        change = changes.get(number, (0, 0))
        due = (due[0] + change[0], due[1] + change[1])
        if number in told:
            says = told[number][3:5]
        if tuple(says) != tuple(due):
            if not facts.found.again("checkpoint_level"):
                message = (
                    f"checkpoint {made.ids[number]} says {_shown(facts, says)}, its moves add up to "
                    f"{_shown(facts, due)}"
                )
                facts.found.add("checkpoint_level", facts.product(product), message)
            return


def _shown(facts: Facts, level: Sequence[int]) -> str:
    return f"{quantity(level[0])} worth {money(level[1], facts.digits)}"
