"""The menu: products, categories, what was scanned or typed, and what a register keeps at hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from tillbook.actions.favourites import FAVOURITES_MAX, set_favourites
from tillbook.api import paging
from tillbook.api.answers_catalogue import Categories, ChosenProducts, Code, ProductInFull, Products
from tillbook.api.base import PAGE_MAX, answer, nothing, operation, who
from tillbook.api.served import now
from tillbook.api.standing import Register, register_of
from tillbook.core.amounts import format_exact
from tillbook.core.calendar import business_date
from tillbook.core.place import ShopSettings
from tillbook.core.quantity import format_quantity
from tillbook.core.rights import Right
from tillbook.db.statements import Tx
from tillbook.db.transaction import reading
from tillbook.formats.product_json import barcode_json, lot_json, picture_url, product_json, tax_json
from tillbook.formats.strict_json import StrictModel
from tillbook.queries import menu_pages
from tillbook.queries.entered import Entered, entered
from tillbook.queries.favourites import favourites
from tillbook.queries.pictures import pictured
from tillbook.queries.recent import recently_sold
from tillbook.queries.search import MenuLine
from tillbook.queries.till import office, place, settings

BASE: Final = "/api/v1"
TEXT_MAX: Final = 200

router = Router(tags=["catalogue"])

Search = Annotated[str, Field(max_length=TEXT_MAX)]


class FavouritesJson(StrictModel):
    """The favourites of a register by SKU, in their order."""

    skus: Annotated[list[Annotated[str, Field(max_length=TEXT_MAX)]], Field(max_length=FAVOURITES_MAX)]


@operation(router, "GET", "/products", right=Right.sell, answers={200: Products, 304: None})
def get_products(
    request: HttpRequest, search: Search = "", category: Search = "", cursor: str = "", limit: int = 50
) -> HttpResponse:
    """The products that are sold, or those that a text finds by words of name, SKU or category, or by a barcode."""
    size, after = paging.page_size(limit, most=PAGE_MAX), paging.decode_id(cursor)
    with reading() as tx:
        shop = settings(tx)
        page = menu_pages.menu_page(tx, search, category=category, after=after, limit=size, day=_today(shop))
        products = _products(tx, page.lines, shop)
    behind = None if page.next_after is None else paging.encode([page.next_after])
    return answer({"products": products, "next": behind})


@operation(router, "GET", "/products/{path:sku}", right=Right.sell, answers={200: ProductInFull, 304: None})
def get_product(request: HttpRequest, sku: str) -> HttpResponse:
    """A product with its codes, taxes and how it is sold."""
    with reading() as tx:
        at = office(tx)
        shop = at.shop
        found = menu_pages.product(
            tx,
            sku,
            day=_today(shop),
            location_id=at.location_id,
            prices_include_tax=shop.prices_include_tax,
        )
        (product,) = _products(tx, [found.line], shop)
    return answer(
        {
            **product,
            "barcodes": [barcode_json(code, milli) for code, milli in found.barcodes],
            "tax_class": found.tax_class,
            "taxes": [tax_json(tax, shop.currency) for tax in found.taxes],
            "step": format_quantity(found.line.step_milli),
            "short_stock": found.line.short_stock,
            "lot_tracked": found.lot_tracked,
        }
    )


@operation(router, "GET", "/categories", right=Right.sell, answers={200: Categories, 304: None})
def get_categories(request: HttpRequest) -> HttpResponse:
    """The categories that products are sold in, by name."""
    with reading() as tx:
        found = menu_pages.categories(tx)
        lines = menu_pages.lines_of(tx, [each.product_id for each in found], day=_today(settings(tx)))
        pictures = pictured(tx, [line.product_id for line in lines])
    skus = {line.product_id: line.sku for line in lines}
    return answer(
        {
            "categories": [
                {
                    "name": each.name,
                    "products": each.products,
                    "picture": _picture(skus.get(each.product_id, ""), pictures.get(each.product_id)),
                }
                for each in found
            ]
        }
    )


@operation(router, "GET", "/codes/{path:text}", right=Right.sell, answers={200: Code, 304: None}, refuses=(409,))
def get_code(request: HttpRequest, text: str, register_code: Register = "") -> HttpResponse:
    """What was scanned or typed: a SKU, a barcode, a pack, a label, with a quantity before or after it (`3*101`).

    404 where nothing is sold under it; 409 where it may mean two things, with `choices`.
    """
    asked_at = now()
    with reading() as tx:
        at = place(tx, register_of(request, register_code))
        found = entered(tx, text, at, now=asked_at)
    return answer(_code(found, at.shop, business_date(asked_at, at.shop.timezone, at.shop.cut_over_hour)))


@operation(router, "GET", "/favourites", right=Right.sell, answers={200: ChosenProducts, 304: None}, refuses=(409,))
def get_favourites(request: HttpRequest, register_code: Register = "") -> HttpResponse:
    """The products that a register keeps at hand, in their places."""
    with reading() as tx:
        return _chosen(tx, favourites(tx, register_of(request, register_code)))


@operation(router, "PUT", "/favourites", right=Right.sell, answers={204: None})
def put_favourites(request: HttpRequest, body: FavouritesJson, register_code: Register = "") -> HttpResponse:
    """Let these products be at hand, in this order."""
    set_favourites(register=register_of(request, register_code), skus=body.skus, by=who(request))
    return nothing()


@operation(router, "GET", "/recent", right=Right.sell, answers={200: ChosenProducts, 304: None}, refuses=(409,))
def get_recent(request: HttpRequest, register_code: Register = "") -> HttpResponse:
    """The products that a register sold last, the newest first."""
    with reading() as tx:
        return _chosen(tx, recently_sold(tx, register_of(request, register_code)))


def _chosen(tx: Tx, product_ids: Sequence[int]) -> HttpResponse:
    shop = settings(tx)
    return answer({"products": _products(tx, menu_pages.lines_of(tx, product_ids, day=_today(shop)), shop)})


def _products(tx: Tx, lines: Sequence[MenuLine], shop: ShopSettings) -> list[dict[str, Any]]:
    pictures = pictured(tx, [line.product_id for line in lines])
    return [
        product_json(
            sku=line.sku,
            name=line.name,
            price=line.price,
            available_milli=line.available_milli,
            unit=line.unit,
            category=line.category,
            mark=line.mark,
            picture=_picture(line.sku, pictures.get(line.product_id)),
            currency=shop.currency,
        )
        for line in lines
    ]


def _picture(sku: str, sha256: str | None) -> str | None:
    return None if sha256 is None else picture_url(BASE, sku, sha256)


def _today(shop: ShopSettings) -> date:
    return business_date(now(), shop.timezone, shop.cut_over_hour)


def _code(found: Entered, shop: ShopSettings, day: date) -> dict[str, Any]:
    offer = found.offer
    return {
        "code": found.code,
        "sku": offer.sku,
        "name": offer.name,
        "quantity": format_quantity(found.milli),
        "said": found.said,
        "unit": offer.unit,
        "step": format_quantity(offer.step_milli),
        "price": format_exact(found.unit_price, digits=shop.currency.digits),
        "price_from": found.price_from,
        "available": format_quantity(offer.on_hand_milli),
        "short_stock": offer.short_stock,
        "line": {"product": found.line.product, "quantity": format_quantity(found.line.quantity_milli)},
        "lot_tracked": offer.lot_tracked,
        "lots": [lot_json(lot, expired=lot.has_expired(day)) for lot in found.lots],
    }
