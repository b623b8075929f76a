"""Settings of a shop as a person types them: read, checked, as they are stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import ClassVar, Final

from babel import Locale, UnknownLocaleError
from stdnum import iban
from stdnum.exceptions import ValidationError

from tillbook.core.amounts import Currency, format_minor, to_minor
from tillbook.core.barcode import read_patterns
from tillbook.core.calendar import find_zone
from tillbook.core.errors import Refusal
from tillbook.core.rounding import RoundingMode
from tillbook.core.tax import TaxRounding
from tillbook.core.text import clean_line

SHORT_STOCK: Final = ("forbid", "warn", "allow")
CART_HOURS_MAX: Final = 24 * 366

UPI_ID_LENGTH_MAX: Final = 120

# Source: NPCI, UPI Linking Specifications: a name of letters, digits, dots, hyphens and underscores, and a handle.
_UPI_ID: Final = re.compile(r"[A-Za-z0-9._-]{2,100}@[A-Za-z][A-Za-z0-9]{1,63}", re.ASCII)
_YES: Final = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


class UnknownSetting(Refusal):
    """The shop has no such setting."""

    code: ClassVar[str] = "unknown_setting"
    exit_status: ClassVar[int] = 2


class SettingRefused(Refusal):
    """A setting cannot have this value; the message says which it can have."""

    code: ClassVar[str] = "setting_refused"


Read = Callable[[str, Currency, str], str | int | bool]
"""From what was typed, the shop's currency and country, to what is stored."""


def _line(what: str, length_max: int, *, needed: bool = False) -> Read:
    def read(text: str, _currency: Currency, _country: str) -> str:
        if not text.strip() and not needed:
            return ""
        return clean_line(text, what=what, length_max=length_max)

    return read


def _choice(*allowed: str) -> Read:
    def read(text: str, _currency: Currency, _country: str) -> str:
        if text not in allowed:
            raise SettingRefused(f"It is one of {', '.join(allowed)}.")
        return text

    return read


def _number(least: int, most: int) -> Read:
    def read(text: str, _currency: Currency, _country: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 4 and least <= int(text) <= most):
            raise SettingRefused(f"It is a whole number from {least} to {most}.")
        return int(text)

    return read


def _yes(text: str, _currency: Currency, _country: str) -> bool:
    if text.lower() not in _YES:
        raise SettingRefused("It is yes or no.")
    return _YES[text.lower()]


def _currency(text: str, _currency: Currency, _country: str) -> str:
    return Currency.of(text.upper()).code


@cache
def countries() -> frozenset[str]:
    """The codes of the countries that a shop can be in: those of ISO 3166, and XK for Kosovo, as CLDR has it.

    Source: iso3166.tab of the time zone database; Babel has them with codes that are no country, such as ZZ.
    """
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    assigned = {line.partition("\t")[0] for line in table.splitlines() if line and not line.startswith("#")}
    return frozenset({*assigned, "XK"} & set(Locale("en").territories))


def _country(text: str, _currency: Currency, _country: str) -> str:
    code = text.strip().upper()
    if code and code not in countries():
        raise SettingRefused("It is a country of two letters (ISO 3166), as in IN or DE.")
    return code


def _locale(text: str, _currency: Currency, _country: str) -> str:
    try:
        locale = Locale.parse(text.strip().replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        raise SettingRefused("It is a language and a country, as in en_IN or de_DE.") from None
    return str(locale)


def _zone(text: str, _currency: Currency, _country: str) -> str:
    return find_zone(text.strip()).key


def _tax_number(text: str, _currency: Currency, country: str) -> str:
    # Numbering plans of the world are loaded with it, which takes a few tenths of a second.
    from tillbook.formats.people import read_tax_number  # noqa: PLC0415

    return read_tax_number(text, country) if text.strip() else ""


def _increment(text: str, currency: Currency, _country: str) -> int:
    minor = to_minor(text, currency)
    if minor < 1:
        raise SettingRefused(f"It is the smallest coin, at least {format_minor(1, currency)}.")
    return minor


def _patterns(text: str, _currency: Currency, _country: str) -> str:
    return " ".join(pattern.text for pattern in read_patterns(text.split()))


def _upi_id(text: str, _currency: Currency, _country: str) -> str:
    wanted = text.strip()
    if wanted and (len(wanted) > UPI_ID_LENGTH_MAX or not _UPI_ID.fullmatch(wanted)):
        raise SettingRefused("It is the shop's UPI ID, as in cornershop@okbank; leave it empty for none.")
    return wanted


def _iban(text: str, _currency: Currency, _country: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(iban.validate(text))
    except ValidationError:
        raise SettingRefused("It is the IBAN of the shop's account, as in DE89 3704 0044 0532 0130 00.") from None


READERS: Final[Mapping[str, Read]] = {
    "name": _line("the name", 200, needed=True),
    "address": _line("the address", 400),
    "tax_number": _tax_number,
    "currency": _currency,
    "country": _country,
    "locale": _locale,
    "timezone": _zone,
    "cut_over_hour": _number(0, 23),
    "fiscal_year_first_month": _number(1, 12),
    "prices_include_tax": _yes,
    "tax_rounding": _choice(*TaxRounding),
    "rounding_mode": _choice(*RoundingMode),
    "cash_increment": _increment,
    "short_stock": _choice(*SHORT_STOCK),
    "first_sale_opens_shift": _yes,
    "blind_count": _yes,
    "seed_files": _yes,
    "promotion_order": _choice("best", "listed"),
    "in_store_barcodes": _patterns,
    "cart_hours": _number(1, CART_HOURS_MAX),
    "upi_id": _upi_id,
    "iban": _iban,
}
"""How each setting is read, by its key."""


def require_known(key: str) -> None:
    """Raises: UnknownSetting, which names those that there are."""
    if key not in READERS:
        raise UnknownSetting(f"There is no setting {key[:40]!r}; there are: {', '.join(READERS)}.", path="key")


def stored_value(key: str, text: str, *, currency: Currency, country: str) -> str | int | bool:
    """What is stored for a setting as it is typed; `cash_increment` in minor units.

    Raises: UnknownSetting; SettingRefused, TextRefused and what else reading refuses, with the key as path.
    """
    read = READERS.get(key)
    if read is None:
        raise UnknownSetting(f"There is no setting {key[:40]!r}; there are: {', '.join(READERS)}.", path="key")
    try:
        return read(text, currency, country)
    except Refusal as refusal:
        raise type(refusal)(f"{key}: {refusal.message}", path=key) from None
