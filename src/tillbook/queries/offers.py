"""What the products of a cart cost, are taxed as, and how many are there: one SELECT for all lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import ceil

from tillbook.core.barcode import (
    InStoreCode,
    InStorePattern,
    Misread,
    comparable,
    decode_in_store,
    read_patterns,
)
from tillbook.core.tax import Tax
from tillbook.db.statements import Row, Tx, stored_date


@dataclass(slots=True, kw_only=True)
class Offer:
    """A product as it is sold now at one location.

    `pack_milli` is how much of it one unit of the asked code stands for: 1000, a pack's size, or the weight on a
    label. `label_price` is the price of one base unit that a label's own price comes to.
    """

    product_id: int
    sku: str
    name: str
    unit: str
    step_milli: int
    price: Decimal
    tax_class: str
    taxes: tuple[Tax, ...]
    short_stock: str
    archived: bool
    on_hand_milli: int
    value_minor: int
    pack_milli: int
    label_price: Decimal | None = None
    lot_tracked: bool = False
    category: str = ""


_COLUMNS = """p.id, p.sku, p.name, p.unit, p.step_milli, p.price, p.short_stock, p.archived,
    l.on_hand_milli, l.value_minor, c.name, t.name, t.rate, t.per_unit, t.compound, t.included, t.position,
    p.lot_tracked, p.category"""
_JOINS = """JOIN stock_level l ON l.product_id = p.id AND l.location_id = ?
    JOIN tax_class c ON c.id = p.tax_class_id
    LEFT JOIN tax t ON t.tax_class_id = c.id AND t.valid_from <= ? AND (t.valid_until IS NULL OR t.valid_until > ?)"""


@lru_cache(maxsize=256)
def _by_sku(count: int) -> str:
    marks = ",".join("?" * count)
    return f"""SELECT p.sku, 1000, {_COLUMNS} FROM product p {_JOINS}
        WHERE p.sku IN ({marks})"""  # noqa: S608  (marks only)


@lru_cache(maxsize=256)
def _by_barcode(count: int) -> str:
    marks = ",".join("?" * count)
    return f"""SELECT b.code, b.quantity_milli, {_COLUMNS} FROM barcode b JOIN product p ON p.id = b.product_id {_JOINS}
        WHERE b.code IN ({marks})"""  # noqa: S608  (marks only)


@lru_cache(maxsize=4096)
def tax_of(name: str, rate: str | None, per_unit: str | None, compound: bool, included: bool) -> Tax:
    """The tax that a row stands for; the same object for the same row."""
    return Tax(
        name=name,
        rate=None if rate is None else Decimal(rate),
        per_unit=None if per_unit is None else Decimal(per_unit),
        compound=compound,
        included=included,
    )


@lru_cache(maxsize=65536)
def _price(text: str) -> Decimal:
    return Decimal(text)


def offers(
    tx: Tx,
    codes: Sequence[str],
    *,
    location_id: int,
    day: date,
    prices_include_tax: bool,
    patterns: str = "",
) -> dict[str, Offer]:
    """The offers of these SKUs, barcodes and in-store labels, by the code asked for; an unknown code is left out.

    A SKU wins over a barcode of the same text. `patterns` are the shop's in-store codes, separated by blanks.
    Archived products are answered and marked as such.

    Raises:
        Misread: an in-store label with a wrong check digit, or a weight of 0.
    """
    wanted = sorted(set(codes))
    day_text = stored_date(day)
    where = (location_id, day_text, day_text)
    found = _read(tx.rows(_by_sku(len(wanted)), (*where, *wanted)), prices_include_tax)
    missing = [code for code in wanted if code not in found]
    if missing:
        spelled = {code: comparable(code) for code in missing}
        asked = sorted(set(spelled.values()))
        scanned = _read(tx.rows(_by_barcode(len(asked)), (*where, *asked)), prices_include_tax)
        found.update({code: scanned[normal] for code, normal in spelled.items() if normal in scanned})
    labels = {code: label for code in missing if code not in found and (label := _label(code, patterns))}
    if labels:
        items = [item for label in labels.values() for item in _spellings(label.item)]
        named = offers(tx, items, location_id=location_id, day=day, prices_include_tax=prices_include_tax)
        for code, label in labels.items():
            offer = next((named[item] for item in _spellings(label.item) if item in named), None)
            if offer is not None:
                found[code] = _labelled(offer, label)
    return found


@lru_cache(maxsize=16)
def _patterns(texts: str) -> tuple[InStorePattern, ...]:
    return read_patterns(texts.split())


def _label(code: str, patterns: str) -> InStoreCode | None:
    return decode_in_store(code, _patterns(patterns)) if patterns else None


def _spellings(item: str) -> tuple[str, str]:
    """The item's digits as they stand on the label, and without leading zeros."""
    return item, item.lstrip("0") or "0"


def _labelled(offer: Offer, label: InStoreCode) -> Offer:
    """One label of a product: its weight, or the weight that its price buys, rounded up to the product's step."""
    if label.price is None:
        if not label.quantity_milli:
            raise Misread(f"The label of {offer.name} says a weight of 0; weigh it again.")
        return replace(offer, pack_milli=label.quantity_milli)
    if offer.step_milli >= 1000 or not offer.price:
        return replace(offer, label_price=label.price)
    steps = max(1, ceil(label.price * 1000 / offer.price / offer.step_milli))
    milli = steps * offer.step_milli
    # Six places are enough for the line to come out at the very price on the label.
    per_unit = (label.price * 1000 / milli).quantize(Decimal("0.000001"))
    return replace(offer, pack_milli=milli, label_price=per_unit)


def _read(rows: Sequence[Row], prices_include_tax: bool) -> dict[str, Offer]:
    """The rows of one code, one for each of its taxes, as one offer."""
    by_code: dict[str, list[Row]] = {}
    for row in rows:
        by_code.setdefault(row[0], []).append(row)
    return {code: _offer(found[0], _taxes(found, prices_include_tax)) for code, found in by_code.items()}


def _taxes(rows: list[Row], prices_include_tax: bool) -> tuple[Tax, ...]:
    if len(rows) > 1:
        rows.sort(key=lambda row: row[18])
    return tuple(
        [
            tax_of(
                row[13],
                row[14],
                row[15],
                bool(row[16]),
                prices_include_tax if row[17] is None else bool(row[17]),
            )
            for row in rows
            if row[13] is not None
        ]
    )


def _offer(row: Row, taxes: tuple[Tax, ...]) -> Offer:
    return Offer(
        pack_milli=row[1],
        product_id=row[2],
        sku=row[3],
        name=row[4],
        unit=row[5],
        step_milli=row[6],
        price=_price(row[7]),
        short_stock=row[8],
        archived=bool(row[9]),
        on_hand_milli=row[10],
        value_minor=row[11],
        tax_class=row[12],
        taxes=taxes,
        lot_tracked=bool(row[19]),
        category=row[20],
    )
