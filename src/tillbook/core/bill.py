"""A bill as it was stored: what every form of it (text, JSON, paper, page) is made from.

Nothing here is computed again from today's prices, names or rates. Amounts are whole minor units of
`currency`, quantities thousandths, unit prices and rates exact decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tillbook.core.amounts import Currency


@dataclass(frozen=True, slots=True, kw_only=True)
class BillCustomer:
    """Who bought; each part may be empty."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillTax:
    """One tax on a line or on the whole bill: exactly one of `rate` (percent) and `per_unit` is set."""

    name: str
    rate: Decimal | None = None
    per_unit: Decimal | None = None
    base_minor: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPromotion:
    """What one promotion took off a line: a part of its discount."""

    name: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """One product sold. Discounts are positive amounts that were taken off the price as it stands."""

    position: int
    sku: str
    name: str
    unit: str
    quantity_milli: int
    unit_price: Decimal
    discount_minor: int
    bill_discount_minor: int
    net_minor: int
    tax_minor: int
    gross_minor: int
    taxes: tuple[BillTax, ...] = ()
    promotions: tuple[BillPromotion, ...] = ()
    wanted_milli: int | None = None
    """What was asked for, where only a part of it could be sold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillTender:
    """One means of payment as it was handed over: cash before change."""

    type: str
    amount_minor: int
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A posted sale with everything that its bill shows. `due_minor` = total + cash rounding.

    `discount_minor` is the discount on the bill, the sum of the lines' shares; the discounts of the lines
    stand on the lines. `copy_number` is 0 on the original, then 1, 2, ….
    """

    id: str
    number: str
    register: str
    posted_at: datetime
    business_date: date
    shop_name: str
    shop_address: str = ""
    shop_tax_number: str = ""
    currency: Currency
    locale: str
    country: str
    timezone: str
    prices_include_tax: bool
    tax_rounding: str
    rounding_mode: str
    cash_increment_minor: int
    cashier: str
    customer: BillCustomer | None = None
    lines: tuple[BillLine, ...]
    taxes: tuple[BillTax, ...]
    discount_minor: int
    net_minor: int
    tax_minor: int
    total_minor: int
    cash_rounding_minor: int
    due_minor: int
    tenders: tuple[BillTender, ...]
    tendered_minor: int
    change_minor: int
    journal_hash: str
    copy_number: int = 0
