"""Ways in by the network: tokens for programs, and browsers that are paired with a register.

A program is a member of the staff without a password or PIN, taken on and let go through the journal like
anybody else. Where a browser stands changes neither books nor rights: its row says who paired it, and when.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Final

from tillbook.core.chain import canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.posting import stamp
from tillbook.core.rights import Actor, Right
from tillbook.core.roles import require_reach
from tillbook.core.text import clean_line
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers import access, staff
from tillbook.queries.access import PairedRegister, browser, token_named
from tillbook.queries.postings import posted_before
from tillbook.queries.registers import find as find_register
from tillbook.queries.staff import person, require_free, role_of
from tillbook.queries.till import UnknownRegister, office

NAME_LENGTH_MAX: Final = 120
PREFIX: Final = "tb_"
"""What every token begins with, so that one that leaked is known for what it is."""
RANDOM_BYTES: Final = 32


class TokenShownOnce(Refusal):
    """The command was done before, and its token is told once."""

    code: ClassVar[str] = "token_shown_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPosted:
    """A program whose way in was made or closed; `number` is empty where nothing changed."""

    number: str
    name: str
    role: str
    repeated: bool = False


def new_token() -> str:
    """A token of 256 random bits; shown once, and never kept."""
    return PREFIX + secrets.token_urlsafe(RANDOM_BYTES)


def new_browser_key() -> str:
    """What a paired browser keeps as its cookie: 256 random bits."""
    return secrets.token_urlsafe(RANDOM_BYTES)


def kept(text: str) -> str:
    """What is kept of a token or a browser's key."""
    return hashlib.sha256(text.encode()).hexdigest()


@action(right=Right.manage_staff)
def create_token(tx: Tx, *, id: str, name: str, role: str, token: str, now: datetime, by: Actor) -> TokenPosted:
    """Take on a program of this role, which comes in by `token`.

    Raises:
        StaffExists, UnknownRole, BeyondOwnRights, TextRefused, IdReused: nothing was changed.
        TokenShownOnce: this id was posted before; nothing was changed.
    """
    name = clean_line(name, what="the name", length_max=NAME_LENGTH_MAX)
    request_hash = digest(canonical(["token", "create", role]))
    if posted_before(tx, client_id=id, kind="staff", request_hash=request_hash) is not None:
        raise TokenShownOnce(f"{name} has its token already, which is told once; revoke it and make another.")
    chosen = role_of(tx, role)
    require_reach(by, chosen)
    require_free(tx, name)

    staff_id = staff.add(tx, name=name, role=chosen.name)
    access.add_token(tx, staff_id=staff_id, token_sha256=kept(token), now=now)
    meant = staff.Meant(staff_id=staff_id, role=chosen.name, active=True)
    header = stamp(office(tx), client_id=id, request_hash=request_hash, kind="staff", now=now, by=by)
    numbered = staff.post_person(tx, header, meant, change="added")
    return TokenPosted(number=numbered.number, name=name, role=chosen.name)


@action(right=Right.manage_staff)
def revoke_token(tx: Tx, *, id: str, name: str, now: datetime, by: Actor) -> TokenPosted:
    """Let a program come in no more, from this moment.

    Raises:
        UnknownToken, BeyondOwnRights, IdReused: nothing was changed.
    """
    request_hash = digest(canonical(["token", "revoke"]))
    before = posted_before(tx, client_id=id, kind="staff", request_hash=request_hash)
    found = token_named(tx, name)
    if before is not None:
        return TokenPosted(number=before.number, name=found.name, role=found.role, repeated=True)
    program = person(tx, found.name)
    require_reach(by, role_of(tx, program.role))
    if not program.active and found.revoked_at is not None:
        return TokenPosted(number="", name=found.name, role=found.role)

    access.revoke_token(tx, program.staff_id, now=now)
    after = replace(program, active=False)
    staff.change(tx, program.staff_id, name=after.name, role=after.role, active=False)
    header = stamp(office(tx), client_id=id, request_hash=request_hash, kind="staff", now=now, by=by)
    meant = staff.Meant(
        staff_id=after.staff_id,
        role=after.role,
        active=False,
        password_hash=after.password_hash,
        pin_hash=after.pin_hash,
    )
    numbered = staff.post_person(tx, header, meant, change="changed")
    return TokenPosted(number=numbered.number, name=found.name, role=found.role)


@action(right=Right.manage_registers)
def pair_browser(
    tx: Tx, *, register: str, key: str, old_key: str, name: str = "", now: datetime, by: Actor
) -> PairedRegister:
    """Let the browser that keeps `key` stand at a register, and no more where it stood by `old_key`.

    Raises:
        UnknownRegister, TextRefused: nothing was changed.
    """
    called = clean_line(name, what="the browser", length_max=NAME_LENGTH_MAX) if name.strip() else ""
    found = find_register(tx, register)
    if found is None:
        raise UnknownRegister(f"There is no register {register[:40]!r}; see: tillbook register list.", path="register")

    if old_key:
        access.unpair_browser(tx, kept(old_key), now=now)
    browser_id = access.pair_browser(
        tx, register_id=found.register_id, key_sha256=kept(key), name=called, staff_id=by.staff_id, now=now
    )
    return PairedRegister(browser_id=browser_id, code=found.code, name=found.name)


@action(right=Right.manage_registers)
def unpair_browser(tx: Tx, *, browser_id: int, now: datetime, by: Actor) -> None:  # noqa: ARG001  (asked by `action`)
    """Let a browser stand at no register; nobody signs in there by a PIN any more.

    Raises:
        UnknownBrowser: nothing was changed.
    """
    access.unpair_browser(tx, browser(tx, browser_id).key_sha256, now=now)
