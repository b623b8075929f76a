"""Customers: found, added, changed, merged, told and erased; what they owe.

In an address a customer is their code, or `#id` (written %23id) where they have none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tillbook.actions.credit_limit import set_credit_limit
from tillbook.actions.customers import (
    CustomerChange,
    CustomerKnown,
    add_customer_once,
    change_customer,
    erase_person,
    export_person,
    merge_customers,
)
from tillbook.api import answers_customers as said
from tillbook.api.base import PAGE_MAX, answer, operation, who
from tillbook.api.downloads import download
from tillbook.api.served import new_id, now
from tillbook.core.amounts import format_minor
from tillbook.core.calendar import business_date
from tillbook.core.customer import CustomerDetails
from tillbook.core.place import ShopSettings
from tillbook.core.rights import Right
from tillbook.core.statement import Ageing
from tillbook.db.statements import Tx
from tillbook.db.transaction import reading
from tillbook.formats.customer_commands import (
    CustomerChangeJson,
    LimitJson,
    MergeJson,
    NewCustomerJson,
    email_of,
    read_limit,
    read_new_limit,
    read_optional_day,
)
from tillbook.formats.customer_json import account_json, bill_open_json, customer_json, found_json
from tillbook.formats.people import phone_or_nothing
from tillbook.formats.statement import ageing_json
from tillbook.queries.accounts import ageing, open_bills, statement
from tillbook.queries.customers import CustomerNotFound, CustomerUnclear, find, the_one
from tillbook.queries.till import settings

router = Router(tags=["customers"])


@operation(router, "GET", "/customers", right=Right.see_customers, answers={200: said.FoundCustomers})
def get_customers(
    request: HttpRequest, search: str = "", limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 50
) -> HttpResponse:
    """Customers by the beginning of a name or e-mail, by code, or by three or more digits of a phone; at most 50."""
    with reading() as tx:
        shop = settings(tx)
        found = find(tx, search.strip(), phone=phone_or_nothing(search, shop.country))
    return answer({"customers": [found_json(each, shop.currency) for each in found[:limit]]})


@operation(router, "POST", "/customers", right=Right.manage_customers, answers={201: said.Customer, 200: said.Customer})
def post_customer(request: HttpRequest, body: NewCustomerJson) -> HttpResponse:
    """Add a customer: 201, and 200 where the same `id` had added them before.

    Also 200, and nobody is added, where just this one, by name and by a phone, e-mail or code, is known already.
    """
    by = who(request)
    limit_minor = read_new_limit(body, currency=_shop().currency)
    wanted = replace(_change(body), email=email_of(body))
    try:
        done = add_customer_once(
            wanted,
            id=body.id or new_id(),
            although_known=body.although_known,
            limit_minor=limit_minor,
            now=now(),
            by=by,
        )
    except CustomerKnown:
        same = _the_same(wanted)
        if same is None or limit_minor is not None:
            raise
        return _told(same)
    return _told(done.customer, status=200 if done.repeated else 201)


@operation(router, "GET", "/customers/{customer}", right=Right.see_customers, answers={200: said.Customer})
def get_customer(request: HttpRequest, customer: str) -> HttpResponse:
    """All that is kept of a customer, and which bills are open."""
    return _told(_meant(customer))


@operation(router, "PATCH", "/customers/{customer}", right=Right.manage_customers, answers={200: said.Customer})
def patch_customer(request: HttpRequest, customer: str, body: CustomerChangeJson) -> HttpResponse:
    """Change what is kept of a customer; their bills stay as they were issued."""
    by = who(request)
    return _told(change_customer(_meant(customer).customer_id, _change(body), now=now(), by=by))


@operation(router, "DELETE", "/customers/{customer}", right=Right.erase_person, answers={200: said.Erased})
def delete_customer(request: HttpRequest, customer: str) -> HttpResponse:
    """Forget a person, for good: the books keep their figures, and lose the name."""
    by = who(request)
    customer_id = _meant(customer).customer_id
    bills = erase_person(customer_id, now=now(), by=by)
    return answer({"erased": str(customer_id), "bills": bills})


@operation(router, "POST", "/customers/{customer}/merge", right=Right.manage_customers, answers={200: said.Merged})
def post_customer_merge(request: HttpRequest, customer: str, body: MergeJson) -> HttpResponse:
    """Let `other` be this customer from now on; what they owe is added up."""
    by = who(request)
    kept, other = _meant(customer), _meant(body.other)
    done = merge_customers(id=body.id, kept_id=kept.customer_id, other_id=other.customer_id, now=now(), by=by)
    return answer({"kept": str(done.kept_id), "merged": str(other.customer_id), "number": done.number or None})


@operation(
    router, "PUT", "/customers/{customer}/credit-limit", right=Right.set_credit_limit, answers={200: said.LimitSet}
)
def put_credit_limit(request: HttpRequest, customer: str, body: LimitJson) -> HttpResponse:
    """Let a customer owe so much; 0 lets them buy on credit no more."""
    by = who(request)
    meant = _meant(customer)
    shop = _shop()
    limit = read_limit(body, currency=shop.currency)
    done = set_credit_limit(id=body.id, customer_id=meant.customer_id, limit_minor=limit, now=now(), by=by)
    told = format_minor(done.after_minor, shop.currency)
    return answer({"customer": str(meant.customer_id), "number": done.number or None, "limit": told})


@operation(router, "GET", "/customers/{customer}/statement", right=Right.see_reports, answers={200: said.Account})
def get_statement(
    request: HttpRequest, customer: str, since: Annotated[str, Query(alias="from")] = "", until: str = ""
) -> HttpResponse:
    """A customer's account, every change with its document; what is open of it, and how old that is."""
    first, last = read_optional_day(since, "from"), read_optional_day(until, "until")
    meant = _meant(customer)
    with reading() as tx:
        shop = settings(tx)
        found = statement(tx, meant.customer_id, since=first, until=last)
        bills = open_bills(tx, meant.customer_id)
        ages = _ageing_of(tx, meant, shop, at=now())
    return answer(account_json(found, bills, ages, name=meant.name, currency=shop.currency))


