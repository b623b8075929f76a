"""Staff and roles: who works here, what they may do, and how they sign in.

Nobody hands out what they do not have: whoever manages staff without being the owner can neither make nor
touch a role that reaches farther than their own. The last owner who may sign in stays one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from tillbook.core.chain import canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.office import StaffNow
from tillbook.core.posting import Numbered, Stamp, stamp
from tillbook.core.rights import EVERYBODYS, NOTHING_ALONE, Actor, Right, Role, require
from tillbook.core.roles import ROLE_NAME_LENGTH_MAX, Limit, RoleNow, changed_limits, limits_plain, require_reach
from tillbook.core.text import clean_line
from tillbook.db.statements import Tx
from tillbook.db.transaction import action, reading
from tillbook.ledgers import secrets, staff
from tillbook.ledgers.proving import proves
from tillbook.ledgers.secrets import Secret
from tillbook.queries.postings import IdReused, posted_before
from tillbook.queries.staff import (
    all_staff,
    another_active_owner,
    person,
    posted_about,
    require_free,
    require_person,
    role_of,
    roles,
)
from tillbook.queries.till import office

NAME_LENGTH_MAX = 120


class LastOwner(Refusal):
    """Without this person nobody could sign in as an owner."""

    code: ClassVar[str] = "last_owner"


class RoleFixed(Refusal):
    """What this role may do cannot be changed like this."""

    code: ClassVar[str] = "role_fixed"


class WrongSecret(Refusal):
    """The old password or PIN is not the right one."""

    code: ClassVar[str] = "wrong_secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPosted:
    """A person after a change; `number` is empty where nothing changed, and nothing was posted.

    `repeated` when this id had been posted before and nothing was done now.
    """

    number: str
    name: str
    role: str
    active: bool
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePosted:
    """A role after a change; see `PersonPosted`."""

    number: str
    role: RoleNow
    repeated: bool = False


@action(right=Right.manage_staff)
def add_staff(tx: Tx, *, id: str, name: str, role: str, now: datetime, by: Actor) -> PersonPosted:
    """Take on a person; they sign in once they have a password or a PIN.

    Raises:
        StaffExists, UnknownRole, BeyondOwnRights, TextRefused, IdReused: nothing was changed.
    """
    request_hash = digest(canonical(["staff", "add", role]))
    before = posted_before(tx, client_id=id, kind="staff", request_hash=request_hash)
    name = clean_line(name, what="the name", length_max=NAME_LENGTH_MAX)
    if before is not None:
        return _repeated(before, _same_person(tx, before, name=name))
    chosen = role_of(tx, role)
    require_reach(by, chosen)
    require_free(tx, name)

    staff_id = staff.add(tx, name=name, role=chosen.name)
    meant = staff.Meant(staff_id=staff_id, role=chosen.name, active=True)
    numbered = staff.post_person(tx, _header(tx, id, request_hash, now, by), meant, change="added")
    return PersonPosted(number=numbered.number, name=name, role=chosen.name, active=True)


@action(right=Right.manage_staff)
def change_staff(
    tx: Tx,
    *,
    id: str,
    name: str,
    new_name: str | None = None,
    role: str | None = None,
    active: bool | None = None,
    now: datetime,
    by: Actor,
) -> PersonPosted:
    """Rename a person, give them another role, or let them sign in no more, or again.

    Raises:
        UnknownStaff, StaffExists, UnknownRole, LastOwner, BeyondOwnRights, TextRefused, IdReused: nothing was
        changed.
    """
    request_hash = digest(canonical(["staff", "change", new_name is not None, role, active]))
    before = posted_before(tx, client_id=id, kind="staff", request_hash=request_hash)
    if new_name is not None:
        new_name = clean_line(new_name, what="the name", length_max=NAME_LENGTH_MAX)
    if before is not None:
        return _repeated(before, _same_person(tx, before, name=new_name or name))
    was = person(tx, name)
    old, chosen = role_of(tx, was.role), role_of(tx, was.role if role is None else role)
    after = replace(was, name=new_name or was.name, role=chosen.name, active=was.active if active is None else active)
    if after == was:
        return PersonPosted(number="", name=was.name, role=was.role, active=was.active)
    require_reach(by, old, chosen)
    if after.name.casefold() != was.name.casefold():
        require_free(tx, after.name)
    _require_an_owner_left(tx, was, after)

    staff.change(tx, was.staff_id, name=after.name, role=after.role, active=after.active)
    numbered = staff.post_person(tx, _header(tx, id, request_hash, now, by), _meant(after), change="changed")
    return PersonPosted(number=numbered.number, name=after.name, role=after.role, active=after.active)


def set_password(*, id: str, name: str, password: str, now: datetime, by: Actor) -> PersonPosted:
    """Give a person a password; the hash is made before the transaction begins.

    Raises:
        NotAllowed, WeakSecret, UnknownStaff, BeyondOwnRights, IdReused: nothing was changed.
    """
    require(by, Right.manage_staff)
    return keep_secret(id=id, name=name, secret=secrets.new_password(password, name=name), now=now, by=by)


def set_pin(*, id: str, name: str, pin: str, now: datetime, by: Actor) -> PersonPosted:
    """Give a person a PIN. Raises: as `set_password`."""
    require(by, Right.manage_staff)
    return keep_secret(id=id, name=name, secret=secrets.new_pin(pin), now=now, by=by)


def set_own_password(*, id: str, old: str, password: str, source: str, now: datetime, by: Actor) -> PersonPosted:
    """Change one's own password, which takes the old one; a wrong one counts as a wrong sign-in.

    Raises:
        WrongSecret, TooManyAttempts, WeakSecret, IdReused: nothing was changed.
    """
    require(by, Right.set_own_secret)
    secret = secrets.new_password(password, name=by.name)
    _require_known(id, secret, old, source=source, now=now, by=by)
    return keep_own_secret(id=id, secret=secret, now=now, by=by)


def set_own_pin(*, id: str, old: str, pin: str, source: str, now: datetime, by: Actor) -> PersonPosted:
    """Change one's own PIN, which takes the old one. Raises: as `set_own_password`."""
    require(by, Right.set_own_secret)
    secret = secrets.new_pin(pin)
    _require_known(id, secret, old, source=source, now=now, by=by)
    return keep_own_secret(id=id, secret=secret, now=now, by=by)


