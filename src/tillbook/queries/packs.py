"""Packs: the codes that stand for more, or less, than one base unit of a product (P18)."""

from __future__ import annotations

from tillbook.core.office import PackSeen
from tillbook.db.statements import Row, Tx

_PACKS = """SELECT p.sku, p.name, p.unit, b.code, b.quantity_milli, b.product_id FROM barcode b
    JOIN product p ON p.id = b.product_id"""


def packs(tx: Tx, *, sku: str | None = None) -> list[PackSeen]:
    """The packs of the shop, or of one product, in the order of products and sizes."""
    only = "" if sku is None else " AND p.sku = ?"
    rows = tx.rows(
        f"{_PACKS} WHERE b.quantity_milli <> 1000{only} ORDER BY p.id, b.quantity_milli, b.code",
        () if sku is None else (sku,),
    )
    return [_pack(row) for row in rows]


def barcode(tx: Tx, code: str) -> PackSeen | None:
    """What a code in its compared form stands for, be it a pack or one piece."""
    row = tx.row(f"{_PACKS} WHERE b.code = ?", (code,))
    return None if row is None else _pack(row)


def sku_of(tx: Tx, code: str) -> str | None:
    """The name of the product that has this SKU."""
    row = tx.row("SELECT name FROM product WHERE sku = ?", (code,))
    return None if row is None else row[0]


def _pack(row: Row) -> PackSeen:
    return PackSeen(sku=row[0], name=row[1], unit=row[2], code=row[3], size_milli=row[4], product_id=row[5])