@operation(router, "GET", "/customers/{customer}/export", right=Right.erase_person, answers={200: None})
def get_customer_export(request: HttpRequest, customer: str) -> HttpResponse:
    """Everything that is held about a person, as a JSON file."""
    meant = _meant(customer)
    told = export_person(meant.customer_id, by=who(request))
    content = orjson.dumps(told, option=orjson.OPT_INDENT_2)
    return download(content, name=f"customer-{meant.customer_id}.json", kind="application/json")


@operation(router, "GET", "/ageing", right=Right.see_reports, answers={200: said.Debtors})
def get_ageing(request: HttpRequest, at: str = "") -> HttpResponse:
    """Who owed what at the end of a business day, by the age of the bills; today without a day."""
    asked = read_optional_day(at, "at")
    with reading() as tx:
        shop = settings(tx)
        day = asked or business_date(now(), shop.timezone, shop.cut_over_hour)
        lines = ageing(tx, day=day)
    return answer({"day": day.isoformat(), "customers": [ageing_json(line, shop.currency) for line in lines]})


def _ageing_of(tx: Tx, meant: CustomerDetails, shop: ShopSettings, *, at: datetime) -> Ageing | None:
    lines = ageing(tx, day=business_date(at, shop.timezone, shop.cut_over_hour))
    return next((line for line in lines if line.customer_id == meant.customer_id), None)


def _meant(text: str) -> CustomerDetails:
    """The customer of a code, `#id`, phone, e-mail or whole name. Raises: CustomerNotFound, CustomerUnclear."""
    with reading() as tx:
        return the_one(tx, text.strip(), phone=phone_or_nothing(text, settings(tx).country))


def _the_same(wanted: CustomerChange) -> CustomerDetails | None:
    """The customer who has this name and this way to be known: whoever sends twice adds nobody twice."""
    with reading() as tx:
        country = settings(tx).country
        for way in (wanted.code, *(wanted.phones or ()), wanted.email):
            if way:
                return _same_by(tx, way, wanted, country)
    return None


def _same_by(tx: Tx, way: str, wanted: CustomerChange, country: str) -> CustomerDetails | None:
    try:
        found = the_one(tx, way.strip(), phone=phone_or_nothing(way, country))
    except (CustomerNotFound, CustomerUnclear):
        return None
    return found if found.name == wanted.name else None


def _change(body: CustomerChangeJson) -> CustomerChange:
    return CustomerChange(
        name=body.name,
        code=body.code,
        email=body.email,
        phones=None if body.phones is None else tuple(body.phones),
        addresses=tuple((body.addresses or {}).items()),
        tax_number=body.tax_number,
        tax_country=body.tax_country.upper(),
        price_list=body.price_list,
        customer_group=body.group,
        exempt_reason=body.exempt_reason,
        consent=body.consent,
    )


def _told(customer: CustomerDetails, *, status: int = 200) -> HttpResponse:
    with reading() as tx:
        currency = settings(tx).currency
        bills = open_bills(tx, customer.customer_id)
    told = customer_json(customer, currency)
    return answer({**told, "open_bills": [bill_open_json(bill, currency) for bill in bills]}, status=status)


def _shop() -> ShopSettings:
    with reading() as tx:
        return settings(tx)
