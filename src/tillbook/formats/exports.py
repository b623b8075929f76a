"""Products and sales as tables: which columns, in which order, and what stands in them.

A table of products reads back as the very same products (`product_table`). Quantities are decimals of the
base unit, amounts those of the shop's currency, instants ISO 8601 with their offset.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from tillbook.core.wanted_product import WantedProduct
from tillbook.formats.spelling.barcodes import barcode_text
from tillbook.formats.tables_write import Cell, Kind

_PRODUCT_COLUMNS: Final = {
    "sku": Kind.text,
    "name": Kind.text,
    "price": Kind.number,
    "quantity": Kind.number,
    "unit": Kind.text,
    "step": Kind.number,
    "barcode": Kind.text,
    "tax_class": Kind.text,
    "category": Kind.text,
    "cost": Kind.number,
    "short_stock": Kind.text,
    "reorder_point": Kind.number,
}
PRODUCT_HEADER: Final = tuple(_PRODUCT_COLUMNS)
PRODUCT_KINDS: Final = tuple(_PRODUCT_COLUMNS.values())

_SALE_COLUMNS: Final = {
    "bill": Kind.text,
    "line": Kind.number,
    "posted_at": Kind.text,
    "business_date": Kind.text,
    "register": Kind.text,
    "user_name": Kind.text,
    "user_email": Kind.text,
    "user_phone": Kind.text,
    "product_id": Kind.text,
    "product_name": Kind.text,
    "quantity": Kind.number,
    "unit_price": Kind.number,
    "discount": Kind.number,
    "net": Kind.number,
    "tax": Kind.number,
    "total": Kind.number,
}
SALE_HEADER: Final = tuple(_SALE_COLUMNS)
SALE_KINDS: Final = tuple(_SALE_COLUMNS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """One line of a bill; `discount` is all that was taken off it, its share of the bill's discount included.

    `line` counts from 1.
    """

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
    discount: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal


def product_cells(row: WantedProduct) -> tuple[Cell, ...]:
    """A product under PRODUCT_HEADER."""
    return (
        row.sku,
        row.name,
        row.price,
        _quantity(row.quantity_milli),
        row.unit,
        _quantity(row.step_milli),
        " ".join(barcode_text(code, milli) for code, milli in row.barcodes) or None,
        row.tax_class,
        row.category,
        row.cost,
        row.short_stock,
        _quantity(row.reorder_point_milli),
    )


def sale_cells(line: SoldLine) -> tuple[Cell, ...]:
    """A line of a bill under SALE_HEADER."""
    return (
        line.bill,
        line.line,
        line.posted_at.isoformat(),
        line.business_date.isoformat(),
        line.register,
        line.user_name,
        line.user_email,
        line.user_phone,
        line.product_id,
        line.product_name,
        _quantity(line.quantity_milli),
        line.unit_price,
        line.discount,
        line.net,
        line.tax,
        line.total,
    )


def _quantity(milli: int | None) -> Decimal | None:
    return None if milli is None else Decimal(milli).scaleb(-3)
