"""Products in a file of any kind that can be imported: product_Records.json, CSV or XLSX."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tillbook.core.errors import Unreadable
from tillbook.core.wanted_product import RowProblem, WantedProduct
from tillbook.formats.product_table import ProductTable, product_table
from tillbook.formats.seed_products import BYTES_MAX, SeedProduct, read_seed_products
from tillbook.formats.source import Source, open_source, sha256_of
from tillbook.formats.strict_json import loads
from tillbook.formats.tables import open_table

Row = WantedProduct | RowProblem
Rows = Callable[[], Iterable[Row]]
"""Gives the rows of a file, from its start each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFile:
    """A file of products: its rows as often as they are asked for, its SHA-256, its columns of no use."""

    name: str
    rows: Rows
    sha256: str
    unused: tuple[str, ...] = ()
    about: int = 0
    """How many rows it has, roughly; 0 where that is not known before they are read."""


def read_product_file(
    source: Source,
    *,
    name: str,
    mapping: Mapping[str, str] | None = None,
    decimal: Literal[".", ","] | None = None,
    below_zero: Collection[str] = frozenset(),
) -> ProductFile:
    """The products of product_Records.json (where `name` ends in .json), or of a CSV or XLSX file.

    `below_zero` are the SKUs that may stand below zero in the file, because they do in the shop.

    Raises: Unreadable and its kinds, telling line and column or row and column.
    """
    sha256 = sha256_of(source)
    if name.lower().endswith(".json"):
        with open_source(source) as stream:
            data = stream.read(BYTES_MAX + 1)
        products = read_seed_products(data, name=name, below_zero=below_zero)
        return ProductFile(name=name, rows=rows_of_seed(products), sha256=sha256, about=len(products))
    table = product_table(open_table(source, name=name), mapping=mapping, decimal=decimal)
    rows = rows_of_table(table)
    return ProductFile(name=name, rows=rows, sha256=sha256, unused=table.unused, about=_lines_of(source, name))


def read_product_mapping(text: str, *, name: str) -> dict[str, str]:
    """Which column is which field of a product. Raises: Unreadable."""
    told = loads(text)
    if not isinstance(told, dict) or not all(isinstance(column, str) for column in told.values()):
        raise Unreadable(f'{name}: a mapping is an object of texts, as in {{"sku": "Artikelnr"}}')
    return {str(field): str(column) for field, column in told.items()}


def rows_of_table(table: ProductTable) -> Rows:
    """The rows of a CSV or XLSX file."""
    return lambda: table.rows(refuse_repeats=False)


def rows_of_seed(products: Sequence[SeedProduct]) -> Rows:
    """The rows of product_Records.json; a row is counted by its line in the file."""
    return lambda: (
        WantedProduct(
            row=product.line,
            sku=product.sku,
            name=product.name,
            price=product.price,
            quantity_milli=product.quantity_milli,
            record=product.raw,
        )
        for product in products
    )


def _lines_of(source: Source, name: str) -> int:
    """How many lines a text file has; a spreadsheet's rows are not known before they are read."""
    if name.lower().endswith(".xlsx"):
        return 0
    with open_source(source) as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(2**20), b""))
