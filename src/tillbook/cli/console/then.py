"""What comes next, after something was typed at a prompt."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from tillbook.core.errors import Refusal


class Then(StrEnum):
    """What comes next."""

    stay = "stay"
    show = "show"
    pay = "pay"
    customer = "customer"
    hold = "hold"
    recall = "recall"
    dropped = "dropped"
    leave = "leave"


class CommandUnclear(Refusal):
    """No such command, or not what it needs."""

    code: ClassVar[str] = "command_unclear"
