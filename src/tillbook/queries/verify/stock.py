"""Stock worked out again from its moves: on hand, value, costs, falls below zero (P8, P14, P15)."""

from __future__ import annotations

from collections.abc import Sequence

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.figures import money, quantity

Key = tuple[int, int]
"""Product and location."""

MOVES = "product_id, from_location_id, to_location_id, quantity_milli, cost_minor, reason"
LEVELS_A_PAGE = 5_000
_LEVELS = """SELECT id, product_id, location_id, on_hand_milli, value_minor, may_go_negative
    FROM stock_level WHERE id > ? ORDER BY id LIMIT ?"""


class Shelves:
    """Every level as the moves read so far make it; suppliers, customers and loss have none."""

    __slots__ = ("_expected", "_facts", "_here", "_late", "_on_hand", "_start", "_value", "_where")

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._here = {number for number, (_, kind) in facts.locations.items() if kind == "shop"}
        self._on_hand: dict[Key, int] = {}
        self._value: dict[Key, int] = {}
        self._start: dict[Key, int] = {}
        """What was on hand before the present document, where it took something."""
        self._late: dict[Key, int] = {}
        """The late cost that must still leave within the present document."""
        self._expected: dict[tuple[int, int, int], int] = {}
        """Falls below zero: (posting, product, location) to what was on hand after it."""
        self._where = ""

    def replay(self, posting: Posting, moves: Sequence[Row]) -> None:
        """Take some moves of a document, in their order."""
        self._where = posting.where
        here = self._here
        for _, _, product, from_id, to_id, milli, cost, _ in moves:
            if from_id in here:
                self._leave((product, from_id), milli, cost)
            elif to_id not in here:
                self._facts.found.add("move_route", self._where, "a move neither leaves nor reaches the shop")
            if to_id in here:
                self._arrive((product, to_id), milli, cost)

    def finish(self, posting: Posting) -> None:
        """The document's moves are over."""
        for key, late in self._late.items():
            self._say("late_cost", key, f"the late cost of {self._money(late)} was not passed on")
        self._late.clear()
        for key, first in self._start.items():
            if first >= 0 > self._on_hand[key]:
                self._expected[(posting.id, *key)] = self._on_hand[key]
        self._start.clear()

    def _leave(self, key: Key, milli: int, cost: int) -> None:
        on_hand = self._on_hand.get(key, 0)
        value = self._value.get(key, 0)
        if not milli:
            due = self._late.pop(key, 0)
            if cost != due:
                self._say("late_cost", key, f"the late cost is {self._money(cost)}, {self._money(due)} was due")
            self._value[key] = value - cost
            return
        self._start.setdefault(key, on_hand)
        due = value if milli >= on_hand else (2 * value * milli + on_hand) // (2 * on_hand)
        if cost != due:
            self._say("move_cost", key, f"cost {self._money(cost)} when it left, {self._money(due)} was due")
        self._on_hand[key] = on_hand - milli
        self._value[key] = value - cost

    def _arrive(self, key: Key, milli: int, cost: int) -> None:
        on_hand = self._on_hand.get(key, 0)
        if cost < 0 or not milli:
            self._say("move_cost", key, f"{quantity(milli)} came in at a cost of {self._money(cost)}")
        if on_hand < 0:
            self._start.setdefault(key, on_hand)
            covered = min(milli, -on_hand)
            late = cost if covered == milli else (2 * cost * covered + milli) // (2 * milli)
            if late:
                self._late[key] = self._late.get(key, 0) + late
        self._on_hand[key] = on_hand + milli
        self._value[key] = self._value.get(key, 0) + cost

    def check_levels(self) -> None:
        """Every stored level is the sum of its moves, is worth something only while something is there."""
        last = 0
        count = 0
        while rows := self._facts.tx.rows(_LEVELS, (last, LEVELS_A_PAGE)):
            for row in rows:
                self._check_level(*row[1:])
            last = rows[-1][0]
            count += len(rows)
        for key, on_hand in self._on_hand.items():
            message = f"{quantity(on_hand)} are on hand by its moves, but it has no level"
            self._say("level_missing", key, message, shelf=True)
        self._facts.checked["levels"] = count

    def _check_level(self, product: int, location: int, on_hand: int, value: int, may_go_negative: object) -> None:
        key = (product, location)
        due = self._on_hand.pop(key, 0)
        worth = self._value.pop(key, 0)
        if on_hand != due:
            self._say(
                "on_hand",
                key,
                f"{quantity(on_hand)} on hand, its moves add up to {quantity(due)}",
                shelf=True,
            )
        if value != worth:
            message = f"worth {self._money(value)}, its costs add up to {self._money(worth)}"
            self._say("value", key, message, shelf=True)
        if value < 0 or (value and on_hand <= 0):
            message = f"worth {self._money(value)} with {quantity(on_hand)} on hand"
            self._say("value_of_nothing", key, message, shelf=True)
        if on_hand < 0 and not may_go_negative:
            self._say("oversold", key, f"{quantity(on_hand)} on hand, but it may not go below 0", shelf=True)

    def check_discrepancies(self) -> None:
        """Each fall below zero left one discrepancy, and nothing else did."""
        rows = self._facts.tx.rows(
            "SELECT posting_id, product_id, location_id, on_hand_milli FROM discrepancy ORDER BY id"
        )
        for posting, product, location, on_hand in rows:
            due = self._expected.pop((posting, product, location), None)
            if due != on_hand:
                said = "there was none" if due is None else f"it was {quantity(due)}"
                self._discrepancy(posting, product, f"a fall to {quantity(on_hand)} is noted, {said}")
        for (posting, product, _), on_hand in self._expected.items():
            self._discrepancy(posting, product, f"the fall to {quantity(on_hand)} is not noted")
        self._facts.checked["discrepancies"] = len(rows)

    def _discrepancy(self, posting: int, product: int, message: str) -> None:
        where = f"{self._facts.document(posting)}, {self._facts.product(product)}"
        self._facts.found.add("discrepancy", where, message)

    def _say(self, kind: str, key: Key, message: str, *, shelf: bool = False) -> None:
        if self._facts.found.again(kind):
            return
        product = self._facts.product(key[0])
        self._facts.found.add(kind, product if shelf else f"{self._where}, {product}", message)

    def _money(self, minor: int) -> str:
        return money(minor, self._facts.digits)
