"""Promotions: what the shop takes off by itself, resolved for a whole cart by one pure function.

In this order, each in whole minor units, and never more than a line:

1. each unit gets at most one percentage, amount, "n for m" or bundle: the combination that is best for the
   customer, or, where the shop wants that, in the order in which the promotions were made
2. stackable percentages and amounts, in the order in which they were made, off what is left of their products
3. one percentage or amount off the bill, the best or the first one made; then the stackable ones in order,
   each shared out over the lines

What "best" means, and its bounds: `choosing`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Literal

from tillbook.core.promotions.book import PromotionBook
from tillbook.core.promotions.choosing import Chooser, Chosen
from tillbook.core.promotions.rules import (
    Applied,
    Bundle,
    Off,
    Per,
    Products,
    Promotion,
    PromotionInvalid,
    PromotionLine,
    Rule,
    TakePay,
    When,
    coupon_code,
    eligible,
)
from tillbook.core.promotions.stacks import Stack, share_out, stacks_of, taken_off
from tillbook.core.rounding import DIVIDE, Divide, RoundingMode

__all__ = [
    "Applied",
    "Bundle",
    "Off",
    "Order",
    "Per",
    "Products",
    "Promotion",
    "PromotionBook",
    "PromotionInvalid",
    "PromotionLine",
    "Rule",
    "TakePay",
    "When",
    "coupon_code",
    "resolve",
]

Order = Literal["best", "listed"]


def resolve(
    lines: Sequence[PromotionLine],
    promotions: Collection[Promotion],
    *,
    at_local: datetime,
    customer_group: str = "",
    coupons: Collection[int] = (),
    order: Order = "best",
    rounding_mode: RoundingMode = RoundingMode.half_up,
) -> tuple[Applied, ...]:
    """What each promotion takes off each line, by line and then by promotion in the order they were made.

    `at_local` is by the shop's clock; `coupons` are the ids of the promotions that a coupon was shown for. The
    same cart gives the same answer, always; the total does not depend on the order of the lines. By "best",
    a promotion made later never makes the customer pay more.

    >>> from decimal import Decimal
    >>> tea = PromotionLine(sku="TEA", category="", quantity_milli=3000, unit_price=Decimal(2), amount_minor=600)
    >>> three_for_two = TakePay(take=3, pay=2, on=Products(skus=frozenset({"TEA"})))
    >>> promotion = Promotion(id=1, code="T", name="3 for 2", rule=three_for_two)
    >>> resolve([tea], [promotion], at_local=datetime(2026, 11, 22, 12))
    (Applied(line=0, promotion_id=1, name='3 for 2', amount_minor=200),)
    """
    bill_minor = sum([line.amount_minor for line in lines])
    holding = eligible(
        promotions, at_local=at_local, customer_group=customer_group, coupons=coupons, bill_minor=bill_minor
    )
    if not holding or not bill_minor:
        return ()
    divide = DIVIDE[rounding_mode]
    cart = _CartOfStacks(lines, holding, divide, order)
    chooser = Chooser(cart.stacks, divide)
    single = [promotion for promotion in holding if not promotion.stackable and not promotion.off_bill]
    if order == "listed":
        return cart.applied(chooser.in_order(single))
    chosen = chooser.choose(single)
    applied = cart.applied(chosen)
    if not chosen.best or cart.stackable_on(chosen.grouped):
        # Not surely the best: so what the older promotions give by themselves is looked at too.
        for count in range(len(single)):
            other = cart.applied(chooser.choose(single[:count]))
            if _sum(other) > _sum(applied):
                applied = other
    return applied


def _sum(applied: Sequence[Applied]) -> int:
    return sum([part.amount_minor for part in applied])


class _CartOfStacks:
    """A cart with what comes after the choice: stackable promotions, and those of the bill."""

    def __init__(
        self, lines: Sequence[PromotionLine], holding: Sequence[Promotion], divide: Divide, order: Order
    ) -> None:
        self.lines = lines
        self.holding = holding
        self.divide = divide
        self.order = order
        self.stacks = stacks_of(lines)

    def stackable_on(self, places: Collection[int]) -> bool:
        """Whether a stackable promotion takes something off one of these stacks."""
        stacks = [self.stacks[place] for place in places]
        return any(_speaks_of(promotion, stack) for promotion in self._stackable() for stack in stacks)

    def applied(self, chosen: Chosen) -> tuple[Applied, ...]:
        """All that is taken off, line by line."""
        left = [line.amount_minor for line in self.lines]
        parts: dict[tuple[int, int], int] = {}

        def take(promotion: Promotion, amount: int, places: Sequence[int]) -> None:
            for place, share in share_out(amount, left, places):
                key = (place, promotion.id)
                parts[key] = parts.get(key, 0) + share

        for number, promotion, amount in chosen.saved:
            take(promotion, amount, self.stacks[number].places)
        for promotion in self._stackable():
            for stack in self.stacks:
                if _speaks_of(promotion, stack):
                    take(
                        promotion,
                        self._off(promotion, [left[place] for place in stack.places], stack.milli),
                        stack.places,
                    )
        self._off_bill(left, take)
        names = {promotion.id: promotion.name for promotion in self.holding}
        return tuple(
            Applied(line=place, promotion_id=number, name=names[number], amount_minor=amount)
            for (place, number), amount in sorted(parts.items())
        )

    def _stackable(self) -> list[Promotion]:
        return [promotion for promotion in self.holding if promotion.stackable and not promotion.off_bill]

    def _off_bill(self, left: list[int], take: Callable[[Promotion, int, Sequence[int]], None]) -> None:
        everywhere = range(len(self.lines))
        single = [promotion for promotion in self.holding if promotion.off_bill and not promotion.stackable]
        if single:
            # Of equal ones the older is named.
            best = max(single, key=lambda promotion: (self._off(promotion, left), -promotion.id))
            chosen = single[0] if self.order == "listed" else best
            take(chosen, self._off(chosen, left), everywhere)
        for promotion in self.holding:
            if promotion.off_bill and promotion.stackable:
                take(promotion, self._off(promotion, left), everywhere)

    def _off(self, promotion: Promotion, left: Sequence[int], milli: int = 0) -> int:
        assert isinstance(promotion.rule, Off), "what takes off a bill, or is stackable"
        return taken_off(promotion.rule, sum(left), milli, self.divide)


def _speaks_of(promotion: Promotion, stack: Stack) -> bool:
    rule = promotion.rule
    return isinstance(rule, Off) and rule.on is not None and rule.on.hold(stack.sku, stack.category)
