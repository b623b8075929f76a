"""A credit note as it was stored: what every form of it is made from.

Nothing here is computed again. Amounts are what the customer gets back, 0 or more, in whole minor units.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tillbook.core.amounts import Currency
from tillbook.core.bill import BillTax, BillTender


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """One product that came back; `sale_line` is its place on the bill, None without a receipt.

    `to` is where the goods went: the code of a location.
    """

    position: int
    sale_line: int | None
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
    to: str
    taxes: tuple[BillTax, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNote:
    """A posted credit note with everything that its paper shows. `sale` is the bill it reverses, or empty.

    refund = total + cash rounding. `copy_number` is 0 on the original, then 1, 2, …;
    None on a copy that nobody counted.
    """

    id: str
    number: str
    sale: str
    register: str
    posted_at: datetime
    business_date: date
    shop_name: str
    shop_address: str = ""
    shop_tax_number: str = ""
    currency: Currency
    locale: str
    timezone: str
    prices_include_tax: bool
    cashier: str
    approved_by: str = ""
    reason: str = ""
    lines: tuple[NoteLine, ...]
    taxes: tuple[BillTax, ...]
    net_minor: int
    tax_minor: int
    total_minor: int
    cash_rounding_minor: int
    refund_minor: int
    tenders: tuple[BillTender, ...]
    journal_hash: str
    copy_number: int | None = 0
