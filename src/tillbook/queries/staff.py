"""Who works here, and what each role may do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.core.office import StaffNow
from tillbook.core.rights import RIGHTS, Actor
from tillbook.core.roles import RoleNow, kept_role
from tillbook.db.statements import Row, Tx

_STAFF = "SELECT id, name, role, active, password_hash, pin_hash FROM staff ORDER BY name, id"
_ROLES = "SELECT name, rights, limits FROM role ORDER BY name"


class UnknownStaff(Refusal):
    """Nobody of this name works here."""

    code: ClassVar[str] = "unknown_staff"


class UnknownRole(Refusal):
    """The shop has no role of this name."""

    code: ClassVar[str] = "unknown_role"


class StaffExists(Refusal):
    """Somebody of this name works, or worked, here."""

    code: ClassVar[str] = "staff_exists"


class NoPerson(Refusal):
    """This member of the staff is a program, which comes in by its token alone."""

    code: ClassVar[str] = "no_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A person as they are now, and what the journal said of their secrets at one change."""

    member: StaffNow
    password_sha256: str
    pin_sha256: str


def all_staff(tx: Tx) -> list[StaffNow]:
    """Everybody who works or worked here, by name."""
    return [_staff(row) for row in tx.rows(_STAFF)]


def find(tx: Tx, name: str) -> StaffNow | None:
    """The person of this name, however its letters are cased."""
    wanted = " ".join(name.split()).casefold()
    return next((each for each in all_staff(tx) if each.name.casefold() == wanted), None)


def person(tx: Tx, name: str) -> StaffNow:
    """The person of this name. Raises: UnknownStaff."""
    found = find(tx, name)
    if found is None:
        raise UnknownStaff(f"Nobody here is called {name[:60]!r}; see: tillbook staff list", path="name")
    return found


def require_free(tx: Tx, name: str) -> None:
    """Raises: StaffExists, where somebody is called so."""
    if find(tx, name) is not None:
        raise StaffExists(f"Somebody here is called {name} already; add what tells them apart.", path="name")


def is_program(tx: Tx, staff_id: int) -> bool:
    """Whether this member of the staff is a program with a token, or was one."""
    return tx.row("SELECT 1 FROM api_token WHERE staff_id = ? LIMIT 1", (staff_id,)) is not None


def require_person(tx: Tx, found: StaffNow) -> None:
    """Raises: NoPerson, for whom a password or PIN would be a second way in."""
    if is_program(tx, found.staff_id):
        raise NoPerson(f"{found.name} is a program, and comes in by its token alone.", path="name")


def roles(tx: Tx) -> list[RoleNow]:
    """Every role: those that every shop has, then the shop's own by name."""
    kept = {row[0]: kept_role(*row) for row in tx.rows(_ROLES)}
    built_in = [kept.pop(str(name), RoleNow(name=str(name))) for name in RIGHTS]
    return [*built_in, *kept.values()]


def role_of(tx: Tx, name: str) -> RoleNow:
    """The role of this name. Raises: UnknownRole, with those there are."""
    every = roles(tx)
    found = next((each for each in every if each.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise UnknownRole(
            f"There is no role {name[:40]!r}; choose one of these: {', '.join(each.name for each in every)}.",
            path="role",
        )
    return found


def actor_of(tx: Tx, found: StaffNow) -> Actor:
    """The person with the rights and limits that their role has now. Raises: UnknownRole."""
    role = role_of(tx, found.role)
    return Actor(
        staff_id=found.staff_id,
        name=found.name,
        role=role.name,
        own_rights=role.set_rights,
        own_limits=role.limits if role.own else role.set_limits,
    )


def another_active_owner(tx: Tx, staff_id: int) -> bool:
    """Whether another person is an owner who may sign in; a program is nobody's way back in."""
    statement = """SELECT id FROM staff WHERE role = 'owner' AND active AND id <> ?
        AND id NOT IN (SELECT staff_id FROM api_token) ORDER BY id LIMIT 1"""
    return tx.row(statement, (staff_id,)) is not None


def posted_about(tx: Tx, posting_id: int) -> Told:
    """The person whom a posted change was about, with what the journal said of them then."""
    row = tx.row("SELECT text FROM journal_entry WHERE posting_id = ?", (posting_id,))
    assert row is not None, "every posting has its entry"
    body = json.loads(row[0])["body"]
    member = next(each for each in all_staff(tx) if each.staff_id == int(body["member"]))
    return Told(member=member, password_sha256=body["password_sha256"], pin_sha256=body["pin_sha256"])


def _staff(row: Row) -> StaffNow:
    return StaffNow(
        staff_id=row[0], name=row[1], role=row[2], active=bool(row[3]), password_hash=row[4], pin_hash=row[5]
    )
