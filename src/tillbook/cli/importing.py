"""Product files for `import` and `init --from`: which kind a file is, its rows, and what came of them."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from tillbook.actions import exchange
from tillbook.actions.deliver import last_written
from tillbook.actions.exchange import Imported, Plan, Rows
from tillbook.cli.reading import open_file
from tillbook.core.rights import Actor
from tillbook.db.transaction import reading
from tillbook.formats.product_table import product_table
from tillbook.formats.seed_products import BYTES_MAX, FILE_NAME, read_seed_products
from tillbook.formats.tables import open_table
from tillbook.queries.stock import stock

BAR_COLUMNS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFile:
    """A file of products: its rows as often as they are asked for, its SHA-256, its columns of no use."""

    path: Path
    rows: Rows
    sha256: str
    unused: tuple[str, ...] = ()
    about: int = 0
    """How many rows it has, roughly; 0 where that is not known before they are read."""


def product_file(
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    decimal: Literal[".", ","] | None = None,
    below_zero: frozenset[str] = frozenset(),
) -> ProductFile:
    """The products of product_Records.json (any file that ends in .json), or of a CSV or XLSX file.

    `below_zero` are the SKUs that may stand below zero in the file, because they do in the shop.

    Raises: Unreadable and its kinds, telling line and column or row and column.
    """
    sha256 = _sha256(path)
    if path.suffix.lower() == ".json":
        with open_file(path) as stream:
            data = stream.read(BYTES_MAX + 1)
        products = read_seed_products(data, name=path.name, below_zero=below_zero)
        return ProductFile(path=path, rows=exchange.rows_of_seed(products), sha256=sha256, about=len(products))
    table = product_table(open_table(path, name=path.name), mapping=mapping, decimal=decimal)
    rows = exchange.rows_of_table(table)
    return ProductFile(path=path, rows=rows, sha256=sha256, unused=table.unused, about=_lines_of(path))


def _sha256(path: Path) -> str:
    with open_file(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _lines_of(path: Path) -> int:
    """How many lines a text file has; a spreadsheet's rows are not known before they are read."""
    if path.suffix.lower() == ".xlsx":
        return 0
    with open_file(path) as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(2**20), b""))


def skus_below_zero() -> frozenset[str]:
    """The products that were sold beyond what was there."""
    with reading() as tx:
        return frozenset(line.sku for line in stock(tx) if line.on_hand_milli < 0)


def plan(file: ProductFile, *, home: Path) -> Plan:
    """What importing the file would do; nothing is changed."""
    with reading() as tx, Bar("Reading", file.about) as bar:
        return exchange.plan_products(tx, file.rows, base_quantities=_base_quantities(file.path, home), progress=bar)


def import_file(
    file: ProductFile, *, id: str, now: datetime, by: Actor, home: Path, skip_refused: bool = False
) -> Imported:
    """Import the file into the open shop. Raises: as `actions.exchange.import_products`."""
    with Bar("Importing", file.about) as bar:
        return exchange.import_products(
            file.rows,
            client_id=id,
            file_name=file.path.name,
            file_sha256=file.sha256,
            base_quantities=_base_quantities(file.path, home),
            accept_good_rows=skip_refused,
            progress=bar,
            now=now,
            by=by,
        )


def is_own_file(path: Path, home: Path) -> bool:
    """Whether it is the shop's own product_Records.json, which Tillbook keeps current."""
    return path.resolve() == (home / FILE_NAME).resolve()


def _base_quantities(path: Path, home: Path) -> dict[str, int] | None:
    """In the shop's own file a quantity means the difference from what Tillbook last wrote there, if it did.

    Any such quantities, even none, say that it is that file: it counts as written by Tillbook again.
    """
    if not is_own_file(path, home):
        return None
    return {sku: product.quantity_milli for sku, product in last_written(home).items()}


class Bar:
    """A progress bar on standard error, on a terminal alone."""

    def __init__(self, what: str, about: int = 0) -> None:
        self._what = what
        self._about = about
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int, of: int) -> None:
        """Show how many rows are done, and of how many where that is known."""
        if not sys.stderr.isatty():
            return
        of = of or max(done, self._about) * bool(self._about)
        if of:
            full = BAR_COLUMNS * done // of
            text = f"{self._what} [{'#' * full}{'.' * (BAR_COLUMNS - full)}] {100 * done // of} %"
        else:
            text = f"{self._what} {done:,} rows"
        if text != self._shown:
            self._shown = text
            sys.stderr.write(f"\r{text}\x1b[K")
            sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
