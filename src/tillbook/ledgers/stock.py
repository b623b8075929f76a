"""Stock: guarded levels and the moves they are the sum of (P8, P14, P15).

The problem: two tills may want the last piece at once. Reading a level, checking it in Python and writing it
back sells that piece twice on every engine. The choice: the level is changed by one UPDATE that carries its
own condition, in product order, and a database constraint stands behind it.

A product kept in lots has a level for each of them behind the same guard: none ever falls below 0.

What leaves or arrives also carries value. `Shelf` works out the moves of one document on figures that were
read under lock; `apply` writes the sums per product and the moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tillbook.core import costing
from tillbook.db.models import Discrepancy, StockLevel, StockMove
from tillbook.db.statements import Tx, insert_into, stored_instant

_TAKE = """UPDATE stock_level SET on_hand_milli = on_hand_milli + ?, value_minor = value_minor + ?
    WHERE product_id = ? AND location_id = ? AND (on_hand_milli + ? >= 0 OR may_go_negative)"""
_TAKE_LOT = """UPDATE lot_level SET on_hand_milli = on_hand_milli + ?
    WHERE lot_id = ? AND location_id = ? AND on_hand_milli + ? >= 0"""
_PUT_LOT = """INSERT INTO lot_level (lot_id, location_id, on_hand_milli) VALUES (?, ?, ?)
    ON CONFLICT (lot_id, location_id) DO UPDATE SET on_hand_milli = lot_level.on_hand_milli + excluded.on_hand_milli"""
_LEVEL = insert_into(StockLevel, "product", "location", "on_hand_milli", "value_minor", "may_go_negative")
_MOVE = insert_into(
    StockMove,
    "posting",
    "product",
    "lot",
    "from_location",
    "to_location",
    "quantity_milli",
    "cost_minor",
    "reason",
    "at",
)
_DISCREPANCY = insert_into(Discrepancy, "posting", "product", "location", "on_hand_milli")


class LevelMoved(AssertionError):
    """A level that was read under lock changed before it was written: the lock did not hold."""


@dataclass(slots=True)
class Level:
    """On hand and value of one product at the location, as read under lock, changed as moves are planned."""

    on_hand_milli: int
    value_minor: int
    on_hand_at_first: int = field(init=False)
    value_at_first: int = field(init=False)

    def __post_init__(self) -> None:
        self.on_hand_at_first = self.on_hand_milli
        self.value_at_first = self.value_minor


@dataclass(slots=True)
class Move:
    """One planned move: locations by id, quantity in thousandths, cost in minor units."""

    product_id: int
    from_location_id: int
    to_location_id: int
    quantity_milli: int
    cost_minor: int
    reason: str
    lot_id: int | None = None


class Shelf:
    """Plans the moves of one document at one location, then writes them."""

    __slots__ = ("_levels", "_location_id", "_lots", "_moves")

    def __init__(self, location_id: int, levels: Mapping[int, Level]) -> None:
        self._location_id = location_id
        self._levels = levels
        self._moves: list[Move] = []
        self._lots: dict[int, int] = {}
        """By how much each lot changes."""

    @property
    def moves(self) -> list[Move]:
        """What is planned so far, in order."""
        return self._moves

    def take(
        self,
        product_id: int,
        quantity_milli: int,
        *,
        to_location_id: int,
        reason: str,
        lots: Sequence[tuple[int, int]] = (),
    ) -> int:
        """Plan goods that leave; answer their cost in all.

        Of a product kept in lots, `lots` (id, thousandths) add up to the quantity, and each has a move of its own.
        """
        if not lots:
            return self._leave(product_id, quantity_milli, to_location_id, reason, None)
        assert sum([milli for _, milli in lots]) == quantity_milli, "the lots hold what leaves"
        cost_minor = 0
        for lot_id, milli in lots:
            cost_minor += self._leave(product_id, milli, to_location_id, reason, lot_id)
            self._lots[lot_id] = self._lots.get(lot_id, 0) - milli
        return cost_minor

    def _leave(self, product_id: int, quantity_milli: int, to_location_id: int, reason: str, lot: int | None) -> int:
        level = self._levels[product_id]
        cost_minor = costing.take(
            on_hand_milli=level.on_hand_milli, value_minor=level.value_minor, quantity_milli=quantity_milli
        )
        level.on_hand_milli -= quantity_milli
        level.value_minor -= cost_minor
        self._moves.append(Move(product_id, self._location_id, to_location_id, quantity_milli, cost_minor, reason, lot))
        return cost_minor

    def put(
        self,
        product_id: int,
        quantity_milli: int,
        *,
        cost_minor: int | None,
        from_location_id: int,
        customer_location_id: int,
        reason: str,
        lot_id: int | None = None,
    ) -> None:
        """Plan goods that arrive at a cost, or at the average cost of now; into a lot where the product has them.

        Where stock was below zero, the cost of what was already sold goes on to the customer.
        """
        level = self._levels[product_id]
        received = costing.find(
            on_hand_milli=level.on_hand_milli,
            value_minor=level.value_minor,
            quantity_milli=quantity_milli,
            cost_minor=cost_minor,
        )
        late_minor = received.late_cost_minor
        level.on_hand_milli += quantity_milli
        level.value_minor += received.value_added_minor
        here = self._location_id
        self._moves.append(
            Move(
                product_id,
                from_location_id,
                here,
                quantity_milli,
                received.value_added_minor + late_minor,
                reason,
                lot_id,
            )
        )
        if lot_id is not None:
            self._lots[lot_id] = self._lots.get(lot_id, 0) + quantity_milli
        if late_minor:
            self._moves.append(Move(product_id, here, customer_location_id, 0, late_minor, "late cost"))

    def apply(self, tx: Tx, *, posting_id: int, at: datetime) -> None:
        """Write the levels, guarded and in the order of products and lots; the moves; any crossing below zero."""
        changed = [
            (product_id, level)
            for product_id, level in sorted(self._levels.items())
            if level.on_hand_milli != level.on_hand_at_first or level.value_minor != level.value_at_first
        ]
        guarded = [
            (
                level.on_hand_milli - level.on_hand_at_first,
                level.value_minor - level.value_at_first,
                product_id,
                self._location_id,
                level.on_hand_milli - level.on_hand_at_first,
            )
            for product_id, level in changed
        ]
        if tx.write_many(_TAKE, guarded) != len(guarded):
            raise LevelMoved
        if self._lots:
            self._apply_lots(tx)
        instant = stored_instant(at)
        tx.write_many(
            _MOVE,
            [
                (
                    posting_id,
                    move.product_id,
                    move.lot_id,
                    move.from_location_id,
                    move.to_location_id,
                    move.quantity_milli,
                    move.cost_minor,
                    move.reason,
                    instant,
                )
                for move in self._moves
            ],
        )
        crossed = [
            (posting_id, product_id, self._location_id, level.on_hand_milli)
            for product_id, level in changed
            if level.on_hand_milli < 0 <= level.on_hand_at_first
        ]
        if crossed:
            tx.write_many(_DISCREPANCY, crossed)

    def _apply_lots(self, tx: Tx) -> None:
        changes = sorted(self._lots.items())
        less = [(milli, lot_id, self._location_id, milli) for lot_id, milli in changes if milli < 0]
        if less and tx.write_many(_TAKE_LOT, less) != len(less):
            raise LevelMoved
        more = [(lot_id, self._location_id, milli) for lot_id, milli in changes if milli > 0]
        if more:
            tx.write_many(_PUT_LOT, more)


def open_levels(tx: Tx, location_id: int, products: Iterable[tuple[int, bool]]) -> None:
    """Give new products (id, may go below zero) an empty level at a location."""
    tx.write_many(_LEVEL, [(product_id, location_id, 0, 0, allowed) for product_id, allowed in products])
