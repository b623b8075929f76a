"""A shift of a register: opened with a float, its drawer used, counted and closed with a Z report (P20)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tillbook.core.amounts import AMOUNT_MINOR_MAX
from tillbook.core.chain import Plain, canonical, digest
from tillbook.core.drawer import MOVEMENTS
from tillbook.core.errors import Refusal
from tillbook.core.posting import Numbered, stamp
from tillbook.core.rights import Actor, Right, approval
from tillbook.core.shift_report import sees_expected
from tillbook.core.text import clean_line
from tillbook.core.wanted import ID_LENGTH_MAX
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.formats.shift_content import z_content
from tillbook.ledgers import cash
from tillbook.ledgers.documents import Document
from tillbook.queries import shifts
from tillbook.queries.postings import posted_before
from tillbook.queries.till import place

REASON_LENGTH_MAX = 400
PIECES_MAX = 10**9
"""Of one denomination; so that a mistyped barcode is no count."""


class ShiftOpen(Refusal):
    """The register has an open shift already."""

    code: ClassVar[str] = "shift_open"


class ShiftClosed(Refusal):
    """Somebody else closed the shift first."""

    code: ClassVar[str] = "no_shift"


DrawerShort = cash.DrawerShort


class BadShiftCommand(Refusal):
    """The command breaks a limit: an id too long, an amount below 0, a count that contradicts itself."""

    code: ClassVar[str] = "bad_shift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted: pieces of each denomination (in minor units), or a total, or both where they agree."""

    total_minor: int | None = None
    pieces: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A posted document; `repeated` when this id had been posted before and nothing was done now."""

    posting_id: int
    number: str
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Posted):
    """A closed shift: the very text of its Z report, and the carts that were left open on the register."""

    content: str
    open_carts: tuple[str, ...]


@action(right=Right.open_shift)
def open_shift(tx: Tx, *, id: str, register: str, float_minor: int, note: str = "", now: datetime, by: Actor) -> Posted:
    """Open a shift on a register with so much cash in its drawer.

    Raises:
        ShiftOpen, BadShiftCommand, TextRefused, UnknownRegister, IdReused: nothing was posted.
    """
    _require_id(id)
    _require_amount(float_minor, least=0, path="float")
    said = _text(note, what="note")
    request_hash = digest(canonical(["opening", register, float_minor, said]))
    before = posted_before(tx, client_id=id, kind="opening", request_hash=request_hash)
    if before is not None:
        return _again(before)
    at = place(tx, register)

    if at.shift_id is not None:
        since = shifts.open_shift(tx, at.register_id, register)
        raise ShiftOpen(
            f"Shift {since.number} of register {register} is open; close it first with: tillbook shift close.",
            path="register",
        )

    header = stamp(at, client_id=id, request_hash=request_hash, kind="opening", now=now, by=by, note=said)
    document = Document(tx, header, location_codes={})
    cash.open_shift(
        tx,
        register_id=at.register_id,
        at=now,
        day=header.business_date,
        staff_id=by.staff_id,
        float_minor=float_minor,
        opening_id=document.numbered.posting_id,
    )
    opened = shifts.open_shift(tx, at.register_id, register)
    document.close({"float_minor": float_minor, "shift": opened.number})
    return _now(document.numbered)


@action(right=Right.move_cash)
def move_cash(
    tx: Tx, *, id: str, register: str, kind: str, amount_minor: int, reason: str, now: datetime, by: Actor
) -> Posted:
    """Put cash into the drawer of the open shift (`pay_in`), take it out (`pay_out`, `drop`), or open it (`no_sale`).

    The amount is above 0, of a no-sale 0. A no-sale beyond the limit of the person needs a second one's agreement.

    Raises:
        DrawerShort, NeedsApproval, NoOpenShift, BadShiftCommand, TextRefused, UnknownRegister, IdReused:
            nothing was posted.
    """
    _require_id(id)
    if kind not in MOVEMENTS:
        raise BadShiftCommand(f"A movement of cash is one of {', '.join(MOVEMENTS)}.", path="kind")
    if not reason.strip():
        raise BadShiftCommand("Say why: every movement of cash has its reason.", path="reason")
    said = _text(reason, what="reason")
    if kind == cash.WITHOUT_AMOUNT and amount_minor:
        raise BadShiftCommand("A drawer opened without a sale has no amount.", path="amount")
    _require_amount(amount_minor, least=0 if kind == cash.WITHOUT_AMOUNT else 1, path="amount")
    request_hash = digest(canonical(["cash", register, kind, amount_minor, said]))
    before = posted_before(tx, client_id=id, kind="cash", request_hash=request_hash)
    if before is not None:
        return _again(before)
    at = place(tx, register)
    shift = shifts.open_shift(tx, at.register_id, register)
    moved = shifts.cash_of(tx, shift.shift_id)

    signed_minor = MOVEMENTS[kind] * amount_minor
    if signed_minor < 0:
        cash.require_in_drawer(
            tx,
            shift_id=shift.shift_id,
            amount_minor=amount_minor,
            instead="take out less",
            path="amount",
            shown_in=at.shop.currency if sees_expected(by, blind_count=at.shop.blind_count) else None,
        )
    second = _approved(moved, by) if kind == cash.WITHOUT_AMOUNT else None

    header = stamp(at, client_id=id, request_hash=request_hash, kind="cash", now=now, by=by, note=said)
    header.approved_by_id = second
    document = Document(tx, header, location_codes={})
    posting_id = document.numbered.posting_id
    cash.enter(tx, shift_id=shift.shift_id, posting_id=posting_id, kind=kind, amount_minor=signed_minor)
    document.close({"amount_minor": signed_minor, "cash": kind, "shift": shift.number})
    return _now(document.numbered)


@action(right=Right.close_shift)
def close_shift(
    tx: Tx, *, id: str, register: str, counted: Counted, note: str = "", now: datetime, by: Actor
) -> Closed:
    """Close the open shift of a register with what was counted: any amount closes it, the difference is kept.

    The answer is its Z report, the same for every repeat. Open carts stay, and are named.

    Raises:
        NoOpenShift, ShiftClosed, BadShiftCommand, TextRefused, UnknownRegister, IdReused: nothing was posted.
    """
    _require_id(id)
    pieces = {denomination: count for denomination, count in (counted.pieces or {}).items() if count}
    counted_minor = _counted(counted)
    said = _text(note, what="note")
    told: list[Plain] = [[denomination, count] for denomination, count in sorted(pieces.items())]
    request_hash = digest(canonical(["z", register, counted_minor, told, said]))
    before = posted_before(tx, client_id=id, kind="z", request_hash=request_hash)
    if before is not None:
        return _closed(tx, before, repeated=True)
    at = place(tx, register)
    shift = shifts.open_shift(tx, at.register_id, register)
    totals = shifts.totals(tx, shift.shift_id)
    open_carts = shifts.carts_left_open(tx, at.register_id)

    expected_minor = totals.expected(shift.float_minor)

    header = stamp(at, client_id=id, request_hash=request_hash, kind="z", now=now, by=by, note=said)
    if not cash.close_shift(
        tx,
        shift_id=shift.shift_id,
        register_id=at.register_id,
        at=now,
        staff_id=by.staff_id,
        expected_minor=expected_minor,
        counted_minor=counted_minor,
    ):
        raise ShiftClosed(f"Shift {shift.number} of register {register} was closed meanwhile.", path="register")
    document = Document(tx, header, location_codes={})
    numbered = document.numbered
    content = canonical(
        z_content(
            shift,
            totals,
            shop=at.shop,
            number=numbered.number,
            at=now,
            by=by.name,
            counted_minor=counted_minor,
            counts=pieces,
            head=numbered.head,
            length=numbered.length,
            open_carts=open_carts,
        )
    )
    cash.write_z(tx, posting_id=numbered.posting_id, shift_id=shift.shift_id, content=content, counts=pieces)
    document.close(
        {
            "content_sha256": digest(content),
            "counted_minor": counted_minor,
            "expected_minor": expected_minor,
            "shift": shift.number,
        }
    )
    return _closed(tx, numbered, repeated=False)


def _require_id(id: str) -> None:
    if not 1 <= len(id) <= ID_LENGTH_MAX:
        raise BadShiftCommand(f"The id must have 1 to {ID_LENGTH_MAX} characters.", path="id")


def _require_amount(minor: int, *, least: int, path: str) -> None:
    if not least <= minor <= AMOUNT_MINOR_MAX:
        above = "0 or more" if least == 0 else "more than 0"
        raise BadShiftCommand(f"The amount is {above}, and below 10^12 minor units.", path=path)


def _text(text: str, *, what: str) -> str:
    return clean_line(text, what=what, length_max=REASON_LENGTH_MAX) if text.strip() else ""


def _approved(moved: Mapping[str, tuple[int, int]], by: Actor) -> int | None:
    """The second person for one more no-sale in this shift, where the first one's limit is used up."""
    opened, _ = moved.get(cash.WITHOUT_AMOUNT, (0, 0))
    return approval(
        by,
        lambda limits: limits.drawer_openings is None or opened < limits.drawer_openings,
        what="open the drawer without a sale",
        path="kind",
    )


