"""Arithmetic of verify's own: rounding, exact decimals, and figures as people read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

Rounded = Callable[[int, int], int]
"""Numerator and denominator (> 0) to the whole number nearest by a rounding mode."""

# ISO 4217: every other currency in use has two digits after the point.
_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}


@lru_cache(maxsize=64)
def digits_of(currency: str) -> int:
    """How many digits the currency's minor unit has."""
    return next((digits for digits, codes in _DIGITS.items() if currency in codes.split()), 2)


@lru_cache(maxsize=8)
def rounding(mode: str) -> Rounded:
    """The rounding of this name; it treats an amount and its negative alike.

    Raises:
        ValueError: no such mode.
    """
    if mode == "half_up":
        return _half_up
    if mode not in _GOES_UP:
        raise ValueError(f"there is no rounding mode {mode!r}")
    goes_up = _GOES_UP[mode]

    def rounded(numerator: int, denominator: int) -> int:
        whole, rest = divmod(abs(numerator), denominator)
        if rest and goes_up(2 * rest, denominator, whole):
            whole += 1
        return whole if numerator >= 0 else -whole

    return rounded


_GOES_UP: dict[str, Callable[[int, int, int], bool]] = {
    "half_down": lambda twice, one, _: twice > one,
    "half_even": lambda twice, one, whole: twice > one or (twice == one and whole % 2 == 1),
    "up": lambda _twice, _one, _: True,
    "down": lambda _twice, _one, _: False,
}
"""Whether twice the rest, of a whole of `one`, makes the next whole number."""


def _half_up(numerator: int, denominator: int) -> int:
    whole, rest = divmod(abs(numerator), denominator)
    if rest + rest >= denominator:
        whole += 1
    return whole if numerator >= 0 else -whole


@lru_cache(maxsize=65_536)
def millionths(text: str) -> int:
    """An exact decimal of 0 or more in millionths.

    Raises:
        ValueError: no such decimal.
    """
    scaled = Fraction(text) * 1_000_000
    if scaled.denominator != 1 or scaled < 0:
        raise ValueError(f"{text!r} is no price or rate")
    return scaled.numerator


@lru_cache(maxsize=4_096)
def percent(text: str) -> tuple[int, int]:
    """A percentage as numerator and denominator of the part it takes.

    Raises:
        ValueError: no such percentage.
    """
    part = Fraction(text) / 100
    if not 0 <= part <= 1:
        raise ValueError(f"{text!r} percent is no discount")
    return part.numerator, part.denominator


@lru_cache(maxsize=4_096)
def percent_of_any(text: str | None) -> tuple[int, int]:
    """A tax rate in percent as numerator and denominator.

    Raises:
        ValueError: no such rate.
    """
    part = Fraction(text or "") / 100
    return part.numerator, part.denominator


def money(minor: int, digits: int) -> str:
    """An amount as people read it, without its currency."""
    sign, size = ("-", -minor) if minor < 0 else ("", minor)
    whole, rest = divmod(size, 10**digits)
    return f"{sign}{whole}.{rest:0{digits}}" if digits else f"{sign}{whole}"


@lru_cache(maxsize=65_536)
def quantity(milli: int) -> str:
    """Thousandths as people and the journal write them."""
    sign, size = ("-", -milli) if milli < 0 else ("", milli)
    whole, rest = divmod(size, 1_000)
    return f"{sign}{whole}.{rest:03}".rstrip("0") if rest else f"{sign}{whole}"


@lru_cache(maxsize=65_536)
def quoted(text: str | None) -> str:
    """Text as the journal's JSON writes it, None as null."""
    return json.dumps(text, ensure_ascii=False)
