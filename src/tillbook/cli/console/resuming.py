"""At the start: bills that nobody saw, carts that nobody touched for long, and the one that was being filled."""

from __future__ import annotations

from tillbook.actions.cart import expire_carts
from tillbook.cli.console.asking import Tone, sentence
from tillbook.cli.console.posting import show_unseen
from tillbook.cli.console.till import Till
from tillbook.cli.console.waiting import offer_waiting, tell_waiting
from tillbook.db.transaction import DiskTrouble, ShopBusy, reading
from tillbook.queries.carts import posted_carts


def show_unseen_bills(till: Till) -> None:
    """Show the bill of each sale that was posted when the program ended before it could show it."""
    with reading() as tx:
        unseen = posted_carts(tx, till.register)
    for each in unseen:
        # Another window may be about to show it; then it does.
        if till.claims.take(each.client_id):
            show_unseen(till, each.client_id, each.posting_id)


def go_on_from_before(till: Till) -> bool:
    """List what waits; offer the carts of this register that were left open. True where one is gone on with.

    Raises:
        EOFError, KeyboardInterrupt: the person left; all carts stay.
    """
    try:
        expire_carts(now=till.clock(), by=till.by)
    except (ShopBusy, DiskTrouble) as refusal:
        # Nothing is lost by it: they expire at a later start.
        till.asker.say(sentence(refusal), Tone.wrong)
    tell_waiting(till)
    return offer_waiting(till, at_start=True)
