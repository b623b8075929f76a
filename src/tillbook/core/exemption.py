"""What a price is without the taxes that stand inside it, for a customer who pays none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from tillbook.core.tax import Tax

MILLIONTH = Decimal("0.000001")


def without_taxes(unit_price: Decimal, taxes: Sequence[Tax]) -> Decimal:
    """A unit price less the taxes included in it, to six places (half up); those on top of it change nothing.

    >>> without_taxes(Decimal("119.00"), [Tax(name="VAT", rate=Decimal(19), included=True)])
    Decimal('100.000000')
    """
    share, each = Decimal(0), Decimal(0)
    for tax in taxes:
        if not tax.included:
            continue
        if tax.per_unit is not None:
            each += tax.per_unit
        elif tax.rate is not None:
            base = 1 + share if tax.compound else Decimal(1)
            each += each * tax.rate / 100 if tax.compound else 0
            share += base * tax.rate / 100
    if not share and not each:
        return unit_price
    return max(Decimal(0), (unit_price - each) / (1 + share)).quantize(MILLIONTH, ROUND_HALF_UP)
