"""What goes wrong, as problem details (RFC 9457): `code` is the refusal's, `detail` says what to do.

A refusal by a rule of the shop is 409, a missing right 403, an unreadable body 422, an unknown thing that the
address names 404, too many requests 429. Anything else is a bug: 500, with the number it has in the log.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

import orjson
from django.http import HttpResponse

from tillbook.core.errors import Refusal, Unreadable
from tillbook.core.rights import NotAllowed

STATUS: Final[dict[str, int]] = {
    "not_signed_in": 401,
    "sign_in_failed": 401,
    "no_second_person": 403,
    "wrong_code": 403,
    "wrong_secret": 403,
    "csrf": 403,
    "not_paired": 403,
    "no_address": 404,
    "no_method": 405,
    "cart_changed": 412,
    "too_large": 413,
    "not_json": 415,
    "too_many": 429,
    "too_many_attempts": 429,
    "busy": 503,
    "no_shop": 503,
    "disk": 507,
}
"""The codes whose status is not that of their kind."""

RETRY_AFTER_SECONDS: Final = {429: 5, 503: 1}


def problem(
    code: str, detail: str, *, status: int, path: str | None = None, more: dict[str, Any] | None = None
) -> HttpResponse:
    """An answer of type `application/problem+json`. Source: RFC 9457."""
    body = {
        "type": f"urn:tillbook:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **({} if path is None else {"path": path}),
        **(more or {}),
    }
    answer = HttpResponse(orjson.dumps(body), content_type="application/problem+json", status=status)
    if status in RETRY_AFTER_SECONDS:
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS[status])
    return answer


def of_refusal(refusal: Refusal, *, in_address: bool = False) -> HttpResponse:
    """A refusal as an answer; `in_address`: what is unknown was named by the address itself."""
    answer = problem(
        refusal.code,
        refusal.message,
        status=status_of(refusal, in_address=in_address),
        path=refusal.path,
        more=getattr(refusal, "more", None),
    )
    seconds = getattr(refusal, "retry_after_seconds", None)
    if seconds is not None:
        answer["Retry-After"] = str(seconds)
    return answer


def status_of(refusal: Refusal, *, in_address: bool) -> int:
    """The status of a refusal, by its code, then by its kind."""
    if refusal.code in STATUS:
        return STATUS[refusal.code]
    if isinstance(refusal, Unreadable):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if isinstance(refusal, NotAllowed):
        return HTTPStatus.FORBIDDEN
    if in_address and refusal.code.startswith("unknown_"):
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.CONFLICT
