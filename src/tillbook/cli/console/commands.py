"""What else can be done at the product prompt: change, void, discount, hold, drop; all begin with a slash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tillbook.cli.console.adding import keep_if_priced
from tillbook.cli.console.asking import LEAVE_WORDS, Suggestion, Tone, until_right
from tillbook.cli.console.extras import choose_lot, require_lot_there, set_coupon, tell_refund, tell_shift
from tillbook.cli.console.naming import line_offer, line_place
from tillbook.cli.console.quantity import ask_quantity, on_step
from tillbook.cli.console.short import room, set_quantity, settle_short, void
from tillbook.cli.console.then import CommandUnclear, Then
from tillbook.cli.console.till import Till
from tillbook.cli.console.waiting import drop, hold, recall, show_carts
from tillbook.cli.figures import read_price
from tillbook.core.discount import Discount
from tillbook.core.kept_cart import Step
from tillbook.core.text import wrap
from tillbook.core.typed import read_count, read_discount, refuse_barcode
from tillbook.core.wanted import WantedCustomer

GAP = "  "
DOES_COLUMNS_MIN = 24
"""What a command does stands beside it where so much room is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command of the product prompt: its words (the first is shown), what follows it, what it does."""

    words: tuple[str, ...]
    takes: str
    does: str
    run: Callable[[Till, Sequence[str]], Then]


def run_command(till: Till, text: str) -> Then:
    """Do what a line that begins with a slash, or a question mark, says.

    Raises:
        Refusal: nothing was done, for this reason.
    """
    word, *rest = ["help"] if text.startswith("?") else text[1:].replace(" %", "%").split() or ["help"]
    found = next((command for command in COMMANDS if word.casefold() in command.words), None)
    if found is None:
        raise CommandUnclear(f"There is no command /{word[:20]}; ? lists what there is.")
    return found.run(till, rest)


def suggest_commands(text: str) -> list[Suggestion]:
    """The commands that a slash and some letters may become."""
    if " " in text:
        return []
    return [
        Suggestion(
            text=f"/{command.words[0]} " if command.takes else f"/{command.words[0]}",
            replaces=len(text),
            shown=f"/{command.words[0]} {command.takes}".rstrip(),
            note=command.does,
        )
        for command in COMMANDS
        if any(f"/{word}".startswith(text.casefold()) for word in command.words)
    ]


def _help(till: Till, _rest: Sequence[str]) -> Then:
    asker = till.asker
    asker.say("A product: its id, its barcode or a part of its name; 3*TEA or TEA 3 says how many.")
    asker.say("Enter on an empty line: pay.")
    usages = [f"/{command.words[0]} {command.takes}".rstrip() for command in COMMANDS]
    widest = max(map(len, usages))
    room = asker.columns - widest - 2 * len(GAP)
    for usage, command in zip(usages, COMMANDS, strict=True):
        if room < DOES_COLUMNS_MIN:
            asker.say(f"{usage}: {command.does}")
            continue
        first, *more = wrap(command.does, room)
        asker.say(f"{GAP}{usage:<{widest}}{GAP}{first}")
        for line in more:
            asker.say(f"{GAP}{' ' * widest}{GAP}{line}")
    asker.say("Ctrl-C leaves; the cart is kept and offered again at the next start.", Tone.quiet)
    return Then.stay


def _quantity(till: Till, rest: Sequence[str]) -> Then:
    place = line_place(till, rest)
    line, offer, seen = till.cart.lines[place], line_offer(till, place), till.look()
    if line.product != offer.sku:
        raise CommandUnclear("This line is a label that was scanned; void it, or scan another label.")
    if len(rest) > 1:
        milli = on_step(read_count(rest[1], till.shop.locale), offer)
    else:
        milli = ask_quantity(till, offer, default_milli=line.quantity_milli).milli
    if milli:
        milli = settle_short(till, offer, milli, room(till, seen.offers, place, offer))
    if milli:
        lines = list(till.cart.lines)
        lines[place] = replace(line, quantity_milli=milli)
        require_lot_there(till, lines, place, offer)
        keep_if_priced(till, lines=tuple(lines))
    else:
        set_quantity(till, place, 0)
    return Then.show


def _void(till: Till, rest: Sequence[str]) -> Then:
    void(till, line_place(till, rest))
    return Then.show


def _discount(till: Till, rest: Sequence[str]) -> Then:
    if len(rest) > 1:
        place = line_place(till, rest)
        lines = list(till.cart.lines)
        lines[place] = replace(lines[place], discount=_read_discount(till, rest[1]))
        keep_if_priced(till, lines=tuple(lines))
        return Then.show
    if not till.cart.lines:
        raise CommandUnclear("The cart has no line yet.")
    if rest:
        discount = _read_discount(till, rest[0])
    else:
        question = "Discount on the bill, as 10% or an amount (0: none):"
        discount = until_right(till.asker, question, lambda answer: _read_discount(till, answer))
    keep_if_priced(till, discount=discount)
    return Then.show


def _read_discount(till: Till, text: str) -> Discount | None:
    return read_discount(text, till.shop.currency, till.shop.locale)


def _price(till: Till, rest: Sequence[str]) -> Then:
    place = line_place(till, rest)
    offer = line_offer(till, place)

    def read(answer: str) -> Decimal | None:
        if not answer:
            return None
        refuse_barcode(answer)
        return read_price(answer, till.shop.currency, till.shop.locale)

    question = f"Price of {offer.name} (Enter: {till.figures.price(offer.price)}):"
    price = read(rest[1]) if len(rest) > 1 else until_right(till.asker, question, read)
    lines = list(till.cart.lines)
    lines[place] = replace(lines[place], unit_price=price)
    keep_if_priced(till, lines=tuple(lines))
    return Then.show


def _customer(till: Till, _rest: Sequence[str]) -> Then:
    till.keep(step=Step.name, customer=WantedCustomer())
    return Then.customer


def _then(then: Then) -> Callable[[Till, Sequence[str]], Then]:
    return lambda _till, _rest: then


COMMANDS = (
    Command(words=("pay", "p"), takes="", does="take the payment, as Enter does", run=_then(Then.pay)),
    Command(words=("quantity", "q", "qty"), takes="LINE [HOW MANY]", does="change how many", run=_quantity),
    Command(words=("void", "v"), takes="LINE", does="take a line out", run=_void),
    Command(words=("discount", "d"), takes="[LINE] 10% | 5", does="off a line, or off the bill", run=_discount),
    Command(words=("price",), takes="LINE [PRICE]", does="change a price", run=_price),
    Command(words=("customer", "c"), takes="", does="ask for the customer again", run=_customer),
    Command(words=("cart",), takes="", does="show the whole cart", run=_then(Then.show)),
    Command(words=("coupon",), takes="CODE", does="redeem a coupon; - takes all back", run=set_coupon),
    Command(words=("lot",), takes="LINE [CODE]", does="choose the lot, or the serial number", run=choose_lot),
    Command(words=("hold", "h"), takes="[NAME]", does="keep the cart, serve the next", run=hold),
    Command(words=("carts",), takes="", does="list the carts that wait", run=show_carts),
    Command(words=("recall", "r"), takes="[N | NAME]", does="go on with a cart on hold", run=recall),
    Command(words=("drop",), takes="", does="drop the cart", run=drop),
    Command(words=("refund",), takes="", does="how to take goods back", run=tell_refund),
    Command(words=("shift",), takes="", does="how to see and close the shift", run=tell_shift),
    Command(words=LEAVE_WORDS, takes="", does="leave; the cart is kept", run=_then(Then.leave)),
    Command(words=("help", "?"), takes="", does="show this", run=_help),
)
