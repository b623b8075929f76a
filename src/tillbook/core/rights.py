"""Who may do what: one right per action, the rights of each role, and its limits (P26).

Questions have rights too where not everybody may hear the answer: those that begin with `see_`.

A right opens an action; a limit says how far a person goes in it alone. Beyond it a second person, whose own
limit reaches that far, agrees with a PIN: both names are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from tillbook.core.errors import Refusal


class Right(StrEnum):
    """One permission; every action declares exactly one."""

    sell = "sell"
    sell_on_credit = "sell_on_credit"
    sell_expired = "sell_expired"
    refund = "refund"
    open_shift = "open_shift"
    close_shift = "close_shift"
    move_cash = "move_cash"
    take_payment = "take_payment"
    manage_customers = "manage_customers"
    set_credit_limit = "set_credit_limit"
    erase_person = "erase_person"
    see_customers = "see_customers"
    see_shift = "see_shift"
    see_reports = "see_reports"
    see_costs = "see_costs"
    see_staff = "see_staff"
    receive = "receive"
    adjust = "adjust"
    import_file = "import_file"
    set_prices = "set_prices"
    manage_promotions = "manage_promotions"
    manage_registers = "manage_registers"
    manage_staff = "manage_staff"
    change_settings = "change_settings"
    set_own_secret = "set_own_secret"  # noqa: S105  (the name of a right)


EVERYBODYS = frozenset({Right.set_own_secret})
"""What every role may do, those of the shop's own too."""


class Role(StrEnum):
    """The roles that every shop has; it may add its own."""

    owner = "owner"
    manager = "manager"
    cashier = "cashier"
    accountant = "accountant"


RIGHTS: dict[str, frozenset[Right]] = {
    Role.owner: frozenset(Right),
    Role.manager: frozenset(Right) - {Right.change_settings, Right.manage_staff, Right.manage_registers},
    Role.cashier: frozenset(
        {
            Right.sell,
            Right.sell_on_credit,
            Right.refund,
            Right.open_shift,
            Right.close_shift,
            Right.move_cash,
            Right.take_payment,
            Right.manage_customers,
            Right.see_customers,
            Right.see_shift,
            *EVERYBODYS,
        }
    ),
    Role.accountant: frozenset({Right.see_customers, Right.see_shift, Right.see_reports, Right.see_costs, *EVERYBODYS}),
}
"""The one table of rights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a person goes alone. Percents are of the price or the bill; None is without a limit.

    `price_change_percent` bounds how far a price by hand lies from the listed one, up or down;
    `return_without_receipt_minor` one such return; `drawer_openings` the no-sales in one shift.
    """

    line_discount_percent: Decimal | None = None
    bill_discount_percent: Decimal | None = None
    price_change_percent: Decimal | None = None
    return_without_receipt_minor: int | None = None
    drawer_openings: int | None = None
    sale_below_cost: bool = True

    def covers(self, other: Limits) -> bool:
        """Whether whoever has these limits goes at least as far as one who has `other`."""
        return all(_reaches(getattr(self, each.name), getattr(other, each.name)) for each in fields(self))


def _reaches(mine: Decimal | bool | None, theirs: Decimal | bool | None) -> bool:
    """No limit reaches as far as any; yes and no are 1 and 0."""
    return mine is None or (theirs is not None and mine >= theirs)


NO_LIMITS = Limits()
NOTHING_ALONE = Limits(
    line_discount_percent=Decimal(0),
    bill_discount_percent=Decimal(0),
    price_change_percent=Decimal(0),
    return_without_receipt_minor=0,
    drawer_openings=0,
    sale_below_cost=False,
)
LIMITS: dict[str, Limits] = {
    Role.owner: NO_LIMITS,
    Role.manager: NO_LIMITS,
    Role.cashier: NOTHING_ALONE,
    Role.accountant: NOTHING_ALONE,
}
"""What each role has until the shop says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person who asks for an action, and the second one who agreed to what is beyond their limits.

    `own_rights` and `own_limits` are the shop's own for this role; None is those in code. The owner's are never
    other ones.
    """

    staff_id: int
    name: str
    role: str
    own_rights: frozenset[Right] | None = None
    own_limits: Limits | None = None
    approver: Actor | None = None

    @property
    def rights(self) -> frozenset[Right]:
        if self.own_rights is None or self.role == Role.owner:
            return RIGHTS[self.role]
        return self.own_rights

    @property
    def limits(self) -> Limits:
        if self.own_limits is None or self.role == Role.owner:
            return LIMITS[self.role]
        return self.own_limits


class NotAllowed(Refusal):
    """The person lacks the right that an action declares."""

    code: ClassVar[str] = "not_allowed"


class NeedsApproval(NotAllowed):
    """The person may do it, but not so far, and nobody else has agreed."""

    code: ClassVar[str] = "needs_approval"


def require(actor: Actor, right: Right, *, path: str | None = None) -> None:
    """Refuse unless `actor` has `right`.

    Raises:
        NotAllowed: naming the right and the roles that have it.
    """
    if right in actor.rights:
        return
    able = ", ".join(role for role, rights in RIGHTS.items() if right in rights)
    raise NotAllowed(
        f"{actor.name} ({actor.role}) may not {right.replace('_', ' ')}; ask one of these: {able}.", path=path
    )


def approval(actor: Actor, allowed: Callable[[Limits], bool], *, what: str, path: str | None = None) -> int | None:
    """The id of the second person whose agreement `what` needs: None where the first one's limit reaches so far.

    `what` follows "may not", as "give 20 % off a line".

    Raises:
        NeedsApproval: it is beyond the limit of the first person, and of the second if there is one.
    """
    if allowed(actor.limits):
        return None
    second = actor.approver
    if second is not None and second.staff_id != actor.staff_id and allowed(second.limits):
        return second.staff_id
    raise NeedsApproval(
        f"{actor.name} ({actor.role}) may not {what} alone; let somebody who may agree with a PIN.", path=path
    )
