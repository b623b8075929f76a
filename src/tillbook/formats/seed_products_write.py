"""product_Records.json, written: what was read comes back as it was spelled, but for what has changed.

A product that came from the file carries the source text of its record. Only the tokens of its name, price
and quantity are looked at, and each is replaced only where its value is no longer that of the shop: further
keys, their order, blanks, and `12.50` or `1e2` for an unchanged price stay as they are. Others get a fresh
record with the seed's keys in the seed's order. One product stands on one line, or on those its own text has.
"""

from __future__ import annotations

import json.encoder
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

from tillbook.core.amounts import format_exact
from tillbook.core.quantity import format_quantity
from tillbook.core.text import TextRefused, shown
from tillbook.formats.seed_record import Spans, common_record, spans_of
from tillbook.formats.spelling.json_spans import decoded
from tillbook.formats.spelling.names import NAME_LENGTH_MAX, cleaned

ROWS_PER_CHUNK: Final = 500

# What json.dumps(text, ensure_ascii=False) does for a text, without the set-up of each call.
_encoded: Final = json.encoder.encode_basestring


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedRow:
    """One product as it is now; `raw` is the source text of its record, none where it came from elsewhere."""

    sku: str
    name: str
    price: Decimal
    quantity_milli: int
    raw: str | None = None


def write_seed_products(rows: Iterable[SeedRow]) -> Iterator[str]:
    """The file in chunks of text, in the order of `rows`; holds no more than a chunk at a time.

    Raises: ValueError where `raw` is not the text of a record.
    """
    remaining = iter(rows)
    between = "{\n"
    while batch := list(islice(remaining, ROWS_PER_CHUNK)):
        yield between + ",\n".join([f"    {_encoded(row.sku)}: {record(row)}" for row in batch])
        between = ",\n"
    yield "{}\n" if between == "{\n" else "\n}\n"


def record(row: SeedRow) -> str:
    """The record of one product, as the object that stands behind its id."""
    if not row.raw:
        return (
            f'{{"Product_Name": {_encoded(row.name)}, "Price": {format_exact(row.price)}, '
            f'"Quantity": {format_quantity(row.quantity_milli)}}}'
        )
    match = common_record(row.raw)
    if match:
        name, price, quantity, _ = match.groups()
        if _same_values(row, name, price, quantity):
            return row.raw
    return _with_changes(row, row.raw, spans_of(row.raw))


def _same_values(row: SeedRow, name: str, price: str, quantity: str) -> bool:
    return (
        (quantity == format_quantity(row.quantity_milli) or _same_quantity(quantity, row.quantity_milli))
        and Decimal(price) == row.price
        and _same_name(name, row.name)
    )


def _with_changes(row: SeedRow, raw: str, spans: Spans) -> str:
    changes = []
    if not _same_name(raw[slice(*spans.name)], row.name):
        changes.append((spans.name, _encoded(row.name)))
    if Decimal(raw[slice(*spans.price)]) != row.price:
        changes.append((spans.price, format_exact(row.price)))
    if not _same_quantity(raw[slice(*spans.quantity)], row.quantity_milli):
        changes.append((spans.quantity, format_quantity(row.quantity_milli)))
    for (start, end), token in sorted(changes, reverse=True):
        raw = raw[:start] + token + raw[end:]
    return raw


def _same_quantity(written: str, quantity_milli: int) -> bool:
    return Decimal(written).scaleb(3) == quantity_milli


def _same_name(token: str, name: str) -> bool:
    """Whether a name in the file still stands for the shop's.

    Blanks at its ends and another spelling of the same letters (NFD) stay as they are; what could harm a
    terminal does not.
    """
    written = decoded(token)
    if written == name:
        return True
    if shown(written) != written:
        return False
    try:
        return cleaned(written, what="the name", length_max=NAME_LENGTH_MAX) == name
    except TextRefused:
        return False
