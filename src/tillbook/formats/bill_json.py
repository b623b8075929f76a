"""A bill as JSON: the answer to a sale command, the same keys as a priced cart and those of the sale.

Amounts and quantities are decimal strings, instants ISO 8601 with offset, ids strings. Absent things are left
out of lines and taxes, and null for the customer.
"""

from __future__ import annotations

from typing import Any

from tillbook.core.amounts import Currency, format_exact, format_minor
from tillbook.core.bill import Bill, BillLine, BillTax, BillTender
from tillbook.core.quantity import format_quantity


def bill_json(bill: Bill) -> dict[str, Any]:
    """The bill as a JSON object; `json.dumps` of it needs no help."""
    amounts = {
        "net": bill.net_minor,
        "tax": bill.tax_minor,
        "discount": bill.discount_minor,
        "total": bill.total_minor,
        "cash_rounding": bill.cash_rounding_minor,
        "due": bill.due_minor,
        "tendered": bill.tendered_minor,
        "change": bill.change_minor,
    }
    return {
        "id": bill.id,
        "number": bill.number,
        "register": bill.register,
        "posted_at": bill.posted_at.isoformat(),
        "business_date": bill.business_date.isoformat(),
        "cashier": bill.cashier,
        "customer": _customer(bill),
        "currency": bill.currency.code,
        "prices_include_tax": bill.prices_include_tax,
        "tax_rounding": bill.tax_rounding,
        "rounding_mode": bill.rounding_mode,
        "lines": [_line(line, bill.currency) for line in bill.lines],
        "taxes": [_tax(tax, bill.currency) for tax in bill.taxes],
        **{name: format_minor(minor, bill.currency) for name, minor in amounts.items()},
        "tenders": [_tender(tender, bill.currency) for tender in bill.tenders],
        "journal_hash": bill.journal_hash,
    }


def _customer(bill: Bill) -> dict[str, str] | None:
    if bill.customer is None:
        return None
    parts = {"name": bill.customer.name, "email": bill.customer.email, "phone": bill.customer.phone}
    return {name: part for name, part in parts.items() if part}


def _line(line: BillLine, currency: Currency) -> dict[str, Any]:
    amounts = {
        "discount": line.discount_minor,
        "bill_discount": line.bill_discount_minor,
        "net": line.net_minor,
        "tax": line.tax_minor,
        "gross": line.gross_minor,
    }
    answer: dict[str, Any] = {
        "product": line.sku,
        "name": line.name,
        "quantity": format_quantity(line.quantity_milli),
        "unit": line.unit,
        "unit_price": format_exact(line.unit_price, digits=currency.digits),
        **{name: format_minor(minor, currency) for name, minor in amounts.items()},
        "taxes": [_tax(tax, currency) for tax in line.taxes],
    }
    if line.promotions:
        answer["promotions"] = [
            {"name": part.name, "amount": format_minor(part.amount_minor, currency)} for part in line.promotions
        ]
    if line.wanted_milli is not None:
        answer["wanted"] = format_quantity(line.wanted_milli)
    return answer


def _tax(tax: BillTax, currency: Currency) -> dict[str, str]:
    answer = {"name": tax.name}
    if tax.rate is not None:
        answer["rate"] = format_exact(tax.rate)
    if tax.per_unit is not None:
        answer["per_unit"] = format_exact(tax.per_unit, digits=currency.digits)
    answer["base"] = format_minor(tax.base_minor, currency)
    answer["amount"] = format_minor(tax.amount_minor, currency)
    return answer


def _tender(tender: BillTender, currency: Currency) -> dict[str, str]:
    answer = {"type": tender.type, "amount": format_minor(tender.amount_minor, currency)}
    return {**answer, "reference": tender.reference} if tender.reference else answer
