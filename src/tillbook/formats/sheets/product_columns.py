"""Which column of a table is which field of a product: by the usual names of columns, or as one is told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tillbook.core.text import shown
from tillbook.formats.sheets.csv_rows import TableUnreadable

# A field's own name stands first and wins; names are compared without case, blanks and punctuation.
COLUMN_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "sku": (
        "sku", "product id", "id", "code", "product code", "stock code", "item code", "item no",
        "item number", "article no", "article number", "part number", "artikelnr", "artikelnummer",
        "référence", "código",
    ),
    "name": (
        "name", "product name", "product", "description", "title", "item", "item name", "article",
        "bezeichnung", "artikel", "artikelname", "désignation", "nombre", "descripción",
    ),
    "price": (
        "price", "unit price", "selling price", "sales price", "retail price", "list price", "mrp",
        "preis", "verkaufspreis", "vk", "prix", "precio",
    ),
    "quantity": (
        "quantity", "qty", "stock", "on hand", "stock on hand", "stock quantity", "in stock", "available",
        "menge", "bestand", "lagerbestand", "quantité", "cantidad",
    ),
    "unit": ("unit", "uom", "unit of measure", "einheit", "unité", "unidad"),
    "step": ("step", "quantity step", "schrittweite"),
    "barcode": ("barcode", "barcodes", "ean", "gtin", "upc", "ean13", "strichcode"),
    "tax_class": ("tax class", "tax group", "tax category", "tax code", "steuerklasse"),
    "category": ("category", "product category", "group", "kategorie", "warengruppe"),
    "cost": ("cost", "unit cost", "cost price", "purchase price", "buying price", "einkaufspreis", "ek"),
    "short_stock": ("short stock", "short stock policy"),
    "reorder_point": ("reorder point", "reorder level", "min stock", "minimum stock", "mindestbestand"),
}  # fmt: skip

_not_letters: Final = re.compile(r"[\W_]+")


class ColumnsUnclear(TableUnreadable):
    """The header leaves open which column is which; says what to tell."""

    code = "columns_unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductColumns:
    """The place of each field that was found, from 0, and the names of columns that are not used."""

    places: Mapping[str, int]
    unused: tuple[str, ...]


def product_columns(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> ProductColumns:
    """The columns of a header; `mapping` gives the name of a field's column where it is none of the usual.

    >>> dict(product_columns(("Artikelnr", "Product_Name", "Colour")).places)
    {'sku': 0, 'name': 1}

    Raises: ColumnsUnclear.
    """
    told = dict(mapping or {})
    for field in told:
        if field not in COLUMN_NAMES:
            raise ColumnsUnclear(f"{shown(field[:40])!r} is no field of a product; fields are {_listed(COLUMN_NAMES)}.")
    plain = [_plain(name) for name in header]
    taken = {field: _told_place(header, plain, field, name) for field, name in told.items()}
    for field in COLUMN_NAMES:
        if field in told:
            continue
        place = _usual_place(header, plain, field, set(taken.values()))
        if place is not None:
            taken[field] = place
    _check(header, taken)
    unused = tuple(name for place, name in enumerate(header) if name and place not in taken.values())
    return ProductColumns(places=taken, unused=unused)


def _told_place(header: Sequence[str], plain: Sequence[str], field: str, name: str) -> int:
    places = [place for place, found in enumerate(header) if found == name]
    places = places or [place for place, found in enumerate(plain) if found == _plain(name)]
    if len(places) != 1:
        many = "more than one column" if places else "no column"
        raise ColumnsUnclear(
            f"There is {many} {shown(name[:40])!r} for {field}; the columns are {_listed(header)}.",
            path=field,
        )
    return places[0]


def _usual_place(header: Sequence[str], plain: Sequence[str], field: str, taken: set[int]) -> int | None:
    """The one column with a usual name of the field; of several the one with its own name."""
    usual = [_plain(name) for name in COLUMN_NAMES[field]]
    places = [place for place, name in enumerate(plain) if name in usual and place not in taken]
    own = [place for place in places if plain[place] == usual[0]]
    if len(own) == 1 or len(places) == 1:
        return (own or places)[0]
    if places:
        names = _listed([header[place] for place in places])
        raise ColumnsUnclear(f"Which column is the {field}: {names}? Say which.", path=field)
    return None


def _check(header: Sequence[str], taken: Mapping[str, int]) -> None:
    if "sku" not in taken:
        raise ColumnsUnclear(
            f"No column is the sku (product id); the columns are {_listed(header)}. Say which one it is.",
            path="sku",
        )
    if len(taken) == 1:
        raise ColumnsUnclear(f"No column but the sku is one of a product; the columns are {_listed(header)}.")
    if len(set(taken.values())) < len(taken):
        raise ColumnsUnclear("One column is told to be two fields; name one column for each.")


def _plain(name: str) -> str:
    return _not_letters.sub("", name.casefold())


def _listed(names: Sequence[str] | Mapping[str, object]) -> str:
    listed = ", ".join(shown(name[:40]) or "(no name)" for name in list(names)[:30])
    return listed or "none"
