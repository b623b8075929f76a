"""The tax classes, with their taxes past, present and to come."""

from __future__ import annotations

from decimal import Decimal

from tillbook.core.office import TaxClassSeen, TaxOfClass
from tillbook.db.statements import Row, Tx, read_date

_CLASSES = """SELECT c.id, c.name,
    (SELECT COUNT(*) FROM product p WHERE p.tax_class_id = c.id AND NOT p.archived)
    FROM tax_class c ORDER BY c.name"""
_TAXES = """SELECT tax_class_id, name, rate, per_unit, compound, included, valid_from, valid_until FROM tax
    ORDER BY tax_class_id, valid_from, position"""


def tax_classes(tx: Tx) -> list[TaxClassSeen]:
    """All tax classes by name."""
    taxes: dict[int, list[TaxOfClass]] = {}
    for row in tx.rows(_TAXES):
        taxes.setdefault(row[0], []).append(_tax(row))
    return [
        TaxClassSeen(name=name, products=count, taxes=tuple(taxes.get(number, ())))
        for number, name, count in tx.rows(_CLASSES)
    ]


def _tax(row: Row) -> TaxOfClass:
    return TaxOfClass(
        name=row[1],
        rate=None if row[2] is None else Decimal(row[2]),
        per_unit=None if row[3] is None else Decimal(row[3]),
        compound=bool(row[4]),
        included=None if row[5] is None else bool(row[5]),
        valid_from=read_date(row[6]),
        valid_until=None if row[7] is None else read_date(row[7]),
    )
