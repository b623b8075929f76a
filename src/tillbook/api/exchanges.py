"""Goods against goods: a return and a sale at once."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tillbook.actions.sell import Exchanged, exchange
from tillbook.api.answers_returns import Exchange
from tillbook.api.base import answer, operation, who
from tillbook.api.rehearsals import or_approved
from tillbook.api.returns import WIDE, Columns
from tillbook.api.served import now
from tillbook.core.amounts import AMOUNT_MINOR_MAX
from tillbook.core.bill import Bill
from tillbook.core.credit_note import CreditNote
from tillbook.core.rights import Actor, Right
from tillbook.core.tender import CASH, NotPaid, Tendered
from tillbook.core.wanted_exchange import WantedExchange
from tillbook.db.statements import Tx
from tillbook.db.transaction import reading, rehearse
from tillbook.formats.exchange_commands import ExchangeBody, read_exchange_body
from tillbook.formats.exchange_json import exchange_json, still_due_minor
from tillbook.queries.bills import bill_of
from tillbook.queries.credit_notes import credit_note
from tillbook.queries.till import settings

router = Router(tags=["returns"])


class ExchangeRequest(ExchangeBody):
    """An exchange; `dry_run` says that nothing is to be posted, only told."""

    dry_run: bool = False


@operation(router, "POST", "/exchanges", right=Right.sell, answers={201: Exchange, 200: Exchange})
def post_exchange(request: HttpRequest, body: ExchangeRequest, columns: Columns = WIDE) -> HttpResponse:
    """Take goods of a bill back and sell others for them: 201 with both documents, again 200 with the same.

    With `dry_run` nothing is posted: 200 with what would be; without tenders, as if what is due were paid in cash.
    """
    by = who(request)
    with reading() as tx:
        shop = settings(tx)
    wanted = read_exchange_body(body, currency=shop.currency, country=shop.country)
    if body.dry_run:
        (note, bill), needed = or_approved(lambda by: _rehearsed(wanted, by), by)
        note = replace(note, number="", journal_hash="")
        bill = replace(bill, number="", journal_hash="")
        return answer(exchange_json(note, bill, columns=columns, needs_approval=needed))
    done = exchange(wanted, now=now(), by=by)
    with reading() as tx:
        note, bill = _documents(tx, done)
    told = exchange_json(note, bill, columns=columns, codes=done.codes)
    return answer(told, status=200 if done.sale.repeated else 201)


def _documents(tx: Tx, done: Exchanged) -> tuple[CreditNote, Bill]:
    return credit_note(tx, done.credit_note), bill_of(tx, done.sale.posting_id)


def _rehearsed(wanted: WantedExchange, by: Actor) -> tuple[CreditNote, Bill]:
    """Both documents as they would be posted; where nobody said what pays the rest, it is cash."""
    at = now()
    try:
        return rehearse(exchange, _documents, wanted, now=at, by=by)
    except NotPaid:
        if wanted.sale.tenders:
            raise
    _, bill = rehearse(exchange, _documents, _in_cash(wanted, AMOUNT_MINOR_MAX), now=at, by=by)
    return rehearse(exchange, _documents, _in_cash(wanted, still_due_minor(bill)), now=at, by=by)


def _in_cash(wanted: WantedExchange, minor: int) -> WantedExchange:
    cash = (Tendered(type=CASH, amount_minor=minor),)
    return replace(wanted, sale=replace(wanted.sale, tenders=cash))
