"""A cart that is not paid yet, as it stands now: priced by the very rules that its sale will be posted by.

Every face shows this; none prices a cart by itself. A fixed number of statements for all lines together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from tillbook.core.calendar import business_date
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import NOBODY, KeptCart
from tillbook.core.lots import LotNow, available
from tillbook.core.place import Place, ShopSettings
from tillbook.core.pricing import PricedCart, PricedLine
from tillbook.core.quantity import OffStep, require_step
from tillbook.core.wanted import WantedCustomer, WantedLine
from tillbook.db.statements import Tx
from tillbook.queries.asking import AskedLine, Terms, listed_prices, priced, terms
from tillbook.queries.customers import CustomerNotFound
from tillbook.queries.entered import sold_now
from tillbook.queries.lots import lots_of
from tillbook.queries.offers import Offer

FORBID: Final = "forbid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A cart with what its products are and cost now.

    `gone` are the places of lines whose product is sold no more; `asked` and `listed` are the other lines and what
    one unit of each costs before anything is done by hand. `priced` has these too; it is None where the cart is
    empty, or cannot be priced for the reason in `trouble`. `trouble` also says why a cart that is priced cannot be
    sold as it is. `lots` are those of the products that are kept in lots.
    """

    shop: ShopSettings
    day: date
    offers: Mapping[str, Offer]
    gone: tuple[int, ...] = ()
    asked: tuple[AskedLine, ...] = ()
    listed: tuple[Decimal, ...] = ()
    on: Terms | None = None
    priced: PricedCart | None = None
    lots: Mapping[int, Sequence[LotNow]] = field(default_factory=dict)
    trouble: Refusal | None = None

    def place_among_asked(self, place: int) -> int | None:
        """Where the line at this place of the cart stands among those that are sold; None where it is not."""
        if place in self.gone:
            return None
        return place - sum(1 for gone in self.gone if gone < place)

    def line(self, place: int) -> PricedLine | None:
        """The line at this place as it is priced; None where it cannot be."""
        among = self.place_among_asked(place)
        return None if self.priced is None or among is None else self.priced.lines[among]

    def unit_prices(self, lines: Sequence[WantedLine]) -> dict[str, Decimal]:
        """What one unit costs by the shop's prices, by the code that a line names; prices by hand are left out."""
        found = {}
        for number, line in enumerate(lines):
            priced = self.line(number) if line.unit_price is None else None
            if priced is not None:
                found[line.product] = priced.line.unit_price
        return found

    @property
    def total_minor(self) -> int:
        return 0 if self.priced is None else self.priced.total_minor

    def amount_as_it_stands(self, priced: PricedLine) -> int:
        """What a line costs before discounts, so that the column adds up to the total, as on the bill."""
        after = priced.gross_minor if self.shop.prices_include_tax else priced.net_minor
        return after + priced.discount_minor + priced.bill_discount_minor

    def can_be_sold(self, *, expired_allowed: bool) -> list[int]:
        """The thousandths of each asked line that can be sold now: the lines before it take theirs first."""
        left: dict[tuple[int, str], int] = {}
        found = []
        for line in self.asked:
            offer = line.offer
            if offer.short_stock != FORBID and not offer.lot_tracked:
                found.append(line.milli)
                continue
            key = (offer.product_id, line.wanted.lot)
            there = min(
                left.setdefault(each, self._there(offer, each[1], expired_allowed=expired_allowed))
                for each in {key, (offer.product_id, "")}
            )
            milli = min(line.milli, max(there, 0) // offer.step_milli * offer.step_milli)
            for each in {key, (offer.product_id, "")}:
                left[each] -= milli
            found.append(milli)
        return found

    def _there(self, offer: Offer, lot: str, *, expired_allowed: bool) -> int:
        if not offer.lot_tracked:
            return offer.on_hand_milli
        of_product = self.lots.get(offer.product_id, ())
        return available(of_product, day=self.day, code=lot, expired_allowed=expired_allowed)


def look(tx: Tx, cart: KeptCart, at: Place, *, now: datetime) -> Seen:
    """The cart as it stands now at this register. Raises: Misread."""
    shop = at.shop
    day = business_date(now, shop.timezone, shop.cut_over_hour)
    found = sold_now(tx, [*[line.product for line in cart.lines], cart.pending], at, now=now)
    there = [line for line in cart.lines if line.product in found]
    asked = tuple(
        AskedLine(wanted=line, offer=found[line.product], milli=base_milli(line, found[line.product])) for line in there
    )
    gone = tuple(place for place, line in enumerate(cart.lines) if line.product not in found)
    customer = None if cart.customer == NOBODY else cart.customer
    on, seen, trouble = None, None, None
    listed: tuple[Decimal, ...] = ()
    if asked or customer is not None:
        try:
            on = terms(tx, asked, at, customer=customer, coupon_codes=cart.coupons, now=now, day=day)
            listed = tuple(listed_prices(asked, on))
            seen = priced(asked, cart.discount, at, on) if asked else None
        except Refusal as refusal:
            trouble = refusal
    tracked = {line.offer.product_id for line in asked if line.offer.lot_tracked}
    return Seen(
        shop=shop,
        day=day,
        offers=found,
        gone=gone,
        asked=asked,
        listed=listed,
        on=on,
        priced=seen,
        lots=lots_of(tx, tracked, location_id=at.location_id) if tracked else {},
        trouble=trouble or _off_step(asked) or _nobody(customer, on),
    )


def base_milli(line: WantedLine, offer: Offer) -> int:
    """The quantity of a line in thousandths of the product's unit: a label stands for its contents."""
    return line.quantity_milli * offer.pack_milli // 1000


def _off_step(asked: Sequence[AskedLine]) -> Refusal | None:
    """The first line of a quantity that its product is not sold in."""
    for place, line in enumerate(asked):
        offer = line.offer
        milli, rest = divmod(line.wanted.quantity_milli * offer.pack_milli, 1000)
        if rest:
            name = f"{offer.name} is sold in thousandths; take a whole number of them."
            return OffStep(name, path=f"lines[{place}].quantity")
        try:
            require_step(milli, offer.step_milli, offer.name)
        except OffStep as refusal:
            return OffStep(refusal.message, path=f"lines[{place}].quantity")
    return None


def _nobody(customer: WantedCustomer | None, on: Terms | None) -> Refusal | None:
    """A customer who is named by a code that nobody has: a sale makes no customer of a code."""
    if customer is None or not customer.code or on is None or on.customer is not None:
        return None
    return CustomerNotFound(f"No customer has the code {customer.code!r}; choose another.", path="customer.code")
