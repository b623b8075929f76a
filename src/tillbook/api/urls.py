"""The API put together: its routers, who may come in, and how each kind of mistake is answered."""

from __future__ import annotations

import logging
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import Swagger
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from tillbook import __version__
from tillbook.api import (
    carts,
    catalogue,
    customers,
    exchanges,
    gift_cards,
    health,
    imports,
    mail,
    office_books,
    office_goods,
    office_prices,
    office_staff,
    own_secrets,
    payment_codes,
    payments,
    pictures,
    pricing,
    returns,
    sales,
    second_person,
    session,
    setup,
    shifts,
    state,
    stock,
    tokens,
)
from tillbook.api.base import StrictParser
from tillbook.api.description import DescribedApi
from tillbook.api.problems import of_refusal, problem
from tillbook.core.errors import Refusal
from tillbook.formats.strict_json import refusal_of as refusal_of_mistake

_log = logging.getLogger("tillbook.api")

ROUTERS: Final = (
    state,
    office_goods,
    office_prices,
    office_staff,
    office_books,
    stock,
    imports,
    session,
    own_secrets,
    setup,
    second_person,
    tokens,
    pricing,
    customers,
    payments,
    gift_cards,
    exchanges,
    returns,
    shifts,
    carts,
    payment_codes,
    pictures,
    catalogue,
    mail,
    sales,
)
"""Modules with a `router`, each for one noun. Those last whose addresses end in a number or SKU with slashes in it:
such an address takes whatever follows."""

api = DescribedApi(
    title="Tillbook",
    version=__version__,
    description="Everything that a till, an office or a program does with the shop.",
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url="/docs",
    docs=Swagger(settings={"persistAuthorization": True}),
    parser=StrictParser(),
)
for module in ROUTERS:
    api.add_router("", module.router)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return of_refusal(refusal, in_address="{" in _route(request))


@api.exception_handler(ValidationError)
def _unreadable(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    # ninja puts where a value came from before its place, and the name of the argument before that of a body.
    place = first["loc"][2:] if first["loc"][0] == "body" else first["loc"][1:]
    return of_refusal(refusal_of_mistake(first, place))


@api.exception_handler(AuthenticationError)
def _not_signed_in(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problem("not_signed_in", "Sign in, or send a token that is not revoked.", status=401)


@api.exception_handler(Throttled)
def _too_many(_request: HttpRequest, _error: Throttled) -> HttpResponse:
    return problem("too_many", "Too many requests; wait a few seconds, then go on.", status=429)


@api.exception_handler(Http404)
def _no_address(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem("no_address", "There is nothing at this address; see /api/v1/docs.", status=404)


@api.exception_handler(HttpError)
def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 403:
        return problem("csrf", "The page is too old to change anything; load it again.", status=403)
    return problem("unreadable", str(error), status=error.status_code)


@api.exception_handler(RequestDataTooBig)
def _too_large(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return problem("too_large", "The body is longer than may be sent here; send it in parts.", status=413)


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return "" if match is None else match.route.replace("<", "{")


def urls() -> list[URLPattern | Any]:
    """What the server serves of the API."""
    return [path("health", health.health), path("api/v1/", api.urls)]
