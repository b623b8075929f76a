"""A table of past invoice lines, read by a mapping: a small JSON file that says which column is what.

    {"name": "web-shop", "columns": {"invoice": "Order", "sku": "Code", "name": "Title", "quantity": "Qty",
     "price": "Price", "instant": "When", "customer": "Client", "note": "Country"},
     "instant_format": "%Y-%m-%d %H:%M", "zone": "Europe/London", "cancellation_prefix": "C"}

`name` tells one history from another: the same lines imported again under it change nothing. `customer`,
`note` and `cancellation_prefix` may be left out. Further keys: `decimal` (`.` or `,`); `sku_case` (`keep`,
unless said: `85123A` and `85123a` are two products; `upper` joins them); `not_goods` (patterns of SKUs, such
as `gift_*`, of which there is no stock); `tender` (how it is said to have been paid, `other` unless said);
`tax_class`; and `opening_cost_percent` (what the goods at the start cost, of their price). A file that ends
in `.xz` is unpacked.
"""

from __future__ import annotations

import lzma
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final, Literal, cast

from pydantic import Field

from tillbook.core.calendar import find_zone
from tillbook.core.history import HistoryLine, HistoryRules, RefusedLine
from tillbook.core.tender import CASH
from tillbook.core.text import TextRefused, shown
from tillbook.formats.sheets.csv_rows import Row, TableUnreadable, csv_dialect, csv_rows
from tillbook.formats.sheets.decimal_style import DecimalSign, plain_number
from tillbook.formats.source import Source, sha256_of
from tillbook.formats.spelling.figures import PRICE_BOUND, FigureRefused, decimal_of, quantity_milli_of
from tillbook.formats.spelling.names import NAME_LENGTH_MAX, SKU_LENGTH_MAX, cleaned
from tillbook.formats.strict_json import StrictModel, loads, read_as
from tillbook.formats.tables import open_table

CODE_LENGTH_MAX: Final = 64
NOTE_LENGTH_MAX: Final = 200
PRICE_DECIMALS_MAX: Final = 6
_CACHED: Final = 16_384


class HistoryColumns(StrictModel):
    """The column of each field, by its name in the header."""

    invoice: str
    sku: str
    name: str
    quantity: str
    price: str
    instant: str
    customer: str | None = None
    note: str | None = None


class HistoryMapping(StrictModel):
    """What a mapping file says."""

    name: str = Field(pattern="^[a-z0-9][a-z0-9-]{0,23}$")
    columns: HistoryColumns
    instant_format: str
    zone: str
    cancellation_prefix: str = ""
    decimal: Literal[".", ","] = "."
    sku_case: Literal["keep", "upper"] = "keep"
    not_goods: list[str] = Field(default=[], max_length=1_000)
    tender: str = Field(default="other", pattern="^[a-z][a-z0-9_]{0,15}$")
    tax_class: str | None = None
    opening_cost_percent: str = "0"

    @property
    def rules(self) -> HistoryRules:
        """How the lines are to be sorted."""
        return HistoryRules(cancellation_prefix=self.cancellation_prefix, not_goods=tuple(self.not_goods))

    @property
    def opening_cost(self) -> Decimal:
        """What opening stock cost, as a part of its price."""
        return decimal_of(self.opening_cost_percent, decimals_max=4, bound="a percentage") / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFile:
    """A file of past lines: its content's SHA-256, and its lines as often as they are asked for.

    `booked` of its lines are left out, since the books hold them already. `logged` are the rows that stand in
    the shop's own sales.txt, so that they need not be written there.
    """

    name: str
    sha256: str
    mapping: HistoryMapping
    lines: Callable[[], Iterator[HistoryLine | RefusedLine]]
    booked: int = 0
    logged: frozenset[int] = frozenset()


def read_mapping(text: str) -> HistoryMapping:
    """The mapping that a JSON text holds.

    Raises: Unreadable with the path of the mistake; UnknownZone.
    """
    mapping = read_as(HistoryMapping, loads(text))
    find_zone(mapping.zone)
    if mapping.tender == CASH:
        raise TableUnreadable(
            "tender: cash would be counted in the drawer of today; name another means, such as other",
            path="tender",
        )
    try:
        _ = mapping.opening_cost
    except FigureRefused as refused:
        raise TableUnreadable(f"opening_cost_percent: {refused}", path="opening_cost_percent") from None
    return mapping


def open_history(source: Source, mapping: HistoryMapping, *, name: str | None = None) -> HistoryFile:
    """The lines of a CSV (or XLSX, or, by its path alone, CSV.xz) file as the mapping has them.

    `name` is what refusals call it, its own name unless said. What was sent is not unpacked: it is bounded as it is.

    Raises: TableUnreadable, EncodingUnknown; also while the lines are read.
    """
    name = name or (source.name if isinstance(source, Path) else "the file")
    if isinstance(source, Path) and source.suffix == ".xz":
        header, rows = _packed(source)
    else:
        header, rows = _plain(source, name)
    reading = _Reading(mapping, header, name)

    def lines() -> Iterator[HistoryLine | RefusedLine]:
        for number, cells in rows():
            yield reading.line(number, cells)

    return HistoryFile(name=name, sha256=sha256_of(source), mapping=mapping, lines=lines)


