"""What was done by hand, against the limits of who did it (P26)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tillbook.core.amounts import Currency
from tillbook.core.discount import Discount
from tillbook.core.pricing import PricedCart, PricedLine
from tillbook.core.rights import Actor, Limits, approval
from tillbook.queries.asking import AskedLine

HUNDRED = Decimal(100)


def approved_by(
    lines: Sequence[AskedLine],
    cart: PricedCart,
    listed: Sequence[Decimal],
    costs: Sequence[int],
    discount: Discount | None,
    currency: Currency,
    by: Actor,
) -> int | None:
    """The second person whom a price or a discount by hand needed; None where the first went no further than alone.

    Raises:
        NeedsApproval: with the path of the line.
    """
    if discount is None and not any(line.wanted.unit_price is not None or line.wanted.discount for line in lines):
        return None
    second = None
    for index, (line, priced, price, cost_minor) in enumerate(zip(lines, cart.lines, listed, costs, strict=True)):
        if line.wanted.unit_price is not None or line.wanted.discount is not None or discount is not None:
            for needed in _of_line(index, line, priced, price, cost_minor, currency, by):
                second = second or needed
    if discount is not None:
        second = _of_bill(discount, cart, currency, by) or second
    return second


def _of_line(
    index: int, line: AskedLine, priced: PricedLine, listed: Decimal, cost_minor: int, currency: Currency, by: Actor
) -> Iterator[int | None]:
    name = line.offer.name
    by_hand = line.wanted.unit_price
    listed = listed if line.offer.label_price is None else line.offer.label_price
    if by_hand is not None:
        change = abs(by_hand - listed) * 100 / listed if listed else (HUNDRED if by_hand else Decimal(0))

        def changes(limits: Limits) -> bool:
            return limits.price_change_percent is None or change <= limits.price_change_percent

        yield approval(by, changes, what=f"change the price of {name} so far", path=f"lines[{index}].unit_price")
    if line.wanted.discount is not None:
        promoted = sum([part.amount_minor for part in priced.line.promotions])
        whole = _whole(priced, currency) - promoted
        percent = _percent(line.wanted.discount, priced.discount_minor - promoted, whole)

        def discounts(limits: Limits) -> bool:
            return limits.line_discount_percent is None or percent <= limits.line_discount_percent

        yield approval(by, discounts, what=f"give this discount on {name}", path=f"lines[{index}].discount")
    if priced.net_minor < cost_minor:
        what = f"sell {name} below what it cost"
        yield approval(by, lambda limits: limits.sale_below_cost, what=what, path=f"lines[{index}]")


def _of_bill(discount: Discount, cart: PricedCart, currency: Currency, by: Actor) -> int | None:
    taken = sum([line.bill_discount_minor for line in cart.lines])
    whole = sum([_whole(line, currency) - line.discount_minor for line in cart.lines], Decimal(0))
    percent = _percent(discount, taken, whole)

    def discounts(limits: Limits) -> bool:
        return limits.bill_discount_percent is None or percent <= limits.bill_discount_percent

    return approval(by, discounts, what="give this discount on the bill", path="discount")


def _whole(line: PricedLine, currency: Currency) -> Decimal:
    """What a line costs before anything is taken off, in minor units."""
    return line.line.unit_price * line.line.quantity_milli * Decimal(10) ** currency.digits / 1000


def _percent(discount: Discount, taken_minor: int, whole: Decimal) -> Decimal:
    """What was said, or what an amount comes to."""
    if discount.percent is not None:
        return discount.percent
    return HUNDRED * taken_minor / whole if whole else Decimal(0)
