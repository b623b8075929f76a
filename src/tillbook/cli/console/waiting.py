"""Carts that wait: put aside under a name, listed, gone on with at this register; those that expired too."""

from __future__ import annotations

from collections.abc import Sequence

from tillbook.cli.console.asking import Tone, agreed, choose, sentence
from tillbook.cli.console.cart_view import said_lines
from tillbook.cli.console.customer import said
from tillbook.cli.console.then import CommandUnclear, Then
from tillbook.cli.console.till import Till
from tillbook.cli.output import counted
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import NOBODY, KeptCart, read_cart
from tillbook.db.transaction import reading
from tillbook.queries.carts import (
    StoredCart,
    cart_of_id,
    expired_carts,
    find_cart,
    open_carts,
    sale_of,
    waiting_carts,
)

LISTED_MAX = 20
CONTENTS_MAX = 3


def hold(till: Till, rest: Sequence[str] = ()) -> Then:
    """Put the cart at hand aside, under a name if one is given."""
    if till.cart.is_empty:
        raise CommandUnclear("There is nothing to hold yet.")
    name = " ".join(rest)
    till.hold(name)
    under = f" as {name}" if name else ""
    till.asker.say(f"The cart with {said_lines(till.cart)} is on hold{under}; /recall goes on with it.", Tone.done)
    return Then.hold


def drop(till: Till, _rest: Sequence[str] = ()) -> Then:
    """Drop the cart at hand, if the person means it."""
    paid = _tenders(till, till.cart)
    back = f" Give back: {paid}." if paid else ""
    if not agreed(till.asker, f"Drop the cart with {said_lines(till.cart)}?{back}", default=False):
        return Then.stay
    till.drop()
    till.asker.say("The cart was dropped; nothing was sold.", Tone.done)
    return Then.dropped


def show_carts(till: Till, _rest: Sequence[str] = ()) -> Then:
    """List the carts that wait, with the number that /recall takes."""
    found = _others(till)
    if not found:
        till.asker.say("No other cart waits.")
        return Then.stay
    till.listed = tuple(cart.client_id for cart in found[:LISTED_MAX])
    for number, stored in enumerate(found[:LISTED_MAX], 1):
        till.asker.say(f"  {number}  {_in_words(till, stored)}")
    if len(found) > LISTED_MAX:
        till.asker.say("  …  and more: tillbook cart list")
    till.asker.say("/recall 1 goes on with the first of them.", Tone.quiet)
    return Then.stay


def recall(till: Till, rest: Sequence[str]) -> Then:
    """Choose the cart to go on with, by its number in the list or its name; alone, each is offered in turn."""
    till.chosen = ""
    if rest:
        till.chosen = _named(till, " ".join(rest))
    elif not _others(till):
        till.asker.say("No other cart waits.")
        return Then.show if till.cart.lines else Then.recall
    return Then.recall


def _named(till: Till, text: str) -> str:
    if text.isdecimal() and len(text) <= len(str(LISTED_MAX)):
        return _numbered(till, int(text))
    with reading() as tx:
        return _not_at_hand(till, find_cart(tx, text).client_id)


def _numbered(till: Till, number: int) -> str:
    """The cart of this number in the list that was shown last, whatever waits by now."""
    if not till.listed:
        found = _others(till)
        if len(found) == number == 1:
            return found[0].client_id
        show_carts(till)
        raise CommandUnclear(
            "This is the list; say once more which one is meant." if found else "Nothing was recalled."
        )
    if not 1 <= number <= len(till.listed):
        raise CommandUnclear(f"There is no cart {number} in the list; /carts shows it.")
    cart_id = _not_at_hand(till, till.listed[number - 1])
    with reading() as tx:
        if cart_of_id(tx, cart_id) is None or sale_of(tx, cart_id) is not None:
            raise CommandUnclear(f"Cart {number} of the list is gone: sold or dropped. /carts shows what waits now.")
    return cart_id


def _not_at_hand(till: Till, cart_id: str) -> str:
    if cart_id == till.cart.id:
        raise CommandUnclear("This cart is at hand already.")
    return cart_id


def tell_waiting(till: Till) -> None:
    """At the start: the carts on hold, and those that expired with what they hold; nothing goes unseen."""
    with reading() as tx:
        held = [cart for cart in waiting_carts(tx) if cart.held_at is not None]
        expired = expired_carts(tx)
    if held:
        said_so = "A cart is on hold" if len(held) == 1 else f"{counted(len(held), 'cart')} are on hold"
        till.asker.say(f"{said_so}; /carts lists, /recall goes on with one.", Tone.quiet)
    if expired:
        hours = counted(till.shop.cart_hours, "hour")
        till.asker.say(f"Nobody touched these for {hours}; /carts lists, /recall goes on with one:", Tone.strong)
        for stored in expired[:LISTED_MAX]:
            till.asker.say(f"  {_in_words(till, stored)}")
        if len(expired) > LISTED_MAX:
            till.asker.say("  …  and more: tillbook cart expired")


