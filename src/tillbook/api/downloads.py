"""Files that a browser saves, and never shows as a page of ours."""

from __future__ import annotations

from django.http import HttpResponse


def download(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """A file to be saved under a name of ours."""
    assert name.isascii() and '"' not in name, "a name of ours"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
