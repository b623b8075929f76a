"""What the API answers about shifts."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tillbook.api.answers import Answer


class OpenShift(Answer):
    """The open shift of a register."""

    number: int
    opened_at: str
    by: str
    float_: str = Field(alias="float")
    business_date: str


class LastZ(Answer):
    """The Z report before this shift."""

    number: str
    closed_at: str


class Drawer(Answer):
    """A register's drawer; `open` is null where no shift is."""

    open: OpenShift | None
    carts_open: int
    last_z: LastZ | None


class Posted(Answer):
    """A posted document, by the id of its command."""

    id: str
    kind: str
    number: str


class Report(Answer):
    """An X or Z report, as JSON and as its paper shows it."""

    report: dict[str, Any]
    text: str


class ClosedShift(Report):
    """A shift that was counted and closed."""

    id: str
    number: str
    expected: str
    counted: str
    difference: str
    open_carts: list[str]


class ZInList(Answer):
    """A Z report in a list; `total` is gross sales less credit notes."""

    number: str
    register_code: str = Field(alias="register")
    shift: int
    closed_at: str
    by: str
    total: str
    difference: str


class ZPage(Answer):
    """A page of Z reports, the latest first."""

    reports: list[ZInList]
    next: str | None
