"""A posted sale as rows: written once, by this module alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tillbook.core.amounts import format_exact
from tillbook.core.discount import Discount
from tillbook.core.pricing import PricedCart, PricedLine
from tillbook.core.tax import Tax
from tillbook.core.tender import Settlement, Tendered
from tillbook.core.wanted import WantedCustomer
from tillbook.db.models import Sale, SaleCustomer, SaleLine, SaleLineTax, SaleTax, SaleTender
from tillbook.db.statements import Tx, insert_into

_SALE = insert_into(Sale)
_LINE = insert_into(
    SaleLine,
    "sale",
    "position",
    "product",
    "sku",
    "name",
    "unit",
    "tax_class",
    "quantity_milli",
    "wanted_milli",
    "unit_price",
    "list_price",
    "discount_percent",
    "discount_minor",
    "bill_discount_minor",
    "net_minor",
    "tax_minor",
    "gross_minor",
    "cost_minor",
)
_LINE_TAX = insert_into(
    SaleLineTax,
    "sale",
    "line_position",
    "position",
    "name",
    "rate",
    "per_unit",
    "compound",
    "included",
    "base_minor",
    "amount_minor",
)
_TAX = insert_into(SaleTax, "sale", "position", "name", "rate", "per_unit", "base_minor", "amount_minor")
_TENDER = insert_into(SaleTender, "sale", "position", "type", "amount_minor", "reference")
_CUSTOMER = insert_into(SaleCustomer)


@dataclass(slots=True, kw_only=True)
class SoldLine:
    """What a line carries beside its price: whose product it is and what the goods cost."""

    product_id: int
    sku: str
    name: str
    unit: str
    tax_class: str
    list_price: str
    wanted_milli: int | None
    cost_minor: int


@dataclass(slots=True, kw_only=True)
class SaleHeader:
    """The ids and settings that a sale is posted under."""

    posting_id: int
    register_id: int
    shift_id: int
    customer_id: int | None
    prices_include_tax: bool
    cash_increment_minor: int


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else format_exact(value)


def _percent(discount: Discount | None) -> str | None:
    return None if discount is None else _exact(discount.percent)


def _tax_columns(tax: Tax) -> tuple[str, str | None, str | None]:
    return tax.name, _exact(tax.rate), _exact(tax.per_unit)


def write(
    tx: Tx,
    header: SaleHeader,
    priced: PricedCart,
    lines: Sequence[SoldLine],
    settlement: Settlement,
    tenders: Sequence[Tendered],
) -> None:
    """Insert a sale with its lines, taxes and tenders."""
    cart, sale = priced.cart, header.posting_id
    tx.write(
        _SALE,
        (
            sale,
            header.register_id,
            header.shift_id,
            header.customer_id,
            cart.currency.code,
            header.prices_include_tax,
            cart.tax_rounding,
            cart.rounding_mode,
            header.cash_increment_minor,
            _percent(cart.discount),
            sum([line.bill_discount_minor for line in priced.lines]),
            priced.net_minor,
            priced.tax_minor,
            priced.total_minor,
            settlement.cash_rounding_minor,
            settlement.due_minor,
            settlement.tendered_minor,
            settlement.change_minor,
        ),
    )
    numbered = list(enumerate(zip(priced.lines, lines, strict=True), 1))
    tx.write_many(_LINE, [_line_row(sale, position, line, sold) for position, (line, sold) in numbered])
    line_taxes = [
        (
            sale,
            position,
            place,
            *_tax_columns(tax.tax),
            tax.tax.compound,
            tax.tax.included,
            tax.base_minor,
            tax.amount_minor,
        )
        for position, (line, _) in numbered
        for place, tax in enumerate(line.taxes, 1)
    ]
    if line_taxes:
        tx.write_many(_LINE_TAX, line_taxes)
        tx.write_many(
            _TAX,
            [
                (sale, place, *_tax_columns(tax.tax), tax.base_minor, tax.amount_minor)
                for place, tax in enumerate(priced.taxes, 1)
            ],
        )
    if tenders:
        tx.write_many(
            _TENDER,
            [
                (sale, place, tender.type, tender.amount_minor, tender.reference)
                for place, tender in enumerate(tenders, 1)
            ],
        )


def _line_row(sale: int, position: int, line: PricedLine, sold: SoldLine) -> tuple[object, ...]:
    wanted = line.line
    return (
        sale,
        position,
        sold.product_id,
        sold.sku,
        sold.name,
        sold.unit,
        sold.tax_class,
        wanted.quantity_milli,
        sold.wanted_milli,
        _exact(wanted.unit_price),
        sold.list_price,
        _percent(wanted.discount),
        line.discount_minor,
        line.bill_discount_minor,
        line.net_minor,
        line.tax_minor,
        line.gross_minor,
        sold.cost_minor,
    )


def write_customer(tx: Tx, sale: int, customer: WantedCustomer, salt: str) -> None:
    """Insert who bought, apart from the sale, so that a person can be erased."""
    tx.write(_CUSTOMER, (sale, customer.name, customer.email, customer.phone, salt))
