"""Who asks: a person by a session, a program by a token. Anybody else is answered 401.

A session ends after 12 hours, or once its person may not sign in any more or has another password or PIN
since. After 15 minutes without a request it is locked: its person signs in again, and finds the cart as it was.

Everything is decided before the body of a request is looked at: who asks, whether the page that asks is ours,
whether it asks too often, and whether whoever asks has the right.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token, rotate_token
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from tillbook.actions.access import kept
from tillbook.api.served import CAME_BY, now, require_shop, source_of
from tillbook.api.throttle import BUCKETS, STRANGER, TILL, Pace
from tillbook.core.errors import Refusal
from tillbook.core.office import StaffNow
from tillbook.core.rights import Actor, Right, require
from tillbook.db.transaction import reading
from tillbook.queries.access import staff_of_token
from tillbook.queries.staff import actor_of, all_staff

SESSION_HOURS_MAX: Final = 12
IDLE_MINUTES_MAX: Final = 15
SEEN_EVERY_SECONDS: Final = 60
"""How often a session notes that it was used: not with every request, which would write for every question."""
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class NotSignedIn(Refusal):
    """Nobody is signed in, or the session has ended."""

    code: ClassVar[str] = "not_signed_in"


class ForeignPage(Refusal):
    """What asks for a change is not a page that this server gave out, or an old one."""

    code: ClassVar[str] = "csrf"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The person of a session; `locked` once it was idle for too long."""

    found: StaffNow
    actor: Actor
    locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What an operation asks of whoever comes in; a right of None is that anybody may who signed in."""

    right: Right | None = None
    pace: Pace = TILL

    def admit(self, request: HttpRequest, actor: Actor, *, asker: str) -> Actor:
        """Let them in. `asker` is what they came in by, and nobody else's. Raises: TooMany, NotAllowed."""
        BUCKETS.take(self.pace, asker)
        request.META[CAME_BY] = asker
        if self.right is not None:
            require(actor, self.right)
        return actor


class TokenAuth(HttpBearer):
    """`Authorization: Bearer TOKEN`, of `tillbook token create`."""

    def __init__(self, door: Door) -> None:
        super().__init__()
        self._door = door

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        require_shop()
        key = kept(token)
        with reading() as tx:
            found = staff_of_token(tx, key)
            actor = None if found is None else actor_of(tx, found)
        if actor is None:
            BUCKETS.take(STRANGER, source_of(request))
            return None
        return self._door.admit(request, actor, asker=f"token {key}")


class SessionAuth(APIKeyCookie):
    """The cookie of a person who signed in; what changes anything needs the CSRF token too."""

    param_name = "tillbook_session"

    def __init__(self, door: Door) -> None:
        super().__init__()
        self._door = door

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Who has no session is not signed in, whatever else is amiss."""
        return self.authenticate(request, request.COOKIES.get(self.param_name))

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        if not key:
            return None
        require_shop()
        at = now()
        person = signed_in(request, now=at)
        if person is None or person.locked:
            BUCKETS.take(STRANGER, source_of(request))
            return None
        require_own_page(request)
        note_seen(request, now=at)
        return self._door.admit(request, person.actor, asker=f"session {request.session.session_key}")


class Anybody:
    """The door of an operation that anybody may call: from our own page where it changes anything."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    def __call__(self, request: HttpRequest) -> bool:
        BUCKETS.take(self._pace, source_of(request))
        require_own_page(request)
        return True


def require_own_page(request: HttpRequest) -> None:
    """What changes anything comes from a page that this server gave out, and says so by its CSRF token.

    Raises: ForeignPage.
    """
    # A form in parts would be read here, before anything bounds it; nothing is ever sent as one.
    if request.method in _SAFE:
        return
    if request.content_type == "multipart/form-data" or check_csrf(request) is not None:
        raise ForeignPage("The page is too old to change anything; load it again.")


def csrf_token(request: HttpRequest, *, anew: bool = False) -> str:
    """What the page sends as X-CSRFToken; `anew` makes one that nobody knew before."""
    _csrf.process_request(request)
    if anew:
        rotate_token(request)
    return get_token(request)


def with_csrf(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer with the cookie that the token belongs to."""
    _csrf.process_response(request, answer)
    return answer


def signed_in(request: HttpRequest, *, now: datetime) -> SignedIn | None:
    """The person of the session, if it has not ended."""
    session: Any = request.session
    staff_id = session.get("staff_id")
    if staff_id is None:
        return None
    began, seen = datetime.fromisoformat(session["began"]), datetime.fromisoformat(session["seen"])
    if now - began > timedelta(hours=SESSION_HOURS_MAX):
        return None
    with reading() as tx:
        found = next((each for each in all_staff(tx) if each.staff_id == staff_id), None)
        if found is None or not found.active or session["secrets"] != secrets_mark(found):
            return None
        locked = now - seen > timedelta(minutes=IDLE_MINUTES_MAX)
        return SignedIn(found=found, actor=actor_of(tx, found), locked=locked)


def note_seen(request: HttpRequest, *, now: datetime) -> None:
    """The session was used."""
    session: Any = request.session
    if (now - datetime.fromisoformat(session["seen"])).total_seconds() >= SEEN_EVERY_SECONDS:
        session["seen"] = now.isoformat()


def begin_session(request: HttpRequest, found: StaffNow, *, now: datetime) -> None:
    """Sign a person in: under a new id, so that nobody who knew the one before is signed in too."""
    session: Any = request.session
    session.flush()
    session.clear_expired()
    session.update(
        {"staff_id": found.staff_id, "began": now.isoformat(), "seen": now.isoformat(), "secrets": secrets_mark(found)}
    )


def secrets_mark(found: StaffNow) -> str:
    """Changes whenever a person's password or PIN does: sessions that began before have ended."""
    return hashlib.sha256(f"{found.password_hash}\n{found.pin_hash}".encode()).hexdigest()[:16]


def _no_answer(_request: HttpRequest) -> HttpResponse:
    raise AssertionError("this middleware answers nothing")


_csrf: Final = CsrfViewMiddleware(_no_answer)
