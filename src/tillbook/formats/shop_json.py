"""The shop as a till needs to know it, and the countries that a new one can be in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from babel import Locale
from babel.numbers import get_territory_currencies

from tillbook.core.amounts import Currency, UnknownCurrency, format_minor
from tillbook.core.calendar import business_date
from tillbook.core.denominations import denominations
from tillbook.core.place import ShopSettings
from tillbook.core.stored_value import CREDIT, VOUCHERS
from tillbook.core.tender import CASH
from tillbook.formats.places import zone_of
from tillbook.formats.settings import countries

TENDERS: Final = (CASH, "card", "upi", "bank", *VOUCHERS, CREDIT)
"""What a bill can be paid with, those first that are taken most; `upi` in India alone."""


def shop_json(shop: ShopSettings, *, payment_codes: tuple[str, ...], now: datetime) -> dict[str, Any]:
    """The settings of the shop that every till goes by; nothing that is not on its bills."""
    currency = shop.currency
    return {
        "name": shop.name,
        "currency": currency.code,
        "currency_digits": currency.digits,
        "country": shop.country,
        "timezone": shop.timezone,
        "locale": shop.locale.replace("_", "-"),
        "prices_include_tax": shop.prices_include_tax,
        "tax_rounding": str(shop.tax_rounding),
        "cash_increment": format_minor(shop.cash_increment_minor, currency),
        "denominations": [_plain(each, currency) for each in denominations(currency)],
        "tenders": [each for each in TENDERS if each != "upi" or currency.code == "INR"],
        "blind_count": shop.blind_count,
        "cart_hours": shop.cart_hours,
        "business_date": business_date(now, shop.timezone, shop.cut_over_hour).isoformat(),
        "payment_codes": list(payment_codes),
    }


@cache
def countries_json() -> list[Mapping[str, str]]:
    """Every country by its English name, each with the currency that is used there now and its clock.

    Source: CLDR, as Babel has it; the currency that was legal tender last comes first there.
    """
    names = Locale("en").territories
    found = [
        {"code": code, "name": names[code], "currency": _currency_of(code), "timezone": zone_of(code)}
        for code in countries()
    ]
    return sorted(found, key=lambda each: each["name"])


def _currency_of(country: str) -> str:
    for code in get_territory_currencies(country):
        try:
            return Currency.of(code).code
        except UnknownCurrency:
            continue
    return ""


def _plain(minor: int, currency: Currency) -> str:
    """A coin or note by its value, as people say it: 500, and 0.50."""
    whole = 10**currency.digits
    return str(minor // whole) if minor % whole == 0 else format_minor(minor, currency)
