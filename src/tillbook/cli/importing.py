"""Product files for `import` and `init --from`: read, looked at, imported, with a bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from tillbook.actions import exchange
from tillbook.actions.deliver import last_written
from tillbook.actions.exchange import Imported
from tillbook.core.product_import import Plan
from tillbook.core.rights import Actor
from tillbook.db.transaction import reading
from tillbook.formats.product_file import ProductFile, read_product_file
from tillbook.formats.seed_products import FILE_NAME
from tillbook.queries.stock import skus_below_zero

BAR_COLUMNS = 30


def product_file(
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    decimal: Literal[".", ","] | None = None,
    in_shop: bool = False,
) -> ProductFile:
    """The products of a file, for a new shop or `in_shop`. Raises: as `formats.product_file.read_product_file`."""
    below_zero: frozenset[str] = frozenset()
    if in_shop:
        with reading() as tx:
            below_zero = skus_below_zero(tx)
    return read_product_file(path, name=path.name, mapping=mapping, decimal=decimal, below_zero=below_zero)


def plan(file: ProductFile, *, path: Path, home: Path) -> Plan:
    """What importing the file at `path` would do; nothing is changed."""
    with reading() as tx, Bar("Reading", file.about) as bar:
        return exchange.plan_products(tx, file.rows, base_quantities=_base_quantities(path, home), progress=bar)


def import_file(
    file: ProductFile, *, path: Path, id: str, now: datetime, by: Actor, home: Path, skip_refused: bool = False
) -> Imported:
    """Import the file at `path` into the open shop. Raises: as `actions.exchange.import_products`."""
    with Bar("Importing", file.about) as bar:
        return exchange.import_products(
            file.rows,
            client_id=id,
            file_name=file.name,
            file_sha256=file.sha256,
            base_quantities=_base_quantities(path, home),
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
