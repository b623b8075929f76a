"""What a cart asks for, matched with the shop and priced by its rules: the same for a preview and for the sale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Final

from tillbook.core.calendar import find_zone
from tillbook.core.discount import Discount
from tillbook.core.errors import Refusal
from tillbook.core.exemption import exempted
from tillbook.core.place import Place
from tillbook.core.price_lists import PriceBreaks
from tillbook.core.pricing import Cart, CartLine, PricedCart, Promoted, amount_of, price
from tillbook.core.promotions import PromotionLine, resolve
from tillbook.core.quantity import OffStep, require_step
from tillbook.core.wanted import WantedCustomer, WantedLine
from tillbook.db.statements import Tx
from tillbook.queries.customers import CustomerNow, known
from tillbook.queries.offers import Offer, offers
from tillbook.queries.prices import list_prices
from tillbook.queries.promotions import CouponNow, PromotionBook, book, coupons

NO_PRICES: Final[Mapping[int, PriceBreaks]] = {}
NO_COUPONS: Final[Mapping[str, CouponNow]] = {}


class UnknownProduct(Refusal):
    """No product has this SKU or barcode, or it is sold no more."""

    code: ClassVar[str] = "unknown_product"


@dataclass(slots=True, kw_only=True)
class AskedLine:
    """A wanted line with its offer; `milli` is what will be sold, in base units.

    `wanted_milli` is what was asked for, where that is more.
    """

    wanted: WantedLine
    offer: Offer
    milli: int
    wanted_milli: int | None = None


@dataclass(slots=True, kw_only=True)
class Terms:
    """What the shop brings to a cart besides its offers: who buys, price lists, promotions, coupons.

    `at_local` is by the shop's clock where there is a promotion that may ask for it.
    """

    customer: CustomerNow | None = None
    prices: Mapping[int, PriceBreaks] = field(default_factory=dict)
    promotions: PromotionBook | None = None
    coupons: Mapping[str, CouponNow] = field(default_factory=dict)
    at_local: datetime


def match(tx: Tx, wanted: Sequence[WantedLine], at: Place, day: date) -> list[AskedLine]:
    """Each wanted line with the product it names, its quantity in base units and on the product's step.

    Raises:
        UnknownProduct, OffStep, Misread: with the path of the line.
    """
    found = offers(
        tx,
        [line.product for line in wanted],
        location_id=at.location_id,
        day=day,
        prices_include_tax=at.shop.prices_include_tax,
        patterns=at.shop.in_store_barcodes,
    )
    matched = []
    for index, line in enumerate(wanted):
        offer = found.get(line.product)
        if offer is None or offer.archived:
            raise UnknownProduct(
                f"No product has the SKU or barcode {line.product!r}; search the menu or remove the line.",
                path=f"lines[{index}].product",
            )
        milli, rest = divmod(line.quantity_milli * offer.pack_milli, 1000)
        if rest or milli % offer.step_milli:
            raise _off_step(milli, rest, offer, path=f"lines[{index}].quantity")
        matched.append(AskedLine(wanted=line, offer=offer, milli=milli))
    return matched


def _off_step(milli: int, rest: int, offer: Offer, *, path: str) -> Refusal:
    """Why this quantity of a product cannot be sold; `rest` is what lies below a thousandth."""
    try:
        require_step(milli, offer.step_milli, offer.name)
    except OffStep as refusal:
        return OffStep(refusal.message, path=path)
    assert rest, "the quantity is off the step"
    return OffStep(f"{offer.name} is sold in thousandths; take a whole number of them.", path=path)


def terms(
    tx: Tx,
    asked: Sequence[AskedLine],
    at: Place,
    *,
    customer: WantedCustomer | None,
    coupon_codes: Sequence[str],
    now: datetime,
    day: date,
) -> Terms:
    """The terms of a cart; asks nothing of what the shop does not have.

    Raises:
        UnknownCoupon
    """
    who = known(tx, customer) if customer is not None else None
    if not (at.has_prices or at.promotions_version or coupon_codes):
        return Terms(customer=who, at_local=now)
    price_list_id = None if who is None else who.price_list_id
    products = sorted({line.offer.product_id for line in asked})
    return Terms(
        customer=who,
        prices=list_prices(tx, products, price_list_id=price_list_id, day=day) if at.has_prices else NO_PRICES,
        promotions=book(tx, at.promotions_version) if at.promotions_version else None,
        coupons=coupons(tx, coupon_codes) if coupon_codes else NO_COUPONS,
        at_local=now.astimezone(find_zone(at.shop.timezone)),
    )


def priced(asked: Sequence[AskedLine], discount: Discount | None, at: Place, on: Terms) -> PricedCart:
    """The lines at the prices, promotions and taxes that hold for them.

    Promotions see the prices that everybody sees; for who is exempt the taxes are taken out of both afterwards.

    Raises: as `core.pricing.price`.
    """
    listed = listed_prices(asked, on)
    lines = [_cart_line(line, unit_price) for line, unit_price in zip(asked, listed, strict=True)]
    if on.promotions is not None:
        lines = _promoted(lines, asked, at, on, on.promotions)
    shop = at.shop
    if on.customer is not None and on.customer.exempt_reason:
        lines = [exempted(line, shop.currency, shop.rounding_mode) for line in lines]
    return price(
        Cart(
            currency=shop.currency,
            tax_rounding=shop.tax_rounding,
            rounding_mode=shop.rounding_mode,
            discount=discount,
            lines=tuple(lines),
        )
    )


def listed_prices(asked: Sequence[AskedLine], on: Terms) -> list[Decimal]:
    """What one unit of each line costs before anything is done by hand: the customer's list, else the product's.

    A quantity break counts all lines of a product together.
    """
    if not on.prices:
        return [line.offer.price for line in asked]
    together: dict[int, int] = {}
    for line in asked:
        together[line.offer.product_id] = together.get(line.offer.product_id, 0) + line.milli
    found = []
    for line in asked:
        breaks = on.prices.get(line.offer.product_id)
        unit_price = None if breaks is None else breaks.unit_price(together[line.offer.product_id])
        found.append(line.offer.price if unit_price is None else unit_price)
    return found


def _cart_line(line: AskedLine, listed: Decimal) -> CartLine:
    return CartLine(
        product=line.wanted.product,
        quantity_milli=line.milli,
        unit_price=_unit_price(line, listed),
        discount=line.wanted.discount,
        taxes=line.offer.taxes,
    )


def _unit_price(line: AskedLine, listed: Decimal) -> Decimal:
    """The price typed by hand, else the label's where one piece has one, else the listed one."""
    if line.wanted.unit_price is not None:
        return line.wanted.unit_price
    return listed if line.offer.label_price is None else line.offer.label_price


