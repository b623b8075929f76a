"""At which register a request is made: the one that it names, else the one where its browser stands, else the first."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from tillbook.api.browsers import paired
from tillbook.formats.commands import FIRST_REGISTER

Register = Annotated[str, Query(alias="register", max_length=200)]
"""The parameter `register`: a register by its code, "" for the one where the request is made."""


def register_of(request: HttpRequest, named: str | None = None) -> str:
    """The code of the register; whether there is one of this code is found out where it is used."""
    if named:
        return named
    here = paired(request)
    return FIRST_REGISTER if here is None else here.code
