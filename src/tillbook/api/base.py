"""How an operation of the API is declared, read and answered.

`operation` takes the one right that it needs, so that none can be added without; what it is called with was
read as strictly as the console reads; what it answers is JSON made by `formats`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any, ClassVar, Final, TypeVar

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.parser import Parser
from pydantic import BaseModel

from tillbook.api.approvals import approver_of
from tillbook.api.auth import Anybody, Door, SessionAuth, TokenAuth
from tillbook.api.throttle import TILL, Pace
from tillbook.core.errors import Refusal, Unreadable
from tillbook.core.rights import Actor, Right
from tillbook.formats.strict_json import loads

PAGE_MAX: Final = 200
"""Rows of one page of an answer."""

PUBLIC: Final = "public"
"""The right of an operation that anybody may call, signed in or not."""

SIGNED_IN: Final = "signed in"
"""The right of an operation that everybody may call who signed in."""

Handler = TypeVar("Handler", bound=Callable[..., HttpResponse])

DECLARED: dict[tuple[str, str], str] = {}
"""The right of each operation, by method and its function `module.name`."""


class Problem(BaseModel):
    """What went wrong (RFC 9457); `path` is the place of the mistake in what was sent."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    path: str | None = None


class IdTwice(Unreadable):
    """The header and the body name different ids."""

    code: ClassVar[str] = "unreadable"


class NotJson(Refusal):
    """The body is of another type."""

    code: ClassVar[str] = "not_json"


class StrictParser(Parser):
    """JSON as `formats.strict_json` reads it; the header `Idempotency-Key` is the id of a command without one."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise NotJson("Send the body as application/json.")
        try:
            value = loads(request.body.decode("utf-8-sig"))
        except UnicodeDecodeError as wrong:
            raise Unreadable(f"not UTF-8: byte {wrong.start + 1}") from None
        key = request.headers.get("Idempotency-Key")
        if key and isinstance(value, dict) and value.setdefault("id", key) != key:
            raise IdTwice("id: the header Idempotency-Key says another one; send one id", path="id")
        return value


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    right: Right | str,
    answers: Mapping[int, Any],
    refuses: tuple[int, ...] = (),
    pace: Pace = TILL,
    summary: str = "",
    more: Mapping[str, Any] | None = None,
) -> Callable[[Handler], Handler]:
    """Make a function an operation that needs `right`: a right of the table, SIGNED_IN or PUBLIC.

    `answers` are its good answers by status, each a model, or None where there is no JSON body. `refuses` are
    statuses of refusals beyond those that every operation may answer. `pace` is how often one caller may call it.
    """

    def declare(function: Handler) -> Handler:
        DECLARED[(method, f"{function.__module__}.{function.__name__}")] = str(right)

        @wraps(function)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return function(request, *args, **kwargs)

        # ninja would look the names of the types up here, and not where the function stands.
        described: Any = run
        described.__signature__ = inspect.signature(function, eval_str=True)
        every = {400, 422, 429, 503, *refuses, *(() if right == PUBLIC else (401, 403))}
        if method != "GET":
            every |= {403, 409, 413, 415}
        if "{" in path:
            every |= {404, 409}  # what an address names may be nothing, or more than one thing
        router.api_operation(
            [method],
            path,
            response={**answers, **dict.fromkeys(sorted(every - set(answers)), Problem)},
            auth=_doors(right, pace),
            by_alias=True,
            operation_id=function.__name__,
            summary=summary or None,
            openapi_extra={"x-right": str(right), **(more or {})},
        )(run)
        return function

    return declare


def _doors(right: Right | str, pace: Pace) -> list[Callable[[HttpRequest], Any]]:
    """The ways into an operation, tried in turn before its body is read."""
    if right == PUBLIC:
        return [Anybody(pace)]
    door = Door(right=right if isinstance(right, Right) else None, pace=pace)
    return [TokenAuth(door), SessionAuth(door)]


def who(request: HttpRequest) -> Actor:
    """The person who asks, with the second one who agreed where the header `Approval` says so."""
    actor: Actor = request.auth  # type: ignore[attr-defined]  # ninja puts what signed in there
    approver = approver_of(request)
    return actor if approver is None else replace(actor, approver=approver)


def answer(value: object, *, status: int = 200) -> HttpResponse:
    """JSON, as every good answer is."""
    return HttpResponse(orjson.dumps(value), content_type="application/json", status=status)


def nothing() -> HttpResponse:
    """Done, and there is nothing to say."""
    return HttpResponse(status=204)
