"""Lots worked out again from their moves: what is in each, and that goods are in lots wholly or not at all (P19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts
from tillbook.queries.verify.figures import quantity
from tillbook.queries.verify.lines import Line

PAGE = 5_000
_ANY = "SELECT EXISTS (SELECT 1 FROM lot), EXISTS (SELECT 1 FROM product WHERE lot_tracked)"
_MOVES = """SELECT m.id, m.posting_id, m.product_id, m.lot_id, l.product_id, m.from_location_id, m.to_location_id,
        m.quantity_milli
    FROM stock_move m LEFT JOIN lot l ON l.id = m.lot_id
    WHERE m.id > ? AND m.quantity_milli > 0 AND (m.lot_id IS NOT NULL
        OR m.product_id IN (SELECT product_id FROM lot UNION SELECT id FROM product WHERE lot_tracked))
    ORDER BY m.id LIMIT ?"""
_LEVELS = "SELECT id, lot_id, location_id, on_hand_milli FROM lot_level WHERE id > ? ORDER BY id LIMIT ?"
_SUMS = """SELECT p.id, p.lot_tracked, v.on_hand_milli, COALESCE((SELECT SUM(w.on_hand_milli) FROM lot l
        JOIN lot_level w ON w.lot_id = l.id WHERE l.product_id = p.id AND w.location_id = v.location_id), 0)
    FROM product p JOIN stock_level v ON v.product_id = p.id
    WHERE p.lot_tracked OR p.id IN (SELECT product_id FROM lot) ORDER BY p.id, v.location_id"""
_LOTS_OF_MOVES = "SELECT id, lot_id FROM stock_move WHERE posting_id = ?"

Key = tuple[int, int]
"""A lot or a product, and a location."""


def check_lots(facts: Facts) -> None:
    """Every lot holds the sum of its moves, and the lots of a product hold all of it."""
    if any(facts.tx.rows(_ANY)[0]):
        lots = _Lots(facts)
        lots.replay()
        lots.check_levels()
        lots.check_sums()


class _Lots:
    """What is in each lot, and what is in none, as the moves read so far make it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._here = {number for number, (_, kind) in facts.locations.items() if kind == "shop"}
        self._held: dict[Key, int] = {}
        self._in_lots: dict[Key, int] = {}
        self._in_none: dict[Key, int] = {}

    def replay(self) -> None:
        """Take every move of every product that ever was in lots, in the order of posting."""
        last = 0
        while rows := self._facts.tx.rows(_MOVES, (last, PAGE)):
            for _, posting, product, lot, of_product, from_id, to_id, milli in rows:
                if lot is not None and of_product != product:
                    where = f"{self._facts.document(posting)}, {self._facts.product(product)}"
                    self._facts.found.add("lot_of_other", where, f"moved out of lot {lot} of another product")
                if from_id in self._here:
                    self._move(posting, product, lot, from_id, -milli)
                if to_id in self._here:
                    self._move(posting, product, lot, to_id, milli)
            last = rows[-1][0]

    def _move(self, posting: int, product: int, lot: int | None, location: int, milli: int) -> None:
        key = (product, location)
        mine, other = (self._in_none, self._in_lots) if lot is None else (self._in_lots, self._in_none)
        mine[key] = mine.get(key, 0) + milli
        if other.get(key, 0):
            what = "without a lot, while some of it was in lots" if lot is None else "in a lot, while some was in none"
            where = f"{self._facts.document(posting)}, {self._facts.product(product)}"
            self._facts.found.add("lot_missing", where, f"moved {what}")
        if lot is not None:
            held = self._held[lot, location] = self._held.get((lot, location), 0) + milli
            if held < 0:
                where = f"{self._facts.document(posting)}, {self._lot(lot)}"
                self._facts.found.add("lot_oversold", where, f"left {quantity(held)} in it")

    def check_levels(self) -> None:
        """What is stored of each lot is the sum of its moves."""
        last = count = 0
        while rows := self._facts.tx.rows(_LEVELS, (last, PAGE)):
            for _, lot, location, on_hand in rows:
                due = self._held.pop((lot, location), 0)
                if on_hand != due:
                    message = f"{quantity(on_hand)} in it, its moves add up to {quantity(due)}"
                    self._facts.found.add("lot_level", self._lot(lot), message)
            last = rows[-1][0]
            count += len(rows)
        for (lot, _), held in self._held.items():
            if held:
                message = f"{quantity(held)} in it by its moves, but it has no level"
                self._facts.found.add("lot_level", self._lot(lot), message)
        self._facts.checked["lot_levels"] = count

    def check_sums(self) -> None:
        """The lots of a product that is kept in lots hold all of it; those of another hold nothing."""
        for product, tracked, on_hand, in_lots in self._facts.tx.rows(_SUMS):
            if in_lots != (on_hand if tracked else 0):
                said = f"{quantity(on_hand)} on hand" if tracked else "not kept in lots"
                message = f"{said}, its lots hold {quantity(in_lots)}"
                self._facts.found.add("lot_sum", self._facts.product(product), message)

    def _lot(self, lot: int) -> str:
        row = self._facts.tx.row("SELECT product_id, code FROM lot WHERE id = ?", (lot,))
        return f"{self._facts.product(row[0])}, lot {row[1]}" if row else f"Lot {lot}"


def joined_by_line(facts: Facts, lines: Sequence[Line], moves: Sequence[Row]) -> Sequence[Row]:
    """The moves of a sale, those joined to one that took the goods of one line out of several lots.

    A line is joined from moves of one product and course, each out of another lot, until they are as much as it sold.
    """
    if len(moves) <= len(lines):
        return moves
    lot_of: dict[int, int | None] = dict(facts.tx.rows(_LOTS_OF_MOVES, (moves[0][0],)))
    left = list(reversed(moves))
    joined = [_of_line(line, left, lot_of) for line in lines if left]
    return [*joined, *reversed(left)]


def _of_line(line: Line, left: list[Row], lot_of: Mapping[int, int | None]) -> Row:
    """Take the next move off what is left, and those that go on with the goods of the same line."""
    move = left.pop()
    lots = {lot_of.get(move[1])}
    while left and None not in lots:
        further = left[-1]
        lot = lot_of.get(further[1])
        if lot is None or lot in lots or further[2:5] != move[2:5] or move[5] + further[5] > line.milli:
            break
        lots.add(lot)
        left.pop()
        move = (*move[:5], move[5] + further[5], move[6] + further[6], move[7])
    return move
