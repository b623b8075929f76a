"""Where something is posted, and the shop's settings there."""

from __future__ import annotations

from dataclasses import dataclass

from tillbook.core.amounts import Currency
from tillbook.core.rounding import RoundingMode
from tillbook.core.tax import TaxRounding


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopSettings:
    """The shop's settings as they are now."""

    name: str
    address: str
    tax_number: str
    currency: Currency
    country: str
    locale: str
    timezone: str
    cut_over_hour: int
    fiscal_year_first_month: int
    prices_include_tax: bool
    tax_rounding: TaxRounding
    rounding_mode: RoundingMode
    cash_increment_minor: int
    short_stock: str
    first_sale_opens_shift: bool
    seed_files: bool
    in_store_barcodes: str
    blind_count: bool
    cart_hours: int
    promotion_order: str
    upi_id: str = ""
    iban: str = ""


@dataclass(slots=True, kw_only=True)
class Place:
    """A register, or the office: its chain, the location it works on, its open shift.

    The office has no register: its id is 0, its code empty, and it never has a shift. `promotions_version`
    rises with every change of a promotion, 0 where there never was one; `has_prices` says that a price list
    has a price.
    """

    register_id: int
    register: str
    chain_id: int
    chain: str
    location_id: int
    customer_location_id: int
    shift_id: int | None
    promotions_version: int
    has_prices: bool
    shop: ShopSettings
