"""What a promotion is: a rule that takes something off, and when it does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Final

from tillbook.core.discount import Discount
from tillbook.core.errors import Refusal
from tillbook.core.text import clean_line

PIECE_MILLI: Final = 1000
"""One whole unit: what "3 for 2" counts."""

PIECES_MAX: Final = 1_000
"""The pieces that one "n for m" may speak of, and the parts of one bundle."""

COUPON_LENGTH_MAX: Final = 64


class PromotionInvalid(Refusal):
    """A promotion that cannot be: nothing to take off, or conditions that never hold."""

    code: ClassVar[str] = "promotion_invalid"


class Per(StrEnum):
    """What an amount is taken off of: each unit, or each line once."""

    unit = "unit"
    line = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Products:
    """The products that a rule speaks of: by SKU or by category."""

    skus: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not (self.skus or self.categories):
            raise PromotionInvalid("Say which products or which category it is for.", path="on")

    def hold(self, sku: str, category: str) -> bool:
        """Whether a product is one of them."""
        return sku in self.skus or category in self.categories


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """A percentage or an amount off products, or off the bill where `on` is None.

    An amount off products is `per` unit or per line.
    """

    percent: Decimal | None = None
    amount_minor: int | None = None
    per: Per | None = None
    on: Products | None = None

    def __post_init__(self) -> None:
        discount = Discount(percent=self.percent, amount_minor=self.amount_minor)
        if not (discount.percent or discount.amount_minor):
            raise PromotionInvalid("A promotion takes off more than 0.")
        if (self.per is not None) != (self.amount_minor is not None and self.on is not None):
            raise PromotionInvalid(
                "An amount off products is per unit or per line; a percentage or the bill has neither.", path="per"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePay:
    """Of every `take` whole units the cheapest are free, so that `pay` are paid."""

    take: int
    pay: int
    on: Products

    def __post_init__(self) -> None:
        if not 0 <= self.pay < self.take <= PIECES_MAX:
            raise PromotionInvalid(
                f"Take more than you pay, at most {PIECES_MAX}: as 3 for the price of 2.", path="pay"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Products in fixed quantities (SKU and thousandths) for one price."""

    parts: tuple[tuple[str, int], ...]
    price_minor: int

    def __post_init__(self) -> None:
        if not self.parts or len(self.parts) > PIECES_MAX:
            raise PromotionInvalid("A bundle has at least one product.", path="bundle")
        if len({sku for sku, _ in self.parts}) != len(self.parts) or min(milli for _, milli in self.parts) <= 0:
            raise PromotionInvalid("A bundle names each product once, with a quantity above 0.", path="bundle")
        if self.price_minor < 0:
            raise PromotionInvalid("A bundle costs 0 or more.", path="price")


Rule = Off | TakePay | Bundle


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Under what conditions; a part that is not said always holds.

    Days are inclusive; `weekdays` count from Monday, 0. Hours are the shop's, the end not included; where the end
    is not after the beginning they run past midnight and belong to the day on which they began. `minimum_minor`
    is what the bill comes to before any promotion.
    """

    first_day: date | None = None
    last_day: date | None = None
    from_time: time | None = None
    until_time: time | None = None
    weekdays: frozenset[int] = frozenset()
    customer_group: str = ""
    coupon: bool = False
    minimum_minor: int = 0

    def __post_init__(self) -> None:
        if self.first_day is not None and self.last_day is not None and self.last_day < self.first_day:
            raise PromotionInvalid("It ends before it begins; exchange the two days.", path="when.until")
        if (self.from_time is None) != (self.until_time is None) or (
            self.from_time is not None and self.from_time == self.until_time
        ):
            raise PromotionInvalid("Hours have a beginning and another end, as 17:00-19:00.", path="when.hours")
        if not all(0 <= day <= 6 for day in self.weekdays) or self.minimum_minor < 0:
            raise PromotionInvalid("Weekdays are mon to sun; a minimum is 0 or more.", path="when")

    def holds(self, at_local: datetime, *, customer_group: str, unlocked: bool, bill_minor: int) -> bool:
        """Whether all of it holds now, for this customer and this bill."""
        if self.coupon and not unlocked:
            return False
        if self.minimum_minor > bill_minor or (self.customer_group and self.customer_group != customer_group):
            return False
        day = self._day(at_local)
        return (
            day is not None
            and (self.first_day is None or self.first_day <= day)
            and (self.last_day is None or day <= self.last_day)
            and (not self.weekdays or day.weekday() in self.weekdays)
        )

    def _day(self, at_local: datetime) -> date | None:
        """The day that this moment counts for, or None where it is out of hours."""
        today, clock = at_local.date(), at_local.time()
        if self.from_time is None or self.until_time is None:
            return today
        if self.from_time < self.until_time:
            return today if self.from_time <= clock < self.until_time else None
        if clock >= self.from_time:
            return today
        return today - timedelta(days=1) if clock < self.until_time else None


ALWAYS: Final = When()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A promotion of the shop; its id says in what order they were made.

    A stackable one is taken off what the others leave, whatever they are.
    """

    id: int
    code: str
    name: str
    rule: Rule
    when: When = field(default=ALWAYS)
    stackable: bool = False

    def __post_init__(self) -> None:
        if self.stackable and not isinstance(self.rule, Off):
            raise PromotionInvalid("Only a percentage or an amount off can go with others.", path="stackable")

    @property
    def off_bill(self) -> bool:
        """Whether it is taken off the bill as a whole."""
        return isinstance(self.rule, Off) and self.rule.on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionLine:
    """A line of a cart as promotions see it: `amount_minor` is what all of it costs, before any of them.

    `unit_price` says which of two products is the cheaper one.
    """

    sku: str
    category: str
    quantity_milli: int
    unit_price: Decimal
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What a promotion takes off a line (by its place in the cart, from 0), in minor units, more than 0."""

    line: int
    promotion_id: int
    name: str
    amount_minor: int


def coupon_code(text: str) -> str:
    """A coupon's code as it is kept: one line in capital letters, so that it may be typed in any.

    >>> coupon_code(" diwali-26 ")
    'DIWALI-26'

    Raises: TextRefused.
    """
    line = clean_line(text, what="the coupon", length_max=COUPON_LENGTH_MAX)
    return clean_line(line.upper(), what="the coupon", length_max=COUPON_LENGTH_MAX)


def eligible(
    promotions: Collection[Promotion],
    *,
    at_local: datetime,
    customer_group: str,
    coupons: Collection[int],
    bill_minor: int,
) -> list[Promotion]:
    """The promotions whose conditions hold, in the order in which the shop made them."""
    holding = [
        promotion
        for promotion in promotions
        if promotion.when.holds(
            at_local, customer_group=customer_group, unlocked=promotion.id in coupons, bill_minor=bill_minor
        )
    ]
    return sorted(holding, key=lambda promotion: promotion.id)
