"""What the lines of a cart cost when they were entered, against what they cost now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tillbook.core.kept_cart import KeptCart
from tillbook.core.wanted import WantedLine

Prices = Mapping[str, Decimal]
"""What one unit costs now, by the code that a line names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """A line, by its place, whose unit price is another now."""

    place: int
    before: Decimal
    now: Decimal


def seen_with(cart: KeptCart, lines: Sequence[WantedLine], now: Prices) -> tuple[tuple[str, Decimal], ...]:
    """The prices that the cart is kept with when its lines become `lines`.

    A product whose quantity stays keeps the price that was seen; what is new, more or less costs what it costs
    now: a price may depend on how many are taken.
    """
    seen = dict(cart.prices_seen)
    before, after = _quantities(cart.lines), _quantities(lines)
    kept = {}
    for code, milli in after.items():
        price = seen.get(code) if before[code] == milli else None
        price = now.get(code) if price is None else price
        if price is not None:
            kept[code] = price
    return tuple(sorted(kept.items()))


def changed_since(cart: KeptCart, now: Prices) -> tuple[PriceChange, ...]:
    """The lines that cost another price now than when they were entered; a price by hand stays what it is."""
    seen = dict(cart.prices_seen)
    return tuple(
        PriceChange(place=place, before=seen[line.product], now=now[line.product])
        for place, line in enumerate(cart.lines)
        if line.unit_price is None
        and now.get(line.product, seen.get(line.product)) != seen.get(line.product)
        and line.product in seen
    )


def _quantities(lines: Sequence[WantedLine]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for line in lines:
        sums[line.product] += line.quantity_milli
    return sums
