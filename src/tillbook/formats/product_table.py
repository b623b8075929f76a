"""Products from a table: each row a product with exact values, or what is wrong with it, by row and column.

The rules: a SKU, a barcode and every name stay text (`00123`); a cell that is empty gives nothing, but a
name or a price that has a column must be there; numbers are read with the decimal sign that their whole
column proves, see decimal_style. Nothing is known here of what the shop has: a row may be a new product or
change one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tillbook.core.text import TextRefused, shown
from tillbook.core.wanted_product import RowProblem, WantedProduct
from tillbook.formats.sheets.cells import ExactNumber
from tillbook.formats.sheets.decimal_style import DecimalSign, is_ambiguous, plain_number, proves
from tillbook.formats.sheets.product_cells import cell_readers
from tillbook.formats.sheets.product_columns import product_columns
from tillbook.formats.spelling.figures import FigureRefused
from tillbook.formats.tables import Table, TableUnreadable

_NUMBERS: Final = ("price", "quantity", "step", "cost", "reorder_point")
_NEEDED: Final = frozenset({"sku", "name", "price"})


class DecimalUnclear(TableUnreadable):
    """A column of numbers reads differently with a decimal point and a decimal comma, and nothing in it
    decides.
    """

    code = "decimal_unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductTable:
    """A table whose columns are known: their places by field, what is not used, the decimal signs."""

    table: Table
    places: Mapping[str, int]
    unused: tuple[str, ...]
    decimals: Mapping[str, DecimalSign]

    def rows(self, *, refuse_repeats: bool = True) -> Iterator[WantedProduct | RowProblem]:
        """Each row: one product, or one problem for each cell that is wrong. A SKU stands in one row only.

        Holds one row at a time, and the SKUs; not those where whoever asks looks for repeats himself, as an
        import does. Raises: TableUnreadable.
        """
        first_rows: dict[str, int] = {}
        reading = _Reading(self)
        for number, cells in self.table.rows():
            values, problems = reading.row(number, cells)
            sku = values.get("sku")
            if refuse_repeats and sku is not None and first_rows.setdefault(sku, number) != number:
                reason = f"{shown(sku)} stands in row {first_rows[sku]:,} already; keep one of them"
                problems.append(reading.problem(number, "sku", reason))
            if problems:
                yield from problems
            else:
                yield WantedProduct(row=number, **values)


def product_table(
    table: Table, *, mapping: Mapping[str, str] | None = None, decimal: DecimalSign | None = None
) -> ProductTable:
    """The table read as products; `mapping` and `decimal` settle what it leaves open.

    Without `decimal`, reads the rows once to learn the decimal sign of each column.

    Raises: ColumnsUnclear, DecimalUnclear, TableUnreadable.
    """
    columns = product_columns(table.header, mapping)
    numbers = {field: place for field, place in columns.places.items() if field in _NUMBERS}
    decimals = dict.fromkeys(numbers, decimal) if decimal else _proved(table, numbers)
    return ProductTable(table=table, places=columns.places, unused=columns.unused, decimals=decimals)


def _proved(table: Table, numbers: Mapping[str, int]) -> dict[str, DecimalSign]:
    """The decimal sign of each column: the first proof in it decides. Raises: DecimalUnclear."""
    decided: dict[str, DecimalSign] = {}
    unclear: dict[str, tuple[int, str]] = {}
    open_fields = dict(numbers)
    for number, cells in table.rows() if numbers else ():
        for field, place in tuple(open_fields.items()):
            cell = cells[place] if place < len(cells) else ""
            sign = None if isinstance(cell, ExactNumber) or cell.isdigit() else proves(cell)
            if sign:
                decided[field] = sign
                del open_fields[field]
            elif field not in unclear and is_ambiguous(cell) and not isinstance(cell, ExactNumber):
                unclear[field] = (number, cell)
        if not open_fields:
            break
    for field in open_fields:
        if field in unclear:
            raise _question(table, numbers[field], *unclear[field])
        decided[field] = "."
    return decided


def _question(table: Table, place: int, row: int, cell: str) -> DecimalUnclear:
    column = shown(table.header[place])
    where = f"{table.name}, row {row:,}, column {column}"
    point, comma = plain_number(cell, "."), plain_number(cell, ",")
    return DecimalUnclear(
        f"{where}: does {shown(cell.strip())} mean {point} or {comma}? Nothing in the column decides. "
        f"Say whether its decimal sign is a point ({point}) or a comma ({comma}).",
        path=column,
    )


class _Reading:
    """How each column of one table is read."""

    def __init__(self, products: ProductTable) -> None:
        self.header = products.table.header
        self.places = products.places
        readers = cell_readers(products.decimals)
        self.plan = [(field, place, *readers[field]) for field, place in self.places.items()]

    def row(self, number: int, cells: tuple[str, ...]) -> tuple[dict[str, Any], list[RowProblem]]:
        """The values of one row by their name in WantedProduct, as far as they can be read, and what cannot."""
        values: dict[str, Any] = {}
        problems: list[RowProblem] = []
        if len(cells) != len(self.header):
            cells = self._fitted(number, cells, problems)
        for field, place, attribute, read in self.plan:
            cell = cells[place]
            if type(cell) is str:  # a number cell has no blanks, and stays one
                cell = cell.strip()
            try:
                if cell:
                    values[attribute] = read(cell)
                elif field in _NEEDED:
                    problems.append(self.problem(number, field, "is empty"))
            except (FigureRefused, TextRefused) as refused:
                problems.append(self.problem(number, field, str(refused)))
        step_milli = values.get("step_milli")
        if step_milli and values.get("quantity_milli", 0) % step_milli:
            problems.append(self.problem(number, "quantity", "is not a whole number of steps"))
        return values, problems

    def problem(self, number: int, field: str, reason: str) -> RowProblem:
        return RowProblem(row=number, column=shown(self.header[self.places[field]]), reason=shown(reason))

    def _fitted(self, number: int, cells: tuple[str, ...], problems: list[RowProblem]) -> tuple[str, ...]:
        """As many cells as the header has: missing ones are empty, and further ones may only be empty."""
        width = len(self.header)
        if any(cells[width:]):
            reason = f"{len(cells)} cells under {width} columns; quote a cell that holds the separator"
            problems.append(RowProblem(row=number, column="", reason=reason))
        return cells + ("",) * (width - len(cells))