def _counted(counted: Counted) -> int:
    """What the drawer holds as counted.

    Raises:
        BadShiftCommand: nothing was counted, or the total is not that of the pieces.
    """
    pieces = counted.pieces
    for denomination, count in (pieces or {}).items():
        if denomination <= 0 or not 0 <= count <= PIECES_MAX:
            raise BadShiftCommand(
                "A count has coins or notes worth more than 0, and 0 or more of each.", path="counted"
            )
    total = counted.total_minor
    if pieces is None and total is None:
        raise BadShiftCommand(
            "Count the drawer: say how many there are of each coin and note, or the total.", path="total"
        )
    of_pieces = None if pieces is None else sum([denomination * count for denomination, count in pieces.items()])
    if of_pieces is not None and total is not None and of_pieces != total:
        raise BadShiftCommand("The coins and notes do not add up to the total; count again.", path="total")
    minor = total if of_pieces is None else of_pieces
    assert minor is not None, "one of the two is given"
    _require_amount(minor, least=0, path="total")
    return minor


def _again(before: Numbered) -> Posted:
    return Posted(posting_id=before.posting_id, number=before.number, repeated=True)


def _now(numbered: Numbered) -> Posted:
    return Posted(posting_id=numbered.posting_id, number=numbered.number, repeated=False)


def _closed(tx: Tx, numbered: Numbered, *, repeated: bool) -> Closed:
    """The answer for a Z report, from what was stored of it."""
    content = shifts.z_of(tx, numbered.posting_id).content
    return Closed(
        posting_id=numbered.posting_id,
        number=numbered.number,
        repeated=repeated,
        content=content,
        open_carts=tuple(json.loads(content)["open_carts"]),
    )
