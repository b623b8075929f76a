"""One cell of a table as one field of a product: text, exact number, code, or why it is none of these."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

from tillbook.core.barcode import comparable
from tillbook.formats.sheets.cells import ExactNumber
from tillbook.formats.sheets.decimal_style import DecimalSign, plain_number
from tillbook.formats.spelling.barcodes import read_barcode
from tillbook.formats.spelling.figures import FigureRefused, price_of, quantity_milli_of
from tillbook.formats.spelling.names import NAME_LENGTH_MAX, SKU_LENGTH_MAX, cleaned

SHORT_STOCK: Final = ("forbid", "warn", "allow")

_LENGTHS: Final = {"name": NAME_LENGTH_MAX, "unit": 16, "tax_class": 64, "category": 120}
_BARCODE_LENGTH_MAX: Final = 64
_BARCODES_MAX: Final = 50
_ONE_MILLI: Final = 1000
_DIGITS_EXACT: Final = 15
"""A number cell of a spreadsheet keeps so many digits; codes that are longer have lost their last ones."""

_between_codes: Final = re.compile(r"[,;|\s]+")
_shortened: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+", re.ASCII)
_plain_code: Final = re.compile(r"[\x21-\x7e]+")


Reader = Callable[[str], object]


def cell_readers(decimals: Mapping[str, DecimalSign]) -> dict[str, tuple[str, Reader]]:
    """For each field of a product the name of its value in a row, and what reads a cell that is not empty.

    `decimals` is the decimal sign of each column of numbers that the table has. A reader raises
    FigureRefused or TextRefused.
    """
    readers: dict[str, tuple[str, Reader]] = {
        "sku": ("sku", _sku),
        "barcode": ("barcodes", _barcodes),
        "short_stock": ("short_stock", _short_stock),
    }
    for field, length_max in _LENGTHS.items():
        readers[field] = (field, _named(field, length_max))
    for field in decimals.keys() & {"price", "cost"}:
        readers[field] = (field, _price(decimals[field]))
    for field in decimals.keys() & {"quantity", "reorder_point"}:
        readers[field] = (f"{field}_milli", _quantity(decimals[field]))
    if "step" in decimals:
        readers["step"] = ("step_milli", _step(decimals["step"]))
    return readers


def _price(decimal: DecimalSign) -> Callable[[str], Decimal]:
    return lambda cell: price_of(_plain(cell, decimal))


def _quantity(decimal: DecimalSign) -> Callable[[str], int]:
    def quantity(cell: str) -> int:
        milli = quantity_milli_of(_plain(cell, decimal))
        if milli < 0:
            raise FigureRefused(f"{cell[:40]} is below zero; write 0 or more")
        return milli

    return quantity


def _step(decimal: DecimalSign) -> Callable[[str], int]:
    def step(cell: str) -> int:
        milli = quantity_milli_of(_plain(cell, decimal))
        if milli < 1:
            raise FigureRefused("a step is more than zero: 1 for pieces, 0.001 for goods by weight")
        return milli

    return step


def _plain(cell: str, decimal: DecimalSign) -> str:
    """The number of a cell in plain ASCII; a number cell of a spreadsheet is that already."""
    if isinstance(cell, ExactNumber):
        return cell
    plain = plain_number(cell, decimal)
    if plain is None:
        sign = "comma" if decimal == "," else "point"
        raise FigureRefused(f"{cell[:40]!r} is not a number with a decimal {sign}")
    return plain


def _named(field: str, length_max: int) -> Callable[[str], str]:
    what = f"the {field.replace('_', ' ')}"

    # Few categories for many rows: what was cleaned once is known.
    @lru_cache(maxsize=1024)
    def named(cell: str) -> str:
        return cleaned(cell, what=what, length_max=length_max)

    return named


def _sku(cell: str) -> str:
    _check_code(cell)
    return cleaned(cell, what="the sku", length_max=SKU_LENGTH_MAX)


def _barcodes(cell: str) -> tuple[tuple[str, int], ...]:
    if cell.isdigit() and cell.isascii() and len(cell) <= _DIGITS_EXACT:
        return ((comparable(cell), _ONE_MILLI),)
    _check_code(cell)
    codes = [code for code in _between_codes.split(cell) if code]
    if len(codes) > _BARCODES_MAX:
        raise FigureRefused(f"{len(codes)} barcodes; a product has at most {_BARCODES_MAX}")
    found: dict[str, int] = {}
    for text in codes:
        code, milli = read_barcode(text)
        if len(code) > _BARCODE_LENGTH_MAX or not _plain_code.fullmatch(code):
            raise FigureRefused(f"{code[:40]!r} is no barcode: it has up to {_BARCODE_LENGTH_MAX} ASCII signs")
        if found.setdefault(comparable(code), milli) != milli:
            raise FigureRefused(f"{code[:40]!r} stands for two quantities; keep one of them")
    return tuple(found.items())


def _check_code(cell: str) -> None:
    """Codes that a spreadsheet took for numbers: `4,00638E+12`, or longer than its numbers are exact."""
    if _shortened.fullmatch(cell) or (isinstance(cell, ExactNumber) and len(cell) > _DIGITS_EXACT):
        cut = "a spreadsheet has shortened this code"
        raise FigureRefused(f"{cell[:40]}: {cut}; format its column as text and enter it again")


def _short_stock(cell: str) -> str:
    policy = cell.lower()
    if policy not in SHORT_STOCK:
        raise FigureRefused(f"{cell[:40]!r} is none of {', '.join(SHORT_STOCK)}")
    return policy
