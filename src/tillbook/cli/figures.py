"""Figures for people: amounts, prices and quantities in the manner of the shop's locale."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal

from tillbook.core.amounts import Currency, format_minor
from tillbook.core.locale_money import format_money, parse_money

DECIMALS_MAX = 6
PIECE = "pc"


@lru_cache(maxsize=65536)
def price_text(price: Decimal, currency: Currency, locale: str) -> str:
    """A unit price with all its decimals, at least those of the currency."""
    return format_money(*_finest(price, currency), locale)


def _finest(price: Decimal, currency: Currency) -> tuple[int, Currency]:
    exponent = price.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "a price is a number"
    digits = max(currency.digits, -exponent)
    return int(price.scaleb(digits)), Currency(code=currency.code, digits=digits)


@lru_cache(maxsize=65536)
def quantity_text(milli: int, unit: str, locale: str) -> str:
    """A quantity with its unit, unless that is the piece."""
    number = format_decimal(
        Decimal(milli).scaleb(-3), locale=locale, decimal_quantization=False, numbering_system="default"
    )
    return number if unit == PIECE else f"{number} {unit}"


def read_price(text: str, currency: Currency, locale: str) -> Decimal:
    """A unit price or cost as it is typed in this locale; up to six decimals.

    Raises: NotANumber, AmbiguousAmount, TooPrecise, TooLarge.
    """
    finer = Currency(code=currency.code, digits=DECIMALS_MAX)
    return Decimal(format_minor(parse_money(text, finer, locale), finer))
