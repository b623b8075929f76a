"""Browsers that stand at a register: each keeps a random key, of which the shop keeps the SHA-256.

Only from such a browser may somebody sign in or agree by a PIN, which is too short to be tried from anywhere.
"""

from __future__ import annotations

from typing import ClassVar, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tillbook.actions.access import kept
from tillbook.core.errors import Refusal
from tillbook.db.transaction import reading
from tillbook.queries.access import PairedRegister, paired_register

COOKIE: Final = "tillbook_browser"
COOKIE_DAYS: Final = 400
"""As long as browsers keep a cookie at most."""
_ASKED: Final = "tillbook_paired"


class NotPaired(Refusal):
    """This needs a browser that stands at a register."""

    code: ClassVar[str] = "not_paired"


def paired(request: HttpRequest) -> PairedRegister | None:
    """The register that the browser stands at, asked for once a request."""
    if not hasattr(request, _ASKED):
        key = request.COOKIES.get(COOKIE, "")
        found = None
        if key:
            with reading() as tx:
                found = paired_register(tx, kept(key))
        setattr(request, _ASKED, found)
    register: PairedRegister | None = getattr(request, _ASKED)
    return register


def require_paired(request: HttpRequest) -> PairedRegister:
    """The register that the browser stands at. Raises: NotPaired."""
    register = paired(request)
    if register is None:
        raise NotPaired("This browser stands at no register yet; whoever manages the registers pairs it first.")
    return register


def keep_key(request: HttpRequest, answer: HttpResponse, key: str) -> HttpResponse:
    """The answer with the cookie that the browser is known by from now on."""
    answer.set_cookie(
        COOKIE,
        key,
        max_age=COOKIE_DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer
