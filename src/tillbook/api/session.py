"""Signing in and out, and where a browser stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tillbook.actions.access import new_browser_key, pair_browser, unpair_browser
from tillbook.actions.sign_in import sign_in, sign_in_at_register
from tillbook.api.answers_access import Browsers, Registers, Session, SessionBegun
from tillbook.api.auth import begin_session, csrf_token, with_csrf
from tillbook.api.base import PUBLIC, SIGNED_IN, answer, nothing, operation, who
from tillbook.api.browsers import COOKIE, keep_key, paired, require_paired
from tillbook.api.office_staff import router as of_registers
from tillbook.api.served import now, require_shop, source_of
from tillbook.api.throttle import DOOR
from tillbook.core.rights import Actor, Right
from tillbook.db.transaction import reading
from tillbook.formats.access_commands import PairJson, SignInJson, secret_of
from tillbook.queries.access import UnknownBrowser, browsers
from tillbook.queries.registers import registers
from tillbook.queries.staff import person

router = Router(tags=["signing in"])


@operation(router, "POST", "/session", right=PUBLIC, answers={201: SessionBegun}, refuses=(401,), pace=DOOR)
def sign_in_here(request: HttpRequest, body: SignInJson) -> HttpResponse:
    """Sign in by password, or by PIN where the browser stands at a register; the session before has ended then."""
    require_shop()
    actor = proved(request, body)
    with reading() as tx:
        found = person(tx, actor.name)
    begin_session(request, found, now=now())
    csrf = csrf_token(request, anew=True)
    answered = with_csrf(request, answer({**session_json(request, actor), "csrf": csrf}, status=201))
    key = request.COOKIES.get(COOKIE, "")
    return keep_key(request, answered, key) if paired(request) else answered


@operation(router, "DELETE", "/session", right=PUBLIC, answers={204: None})
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, also one that is locked; carts stay as they are."""
    require_shop()
    session: Any = request.session
    session.flush()
    return nothing()


@operation(router, "GET", "/session", right=SIGNED_IN, answers={200: Session})
def get_session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and what they may do."""
    return answer(session_json(request, who(request)))


@operation(router, "PUT", "/session/register", right=Right.manage_registers, answers={200: Session})
def pair(request: HttpRequest, body: PairJson) -> HttpResponse:
    """Let this browser stand at a register: whoever works there signs in by PIN from now on."""
    key = new_browser_key()
    there = pair_browser(
        register=body.register_code,
        key=key,
        old_key=request.COOKIES.get(COOKIE, ""),
        name=body.name,
        now=now(),
        by=who(request),
    )
    found = {**session_json(request, who(request)), "register": there.code}
    return keep_key(request, answer(found), key)


@operation(of_registers, "GET", "/registers", right=SIGNED_IN, answers={200: Registers})
def get_registers(request: HttpRequest) -> HttpResponse:
    """All registers, by their codes as numbers."""
    with reading() as tx:
        found = registers(tx)
    return answer({"registers": [{"code": each.code, "name": each.name, "active": True} for each in found]})


@operation(router, "GET", "/browsers", right=Right.manage_registers, answers={200: Browsers})
def get_browsers(request: HttpRequest) -> HttpResponse:
    """The browsers that stand at a register."""
    here = paired(request)
    with reading() as tx:
        found = browsers(tx)
    rows = [
        {
            "id": str(each.browser_id),
            "register": each.register,
            "name": each.name,
            "paired_by": each.paired_by,
            "paired_at": each.paired_at.isoformat(),
            "here": here is not None and here.browser_id == each.browser_id,
        }
        for each in found
    ]
    return answer({"browsers": rows})


@operation(router, "DELETE", "/browsers/{id}", right=Right.manage_registers, answers={204: None})
def unpair(request: HttpRequest, id: str) -> HttpResponse:
    """Let a browser stand at no register: nobody signs in there by PIN any more."""
    if not (id.isascii() and id.isdigit() and len(id) <= 18):
        raise UnknownBrowser("No browser of this number is paired; list them again.")
    unpair_browser(browser_id=int(id), now=now(), by=who(request))
    return nothing()


def proved(request: HttpRequest, body: SignInJson) -> Actor:
    """The person whose password or PIN was sent.

    Raises:
        NotPaired: a PIN, and not from a browser that stands at a register.
        SignInFailed, TooManyAttempts
    """
    kind, text = secret_of(body)
    source = source_of(request)
    if kind == "password":
        return sign_in(name=body.name, password=text, source=source, now=now())
    require_paired(request)
    return sign_in_at_register(name=body.name, pin=text, source=source, now=now())


def session_json(request: HttpRequest, actor: Actor, *, locked: bool = False) -> dict[str, Any]:
    """A session as the page sees it."""
    here = paired(request)
    return {
        "name": actor.name,
        "role": actor.role,
        "rights": sorted(actor.rights),
        "register": None if here is None else here.code,
        "locked": locked,
    }
