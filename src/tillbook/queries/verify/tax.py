"""The taxes of a line worked out again.

Every tax of a line is a linear function of its net and its quantity. So the taxes that a price includes are
exact fractions of that price, and each is rounded once; what they leave is the net. A tax on top is its rate
of the rounded net, and of the taxes before it when it is compound, rounded once.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from tillbook.queries.verify.figures import Rounded, rounding

Named = tuple[str, str | None, str | None]
"""Name, rate in percent, amount per unit: what makes two taxes of a document the same tax."""

Charged = tuple[str, str | None, str | None, bool, bool]
"""A tax as a line carries it: name, rate, amount per unit, compound, included."""


@dataclass(slots=True)
class Split:
    """The parts of a line's amount in minor units; `bases[i]` is what tax i was taken of."""

    net: int
    amounts: list[int]
    bases: list[int]

    @property
    def gross(self) -> int:
        return self.net + sum(self.amounts)


@dataclass(frozen=True, slots=True)
class TaxPlan:
    """The taxes of a line as whole-number coefficients.

    Included tax i is (of_amount × amount + of_quantity × thousandths) ÷ below; a tax on top by rate is
    numerator ÷ denominator of its base, one per unit numerator ÷ denominator of the thousandths.
    """

    taxes: tuple[Charged, ...]
    within: tuple[tuple[int, int, int, int], ...]
    """place, of_amount, of_quantity, below."""
    on_top: tuple[tuple[int, bool, int, int], ...]
    """place, is by rate, numerator, denominator."""
    compound: tuple[bool, ...]


@lru_cache(maxsize=4_096)
def plan_of(taxes: tuple[Charged, ...], digits: int) -> TaxPlan:
    """The plan of these taxes in a currency whose minor unit has so many digits.

    Raises:
        ValueError: a rate that is no number.
    """
    per_net: list[Fraction] = []
    per_milli: list[Fraction] = []
    for _, rate, per_unit, compound, _ in taxes:
        if rate is None:
            per_net.append(Fraction(0))
            per_milli.append(Fraction(per_unit or 0) * 10**digits / 1_000)
        else:
            part = Fraction(rate) / 100
            per_net.append(part * (1 + (sum(per_net) if compound else 0)))
            per_milli.append(part * (sum(per_milli) if compound else 0))
    inside = [place for place, tax in enumerate(taxes) if tax[4]]
    net_share = 1 / (1 + sum((per_net[place] for place in inside), Fraction(0)))
    units_inside = sum((per_milli[place] for place in inside), Fraction(0))
    within = []
    for place in inside:
        of_amount = per_net[place] * net_share
        of_quantity = per_milli[place] - of_amount * units_inside
        below = lcm(of_amount.denominator, of_quantity.denominator)
        within.append((place, int(of_amount * below), int(of_quantity * below), below))
    on_top = []
    for place, (_, rate, _, _, included) in enumerate(taxes):
        if not included:
            part = per_milli[place] if rate is None else Fraction(rate) / 100
            on_top.append((place, rate is not None, part.numerator, part.denominator))
    return TaxPlan(
        taxes=taxes,
        within=tuple(within),
        on_top=tuple(on_top),
        compound=tuple(bool(tax[3]) for tax in taxes),
    )


def split(plan: TaxPlan, amount: int, milli: int, rounded: Rounded) -> Split:
    """An amount as the price stands, as net and taxes, each rounded once."""
    if not plan.taxes:
        return Split(amount, [], [])
    amounts = [0] * len(plan.taxes)
    net = _take_out(plan, amount, milli, rounded, amounts)
    if net < 0:
        # Rounded up, several taxes can be more than a price of a cent or two.
        net = _take_out(plan, amount, milli, rounding("down"), amounts)
    for place, by_rate, numerator, denominator in plan.on_top:
        of = base(plan, net, amounts, place) if by_rate else milli
        amounts[place] = rounded(of * numerator, denominator)
    return Split(net, amounts, [base(plan, net, amounts, place) for place in range(len(amounts))])


def base(plan: TaxPlan, net: int, amounts: list[int], place: int) -> int:
    """What a tax is taken of: the net, and for a compound one the taxes before it too."""
    return net + sum(amounts[:place]) if plan.compound[place] else net


def _take_out(plan: TaxPlan, amount: int, milli: int, rounded: Rounded, amounts: list[int]) -> int:
    """Take the included taxes out of an amount, into `amounts`; answer the net that they leave."""
    amount_left = amount
    for place, of_amount, of_quantity, below in plan.within:
        tax = rounded(of_amount * amount + of_quantity * milli, below)
        amounts[place] = tax
        amount_left -= tax
    return amount_left
