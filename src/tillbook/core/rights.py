"""Who may do what: one right per action, and the rights of each role (P26)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from tillbook.core.errors import Refusal


class Right(StrEnum):
    """One permission; every action declares exactly one, and a figure typed by hand needs its own."""

    sell = "sell"
    change_price = "change_price"
    give_discount = "give_discount"
    receive = "receive"
    adjust = "adjust"
    import_file = "import_file"
    change_settings = "change_settings"


class Role(StrEnum):
    """What a person is in the shop."""

    owner = "owner"
    manager = "manager"
    cashier = "cashier"
    accountant = "accountant"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.owner: frozenset(Right),
    Role.manager: frozenset(Right) - {Right.change_settings},
    Role.cashier: frozenset({Right.sell}),
    Role.accountant: frozenset(),
}
"""The one table of rights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person who asks for an action."""

    staff_id: int
    name: str
    role: Role


class NotAllowed(Refusal):
    """The person lacks the right that an action declares."""

    code: ClassVar[str] = "not_allowed"


def require(actor: Actor, right: Right, *, path: str | None = None) -> None:
    """Refuse unless the role of `actor` has `right`.

    Raises:
        NotAllowed: naming the right and the roles that have it.
    """
    if right in RIGHTS[actor.role]:
        return
    able = ", ".join(role for role, rights in RIGHTS.items() if right in rights)
    raise NotAllowed(
        f"{actor.name} ({actor.role}) may not {right.replace('_', ' ')}; ask one of these: {able}.", path=path
    )
