"""What stands before every request: headers that bind the browser, the shop's door, and bugs with their number."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final
from wsgiref.headers import Headers

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from tillbook.api.problems import of_refusal, problem
from tillbook.core.errors import Refusal
from tillbook.server import worker
from tillbook.server.bugs import report

CSP: Final = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
"""No inline script or style, no eval, nothing from elsewhere."""

HEADERS: Final = {
    "Content-Security-Policy": CSP,
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_log = logging.getLogger("tillbook.server")


def static_headers(headers: Headers, _path: str, _url: str) -> None:
    """What binds the browser on files too."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


class Guard:
    """The outermost middleware of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._answer(request)
        if not answer.streaming:
            answer.headers.setdefault("Content-Length", str(len(answer.content)))
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if request.path.startswith("/api/"):
            answer.headers.setdefault("Cache-Control", "no-cache, private")
        if request.method not in _SAFE and answer.status_code < 300:
            worker.wake()
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            detail = "This server is not called so; open it by its own name, or name this one: serve --name NAME."
            return problem("wrong_host", detail, status=400)
        try:
            return self._get_response(request)
        except Refusal as refusal:
            return of_refusal(refusal)

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponse:
        """A bug: the person gets its number, the log the rest."""
        if isinstance(error, Refusal):
            return of_refusal(error)
        number = report(error)
        return problem("bug", f"This is a mistake in Tillbook. It is number {number} in its log.", status=500)
