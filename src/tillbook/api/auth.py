"""Who asks: a person by a session, a program by a token. Anybody else is answered 401.

A session ends after 12 hours, or once its person may not sign in any more or has another password or PIN
since. After 15 minutes without a request it is locked: its person signs in again, and finds the cart as it was.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from tillbook.api.served import now
from tillbook.core.errors import Refusal
from tillbook.core.rights import Actor
from tillbook.db.transaction import reading
from tillbook.queries.access import staff_of_token
from tillbook.queries.staff import StaffNow, actor_of, all_staff

SESSION_HOURS_MAX: Final = 12
IDLE_MINUTES_MAX: Final = 15
SEEN_EVERY_SECONDS: Final = 60
"""How often a session notes that it was used: not with every request, which would write for every question."""


class NotSignedIn(Refusal):
    """Nobody is signed in, or the session has ended."""

    code: ClassVar[str] = "not_signed_in"


class TokenAuth(HttpBearer):
    """`Authorization: Bearer TOKEN`, of `tillbook token create`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        digest = hashlib.sha256(token.encode()).hexdigest()
        with reading() as tx:
            found = staff_of_token(tx, digest)
            return None if found is None else actor_of(tx, found)


class SessionAuth(APIKeyCookie):
    """The cookie of a person who signed in; what changes anything needs the CSRF token too."""

    param_name = "tillbook_session"

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Who has no session is not signed in, whatever else is amiss."""
        return super().__call__(request) if self.param_name in request.COOKIES else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        return session_actor(request, now=now()) if key else None


def session_actor(request: HttpRequest, *, now: datetime) -> Actor | None:
    """The person of the session, if it is open; notes that it was used."""
    session: Any = request.session
    staff_id = session.get("staff_id")
    if staff_id is None:
        return None
    began, seen = datetime.fromisoformat(session["began"]), datetime.fromisoformat(session["seen"])
    if now - began > timedelta(hours=SESSION_HOURS_MAX) or now - seen > timedelta(minutes=IDLE_MINUTES_MAX):
        return None
    with reading() as tx:
        found = next((each for each in all_staff(tx) if each.staff_id == staff_id), None)
        if found is None or not found.active or session["secrets"] != secrets_mark(found):
            return None
        actor = actor_of(tx, found)
    if (now - seen).total_seconds() >= SEEN_EVERY_SECONDS:
        session["seen"] = now.isoformat()
    return actor


def begin_session(request: HttpRequest, found: StaffNow, *, now: datetime) -> None:
    """Sign a person in: under a new id, so that nobody who knew the one before is signed in too."""
    session: Any = request.session
    session.cycle_key()
    session.update(
        {"staff_id": found.staff_id, "began": now.isoformat(), "seen": now.isoformat(), "secrets": secrets_mark(found)}
    )


def secrets_mark(found: StaffNow) -> str:
    """Changes whenever a person's password or PIN does: sessions that began before have ended."""
    return hashlib.sha256(f"{found.password_hash}\n{found.pin_hash}".encode()).hexdigest()[:16]
