"""The hash chain of a register's journal: one text for one value, and what is hashed.

The problem: a hash proves something only if everybody who recomputes it writes the very same bytes. JSON
allows many spellings of one value.

The choice: one spelling, as RFC 8785 (JSON Canonicalization Scheme) has it for what the journal uses:
objects with keys in order, lists, strings, whole numbers, true, false, null; no blanks, no escapes beyond
those JSON demands, UTF-8. Left out of RFC 8785 are fractions and exponents: amounts are whole minor units or
decimal strings, so a float is refused. Two limits: whole numbers stay within 2**53 - 1, which every JSON
reader keeps exact (RFC 7493, section 2.2); keys are sorted by code point, which differs from RFC 8785's
UTF-16 order only for keys with characters beyond U+FFFF.

An entry is the canonical object of {"at", "body", "chain", "document", "kind", "previous", "sequence"}; its
hash is SHA-256 of that text in UTF-8; `previous` is the hash of the entry before, or GENESIS for the first.
Personal data never stands in it: only a commitment, a salted hash, does. Whoever drops the salt and the data
has erased the person, and the chain still holds.

What it cannot do: whoever owns the machine can rebuild a chain from any entry on. Only heads that were
printed or kept elsewhere show it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, TypeAlias

import orjson

GENESIS: Final = "0" * 64
INTEGER_MAX: Final = 2**53 - 1

_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


class NotCanonical(ValueError):
    """The value has no canonical text: a bug in the program that made it."""


Plain: TypeAlias = "str | int | bool | Sequence[Plain] | Mapping[str, Plain] | None"
"""What has a canonical text; a type checker refuses the rest before the program runs."""


def plain_text(value: Plain) -> str:
    """The canonical text of a value whose type was checked: what `canonical` answers, several times faster.

    >>> plain_text({"b": [1, True, None], "a": "₹"})
    '{"a":"₹","b":[1,true,null]}'
    """
    return orjson.dumps(value, option=_OPTIONS).decode()


def canonical(value: object) -> str:
    """The one JSON text of `value`: the same for equal values, different for different ones.

    >>> canonical({"b": [1, True, None], "a": "₹"})
    '{"a":"₹","b":[1,true,null]}'

    Raises:
        NotCanonical: a float or Decimal, a key that is no string, a whole number beyond 2**53 - 1, a lone
            surrogate, or another type than dict, list, tuple, str, int, bool, None.
    """
    _require_plain(value)
    try:
        return orjson.dumps(value, option=_OPTIONS).decode()
    except TypeError as refused:
        raise NotCanonical(str(refused)) from refused


def entry_text(
    *, chain: str, sequence: int, previous: str, at: str, kind: str, document: str, body: Mapping[str, Plain]
) -> str:
    """The text of a journal entry whose SHA-256 is its hash; `at` as `instant_text` writes it."""
    assert sequence >= 1, "sequences start at 1"
    assert len(previous) == 64, "previous is a SHA-256 in hexadecimal, or GENESIS"
    assert sequence > 1 or previous == GENESIS, "the first entry follows GENESIS"
    return plain_text(
        {
            "at": at,
            "body": body,
            "chain": chain,
            "document": document,
            "kind": kind,
            "previous": previous,
            "sequence": sequence,
        }
    )


def instant_text(instant: datetime) -> str:
    """An instant as the journal writes it: ISO 8601, UTC, always with microseconds.

    >>> instant_text(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    '2026-11-22T12:00:00.000000+00:00'
    """
    assert instant.tzinfo is not None, "an instant has a zone"
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits in lower case (FIPS 180-4).

    >>> digest("abc")
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def commitment(salt_hex: str, value: object) -> str:
    """A salted hash that stands for personal data: SHA-256 of the salt's bytes and then the canonical text.

    Without the salt nobody can tell whose data it was, not even by trying all phone numbers; so a salt has
    at least 16 random bytes (NIST SP 800-132, section 5.1).

    Raises:
        NotCanonical: see `canonical`.
    """
    salt = bytes.fromhex(salt_hex)
    assert len(salt) >= 16, "a salt has at least 16 bytes"
    return hashlib.sha256(salt + canonical(value).encode("utf-8")).hexdigest()


def _require_plain(value: object) -> None:
    if value is None or isinstance(value, (str, bool)):
        return
    if isinstance(value, int):
        if abs(value) > INTEGER_MAX:
            raise NotCanonical("a whole number is beyond 2**53 - 1")
    elif isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonical("a key is no string")
        _require_all_plain(value.values())
    elif isinstance(value, (list, tuple)):
        _require_all_plain(value)
    else:
        raise NotCanonical(f"a {type(value).__name__} has no canonical text")


def _require_all_plain(values: Iterable[object]) -> None:
    for value in values:
        _require_plain(value)
