"""Founding a shop from what `init` is told: what is left unsaid follows from the currency and the country."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from django.db import DatabaseError

from tillbook.actions.found import NewShop, founding
from tillbook.cli import importing, output
from tillbook.cli.delivery import deliver
from tillbook.core.amounts import Currency
from tillbook.db.transaction import DiskTrouble, reading, refusal_of
from tillbook.formats.settings import countries, stored_value
from tillbook.queries.people import owner

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What `init` was told, as typed; none where it was not."""

    name: str
    currency: str
    country: str | None
    timezone: str | None
    locale: str | None
    address: str
    tax_number: str
    cash_increment: str | None
    prices_include_tax: bool


def found(home: Path, told: Told, *, source: Path | None, now: datetime, id: str) -> None:
    """Make the shop, with the products of `source` in the same founding, and say what was made.

    Raises: ShopExists; what reading a setting refuses; what importing refuses: then there is no shop.
    """
    if home.exists() and not home.is_dir():
        raise DiskTrouble(f"{home} is a file, and a shop lives in a folder: choose another with --home.")
    new = new_shop(told)
    rows = None if source is None else importing.product_file(source)
    imported = None
    with _told_where(home), founding(home, new):
        if rows is not None:
            with reading() as tx:
                by = owner(tx)
            imported = importing.import_file(rows, id=id, now=now, by=by, home=home)
    deliver(home)
    output.line(f"{new.name} is open, in {home}.")
    where = f"country {new.country}, " if new.country else ""
    output.line(f"  {new.currency}, {where}clock {new.timezone}, written as in {new.locale}")
    if imported is not None and imported.plan is not None:
        output.line(f"  {imported.plan.new:,} products")
    if told.timezone is None and new.timezone == "UTC":
        output.warn("Which clock the shop goes by is not known: tillbook settings timezone Continent/City")


@contextmanager
def _told_where(home: Path) -> Iterator[None]:
    """What a disk or folder does not take, told as a refusal that names the folder."""
    try:
        yield
    except OSError as trouble:
        raise DiskTrouble(f"A shop cannot be made in {home}: {trouble.strerror}.") from trouble
    except DatabaseError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise type(refusal)(f"A shop cannot be made in {home}: {refusal.message}") from error


def new_shop(told: Told) -> NewShop:
    """The shop that is meant. Raises: what reading a setting refuses, with the setting's key as path."""
    currency = Currency.of(told.currency.strip().upper())
    country = _text("country", country_of(currency) if told.country is None else told.country, currency, "")
    increment = 1
    if told.cash_increment is not None:
        increment = int(stored_value("cash_increment", told.cash_increment, currency=currency, country=country))
    return NewShop(
        name=_text("name", told.name, currency, country),
        currency=currency.code,
        country=country,
        timezone=_text("timezone", told.timezone or zone_of(country), currency, country),
        locale=_text("locale", told.locale or locale_of(country), currency, country),
        prices_include_tax=told.prices_include_tax,
        address=_text("address", told.address, currency, country),
        tax_number=_text("tax_number", told.tax_number, currency, country),
        cash_increment_minor=increment,
    )


def _text(key: str, text: str, currency: Currency, country: str) -> str:
    return str(stored_value(key, text, currency=currency, country=country))


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
