"""Prices and quantities as files spell them: `12`, `12.50`, `1.25e2`, to exact values within stated bounds.

Text is checked against a pattern, a length and the size of its exponent before any number is made of it, so
that `1e2000000` costs nothing.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import Final

from tillbook.core.amounts import DECIMALS_MAX
from tillbook.core.quantity import QUANTITY_MILLI_MAX

# What a number may look like at all: that of JSON (RFC 8259, section 6), and leading zeros besides.
_plain: Final = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?", re.ASCII)
_number: Final = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?", re.ASCII)

NUMBER_LENGTH_MAX: Final = 100
"""Characters of a number that are looked at; no stored value needs more than 20."""

_exact: Final = Context(prec=2 * NUMBER_LENGTH_MAX)

PRICE_BOUND: Final = f"a price has at most 12 digits before and {DECIMALS_MAX} after the point"
QUANTITY_BOUND: Final = "a quantity is at most 999999999.999"


class FigureRefused(ValueError):
    """The text is no number that can be stored; says why in words that follow a field's name."""


def price_of(text: str) -> Decimal:
    """An exact price: zero or more, with at most 12 digits before and 6 after the point.

    >>> price_of("12.50"), price_of("1e2")
    (Decimal('12.50'), Decimal('100'))

    Raises: FigureRefused.
    """
    if len(text) <= 19 and text[:1] != "-" and _plain.fullmatch(text):
        return Decimal(text)
    price = decimal_of(text, decimals_max=DECIMALS_MAX, bound=PRICE_BOUND)
    if price < 0:
        raise FigureRefused(f"{text[:40]} is below zero; a price is zero or more")
    return price


def quantity_milli_of(text: str) -> int:
    """A quantity in thousandths, exact; may be negative.

    >>> quantity_milli_of("1.5"), quantity_milli_of("-2")
    (1500, -2000)

    Raises: FigureRefused.
    """
    if len(text) <= 9 and text.isascii() and text.isdigit():
        return int(text) * 1000
    quantity = decimal_of(text, decimals_max=3, bound=QUANTITY_BOUND + ", in thousandths")
    milli = int(quantity.scaleb(3))
    if abs(milli) > QUANTITY_MILLI_MAX:
        raise FigureRefused(f"{text[:40]} is too large; {QUANTITY_BOUND}")
    return milli


def decimal_of(text: str, *, decimals_max: int, bound: str) -> Decimal:
    """The exact value of a number below 10^12 with at most `decimals_max` decimals, written without exponent.

    `bound` is what the refusal says is allowed. Raises: FigureRefused.
    """
    value = exact_value(text, bound=bound)
    if decimals(value) > decimals_max:
        value = value.normalize(_exact)
        if decimals(value) > decimals_max:
            raise FigureRefused(f"{text[:40]} has too many decimals; {bound}")
        value = Decimal(format(value, "f"))
    return value


def exact_value(text: str, *, bound: str) -> Decimal:
    """The exact value of a number below 10^12, with as many decimals as are written; never has an exponent.

    Raises: FigureRefused.
    """
    if len(text) > NUMBER_LENGTH_MAX:
        raise FigureRefused(f"{text[:20]}… has {len(text):,} characters; {bound}")
    if _plain.fullmatch(text):
        return Decimal(text) if not text.startswith("-") else Decimal(text) + 0
    match = _number.fullmatch(text)
    if not match:
        raise FigureRefused(f"{text[:40]!r} is not a number")
    whole, fraction, exponent = match.groups()
    if not whole.strip("0") and not (fraction or "").strip("0"):
        return Decimal(0)
    if exponent and len(exponent.lstrip("+-").lstrip("0")) > 3:
        raise FigureRefused(f"{text[:40]} is beyond what can be stored; {bound}")
    value = Decimal(text)
    if value.adjusted() >= 12:
        raise FigureRefused(f"{text[:40]} is too large; {bound}")
    if value.adjusted() < -NUMBER_LENGTH_MAX:
        raise FigureRefused(f"{text[:40]} has too many decimals; {bound}")
    return Decimal(format(value, "f"))


def decimals(value: Decimal) -> int:
    """Places after the point, as written: 2 of 12.50; never below 0."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "a figure is finite"
    return max(0, -exponent)
