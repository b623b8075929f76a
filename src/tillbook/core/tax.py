"""Taxes of a line, and how a line's amount is split into net and taxes.

The problem: one line may carry several taxes, some within the price and some on top, some on top of each
other, some so much a piece, and each must end in whole minor units without a cent lost. The choice: the
amount of every tax is a linear function of the net and of the quantity, so that the taxes within a price are
found exactly, as fractions, and each is rounded once; the net is what remains of the price. A tax on top is
the rounded net times its rate, rounded once. Taxes of equal rate on the same base (CGST and SGST) therefore
come out equal. The rules stand in docs/money.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from tillbook.core.errors import Refusal
from tillbook.core.rounding import DIVIDE, Divide, RoundingMode

RATE_MAX = 1000
"""Percent. Above the highest rates in use (cess on tobacco in India reaches some hundreds)."""

TAXES_PER_LINE_MAX = 16

HUNDRED_PERCENT = 10**8
"""A rate is kept in millionths of a percent; this many are the whole."""

MICRO = 10**6


class TaxInvalid(Refusal):
    """A tax that cannot be: rate and amount per unit together, a negative one, one twice on a line."""

    code = "tax_invalid"


class TaxExceedsPrice(Refusal):
    """The taxes per unit that the price is said to include are more than the price."""

    code = "tax_exceeds_price"


class TaxRounding(StrEnum):
    """Where taxes are rounded: on each line, or per tax over the document, moving gross or net a little."""

    line = "line"
    sum_by_net = "sum_by_net"
    sum_by_net_keep_gross = "sum_by_net_keep_gross"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """A tax on a line: exactly one of `rate` (percent) and `per_unit` (an amount for each base unit).

    `compound` adds the taxes before it on the line to its base; on a tax per unit, which has no base, it says
    nothing. `included` means that the price holds it already.

    Raises: TaxInvalid.
    """

    name: str
    rate: Decimal | None = None
    per_unit: Decimal | None = None
    compound: bool = False
    included: bool = False

    def __post_init__(self) -> None:
        if (self.rate is None) == (self.per_unit is None):
            raise TaxInvalid(f"The tax {self.name} needs a rate or an amount per unit, and not both.")
        if self.rate is not None and not (self.rate.is_finite() and 0 <= self.rate <= RATE_MAX):
            raise TaxInvalid(f"The rate of {self.name} must lie between 0 and {RATE_MAX} percent.")
        if self.per_unit is not None and not (self.per_unit.is_finite() and 0 <= self.per_unit < 10**12):
            raise TaxInvalid(f"The amount per unit of {self.name} must lie between 0 and 999999999999.")
        if _micro(self.rate if self.rate is not None else self.per_unit) is None:
            raise TaxInvalid(f"{self.name} has more than 6 digits after the point; that is finer than is kept.")


def _micro(value: Decimal | None) -> int | None:
    """Exact millionths, or None where the value is finer than that."""
    if value is None or not -40 < value.adjusted() < 13:
        return 0 if value == 0 else None
    numerator, denominator = value.as_integer_ratio()
    micro, rest = divmod(numerator * MICRO, denominator)
    return None if rest else micro


TaxKey = tuple[str, Decimal | None, Decimal | None]
"""Taxes of one name, rate and amount per unit are one tax on the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPlan:
    """The taxes of a line, made ready: whole numbers only.

    With net N and quantity q, the exact amount of tax i is (per_net[i] × N + per_milli[i] × q ÷ unit) ÷
    scale, where unit turns millionths × thousandths into minor units.
    """

    taxes: tuple[Tax, ...]
    keys: tuple[TaxKey, ...]
    rates: tuple[int | None, ...]
    units: tuple[int, ...]
    per_net: tuple[int, ...]
    per_milli: tuple[int, ...]
    scale: int
    included: tuple[int, ...]
    included_per_net: int
    included_per_milli: int
    single_on_top: int | None
    """The rate, where the line has one tax, by rate and on top: the commonest case."""


