"""Founding a shop: a database with its settings, the office, register 1 and the owner.

What is left unsaid of it follows from its currency and its country.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from django.core.management import call_command
from django.db import DatabaseError, connection

from tillbook import __version__
from tillbook.core.amounts import Currency
from tillbook.core.calendar import find_zone
from tillbook.core.chain import GENESIS
from tillbook.core.errors import Refusal
from tillbook.core.rights import Role
from tillbook.core.rounding import RoundingMode
from tillbook.core.tax import TaxRounding
from tillbook.core.text import clean_line
from tillbook.db import models
from tillbook.db.opening import DATABASE_NAME, point_at, require_strong_engine
from tillbook.db.statements import insert_into
from tillbook.db.transaction import DiskTrouble, refusal_of, transaction_of_one_action
from tillbook.formats.places import country_of, locale_of, zone_of
from tillbook.formats.settings import stored_value
from tillbook.formats.strict_json import at

_REGISTER = "1"
"""The code of the register that every shop begins with."""


class ShopExists(Refusal):
    """The folder holds a shop already."""

    code: ClassVar[str] = "shop_exists"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShop:
    """What a new shop is told; the rest has defaults that settings change."""

    name: str
    currency: str
    country: str
    timezone: str
    locale: str
    prices_include_tax: bool
    address: str = ""
    tax_number: str = ""
    cash_increment_minor: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was said of a new shop, as typed; none where nothing was said."""

    name: str
    currency: str
    prices_include_tax: bool
    country: str | None = None
    timezone: str | None = None
    locale: str | None = None
    address: str = ""
    tax_number: str = ""
    cash_increment: str | None = None


def new_shop(told: Told) -> NewShop:
    """The shop that is meant. Raises: what reading a setting refuses, with the setting's key as path."""
    with at("currency"):
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


@contextmanager
def founding(home: Path, new: NewShop) -> Iterator[None]:
    """Make the shop in a file aside, let the caller fill it, and put it in place at the end.

    Whatever is raised inside leaves the folder without a shop, as it was.

    Raises:
        ShopExists: the folder holds a shop.
        UnknownCurrency, UnknownZone, TextRefused: what the new shop was told.
        DiskTrouble: what a disk or folder does not take; it names the folder.
    """
    if home.exists() and not home.is_dir():
        raise DiskTrouble(f"{home} is a file, and a shop lives in a folder: choose another with --home.")
    with _told_where(home), _made_aside(home, new):
        yield


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


@contextmanager
def _made_aside(home: Path, new: NewShop) -> Iterator[None]:
    final = home / DATABASE_NAME
    if final.exists():
        raise ShopExists(f"There is a shop in {home} already; open it, or choose another folder with --home.")
    Currency.of(new.currency)
    find_zone(new.timezone)
    name = clean_line(new.name, what="shop name", length_max=200)
    home.mkdir(parents=True, exist_ok=True)
    aside = home / f"{DATABASE_NAME}.new-{uuid.uuid4().hex[:8]}"
    try:
        point_at(aside)
        require_strong_engine()
        call_command("migrate", verbosity=0)
        _fill(new, name)
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        if final.exists():
            raise ShopExists(f"Another program made a shop in {home} meanwhile; open that one.")
        aside.replace(final)
    finally:
        connection.close()
        for leftover in home.glob(aside.name + "*"):
            leftover.unlink(missing_ok=True)
        point_at(final)


def _fill(new: NewShop, name: str) -> None:
    with transaction_of_one_action() as tx:
        columns = {
            "id": 1,
            "uid": str(uuid.uuid4()),
            "name": name,
            "address": new.address,
            "tax_number": new.tax_number,
            "currency": new.currency,
            "country": new.country,
            "locale": new.locale,
            "timezone": new.timezone,
            "cut_over_hour": 0,
            "fiscal_year_first_month": 4 if new.country == "IN" else 1,
            "prices_include_tax": new.prices_include_tax,
            "tax_rounding": TaxRounding.line,
            "rounding_mode": RoundingMode.half_up,
            "cash_increment_minor": new.cash_increment_minor,
            "short_stock": "forbid",
            "first_sale_opens_shift": True,
            "seed_files": True,
            "in_store_barcodes": "",
            "blind_count": False,
            "cart_hours": 24,
            "promotion_order": "best",
            "promotions_version": 0,
            "upi_id": "",
            "iban": "",
            "program_version": __version__,
        }
        tx.write(insert_into(models.Shop, *columns), tuple(columns.values()))
        names = {
            "shop": name,
            "supplier": "Suppliers",
            "customer": "Customers",
            "loss": "Loss",
            "damaged": "Damaged",
        }
        location = insert_into(models.Location, "code", "kind", "name")
        places = {code: tx.insert(location, (code, code, shown)) for code, shown in names.items()}
        chain = insert_into(models.JournalChain, "name", "head", "length")
        tx.insert(chain, ("office", GENESIS, 0))
        register = (
            _REGISTER,
            f"Register {_REGISTER}",
            tx.insert(chain, (_REGISTER, GENESIS, 0)),
            places["shop"],
        )
        tx.insert(insert_into(models.Register, "code", "name", "chain", "location", "printer"), (*register, ""))
        staff = insert_into(models.Staff, "name", "role", "active", "password_hash", "pin_hash")
        tx.insert(staff, ("Owner", Role.owner, True, "", ""))
        tx.insert(insert_into(models.PriceList, "code", "name"), ("retail", "Retail"))
        tx.insert(insert_into(models.TaxClass, "name"), ("untaxed",))
