"""A barcode and what a scan of it stands for, as one text: `5901234123457`, or `BOX*12` for a box of twelve.

A code may hold a `*` of its own, so such a code is written with what it stands for behind it: `A*12*1`.
"""

from __future__ import annotations

import re
from typing import Final

from tillbook.core.quantity import format_quantity, parse_quantity
from tillbook.formats.spelling.figures import FigureRefused

ONE_MILLI: Final = 1000
_pack: Final = re.compile(r"(.+)\*([0-9]{1,9}(?:\.[0-9]{1,3})?)", re.ASCII)


def barcode_text(code: str, quantity_milli: int) -> str:
    """A code with what it stands for, where that is not one.

    >>> barcode_text("BOX", 12_000), barcode_text("036000291452", 1_000)
    ('BOX*12', '036000291452')
    """
    if quantity_milli == ONE_MILLI and not _pack.fullmatch(code):
        return code
    return f"{code}*{format_quantity(quantity_milli)}"


def read_barcode(text: str) -> tuple[str, int]:
    """The code, and the thousandths that it stands for.

    >>> read_barcode("BOX*12"), read_barcode("036000291452")
    (('BOX', 12000), ('036000291452', 1000))

    Raises: FigureRefused for a pack of 0.
    """
    match = _pack.fullmatch(text)
    if match is None:
        return text, ONE_MILLI
    milli = parse_quantity(match[2])
    if not milli:
        raise FigureRefused(f"{text[:40]!r} is a pack of 0; write how many it holds")
    return match[1], milli
