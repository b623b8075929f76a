"""A product joins the cart: its quantity is asked where it was not said, and short stock is settled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from tillbook.cli.console.asking import Tone
from tillbook.cli.console.figures import Figures
from tillbook.cli.console.finding import Found, find
from tillbook.cli.console.quantity import ask_quantity, on_step
from tillbook.cli.console.short import room, settle_short
from tillbook.cli.console.till import Till
from tillbook.core.barcode import is_gtin
from tillbook.core.errors import Refusal
from tillbook.core.quantity import QUANTITY_MILLI_MAX
from tillbook.core.typed import QuantityInvalid, read_count
from tillbook.core.wanted import WantedLine
from tillbook.queries.offers import Offer


class NothingAdded(Refusal):
    """The cart stays as it was."""

    code: ClassVar[str] = "nothing_added"


def add(till: Till, text: str) -> str:
    """Add what was typed or scanned; answers a code that was scanned while the quantity was asked, or "".

    Raises:
        Refusal: nothing was added, for this reason.
    """
    found = find(till, text)
    if found is None:
        return ""
    if found.offer.label_price is not None:
        _add_label(till, found)
        return ""
    _require_some_left(till, found.offer)
    said = _quantity_said(till, found)
    if said is not None:
        add_quantity(till, found.offer, said)
        return ""
    return ask_and_add(till, found.offer)


def ask_and_add(till: Till, offer: Offer) -> str:
    """Ask how many of a product, and add them; it is remembered that this was being asked."""
    till.keep(pending=offer.sku, pending_milli=0)
    answer = ask_quantity(till, offer)
    if answer.milli:
        add_quantity(till, offer, answer.milli)
    else:
        till.keep(pending="", pending_milli=0)
    return answer.scanned


def _quantity_said(till: Till, found: Found) -> int | None:
    """The quantity in base units that was typed or that a scanned code stands for; None: ask."""
    offer = found.offer
    scanned = found.code != offer.sku or is_gtin(found.code)
    if not found.quantity:
        return on_step(offer.pack_milli, offer) if scanned else None
    count = read_count(found.quantity, till.shop.locale)
    milli, rest = divmod(count * offer.pack_milli, 1000)
    if rest or milli > QUANTITY_MILLI_MAX:
        raise QuantityInvalid(f"{found.quantity} of {found.code} is no quantity that can be sold.")
    return on_step(milli, offer)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """Where a product goes: the place of its plain line or a new one, what it has and what it can have."""

    place: int
    before_milli: int
    there_milli: int


def _spot(till: Till, offer: Offer) -> _Spot:
    lines = till.cart.lines
    plain = WantedLine(product=offer.sku, quantity_milli=0)
    place = next((i for i, line in enumerate(lines) if replace(line, quantity_milli=0) == plain), len(lines))
    return _Spot(
        place=place,
        before_milli=lines[place].quantity_milli if place < len(lines) else 0,
        there_milli=room(till, till.look().offers, place, offer),
    )


def _require_some_left(till: Till, offer: Offer) -> None:
    """Nobody is asked how many of what is not there."""
    spot = _spot(till, offer)
    if offer.short_stock == "forbid" and spot.there_milli <= spot.before_milli:
        if spot.before_milli:
            raise NothingAdded(f"All {offer.name} that is there is in the cart already: nothing was added.")
        raise NothingAdded(f"No {offer.name} left: nothing was added.")


def add_quantity(till: Till, offer: Offer, milli: int) -> None:
    """Add so much of a product: to its line, where there is a plain one, else as a new line.

    Raises:
        Refusal: the cart would be beyond what can be stored; it stays as it was.
    """
    spot = _spot(till, offer)
    wanted = spot.before_milli + milli
    if wanted > spot.there_milli and offer.short_stock == "forbid":
        till.keep(pending=offer.sku, pending_milli=milli)
        if spot.before_milli:
            in_cart = Figures(till.shop).quantity(spot.before_milli, offer.unit)
            till.asker.say(f"{in_cart} of {offer.name} in the cart already.", Tone.quiet)
    wanted = settle_short(till, offer, wanted, spot.there_milli)
    if not wanted:
        till.keep(pending="", pending_milli=0)
        return
    lines = list(till.cart.lines)
    lines[spot.place : spot.place + 1] = [WantedLine(product=offer.sku, quantity_milli=wanted)]
    keep_if_priced(till, lines=tuple(lines), pending="", pending_milli=0)


def _add_label(till: Till, found: Found) -> None:
    """A label with a price of its own stays a line of its own, under the label's code."""
    offer = found.offer
    line = WantedLine(product=found.code, quantity_milli=1000)
    if found.quantity and read_count(found.quantity, till.shop.locale) != 1000:
        raise NothingAdded("Scan each label by itself; nothing was added.")
    there = room(till, till.look().offers, len(till.cart.lines), offer)
    if offer.short_stock == "forbid" and offer.pack_milli > there:
        left = Figures(till.shop).quantity(there, offer.unit)
        raise NothingAdded(f"Only {left} of {offer.name} left, less than its label says: nothing was added.")
    keep_if_priced(till, lines=(*till.cart.lines, line))


def keep_if_priced(till: Till, **changes: Any) -> None:
    """Change and store the cart, if it can be priced then.

    Raises:
        Refusal: why it cannot; the cart stays as it was.
    """
    trouble = till.look(replace(till.cart, **changes)).trouble
    if trouble is not None:
        if till.cart.pending:
            till.keep(pending="", pending_milli=0)
        raise trouble
    till.keep(**changes)
