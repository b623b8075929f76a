"""Staff and roles: who they are is in rows that change, what changed is in the journal for good.

An entry tells the whole state of a person after the change: number, role, whether active, and what stands for
the hashes of password and PIN. It is told as it was meant, not read back, so that a write that was lost shows. The
name is in the row alone, so that a person can be erased.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tillbook.core.chain import Plain
from tillbook.core.posting import Numbered, Stamp
from tillbook.core.rights import Right
from tillbook.core.roles import RoleNow, limits_plain, limits_text, rights_text
from tillbook.db.models import Role, Staff
from tillbook.db.statements import Tx, insert_into
from tillbook.ledgers.documents import Document
from tillbook.ledgers.secrets import Secret, told

_ADD = insert_into(Staff, "name", "role", "active", "password_hash", "pin_hash")
_CHANGE = "UPDATE staff SET name = ?, role = ?, active = ? WHERE id = ?"
_ADD_ROLE = insert_into(Role, "name", "rights", "limits")
_CHANGE_ROLE = "UPDATE role SET rights = ?, limits = ? WHERE name = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A person as a change leaves them."""

    staff_id: int
    role: str
    active: bool
    password_hash: str = field(default="", repr=False)
    pin_hash: str = field(default="", repr=False)


def add(tx: Tx, *, name: str, role: str) -> int:
    """A new person without a password or PIN; answers their number."""
    return tx.insert(_ADD, (name, role, True, "", ""))


def change(tx: Tx, staff_id: int, *, name: str, role: str, active: bool) -> None:
    """Rename a person, give another role, or let them sign in no more."""
    assert tx.write(_CHANGE, (name, role, active, staff_id)) == 1, "the person was just read"


def keep_secret(tx: Tx, staff_id: int, secret: Secret) -> None:
    """Keep the hash of a new password or PIN in place of the one before."""
    statement = f"UPDATE staff SET {secret.column} = ? WHERE id = ?"  # noqa: S608  (one of our two columns)
    assert tx.write(statement, (secret.hash, staff_id)) == 1, "the person was just read"


def keep_role(tx: Tx, role: RoleNow) -> None:
    """Keep what the shop chose for a role."""
    rights = "" if role.set_rights is None else rights_text(role.set_rights)
    limits = "" if role.set_limits is None else limits_text(role.set_limits)
    if tx.write(_CHANGE_ROLE, (rights, limits, role.name)) == 0:
        tx.write(_ADD_ROLE, (role.name, rights, limits))


def post_person(tx: Tx, header: Stamp, after: Meant, *, change: str) -> Numbered:
    """Post what was changed about a person."""
    state: dict[str, Plain] = {
        "active": after.active,
        "change": change,
        "member": str(after.staff_id),
        "password_sha256": told(after.password_hash),
        "pin_sha256": told(after.pin_hash),
        "role": after.role,
    }
    return Document(tx, header, location_codes={}).close(state)


def post_role(tx: Tx, header: Stamp, role: RoleNow) -> Numbered:
    """Post what a role may do now: none of its rights or limits is said where they are those in code."""
    state: dict[str, Plain] = {"change": "role", "role": role.name, "rights": None, "limits": None}
    if role.set_rights is not None:
        state["rights"] = _names(role.set_rights)
    if role.set_limits is not None:
        state["limits"] = limits_plain(role.set_limits)
    return Document(tx, header, location_codes={}).close(state)


def _names(rights: frozenset[Right]) -> list[Plain]:
    return [str(right) for right in sorted(rights)]
