"""Staff and roles: what the journal says of each change, put together, is how they stand (P26).

An entry tells the whole state of a person or a role after the change. The person's row may have been written
by hand since, as by somebody who made themselves an owner or exchanged a password: it differs from the last
entry then. The owner whom the shop was founded with is in no entry until something about them changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.journal import canonical

BUILT_IN = ("owner", "manager", "cashier", "accountant")
_FOUNDER = {"active": True, "password_sha256": "", "pin_sha256": "", "role": "owner"}
_ENTRY = "SELECT text FROM journal_entry WHERE posting_id = ?"
_STAFF = "SELECT id, role, active, password_hash, pin_hash FROM staff ORDER BY id"
_ROLES = "SELECT name, rights, limits FROM role ORDER BY name"
_AGREED_ALONE = "SELECT id FROM posting WHERE approved_by_id = staff_id ORDER BY id"
_NAMES = {"active": "leave to sign in", "password_sha256": "password", "pin_sha256": "PIN", "role": "role"}
_CHANGES = ("added", "changed", "password", "pin", "role")
_SECRETS = {"password": "password_sha256", "pin": "pin_sha256"}


class StaffRoom:
    """Follows what was posted of staff and roles, and compares the end of it with their rows."""

    counted: ClassVar[Mapping[str, str]] = {"staff": "staff_changes"}

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._people: dict[int, Mapping[str, Any]] = {}
        self._roles: dict[str, dict[str, Any]] = {}

    def more(self, posting: Posting, moves: Sequence[Row], cash: Sequence[Row]) -> dict[str, object]:
        """Take down what was changed; only the last change of each can be compared with a row."""
        if moves or cash:
            self._facts.found.add("document", posting.where, "is a change of staff, and moves goods or cash")
        for (text,) in self._facts.tx.rows(_ENTRY, (posting.id,)):
            told = json.loads(text)["body"]
            if told["change"] not in _CHANGES:
                self._facts.found.add("staff_change", posting.where, f"changed {told['change']}, which nobody can")
            elif told["change"] == "role":
                self._roles[told["role"]] = {"limits": told["limits"], "rights": told["rights"]}
            else:
                self._follow(posting, told["change"], int(told["member"]), told)
        return {}

    def _follow(self, posting: Posting, change: str, member: int, told: Mapping[str, Any]) -> None:
        """One change of a person, after the one before it: adding comes first, and a change changes what it says."""
        now = {key: told[key] for key in _FOUNDER}
        before = self._people.get(member, _founded(member))
        if (before is None) != (change == "added"):
            self._facts.found.add("staff_change", posting.where, f"is about person {member}, out of order")
        elif before is not None:
            allowed = {_SECRETS[change]} if change in _SECRETS else {"active", "role"}
            other = sorted(key for key in now if now[key] != before[key] and key not in allowed)
            if other:
                self._facts.found.add("staff_change", posting.where, f"also changed {', '.join(other)}")
        self._people[member] = now

    def finish(self) -> None:
        """The rows are as the last change of each left them."""
        self._check_roles()
        roles = {*BUILT_IN, *self._roles}
        owners = 0
        for staff_id, role, active, password_hash, pin_hash in self._facts.tx.rows(_STAFF):
            where = f"Staff {staff_id}"
            stands = {
                "active": bool(active),
                "password_sha256": _told(password_hash),
                "pin_sha256": _told(pin_hash),
                "role": role,
            }
            self._compare(where, self._people.pop(staff_id, _founded(staff_id)), stands)
            owners += role == "owner" and bool(active)
            if role not in roles:
                self._facts.found.add("staff_role", where, f"has the role {role!r}, which the shop has not")
        for staff_id in self._people:
            self._facts.found.add("staff", f"Staff {staff_id}", "was taken on, and is not there any more")
        if not owners:
            self._facts.found.add("owner", "Staff", "has no owner who may sign in")
        self._facts.checked["staff"] = self._facts.tx.rows("SELECT COUNT(*) FROM staff")[0][0]
        for (posting_id,) in self._facts.tx.rows(_AGREED_ALONE):
            where = self._facts.document(posting_id)
            self._facts.found.add("approval", where, "was agreed to by the very person who asked")

    def _compare(self, where: str, told: Mapping[str, Any] | None, stands: Mapping[str, Any]) -> None:
        if told is None:
            self._facts.found.add("staff", where, "was never taken on by anybody")
            return
        for key, value in stands.items():
            if told[key] != value:
                shown = f": it is {value}, {told[key]} was posted" if key in ("active", "role") else ""
                self._facts.found.add("staff", where, f"the {_NAMES[key]} was changed by nobody{shown}")

    def _check_roles(self) -> None:
        for name, rights, limits in self._facts.tx.rows(_ROLES):
            where = f"Role {name}"
            told = self._roles.get(name)
            if name == "owner" or (name in BUILT_IN and rights):
                self._facts.found.add("role", where, "is as in every shop, and has rights or limits of its own")
            elif told is None:
                self._facts.found.add("role", where, "was made by nobody")
            elif (rights, limits) != (_kept(told["rights"]), _kept(told["limits"])):
                self._facts.found.add("role", where, "may do other things than were posted")
        kept = {row[0] for row in self._facts.tx.rows(_ROLES)}
        for name in self._roles.keys() - kept:
            self._facts.found.add("role", f"Role {name}", "was posted, and is not there any more")


def _founded(staff_id: int) -> Mapping[str, Any] | None:
    """The person with whom every shop is founded, as they were then."""
    return _FOUNDER if staff_id == 1 else None


def _kept(told: object) -> str:
    """How a row holds what the journal says: nothing where it says none."""
    return "" if told is None else canonical(told)


def _told(kept: str) -> str:
    """How the journal speaks of a hash."""
    return hashlib.sha256(kept.encode()).hexdigest() if kept else ""
