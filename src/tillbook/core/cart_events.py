"""What happens to a cart that its lines do not show afterwards: recorded, not erased.

The problem: a line that is voided before the sale is posted leaves no trace on a bill, which is how goods leave a
shop unpaid. The choice: whoever stores a cart that holds less of a product than it did has voided the difference,
whatever the key was called that they pressed; it is worked out from both carts, so that no face can forget it.

What is recorded names products and never a person: these rows can be neither changed nor erased.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tillbook.core.amounts import format_exact
from tillbook.core.chain import canonical
from tillbook.core.kept_cart import KeptCart


class CartEventKind(StrEnum):
    """What happened to a cart."""

    void_line = "void_line"
    hold = "hold"
    recall = "recall"
    expire = "expire"
    drop = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidedLine:
    """So much of a product that was entered and not sold, by the code it was entered under.

    `unit_price` is what one unit cost then, None where nobody had seen a price.
    """

    product: str
    quantity_milli: int
    unit_price: Decimal | None


def lines_of(cart: KeptCart) -> tuple[VoidedLine, ...]:
    """What a cart holds, one for each product and price: what dropping it voids."""
    return _with_prices(cart, _held(cart))


def voided(before: KeptCart, after: KeptCart) -> tuple[VoidedLine, ...]:
    """What `before` holds more than `after`, product by product.

    A product whose price by hand was changed, or that was put on a line of its own, is not voided.
    """
    held, left = _held(before), _held(after)
    missing = _by_product(held)
    missing.subtract(_by_product(left))
    gone: Counter[tuple[str, Decimal | None]] = Counter()
    for key, milli in held.items():
        product = key[0]
        less = min(milli - left[key], missing[product])
        if less > 0:
            gone[key] = less
            missing[product] -= less
    return _with_prices(before, gone)


def _held(cart: KeptCart) -> Counter[tuple[str, Decimal | None]]:
    """Thousandths by product and price by hand, in the order of the lines."""
    held: Counter[tuple[str, Decimal | None]] = Counter()
    for line in cart.lines:
        held[line.product, line.unit_price] += line.quantity_milli
    return held


def _by_product(held: Counter[tuple[str, Decimal | None]]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for (product, _), milli in held.items():
        sums[product] += milli
    return sums


def _with_prices(cart: KeptCart, held: Counter[tuple[str, Decimal | None]]) -> tuple[VoidedLine, ...]:
    seen = dict(cart.prices_seen)
    return tuple(
        VoidedLine(product=product, quantity_milli=milli, unit_price=seen.get(product) if by_hand is None else by_hand)
        for (product, by_hand), milli in held.items()
    )


def write_voided(lines: Iterable[VoidedLine]) -> str:
    """The detail of `void_line` and `drop`: `{"lines":[[product, thousandths, price or null], …]}`."""
    stored = [
        [line.product, line.quantity_milli, None if line.unit_price is None else format_exact(line.unit_price)]
        for line in lines
    ]
    return canonical({"lines": stored})


def read_voided(detail: str) -> tuple[VoidedLine, ...]:
    """The lines of such a detail."""
    stored: list[list[Any]] = json.loads(detail)["lines"]
    return tuple(
        VoidedLine(product=product, quantity_milli=milli, unit_price=None if price is None else Decimal(price))
        for product, milli, price in stored
    )


def write_moved(*, from_register: str, to_register: str) -> str:
    """The detail of `recall`: the register that held the cart, and the one that goes on with it."""
    return canonical({"from": from_register, "to": to_register})
