"""Every line of every bill, as a table of sales has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tillbook.db.statements import Row, Tx, read_date, read_instant

CHUNK = 500

_LINES = """SELECT l.sale_id, p.number, l.position, p.at, p.business_date, r.code, COALESCE(c.name, ''),
    COALESCE(c.email, ''), COALESCE(c.phone, ''), l.sku, l.name, l.quantity_milli, l.unit_price,
    l.discount_minor + l.bill_discount_minor, l.net_minor, l.tax_minor, l.gross_minor
    FROM sale_line l JOIN sale s ON s.posting_id = l.sale_id JOIN posting p ON p.id = l.sale_id
    JOIN register r ON r.id = s.register_id LEFT JOIN sale_customer c ON c.sale_id = l.sale_id
    WHERE l.sale_id IN (SELECT posting_id FROM sale WHERE posting_id > ? ORDER BY posting_id LIMIT ?)
    ORDER BY l.sale_id, l.position"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSold:
    """One line of a bill; `discount_minor` holds its share of the bill's discount too."""

    bill: str
    line: int
    posted_at: datetime
    business_date: date
    register: str
    user_name: str
    user_email: str
    user_phone: str
    product_id: str
    product_name: str
    quantity_milli: int
    unit_price: Decimal
    discount_minor: int
    net_minor: int
    tax_minor: int
    total_minor: int


def sold_lines(tx: Tx) -> Iterator[LineSold]:
    """The lines of all sales, oldest first; a few hundred sales are held at a time."""
    last = 0
    while rows := tx.rows(_LINES, (last, CHUNK)):
        yield from map(_line, rows)
        last = rows[-1][0]


def _line(row: Row) -> LineSold:
    return LineSold(
        bill=row[1],
        line=row[2],
        posted_at=read_instant(row[3]),
        business_date=read_date(row[4]),
        register=row[5],
        user_name=row[6],
        user_email=row[7],
        user_phone=row[8],
        product_id=row[9],
        product_name=row[10],
        quantity_milli=row[11],
        unit_price=Decimal(row[12]),
        discount_minor=row[13],
        net_minor=row[14],
        tax_minor=row[15],
        total_minor=row[16],
    )
