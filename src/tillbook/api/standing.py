"""At which register a request is made: the one that it names, else the one where its browser stands, else the first."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from tillbook.formats.commands import FIRST_REGISTER

SESSION_KEY: Final = "register"
"""What a session keeps of the register that its browser is paired with."""


def register_of(request: HttpRequest, named: str | None = None) -> str:
    """The code of the register; whether there is one of this code is found out where it is used."""
    if named:
        return named
    session = getattr(request, "session", None)
    kept = None if session is None else session.get(SESSION_KEY)
    return kept if isinstance(kept, str) and kept else FIRST_REGISTER
