"""Five ways to round, each of them symmetric: what holds for an amount holds for its negative.

Integers are rounded as exact fractions, numerator over denominator; nothing here depends on a decimal
context.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

Divide = Callable[[int, int], int]
"""Numerator and denominator (> 0) to the whole number that the mode chooses."""


class RoundingMode(StrEnum):
    """How a fraction of a minor unit becomes a whole one; up is away from zero, down towards it."""

    half_up = "half_up"
    half_even = "half_even"
    half_down = "half_down"
    up = "up"
    down = "down"


def _half_up(numerator: int, denominator: int) -> int:
    if numerator < 0:
        return -((denominator - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def _half_down(numerator: int, denominator: int) -> int:
    if numerator < 0:
        return -((denominator - 1 - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator - 1) // (2 * denominator)


def _half_even(numerator: int, denominator: int) -> int:
    whole, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and whole % 2):
        return whole + 1
    return whole


def _up(numerator: int, denominator: int) -> int:
    return numerator // denominator if numerator < 0 else -(-numerator // denominator)


def _down(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator) if numerator < 0 else numerator // denominator


DIVIDE: dict[RoundingMode, Divide] = {
    RoundingMode.half_up: _half_up,
    RoundingMode.half_even: _half_even,
    RoundingMode.half_down: _half_down,
    RoundingMode.up: _up,
    RoundingMode.down: _down,
}


def divide(numerator: int, denominator: int, mode: RoundingMode) -> int:
    """The fraction as a whole number, rounded by `mode`; the denominator is greater than 0.

    >>> divide(-5, 2, RoundingMode.half_up), divide(-5, 2, RoundingMode.half_even)
    (-3, -2)
    """
    return DIVIDE[mode](numerator, denominator)


def round_to_int(value: Decimal, mode: RoundingMode) -> int:
    """A finite decimal as a whole number, exactly as `mode` says, whatever the caller's decimal context is.

    >>> round_to_int(Decimal("-2.5"), RoundingMode.half_up)
    -3
    """
    numerator, denominator = value.as_integer_ratio()
    return DIVIDE[mode](numerator, denominator)
