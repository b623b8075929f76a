"""Every address that the server answers; all others are answered with a problem."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from tillbook.api.problems import problem
from tillbook.api.urls import urls as api_urls
from tillbook.server.static import prefix
from tillbook.web.pages import urls as page_urls

urlpatterns = [*page_urls(prefix()), *api_urls()]


def handler404(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django names it)
    """There is nothing at this address."""
    return problem(
        "no_address", "There is nothing at this address; the till is at /, the API at /api/v1/docs.", status=404
    )


def handler400(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django names it)
    """What the browser sent is no request."""
    return problem("bad_request", "This cannot be a request of the till; load the page again.", status=400)
