"""`tillbook sell` at a register: one customer after the other, until the person leaves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Final

from tillbook.cli.console.asking import Asker, Tone, asker_of_this_process
from tillbook.cli.console.cart_view import said_lines
from tillbook.cli.console.customer import ask_customer, tell_customer
from tillbook.cli.console.files import bring_files_up_to_date
from tillbook.cli.console.lines import show_cart, take_lines
from tillbook.cli.console.paying import take_payment
from tillbook.cli.console.posting import post
from tillbook.cli.console.price_changes import tell_price_changes
from tillbook.cli.console.resuming import go_on_from_before, show_unseen_bills
from tillbook.cli.console.then import Then
from tillbook.cli.console.till import Till
from tillbook.cli.console.waiting import go_on_with, offer_waiting
from tillbook.cli.running import now
from tillbook.core.kept_cart import Step
from tillbook.core.rights import Actor
from tillbook.db.opening import open_shop
from tillbook.db.transaction import reading
from tillbook.queries.people import owner
from tillbook.queries.till import place

INPUT_ENDED_EARLY: Final = 2


def run(
    home: Path,
    *,
    register: str = "1",
    asker: Asker | None = None,
    clock: Callable[[], datetime] = now,
    by: Actor | None = None,
) -> int:
    """Sell in the shop of the folder `home`, as who signed in, else as the owner; answers the exit status.

    0 when the person left, whatever the moment: an open cart is kept and offered again. 2 when a script's
    input ended before its sale did.

    Raises:
        NoShop, NewerShop, OlderShop, UnknownRegister, ShopBusy, DiskTrouble, DamagedShop: nothing was sold.
    """
    open_shop(home)
    with reading() as tx:
        acting, at = by or owner(tx), place(tx, register)
    till = Till(home=home, asker=asker or asker_of_this_process(), by=acting, at=at, clock=clock)
    try:
        _serve(till)
    except (EOFError, KeyboardInterrupt) as left:
        return _left(till, ended=isinstance(left, EOFError))
    finally:
        till.claims.let_go()
        bring_files_up_to_date(till)
    return 0


def _serve(till: Till) -> None:
    if till.asker.is_terminal:
        # The world's telephone numbers take a while to load: they do while the customer's name is typed.
        threading.Thread(target=import_module, args=("tillbook.formats.people",), daemon=True).start()
    till.asker.say(f"{till.shop.name}, register {till.register}", Tone.strong)
    till.asker.say("? helps, Ctrl-C leaves: an open cart is kept.", Tone.quiet)
    show_unseen_bills(till)
    bring_files_up_to_date(till)
    resumed = go_on_from_before(till)
    while True:
        then = _serve_customer(till, resumed=resumed)
        if then is Then.leave:
            raise KeyboardInterrupt
        if then is Then.show:
            bring_files_up_to_date(till)
        resumed = _recall(till) if then is Then.recall else False
        if not resumed:
            till.leave_cart()


def _recall(till: Till) -> bool:
    """Go on with another cart that waits, and put the one at hand aside; else go on with the one at hand."""
    at_hand, chosen, till.chosen = till.cart, till.chosen, ""
    till.leave_cart()
    if go_on_with(till, chosen) if chosen else offer_waiting(till, but=at_hand.id):
        if not at_hand.is_empty:
            till.put_aside(at_hand.id)
            till.asker.say(
                f"The cart that was open, with {said_lines(at_hand)}, is on hold; /recall goes on with it.", Tone.quiet
            )
        return True
    if at_hand.is_empty or not till.claims.take(at_hand.id):
        return False
    till.cart = at_hand
    return True


def _serve_customer(till: Till, *, resumed: bool) -> Then:
    """One cart from its first question to its bill, or until it is left; answers why it ended."""
    if resumed:
        show_cart(till)
        tell_price_changes(till)
    else:
        till.asker.say()
    scanned = ""
    while True:
        if till.cart.step is Step.lines:
            then, scanned = take_lines(till, scanned), ""
            if then is Then.pay:
                till.keep(step=Step.paying)
        elif till.cart.step is Step.paying:
            then = take_payment(till)
            if then is Then.pay and post(till):
                return Then.show
        else:
            then, scanned = Then.stay, ask_customer(till)
            tell_customer(till.asker, till.cart.customer, till.shop.country)
        if then not in (Then.stay, Then.customer, Then.pay):
            return then


def _left(till: Till, *, ended: bool) -> int:
    if till.cart.is_empty:
        till.asker.say()
        return 0
    till.asker.say()
    till.asker.say(f"The cart with {said_lines(till.cart)} is kept, and offered again at the next start.", Tone.done)
    return INPUT_ENDED_EARLY if ended and not till.asker.is_terminal else 0
