"""What product_Records.json and sales.txt show, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tillbook.db.statements import Row, Tx, read_instant

CHUNK = 2_000

_PRODUCTS = """SELECT p.id, p.sku, p.name, p.price, l.on_hand_milli, p.seed_record FROM product p
    JOIN stock_level l ON l.product_id = p.id AND l.location_id = (SELECT id FROM location WHERE code = 'shop')
    WHERE p.id > ? AND NOT p.archived ORDER BY p.id LIMIT ?"""
_LINES = """SELECT COALESCE(c.name, ''), COALESCE(c.email, ''), COALESCE(c.phone, ''), l.sku, l.name,
    l.quantity_milli, l.gross_minor, p.at FROM sale_line l JOIN posting p ON p.id = l.sale_id
    LEFT JOIN sale_customer c ON c.sale_id = l.sale_id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """A product as the file shows it; `seed_record` is its source text there, if it came from such a file."""

    sku: str
    name: str
    price: Decimal
    on_hand_milli: int
    seed_record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleRow:
    """One line of a sale as the log shows it."""

    customer_name: str
    customer_email: str
    customer_phone: str
    sku: str
    name: str
    quantity_milli: int
    gross_minor: int
    at: datetime


def postings_written(tx: Tx) -> int:
    """How many postings the books hold: what a file shows is current when it shows as many."""
    row = tx.row("SELECT COALESCE(SUM(length), 0) FROM journal_chain")
    assert row is not None, "an aggregate always answers"
    return int(row[0])


def product_rows(tx: Tx) -> Iterator[ProductRow]:
    """All products that are sold, in the order in which they were made."""
    last = 0
    while rows := tx.rows(_PRODUCTS, (last, CHUNK)):
        for _id, sku, name, price, on_hand, record in rows:
            yield ProductRow(sku=sku, name=name, price=Decimal(price), on_hand_milli=on_hand, seed_record=record)
        last = rows[-1][0]


def sale_rows(tx: Tx, postings: Sequence[int]) -> list[SaleRow]:
    """The lines of these sales, in the order of the postings."""
    marks = ",".join("?" * len(postings))
    rows = tx.rows(f"{_LINES} WHERE l.sale_id IN ({marks}) ORDER BY l.sale_id, l.position", postings)
    return [_sale_row(row) for row in rows]


def all_sale_rows(tx: Tx) -> Iterator[SaleRow]:
    """The lines of all sales, oldest first."""
    last = 0
    while sales := tx.rows("SELECT posting_id FROM sale WHERE posting_id > ? ORDER BY posting_id LIMIT 500", (last,)):
        yield from sale_rows(tx, [row[0] for row in sales])
        last = sales[-1][0]


def _sale_row(row: Row) -> SaleRow:
    return SaleRow(
        customer_name=row[0],
        customer_email=row[1],
        customer_phone=row[2],
        sku=row[3],
        name=row[4],
        quantity_milli=row[5],
        gross_minor=row[6],
        at=read_instant(row[7]),
    )
