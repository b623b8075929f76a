"""What the journal says of a sale: every figure of it, and no person's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tillbook.core.amounts import format_exact
from tillbook.core.chain import Plain
from tillbook.core.pricing import PricedCart, PricedLine, PricedTax
from tillbook.core.quantity import format_quantity
from tillbook.core.tender import Settlement, Tendered

VERSION: Final = 2
"""Entries without a version told less of a line, and nothing of the command; they had references in full."""

TAIL_LENGTH: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTold:
    """What a line says beside its figures."""

    sku: str
    name: str
    unit: str
    tax_class: str
    list_price: str
    wanted_milli: int | None
    cost_minor: int


def masked(reference: str) -> str:
    """The end of a reference: enough to find a payment by, and nobody's address at a bank.

    >>> masked("asha@okaxis"), masked("…9XQ2"), masked("4711")
    ('…axis', '…9XQ2', '4711')
    """
    return reference if len(reference.removeprefix("…")) <= TAIL_LENGTH else f"…{reference[-TAIL_LENGTH:]}"


def sale_body(
    priced: PricedCart,
    settlement: Settlement,
    tenders: Sequence[Tendered],
    *,
    id: str,
    request_hash: str,
    told: Sequence[LineTold],
    register: str,
    day: date,
    staff_id: int,
    person: str | None,
    note: str,
    prices_include_tax: bool,
    cash_increment_minor: int,
) -> dict[str, Plain]:
    """The body of a sale's journal entry; `person` is the salted hash that stands for the customer."""
    cart = priced.cart
    return {
        "business_date": day.isoformat(),
        "cash_increment_minor": cash_increment_minor,
        "cash_rounding_minor": settlement.cash_rounding_minor,
        "change_minor": settlement.change_minor,
        "currency": cart.currency.code,
        "customer": person,
        "due_minor": settlement.due_minor,
        "id": id,
        "lines": [_line(line, one) for line, one in zip(priced.lines, told, strict=True)],
        "net_minor": priced.net_minor,
        "note": note,
        "prices_include_tax": prices_include_tax,
        "register": register,
        "request_hash": request_hash,
        "rounding_mode": cart.rounding_mode.value,
        "staff": str(staff_id),
        "tax_minor": priced.tax_minor,
        "tax_rounding": cart.tax_rounding.value,
        "taxes": [_tax(tax) for tax in priced.taxes],
        "tendered_minor": settlement.tendered_minor,
        "tenders": [
            {"amount_minor": tender.amount_minor, "reference": masked(tender.reference), "type": tender.type}
            for tender in tenders
        ],
        "total_minor": priced.total_minor,
        "version": VERSION,
    }


def _line(line: PricedLine, told: LineTold) -> dict[str, Plain]:
    parts: list[Plain] = [{"amount_minor": part.amount_minor, "name": part.name} for part in line.line.promotions]
    promotions: dict[str, Plain] = {"promotions": parts} if parts else {}
    return {
        **promotions,
        "bill_discount_minor": line.bill_discount_minor,
        "cost_minor": told.cost_minor,
        "discount_minor": line.discount_minor,
        "gross_minor": line.gross_minor,
        "list_price": told.list_price,
        "name": told.name,
        "net_minor": line.net_minor,
        "product": told.sku,
        "quantity": format_quantity(line.line.quantity_milli),
        "tax_class": told.tax_class,
        "tax_minor": line.tax_minor,
        "taxes": [_tax(tax) for tax in line.taxes],
        "unit": told.unit,
        "unit_price": format_exact(line.line.unit_price),
        "wanted": None if told.wanted_milli is None else format_quantity(told.wanted_milli),
    }


def _tax(tax: PricedTax) -> dict[str, Plain]:
    rate, per_unit = tax.tax.rate, tax.tax.per_unit
    return {
        "amount_minor": tax.amount_minor,
        "base_minor": tax.base_minor,
        "name": tax.tax.name,
        "per_unit": None if per_unit is None else format_exact(per_unit),
        "rate": None if rate is None else format_exact(rate),
    }
