"""Signing in: by password, or by PIN at a register.

Nobody acts here yet, so there is no right to check. Whoever is not known, has left, or has no such secret is
answered like one who typed a wrong one, after the same time.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from tillbook.core.chain import digest
from tillbook.core.errors import Refusal
from tillbook.core.office import StaffNow
from tillbook.core.rights import Actor
from tillbook.db.transaction import reading
from tillbook.ledgers.proving import proves
from tillbook.queries.staff import actor_of, find, person


class SignInFailed(Refusal):
    """No person of this name with this password or PIN may sign in."""

    code: ClassVar[str] = "sign_in_failed"


def sign_in(*, name: str, password: str, source: str, now: datetime) -> Actor:
    """The person of this name, with the rights of their role; `source` is where they are.

    Raises:
        SignInFailed: counted for the name and for the source.
        TooManyAttempts: not looked at; it says how long to wait.
    """
    return _signed_in(name, password, "password", source=source, now=now)


def sign_in_at_register(*, name: str, pin: str, source: str, now: datetime) -> Actor:
    """The person of this name by the PIN; only for a face that is a register. Raises: as `sign_in`."""
    return _signed_in(name, pin, "PIN", source=source, now=now)


def _signed_in(name: str, text: str, what: Literal["password", "PIN"], *, source: str, now: datetime) -> Actor:
    with reading() as tx:
        found = find(tx, name)
    # What was typed for a name may be somebody's password: it is not kept.
    account = found.name.casefold() if found is not None else digest(name.casefold())
    if not proves(_kept(found, what), text, account=account, source=source, now=now):
        raise SignInFailed(
            f"There is nobody of this name with this {what}; check both, or ask whoever manages the staff.", path="name"
        )
    assert found is not None, "nobody's secret is never proved"
    with reading() as tx:
        return actor_of(tx, person(tx, found.name))


def _kept(found: StaffNow | None, what: Literal["password", "PIN"]) -> str:
    if found is None or not found.active:
        return ""
    return found.password_hash if what == "password" else found.pin_hash
