"""What is on hand, goods in, and corrections of stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tillbook.actions.stock import Posted, adjust, receive
from tillbook.actions.stock import StockLine as Change
from tillbook.api import answers_office as said
from tillbook.api.answers_shift import Posted as PostedAnswer
from tillbook.api.base import PAGE_MAX, SIGNED_IN, answer, operation, who
from tillbook.api.paging import decode_id, encode
from tillbook.api.served import now
from tillbook.core.place import ShopSettings
from tillbook.core.rights import Right
from tillbook.db.transaction import reading
from tillbook.formats.commands import AdjustmentJson, ChangedStock, ReceiptJson, read_adjustment, read_receipt
from tillbook.formats.instants import read_moment
from tillbook.formats.shift_json import posted_json
from tillbook.formats.stock_json import move_json, stock_json
from tillbook.queries.stock import moves, stock, stock_page
from tillbook.queries.till import settings

router = Router(tags=["the office"])

At = Annotated[str, Query()]


@operation(router, "GET", "/stock", right=SIGNED_IN, answers={200: said.StockPage})
def get_stock(
    request: HttpRequest, at: At = "", cursor: str = "", limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 100
) -> HttpResponse:
    """What is on hand of all products, now or at an instant; with its value for who may see costs."""
    value = Right.see_costs in who(request).rights
    after = decode_id(cursor) or 0
    with reading() as tx:
        shop = settings(tx)
        found = stock_page(tx, at=_moment(at, shop), after=after, limit=limit + 1)
    page = found[:limit]
    following = encode([page[-1].product_id]) if len(found) > limit else None
    return answer({"products": [stock_json(line, shop.currency, value=value) for line in page], "next": following})


@operation(router, "GET", "/stock/{path:sku}", right=SIGNED_IN, answers={200: said.ProductStock})
def get_product_stock(request: HttpRequest, sku: str, at: At = "") -> HttpResponse:
    """What is on hand of a product, now or at an instant; its value for who may see costs, its moves for who may
    see reports.
    """
    by = who(request)
    with reading() as tx:
        shop = settings(tx)
        instant = _moment(at, shop)
        line = stock(tx, sku=sku, at=instant)[0]
        moved = list(moves(tx, sku, at=instant)) if Right.see_reports in by.rights else None
    told = stock_json(line, shop.currency, value=Right.see_costs in by.rights)
    return answer({**told, "moves": None if moved is None else [move_json(move) for move in moved]})


@operation(router, "POST", "/receipts", right=Right.receive, answers={201: PostedAnswer, 200: PostedAnswer})
def post_receipt(request: HttpRequest, body: ReceiptJson) -> HttpResponse:
    """Goods in, from a supplier who may stay unnamed, at their cost."""
    wanted = read_receipt(body, currency=_shop().currency)
    posted = receive(
        id=wanted.id,
        lines=_lines(wanted.lines),
        supplier=wanted.supplier,
        note=wanted.note,
        now=now(),
        by=who(request),
    )
    return _posted(posted, wanted.id, "receipt")


@operation(router, "POST", "/adjustments", right=Right.adjust, answers={201: PostedAnswer, 200: PostedAnswer})
def post_adjustment(request: HttpRequest, body: AdjustmentJson) -> HttpResponse:
    """Correct what is on hand: what was found is above 0, what was lost below; always with a reason."""
    wanted = read_adjustment(body, currency=_shop().currency)
    posted = adjust(id=wanted.id, lines=_lines(wanted.lines), reason=wanted.reason, now=now(), by=who(request))
    return _posted(posted, wanted.id, "adjustment")


def _posted(posted: Posted, id: str, kind: str) -> HttpResponse:
    return answer(posted_json(id, kind, posted.number), status=200 if posted.repeated else 201)


def _lines(lines: Sequence[ChangedStock]) -> list[Change]:
    return [
        Change(
            product=line.product,
            quantity_milli=line.quantity_milli,
            cost_minor=line.cost_minor,
            lot=line.lot,
            expires_on=line.expires_on,
            serial=line.serial,
        )
        for line in lines
    ]


def _moment(text: str, shop: ShopSettings) -> datetime | None:
    return read_moment(text, shop.timezone, path="at") if text else None


def _shop() -> ShopSettings:
    with reading() as tx:
        return settings(tx)
