"""The page's own modules in a browser, without a server: files come from the source tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Route

STATIC: Final = Path(__file__).parents[3] / "src/tillbook/web/static"
ORIGIN: Final = "http://localhost:9"
TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def answered(route: Route) -> None:
    """A file of the till, or an empty page at the root."""
    name = route.request.url.removeprefix(ORIGIN).lstrip("/")
    if not name:
        route.fulfill(body="<!doctype html><title>unit</title><div id=app></div>", content_type="text/html")
        return
    path = STATIC / name
    if path.is_file():
        route.fulfill(path=path, content_type=TYPES.get(path.suffix, "application/octet-stream"))
    else:
        route.fulfill(status=404)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page that can import the till's modules; an error in it fails the test."""
    context = chromium.new_context(locale="en-IN", timezone_id="Asia/Kolkata")
    opened, errors = context.new_page(), list[str]()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.route("**/*", answered)
    opened.goto(f"{ORIGIN}/")
    yield opened
    context.close()
    assert errors == []
