"""The product prompt: one product after the other until Enter on an empty line, with the cart after each."""

from __future__ import annotations

from collections.abc import Sequence

from tillbook.cli.console.adding import add, add_quantity, ask_and_add
from tillbook.cli.console.asking import Suggestion, Tone, sentence
from tillbook.cli.console.cart_view import cart_lines
from tillbook.cli.console.commands import run_command, suggest_commands
from tillbook.cli.console.customer import tell_customer
from tillbook.cli.console.finding import suggest_products
from tillbook.cli.console.short import void
from tillbook.cli.console.then import Then
from tillbook.cli.console.till import Till
from tillbook.core.errors import Refusal

HINT = "id, barcode or name; Enter: pay; ? help"
HINT_EMPTY = "id, barcode or name; ? help"
ROWS_BESIDE_CART = 8


def take_lines(till: Till, scanned: str = "") -> Then:
    """Fill the cart until it is to be paid, held or dropped; `scanned` is a code that was entered already.

    Raises:
        EOFError, KeyboardInterrupt: the person left; the cart is kept as it is.
    """
    then = Then.stay
    if till.cart.pending:
        scanned = _go_on_with_pending(till)
        then = Then.show
    while then in (Then.stay, Then.show):
        if then is Then.show:
            show_cart(till)
        then, scanned = _one_entry(till, scanned)
    return then


def _go_on_with_pending(till: Till) -> str:
    """A product was chosen and its quantity not settled when the cart was left: that question comes first."""
    offer = till.offers_of([till.cart.pending]).get(till.cart.pending)
    if offer is None:
        till.keep(pending="", pending_milli=0)
        return ""
    try:
        if till.cart.pending_milli:
            add_quantity(till, offer, till.cart.pending_milli)
            return ""
        return ask_and_add(till, offer)
    except Refusal as refusal:
        till.asker.say(sentence(refusal), Tone.wrong)
        return ""


def _one_entry(till: Till, scanned: str) -> tuple[Then, str]:
    """Ask for, and do, one thing; answers what comes next and a code that was scanned meanwhile."""
    try:
        text, till.typed_ahead = scanned or till.typed_ahead, ""
        text = text or till.asker.ask(
            "Product:",
            hint=HINT if till.cart.lines else HINT_EMPTY,
            suggest=lambda typed: suggest(till, typed),
        )
        if not text:
            return _ready_to_pay(till), ""
        if text.startswith(("/", "?")):
            then = run_command(till, text)
            if then is Then.pay:
                then = _ready_to_pay(till)
            return (Then.show if then is Then.stay and till.cart.lines and text[0] == "/" else then), ""
        return Then.show, add(till, text)
    except Refusal as refusal:
        till.asker.say(sentence(refusal), Tone.wrong)
        return Then.stay, ""


def suggest(till: Till, typed: str) -> Sequence[Suggestion]:
    """What is typed at the product prompt may become a command, after a slash, or a product."""
    if typed.startswith("/"):
        return suggest_commands(typed)
    return suggest_products(till, typed)


def _ready_to_pay(till: Till) -> Then:
    """Whether the cart can be paid; what stands in the way is said."""
    if not till.cart.lines:
        till.asker.say("The cart is empty: type a product, /drop to drop the cart, or Ctrl-C to leave.", Tone.wrong)
        return Then.stay
    seen = till.look()
    if seen.gone:
        for place in reversed(seen.gone):
            till.asker.say(f"{till.cart.lines[place].product} is sold no more; its line was removed.", Tone.wrong)
            void(till, place)
        return Then.show
    if seen.trouble is not None:
        raise seen.trouble
    return Then.pay


def show_cart(till: Till) -> None:
    """Show for whom the cart is, its lines and its total."""
    seen = till.look()
    if not till.cart.lines:
        return
    till.asker.say()
    tell_customer(till.asker, till.cart.customer, till.shop.country)
    rows = max(3, till.asker.rows - ROWS_BESIDE_CART)
    *lines, total = cart_lines(till.cart, seen, columns=till.asker.columns, rows_max=rows)
    for line in lines:
        till.asker.say(line)
    till.asker.say(total, Tone.strong)
    if seen.trouble is not None:
        till.asker.say(sentence(seen.trouble), Tone.wrong)