@lru_cache(maxsize=4096)
def plan_of(taxes: tuple[Tax, ...]) -> TaxPlan:
    """The plan of a line's taxes, in the order of the line. Raises: TaxInvalid."""
    keys = tuple((tax.name, tax.rate, tax.per_unit) for tax in taxes)
    if len(set(keys)) < len(keys):
        raise TaxInvalid("The same tax stands twice on this line; name it once.")
    if len(taxes) > TAXES_PER_LINE_MAX:
        raise TaxInvalid(f"A line has at most {TAXES_PER_LINE_MAX} taxes.")
    rates = tuple(_micro(tax.rate) if tax.rate is not None else None for tax in taxes)
    units = tuple(_micro(tax.per_unit) or 0 for tax in taxes)
    scale = HUNDRED_PERCENT ** max(1, sum(rate is not None for rate in rates))
    per_net, per_milli = _coefficients(taxes, rates, units, scale)
    included = tuple(i for i, tax in enumerate(taxes) if tax.included)
    return TaxPlan(
        taxes=taxes,
        keys=keys,
        rates=rates,
        units=units,
        per_net=per_net,
        per_milli=per_milli,
        scale=scale,
        included=included,
        included_per_net=sum(per_net[i] for i in included),
        included_per_milli=sum(per_milli[i] for i in included),
        single_on_top=rates[0] if len(taxes) == 1 and not included else None,
    )


def _coefficients(
    taxes: Sequence[Tax], rates: Sequence[int | None], units: Sequence[int], scale: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    per_net: list[int] = []
    per_milli: list[int] = []
    for tax, rate, unit in zip(taxes, rates, units, strict=True):
        if rate is None:
            per_net.append(0)
            per_milli.append(unit * scale)
        else:
            before = (sum(per_net), sum(per_milli)) if tax.compound else (0, 0)
            per_net.append(rate * (scale + before[0]) // HUNDRED_PERCENT)
            per_milli.append(rate * before[1] // HUNDRED_PERCENT)
    return tuple(per_net), tuple(per_milli)


class Split:
    """One line's amount as net and taxes, in minor units; the rounding models work on it until it is final.

    net + taxes = gross at every moment; `bases[i]` is what tax i was taken of.
    """

    __slots__ = ("amounts", "bases", "gross", "net", "plan")

    def __init__(self, plan: TaxPlan, net: int, amounts: list[int], bases: list[int]) -> None:
        self.plan = plan
        self.net = net
        self.amounts = amounts
        self.bases = bases
        self.gross = net + sum(amounts)

    def base(self, position: int) -> int:
        """What the tax at this position is taken of as the amounts stand now."""
        if self.plan.taxes[position].compound:
            return self.net + sum(self.amounts[:position])
        return self.net


def split(plan: TaxPlan, amount: int, quantity_milli: int, unit: int, divide: Divide) -> Split:
    """The line's amount as the price stands, split into net and taxes; `unit` as in TaxPlan.

    Raises: TaxExceedsPrice.
    """
    rate = plan.single_on_top
    if rate is not None:
        return Split(plan, amount, [divide(amount * rate, HUNDRED_PERCENT)], [amount])
    if not plan.taxes:
        return Split(plan, amount, [], [])
    within = _within(plan, amount, quantity_milli, unit, divide) if plan.included else []
    net = amount - sum(within)
    if net < 0:
        # Several taxes rounded up can take more than a line of a cent or two has: there all are rounded down.
        within = _within(plan, amount, quantity_milli, unit, DIVIDE[RoundingMode.down])
        net = amount - sum(within)
    return _on_top(plan, net, within, quantity_milli, unit, divide)


def _within(plan: TaxPlan, amount: int, quantity_milli: int, unit: int, divide: Divide) -> list[int]:
    """The amounts of the included taxes, in their order, each rounded once from the exact fraction."""
    whole = plan.scale + plan.included_per_net
    if not plan.included_per_milli:
        return [divide(plan.per_net[i] * amount, whole) for i in plan.included]
    rest = amount * plan.scale * unit - plan.included_per_milli * quantity_milli
    if rest < 0 <= amount:
        raise TaxExceedsPrice(
            "The taxes per unit within this price are more than the price; raise it or discount less."
        )
    below = unit * plan.scale * whole
    return [divide(plan.per_net[i] * rest + plan.per_milli[i] * quantity_milli * whole, below) for i in plan.included]


def _on_top(plan: TaxPlan, net: int, within: list[int], quantity_milli: int, unit: int, divide: Divide) -> Split:
    amounts: list[int] = []
    bases: list[int] = []
    before = 0
    taken = iter(within)
    for tax, rate, per_unit in zip(plan.taxes, plan.rates, plan.units, strict=True):
        base = net + before if tax.compound else net
        if tax.included:
            amount = next(taken)
        elif rate is None:
            amount = divide(per_unit * quantity_milli, unit)
        else:
            amount = divide(base * rate, HUNDRED_PERCENT)
        amounts.append(amount)
        bases.append(base)
        before += amount
    return Split(plan, net, amounts, bases)
