"""What follows from a currency and a country: where it is used, by which clock, and how it is written."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from babel import Locale, UnknownLocaleError

from tillbook.core.amounts import Currency
from tillbook.formats.settings import countries

# Countries with several zones of which nearly everybody lives by one.
# Source: CLDR, supplemental data, primaryZones.
_CHIEF_ZONES: Final = {
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}


def country_of(currency: Currency) -> str:
    """The country whose currency it is, or nothing where several have it: its code opens with the country's.

    Source: ISO 4217, section 5.1 (the first two letters are the country's of ISO 3166, where it has one).
    """
    code = currency.code[:2]
    shared = code in {"EU", "XA", "XO", "XP", "XC"}
    return code if not shared and code in countries() else ""


def zone_of(country: str) -> str:
    """The country's time zone where it has one, or one by which nearly everybody lives; else UTC."""
    chief = _CHIEF_ZONES.get(country)
    if chief is not None:
        return chief
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in table.splitlines() if line.startswith(f"{country}\t")]
    return lines[0][2] if len(lines) == 1 else "UTC"


def locale_of(country: str) -> str:
    """English as the country writes it, where CLDR knows it; else the country's likely language."""
    if not country:
        return "en"
    for name in (f"en_{country}", f"und_{country}"):
        try:
            return str(Locale.parse(name))
        except UnknownLocaleError:
            continue
    return "en"
