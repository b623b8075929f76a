"""A second person agrees to what the first may not do alone, at the till, with a name and a PIN."""

from __future__ import annotations

from tillbook.actions.sign_in import SignInFailed, sign_in_at_register
from tillbook.cli.console.asking import Tone, sentence
from tillbook.cli.console.till import Till
from tillbook.core.kept_cart import Step
from tillbook.core.lots import LotExpired
from tillbook.core.rights import Actor, NeedsApproval
from tillbook.ledgers.proving import TooManyAttempts


def ask_second(till: Till, refusal: NeedsApproval | LotExpired) -> Actor | None:
    """Who agrees, by their PIN; None where nobody does, and the cart is open for changes again.

    Raises:
        EOFError, KeyboardInterrupt: the person left; the cart is kept.
    """
    till.asker.say(sentence(refusal), Tone.wrong)
    while True:
        name = till.asker.ask("Who agrees?", hint="name, or Enter to change the cart")
        if not name:
            till.keep(step=Step.lines)
            return None
        pin = till.asker.ask_secret(f"PIN of {name}?")
        try:
            return sign_in_at_register(name=name, pin=pin, source=f"register {till.register}", now=till.clock())
        except (SignInFailed, TooManyAttempts) as wrong:
            till.asker.say(sentence(wrong), Tone.wrong)
