"""Sales: posted, found again, and their paper."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from tillbook.actions.cart import drop_cart
from tillbook.actions.copies import copy_bill
from tillbook.actions.sell import sell
from tillbook.api import paging
from tillbook.api.answers_sales import BillPaper, PostedBill, Sales
from tillbook.api.base import PAGE_MAX, answer, operation, who
from tillbook.api.served import now
from tillbook.core.amounts import format_minor
from tillbook.core.bill import Bill
from tillbook.core.errors import Refusal
from tillbook.core.rights import Actor, Right
from tillbook.db.transaction import reading
from tillbook.formats.bill_json import bill_json
from tillbook.formats.commands import Id, SaleJson, read_day, read_sale
from tillbook.formats.payment_codes import svg_of_text
from tillbook.formats.people import phone_or_nothing
from tillbook.formats.receipt import receipt
from tillbook.formats.strict_json import StrictModel
from tillbook.queries.bills import bill, bill_of
from tillbook.queries.carts import cart_of_id
from tillbook.queries.sales_listed import SaleListed, number_of, sales_listed
from tillbook.queries.till import settings

BASE: Final = "/api/v1"
SVG: Final = {
    "responses": {200: {"description": "A picture", "content": {"image/svg+xml": {"schema": {"type": "string"}}}}}
}

router = Router(tags=["selling"])
_log = logging.getLogger("tillbook.api")

Columns = Annotated[int, Query(ge=24, le=80)]
Text = Annotated[str, Query(max_length=200)]


class CopyJson(StrictModel):
    """A copy that is handed out."""

    id: Id
    columns: Annotated[int, Field(ge=24, le=80)] = 42


@operation(router, "POST", "/sales", right=Right.sell, answers={201: PostedBill, 200: PostedBill})
def post_sale(request: HttpRequest, body: SaleJson) -> HttpResponse:
    """Sell: 201 with the bill once it is safe on disk; the same command again is answered 200 with the same bill.

    The cart of the same id is taken away.
    """
    actor = who(request)
    with reading() as tx:
        shop = settings(tx)
    sold = sell(read_sale(body, currency=shop.currency, country=shop.country), now=now(), by=actor)
    with reading() as tx:
        posted = bill_of(tx, sold.posting_id)
        kept = cart_of_id(tx, posted.id) is not None
    if kept:
        _take_cart_away(posted.id, actor)
    return answer(_bill(posted), status=200 if sold.repeated else 201)


@operation(router, "GET", "/sales", right=Right.sell, answers={200: Sales, 304: None})
def get_sales(
    request: HttpRequest, search: Text = "", customer: Text = "", day: Text = "", cursor: str = "", limit: int = 50
) -> HttpResponse:
    """Sales, the latest first: by number or its last figures, by name or phone of who bought, by customer, by day."""
    size, before = paging.page_size(limit, most=PAGE_MAX), paging.decode_id(cursor)
    of_day: date | None = read_day(day, "day") if day else None
    with reading() as tx:
        shop = settings(tx)
        found = sales_listed(
            tx,
            search=search.strip(),
            phone=phone_or_nothing(search.strip(), shop.country),
            customer=customer.strip(),
            day=of_day,
            before=before,
            limit=size + 1,
        )
    page = found[:size]
    behind = paging.encode([page[-1].posting_id]) if len(found) > size else None
    return answer({"sales": [_summary(sale) for sale in page], "next": behind})


@operation(router, "GET", "/sales/by-id/{sale_id}", right=Right.sell, answers={200: PostedBill, 304: None})
def get_sale_by_id(request: HttpRequest, sale_id: str) -> HttpResponse:
    """The bill that a command's id posted, after its answer was lost; 404 where nothing was posted."""
    with reading() as tx:
        return answer(_bill(bill(tx, number_of(tx, sale_id))))


@operation(router, "GET", "/sales/{path:number}/paper", right=Right.sell, answers={200: BillPaper, 304: None})
def get_sale_paper(request: HttpRequest, number: str, columns: Columns = 42) -> HttpResponse:
    """A bill as text of so many columns: 32 on 58 mm, 42 or 48 on 80 mm."""
    with reading() as tx:
        return answer({"text": receipt(bill(tx, number), columns=columns), "copy": False})


@operation(router, "POST", "/sales/{path:number}/copies", right=Right.sell, answers={201: BillPaper, 200: BillPaper})
def post_sale_copy(request: HttpRequest, number: str, body: CopyJson) -> HttpResponse:
    """Hand a bill out again: the paper says which copy it is, and the books say who made it."""
    made = copy_bill(id=body.id, number=number, now=now(), by=who(request))
    with reading() as tx:
        copied = replace(bill(tx, number), copy_number=made.nth)
    paper = {"text": receipt(copied, columns=body.columns), "copy": True}
    return answer(paper, status=200 if made.repeated else 201)


@operation(router, "GET", "/sales/{path:number}/code.svg", right=Right.sell, answers={200: None, 304: None}, more=SVG)
def get_sale_code(request: HttpRequest, number: str) -> HttpResponse:
    """The number of a bill as a QR code."""
    with reading() as tx:
        return svg(svg_of_text(bill(tx, number).number))


@operation(router, "GET", "/sales/{path:number}", right=Right.sell, answers={200: PostedBill, 304: None})
def get_sale(request: HttpRequest, number: str) -> HttpResponse:
    """A bill again; the number's slashes are written %2F."""
    with reading() as tx:
        return answer(_bill(bill(tx, number)))


def svg(text: str) -> HttpResponse:
    """A picture of ours: it holds no script, and none would be run."""
    response = HttpResponse(text, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _take_cart_away(cart_id: str, actor: Actor) -> None:
    """The cart's bill is being answered; what stands in the way cannot undo the sale, and the cart tells its bill."""
    try:
        drop_cart(cart_id, now=now(), by=actor)
    except Refusal as refusal:
        _log.warning("A cart that was paid is still there: %s", refusal.code)


def _bill(posted: Bill) -> dict[str, Any]:
    address = f"{BASE}/sales/{quote(posted.number, safe='')}"
    return {**bill_json(posted), "paper_url": f"{address}/paper", "code_url": f"{address}/code.svg"}


def _summary(sale: SaleListed) -> dict[str, Any]:
    return {
        "number": sale.number,
        "posted_at": sale.posted_at.isoformat(),
        "total": format_minor(sale.total_minor, sale.currency),
        "customer": sale.customer,
        "register": sale.register,
        "by": sale.by,
        "returned": sale.returned,
    }
