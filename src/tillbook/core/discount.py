"""Discounts: taken off the amount of a line or of a bill as the price stands, before tax is split off.

A discount on the bill is shared out over its lines without losing a cent (largest remainder, also known as
Hamilton's method), so that each line can be taxed, reported and returned by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tillbook.core.amounts import AMOUNT_MINOR_MAX
from tillbook.core.errors import Refusal
from tillbook.core.rounding import Divide


class DiscountInvalid(Refusal):
    """A discount that cannot be: negative, or percent and amount together, or neither."""

    code = "discount_invalid"


class DiscountTooLarge(Refusal):
    """More is taken off than there is."""

    code = "discount_too_large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """Exactly one of `percent` (0 to 100, at most 6 decimals) and `amount_minor` (0 or more).

    Raises: DiscountInvalid, DiscountTooLarge.
    """

    percent: Decimal | None = None
    amount_minor: int | None = None

    def __post_init__(self) -> None:
        if (self.percent is None) == (self.amount_minor is None):
            raise DiscountInvalid("A discount has a percent or an amount, and not both.")
        if self.percent is not None:
            _require_percent(self.percent)
        elif self.amount_minor is not None and self.amount_minor < 0:
            raise DiscountInvalid("A discount cannot be negative; raise the price instead.")
        elif self.amount_minor is not None and self.amount_minor > AMOUNT_MINOR_MAX:
            raise DiscountTooLarge("The discount is more than any bill can be.")


def _require_percent(percent: Decimal) -> None:
    if not percent.is_finite() or percent < 0:
        raise DiscountInvalid("A discount cannot be negative; raise the price instead.")
    if percent > 100:
        raise DiscountTooLarge("A discount is at most 100 percent.")
    exponent = percent.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -6:
        raise DiscountInvalid("A percentage has at most 6 digits after the point.")


def discount_of(discount: Discount, amount: int, divide: Divide) -> int:
    """What the discount takes off this amount, in minor units; a percentage is rounded once.

    Raises: DiscountTooLarge where it is more than the amount.
    """
    if discount.percent is not None:
        numerator, denominator = discount.percent.as_integer_ratio()
        return divide(amount * numerator, 100 * denominator)
    taken = discount.amount_minor or 0
    if taken > amount:
        raise DiscountTooLarge("The discount is more than what it is taken off; lower it.", path="discount")
    return taken


def allocate(total_minor: int, weights: Sequence[int]) -> list[int]:
    """Shares of a total in proportion to weights (0 or more), by largest remainder.

    The shares add up to the total exactly, have its sign or are 0, and lie within one unit of proportional. A
    unit left over goes to the largest remainder; among equal ones to the larger weight, then to the earlier.
    Where all weights are 0, a total of 0 is shared as zeros.

    >>> allocate(100, [1, 1, 1])
    [34, 33, 33]

    Raises: ValueError where there is something to share and nothing to share it by.
    """
    whole = sum(weights)
    if not total_minor:
        return [0] * len(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be 0 or more, and one of them more")
    sign, size = (-1, -total_minor) if total_minor < 0 else (1, total_minor)
    shares, remainders = [], []
    for weight in weights:
        share, remainder = divmod(size * weight, whole)
        shares.append(share)
        remainders.append(remainder)
    left = size - sum(shares)
    if left:
        order = sorted(range(len(shares)), key=lambda i: (-remainders[i], -weights[i], i))
        for i in order[:left]:
            shares[i] += 1
    return shares if sign > 0 else [-share for share in shares]
