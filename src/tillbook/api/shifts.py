"""Shifts: opened, their cash moved, counted and closed; X and Z reports."""

from __future__ import annotations

import json
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tillbook.actions.shift import Counted, close_shift, move_cash, open_shift
from tillbook.api.answers_shift import ClosedShift, Drawer, Posted, Report, ZPage
from tillbook.api.base import PAGE_MAX, answer, operation, who
from tillbook.api.paging import decode_id, encode
from tillbook.api.served import now
from tillbook.core.place import ShopSettings
from tillbook.core.rights import Right
from tillbook.core.shift_report import sees_expected
from tillbook.db.transaction import reading
from tillbook.formats.shift_commands import (
    ClosingJson,
    NamedMovementJson,
    OpeningJson,
    read_closing,
    read_movement,
    read_opening,
)
from tillbook.formats.shift_content import x_content
from tillbook.formats.shift_json import closed_json, drawer_json, posted_json, report_json, z_list_json
from tillbook.formats.shift_report import COLUMNS_MAX, COLUMNS_MIN
from tillbook.queries.shifts import NoOpenShift, carts_left_open, find_z, totals
from tillbook.queries.shifts import open_shift as shift_of
from tillbook.queries.till import place, settings
from tillbook.queries.z_list import last_z, z_reports

router = Router(tags=["the day"])

Columns = Annotated[int, Query(ge=COLUMNS_MIN, le=COLUMNS_MAX)]
Limit = Annotated[int, Query(ge=1, le=PAGE_MAX)]
Register = Annotated[str, Query(alias="register")]
WIDE = 42


@operation(router, "GET", "/shift", right=Right.see_shift, answers={200: Drawer}, refuses=(409,))
def get_shift(request: HttpRequest, register_code: Register = "1") -> HttpResponse:
    """The drawer of a register: its open shift, carts that wait, its last Z report."""
    with reading() as tx:
        at = place(tx, register_code)
        try:
            shift = shift_of(tx, at.register_id, register_code)
        except NoOpenShift:
            shift = None
        carts = carts_left_open(tx, at.register_id)
        last = last_z(tx, register_code)
    return answer(drawer_json(shift, carts_open=len(carts), last_z=last, shop=at.shop))


@operation(router, "POST", "/shift/open", right=Right.open_shift, answers={201: Posted, 200: Posted})
def post_shift_open(request: HttpRequest, body: OpeningJson) -> HttpResponse:
    """Open a shift with the cash in its drawer."""
    wanted = read_opening(body, currency=_shop().currency)
    posted = open_shift(
        id=wanted.id,
        register=wanted.register,
        float_minor=wanted.float_minor,
        note=wanted.note,
        now=now(),
        by=who(request),
    )
    return answer(posted_json(wanted.id, "opening", posted.number), status=200 if posted.repeated else 201)


@operation(router, "POST", "/shift/movements", right=Right.move_cash, answers={201: Posted, 200: Posted})
def post_shift_movement(request: HttpRequest, body: NamedMovementJson) -> HttpResponse:
    """Put cash into the drawer, take it out, or open it without a sale; always with a reason."""
    wanted = read_movement(body, currency=_shop().currency, needs_amount=body.kind != "no_sale")
    posted = move_cash(
        id=wanted.id,
        register=wanted.register,
        kind=body.kind,
        amount_minor=wanted.amount_minor,
        reason=wanted.reason,
        now=now(),
        by=who(request),
    )
    return answer(posted_json(wanted.id, "cash", posted.number), status=200 if posted.repeated else 201)


@operation(router, "POST", "/shift/close", right=Right.close_shift, answers={201: ClosedShift, 200: ClosedShift})
def post_shift_close(request: HttpRequest, body: ClosingJson, columns: Columns = WIDE) -> HttpResponse:
    """Count the drawer and close the shift: any amount closes it, and the difference is kept."""
    wanted = read_closing(body, currency=_shop().currency)
    closed = close_shift(
        id=wanted.id,
        register=wanted.register,
        counted=Counted(total_minor=wanted.total_minor, pieces=wanted.pieces),
        note=wanted.note,
        now=now(),
        by=who(request),
    )
    told = closed_json(closed.number, closed.content, id=wanted.id, columns=columns)
    return answer(told, status=200 if closed.repeated else 201)


@operation(router, "GET", "/shift/x", right=Right.see_shift, answers={200: Report}, refuses=(409,))
def get_shift_x(request: HttpRequest, register_code: Register = "1", columns: Columns = WIDE) -> HttpResponse:
    """What the open shift comes to so far; where it is counted blind, without what should be in the drawer."""
    by = who(request)
    with reading() as tx:
        at = place(tx, register_code)
        shift = shift_of(tx, at.register_id, register_code)
        figures = totals(tx, shift.shift_id)
    seen = sees_expected(by, blind_count=at.shop.blind_count)
    content = x_content(shift, figures, shop=at.shop, at=now(), by=by.name, expected_shown=seen)
    return answer(report_json(content, columns=columns))


@operation(router, "GET", "/z", right=Right.see_reports, answers={200: ZPage})
def get_z_reports(
    request: HttpRequest,
    register_code: Register = "",
    cursor: str = "",
    limit: Limit = 50,
) -> HttpResponse:
    """Z reports of a register, or of all, the latest first."""
    before = decode_id(cursor)
    with reading() as tx:
        shop = settings(tx)
        found = z_reports(tx, register=register_code, before=before, limit=limit + 1)
    page = found[:limit]
    following = encode([page[-1].posting_id]) if len(found) > limit else None
    return answer({"reports": z_list_json(page, shop), "next": following})


@operation(router, "GET", "/z/{path:number}", right=Right.see_reports, answers={200: Report})
def get_z_report(request: HttpRequest, number: str, columns: Columns = WIDE) -> HttpResponse:
    """A Z report again, byte for byte as it was printed; the number's slashes are written %2F."""
    with reading() as tx:
        stored = find_z(tx, register="", number=number)
    return answer(report_json(json.loads(stored.content), columns=columns))


def _shop() -> ShopSettings:
    with reading() as tx:
        return settings(tx)
