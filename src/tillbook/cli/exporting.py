"""Files out: products and sales in the seed's formats, as CSV or as XLSX, by the file's ending."""

from __future__ import annotations

import sys
from pathlib import Path

from tillbook.actions.export import Chunks, products_file, sales_file
from tillbook.cli import output
from tillbook.cli.running import WrongUsage
from tillbook.db.transaction import reading
from tillbook.outside.files import replace_file

TABLES = (".csv", ".xlsx")


def products(file: Path | None, *, home: Path) -> None:
    """All products. Raises: WrongUsage, DiskFull, ReadOnly, FolderMissing, TableNotWritten."""
    _require_ending(file, ".json")
    with reading() as tx:
        _write(file, products_file(tx, _name(file)), home=home)


def sales(file: Path | None, *, home: Path) -> None:
    """All sales, a line for each line sold. Raises: as `products`."""
    _require_ending(file, ".txt")
    with reading() as tx:
        _write(file, sales_file(tx, _name(file)), home=home)


def _require_ending(file: Path | None, own: str) -> None:
    if file is not None and file.suffix.lower() not in (own, *TABLES):
        raise WrongUsage(f"{file.name}: the ending says the format; it is {own}, .csv or .xlsx.", path="file")


def _name(file: Path | None) -> str:
    return "" if file is None else file.name


def _write(file: Path | None, chunks: Chunks, *, home: Path) -> None:
    if file is None:
        for chunk in chunks:
            assert isinstance(chunk, str), "the seed's formats are text"
            output.put(chunk)
        return
    if file.resolve() in [(home / name).resolve() for name in ("product_Records.json", "sales.txt")]:
        raise WrongUsage(f"{file.name} in the shop's folder is kept current anyway; name another file.")
    replace_file(file, chunks)
    if sys.stderr.isatty():
        output.warn(f"{file} is written.")
