"""What was scanned or typed for a product: which product it names, and how many of it.

The same for every face: an exact code wins (SKU, barcode, pack, label), then a quantity before or after it, as
`core/typed.py` reads them. What could mean two things is answered as both: nobody guesses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from tillbook.core.barcode import is_gtin
from tillbook.core.calendar import business_date
from tillbook.core.errors import Refusal
from tillbook.core.lots import LotNow
from tillbook.core.place import Place
from tillbook.core.quantity import QUANTITY_MILLI_MAX, require_step
from tillbook.core.text import shown
from tillbook.core.typed import Entry, QuantityInvalid, entries, read_count
from tillbook.core.wanted import WantedLine
from tillbook.db.statements import Tx
from tillbook.queries.asking import AskedLine, UnknownProduct, listed_prices, terms
from tillbook.queries.lots import lots_of
from tillbook.queries.offers import Offer, offers


class EntryUnclear(Refusal):
    """What was typed may be two things; `more` has them."""

    code: ClassVar[str] = "entry_unclear"

    def __init__(self, message: str, *, path: str | None = None) -> None:
        super().__init__(message, path=path)
        self.more: dict[str, object] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A product that was named, by which code, and how many of it in its own unit.

    `said`: the quantity was typed, or the code stands for one; else it is the usual one. `line` is what a cart
    holds of it: a label with a price of its own stays under its own code. `listed`: the price is one of a list's.
    """

    code: str
    offer: Offer
    milli: int
    said: bool
    line: WantedLine
    unit_price: Decimal
    listed: bool
    lots: tuple[LotNow, ...]

    @property
    def price_from(self) -> str:
        """Where the price comes from: the label, a price list, or the product itself."""
        if self.offer.label_price is not None:
            return "label"
        return "list" if self.listed else "product"


def exact_ways(tx: Tx, text: str, at: Place, *, now: datetime) -> tuple[list[Entry], dict[str, Offer]]:
    """The ways to read an entry whose code is sold now, and those offers; one way, if the whole text is a code.

    Raises:
        Misread: a label that was not read well.
    """
    ways = entries(text)
    found = sold_now(tx, [way.code for way in ways], at, now=now)
    exact = [way for way in ways if way.code in found]
    if exact and exact[0].code == ways[0].code:
        exact = exact[:1]
    return exact, found


def sold_now(tx: Tx, codes: Sequence[str], at: Place, *, now: datetime) -> dict[str, Offer]:
    """The offers of these SKUs, barcodes and labels that can be sold now. Raises: Misread."""
    wanted = [code for code in codes if code]
    if not wanted:
        return {}
    every = offers(
        tx,
        wanted,
        location_id=at.location_id,
        day=business_date(now, at.shop.timezone, at.shop.cut_over_hour),
        prices_include_tax=at.shop.prices_include_tax,
        patterns=at.shop.in_store_barcodes,
    )
    return {code: offer for code, offer in every.items() if not offer.archived}


def entered(tx: Tx, text: str, at: Place, *, now: datetime) -> Entered:
    """The product that an entry names by a code; a part of a name is for the search.

    Raises:
        UnknownProduct, EntryUnclear, Misread, QuantityInvalid, OffStep and those of a number: add nothing.
    """
    exact, found = exact_ways(tx, text, at, now=now)
    if not exact:
        raise UnknownProduct(f"Unknown code {shown(text.strip())[:60]!r}: nothing was added; search the menu.")
    if len(exact) > 1:
        raise _unclear(exact, found)
    way = exact[0]
    offer = found[way.code]
    milli, said = _quantity(way, offer, at.shop.locale)
    by_label = offer.label_price is not None
    line = WantedLine(product=way.code if by_label else offer.sku, quantity_milli=1000 if by_label else milli)
    asked = AskedLine(wanted=line, offer=offer, milli=milli)
    day = business_date(now, at.shop.timezone, at.shop.cut_over_hour)
    on = terms(tx, [asked], at, customer=None, coupon_codes=(), now=now, day=day)
    breaks = on.prices.get(offer.product_id)
    lots = lots_of(tx, [offer.product_id], location_id=at.location_id) if offer.lot_tracked else {}
    return Entered(
        code=way.code,
        offer=offer,
        milli=milli,
        said=said,
        line=line,
        unit_price=listed_prices([asked], on)[0] if offer.label_price is None else offer.label_price,
        listed=breaks is not None and breaks.unit_price(milli) is not None,
        lots=lots.get(offer.product_id, ()),
    )


def usual_milli(offer: Offer) -> int:
    """So many where nobody said how many: one, on the product's step."""
    return max(1000 // offer.step_milli * offer.step_milli, offer.step_milli)


def _quantity(way: Entry, offer: Offer, locale: str) -> tuple[int, bool]:
    """The thousandths of the product's unit, and whether somebody or something said them."""
    if not way.quantity:
        scanned = way.code != offer.sku or is_gtin(way.code)
        if not scanned or offer.label_price is not None:
            return (offer.pack_milli if scanned else usual_milli(offer)), scanned
        return require_step(offer.pack_milli, offer.step_milli, offer.name), True
    count = read_count(way.quantity, locale)
    if offer.label_price is not None and count != 1000:
        raise QuantityInvalid("Scan each label by itself; nothing was added.")
    milli, rest = divmod(count * offer.pack_milli, 1000)
    if rest or milli > QUANTITY_MILLI_MAX:
        raise QuantityInvalid(f"{way.quantity} of {shown(way.code)[:60]} is no quantity that can be sold.")
    return require_step(milli, offer.step_milli, offer.name), True


def _unclear(ways: Sequence[Entry], found: Mapping[str, Offer]) -> EntryUnclear:
    said = " or ".join(f"{way.quantity} × {found[way.code].name}" for way in ways)
    refusal = EntryUnclear(f"This may be {said}; choose one.")
    refusal.more = {
        "choices": [{"code": way.code, "name": found[way.code].name, "quantity": way.quantity} for way in ways]
    }
    return refusal
