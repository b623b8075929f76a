"""The tax classes, with their taxes past, present and to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tillbook.db.statements import Row, Tx, read_date


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxOfClass:
    """One tax while it is valid: `valid_until` is the first day on which it no longer is.

    `included` is none where it follows the shop's `prices_include_tax`.
    """

    name: str
    rate: Decimal | None
    per_unit: Decimal | None
    compound: bool
    included: bool | None
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxClassSeen:
    """A tax class with its taxes, oldest first, and how many products have it."""

    name: str
    products: int
    taxes: tuple[TaxOfClass, ...]


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
