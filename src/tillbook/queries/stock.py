"""On hand and value, now or at any past instant, and the moves of a product (P14, P16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.core.stock_seen import MoveLine, StockLine
from tillbook.db.statements import Row, Tx, read_instant, stored_instant
from tillbook.queries.checkpoints import last_checkpoint


class UnknownSku(Refusal):
    """No product has this SKU."""

    code: ClassVar[str] = "unknown_product"


_NOW = """SELECT p.id, p.sku, p.name, l.on_hand_milli, l.value_minor FROM product p
    JOIN stock_level l ON l.product_id = p.id AND l.location_id = (SELECT id FROM location WHERE code = 'shop')"""
# What the checkpoint holds of each product, and the moves between its instant and the one that is asked for.
_THEN = """SELECT p.id, p.sku, p.name, COALESCE(c.on_hand_milli, 0), COALESCE(c.value_minor, 0),
        COALESCE(SUM(CASE WHEN m.to_location_id = home.id THEN m.quantity_milli ELSE -m.quantity_milli END), 0),
        COALESCE(SUM(CASE WHEN m.to_location_id = home.id THEN m.cost_minor ELSE -m.cost_minor END), 0)
    FROM product p JOIN location home ON home.code = 'shop'
    LEFT JOIN stock_checkpoint_level c ON c.product_id = p.id AND c.location_id = home.id AND c.checkpoint_id = (
        SELECT MAX(x.checkpoint_id) FROM stock_checkpoint_level x
        WHERE x.product_id = p.id AND x.location_id = home.id AND x.checkpoint_id <= ?)
    LEFT JOIN stock_move m ON m.product_id = p.id AND m.at > ? AND m.at <= ?
        AND (m.to_location_id = home.id OR m.from_location_id = home.id){only}
    GROUP BY p.id, p.sku, p.name, c.on_hand_milli, c.value_minor ORDER BY p.id"""
# Moves that were posted after the checkpoint was made, with an instant before it.
_LATE = """SELECT m.product_id, CASE WHEN m.to_location_id = home.id THEN 1 ELSE -1 END, m.quantity_milli, m.cost_minor
    FROM stock_move m JOIN location home ON home.code = 'shop'
        AND (m.to_location_id = home.id OR m.from_location_id = home.id)
    WHERE m.id > ? AND m.at <= ?"""
_MOVES = """SELECT m.at, a.code, b.code, m.quantity_milli, m.cost_minor, m.reason, d.number, s.name
    FROM stock_move m JOIN product p ON p.id = m.product_id JOIN location a ON a.id = m.from_location_id
    JOIN location b ON b.id = m.to_location_id JOIN posting d ON d.id = m.posting_id JOIN staff s ON s.id = d.staff_id
    WHERE p.sku = ?"""


def stock(tx: Tx, *, sku: str | None = None, at: datetime | None = None) -> list[StockLine]:
    """On hand and value of all products in the order they were made, or of one; at an instant, or now.

    An instant of long ago takes as long as one of yesterday (see `ledgers/checkpoints.py`).

    Raises:
        UnknownSku
    """
    only = " WHERE p.sku = ?" if sku is not None else ""
    one = () if sku is None else (sku,)
    lines = _now(tx, f"{only} ORDER BY p.id", one) if at is None else _then(tx, only, "", one, at)
    if sku is not None and not lines:
        raise UnknownSku(f"No product has the SKU {sku!r}; look it up with: tillbook products", path="sku")
    return lines


def skus_below_zero(tx: Tx) -> frozenset[str]:
    """The products that were sold beyond what was there."""
    return frozenset(line.sku for line in stock(tx) if line.on_hand_milli < 0)


def stock_page(tx: Tx, *, at: datetime | None = None, after: int = 0, limit: int) -> list[StockLine]:
    """The first `limit` products made after the product `after`, as `stock` has them."""
    page = (after, limit)
    if at is None:
        return _now(tx, " WHERE p.id > ? ORDER BY p.id LIMIT ?", page)
    return _then(tx, " WHERE p.id > ?", " LIMIT ?", page, at)


def _now(tx: Tx, which: str, values: tuple[str | int, ...]) -> list[StockLine]:
    rows = tx.rows(f"{_NOW}{which}", values)
    return [
        StockLine(product_id=row[0], sku=row[1], name=row[2], on_hand_milli=row[3], value_minor=row[4]) for row in rows
    ]


def _then(tx: Tx, only: str, limited: str, values: tuple[str | int, ...], at: datetime) -> list[StockLine]:
    instant = stored_instant(at)
    known = last_checkpoint(tx, instant)
    late: dict[int, tuple[int, int]] = {}
    for product, sign, milli, minor in tx.rows(_LATE, (known.through_move_id, known.at)) if known.id else ():
        milli_before, minor_before = late.get(product, (0, 0))
        late[product] = (milli_before + sign * milli, minor_before + sign * minor)
    lines = []
    for product, sku, name, milli, minor, milli_since, minor_since in tx.rows(
        _THEN.format(only=only) + limited, (known.id, known.at, instant, *values)
    ):
        milli_late, minor_late = late.get(product, (0, 0))
        lines.append(
            StockLine(
                product_id=product,
                sku=sku,
                name=name,
                on_hand_milli=milli + milli_since + milli_late,
                value_minor=minor + minor_since + minor_late,
            )
        )
    return lines


def moves(tx: Tx, sku: str, *, at: datetime | None = None) -> Iterator[MoveLine]:
    """The moves of a product in the order they were posted, up to an instant."""
    until = "" if at is None else " AND m.at <= ?"
    values = (sku,) if at is None else (sku, stored_instant(at))
    return (_move(row) for row in tx.rows(f"{_MOVES}{until} ORDER BY m.id", values))


def _move(row: Row) -> MoveLine:
    return MoveLine(
        at=read_instant(row[0]),
        source=row[1],
        destination=row[2],
        quantity_milli=row[3],
        cost_minor=row[4],
        reason=row[5],
        document=row[6],
        person=row[7],
    )
