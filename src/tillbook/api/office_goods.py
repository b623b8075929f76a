"""Lots, packs and tax classes."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tillbook.actions.lots import take_off, track_lots
from tillbook.actions.packs import PackSet, add_pack, drop_pack
from tillbook.actions.taxes import ClassTax, set_taxes
from tillbook.api import answers_office as said
from tillbook.api.base import SIGNED_IN, answer, operation, who
from tillbook.api.served import now
from tillbook.core.calendar import business_date
from tillbook.core.quantity import format_quantity
from tillbook.core.rights import Right
from tillbook.db.transaction import reading
from tillbook.formats.customer_commands import read_optional_day
from tillbook.formats.office_commands import (
    DropPackJson,
    PackJson,
    TaxesJson,
    TrackingJson,
    WriteOffJson,
    read_figure,
    read_quantity,
)
from tillbook.formats.office_json import lot_json, pack_json, tax_class_json
from tillbook.queries.lots import lots_listed
from tillbook.queries.packs import packs
from tillbook.queries.taxes import tax_classes
from tillbook.queries.till import settings

router = Router(tags=["the office"])

DAYS_MAX = 36_500


@operation(router, "GET", "/lots", right=SIGNED_IN, answers={200: said.Lots})
def get_lots(
    request: HttpRequest, sku: str = "", expiring: Annotated[int | None, Query(ge=0, le=DAYS_MAX)] = None
) -> HttpResponse:
    """The lots on hand, what expires first standing first; with `expiring` what is good for so many days or less."""
    with reading() as tx:
        shop = settings(tx)
        today = business_date(now(), shop.timezone, shop.cut_over_hour)
        until = None if expiring is None else today + timedelta(days=expiring)
        found = lots_listed(tx, sku=sku or None, until=until)
    return answer({"lots": [lot_json(lot, today) for lot in found]})


@operation(router, "POST", "/lots/tracking", right=Right.import_file, answers={200: said.Tracked})
def post_tracking(request: HttpRequest, body: TrackingJson) -> HttpResponse:
    """Keep a product in lots from now on, or no more; nothing of it may be on hand."""
    done = track_lots(id=body.id, product=body.product, tracked=body.tracked, now=now(), by=who(request))
    return answer({"sku": done.sku, "lot_tracked": done.tracked, "number": done.number or None})


@operation(router, "POST", "/lots/write-offs", right=Right.adjust, answers={201: said.TakenOff, 200: said.TakenOff})
def post_write_off(request: HttpRequest, body: WriteOffJson) -> HttpResponse:
    """Take a lot off the shelf, expired or not: write it off, or return it to its supplier."""
    done = take_off(
        id=body.id,
        product=body.product,
        lot=body.lot,
        quantity_milli=read_quantity(body.quantity, "quantity"),
        to_supplier=body.to_supplier,
        reason=body.reason,
        now=now(),
        by=who(request),
    )
    told = {"number": done.number, "sku": done.sku, "lot": body.lot, "quantity": format_quantity(done.quantity_milli)}
    return answer(told, status=200 if done.repeated else 201)


@operation(router, "GET", "/packs", right=SIGNED_IN, answers={200: said.Packs})
def get_packs(request: HttpRequest, sku: str = "") -> HttpResponse:
    """The codes that stand for more, or less, than one of a product."""
    with reading() as tx:
        return answer({"packs": [pack_json(pack) for pack in packs(tx, sku=sku or None)]})


@operation(router, "POST", "/packs", right=Right.import_file, answers={201: said.PackPosted, 200: said.PackPosted})
def post_pack(request: HttpRequest, body: PackJson) -> HttpResponse:
    """Let the code on a box stand for so many of a product."""
    size_milli = read_quantity(body.size, "size")
    assert size_milli is not None, "a pack has its size"
    done = add_pack(id=body.id, sku=body.sku, code=body.barcode, size_milli=size_milli, now=now(), by=who(request))
    return _pack(done, status=201)


@operation(router, "POST", "/packs/drop", right=Right.import_file, answers={200: said.PackPosted})
def post_pack_drop(request: HttpRequest, body: DropPackJson) -> HttpResponse:
    """Let a box's code stand for nothing any more."""
    return _pack(drop_pack(id=body.id, code=body.barcode, now=now(), by=who(request)))


@operation(router, "GET", "/tax-classes", right=SIGNED_IN, answers={200: said.TaxClasses})
def get_tax_classes(request: HttpRequest) -> HttpResponse:
    """The tax classes with their taxes, past, present and to come."""
    with reading() as tx:
        return answer({"classes": [tax_class_json(each) for each in tax_classes(tx)]})


@operation(router, "PUT", "/tax-classes/{name}", right=Right.change_settings, answers={200: said.TaxesPosted})
def put_tax_class(request: HttpRequest, name: str, body: TaxesJson) -> HttpResponse:
    """Give a tax class its taxes from a day on; those it had end that day. A new class is made."""
    taxes = [
        ClassTax(
            name=tax.name,
            rate=read_figure(tax.rate, f"taxes[{place}].rate"),
            per_unit=read_figure(tax.per_unit, f"taxes[{place}].per_unit"),
            compound=tax.compound,
            included=tax.included,
        )
        for place, tax in enumerate(body.taxes)
    ]
    valid_from = read_optional_day(body.valid_from or "", "valid_from")
    done = set_taxes(id=body.id, tax_class=name, taxes=taxes, valid_from=valid_from, now=now(), by=who(request))
    return answer({"class": name, "number": done.number, "valid_from": done.valid_from.isoformat()})


def _pack(done: PackSet, *, status: int = 200) -> HttpResponse:
    told = {"barcode": done.code, "number": done.number or None}
    return answer(told, status=200 if done.repeated or not done.number else status)
