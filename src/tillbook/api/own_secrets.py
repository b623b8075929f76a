"""A person's own password and PIN: changed by whoever knows the old one.

The session that changes one goes on, under a new id; every other session of that person ends (see `auth.secrets_mark`).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tillbook.actions.staff import set_own_password, set_own_pin
from tillbook.api.auth import begin_session
from tillbook.api.base import nothing, operation, who
from tillbook.api.served import new_id, now, source_of
from tillbook.api.throttle import DOOR
from tillbook.core.rights import Actor, Right
from tillbook.db.transaction import reading
from tillbook.formats.access_commands import OwnPasswordJson, OwnPinJson
from tillbook.queries.staff import person

router = Router(tags=["signing in"])


@operation(router, "PUT", "/session/password", right=Right.set_own_secret, answers={204: None}, pace=DOOR)
def put_own_password(request: HttpRequest, body: OwnPasswordJson) -> HttpResponse:
    """Change one's own password; 403 `wrong_secret` where `old` is not the one of now, which counts as a wrong sign-in.

    This session goes on under a new id; all others of this person end.
    """
    by, at = who(request), now()
    set_own_password(
        id=body.id or new_id(), old=body.old, password=body.password, source=source_of(request), now=at, by=by
    )
    return _go_on(request, by)


@operation(router, "PUT", "/session/pin", right=Right.set_own_secret, answers={204: None}, pace=DOOR)
def put_own_pin(request: HttpRequest, body: OwnPinJson) -> HttpResponse:
    """Change one's own PIN, as `PUT /session/password` changes the password."""
    by, at = who(request), now()
    set_own_pin(id=body.id or new_id(), old=body.old, pin=body.pin, source=source_of(request), now=at, by=by)
    return _go_on(request, by)


def _go_on(request: HttpRequest, by: Actor) -> HttpResponse:
    """Begin the session of whoever asked anew; a program that asked by its token has none."""
    session: Any = request.session
    if session.get("staff_id") == by.staff_id:
        with reading() as tx:
            found = person(tx, by.name)
        begin_session(request, found, now=now())
    return nothing()