@action(right=Right.manage_staff)
def keep_secret(tx: Tx, *, id: str, name: str, secret: Secret, now: datetime, by: Actor) -> PersonPosted:
    """Keep a password or PIN that was hashed before. Raises: UnknownStaff, NoPerson, BeyondOwnRights, IdReused."""
    request_hash = digest(canonical(["staff", secret.column]))
    before = posted_before(tx, client_id=id, kind="staff", request_hash=request_hash)
    if before is not None:
        return _repeated(before, _same_secret(tx, before, _same_person(tx, before, name=name), secret))
    found = person(tx, name)
    require_person(tx, found)
    require_reach(by, role_of(tx, found.role))

    return _keep(tx, found, secret, _header(tx, id, request_hash, now, by))


@action(right=Right.set_own_secret)
def keep_own_secret(tx: Tx, *, id: str, secret: Secret, now: datetime, by: Actor) -> PersonPosted:
    """Keep one's own password or PIN, hashed before, after the old one was proved. Raises: IdReused."""
    request_hash = digest(canonical(["staff", "own", secret.column]))
    before = posted_before(tx, client_id=id, kind="staff", request_hash=request_hash)
    found = _self(tx, by)
    if before is not None:
        return _repeated(before, _same_secret(tx, before, _same_person(tx, before, name=found.name), secret))

    return _keep(tx, found, secret, _header(tx, id, request_hash, now, by))


@action(right=Right.manage_staff)
def set_role(
    tx: Tx,
    *,
    id: str,
    name: str,
    rights: Collection[Right] | None = None,
    limits: Mapping[str, Limit] | None = None,
    now: datetime,
    by: Actor,
) -> RolePosted:
    """Make a role of the shop's own, or change it; of a role that every shop has, its limits.

    Limits that are not named stay; those of a new role are nothing alone.

    Raises:
        RoleFixed, BadLimit, BeyondOwnRights, TextRefused, IdReused: nothing was changed.
    """
    said = None if rights is None else sorted(str(right) for right in rights)
    whole = changed_limits(NOTHING_ALONE, limits or {})
    told = {key: each for key, each in limits_plain(whole).items() if key in (limits or {})}
    name = clean_line(name, what="the role", length_max=ROLE_NAME_LENGTH_MAX)
    request_hash = digest(canonical(["staff", "role", name, said, told]))
    before = posted_before(tx, client_id=id, kind="staff", request_hash=request_hash)
    was = next((each for each in roles(tx) if each.name.casefold() == name.casefold()), None)
    if before is not None:
        assert was is not None, "a role that was posted is there"
        return RolePosted(number=before.number, role=was, repeated=True)
    after = _changed_role(was, name, rights, limits or {})
    if after == was:
        return RolePosted(number="", role=was)
    require_reach(by, after, *(() if was is None else (was,)))

    staff.keep_role(tx, after)
    numbered = staff.post_role(tx, _header(tx, id, request_hash, now, by), after)
    return RolePosted(number=numbered.number, role=after)


