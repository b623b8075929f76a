"""The pages that the browser opens: the till's shell, what makes it installable, and its service worker.

The shell holds nothing of the shop and nothing of a person: whoever asks gets the same text, and all else
comes by the API. So it may be kept by the service worker, and shown while the server is away.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from tillbook import __version__

STATIC: Final = Path(__file__).parent / "static"
TILL: Final = STATIC / "till"
SERVICE_WORKER: Final = Path(__file__).parent / "service_worker.js"
SHIPPED: Final = (".js", ".svg", ".png")
"""What of the till's folder a browser loads; types and licences lie there for people."""
SHEET: Final = "till/till.css"
"""The one style sheet that is sent: all of `till/css`, in order of their names (`tillbook.server.static`)."""
THEME_COLOUR: Final = "#0b5f5c"


def urls(static: str) -> list[URLPattern]:
    """The patterns of all pages; `static` is the address of the static files, without slashes around it."""
    options = {"static": f"/{static}"}
    return [
        path("", till, options),
        path("manifest.webmanifest", manifest, options),
        path("service-worker.js", service_worker, options),
    ]


@lru_cache(maxsize=1)
def shipped() -> tuple[str, ...]:
    """Every file of the till that a browser may load, as `till/js/app.js`, in order."""
    found = (each for each in TILL.rglob("*") if each.suffix in SHIPPED and each.is_file())
    return (SHEET, *sorted(each.relative_to(STATIC).as_posix() for each in found))


def preloaded() -> list[str]:
    """The modules that the page loads sooner or later, whatever its language: asked for at once, not one by one."""
    return [name for name in shipped() if name.endswith(".js") and "/words/" not in name and "early" not in name]


@require_safe
def till(request: HttpRequest, static: str) -> HttpResponse:
    """The shell of the till."""
    answer = render(
        request,
        "till.html",
        {"static": static, "version": __version__, "modules": preloaded(), "sheet": SHEET, "colour": THEME_COLOUR},
    )
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def manifest(_request: HttpRequest, static: str) -> HttpResponse:
    """What an installed till is called and looks like."""
    icons = [
        {"src": f"{static}/till/icons/till.svg", "sizes": "any", "type": "image/svg+xml"},
        {"src": f"{static}/till/icons/till-192.png", "sizes": "192x192", "type": "image/png"},
        {"src": f"{static}/till/icons/till-512.png", "sizes": "512x512", "type": "image/png"},
        {"src": f"{static}/till/icons/till-mask.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    content = {
        "id": "/",
        "name": "Tillbook",
        "short_name": "Till",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f3f6f5",
        "theme_color": THEME_COLOUR,
        "icons": icons,
    }
    answer = HttpResponse(json.dumps(content), content_type="application/manifest+json")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def service_worker(_request: HttpRequest, static: str) -> HttpResponse:
    """The service worker, told which files belong to this version."""
    files = json.dumps([f"{static}/{name}" for name in shipped()])
    head = f"const VERSION = {json.dumps(static)};\nconst FILES = {files};\n"
    answer = HttpResponse(head + SERVICE_WORKER.read_text("utf-8"), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer
