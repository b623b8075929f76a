"""All sold lines as a sales.txt can tell of them, so that none is brought in twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tillbook.db.statements import Tx, read_instant

SALES_AT_ONCE = 500

_SALES = "SELECT posting_id FROM sale WHERE posting_id > ? ORDER BY posting_id LIMIT ?"
_LINES = """SELECT p.client_id, COALESCE(c.name, ''), COALESCE(c.email, ''), COALESCE(c.phone, ''), c.salt, l.sku,
    l.quantity_milli, l.unit_price, l.gross_minor, p.at FROM sale_line l JOIN posting p ON p.id = l.sale_id
    LEFT JOIN sale_customer c ON c.sale_id = l.sale_id WHERE l.sale_id IN"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOnce:
    """One line: `buyer` is name, e-mail and phone, or None for a person who was erased since."""

    client_id: str
    buyer: tuple[str, str, str] | None
    sku: str
    quantity_milli: int
    unit_price: Decimal
    gross_minor: int
    at: datetime


def lines_sold_once(tx: Tx) -> Iterator[LineOnce]:
    """The lines of all sales, in the order of posting."""
    last = 0
    while sales := tx.rows(_SALES, (last, SALES_AT_ONCE)):
        marks = ",".join("?" * len(sales))
        for row in tx.rows(f"{_LINES} ({marks})", [sale[0] for sale in sales]):
            client_id, name, email, phone, salt, sku, milli, price, gross, at = row
            yield LineOnce(
                client_id=client_id,
                buyer=None if salt == "" else (name, email, phone),
                sku=sku,
                quantity_milli=milli,
                unit_price=Decimal(price),
                gross_minor=gross,
                at=read_instant(at),
            )
        last = sales[-1][0]
