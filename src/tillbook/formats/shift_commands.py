"""Commands about a shift that arrive as JSON: opened, its cash moved, counted; read strictly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from tillbook.core.amounts import Currency, to_minor
from tillbook.core.errors import Unreadable
from tillbook.formats.cart_json import Number
from tillbook.formats.commands import FIRST_REGISTER, NAME_LENGTH_MAX, Id, Text
from tillbook.formats.strict_json import StrictModel, at, loads, read_as

DENOMINATIONS_MAX = 100


class _OfRegister(StrictModel):
    """What every command about a shift has."""

    id: Id
    register_code: Annotated[str, Field(alias="register", max_length=NAME_LENGTH_MAX)] = FIRST_REGISTER


class OpeningJson(_OfRegister):
    """A shift to be opened; `float` is the cash in the drawer."""

    float_: Annotated[Number, Field(alias="float")] = "0"
    note: Text = ""


class MovementJson(_OfRegister):
    """Cash put in or taken out, or (without an amount) a drawer opened."""

    amount: Number | None = None
    reason: Text


class NamedMovementJson(MovementJson):
    """A movement that says itself what it is."""

    kind: Literal["pay_in", "pay_out", "drop", "no_sale"]


class PiecesJson(StrictModel):
    """So many coins or notes of one denomination."""

    denomination: Number
    count: int


class CountJson(_OfRegister):
    """A drawer counted: its coins and notes, its total, or both where they agree."""

    counted: Annotated[list[PiecesJson], Field(max_length=DENOMINATIONS_MAX)] | None = None
    total: Number | None = None
    note: Text = ""


class ValueJson(StrictModel):
    """So many coins or notes of one value."""

    value: Number
    pieces: int


class ClosingJson(_OfRegister):
    """A shift to be closed: its coins and notes as `counts`, what they come to as `counted`, or both."""

    counts: Annotated[list[ValueJson], Field(max_length=DENOMINATIONS_MAX)] | None = None
    counted: Number | None = None
    note: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedOpening:
    id: str
    register: str
    float_minor: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedMovement:
    """`amount_minor` is 0 where no amount was said."""

    id: str
    register: str
    amount_minor: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedCount:
    """`pieces` are by denomination in minor units; None where only a total was said."""

    id: str
    register: str
    total_minor: int | None
    pieces: Mapping[int, int] | None
    note: str


def read_opening(value: str | object, *, currency: Currency) -> WantedOpening:
    """From JSON text, or from the object that was read from it.

    Raises: Unreadable, NotANumber, TooLarge, TooPrecise, with the path of the mistake.
    """
    read = read_as(OpeningJson, loads(value) if isinstance(value, str) else value)
    with at("float"):
        float_minor = to_minor(read.float_, currency)
    return WantedOpening(id=read.id, register=read.register_code, float_minor=float_minor, note=read.note)


def read_movement(value: str | object, *, currency: Currency, needs_amount: bool) -> WantedMovement:
    """Raises: as `read_opening`."""
    read = read_as(MovementJson, loads(value) if isinstance(value, str) else value)
    if needs_amount and read.amount is None:
        raise Unreadable("amount: missing", path="amount")
    with at("amount"):
        minor = 0 if read.amount is None else to_minor(read.amount, currency)
    return WantedMovement(id=read.id, register=read.register_code, amount_minor=minor, reason=read.reason)


def read_count(value: str | object, *, currency: Currency) -> WantedCount:
    """Raises: as `read_opening`; Unreadable for a denomination that stands twice."""
    read = read_as(CountJson, loads(value) if isinstance(value, str) else value)
    said = None if read.counted is None else [(each.denomination, each.count) for each in read.counted]
    pieces = _pieces(said, currency, "counted[{}].denomination")
    total = _total(read.total, currency, "total")
    return WantedCount(id=read.id, register=read.register_code, total_minor=total, pieces=pieces, note=read.note)


def read_closing(value: str | object, *, currency: Currency) -> WantedCount:
    """Raises: as `read_count`."""
    read = read_as(ClosingJson, loads(value) if isinstance(value, str) else value)
    said = None if read.counts is None else [(each.value, each.pieces) for each in read.counts]
    pieces = _pieces(said, currency, "counts[{}].value")
    total = _total(read.counted, currency, "counted")
    return WantedCount(id=read.id, register=read.register_code, total_minor=total, pieces=pieces, note=read.note)


def _pieces(said: Sequence[tuple[str, int]] | None, currency: Currency, path: str) -> dict[int, int] | None:
    """How many there are of each denomination in minor units; None where only a total was said."""
    if said is None:
        return None
    pieces: dict[int, int] = {}
    for index, (denomination, count) in enumerate(said):
        with at(path.format(index)):
            minor = to_minor(denomination, currency)
            if minor in pieces:
                raise Unreadable("stands twice; say how many there are in all")
        pieces[minor] = count
    return pieces


def _total(said: str | None, currency: Currency, path: str) -> int | None:
    with at(path):
        return None if said is None else to_minor(said, currency)
