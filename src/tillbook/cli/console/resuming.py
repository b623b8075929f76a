"""At the start: bills that nobody saw, and carts that wait to be gone on with."""

from __future__ import annotations

from tillbook.cli.console.asking import Tone, choose, sentence
from tillbook.cli.console.cart_view import said_lines
from tillbook.cli.console.commands import drop
from tillbook.cli.console.customer import said
from tillbook.cli.console.posting import show_unseen
from tillbook.cli.console.till import Till
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import KeptCart, read_cart
from tillbook.core.wanted import WantedCustomer
from tillbook.db.transaction import reading
from tillbook.queries.carts import open_carts, posted_carts


def show_unseen_bills(till: Till) -> None:
    """Show the bill of each sale that was posted when the program ended before it could show it."""
    with reading() as tx:
        unseen = posted_carts(tx, till.register)
    for each in unseen:
        # Another window may be about to show it; then it does.
        if till.claims.take(each.client_id):
            show_unseen(till, each.client_id, each.posting_id)


def offer_open_carts(till: Till, *, but: str = "") -> bool:
    """Offer the carts that wait but one, the latest first; True where one is gone on with.

    Raises:
        EOFError, KeyboardInterrupt: the person left; all carts stay.
    """
    with reading() as tx:
        stored = open_carts(tx, till.register)
    for each in stored:
        if each.client_id == but or not till.claims.take(each.client_id):
            continue
        try:
            cart = read_cart(each.content)
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
    if answer == "d":
        drop(till)
    if answer != "y":
        till.leave_cart()
    return answer == "y"


def _question(till: Till, cart: KeptCart) -> str:
    seen = till.look(cart)
    opened = till.figures.clock(cart.opened_at, till.clock())
    whom = "" if cart.customer == WantedCustomer() else f" of {said(cart.customer, till.shop.country)}"
    lines = said_lines(cart) if cart.lines else "no lines yet"
    total = "" if seen.priced is None else f", {till.figures.money(seen.total_minor)}"
    return f"An open cart{whom} from {opened} with {lines}{total}: go on with it? [Y/n/d]rop"
