"""Posting the paid cart and showing its bill: "paid" is said once it is safe on disk, and not sooner."""

from __future__ import annotations

import re
from dataclasses import replace

from tillbook.actions.sell import OutOfStock, PriceChanged, UnknownProduct, sell
from tillbook.cli.console.agreeing import ask_second
from tillbook.cli.console.asking import Tone, choose, sentence
from tillbook.cli.console.figures import large
from tillbook.cli.console.stored_value import name_of
from tillbook.cli.console.till import Till, uninterrupted
from tillbook.core.bill import Bill
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import Step
from tillbook.core.lots import LotExpired
from tillbook.core.money import format_minor
from tillbook.core.rights import Actor, NeedsApproval
from tillbook.core.stored_value import STORED_VALUE
from tillbook.core.tender import NotPaid, Overpaid
from tillbook.db.transaction import reading
from tillbook.formats.paper import COLUMNS_MIN
from tillbook.formats.receipt import receipt
from tillbook.queries.bills import bill_of
from tillbook.queries.carts import sale_of
from tillbook.queries.postings import IdReused

PAPER_COLUMNS = (48, 42, 32)
_TENDER = re.compile(r"tenders\[(\d{1,3})\]")


def post(till: Till, *, approver: Actor | None = None) -> bool:
    """Sell the cart at hand; False where it has to be looked at again, for a reason that was said.

    `approver` agreed to what the person at the till may not do alone, for this sale and no other.

    Raises:
        KeyboardInterrupt: pressed meanwhile; what was posted was shown first.
    """
    try:
        with uninterrupted():
            sold = sell(till.cart.wanted(), now=till.clock(), by=replace(till.by, approver=approver))
            _hand_over(till, sold.posting_id, again=sold.repeated)
            till.drop()
    except IdReused:
        _posted_otherwise(till)
    except (OutOfStock, PriceChanged, NotPaid, Overpaid) as refusal:
        # Taking the payment begins by looking again, and asks what is to be done.
        unchanged, till.refused = till.cart == till.refused, till.cart
        return unchanged and _tell(till, refusal)
    except UnknownProduct as refusal:
        till.asker.say(sentence(refusal), Tone.wrong)
        till.keep(step=Step.lines)
        return False
    except (NeedsApproval, LotExpired) as refusal:
        second = ask_second(till, refusal)
        return second is not None and post(till, approver=second)
    except Refusal as refusal:
        return not _took_back(till, refusal) and _tell(till, refusal)
    return True


def _took_back(till: Till, refusal: Refusal) -> bool:
    """Take back the stored value that cannot be had any more: another till has emptied the card meanwhile."""
    named = _TENDER.match(refusal.path or "")
    tenders = till.cart.tenders
    if named is None or not int(named[1]) < len(tenders) or tenders[int(named[1])].type not in STORED_VALUE:
        return False
    place = int(named[1])
    till.asker.say(f"{sentence(refusal)} {name_of(tenders[place].type)} was taken back.", Tone.wrong)
    till.keep(tenders=(*tenders[:place], *tenders[place + 1 :]))
    return True


def _tell(till: Till, refusal: Refusal) -> bool:
    """Something outside the cart is in the way: try again, or leave with the cart kept. Raises: EOFError."""
    till.asker.say(sentence(refusal), Tone.wrong)
    question = "Nothing was posted; the cart is kept. Try [a]gain, go [b]ack (Enter), or [l]eave?"
    answer = choose(till.asker, question, {"a": "again", "b": "back", "l": "leave"}, default="b", commands=True)
    if answer == "l":
        raise EOFError
    if answer != "a":
        till.keep(step=Step.lines)
        till.typed_ahead = answer if answer.startswith("/") else ""
    return False


def _posted_otherwise(till: Till) -> None:
    """The cart was paid in another window, or before something in it was changed: its bill stands."""
    with reading() as tx:
        posting_id = sale_of(tx, till.cart.id)
    assert posting_id is not None, "the id was used, and only a sale has the id of a cart"
    till.asker.say("This cart was paid already, as its bill says; what was changed since was not sold.", Tone.wrong)
    with uninterrupted():
        _hand_over(till, posting_id, again=True)
        till.drop()


def show_unseen(till: Till, client_id: str, posting_id: int) -> None:
    """Show the bill of a sale that was posted just before the program ended, and take its cart away."""
    with uninterrupted():
        till.asker.say("This sale was posted, but its bill was not seen:", Tone.strong)
        _hand_over(till, posting_id, again=False)
        till.take_away(client_id)


def _hand_over(till: Till, posting_id: int, *, again: bool) -> None:
    with reading() as tx:
        bill = bill_of(tx, posting_id)
    if again:
        till.asker.say("It was posted before, and not again.", Tone.quiet)
    till.asker.say()
    till.asker.hand_over(receipt(bill, columns=paper_columns(till.asker.columns)))
    _show_change(till, bill)


def _show_change(till: Till, bill: Bill) -> None:
    say = till.asker.say
    if bill.change_minor:
        say(f"CHANGE {till.figures.money(bill.change_minor)}", Tone.done)
        if till.asker.is_terminal:
            for line in large(format_minor(bill.change_minor, bill.currency)):
                say(f"  {line}", Tone.strong)
    else:
        say("PAID", Tone.done)


def paper_columns(screen: int) -> int:
    """How wide the bill is on a screen: as on one of the till rolls, or narrower where not even that fits."""
    return next((columns for columns in PAPER_COLUMNS if columns <= screen), max(COLUMNS_MIN, screen))
