"""`/health`: whether the shop can sell, and if not, what is wrong; needs no sign-in and tells nothing of the shop."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from tillbook import __version__
from tillbook.api.base import answer
from tillbook.api.served import require_shop
from tillbook.core.errors import Refusal
from tillbook.db.transaction import reading
from tillbook.queries.till import settings


def health(_request: HttpRequest) -> HttpResponse:
    """200 where it can sell, else 503 with what to do about it."""
    try:
        require_shop()
        with reading() as tx:
            settings(tx)
    except (Refusal, DatabaseError, AssertionError) as wrong:
        why = wrong.message if isinstance(wrong, Refusal) else "The shop's database cannot be read."
        return answer({"ok": False, "version": __version__, "problems": [why]}, status=503)
    return answer({"ok": True, "version": __version__, "problems": []})
