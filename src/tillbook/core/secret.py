"""What may be a password or a PIN.

A password is long and none that everybody tries; a PIN is typed at a till many times a day, so it is short,
and only the bound on wrong tries protects it: those that a guesser tries first are refused.

Sources: NIST SP 800-63B, section 5.1.1 (length counts, no rules of composition, normalized before it is
hashed); the lengths are the shop's own choice.
"""

from __future__ import annotations

import unicodedata
from typing import ClassVar, Final

from tillbook.core.errors import Refusal

PASSWORD_LENGTH_MIN: Final = 10
PASSWORD_LENGTH_MAX: Final = 256
PIN_LENGTH_MIN: Final = 4
PIN_LENGTH_MAX: Final = 8

_UP: Final = "01234567890"
_BY_SHAPE: Final = frozenset({"2580", "0852", "1379", "1470", "3690", "159753", "147258", "258000", "121212"})
"""What a finger draws on a keypad."""


class WeakSecret(Refusal):
    """A password or PIN that would be guessed."""

    code: ClassVar[str] = "weak_secret"


def good_password(text: str, *, name: str) -> str:
    """The password as it is hashed: the same for one typed on another keyboard. `name` is whose it is.

    Raises:
        WeakSecret: too short, too long, one character again and again, or the person's name.
    """
    password = normalized(text)
    if len(password) < PASSWORD_LENGTH_MIN:
        raise WeakSecret(f"A password has at least {PASSWORD_LENGTH_MIN} characters; a few words do well.")
    if len(password) > PASSWORD_LENGTH_MAX:
        raise WeakSecret(f"A password has at most {PASSWORD_LENGTH_MAX} characters.")
    if len(set(password.casefold())) < 4 or password.casefold() == name.casefold():
        raise WeakSecret("This password would be guessed at once; a few words that nobody else would choose do well.")
    return password


def good_pin(text: str) -> str:
    """The PIN: 4 to 8 digits of ASCII, and none that is tried first.

    >>> good_pin("4071")
    '4071'

    Raises:
        WeakSecret
    """
    if not is_pin(text):
        raise WeakSecret(f"A PIN has {PIN_LENGTH_MIN} to {PIN_LENGTH_MAX} digits and nothing else.")
    if _is_obvious(text):
        raise WeakSecret("This PIN would be guessed at once; take digits without an order, and no year.")
    return text


def is_pin(text: str) -> bool:
    """Whether a text could be a PIN; no password could, for they are longer."""
    return PIN_LENGTH_MIN <= len(text) <= PIN_LENGTH_MAX and text.isascii() and text.isdecimal()


def normalized(text: str) -> str:
    """A password in Unicode normal form KC, as it is hashed and compared."""
    return unicodedata.normalize("NFKC", text)


def _is_obvious(pin: str) -> bool:
    """Runs up or down, a block again and again (0000, 1212), halves of one digit (1122), shapes, years."""
    blocks = any(
        len(pin) % size == 0 and pin == pin[:size] * (len(pin) // size) for size in range(1, len(pin) // 2 + 1)
    )
    halves = len(pin) % 2 == 0 and len(set(pin[: len(pin) // 2])) == 1 and len(set(pin[len(pin) // 2 :])) == 1
    is_year = len(pin) == 4 and pin[:2] in ("19", "20")
    return blocks or halves or is_year or pin in _UP or pin[::-1] in _UP or pin in _BY_SHAPE
