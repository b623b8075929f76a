"""Gift cards and store credit. A code is sent in a body alone: an address stands in logs and histories."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tillbook.actions.payment import WantedGiftCard, sell_gift_card
from tillbook.api.answers_customers import Card, Cards, SoldCard
from tillbook.api.base import answer, operation, who
from tillbook.api.returns import WIDE, Columns
from tillbook.api.served import now
from tillbook.core.amounts import format_minor
from tillbook.core.rights import Right
from tillbook.db.transaction import reading
from tillbook.formats.customer_commands import CodeJson, GiftCardJson, read_gift_card
from tillbook.formats.customer_json import voucher_json
from tillbook.formats.payment_receipt import payment_text
from tillbook.queries.accounts import voucher, vouchers
from tillbook.queries.payments import payment_of
from tillbook.queries.till import settings

router = Router(tags=["customers"])


@operation(router, "POST", "/gift-cards", right=Right.take_payment, answers={201: SoldCard, 200: SoldCard})
def post_gift_card(request: HttpRequest, body: GiftCardJson, columns: Columns = WIDE) -> HttpResponse:
    """Sell a gift card; its code is told now and kept nowhere: a repeat tells only the one that it was sent."""
    by = who(request)
    with reading() as tx:
        shop = settings(tx)
    taken = read_gift_card(body, currency=shop.currency)
    wanted = WantedGiftCard(
        id=body.id,
        register=body.register_code,
        amount_minor=taken.amount_minor,
        tenders=taken.tenders,
        code=body.code,
        expires_on=taken.expires_on,
    )
    sold = sell_gift_card(wanted, now=now(), by=by)
    with reading() as tx:
        payment = payment_of(tx, sold.posting_id)
    told = {
        "id": body.id,
        "number": sold.number,
        "code": sold.code or None,
        "balance": format_minor(payment.amount_minor, shop.currency),
        "expires_on": body.expires_on,
        "change": format_minor(payment.change_minor, shop.currency),
        "text": payment_text(payment, shop, columns=columns),
    }
    return answer(told, status=200 if sold.repeated else 201)


@operation(router, "POST", "/gift-cards/balance", right=Right.take_payment, answers={200: Card})
def post_gift_card_balance(request: HttpRequest, body: CodeJson) -> HttpResponse:
    """What is left on a card, gift card or store credit."""
    with reading() as tx:
        return answer(voucher_json(voucher(tx, body.code), settings(tx).currency))


@operation(router, "GET", "/gift-cards", right=Right.see_reports, answers={200: Cards})
def get_gift_cards(request: HttpRequest, empty: Annotated[bool, Query()] = False) -> HttpResponse:
    """The cards that something is left on, by the end of their codes; with `empty` the others too."""
    with reading() as tx:
        currency = settings(tx).currency
        return answer({"cards": [voucher_json(card, currency) for card in vouchers(tx, empty_too=empty)]})
