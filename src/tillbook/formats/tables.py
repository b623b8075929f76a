"""A table from a file, CSV or XLSX, as rows of text with their numbers; the content tells which it is."""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal

from tillbook.formats.sheets.csv_rows import COLUMNS_MAX, Row, TableUnreadable, csv_dialect, csv_rows
from tillbook.formats.sheets.xlsx_bounds import PACKED_BYTES_MAX
from tillbook.formats.sheets.xlsx_rows import open_sheet, sheet_rows

__all__ = ["Row", "Table", "TableUnreadable", "open_table"]

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its header, and its rows as often as they are asked for, each time from the file.

    Rows may be shorter or longer than the header; empty ones are left out, but counted. What the file
    turned out to be is in `kind`, `encoding` and `delimiter` (of CSV), `sheet` (of XLSX).
    """

    name: str
    kind: Literal["csv", "xlsx"]
    header: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    all_rows: Callable[[], Iterator[Row]]

    def rows(self) -> Iterator[Row]:
        """The rows behind the header, each with its number as a spreadsheet counts them (the header is 1).

        Raises: TableUnreadable, where the file goes wrong further down.
        """
        rows = self.all_rows()
        next(rows)
        return rows


def open_table(
    source: Path | bytes,
    *,
    name: str,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Table:
    """The table in a file or in its bytes; `name` is what refusals call it, the rest overrides what is found.

    CSV is read a row at a time, whatever its size (to 1 GB and 2,000,000 rows); XLSX is held in memory,
    within the bounds of xlsx_bounds.

    Raises: TableUnreadable, EncodingUnknown.
    """
    with _opened(source) as stream:
        head = stream.read(8)
        if head.startswith(_ZIP):
            stream.seek(0)
            return _xlsx_table(stream.read(PACKED_BYTES_MAX + 1), name, sheet)
        if head == _OLE:
            raise TableUnreadable(f"{name} is an old XLS file or has a password; save it as XLSX or CSV.")
        if name.lower().endswith(_ENDINGS):
            raise TableUnreadable(f"{name} is not an XLSX file; save it as XLSX or CSV.")
        dialect = csv_dialect(stream, name=name, encoding=encoding, delimiter=delimiter)

    def rows() -> Generator[Row, None, None]:
        with _opened(source) as again:
            yield from csv_rows(again, dialect, name=name)

    return Table(
        name=name,
        kind="csv",
        header=_header(rows(), name),
        encoding=dialect.encoding,
        delimiter=dialect.delimiter,
        all_rows=rows,
    )


def _xlsx_table(data: bytes, name: str, sheet_name: str | None) -> Table:
    sheet = open_sheet(data, name=name, sheet=sheet_name)

    def rows() -> Generator[Row, None, None]:
        yield from sheet_rows(sheet)

    return Table(name=name, kind="xlsx", header=_header(rows(), name), sheet=sheet.name, all_rows=rows)


def _header(rows: Generator[Row, None, None], name: str) -> tuple[str, ...]:
    with closing(rows):
        first = next(rows, None)
    if first is None:
        raise TableUnreadable(f"{name} is empty; its first row must name the columns.")
    header = tuple(cell.strip() for cell in first[1])
    if len(header) > COLUMNS_MAX:
        raise TableUnreadable(f"{name} has {len(header):,} columns; at most {COLUMNS_MAX} are read.")
    return header


@contextmanager
def _opened(source: Path | bytes) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        stream = source.open("rb")
    except OSError as wrong:
        raise TableUnreadable(f"{source} cannot be read: {wrong.strerror}.") from None
    with stream:
        yield stream
