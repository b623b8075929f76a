"""The first sheet of a workbook as rows of text.

Cells of words are their words: `00123` stays so. Cells of numbers are their shortest exact digits (`0.1`,
not `0.1000000001`, and `123`, not `123.0`), told from words as `ExactNumber`. A formula is the value it had
when the file was saved. Dates are ISO 8601; true and false are those words.
"""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Iterator
from decimal import Decimal

import python_calamine

from tillbook.formats.sheets.cells import ExactNumber, unguarded
from tillbook.formats.sheets.csv_rows import Row, TableUnreadable
from tillbook.formats.sheets.xlsx_bounds import measured_workbook

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def open_sheet(data: bytes, *, name: str, sheet: str | None) -> python_calamine.CalamineSheet:
    """The sheet of that name, else the first that can be seen. Raises: TableUnreadable."""
    workbook = _opened(measured_workbook(data, name=name), name)
    names = [
        metadata.name
        for metadata in workbook.sheets_metadata
        if metadata.typ == python_calamine.SheetTypeEnum.WorkSheet
        and metadata.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    if not names:
        raise TableUnreadable(f"{name} has no sheet that can be seen.")
    if sheet is not None and sheet not in names:
        raise TableUnreadable(f"{name} has no sheet {sheet!r} but {names[:10]}.")
    try:
        return workbook.get_sheet_by_name(sheet or names[0])
    except python_calamine.CalamineError as wrong:
        raise TableUnreadable(f"{name} is damaged ({wrong}); save it again.") from None
    except BaseException as wrong:  # noqa: BLE001  (raised again below)
        raise _panic(wrong, name) from None


def sheet_rows(sheet: python_calamine.CalamineSheet) -> Iterator[Row]:
    """Each row that is not empty, numbered as the spreadsheet does, from the leftmost used column on."""
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = tuple([cell if type(cell) is str and cell[:1] != "'" else cell_text(cell) for cell in cells])
        if any(map(str.strip, texts)):
            yield number, texts


def cell_text(cell: Cell) -> str:
    """One cell as text.

    >>> cell_text(123.0), cell_text(0.1), cell_text("00123"), cell_text(True)
    ('123', '0.1', '00123', 'true')
    """
    if isinstance(cell, str):
        return unguarded(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number_text(cell)
    if isinstance(cell, datetime.timedelta):
        return str(cell)
    return cell.isoformat()


def _number_text(number: float) -> str:
    text = repr(number)
    if text.endswith(".0"):
        return ExactNumber(text[:-2])
    if math.isfinite(number) and "e" in text:
        return ExactNumber(format(Decimal(text), "f"))
    return ExactNumber(text) if math.isfinite(number) else text


def _opened(data: bytes, name: str) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.CalamineError as wrong:
        raise TableUnreadable(f"{name} cannot be read as XLSX ({wrong}); save it again.") from None
    except BaseException as wrong:  # noqa: BLE001  (raised again below)
        raise _panic(wrong, name) from None


def _panic(wrong: BaseException, name: str) -> BaseException:
    """The library's own breakdown (a Rust panic is no `Exception`) told as a damaged file; all else as it
    is.
    """
    if type(wrong).__name__ == "PanicException":
        return TableUnreadable(f"{name} is damaged; open it in a spreadsheet and save it again.")
    return wrong
