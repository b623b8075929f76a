"""What is sent to come in: names, passwords, PINs, codes; and which browser or program may."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tillbook.core.errors import Unreadable
from tillbook.formats.strict_json import StrictModel

SECRET_LENGTH_MAX = 1_000
"""Far longer than any password may be: it is bounded here, and refused where it is read."""


class SignInJson(StrictModel):
    """Who signs in, and by what: one of the two."""

    name: str = Field(min_length=1, max_length=200)
    password: str | None = Field(default=None, max_length=SECRET_LENGTH_MAX, repr=False)
    pin: str | None = Field(default=None, max_length=SECRET_LENGTH_MAX, repr=False)


class ApprovalJson(SignInJson):
    """Who agrees, by what, and to which request: `body` is the exact text of its body."""

    body: str = Field(min_length=1, repr=False)


class PairJson(StrictModel):
    """The register that a browser is to stand at; `name` is what the browser is called."""

    register_code: str = Field(alias="register", min_length=1, max_length=40)
    name: str = Field(default="", max_length=120)


class TokenJson(StrictModel):
    """The program that is to have a token, and what it may do."""

    id: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=200)
    role: str = Field(min_length=1, max_length=40)


class OwnPasswordJson(StrictModel):
    """One's own new password, and the one of now."""

    id: str | None = Field(default=None, min_length=1, max_length=64)
    old: str = Field(max_length=SECRET_LENGTH_MAX, repr=False)
    password: str = Field(max_length=SECRET_LENGTH_MAX, repr=False)


class OwnPinJson(StrictModel):
    """One's own new PIN, and the one of now."""

    id: str | None = Field(default=None, min_length=1, max_length=64)
    old: str = Field(max_length=SECRET_LENGTH_MAX, repr=False)
    pin: str = Field(max_length=SECRET_LENGTH_MAX, repr=False)


class SetupJson(StrictModel):
    """A shop that is to be made, and its owner."""

    name: str = Field(max_length=1_000)
    currency: str = Field(max_length=40)
    country: str | None = Field(default=None, max_length=40)
    timezone: str | None = Field(default=None, max_length=100)
    prices_include_tax: bool
    owner: str = Field(max_length=1_000)
    password: str = Field(max_length=SECRET_LENGTH_MAX, repr=False)
    pin: str = Field(max_length=SECRET_LENGTH_MAX, repr=False)
    products: Literal["demo", "none", "file"]
    file: str | None = Field(default=None, repr=False)
    code: str = Field(max_length=200, repr=False)


def secret_of(sent: SignInJson) -> tuple[Literal["password", "pin"], str]:
    """What was sent of the two. Raises: Unreadable, where it is both or neither."""
    if sent.password is not None and sent.pin is None:
        return "password", sent.password
    if sent.pin is not None and sent.password is None:
        return "pin", sent.pin
    raise Unreadable('password: send either "password" or "pin"', path="password")


def products_of(sent: SetupJson) -> str | None:
    """The file that was sent, where one was chosen. Raises: Unreadable, where the two disagree."""
    if (sent.products == "file") != (sent.file is not None):
        raise Unreadable('file: goes with "products": "file", and only with it', path="file")
    return sent.file
