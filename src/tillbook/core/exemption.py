"""What a line costs without the taxes that stand inside its price, for a customer who pays none.

The problem: where prices include tax, so do promotions: "10.00 off", "both for 75.00" speak of the price as everybody
sees it. Taken off a price that the tax was taken out of already, an amount would take off too much, and a bundle
would cost more than its parts.

The choice: promotions are resolved with the prices as everybody sees them. Then the taxes are taken out of what is
left to pay, rounded once; what that is less than the price without its taxes is what the promotions took off, shared
out over them in proportion. So an exempt customer pays exactly (price - promotions) without its tax.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from tillbook.core.amounts import Currency
from tillbook.core.discount import allocate
from tillbook.core.pricing import CartLine, amount_of
from tillbook.core.rounding import DIVIDE, RoundingMode
from tillbook.core.tax import MICRO, Tax, plan_of


def without_taxes(unit_price: Decimal, taxes: Sequence[Tax]) -> Decimal:
    """A unit price less the taxes included in it, to six places (half up); those on top of it change nothing.

    >>> without_taxes(Decimal("119.00"), [Tax(name="VAT", rate=Decimal(19), included=True)])
    Decimal('100.000000')
    """
    if not any(tax.included for tax in taxes):
        return unit_price
    micro = _net(Fraction(unit_price), Fraction(1), taxes) * MICRO
    return Decimal(DIVIDE[RoundingMode.half_up](micro.numerator, micro.denominator)).scaleb(-6)


def exempted(line: CartLine, currency: Currency, mode: RoundingMode) -> CartLine:
    """A line as a customer pays it who pays no tax: at its price without the taxes inside, less the promotions' share.

    A promotion of which less than half a minor unit is left without the taxes may take off nothing, and is not named.

    >>> from tillbook.core.pricing import Promoted
    >>> ten = Promoted(promotion_id=1, name="Ten", amount_minor=1190)
    >>> vat = Tax(name="VAT", rate=Decimal(19), included=True)
    >>> tea = CartLine(product="TEA", quantity_milli=1000, unit_price=Decimal(119), promotions=(ten,), taxes=(vat,))
    >>> [part.amount_minor for part in exempted(tea, Currency.of("EUR"), RoundingMode.half_up).promotions]
    [1000]

    Raises: as `core.pricing.amount_of`.
    """
    if not line.taxes:
        return line
    bare = replace(line, unit_price=without_taxes(line.unit_price, line.taxes), taxes=(), promotions=())
    if not line.promotions or not any(tax.included for tax in line.taxes):
        return replace(bare, promotions=line.promotions)
    taken = [part.amount_minor for part in line.promotions]
    left = amount_of(line, currency, mode) - sum(taken)
    unit = 10**currency.digits
    exact = _net(Fraction(left, unit), Fraction(line.quantity_milli, 1000), line.taxes) * unit
    off = amount_of(bare, currency, mode) - DIVIDE[mode](exact.numerator, exact.denominator)
    shares = allocate(max(0, off), taken)
    kept = zip(line.promotions, shares, strict=True)
    return replace(bare, promotions=tuple(replace(part, amount_minor=share) for part, share in kept if share))


def _net(amount: Fraction, quantity: Fraction, taxes: Sequence[Tax]) -> Fraction:
    """What an amount for so many units is without the taxes included in it, exactly; 0 where they are more than it."""
    plan = plan_of(tuple(taxes))
    by_unit = Fraction(plan.included_per_milli, plan.scale * MICRO) * quantity
    return max(Fraction(0), (amount - by_unit) / (1 + Fraction(plan.included_per_net, plan.scale)))
