"""Short stock: what is there is offered, when a line is entered and when another till was faster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tillbook.cli.console.asking import Tone, choose
from tillbook.cli.console.figures import Figures
from tillbook.cli.console.quantity import ask_quantity
from tillbook.cli.console.till import Till
from tillbook.queries.offers import Offer
from tillbook.queries.seen_cart import base_milli


def room(till: Till, offers: Mapping[str, Offer], place: int, offer: Offer) -> int:
    """How much the line at `place` can have, when the other lines of its product keep theirs; on its step."""
    others = sum(
        base_milli(line, offers[line.product])
        for i, line in enumerate(till.cart.lines)
        if i != place and line.product in offers and offers[line.product].product_id == offer.product_id
    )
    return max(0, offer.on_hand_milli - others) // offer.step_milli * offer.step_milli


def settle_short(till: Till, offer: Offer, wanted_milli: int, there_milli: int) -> int:
    """The quantity to sell where `wanted_milli` may be more than is there; 0 to leave it."""
    while wanted_milli > there_milli:
        if offer.short_stock != "forbid":
            _tell_below_zero(till, offer, there_milli)
            return wanted_milli
        if there_milli <= 0:
            till.asker.say(f"No {offer.name} left.", Tone.wrong)
            return 0
        left = Figures(till.shop).quantity(there_milli, offer.unit)
        question = f"Only {left} of {offer.name} left: [s]ell {left}, [c]hange, or [r]emove?"
        answer = choose(till.asker, question, {"s": "sell", "c": "change", "r": "remove"})
        if answer == "s":
            return there_milli
        if answer == "r":
            return 0
        wanted_milli = ask_quantity(till, offer, default_milli=there_milli).milli
    return wanted_milli


def _tell_below_zero(till: Till, offer: Offer, there_milli: int) -> None:
    if offer.short_stock == "warn":
        left = Figures(till.shop).quantity(there_milli, offer.unit)
        till.asker.say(f"The books have only {left} of {offer.name}; it is sold all the same.", Tone.wrong)


def settle_all(till: Till) -> bool:
    """Go through the lines whose stock has become short, the last first; answers whether one was changed."""
    seen = till.look()
    changed = False
    for place, line in reversed(list(enumerate(till.cart.lines))):
        offer = seen.offers.get(line.product)
        if offer is None or offer.short_stock != "forbid":
            continue
        there, wanted = room(till, seen.offers, place, offer), base_milli(line, offer)
        if wanted <= there:
            continue
        if line.product != offer.sku:
            till.asker.say(f"Not enough {offer.name} left for its label; the line was removed.", Tone.wrong)
            void(till, place)
        else:
            set_quantity(till, place, settle_short(till, offer, wanted, there))
        changed = True
    return changed


def set_quantity(till: Till, place: int, milli: int) -> None:
    """Set the quantity of a line and store the cart; 0 voids it."""
    if not milli:
        void(till, place)
        return
    lines = list(till.cart.lines)
    lines[place] = replace(lines[place], quantity_milli=milli)
    till.keep(lines=tuple(lines))


def void(till: Till, place: int) -> None:
    """Take a line out; a discount that is more than what remains goes with it."""
    lines = (*till.cart.lines[:place], *till.cart.lines[place + 1 :])
    left = till.look(replace(till.cart, lines=lines))
    too_much = left.trouble is not None and left.trouble.path == "discount"
    if till.cart.discount is not None and (not lines or too_much):
        till.asker.say("The discount of the bill was more than what remains; it was taken off.", Tone.wrong)
        till.keep(lines=lines, discount=None)
    else:
        till.keep(lines=lines)