def _plain(source: Source, name: str) -> tuple[tuple[str, ...], Callable[[], Iterator[Row]]]:
    table = open_table(source, name=name)
    return table.header, table.rows


def _packed(path: Path) -> tuple[tuple[str, ...], Callable[[], Iterator[Row]]]:
    name = path.name
    with _unpacked(path) as stream:
        dialect = csv_dialect(stream, name=name, encoding=None, delimiter=None)

    def rows() -> Iterator[Row]:
        with _unpacked(path) as again:
            yield from csv_rows(again, dialect, name=name)

    header = next(rows(), None)
    if header is None:
        raise TableUnreadable(f"{name} is empty; its first row must name the columns.")

    def behind_header() -> Iterator[Row]:
        again = rows()
        next(again)
        return again

    return header[1], behind_header


@contextmanager
def _unpacked(path: Path) -> Iterator[BinaryIO]:
    try:
        with lzma.open(path, "rb") as stream:
            yield cast(BinaryIO, stream)
    except OSError as wrong:
        raise TableUnreadable(f"{path} cannot be read: {wrong.strerror}.") from None
    except (lzma.LZMAError, EOFError):
        raise TableUnreadable(f"{path.name} is damaged: it cannot be unpacked to its end.") from None


class _Reading:
    """How the rows of one file become lines; what is often the same is read once."""

    def __init__(self, mapping: HistoryMapping, header: tuple[str, ...], name: str) -> None:
        columns = mapping.columns.model_dump(exclude_none=True)
        missing = [column for column in columns.values() if header.count(column) != 1]
        if missing:
            known = ", ".join(shown(column[:40]) for column in header)
            raise TableUnreadable(f"{name} has no column {missing[0]!r} (or two); its columns are {known}.")
        self._width = len(header)
        self._places = tuple([header.index(column) for column in columns.values()])
        self._fields = tuple(columns)
        self._upper = mapping.sku_case == "upper"
        self._decimal: DecimalSign = mapping.decimal
        zone, pattern = find_zone(mapping.zone), mapping.instant_format

        def instant(text: str) -> datetime:
            try:
                wall = datetime.strptime(text, pattern)  # noqa: DTZ007  (the zone follows)
            except ValueError:
                raise FigureRefused(f"{text[:40]!r} is no time like {pattern}") from None
            return wall.replace(tzinfo=zone).astimezone(UTC)

        self._instant = lru_cache(maxsize=1_024)(instant)
        self._price = lru_cache(maxsize=_CACHED)(self._read_price)
        self._quantity = lru_cache(maxsize=_CACHED)(self._read_quantity)
        self._sku = lru_cache(maxsize=_CACHED)(self._read_sku)
        self._name = lru_cache(maxsize=_CACHED)(_read_name)
        self._code = lru_cache(maxsize=_CACHED)(_read_code)
        self._note = lru_cache(maxsize=1_024)(_read_note)

    def line(self, row: int, cells: tuple[str, ...]) -> HistoryLine | RefusedLine:
        """One row as a line, or why it cannot be read."""
        if len(cells) != self._width:
            return RefusedLine(row, "", f"{len(cells)} cells under {self._width} columns")
        invoice, sku, name, quantity, price, instant, *rest = [cells[place] for place in self._places]
        more = dict(zip(self._fields[6:], rest, strict=True)) if rest else {}
        try:
            return HistoryLine(
                row,
                self._code(invoice),
                self._sku(sku),
                self._name(name),
                self._quantity(quantity),
                self._price(price),
                self._instant(instant.strip()),
                self._code(more["customer"]) if more.get("customer") else "",
                self._note(more.get("note", "")),
            )
        except (FigureRefused, TextRefused) as refused:
            return RefusedLine(row, shown(invoice[:40]), shown(str(refused)), self._amount(quantity, price))

    def _read_sku(self, text: str) -> str:
        sku = cleaned(text.strip(), what="the sku", length_max=SKU_LENGTH_MAX)
        return sku.upper() if self._upper else sku

    def _read_quantity(self, text: str) -> int:
        return quantity_milli_of(self._figure(text))

    def _read_price(self, text: str) -> Decimal:
        return decimal_of(self._figure(text), decimals_max=PRICE_DECIMALS_MAX, bound=PRICE_BOUND)

    def _figure(self, text: str) -> str:
        plain = plain_number(text.strip(), self._decimal)
        if plain is None:
            raise FigureRefused(f"{text[:40]!r} is not a number")
        return plain

    def _amount(self, quantity: str, price: str) -> Decimal:
        """Price × quantity of a line that is refused for something else, or 0."""
        try:
            return self._price(price) * self._quantity(quantity) / 1000
        except FigureRefused:
            return Decimal(0)


def _read_name(text: str) -> str:
    """The name, or nothing where there is none: past lines often have no name."""
    return cleaned(text, what="the name", length_max=NAME_LENGTH_MAX) if text.strip() else ""


def _read_code(text: str) -> str:
    return cleaned(text.strip(), what="a number", length_max=CODE_LENGTH_MAX)


def _read_note(text: str) -> str:
    return cleaned(text, what="the note", length_max=NOTE_LENGTH_MAX) if text.strip() else ""
