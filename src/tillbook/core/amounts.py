"""Amounts as plain text and as whole minor units: the form of JSON, files and the database.

Text is checked against a pattern and a length before any number is made of it, so that `1e2000000` costs
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tillbook.core.errors import Refusal, Unreadable

AMOUNT_MINOR_MAX = 10**12 - 1
"""The greatest amount that a line, a bill or a tender may have, in minor units."""

DECIMALS_MAX = 6
"""Places after the point that a unit price, a rate or a percentage may have."""

_PLAIN = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?", re.ASCII)
_LONG = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?", re.ASCII)

# ISO 4217, list one, column "minor unit": every code that does not have 2. CLDR, and so Babel, gives the
# digits customary in print instead (IQD 0, RSD 0), which would make the books coarser than the money.
_DIGITS = {
    **dict.fromkeys(("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF").split(), 0),
    **dict.fromkeys(("BHD IQD JOD KWD LYD OMR TND").split(), 3),
    **dict.fromkeys(("CLF UYW").split(), 4),
}
# The same list, codes in use; those of metals, funds' test codes and "no currency" are left out.
_CODES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
    CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
    GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT
    LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR
    NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
    STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VED VES VND VUV WST
    XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()
)


class NotANumber(Unreadable):
    """The text is not a plain decimal number."""

    code = "not_a_number"


class TooLarge(Refusal):
    """A number is beyond what is stored; the message states the bound."""

    code = "too_large"


class TooPrecise(Refusal):
    """A number has more decimals than what it measures can have."""

    code = "too_precise"


class UnknownCurrency(Refusal):
    """No such code in ISO 4217."""

    code = "unknown_currency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency in use: its ISO 4217 code and how many digits its minor unit has (INR 2, JPY 0, KWD 3)."""

    code: str
    digits: int

    @staticmethod
    def of(code: str) -> Currency:
        """The currency of an ISO 4217 code, in capital letters.

        >>> Currency.of("KWD").digits
        3

        Raises: UnknownCurrency. Source: ISO 4217, list one.
        """
        return _currency(code)


@lru_cache(maxsize=512)
def _currency(code: str) -> Currency:
    if code not in _CODES:
        raise UnknownCurrency(f"{code[:12]!r} is no currency of ISO 4217; write its code, such as INR or EUR.")
    return Currency(code=code, digits=_DIGITS.get(code, 2))


def parse_decimal(text: str) -> Decimal:
    """A plain decimal in ASCII: `12.50`, `-3`; up to 12 digits before the point and 6 after it.

    No exponent, no blank, no sign `+`, no grouping, no `NaN`; the value is exact.

    >>> parse_decimal("12.50")
    Decimal('12.50')

    Raises: NotANumber; TooLarge and TooPrecise, which state the bound.
    """
    if len(text) <= 20 and _PLAIN.fullmatch(text):
        return Decimal(text)
    if len(text) <= 82 and _LONG.fullmatch(text):
        whole, _, fraction = text.lstrip("-").partition(".")
        if len(whole.lstrip("0")) > 12:
            raise TooLarge("too large: numbers have at most 12 digits before the point.")
        if len(fraction.rstrip("0")) > DECIMALS_MAX:
            raise TooPrecise(f"too precise: numbers have at most {DECIMALS_MAX} digits after the point.")
        return Decimal(text)
    raise NotANumber("not a number; write it in digits with a point, such as 12.50")


def to_minor(amount: str | Decimal, currency: Currency) -> int:
    """An exact amount in minor units; nothing is rounded.

    >>> to_minor("12.5", Currency.of("INR"))
    1250

    Raises: NotANumber; TooLarge beyond AMOUNT_MINOR_MAX; TooPrecise below one minor unit.
    """
    value = parse_decimal(amount) if isinstance(amount, str) else amount
    if not value.is_finite():
        raise NotANumber("not a number; an amount is finite")
    if value.adjusted() > 13:
        raise _too_large(currency)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -40:
        raise _too_precise(currency)
    numerator, denominator = value.as_integer_ratio()
    minor, rest = divmod(numerator * 10**currency.digits, denominator)
    if rest:
        raise _too_precise(currency)
    return bounded(minor, currency)


def _too_precise(currency: Currency) -> TooPrecise:
    digits = currency.digits or "no"
    return TooPrecise(f"too precise: {currency.code} has {digits} digits after the point.")


def bounded(minor: int, currency: Currency, *, path: str | None = None) -> int:
    """The amount itself, if it can be stored. Raises: TooLarge."""
    if -AMOUNT_MINOR_MAX <= minor <= AMOUNT_MINOR_MAX:
        return minor
    raise _too_large(currency, path)


def _too_large(currency: Currency, path: str | None = None) -> TooLarge:
    bound = f"{format_minor(AMOUNT_MINOR_MAX, currency)} {currency.code}"
    return TooLarge(f"too large: an amount is at most {bound}; split the bill.", path=path)


def format_minor(minor: int, currency: Currency) -> str:
    """Minor units as plain text with all digits of the currency, as JSON and files have it.

    >>> format_minor(-5, Currency.of("INR")), format_minor(1250, Currency.of("JPY"))
    ('-0.05', '1250')
    """
    digits = currency.digits
    if not digits:
        return str(minor)
    if minor >= 0:
        text = str(minor)
        if len(text) <= digits:
            text = text.zfill(digits + 1)
        return f"{text[:-digits]}.{text[-digits:]}"
    return "-" + format_minor(-minor, currency)


@lru_cache(maxsize=65536)
def format_exact(value: Decimal, *, digits: int = 0) -> str:
    """An exact decimal as plain text: no exponent, no idle zeros beyond `digits` places.

    >>> format_exact(Decimal("21.00")), format_exact(Decimal("1.5"), digits=2)
    ('21', '1.50')
    """
    text = format(value, "f")
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(digits, "0")
    return f"{whole}.{fraction}" if fraction else whole
