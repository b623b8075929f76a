"""A table as CSV or XLSX that a spreadsheet opens without running anything, and that reads back exactly.

Words stand in quotes, and never as a formula or link: see `cells.guarded`. Numbers are typed numbers: bare
digits with a point in CSV, number cells in XLSX. What XLSX would round (more than 15 digits) is written
there as text. CSV is UTF-8 with a mark, by which spreadsheets know it. A number that could be read with a
decimal comma (`1.234`) gets an idle zero in CSV (`1.2340`), so that our own files never raise the question
that `decimal_style` asks.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import IO, Any, Final

import xlsxwriter

from tillbook.core.amounts import format_exact
from tillbook.core.errors import Refusal
from tillbook.formats.sheets.cells import guarded
from tillbook.formats.sheets.decimal_style import is_ambiguous

Cell = str | int | Decimal | None

XLSX_ROWS_MAX: Final = 1_048_576
XLSX_TEXT_LENGTH_MAX: Final = 32_767
XLSX_DIGITS_MAX: Final = 15
"""Digits that a number of IEEE 754 binary64, which is all that XLSX has, keeps whatever they are."""

_ROWS_PER_CHUNK: Final = 500
_BYTES_PER_CHUNK: Final = 1 << 18
# The moment is not ours to know here; without one XlsxWriter takes the machine's, and no two files are equal.
_CREATED: Final = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class Kind(StrEnum):
    """What the cells of a column are; text is never taken for a number, however it looks."""

    text = "text"
    number = "number"


class TableNotWritten(Refusal):
    """The table does not fit the kind of file; says which kind would hold it."""

    code = "table_not_written"


def table_chunks(
    file_name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], kinds: Sequence[Kind]
) -> Iterator[bytes]:
    """The bytes of a file of the kind that its name ends in, `.csv` or `.xlsx`; one kind for each column.

    Raises: TableNotWritten.
    """
    assert len(header) == len(kinds), "each column has a kind"
    ending = file_name.lower().rpartition(".")[2]
    if ending == "csv":
        return csv_chunks(header, rows, kinds)
    if ending == "xlsx":
        return xlsx_chunks(header, rows, kinds)
    raise TableNotWritten(f"{file_name}: a table is written as .csv or .xlsx; name the file so.")


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence[Cell]], kinds: Sequence[Kind]) -> Iterator[bytes]:
    """CSV (RFC 4180), a few hundred rows at a time."""
    yield b"\xef\xbb\xbf" + _csv_row(header, [Kind.text] * len(header)).encode()
    remaining = iter(rows)
    while batch := list(islice(remaining, _ROWS_PER_CHUNK)):
        yield "".join([_csv_row(row, kinds) for row in batch]).encode()


def _csv_row(row: Sequence[Cell], kinds: Sequence[Kind]) -> str:
    return ",".join([_csv_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True)]) + "\r\n"


def _csv_cell(cell: Cell, kind: Kind) -> str:
    if cell is None:
        return ""
    if kind is Kind.number:
        text = _number_text(cell)
        return text + "0" if is_ambiguous(text) else text
    return '"' + guarded(str(cell)).replace('"', '""') + '"'


def xlsx_chunks(header: Sequence[str], rows: Iterable[Sequence[Cell]], kinds: Sequence[Kind]) -> Iterator[bytes]:
    """XLSX, one row at a time: what is finished waits in a temporary file, not in memory.

    Raises: TableNotWritten.
    """
    with tempfile.TemporaryFile() as file:
        _write_xlsx(file, header, rows, kinds)
        file.seek(0)
        while chunk := file.read(_BYTES_PER_CHUNK):
            yield chunk


def _write_xlsx(file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Cell]], kinds: Sequence[Kind]) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"created": _CREATED})
        sheet = workbook.add_worksheet()
        sheet.set_column(0, len(header) - 1, 18)
        sheet.freeze_panes(1, 0)
        bold = workbook.add_format({"bold": True})
        for column, name in enumerate(header):
            sheet.write_string(0, column, guarded(name), bold)
        for number, row in enumerate(rows, start=1):
            if number >= XLSX_ROWS_MAX:
                raise TableNotWritten(f"XLSX holds {XLSX_ROWS_MAX - 1:,} rows; write this table as .csv.")
            for column, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
                if cell is not None:
                    _write_cell(sheet, number, column, cell, kind)


def _write_cell(sheet: Any, row: int, column: int, cell: str | int | Decimal, kind: Kind) -> None:
    if kind is Kind.number:
        text = _number_text(cell)
        if len(text.strip("-0").replace(".", "")) <= XLSX_DIGITS_MAX:
            sheet.write_number(row, column, float(text))
            return
    else:
        text = guarded(str(cell))
    if len(text) > XLSX_TEXT_LENGTH_MAX:
        raise TableNotWritten(f"XLSX holds {XLSX_TEXT_LENGTH_MAX:,} characters in a cell; write .csv.")
    sheet.write_string(row, column, text)


def _number_text(cell: str | int | Decimal) -> str:
    assert not isinstance(cell, str), "a number is given as one"
    return str(cell) if isinstance(cell, int) else format_exact(cell)
