"""What a till shows before it posts: an action is rehearsed and undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from tillbook.core.rights import NO_LIMITS, Actor, NeedsApproval

T = TypeVar("T")


def or_approved(rehearsed: Callable[[Actor], T], by: Actor) -> tuple[T, str | None]:
    """What a rehearsal comes to, and why a second person must agree to it, where one must: None where nobody must.

    Nobody is asked for a rehearsal.
    """
    try:
        return rehearsed(by), None
    except NeedsApproval as needed:
        return rehearsed(replace(by, own_limits=NO_LIMITS)), needed.message