def _changed_role(
    was: RoleNow | None, name: str, rights: Collection[Right] | None, limits: Mapping[str, Limit]
) -> RoleNow:
    if was is None:
        if not rights:
            raise RoleFixed(f"A role of your own needs rights: say what a {name} may do.", path="rights")
        was = RoleNow(name=name, set_rights=frozenset(), set_limits=NOTHING_ALONE)
    if was.name == Role.owner:
        raise RoleFixed("The owner may do everything, without limits; make another role for somebody who may not.")
    if not was.own and rights is not None:
        raise RoleFixed(
            f"What a {was.name} may do is the same in every shop; make a role of your own, or change the limits.",
            path="rights",
        )
    set_rights = was.set_rights if rights is None else frozenset({*rights, *EVERYBODYS})
    set_limits = changed_limits(was.limits, limits) if limits else was.set_limits
    return replace(was, set_rights=set_rights, set_limits=set_limits)


def _header(tx: Tx, id: str, request_hash: str, now: datetime, by: Actor) -> Stamp:
    return stamp(office(tx), client_id=id, request_hash=request_hash, kind="staff", now=now, by=by)


def _keep(tx: Tx, found: StaffNow, secret: Secret, header: Stamp) -> PersonPosted:
    staff.keep_secret(tx, found.staff_id, secret)
    of_password = secret.column == "password_hash"
    after = replace(found, password_hash=secret.hash) if of_password else replace(found, pin_hash=secret.hash)
    numbered = staff.post_person(tx, header, _meant(after), change="password" if of_password else "pin")
    return PersonPosted(number=numbered.number, name=found.name, role=found.role, active=found.active)


def _meant(after: StaffNow) -> staff.Meant:
    return staff.Meant(
        staff_id=after.staff_id,
        role=after.role,
        active=after.active,
        password_hash=after.password_hash,
        pin_hash=after.pin_hash,
    )


def _require_known(id: str, secret: Secret, old: str, *, source: str, now: datetime, by: Actor) -> None:
    """The old secret is the right one; a repeat changes nothing, and need not know it.

    Raises:
        WrongSecret, TooManyAttempts
    """
    with reading() as tx:
        if tx.row("SELECT id FROM posting WHERE client_id = ?", (id,)) is not None:
            return
        found = _self(tx, by)
    kept = found.password_hash if secret.column == "password_hash" else found.pin_hash
    what = "password" if secret.column == "password_hash" else "PIN"
    if not proves(kept, old, account=found.name.casefold(), source=source, now=now):
        raise WrongSecret(f"That is not your {what} of now; whoever manages the staff can give you a new one.")


def _require_an_owner_left(tx: Tx, was: StaffNow, after: StaffNow) -> None:
    leaves = was.role == Role.owner and was.active and not (after.role == Role.owner and after.active)
    if leaves and not another_active_owner(tx, was.staff_id):
        raise LastOwner(f"{was.name} is the last owner who may sign in; make somebody else an owner first.")


def _self(tx: Tx, by: Actor) -> StaffNow:
    return next(each for each in all_staff(tx) if each.staff_id == by.staff_id)


def _repeated(before: Numbered, member: StaffNow) -> PersonPosted:
    return PersonPosted(number=before.number, name=member.name, role=member.role, active=member.active, repeated=True)


def _same_person(tx: Tx, before: Numbered, *, name: str) -> StaffNow:
    """Whom the repeated command was about. Raises: IdReused."""
    member = posted_about(tx, before.posting_id).member
    if member.name.casefold() != name.strip().casefold():
        raise _reused(before)
    return member


def _same_secret(tx: Tx, before: Numbered, member: StaffNow, secret: Secret) -> StaffNow:
    """The repeated command brings the same secret; one that was changed since cannot be compared. Raises: IdReused."""
    then = posted_about(tx, before.posting_id)
    of_password = secret.column == "password_hash"
    kept = member.password_hash if of_password else member.pin_hash
    told = then.password_sha256 if of_password else then.pin_sha256
    if secrets.told(kept) == told and not secrets.matches(kept, secret.text):
        raise _reused(before)
    return member


def _reused(before: Numbered) -> IdReused:
    return IdReused(
        f"This id was already used for {before.number} with another content; make a new id for a new command.",
        path="id",
    )
