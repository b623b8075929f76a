"""Quantities in thousandths of a base unit, steps, and packs (boxes) as exact whole numbers of base units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tillbook.core.amounts import NotANumber, TooLarge, TooPrecise
from tillbook.core.errors import Refusal

QUANTITY_MILLI_MAX = 10**12 - 1
"""The greatest quantity, in thousandths: just under 10^9 base units."""

_PLAIN = re.compile(r"-?([0-9]{1,9})(?:\.([0-9]{1,3}))?", re.ASCII)
_LONG = re.compile(r"-?([0-9]{1,40})(?:\.([0-9]{1,40}))?", re.ASCII)


class OffStep(Refusal):
    """A quantity between two steps of the product: half a box of a product sold whole."""

    code = "off_step"


def parse_quantity(text: str) -> int:
    """A plain decimal in ASCII as thousandths, exact; may be negative or 0: whoever asks says what is
    allowed.

    >>> parse_quantity("1.5")
    1500

    Raises: NotANumber; TooLarge from 10^9 on; TooPrecise below a thousandth.
    """
    if len(text) <= 82:
        match = _PLAIN.fullmatch(text) or _LONG.fullmatch(text)
        if match:
            return _milli(match[1], match[2] or "", negative=text.startswith("-"))
    raise NotANumber("not a number; write a quantity in digits with a point, such as 2 or 1.5")


def _milli(whole: str, fraction: str, *, negative: bool) -> int:
    if len(whole.lstrip("0")) > 9:
        raise TooLarge("too large: a quantity is at most 999999999.999.")
    if len(fraction.rstrip("0")) > 3:
        raise TooPrecise("too precise: a quantity has at most 3 digits after the point.")
    milli = int(whole) * 1000 + int(fraction[:3].ljust(3, "0"))
    return -milli if negative else milli


@lru_cache(maxsize=4096)
def format_quantity(milli: int) -> str:
    """Thousandths as plain text without idle zeros.

    >>> format_quantity(1500), format_quantity(-2000)
    ('1.5', '-2')
    """
    sign = "-" if milli < 0 else ""
    whole, rest = divmod(abs(milli), 1000)
    return f"{sign}{whole}.{rest:03d}".rstrip("0") if rest else f"{sign}{whole}"


def require_step(milli: int, step_milli: int, what: str) -> int:
    """The quantity itself, if it is a whole number of steps; `what` names the product in the refusal.

    Raises: OffStep, which names the nearest quantities that can be sold.
    """
    below = milli // step_milli * step_milli
    if below == milli:
        return milli
    near = [format_quantity(near) for near in (below, below + step_milli) if near > 0]
    raise OffStep(
        f"{what} is sold in steps of {format_quantity(step_milli)}: {format_quantity(milli)} is between two; "
        f"take {' or '.join(near)}."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A unit that stands for a whole number of base units: a box of 12 has `size_milli` 12000."""

    name: str
    size_milli: int


def in_base_units(count: int, pack: Pack) -> int:
    """So many packs in thousandths of the base unit, exact. Raises: TooLarge."""
    milli = count * pack.size_milli
    if abs(milli) > QUANTITY_MILLI_MAX:
        raise TooLarge("too large: a quantity is at most 999999999.999.")
    return milli


def in_packs(milli: int, pack: Pack) -> tuple[int, int]:
    """A quantity as whole packs and the thousandths left over: 30 pieces are 2 boxes of 12 and 6 pieces.

    >>> in_packs(30_000, Pack(name="box", size_milli=12_000))
    (2, 6000)
    """
    packs, rest = divmod(abs(milli), pack.size_milli)
    return (-packs, -rest) if milli < 0 else (packs, rest)
