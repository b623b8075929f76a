"""Where a sale happens: the register, its chain and shift, and the shop's settings, in one SELECT."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from tillbook.core.amounts import Currency
from tillbook.core.errors import Refusal
from tillbook.core.place import Place, ShopSettings
from tillbook.core.rounding import RoundingMode
from tillbook.core.tax import TaxRounding
from tillbook.db.statements import Row, Tx


class UnknownRegister(Refusal):
    """The shop has no register of this code."""

    code: ClassVar[str] = "unknown_register"


_SHOP_COLUMNS = """s.name, s.address, s.tax_number, s.currency, s.country, s.locale, s.timezone, s.cut_over_hour,
    s.fiscal_year_first_month, s.prices_include_tax, s.tax_rounding, s.rounding_mode, s.cash_increment_minor,
    s.short_stock, s.first_sale_opens_shift, s.seed_files, s.in_store_barcodes, s.blind_count, s.cart_hours,
    s.promotion_order, s.upi_id, s.iban"""
_PRICES = "s.promotions_version, EXISTS (SELECT 1 FROM price)"
_SHOP = f"SELECT {_SHOP_COLUMNS} FROM shop s"  # noqa: S608  (constant columns)
_PLACE = f"""SELECT r.id, r.chain_id, c.name, r.location_id, customer.id, shift.id, {_PRICES}, {_SHOP_COLUMNS}
    FROM register r JOIN journal_chain c ON c.id = r.chain_id
    JOIN location customer ON customer.code = 'customer'
    JOIN shop s ON s.id = 1
    LEFT JOIN shift ON shift.open_register_id = r.id
    WHERE r.code = ?"""  # noqa: S608  (our own names and marks)


def _settings(row: tuple[object, ...]) -> ShopSettings:
    (
        name,
        address,
        tax_number,
        currency,
        country,
        locale,
        zone,
        cut_over,
        month,
        included,
        rounding,
        mode,
    ) = row[:12]
    (increment, short_stock, opens, seed_files, patterns, blind, cart_hours, order, upi_id, iban) = row[12:]
    return ShopSettings(
        name=str(name),
        address=str(address),
        tax_number=str(tax_number),
        currency=Currency.of(str(currency)),
        country=str(country),
        locale=str(locale),
        timezone=str(zone),
        cut_over_hour=int(str(cut_over)),
        fiscal_year_first_month=int(str(month)),
        prices_include_tax=bool(included),
        tax_rounding=TaxRounding(str(rounding)),
        rounding_mode=RoundingMode(str(mode)),
        cash_increment_minor=int(str(increment)),
        short_stock=str(short_stock),
        first_sale_opens_shift=bool(opens),
        seed_files=bool(seed_files),
        in_store_barcodes=str(patterns),
        blind_count=bool(blind),
        cart_hours=int(str(cart_hours)),
        promotion_order=str(order),
        upi_id=str(upi_id),
        iban=str(iban),
    )


_OFFICE = f"""SELECT 0, c.id, c.name, home.id, customer.id, NULL, {_PRICES}, {_SHOP_COLUMNS}
    FROM journal_chain c
    JOIN location home ON home.code = 'shop'
    JOIN location customer ON customer.code = 'customer'
    JOIN shop s ON s.id = 1
    WHERE c.name = 'office'"""  # noqa: S608  (our own names and marks)


@lru_cache(maxsize=8)
def _settings_of(row: tuple[object, ...]) -> ShopSettings:
    """The same settings object for the same row: a shop's settings hardly ever change."""
    return _settings(row)


def settings(tx: Tx) -> ShopSettings:
    """The shop's settings."""
    row = tx.row(_SHOP)
    assert row is not None, "an open shop has settings"
    return _settings_of(row)


def place(tx: Tx, register: str) -> Place:
    """The register of this code with all that a posting there needs.

    Raises:
        UnknownRegister
    """
    row = tx.row(_PLACE, (register,))
    if row is None:
        raise UnknownRegister(f"There is no register {register!r}; a new shop has register 1.", path="register")
    return _read(row, register)


def office(tx: Tx) -> Place:
    """Where everything is posted that happens away from a till."""
    row = tx.row(_OFFICE)
    assert row is not None, "a shop has an office"
    return _read(row, "")


@lru_cache(maxsize=64)
def _read(row: Row, register: str) -> Place:
    """The same place for the same row: it is read anew for every sale, and hardly ever another."""
    return Place(
        register_id=row[0],
        register=register,
        chain_id=row[1],
        chain=row[2],
        location_id=row[3],
        customer_location_id=row[4],
        shift_id=row[5],
        promotions_version=row[6],
        has_prices=bool(row[7]),
        shop=_settings_of(row[8:]),
    )


def location_ids(tx: Tx) -> dict[str, int]:
    """The locations by their codes."""
    return dict(tx.rows("SELECT code, id FROM location"))
