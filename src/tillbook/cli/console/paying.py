"""Taking the payment: one tender after the other, until it is enough; each is kept as it is entered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from tillbook.cli.console.asking import Tone, agreed, sentence, until_right
from tillbook.cli.console.cart_view import pair
from tillbook.cli.console.lines import show_cart
from tillbook.cli.console.price_changes import tell_price_changes
from tillbook.cli.console.short import settle_all
from tillbook.cli.console.stored_value import name_of, read_stored_value, reference_as_shown
from tillbook.cli.console.then import Then
from tillbook.cli.console.till import Till
from tillbook.cli.console.waiting import drop, hold
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import Step
from tillbook.core.left_to_pay import LeftToPay, left_to_pay
from tillbook.core.stored_value import STORED_VALUE
from tillbook.core.tender import Tendered, settle
from tillbook.core.text import clean_line
from tillbook.core.typed import REFERENCE_LENGTH_MAX, TypedTender, read_amount, read_tender, round_notes
from tillbook.queries.seen_cart import Seen

LETTERS = "xyz"
"""Keys of round sums: not c and u, which are card and UPI."""
COLUMNS_MAX = 48
NAMES = {"cash": "Cash", "card": "Card", "upi": "UPI"}
HELP = (
    "An amount alone is cash: 500. Enter takes what is left in cash; x, y and z the round sums offered.",
    "card (or c), card 200: by card, all that is left or a part of it.",
    "upi (or u), upi 200 REFERENCE: by UPI; the reference may be left out.",
    "gift (or g), store (or s): off a gift card or store credit, by its code. credit: on the customer's account.",
    "/undo takes the last payment back; /back goes back to the products.",
    "/hold NAME keeps the cart; /drop drops it; Ctrl-C leaves, the cart is kept.",
)


class PayCommandUnclear(Refusal):
    """No such command while paying."""

    code: ClassVar[str] = "command_unclear"


def take_payment(till: Till) -> Then:
    """Take tenders until the cart is paid (`Then.pay`), or the person goes elsewhere.

    Raises:
        EOFError, KeyboardInterrupt: the person left; what was entered is kept.
    """
    if settle_all(till):
        if not till.cart.lines:
            return _back(till)
        show_cart(till)
    _agree_on_earlier(till)
    while True:
        tell_price_changes(till)
        seen = till.look()
        if seen.priced is None or seen.gone or not _total_agreed(till, seen):
            return _back(till)
        due = _due(till, seen)
        if due is None:
            continue
        if due.left_minor <= 0:
            return _pay(till)
        then = _one_tender(till, due)
        if then is not Then.show:
            return then


def _back(till: Till) -> Then:
    """Back to the products: the total is shown anew when it comes to paying again."""
    till.keep(step=Step.lines, shown_total_minor=None)
    return Then.stay


def _agree_on_earlier(till: Till) -> None:
    """What was taken before the cart was changed may pay for it still: that is asked, not taken for granted."""
    if till.cart.shown_total_minor is not None or not till.cart.tenders:
        return
    seen = till.look()
    due = _due(till, seen) if seen.priced is not None else None
    if due is None or not due.settled.paid:
        return
    figures = till.figures
    taken = ", ".join(f"{_name(tender)} {figures.money(tender.amount_minor)}" for tender in till.cart.tenders)
    till.asker.say(f"TO PAY {figures.money(due.settled.due_minor)}; taken before: {taken}.", Tone.strong)
    change = f" with {figures.money(due.settled.change_minor)} of change" if due.settled.change_minor else ""
    if not agreed(till.asker, f"Sell it{change}?", default=True):
        _take_back(till)


def _pay(till: Till) -> Then:
    """Paid; a cart that costs nothing is so without anybody paying: that is asked."""
    meant = bool(till.cart.tenders) or agreed(till.asker, "Nothing to pay. Sell it?", default=True)
    return Then.pay if meant else _back(till)


def _total_agreed(till: Till, seen: Seen) -> bool:
    """Where the total has changed since it was shown, the new one is agreed first."""
    before, now = till.cart.shown_total_minor, seen.total_minor
    if before is not None and before != now:
        show_cart(till)
        figures = till.figures
        till.asker.say(f"The total is {figures.money(now)} now, not {figures.money(before)}.", Tone.wrong)
        if not agreed(till.asker, "Go on with the new total?", default=True):
            return False
    if before != now or till.cart.step is not Step.paying:
        till.keep(step=Step.paying, shown_total_minor=now)
    return True


def _due(till: Till, seen: Seen) -> LeftToPay | None:
    """What is to pay; None after a payment that is more than the total now was taken back, or was not."""
    try:
        return left_to_pay(seen.total_minor, till.cart.tenders, cash_increment_minor=seen.shop.cash_increment_minor)
    except Refusal as refusal:
        till.asker.say(sentence(refusal), Tone.wrong)
        _take_back(till)
        return None


def _take_back(till: Till) -> None:
    last = till.cart.tenders[-1]
    said = f"{_name(last)} {till.figures.money(last.amount_minor)}"
    till.asker.say(f"{said} was taken back: give it back to the customer if it was paid.", Tone.wrong)
    till.keep(tenders=till.cart.tenders[:-1])


def _one_tender(till: Till, due: LeftToPay) -> Then:
    """Ask for one tender and keep it; `Then.show` to go on paying."""
    notes = round_notes(due.left_in_cash_minor, till.shop.currency)[: len(LETTERS)]
    _show_due(till, due, notes)
    try:
        answer = till.asker.ask("Pay:", hint="amount in cash, c card, u UPI; ? help")
        if answer.startswith(("/", "?")):
            return _command(till, answer)
        tender = _read(till, answer, due, notes)
        # What settles the bill so far says whether this one may be added: no change from a card.
        settle(due.total_minor, [*till.cart.tenders, tender])
        till.keep(tenders=(*till.cart.tenders, tender))
        if tender.type == "upi" and not tender.reference:
            _ask_reference(till)
    except Refusal as refusal:
        till.asker.say(sentence(refusal), Tone.wrong)
    return Then.show


def _show_due(till: Till, due: LeftToPay, notes: tuple[int, ...]) -> None:
    figures, say = till.figures, till.asker.say
    columns = min(till.asker.columns, COLUMNS_MAX)
    say()
    if till.cart.tenders:
        for line in pair("Total", figures.money(due.total_minor), columns):
            say(line)
    for tender in till.cart.tenders:
        name = f"{_name(tender)} {reference_as_shown(tender)}".strip()
        for line in pair(name, figures.money(-tender.amount_minor), columns):
            say(line)
    for line in pair("Left to pay" if till.cart.tenders else "TO PAY", figures.money(due.left_minor), columns):
        say(line, Tone.strong)
    if due.left_in_cash_minor != due.left_minor:
        for line in pair("in cash, rounded", figures.money(due.left_in_cash_minor), columns):
            say(line)
    offered = [f"{letter} {figures.money(n)}" for letter, n in zip(LETTERS, notes, strict=False)]
    exact = f"Enter {figures.money(due.left_in_cash_minor)}"
    say("Cash: " + ", ".join([exact, *offered]), Tone.quiet)


def _name(tender: Tendered) -> str:
    return name_of(tender.type) if tender.type in STORED_VALUE else NAMES.get(tender.type, tender.type)


def _read(till: Till, answer: str, due: LeftToPay, notes: tuple[int, ...]) -> Tendered:
    if not answer:
        return Tendered(type="cash", amount_minor=due.left_in_cash_minor)
    if answer.casefold() in LETTERS[: len(notes)]:
        return Tendered(type="cash", amount_minor=notes[LETTERS.index(answer.casefold())])
    typed = read_tender(answer)
    if typed.type in STORED_VALUE:
        return read_stored_value(till, typed, due.left_minor)
    return Tendered(type=typed.type, amount_minor=_amount(till, typed, due), reference=_reference(typed.reference))


def _amount(till: Till, typed: TypedTender, due: LeftToPay) -> int:
    if not typed.amount:
        return due.left_in_cash_minor if typed.type == "cash" else due.left_minor
    return read_amount(typed.amount, till.shop.currency, till.shop.locale)


def _reference(text: str) -> str:
    return clean_line(text, what="the reference", length_max=REFERENCE_LENGTH_MAX) if text else ""


def _ask_reference(till: Till) -> None:
    reference = until_right(till.asker, "UPI reference:", _reference, hint="Enter: none")
    if reference:
        *before, last = till.cart.tenders
        till.keep(tenders=(*before, replace(last, reference=reference)))


def _command(till: Till, answer: str) -> Then:
    word, *rest = answer[1:].split() or ["help"]
    run = next((run for words, run in COMMANDS.items() if word.casefold() in words.split()), None)
    if run is None:
        raise PayCommandUnclear(f"There is no command /{word[:20]} here; ? lists what there is.")
    return run(till, rest)


def _help(till: Till, _rest: Sequence[str]) -> Then:
    for line in HELP:
        till.asker.say(line)
    return Then.show


def _undo(till: Till, _rest: Sequence[str]) -> Then:
    if not till.cart.tenders:
        raise PayCommandUnclear("Nothing was paid yet.")
    _take_back(till)
    return Then.show


def _to_products(till: Till, _rest: Sequence[str]) -> Then:
    show_cart(till)
    return _back(till)


def _drop(till: Till, _rest: Sequence[str]) -> Then:
    then = drop(till)
    return Then.show if then is Then.stay else then


COMMANDS: dict[str, Callable[[Till, Sequence[str]], Then]] = {
    "help ?": _help,
    "undo u": _undo,
    "back b": _to_products,
    "hold h": hold,
    "leave quit exit": lambda _till, _rest: Then.leave,
    "drop": _drop,
}
