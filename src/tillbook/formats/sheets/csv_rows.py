"""CSV of any of the usual dialects, as rows of text: the encoding proved, the separator found, one row held
at a time.

The separator is the one of `,` `;` tab `|` by which the most of the first rows have as many cells as the
header; a first line `sep=;`, as Excel writes it, decides at once. Quotes are those of RFC 4180, strictly: a
quote that is never closed, or text behind a closing quote, is refused with its place instead of swallowing
the rest of the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final, TextIO

from tillbook.core.errors import Unreadable
from tillbook.formats.sheets.cells import unguarded
from tillbook.formats.spelling.decoding import encoding_of
from tillbook.formats.spelling.lines import FIELD_LENGTH_MAX, LineRefused, bounded_lines

CSV_BYTES_MAX: Final = 10**9
CSV_ROWS_MAX: Final = 2_000_000
COLUMNS_MAX: Final = 500

_DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE_LINES: Final = 200
_separator_line: Final = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)

Row = tuple[int, tuple[str, ...]]
"""The number of a row as a spreadsheet counts it, the header's included, and its cells."""


class TableUnreadable(Unreadable):
    """The file is no table that can be read; says where it goes wrong and what to do."""

    code = "table_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvDialect:
    """How a file is written: its codec, its separator, and whether a `sep=` line stands first."""

    encoding: str
    delimiter: str
    separator_line: bool


def csv_dialect(stream: BinaryIO, *, name: str, encoding: str | None, delimiter: str | None) -> CsvDialect:
    """The dialect of the file; what is given is taken as it is. Raises: TableUnreadable, EncodingUnknown."""
    stream.seek(0, io.SEEK_END)
    if stream.tell() > CSV_BYTES_MAX:
        raise TableUnreadable(f"{name} is larger than {CSV_BYTES_MAX // 10**9} GB; split it.")
    if delimiter is not None and len(delimiter) != 1:
        raise TableUnreadable(f"{delimiter[:10]!r} is no separator; say one character.")
    encoding = encoding or encoding_of(stream, name=name)
    with _told_of(name), _text_of(stream, encoding) as text:
        lines = list(islice(bounded_lines(text), _SAMPLE_LINES))
    told = _separator_line.fullmatch(lines[0]) if lines else None
    if told:
        delimiter = delimiter or told[1]
    return CsvDialect(
        encoding=encoding,
        delimiter=delimiter or _found_delimiter(lines),
        separator_line=told is not None,
    )


def csv_rows(stream: BinaryIO, dialect: CsvDialect, *, name: str) -> Iterator[Row]:
    """Each row that is not empty, from the top. Raises: TableUnreadable, with the row and line."""
    with _told_of(name), _text_of(stream, dialect.encoding) as text:
        reader = csv.reader(bounded_lines(text), delimiter=dialect.delimiter, strict=True)
        if dialect.separator_line:
            next(reader)
        number = int(dialect.separator_line)
        while True:
            number += 1
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as wrong:
                raise TableUnreadable(f"{name}, row {number:,} (line {line:,}): {_why(wrong)}.") from None
            if number > CSV_ROWS_MAX:
                raise TableUnreadable(f"{name} has more than {CSV_ROWS_MAX:,} rows; split it.")
            if any(map(str.strip, cells)):
                yield number, tuple([unguarded(cell) if cell[:1] == "'" else cell for cell in cells])


def _found_delimiter(lines: list[str]) -> str:
    """The separator that makes the most rows as wide as the header; of equals, the one that makes more
    cells.
    """
    best, best_score = ",", (0.0, 1)
    for delimiter in _DELIMITERS:
        score = _fit(lines, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _fit(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0, 1
    width = len(rows[0]) if rows else 1
    if not 1 < width <= COLUMNS_MAX:
        return 0.0, 1
    return sum(len(row) == width for row in rows) / len(rows), width


@contextmanager
def _text_of(stream: BinaryIO, encoding: str) -> Iterator[TextIO]:
    """The stream as text from its start; line ends as they are, as the csv module wants them."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        yield text
    finally:
        text.detach()


@contextmanager
def _told_of(name: str) -> Iterator[None]:
    """What goes wrong with the text itself, told as what is wrong with the file."""
    try:
        yield
    except LineRefused as wrong:
        raise TableUnreadable(f"{name}: {wrong}.") from None
    except UnicodeError as wrong:
        raise TableUnreadable(f"{name} is not in the encoding that was told: {wrong}.") from None
    except LookupError as wrong:
        raise TableUnreadable(f"{name}: {wrong}; say utf-8, utf-16 or cp1252.") from None


def _why(wrong: csv.Error) -> str:
    message = str(wrong)
    if "unexpected end" in message:
        return "a double quote is opened and never closed"
    if "expected after" in message:
        return 'text stands behind a closing double quote; a quote inside a cell is written twice ("")'
    if "field limit" in message:
        return f"a cell is longer than {FIELD_LENGTH_MAX:,} characters; is a double quote never closed?"
    return message
