"""`GET /state`: all that the page needs to begin, before there is a shop and before anybody signs in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tillbook import __version__
from tillbook.api.answers_access import State
from tillbook.api.auth import csrf_token, signed_in, with_csrf
from tillbook.api.base import PUBLIC, answer, operation
from tillbook.api.browsers import paired
from tillbook.api.served import is_set_up, now
from tillbook.api.session import session_json
from tillbook.db.transaction import reading
from tillbook.formats.shop_json import countries_json, shop_json
from tillbook.queries.access import payment_codes
from tillbook.queries.staff import all_staff
from tillbook.queries.till import settings

router = Router(tags=["signing in"])


@operation(router, "GET", "/state", right=PUBLIC, answers={200: State})
def get_state(request: HttpRequest) -> HttpResponse:
    """The shop, the register that this browser stands at, and who is signed in; asking keeps no session awake."""
    csrf = csrf_token(request)
    found: dict[str, Any] = {"set_up": is_set_up(), "version": __version__, "csrf": csrf, "people": []}
    if is_set_up():
        found |= {"setup_code_needed": False, **_of_the_shop(request)}
    else:
        found |= {"setup_code_needed": True, "shop": None, "register": None, "session": None}
        found["countries"] = countries_json()
    return with_csrf(request, answer(found))


def _of_the_shop(request: HttpRequest) -> dict[str, Any]:
    here, at = paired(request), now()
    person = signed_in(request, now=at)
    return {
        "shop": shop_now(),
        "register": None if here is None else {"code": here.code, "name": here.name},
        "people": [] if here is None else _people(),
        "session": None if person is None else session_json(request, person.actor, locked=person.locked),
    }


def shop_now() -> dict[str, Any]:
    """The shop as the page sees it."""
    with reading() as tx:
        return shop_json(settings(tx), payment_codes=payment_codes(tx), now=now())


def _people() -> list[str]:
    """Who may sign in by PIN; told to a browser that stands at a register alone."""
    with reading() as tx:
        return [each.name for each in all_staff(tx) if each.active and each.pin_hash]
