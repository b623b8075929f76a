"""Bills by e-mail: asked for here, sent by the worker."""

from __future__ import annotations

import hashlib
import os
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from tillbook.actions.bill_mail import mail_bill
from tillbook.api.answers import Answer
from tillbook.api.base import answer, operation, who
from tillbook.api.served import now
from tillbook.core.rights import Right
from tillbook.db.transaction import reading
from tillbook.formats.commands import Id
from tillbook.formats.people import read_email
from tillbook.formats.strict_json import StrictModel, at
from tillbook.outside.mail import mail_server
from tillbook.queries.bill_mails import BillMailSeen, mails_of
from tillbook.queries.sales_listed import posting_of

router = Router(tags=["selling"])


class MailJson(StrictModel):
    """Where a bill is to be sent; without an id, a bill is sent to an address once."""

    id: Id | None = None
    to: Annotated[str, Field(max_length=1000)]


class BillMailState(Answer):
    """A bill by e-mail; the address is told while it waits, and not kept after that."""

    to: str
    state: Literal["waits", "sent", "failed"]
    tries: int
    problem: str
    asked_at: str
    done_at: str | None


class BillMails(Answer):
    """The mails of a bill, the latest first."""

    mails: list[BillMailState]


@operation(router, "POST", "/sales/{path:number}/mail", right=Right.sell, answers={202: BillMailState})
def post_sale_mail(request: HttpRequest, number: str, body: MailJson) -> HttpResponse:
    """Send a bill by e-mail, soon: what becomes of it is told by GET. 409 where the shop has no mail server."""
    mail_server(os.environ)
    with at("to"):
        to = read_email(body.to)
    once = hashlib.sha256(f"{number}\n{to}".encode()).hexdigest()
    made = mail_bill(id=f"mail:{body.id or once}", number=number, to=to, now=now(), by=who(request))
    return answer(_state(made), status=202)


@operation(router, "GET", "/sales/{path:number}/mail", right=Right.sell, answers={200: BillMails, 304: None})
def get_sale_mail(request: HttpRequest, number: str) -> HttpResponse:
    """What became of the mails of a bill."""
    with reading() as tx:
        return answer({"mails": [_state(mail) for mail in mails_of(tx, posting_of(tx, number))]})


def _state(mail: BillMailSeen) -> dict[str, Any]:
    return {
        "to": mail.to,
        "state": mail.state,
        "tries": mail.tries,
        "problem": mail.problem,
        "asked_at": mail.asked_at.isoformat(),
        "done_at": None if mail.done_at is None else mail.done_at.isoformat(),
    }
