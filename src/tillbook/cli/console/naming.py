"""The line of the cart that a command names, by its number."""

from __future__ import annotations

from collections.abc import Sequence

from tillbook.cli.console.asking import until_right
from tillbook.cli.console.then import CommandUnclear
from tillbook.cli.console.till import Till
from tillbook.queries.offers import Offer


def line_place(till: Till, rest: Sequence[str]) -> int:
    """The place of the line that a command names; of the only line, if there is one."""
    lines = till.cart.lines
    if not lines:
        raise CommandUnclear("The cart has no line yet.")
    if not rest and len(lines) == 1:
        return 0

    def read(answer: str) -> int:
        if answer.isdecimal() and 1 <= int(answer[:9]) <= len(lines):
            return int(answer) - 1
        raise CommandUnclear(f"Lines are numbered 1 to {len(lines)}; which one is meant?")

    return read(rest[0]) if rest else until_right(till.asker, f"Which line: 1 to {len(lines)}?", read)


def line_offer(till: Till, place: int) -> Offer:
    product = till.cart.lines[place].product
    offer = till.offers_of([product]).get(product)
    if offer is None:
        raise CommandUnclear(f"{product} is sold no more; void its line with /void {place + 1}.")
    return offer
