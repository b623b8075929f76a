"""Stored value: what a customer owes, gift cards and store credit; and the code that a voucher goes by.

The problem: whoever knows a voucher's code can spend it, so a code must not be guessed, read off the books, or
turn into another voucher's when a digit is misread.

The choice: nineteen characters of Crockford's base 32 (no I, L, O, U) hold 95 random bits, more than the 80 that
guessing at any speed leaves out of reach; a twentieth is a check character (Luhn's formula modulo 32), which any
single wrong character breaks. They are written in groups of four: `7ZK2-9QXM-4D0V-HH3E-W8TP`. The books keep the
SHA-256 of a code and its last four characters, by which a person tells cards apart. With so many random bits
nobody finds the code of a hash by trying, so the hash needs no salt and can be looked up.

Sources: Crockford, Base 32 (alphabet, and how misread letters are taken); ISO/IEC 7812-1, annex B (Luhn).
"""

from __future__ import annotations

import hashlib
from typing import Final

CREDIT: Final = "credit"
GIFT_CARD: Final = "gift_card"
STORE_CREDIT: Final = "store_credit"
VOUCHERS: Final = (GIFT_CARD, STORE_CREDIT)
"""Tenders whose reference is a code."""

STORED_VALUE: Final = (CREDIT, *VOUCHERS)
"""Tenders that take value from a ledger of the shop."""

CODE_BITS: Final = 95
CODE_LENGTH: Final = 20
TAIL_LENGTH: Final = 4
_GROUP: Final = 4
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES: Final = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}


def code_of(random_bits: int) -> str:
    """The code that holds these bits, written in groups; whoever asks brings CODE_BITS random ones.

    >>> code_of(0), code_of(2**95 - 1)
    ('0000-0000-0000-0000-0000', 'ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZK')
    """
    assert 0 <= random_bits < 2**CODE_BITS, "a code holds 95 bits"
    values = [random_bits >> shift & 31 for shift in range(CODE_BITS - 5, -1, -5)]
    return grouped("".join([_ALPHABET[value] for value in [*values, _check(values)]]))


def plain_code(text: str) -> str | None:
    """A code as it was typed or scanned, without its groups; None where it cannot be one.

    Blanks and hyphens are passed over, small letters and the misread O, I and L taken as meant.

    >>> plain_code("zzzz zzzz zzzz zzzz zzzk"), plain_code("zzzz zzzz zzzz zzzz zzz0")
    ('ZZZZZZZZZZZZZZZZZZZK', None)
    """
    if len(text) > 2 * CODE_LENGTH + _GROUP:
        return None
    values = [_VALUES.get(letter) for letter in text.upper() if letter not in " -"]
    known = [value for value in values if value is not None]
    if len(known) != CODE_LENGTH or len(values) != CODE_LENGTH or _check(known[:-1]) != known[-1]:
        return None
    return "".join([_ALPHABET[value] for value in known])


def grouped(plain: str) -> str:
    """A plain code in groups of four.

    >>> grouped("ZZZZZZZZZZZZZZZZZZZK")
    'ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZK'
    """
    return "-".join([plain[start : start + _GROUP] for start in range(0, len(plain), _GROUP)])


def code_hash(plain: str) -> str:
    """What the books keep of a plain code: its SHA-256."""
    return hashlib.sha256(plain.encode("ascii")).hexdigest()


def tail_of(plain: str) -> str:
    """What is shown of a plain code."""
    return plain[-TAIL_LENGTH:]


def shown_tail(tail: str) -> str:
    """A tail as the reference of a tender: of a code nobody may read the rest.

    >>> shown_tail("ZZZK")
    '…ZZZK'
    """
    return f"…{tail}"


def _check(values: list[int]) -> int:
    """Luhn's formula modulo 32: from the right, every other value is doubled and its digits are summed."""
    total = 0
    for place, value in enumerate(reversed(values)):
        size = value if place % 2 else 2 * value
        total += size // 32 + size % 32
    return -total % 32
