"""A second person's agreement over HTTP: proved by a PIN, good for 60 seconds and for one request alone.

What is signed names the approver, the session or token that asks, and the SHA-256 of the body that was
agreed to: it cannot be used by anybody else or for anything else, and a body posts once, by its id (P6).
"""

from __future__ import annotations

import hashlib
from typing import ClassVar, Final

from django.core import signing
from django.http import HttpRequest

from tillbook.api.served import CAME_BY
from tillbook.core.errors import Refusal
from tillbook.core.rights import Actor
from tillbook.db.transaction import reading
from tillbook.queries.staff import actor_of, all_staff

SECONDS_MAX: Final = 60
HEADER: Final = "Approval"
_SALT: Final = "tillbook.approval"


class ApprovalInvalid(Refusal):
    """The agreement is too old, or was given for something else."""

    code: ClassVar[str] = "approval_invalid"


def give(request: HttpRequest, approver: Actor, body: str) -> str:
    """The text that says, for `SECONDS_MAX`, that `approver` agreed to this body of whoever asks."""
    return signing.dumps([approver.staff_id, asker(request), _digest(body.encode())], salt=_SALT)


def approver_of(request: HttpRequest) -> Actor | None:
    """Who agreed to this request; None where nobody was asked.

    Raises:
        ApprovalInvalid: it was agreed to something else, by nobody, or too long ago.
    """
    text = request.headers.get(HEADER)
    if not text:
        return None
    try:
        staff_id, whose, digest = signing.loads(text, salt=_SALT, max_age=SECONDS_MAX)
    except (signing.BadSignature, ValueError):
        raise ApprovalInvalid("The approval is more than a minute old; let it be given again.") from None
    if whose != asker(request) or digest != _digest(request.body):
        raise ApprovalInvalid("The approval was given for something else; let it be given again.")
    with reading() as tx:
        found = next((each for each in all_staff(tx) if each.staff_id == staff_id and each.active), None)
        if found is None:
            raise ApprovalInvalid("Whoever agreed works here no more; ask somebody else.")
        return actor_of(tx, found)


def asker(request: HttpRequest) -> str:
    """What the request came in by, the token or the session: a text that is nobody else's."""
    came_by: str = request.META[CAME_BY]
    return came_by


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
