"""Who buys: name, e-mail and phone, each of which may be left out; known customers are offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from tillbook.cli.console.asking import Asker, Suggestion, Tone, agreed, choose, sentence, until_right
from tillbook.cli.console.till import Till
from tillbook.core.barcode import is_gtin
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import Step
from tillbook.core.text import clean_line, shown
from tillbook.core.wanted import WantedCustomer
from tillbook.db.transaction import reading
from tillbook.queries.people import known_customers

NAME_LENGTH_MAX = 200
OFFERED_MAX = 9
PHONE_DIGITS_MIN = 5
NOBODY = "-"
HELP = (
    "The customer's name, or the phone of a known customer. Enter leaves it out; - leaves out all three. "
    "A product that is scanned here is sold without a customer. /recall goes on with a cart on hold."
)
HELP_FURTHER = (
    "Enter leaves it out. A product that is scanned here begins the sale. /leave leaves; the cart is kept and "
    "offered again at the next start."
)
_KNOWN_FROM = 2
"""Customers are offered from so many letters on: one letter names half of them."""


class NotKnown(Refusal):
    """The shop knows nobody of this name, phone, e-mail or code."""

    code: ClassVar[str] = "unknown_customer"


def ask_customer(till: Till) -> str:
    """Ask what is still to be asked of the customer; answers a code that was scanned meanwhile, or "".

    Raises:
        EOFError, KeyboardInterrupt: the person left; what was answered is kept.
    """
    scanned = ""
    while till.cart.step is Step.name:
        try:
            scanned = _ask_name(till)
        except Refusal as refusal:
            till.asker.say(sentence(refusal), Tone.wrong)
    if till.cart.step is Step.email:
        scanned = _ask_email(till)
    if till.cart.step is Step.phone:
        scanned = _ask_phone(till)
    return scanned


def said(customer: WantedCustomer, country: str) -> str:
    """A customer in a few words: name, phone, e-mail, as far as they are known."""
    parts = (customer.name, phone_as_said(customer.phone, country), customer.email)
    return shown(", ".join(part for part in parts if part))


def phone_as_said(e164: str, country: str) -> str:
    """The number as people of the shop's country write it."""
    if not e164:
        return ""
    from tillbook.formats.people import show_phone  # loads the world's numbering plans: only where it is used

    return show_phone(e164, country)


def _ask_name(till: Till) -> str:
    hint = "name or phone; Enter: none; ? help"
    answer = until_right(till.asker, "Customer:", _name, hint=hint, suggest=lambda text: suggest_customers(till, text))
    if answer == NOBODY or answer.startswith("/"):
        till.keep(step=Step.lines)
        return answer.removeprefix(NOBODY)
    if answer == "?":
        till.asker.say(HELP)
        return ""
    if not answer:
        till.keep(step=Step.email)
        return ""
    if _is_product(till, answer):
        till.keep(step=Step.lines)
        return answer
    known = _pick_known(till, answer)
    if known is not None:
        till.keep(customer=known, step=Step.lines)
        return ""
    phone = _phone_instead(till, answer)
    if phone:
        till.keep(customer=replace(till.cart.customer, phone=phone), step=Step.name)
        return _ask_name_of_phone(till)
    till.keep(customer=replace(till.cart.customer, name=answer), step=Step.email)
    return ""


def _name(answer: str) -> str:
    return clean_line(answer, what="the name", length_max=NAME_LENGTH_MAX) if answer else ""


def _ask_name_of_phone(till: Till) -> str:
    name = until_right(till.asker, "Name:", _name, hint="Enter: none; ? help", help=HELP_FURTHER)
    if name.startswith("/") or _is_product(till, name):
        till.keep(step=Step.lines)
        return name
    till.keep(customer=replace(till.cart.customer, name=name), step=Step.email)
    return ""


def _is_product(till: Till, answer: str) -> bool:
    """A scan at the first question begins a sale without a customer; nobody is called 101."""
    return answer.isdecimal() and answer in till.offers_of([answer])


def _phone_instead(till: Till, answer: str) -> str:
    """The phone that was typed in place of a name, in its normal form, or ""."""
    return _phone(till, answer) if _is_phone_like(answer) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Further:
    """What was answered to a further question; or the code or command that was entered instead."""

    said: str = ""
    instead: str = ""


def _further(till: Till, answer: str, read: Callable[[str], str]) -> _Further:
    """An answer as `read` has it; a barcode, and an id that is no answer, begins the sale instead.

    Raises:
        Refusal: as `read`, where it is no product either.
    """
    if not answer:
        return _Further()
    if answer.startswith("/") or (is_gtin(answer) and answer in till.offers_of([answer])):
        return _Further(instead=answer)
    try:
        return _Further(said=read(answer))
    except Refusal:
        if answer in till.offers_of([answer]):
            return _Further(instead=answer)
        raise


