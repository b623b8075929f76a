"""sales.txt: one line for each line sold, appended, as the seed program writes them.

`<user_name>, <user_email>, <user_phone>, <product_id>, <product_name>, <quantity>, <total_price>,<timestamp>`

The rule for what is written, whatever people and products are called:

* A field that holds a comma, a quote or a line break, or has a blank at an end, is quoted as RFC 4180 does.
  So `csv.reader(file, skipinitialspace=True)` gives the same eight fields, exactly, on every record.
* A field that a spreadsheet could take for a formula (`=`, `+`, `-`, `@`, their full-width forms) has a
  blank before it, as each field but the first and the last has anyway: the first gets one too when it
  starts so. That reader skips the blank, so nothing is added to the name. A telephone number keeps its `+`.
* The time is that of the shop's clock on the wall, as `time.ctime()` spells it: `Sun Nov 22 12:00:00 2026`,
  in English whatever the machine speaks. It has no zone: of the hour that comes twice a year it
  cannot say which of the two.

Reading takes our lines and the seed program's. That program quoted nothing: a line with more than eight
fields cannot be told apart any more and is handed back as a problem, with its number and what to do.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import BinaryIO, Final

from tillbook.core.quantity import format_quantity
from tillbook.core.text import shown
from tillbook.formats.spelling.decoding import encoding_of
from tillbook.formats.spelling.figures import FigureRefused, decimals, exact_value, quantity_milli_of
from tillbook.formats.spelling.lines import LineRefused, bounded_lines

FIELDS: Final = 8
TOTAL_DECIMALS_MAX: Final = 6

_needs_quotes: Final = re.compile(r'[,"\r\n]|^\s|\s$')
_formula: Final = re.compile(r"[=+\-@\t\r\n＝＋－＠]")

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ctime: Final = re.compile(
    rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ({'|'.join(_MONTHS)}) +(\d{{1,2}}) (\d\d):(\d\d):(\d\d) (\d{{4}})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedSaleLine:
    """One line of sales.txt. `total_price` is exact; `at` is the clock on the shop's wall, without a zone.

    `line` is where it stands in the file, from 1. Who bought may be unknown: then the fields are empty.
    """

    line: int
    user_name: str
    user_email: str
    user_phone: str
    product_id: str
    product_name: str
    quantity_milli: int
    total_price: Decimal
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLineProblem:
    """A line of sales.txt that cannot be read, and why."""

    line: int
    reason: str


def sales_line(
    *,
    user_name: str,
    user_email: str,
    user_phone: str,
    product_id: str,
    product_name: str,
    quantity_milli: int,
    total_price: Decimal,
    at: datetime,
    zone: tzinfo,
) -> str:
    """One sale line with its line end; `total_price` in all its digits, `at` an instant, told in the shop's
    zone.
    """
    assert at.tzinfo is not None, "an instant has an offset"
    fields = (user_name, user_email, user_phone, product_id, product_name)
    first = " " if _formula.match(user_name) else ""
    told = ", ".join(map(_field, fields))
    wall = at.astimezone(zone).ctime()
    return f"{first}{told}, {format_quantity(quantity_milli)}, {total_price:f},{wall}\n"


def _field(text: str) -> str:
    if _needs_quotes.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def read_sales(stream: BinaryIO, *, name: str = "sales.txt") -> Iterator[SeedSaleLine | SaleLineProblem]:
    """Each line of the file, read or refused, in its order; empty lines are passed over.

    Reads once to learn the encoding and once for the lines, holding one line at a time.

    Raises: EncodingUnknown.
    """
    encoding = encoding_of(stream, name=name)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        yield from _records(text)
    finally:
        text.detach()


def _records(text: io.TextIOWrapper) -> Iterator[SeedSaleLine | SaleLineProblem]:
    reader = csv.reader(bounded_lines(text), skipinitialspace=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except (csv.Error, LineRefused) as wrong:
            yield SaleLineProblem(line=line, reason=f"{wrong}; the lines from here on are not read")
            return
        if fields:
            yield _sale_line(line, fields)


def _sale_line(line: int, fields: list[str]) -> SeedSaleLine | SaleLineProblem:
    if len(fields) != FIELDS:
        return SaleLineProblem(line=line, reason=_wrong_count(len(fields)))
    user_name, user_email, user_phone, product_id, product_name, quantity, total, timestamp = fields
    try:
        return SeedSaleLine(
            line=line,
            user_name=user_name,
            user_email=user_email,
            user_phone=user_phone,
            product_id=product_id,
            product_name=product_name,
            quantity_milli=quantity_milli_of(quantity.strip()),
            total_price=_total(total.strip()),
            at=_wall_time(timestamp.strip()),
        )
    except FigureRefused as refused:
        return SaleLineProblem(line=line, reason=shown(str(refused)))


def _wrong_count(found: int) -> str:
    if found > FIELDS:
        return (
            f'{found} fields where {FIELDS} belong: put a name that holds a comma in double quotes, as in "Tea, black"'
        )
    wanted = "name, e-mail, phone, product id, product, quantity, total, time"
    return f"{found} fields where {FIELDS} belong: {wanted}"


def _total(text: str) -> Decimal:
    """The seed program multiplied floats: `35.970000000000006` is 35.97, so digits beyond six places are
    rounded.
    """
    value = exact_value(text, bound="a total has at most 12 digits before the point")
    return round(value, TOTAL_DECIMALS_MAX) if decimals(value) > TOTAL_DECIMALS_MAX else value


def _wall_time(text: str) -> datetime:
    match = _ctime.fullmatch(text)
    try:
        if match:
            month, day, hour, minute, second, year = match.groups()
            return datetime(  # noqa: DTZ001  (the file knows no zone)
                int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second)
            )
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is not None:
        raise FigureRefused(f"{text[:40]!r} is no time; write it as Sun Nov 22 12:00:00 2026")
    return at
