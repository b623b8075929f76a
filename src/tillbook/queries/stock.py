"""On hand and value, now or at any past instant, and the moves of a product (P14, P16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.db.statements import Row, Tx, read_instant, stored_instant


class UnknownSku(Refusal):
    """No product has this SKU."""

    code: ClassVar[str] = "unknown_product"


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLine:
    """What is in the shop of one product: thousandths on hand, and their value in minor units."""

    sku: str
    name: str
    on_hand_milli: int
    value_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """One move of a product, with its document and the person who posted it."""

    at: datetime
    source: str
    destination: str
    quantity_milli: int
    cost_minor: int
    reason: str
    document: str
    person: str


_NOW = """SELECT p.sku, p.name, l.on_hand_milli, l.value_minor FROM product p
    JOIN stock_level l ON l.product_id = p.id AND l.location_id = (SELECT id FROM location WHERE code = 'shop')"""
_THEN = """SELECT p.sku, p.name,
        COALESCE(SUM(CASE WHEN m.to_location_id = home.id THEN m.quantity_milli ELSE -m.quantity_milli END), 0),
        COALESCE(SUM(CASE WHEN m.to_location_id = home.id THEN m.cost_minor ELSE -m.cost_minor END), 0)
    FROM product p JOIN location home ON home.code = 'shop'
    LEFT JOIN stock_move m ON m.product_id = p.id AND m.at <= ?
        AND (m.to_location_id = home.id OR m.from_location_id = home.id)"""
_MOVES = """SELECT m.at, a.code, b.code, m.quantity_milli, m.cost_minor, m.reason, d.number, s.name
    FROM stock_move m JOIN product p ON p.id = m.product_id JOIN location a ON a.id = m.from_location_id
    JOIN location b ON b.id = m.to_location_id JOIN posting d ON d.id = m.posting_id JOIN staff s ON s.id = d.staff_id
    WHERE p.sku = ?"""


def stock(tx: Tx, *, sku: str | None = None, at: datetime | None = None) -> list[StockLine]:
    """On hand and value of all products in the order they were made, or of one; at an instant, or now.

    Raises:
        UnknownSku
    """
    only = " WHERE p.sku = ?" if sku is not None else ""
    one = () if sku is None else (sku,)
    if at is None:
        rows = tx.rows(f"{_NOW}{only} ORDER BY p.id", one)
    else:
        rows = tx.rows(f"{_THEN}{only} GROUP BY p.id, p.sku, p.name ORDER BY p.id", (stored_instant(at), *one))
    if sku is not None and not rows:
        raise UnknownSku(f"No product has the SKU {sku!r}; look it up with: tillbook products", path="sku")
    return [StockLine(sku=row[0], name=row[1], on_hand_milli=row[2], value_minor=row[3]) for row in rows]


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
