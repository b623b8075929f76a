"""A bill with what can still come back of it, as JSON."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tillbook.core.amounts import Currency, format_exact, format_minor, parse_decimal
from tillbook.core.paid import Paid, PaidBy
from tillbook.core.place import ShopSettings
from tillbook.core.quantity import format_quantity
from tillbook.core.returns import SaleFound, SoldLine
from tillbook.core.stored_value import CREDIT, STORE_CREDIT
from tillbook.core.tender import CASH


def returnable_json(found: SaleFound, *, in_lots: Collection[int]) -> dict[str, Any]:
    """What a till needs to take goods of a bill back; `in_lots` are the products that are kept in lots now.

    `refund_default` is the means by which the money goes back where nobody says.
    """
    sale = found.sale
    currency = sale.currency
    return {
        "number": sale.number,
        "posted_at": found.posted_at.isoformat(),
        "business_date": found.business_date.isoformat(),
        "register": found.register,
        "customer": found.customer or None,
        "total": format_minor(found.total_minor, currency),
        "lines": [
            {
                "line": line.position,
                "sku": line.sku,
                "name": line.name,
                "unit": line.unit,
                "price": _price(line, currency),
                **_quantities(line),
                "paid": format_minor(line.amounts.gross_minor, currency),
                "lot_tracked": line.product_id in in_lots,
            }
            for line in sale.lines
        ],
        "tenders": [_tender(paid, currency) for paid in sale.paid_by],
        "refund_default": _first_means(sale.paid_by),
    }


def sale_json(found: SaleFound, shop: ShopSettings) -> dict[str, object]:
    """A sale with what can come back of it."""
    currency = shop.currency
    return {
        "number": found.sale.number,
        "posted_at": found.posted_at.isoformat(),
        "business_date": found.business_date.isoformat(),
        "register": found.register,
        "customer": found.customer or None,
        "total": format_minor(found.total_minor, currency),
        "lines": [
            {
                "line": line.position,
                "product": line.sku,
                "name": line.name,
                "unit": line.unit,
                "unit_price": _price(line, currency),
                **_quantities(line),
                "gross": format_minor(line.amounts.gross_minor, currency),
            }
            for line in found.sale.lines
        ],
        "tenders": [_tender(paid, currency) for paid in found.sale.paid_by],
    }


def _first_means(paid_by: Paid) -> str:
    """What the money goes back by first, as `core.refunding` has it: off the debt, then what was prepaid, else cash."""
    left = paid_by.left
    if left is not None and left.debt_minor:
        return CREDIT
    return STORE_CREDIT if left is not None and left.stored_minor else CASH


def _price(line: SoldLine, currency: Currency) -> str:
    return format_exact(parse_decimal(line.unit_price), digits=currency.digits)


def _quantities(line: SoldLine) -> dict[str, str]:
    return {
        "sold": format_quantity(line.sold_milli),
        "returned": format_quantity(line.returned_milli),
        "returnable": format_quantity(line.returnable_milli),
    }


def _tender(paid: PaidBy, currency: Currency) -> dict[str, str]:
    return {
        "type": paid.type,
        "reference": paid.reference,
        "paid": format_minor(paid.paid_minor, currency),
        "given_back": format_minor(paid.given_back_minor, currency),
    }