def go_on_with(till: Till, cart_id: str) -> bool:
    """Take a cart to this register; False where that cannot be, for a reason that was said."""
    if not till.claims.take(cart_id):
        till.asker.say("Another window works on this cart; it can be recalled once that one leaves it.", Tone.wrong)
        return False
    try:
        till.recall(cart_id)
    except Refusal as refusal:
        till.claims.let_go()
        till.asker.say(sentence(refusal), Tone.wrong)
        return False
    return True


def offer_waiting(till: Till, *, but: str = "", at_start: bool = False) -> bool:
    """Offer the carts that wait, one after the other; True where one is gone on with.

    At the start only those of this register that nobody put aside: what the person was doing when it ended.

    Raises:
        EOFError, KeyboardInterrupt: the person left; all carts stay.
    """
    for stored in _left_open(till) if at_start else _waiting():
        if stored.client_id == but or not till.claims.take(stored.client_id):
            continue
        try:
            cart = read_cart(stored.content)
        except Refusal as refusal:
            till.asker.say(sentence(refusal), Tone.wrong)
            till.claims.let_go()
            continue
        if _offer(till, cart):
            return True
    till.leave_cart()
    return False


def _offer(till: Till, cart: KeptCart) -> bool:
    till.cart = cart
    answer = choose(till.asker, _question(till, cart), {"y": "yes", "n": "no", "d": "drop"}, default="y")
    if answer == "y" and go_on_with(till, cart.id):
        return True
    if answer == "d":
        drop(till)
    till.leave_cart()
    return False


def _question(till: Till, cart: KeptCart) -> str:
    opened = till.figures.clock(cart.opened_at, till.clock())
    return f"An open cart{_whose(till, cart)} from {opened} with {_how_much(till, cart)}: go on with it? [Y/n/d]rop"


def _left_open(till: Till) -> list[StoredCart]:
    with reading() as tx:
        return [cart for cart in open_carts(tx, till.register) if cart.held_at is None]


def _waiting() -> list[StoredCart]:
    with reading() as tx:
        return [*waiting_carts(tx), *expired_carts(tx)]


def _others(till: Till) -> list[StoredCart]:
    """The carts that could be gone on with here: not the one at hand, and none that another window works on."""
    return [cart for cart in _waiting() if cart.client_id != till.cart.id and till.claims.is_free(cart.client_id)]


def _in_words(till: Till, stored: StoredCart) -> str:
    """`Blue coat: on hold at register 1 since 17:30 by Owner, 2 lines, ₹310.00: 2 × Darjeeling, …`."""
    state = "expired" if stored.expired_at is not None else "open" if stored.held_at is None else "on hold"
    touched = till.figures.clock(stored.updated_at, till.clock())
    where = f"{state} at register {stored.register} since {touched} by {stored.staff}"
    name = f"{stored.name}: " if stored.name else ""
    try:
        cart = read_cart(stored.content)
    except Refusal as refusal:
        return f"{name}{where}. {sentence(refusal)}"
    return f"{name}{where}{_whose(till, cart)}, {_how_much(till, cart)}{_contents(till, cart)}"


def _whose(till: Till, cart: KeptCart) -> str:
    return "" if cart.customer == NOBODY else f" of {said(cart.customer, till.shop.country)}"


def _how_much(till: Till, cart: KeptCart) -> str:
    seen = till.look(cart)
    total = "" if seen.priced is None else f", {till.figures.money(seen.total_minor)}"
    return f"{said_lines(cart) if cart.lines else 'no lines yet'}{total}{_taken(till, cart)}"


def _taken(till: Till, cart: KeptCart) -> str:
    """What was taken for a cart already: `, taken: card ₹100.00`."""
    taken = _tenders(till, cart)
    return f", taken: {taken}" if taken else ""


def _tenders(till: Till, cart: KeptCart) -> str:
    return ", ".join(
        f"{tender.type.replace('_', ' ')} {till.figures.money(tender.amount_minor)}" for tender in cart.tenders
    )


def _contents(till: Till, cart: KeptCart) -> str:
    offers = till.offers_of([line.product for line in cart.lines])
    said_of = [
        f"{till.figures.quantity(line.quantity_milli)} × {offers[line.product].name}"
        if line.product in offers
        else line.product
        for line in cart.lines
    ]
    more = ["…"] if len(said_of) > CONTENTS_MAX else []
    return f": {', '.join([*said_of[:CONTENTS_MAX], *more])}" if said_of else ""
