"""Products of the menu as JSON, as a till shows them: what is there and what it costs, never what it cost.

Amounts and quantities are decimal strings; `picture` is an address, null where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from tillbook.core.amounts import Currency, format_exact
from tillbook.core.lots import LotNow
from tillbook.core.quantity import format_quantity
from tillbook.core.tax import Tax


def picture_url(base: str, sku: str, sha256: str) -> str:
    """Where the picture of a product is: another address for another picture, so that it may be kept for long."""
    return f"{base}/products/{quote(sku, safe='')}/picture?v={sha256[:16]}"


def product_json(
    *,
    sku: str,
    name: str,
    price: Decimal,
    available_milli: int,
    unit: str,
    category: str,
    mark: str,
    picture: str | None,
    currency: Currency,
) -> dict[str, Any]:
    """A product as a tile or a line of the menu shows it."""
    return {
        "sku": sku,
        "name": name,
        "price": format_exact(price, digits=currency.digits),
        "available": format_quantity(available_milli),
        "unit": unit,
        "category": category,
        "mark": mark,
        "picture": picture,
    }


def tax_json(tax: Tax, currency: Currency) -> dict[str, Any]:
    """A tax of a product: `rate` in percent, or `per_unit`; whether the price has it in it."""
    answer: dict[str, Any] = {"name": tax.name}
    if tax.rate is not None:
        answer["rate"] = format_exact(tax.rate)
    if tax.per_unit is not None:
        answer["per_unit"] = format_exact(tax.per_unit, digits=currency.digits)
    return {**answer, "compound": tax.compound, "included": tax.included}


def lot_json(lot: LotNow, *, expired: bool) -> dict[str, Any]:
    """A lot of a product, and whether it may still be sold."""
    return {
        "code": lot.code,
        "expires_on": None if lot.expires_on is None else lot.expires_on.isoformat(),
        "on_hand": format_quantity(lot.on_hand_milli),
        "expired": expired,
    }


def barcode_json(code: str, milli: int) -> Mapping[str, str]:
    """A code that scans as a product, and how much of it that is."""
    return {"code": code, "quantity": format_quantity(milli)}
