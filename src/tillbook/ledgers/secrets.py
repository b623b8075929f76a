"""Passwords and PINs as they are kept: argon2 hashes, of which nobody can read back what was typed.

Source: RFC 9106, section 4, the second recommended choice (argon2id, 3 passes over 64 MiB), for a machine that
also sells. Making or comparing one takes a tenth of a second on purpose: do it outside a transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from tillbook.core.chain import digest
from tillbook.core.secret import WeakSecret, good_password, good_pin, normalized

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$Z9MOfIEpWWSMoOS8Azi4sw$oG+N3cIoWP/Cvjgta3pE5d9YLBRcZ3zG4dOvdJHltPs"
"""The hash of a random text that nobody kept: what is typed for somebody who is not there is compared with it."""


class DamagedHash(AssertionError):
    """What is kept of a secret is no hash: somebody wrote into the shop's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A new password or PIN and its hash; `text` is never shown or kept."""

    column: str
    text: str = field(repr=False)
    hash: str = field(repr=False)


def new_password(text: str, *, name: str) -> Secret:
    """A password for the person of this name, hashed. Raises: WeakSecret."""
    password = good_password(text, name=name)
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        raise WeakSecret("This password is one that everybody tries; take a few words of your own.") from None
    return Secret(column="password_hash", text=password, hash=_hasher.hash(password))


def new_pin(text: str) -> Secret:
    """A PIN, hashed. Raises: WeakSecret."""
    return Secret(column="pin_hash", text=good_pin(text), hash=_hasher.hash(text))


def matches(kept: str, text: str) -> bool:
    """Whether this is what was hashed; it takes as long where nothing is kept."""
    try:
        _hasher.verify(kept or NOBODYS, normalized(text))
    except VerifyMismatchError:
        return False
    except (VerificationError, InvalidHashError) as wrong:
        raise DamagedHash("the hash of a secret cannot be read") from wrong
    return bool(kept)


def told(kept: str) -> str:
    """What the journal says of a hash: its SHA-256, which gives nothing away, for the hash is salted."""
    return digest(kept) if kept else ""
