"""Sales: posted, and shown again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tillbook.actions.sell import sell
from tillbook.api.answers import Bill
from tillbook.api.base import answer, operation, who
from tillbook.api.served import now
from tillbook.core.rights import Right
from tillbook.db.transaction import reading
from tillbook.formats.bill_json import bill_json
from tillbook.formats.commands import SaleJson, read_sale
from tillbook.queries.bills import bill, bill_of
from tillbook.queries.till import settings

router = Router(tags=["selling"])


@operation(router, "POST", "/sales", right=Right.sell, answers={201: Bill, 200: Bill})
def post_sale(request: HttpRequest, body: SaleJson) -> HttpResponse:
    """Sell: 201 with the bill once it is safe on disk; the same command again is answered 200 with the same bill."""
    with reading() as tx:
        shop = settings(tx)
    sold = sell(read_sale(body, currency=shop.currency, country=shop.country), now=now(), by=who(request))
    with reading() as tx:
        return answer(bill_json(bill_of(tx, sold.posting_id)), status=200 if sold.repeated else 201)


@operation(router, "GET", "/sales/{path:number}", right=Right.sell, answers={200: Bill})
def get_sale(request: HttpRequest, number: str) -> HttpResponse:
    """A bill again; the number's slashes are written %2F."""
    with reading() as tx:
        return answer(bill_json(bill(tx, number)))
