"""Prices, promotions and coupons."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tillbook.actions.prices import WantedPrice, add_list, set_prices
from tillbook.actions.promotions import add_coupons, add_promotion, end_promotion
from tillbook.api import answers_office as said
from tillbook.api.base import SIGNED_IN, answer, operation, who
from tillbook.api.served import now
from tillbook.core.calendar import business_date
from tillbook.core.place import ShopSettings
from tillbook.core.rights import Right
from tillbook.db.transaction import reading
from tillbook.formats.customer_commands import read_optional_day
from tillbook.formats.office_commands import (
    CouponsJson,
    IdJson,
    NewPromotionJson,
    PriceListJson,
    PricesJson,
    read_price,
)
from tillbook.formats.office_json import (
    coupon_json,
    price_change_json,
    price_json,
    price_list_json,
    promotion_seen_json,
)
from tillbook.formats.promotion_json import read_coupons, read_promotion
from tillbook.queries.prices import price_history, price_lists, prices_on
from tillbook.queries.promotions import coupons_of, promotions
from tillbook.queries.till import settings

router = Router(tags=["the office"])

CHANGES_MAX = 1_000


@operation(router, "GET", "/price-lists", right=SIGNED_IN, answers={200: said.PriceLists})
def get_price_lists(request: HttpRequest) -> HttpResponse:
    """All price lists."""
    with reading() as tx:
        return answer({"lists": [price_list_json(each) for each in price_lists(tx)]})


@operation(router, "POST", "/price-lists", right=Right.set_prices, answers={201: said.Numbered, 200: said.Numbered})
def post_price_list(request: HttpRequest, body: PriceListJson) -> HttpResponse:
    """Make a price list; customers who are given it pay by it."""
    done = add_list(id=body.id, code=body.code, name=body.name, now=now(), by=who(request))
    return _posted(done.number, repeated=done.repeated)


@operation(router, "GET", "/price-lists/{code}", right=SIGNED_IN, answers={200: said.Prices})
def get_prices(request: HttpRequest, code: str, on: str = "") -> HttpResponse:
    """The prices of a list as they are on a day, today without one."""
    day = read_optional_day(on, "on")
    with reading() as tx:
        shop = settings(tx)
        found = prices_on(tx, code, day=day or business_date(now(), shop.timezone, shop.cut_over_hour))
    return answer({"prices": [price_json(each, shop.currency) for each in found]})


@operation(router, "POST", "/prices", right=Right.set_prices, answers={201: said.Numbered, 200: said.Numbered})
def post_prices(request: HttpRequest, body: PricesJson) -> HttpResponse:
    """Set what products cost: on a list, from a quantity on, from a day on; all of them or none."""
    wanted = []
    for place, sent in enumerate(body.prices):
        price, from_milli, valid_from = read_price(sent, f"prices[{place}]")
        wanted.append(
            WantedPrice(
                product=sent.product,
                price=price,
                price_list=sent.list_,
                from_milli=from_milli,
                valid_from=valid_from,
            )
        )
    done = set_prices(id=body.id, prices=wanted, now=now(), by=who(request))
    return _posted(done.number, repeated=done.repeated)


@operation(router, "GET", "/prices/history", right=Right.see_reports, answers={200: said.PriceHistory}, refuses=(409,))
def get_price_history(
    request: HttpRequest,
    sku: str = "",
    price_list: Annotated[str, Query(alias="list")] = "",
    limit: Annotated[int, Query(ge=1, le=CHANGES_MAX)] = 100,
) -> HttpResponse:
    """Who changed what price, the latest first."""
    with reading() as tx:
        currency = settings(tx).currency
        found = price_history(tx, sku=sku, price_list=price_list, limit=limit)
    return answer({"changes": [price_change_json(each, currency) for each in found]})


@operation(router, "GET", "/promotions", right=SIGNED_IN, answers={200: said.Promotions})
def get_promotions(request: HttpRequest, ended: Annotated[bool, Query()] = False) -> HttpResponse:
    """The promotions; what they took off only for who may see reports. With `ended` those that are over too."""
    sums = Right.see_reports in who(request).rights
    with reading() as tx:
        currency = settings(tx).currency
        found = promotions(tx, ended=ended)
    return answer({"promotions": [promotion_seen_json(each, currency, sums=sums) for each in found]})


@operation(
    router, "POST", "/promotions", right=Right.manage_promotions, answers={201: said.Numbered, 200: said.Numbered}
)
def post_promotion(request: HttpRequest, body: NewPromotionJson) -> HttpResponse:
    """Make a promotion: a percentage, an amount, n for the price of m, or a bundle."""
    promotion = read_promotion(body, currency=_shop().currency)
    done = add_promotion(id=body.id, promotion=promotion, now=now(), by=who(request))
    return _posted(done.number, repeated=done.repeated)


@operation(router, "POST", "/promotions/{code}/end", right=Right.manage_promotions, answers={200: said.Numbered})
def post_promotion_end(request: HttpRequest, code: str, body: IdJson) -> HttpResponse:
    """End a promotion for good; its coupons are over."""
    done = end_promotion(id=body.id, code=code, now=now(), by=who(request))
    return _posted(done.number, repeated=True)


@operation(router, "GET", "/promotions/{code}/coupons", right=Right.manage_promotions, answers={200: said.Coupons})
def get_coupons(request: HttpRequest, code: str) -> HttpResponse:
    """The coupons of a promotion, and how often each was used."""
    with reading() as tx:
        return answer({"coupons": [coupon_json(each) for each in coupons_of(tx, code)]})


@operation(
    router,
    "POST",
    "/promotions/{code}/coupons",
    right=Right.manage_promotions,
    answers={201: said.Numbered, 200: said.Numbered},
)
def post_coupons(request: HttpRequest, code: str, body: CouponsJson) -> HttpResponse:
    """Make more coupons of a promotion that needs one."""
    made = read_coupons(body.coupons)
    done = add_coupons(id=body.id, promotion=code, coupons=made, now=now(), by=who(request))
    return _posted(done.number, repeated=done.repeated)


def _posted(number: str, *, repeated: bool) -> HttpResponse:
    return answer({"number": number or None}, status=200 if repeated or not number else 201)


def _shop() -> ShopSettings:
    with reading() as tx:
        return settings(tx)
