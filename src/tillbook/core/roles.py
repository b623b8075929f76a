"""Roles of a shop's own, and other limits of a role that every shop has: as they are kept, told and compared.

A limit is kept under its name, a percent as a decimal string, an amount or a number as a whole number, and
none as null, so that the journal can say it in the same words.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, ClassVar, Final

from tillbook.core.amounts import AMOUNT_MINOR_MAX, format_exact
from tillbook.core.chain import Plain, canonical
from tillbook.core.errors import Refusal
from tillbook.core.rights import EVERYBODYS, LIMITS, NOTHING_ALONE, RIGHTS, Actor, Limits, NotAllowed, Right, Role

ROLE_NAME_LENGTH_MAX: Final = 32
PERCENT_MAX: Final = {"line_discount_percent": 100, "bill_discount_percent": 100, "price_change_percent": 1000}
"""The limits in percent, and how far each can go at all."""
WHOLE_MAX: Final = {"return_without_receipt_minor": AMOUNT_MINOR_MAX, "drawer_openings": 10_000}
"""The limits in whole numbers."""

Limit = Decimal | int | bool | None


class BadLimit(Refusal):
    """A limit that cannot be one."""

    code: ClassVar[str] = "bad_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleNow:
    """A role with what it may do; `own` where the shop made it, else it is one that every shop has.

    `set_rights` and `set_limits` are those that the shop chose; None is those in code.
    """

    name: str
    set_rights: frozenset[Right] | None = None
    set_limits: Limits | None = None

    @property
    def own(self) -> bool:
        return self.name not in RIGHTS

    @property
    def rights(self) -> frozenset[Right]:
        return RIGHTS[self.name] if self.set_rights is None else self.set_rights

    @property
    def limits(self) -> Limits:
        return LIMITS.get(self.name, NOTHING_ALONE) if self.set_limits is None else self.set_limits


def kept_role(name: str, rights: str, limits: str) -> RoleNow:
    """A role as its row has it: empty texts stand for what is in code."""
    return RoleNow(
        name=name,
        set_rights=frozenset(map(Right, json.loads(rights))) if rights else None,
        set_limits=_limits_of(json.loads(limits)) if limits else None,
    )


def rights_text(rights: Iterable[Right]) -> str:
    """Rights as a row keeps them: those that everybody has are always among them."""
    return canonical(sorted({*rights, *EVERYBODYS}))


def limits_plain(limits: Limits) -> dict[str, Plain]:
    """Limits as the journal says them."""
    return {name: format_exact(each) if isinstance(each, Decimal) else each for name, each in asdict(limits).items()}


def limits_text(limits: Limits) -> str:
    """Limits as a row keeps them."""
    return canonical(limits_plain(limits))


def changed_limits(before: Limits, changes: Mapping[str, Limit]) -> Limits:
    """`before` with other limits; those that are not named stay.

    Raises:
        BadLimit: no such limit, or out of its bounds.
    """
    for name, value in changes.items():
        _require_limit(name, value)
    return replace(before, **dict[str, Any](changes))


def goes_beyond(rights: Collection[Right], limits: Limits, role: RoleNow) -> bool:
    """Whether a role may do more, or goes farther alone, than one with `rights` and `limits`."""
    return not role.rights <= set(rights) or not limits.covers(role.limits)


class BeyondOwnRights(NotAllowed):
    """A person would hand out, or take over, more than they have."""

    code: ClassVar[str] = "beyond_own_rights"


def require_reach(by: Actor, *touched: RoleNow) -> None:
    """Nobody hands out or takes over what is beyond their own. Raises: BeyondOwnRights."""
    for role in touched:
        if by.role != Role.owner and (role.name == Role.owner or goes_beyond(by.rights, by.limits, role)):
            raise BeyondOwnRights(
                f"{by.name} ({by.role}) may do less than a {role.name}, and so cannot decide who or what one is; "
                "ask the owner."
            )


def _limits_of(kept: Mapping[str, Any]) -> Limits:
    read: dict[str, Any] = {
        name: Decimal(each) if name in PERCENT_MAX and each is not None else each for name, each in kept.items()
    }
    return Limits(**read)


def _require_limit(name: str, value: Limit) -> None:
    if name == "sale_below_cost":
        if not isinstance(value, bool):
            raise BadLimit("Selling below cost is allowed or not; there is no amount of it.", path=name)
        return
    if value is None and (name in PERCENT_MAX or name in WHOLE_MAX):
        return
    if name in PERCENT_MAX and isinstance(value, Decimal):
        if not 0 <= value <= PERCENT_MAX[name] or value != round(value, 2):
            message = f"A limit in percent is from 0 to {PERCENT_MAX[name]}, with at most two decimals."
            raise BadLimit(message, path=name)
    elif name in WHOLE_MAX and isinstance(value, int) and not isinstance(value, bool):
        if not 0 <= value <= WHOLE_MAX[name]:
            raise BadLimit("A limit is 0 or more, and not beyond what an amount can be.", path=name)
    else:
        raise BadLimit(f"There is no limit {name!r} like this.", path=name)