def _promoted(
    lines: Sequence[CartLine], asked: Sequence[AskedLine], at: Place, on: Terms, promotions: PromotionBook
) -> list[CartLine]:
    """The lines with what promotions take off them; a price by hand or on a label has none."""
    places = [
        place
        for place, line in enumerate(asked)
        if line.wanted.unit_price is None and line.offer.label_price is None and lines[place].unit_price
    ]
    offered = [
        PromotionLine(
            sku=asked[place].offer.sku,
            category=asked[place].offer.category,
            quantity_milli=lines[place].quantity_milli,
            unit_price=lines[place].unit_price,
            amount_minor=amount_of(lines[place], at.shop.currency, at.shop.rounding_mode),
        )
        for place in places
    ]
    unlocked = frozenset(coupon.promotion_id for coupon in on.coupons.values())
    relevant = promotions.relevant(offered, unlocked)
    if not relevant:
        return list(lines)
    applied = resolve(
        offered,
        relevant,
        at_local=on.at_local,
        customer_group="" if on.customer is None else on.customer.customer_group,
        coupons=unlocked,
        order="listed" if at.shop.promotion_order == "listed" else "best",
        rounding_mode=at.shop.rounding_mode,
    )
    by_place: dict[int, list[Promoted]] = {}
    for part in applied:
        promoted = Promoted(promotion_id=part.promotion_id, name=part.name, amount_minor=part.amount_minor)
        by_place.setdefault(places[part.line], []).append(promoted)
    return [replace(line, promotions=tuple(by_place.get(place, ()))) for place, line in enumerate(lines)]