def _ask_email(till: Till) -> str:
    def read(answer: str) -> str:
        from tillbook.formats.people import read_email  # see phone_as_said

        return read_email(answer)

    further = until_right(
        till.asker,
        "E-mail:",
        lambda answer: _further(till, answer, read),
        hint="Enter: none; ? help",
        help=HELP_FURTHER,
    )
    if further.instead:
        till.keep(step=Step.lines)
        return further.instead
    next_step = Step.lines if till.cart.customer.phone else Step.phone
    till.keep(customer=replace(till.cart.customer, email=further.said), step=next_step)
    return ""


def _ask_phone(till: Till) -> str:
    further = until_right(
        till.asker,
        "Phone:",
        lambda answer: _further(till, answer, lambda text: _phone(till, text)),
        hint="Enter: none; ? help",
        help=HELP_FURTHER,
        suggest=lambda text: suggest_customers(till, text),
    )
    if further.instead:
        till.keep(step=Step.lines)
        return further.instead
    phone = further.said
    customer = replace(till.cart.customer, phone=phone)
    if phone and not customer.name:
        known = _pick_known(till, phone)
        customer = known if known is not None else customer
    till.keep(customer=customer, step=Step.lines)
    return ""


def _phone(till: Till, answer: str) -> str:
    from tillbook.formats.people import read_phone  # see phone_as_said

    return read_phone(answer, till.shop.country)


def _pick_known(till: Till, answer: str) -> WantedCustomer | None:
    """The known customer that an answer names: one is confirmed, several are offered by number."""
    matches = [each for each in _known(till, answer) if _names(each, answer)][:OFFERED_MAX]
    if not matches:
        return None
    if len(matches) == 1 and answer in (matches[0].phone, matches[0].email):
        return matches[0]
    if len(matches) == 1:
        question = f"Known: {said(matches[0], till.shop.country)}. Is it this customer?"
        return matches[0] if agreed(till.asker, question, default=True) else None
    for number, each in enumerate(matches, 1):
        till.asker.say(f"  {number}  {said(each, till.shop.country)}")
    choices = {**{str(number): "" for number in range(1, len(matches) + 1)}, "n": "new"}
    answer = choose(till.asker, f"Which one: 1 to {len(matches)}, or [n]ew?", choices)
    return None if answer == "n" else matches[int(answer) - 1]


def ask_known(till: Till, question: str) -> WantedCustomer | None:
    """Ask for a customer whom the shop knows, by name, phone, e-mail or code; None where nobody is named.

    Raises:
        EOFError, KeyboardInterrupt: the person left; the cart is kept.
    """

    def read(answer: str) -> WantedCustomer | None:
        picked = _pick_known(till, answer) if answer else None
        if answer and picked is None:
            raise NotKnown("Nobody of this name, phone, e-mail or code is known; Enter goes back.")
        return picked

    return until_right(
        till.asker,
        question,
        read,
        hint="name, phone or code; Enter: nobody",
        suggest=lambda text: suggest_customers(till, text),
    )


def _names(customer: WantedCustomer, answer: str) -> bool:
    """The answer is the whole name, phone, e-mail or code of this customer."""
    if answer.casefold() in (customer.name.casefold(), customer.email.casefold(), customer.phone):
        return True
    if answer == customer.code:
        return True
    return _is_phone_like(answer) and customer.phone.endswith(_digits(answer))


def _digits(text: str) -> str:
    """The digits of a number, without the zero that is dialled at home."""
    return "".join(character for character in text if character.isdecimal()).lstrip("0")


def _is_phone_like(text: str) -> bool:
    return len(_digits(text)) >= PHONE_DIGITS_MIN and not any(character.isalpha() for character in text)


def _known(till: Till, answer: str) -> Sequence[WantedCustomer]:
    spellings = [answer]
    try:
        spellings += [_phone(till, answer)] if answer[:1] in "+0123456789" else []
    except Refusal:
        # A part of a number, perhaps with the zero that is dialled at home and the blanks between its groups.
        spellings += [_digits(answer)]
    with reading() as tx:
        found = [each for spelling in spellings if spelling for each in known_customers(tx, spelling)]
    return list(dict.fromkeys(found))


def suggest_customers(till: Till, text: str) -> list[Suggestion]:
    """The known customers whose name or phone what is typed may become."""
    typed = text.strip()
    if len(typed) < _KNOWN_FROM:
        return []
    return [
        Suggestion(
            text=each.phone or each.email or each.name,
            replaces=len(text),
            shown=each.name or each.email,
            note=phone_as_said(each.phone, till.shop.country),
        )
        for each in _known(till, typed)
    ]


def tell_customer(asker: Asker, customer: WantedCustomer, country: str) -> None:
    """Say for whom the cart is, if that is known."""
    if customer != WantedCustomer():
        asker.say(f"For {said(customer, country)}", Tone.quiet)
