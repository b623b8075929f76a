"""`POST /approvals`: somebody else agrees, at the same screen, to what is beyond the limits of the first."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tillbook.api.answers_access import Approval
from tillbook.api.approvals import SECONDS_MAX, give
from tillbook.api.base import SIGNED_IN, answer, operation
from tillbook.api.session import proved
from tillbook.api.throttle import DOOR
from tillbook.core.errors import Refusal
from tillbook.core.rights import Actor
from tillbook.formats.access_commands import ApprovalJson

router = Router(tags=["signing in"])


class NoSecondPerson(Refusal):
    """Nobody agrees to what they do themselves."""

    code: ClassVar[str] = "no_second_person"


@operation(router, "POST", "/approvals", right=SIGNED_IN, answers={201: Approval}, pace=DOOR)
def approve(request: HttpRequest, body: ApprovalJson) -> HttpResponse:
    """Agree to one request, named by its body: by PIN where the browser stands at a register, else by password.

    Send that request again, unchanged, with what is answered in the header `Approval`.
    """
    approver = proved(request, body)
    asking: Actor = request.auth  # type: ignore[attr-defined]  # the first person, whoever has agreed before
    if approver.staff_id == asking.staff_id:
        raise NoSecondPerson("Nobody agrees to what they do themselves; ask somebody else.", path="name")
    return answer({"approval": give(request, approver, body.body), "expires_in": SECONDS_MAX}, status=201)
