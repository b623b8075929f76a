"""Money taken on a customer's account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tillbook.actions.payment import WantedPayment, pay_on_account
from tillbook.api.answers_customers import Payment
from tillbook.api.base import answer, operation, who
from tillbook.api.returns import WIDE, Columns
from tillbook.api.served import now
from tillbook.core.rights import Right
from tillbook.db.transaction import reading
from tillbook.formats.customer_commands import PaymentJson, read_payment
from tillbook.formats.payment_receipt import payment_json
from tillbook.formats.people import phone_or_nothing
from tillbook.formats.strict_json import at
from tillbook.queries.accounts import account_of
from tillbook.queries.customers import the_one
from tillbook.queries.payments import payment_of
from tillbook.queries.till import settings

router = Router(tags=["customers"])


@operation(router, "POST", "/payments", right=Right.take_payment, answers={201: Payment, 200: Payment})
def post_payment(request: HttpRequest, body: PaymentJson, columns: Columns = WIDE) -> HttpResponse:
    """Take money on account: it settles the bill that is named, then the oldest ones; 201, again 200."""
    by = who(request)
    with reading() as tx, at("customer"):
        shop = settings(tx)
        customer = the_one(tx, body.customer.strip(), phone=phone_or_nothing(body.customer, shop.country))
    taken = read_payment(body, currency=shop.currency)
    wanted = WantedPayment(
        id=body.id,
        register=body.register_code,
        customer_id=customer.customer_id,
        amount_minor=taken.amount_minor,
        tenders=taken.tenders,
        bill=body.bill.strip().upper(),
    )
    paid = pay_on_account(wanted, now=now(), by=by)
    with reading() as tx:
        payment = payment_of(tx, paid.posting_id)
        balance = account_of(tx, customer.customer_id).balance_minor
    told = payment_json(payment, shop, balance_minor=balance, columns=columns)
    return answer(told, status=200 if paid.repeated else 201)
