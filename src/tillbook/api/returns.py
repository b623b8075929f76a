"""Goods that come back: what can, what did, and others that are taken for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tillbook.actions.refund import Returned, refund
from tillbook.api.answers_returns import CreditNote, Paper, Returnable, ReturnableSales
from tillbook.api.base import answer, operation, who
from tillbook.api.rehearsals import or_approved
from tillbook.api.served import now
from tillbook.core.credit_note import CreditNote as Note
from tillbook.core.rights import Actor, Right
from tillbook.db.statements import Tx
from tillbook.db.transaction import reading, rehearse
from tillbook.formats.credit_note import credit_note_answer, credit_note_text
from tillbook.formats.people import as_kept
from tillbook.formats.return_commands import ReturnJson, read_return
from tillbook.formats.returnable_json import returnable_json
from tillbook.queries.credit_notes import credit_note, credit_note_of
from tillbook.queries.lot_tracked import kept_in_lots
from tillbook.queries.returns import sale_found, sales_by_reference, sales_of_customer
from tillbook.queries.till import settings

router = Router(tags=["returns"])

Columns = Annotated[int, Query(ge=24, le=80)]
WIDE = 42


class ReturnBody(ReturnJson):
    """A return; `dry_run` says that nothing is to be posted, only told."""

    dry_run: bool = False


@operation(router, "GET", "/sales/{path:number}/returnable", right=Right.refund, answers={200: Returnable})
def get_returnable(request: HttpRequest, number: str) -> HttpResponse:
    """A bill with what can still come back of it."""
    with reading() as tx:
        found = sale_found(tx, number)
        in_lots = kept_in_lots(tx, [line.product_id for line in found.sale.lines])
    return answer(returnable_json(found, in_lots=in_lots))


@operation(router, "GET", "/returnable", right=Right.refund, answers={200: ReturnableSales})
def get_returnable_sales(request: HttpRequest, customer: str = "", card: str = "") -> HttpResponse:
    """The newest bills of a customer (by code, phone, e-mail or name), or those that a card of this reference paid."""
    with reading() as tx:
        kept = as_kept(customer.strip(), settings(tx).country)
        found = sales_by_reference(tx, card.strip()) if card else sales_of_customer(tx, kept) if customer else ()
        in_lots = kept_in_lots(tx, [line.product_id for one in found for line in one.sale.lines])
    return answer({"sales": [returnable_json(one, in_lots=in_lots) for one in found]})


@operation(router, "POST", "/returns", right=Right.refund, answers={201: CreditNote, 200: CreditNote})
def post_return(request: HttpRequest, body: ReturnBody, columns: Columns = WIDE) -> HttpResponse:
    """Take goods back, of a bill or without one: 201 with the credit note, again 200 with the same one.

    With `dry_run` nothing is posted: 200 with what would be.
    """
    at, by = now(), who(request)
    with reading() as tx:
        wanted = read_return(body, currency=settings(tx).currency)
    if body.dry_run:

        def rehearsed(by: Actor) -> Note:
            return rehearse(refund, _note_of, wanted, now=at, by=by)

        note, needed = or_approved(rehearsed, by)
        return answer(credit_note_answer(_unposted(note), columns=columns, needs_approval=needed))
    posted = refund(wanted, now=at, by=by)
    with reading() as tx:
        note = credit_note_of(tx, posted.posting_id)
    told = credit_note_answer(note, columns=columns, codes=posted.codes)
    return answer(told, status=200 if posted.repeated else 201)


@operation(router, "GET", "/credit-notes/{path:number}/paper", right=Right.refund, answers={200: Paper})
def get_credit_note_paper(request: HttpRequest, number: str, columns: Columns = WIDE) -> HttpResponse:
    """A credit note as its paper shows it, marked as a copy; codes of store credit are on the first one alone."""
    with reading() as tx:
        note = credit_note(tx, number)
    return answer({"text": credit_note_text(replace(note, copy_number=1), columns=columns), "copy": True})


@operation(router, "GET", "/credit-notes/{path:number}", right=Right.refund, answers={200: CreditNote})
def get_credit_note(request: HttpRequest, number: str, columns: Columns = WIDE) -> HttpResponse:
    """A credit note again; the number's slashes are written %2F."""
    with reading() as tx:
        return answer(credit_note_answer(credit_note(tx, number), columns=columns))


def _note_of(tx: Tx, posted: Returned) -> Note:
    return credit_note_of(tx, posted.posting_id)


def _unposted(note: Note) -> Note:
    """A credit note that was never posted has no number and is in no journal."""
    return replace(note, number="", journal_hash="")
