"""Lines of one product at one price count as one stack, so that it does not matter how they were scanned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tillbook.core.discount import allocate
from tillbook.core.promotions.rules import Off, Per, PromotionLine
from tillbook.core.rounding import Divide


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """So many thousandths of a product that cost `amount_minor` together; `places` are its lines in the cart."""

    sku: str
    category: str
    unit_price: Decimal
    milli: int
    amount_minor: int
    places: tuple[int, ...]

    def worth(self, milli: int) -> int:
        """What a part of it costs, in whole minor units: parts never cost more than the whole."""
        return self.amount_minor * milli // self.milli


def stacks_of(lines: Sequence[PromotionLine]) -> list[Stack]:
    """The stacks of a cart, in an order that does not depend on that of the lines."""
    together: dict[tuple[str, str, Decimal], list[int]] = {}
    for place, line in enumerate(lines):
        if line.quantity_milli > 0 and line.amount_minor > 0:
            together.setdefault((line.sku, line.category, line.unit_price), []).append(place)
    return [
        Stack(
            sku=key[0],
            category=key[1],
            unit_price=key[2],
            milli=sum([lines[place].quantity_milli for place in places]),
            amount_minor=sum([lines[place].amount_minor for place in places]),
            places=tuple(places),
        )
        for key, places in sorted(together.items())
    ]


def taken_off(rule: Off, amount_minor: int, milli: int, divide: Divide) -> int:
    """What a rule takes off a stack, or a part of it, that costs so much; never more than that."""
    if rule.percent is not None:
        numerator, denominator = rule.percent.as_integer_ratio()
        return divide(amount_minor * numerator, 100 * denominator)
    amount = rule.amount_minor or 0
    if rule.per is Per.unit:
        amount = divide(amount * milli, 1000)
    return min(amount_minor, amount)


def share_out(taken_minor: int, left: list[int], places: Sequence[int]) -> list[tuple[int, int]]:
    """Take an amount from what is left of some lines, in proportion to it; answer (line, amount) above 0."""
    shares = allocate(taken_minor, [left[place] for place in places])
    for place, share in zip(places, shares, strict=True):
        left[place] -= share
    return [(place, share) for place, share in zip(places, shares, strict=True) if share]
