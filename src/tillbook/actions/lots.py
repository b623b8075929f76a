"""Lots: which products are kept in them, and lots taken off the shelf.

A product changes between lots and no lots only while nothing of it is on hand: what is there is then always
in lots as a whole, or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tillbook.core.chain import Plain, canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.lots import LotNow, NotInLots, UnknownLot, pick
from tillbook.core.place import Place
from tillbook.core.posting import stamp
from tillbook.core.quantity import QUANTITY_MILLI_MAX, format_quantity, require_step
from tillbook.core.rights import Actor, Right
from tillbook.core.text import clean_line
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers import catalogue, documents
from tillbook.ledgers.documents import Document
from tillbook.ledgers.stock import Level, Shelf
from tillbook.queries.lots import lots_moved, lots_named
from tillbook.queries.offers import Offer, offers
from tillbook.queries.postings import posted_before
from tillbook.queries.till import location_ids, office

WRITE_OFF, RETURN = "write-off", "return to supplier"


class UnknownGoods(Refusal):
    """No product has this SKU or barcode."""

    code: ClassVar[str] = "unknown_product"


class NotEmpty(Refusal):
    """Something of the product is on hand, so it cannot change between lots and no lots."""

    code: ClassVar[str] = "not_empty"


class BadWriteOff(Refusal):
    """A quantity that cannot be taken off the shelf."""

    code: ClassVar[str] = "bad_stock_line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """How a product is kept now; where that changed nothing, nothing is posted: `number` is empty.

    `repeated` when this id had been posted before and nothing was done now.
    """

    number: str
    sku: str
    name: str
    tracked: bool
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOff:
    """A posted write-off, or return to a supplier, of so many thousandths of a lot."""

    posting_id: int
    number: str
    sku: str
    name: str
    quantity_milli: int
    repeated: bool


@action(right=Right.import_file)
def track_lots(tx: Tx, *, id: str, product: str, tracked: bool, now: datetime, by: Actor) -> Tracking:
    """Keep a product in lots from now on, or no more.

    Raises:
        UnknownGoods, NotEmpty, IdReused: nothing was changed.
    """
    request_hash = digest(canonical(["lots", product, tracked]))
    repeated = posted_before(tx, client_id=id, kind="settings", request_hash=request_hash)
    at = office(tx)
    header = stamp(at, client_id=id, request_hash=request_hash, kind="settings", now=now, by=by)
    offer = _offer(tx, product, at, header.business_date)
    if repeated is not None:
        return Tracking(
            number=repeated.number, sku=offer.sku, name=offer.name, tracked=offer.lot_tracked, repeated=True
        )

    if offer.lot_tracked == tracked:
        return Tracking(number="", sku=offer.sku, name=offer.name, tracked=tracked)
    _require_empty(tx, offer, tracked)

    catalogue.change(tx, offer.product_id, {"lot_tracked": tracked})
    said = {True: "yes", False: "no"}
    changed: dict[str, Plain] = {"changed": f"lots of {offer.sku}", "from": said[not tracked], "to": said[tracked]}
    numbered = Document(tx, header, location_codes={}).close(changed)
    return Tracking(number=numbered.number, sku=offer.sku, name=offer.name, tracked=tracked)


@action(right=Right.adjust)
def take_off(
    tx: Tx,
    *,
    id: str,
    product: str,
    lot: str,
    quantity_milli: int | None = None,
    to_supplier: bool = False,
    reason: str,
    now: datetime,
    by: Actor,
) -> TakenOff:
    """Write off a lot, or return it to its supplier: all of it or so many base units, expired or not.

    Raises:
        UnknownGoods, UnknownLot, NotInLots, OffStep, BadWriteOff, TextRefused, IdReused: nothing was posted.
    """
    note = clean_line(reason, what="the reason", length_max=400)
    request_hash = digest(canonical(["take off", product, lot, quantity_milli, to_supplier, note]))
    before = posted_before(tx, client_id=id, kind="adjustment", request_hash=request_hash)
    at = office(tx)
    header = stamp(at, client_id=id, request_hash=request_hash, kind="adjustment", now=now, by=by, note=note)
    offer = _offer(tx, product, at, header.business_date)
    if before is not None:
        milli = sum([part for _, part in lots_moved(tx, before.posting_id)[offer.product_id]])
        return _taken_off(before.posting_id, before.number, offer, milli, repeated=True)
    known = lots_named(tx, [(offer.product_id, lot)], location_id=at.location_id).get((offer.product_id, lot))
    places = location_ids(tx)

    milli = _wanted(offer, lot, known, quantity_milli)
    there = () if known is None else (known,)
    picked = pick(there, milli, day=header.business_date, code=lot, expired_allowed=True, name=offer.name)
    shelf = Shelf(at.location_id, {offer.product_id: Level(offer.on_hand_milli, offer.value_minor)})
    shelf.take(
        offer.product_id,
        milli,
        to_location_id=places["supplier" if to_supplier else "loss"],
        reason=RETURN if to_supplier else WRITE_OFF,
        lots=picked,
    )

    numbered = documents.post(
        tx,
        header,
        shelf,
        skus={offer.product_id: offer.sku},
        location_codes={number: code for code, number in places.items()},
        more={},
    )
    return _taken_off(numbered.posting_id, numbered.number, offer, milli, repeated=False)


def _offer(tx: Tx, product: str, at: Place, day: date) -> Offer:
    found = offers(tx, [product], location_id=at.location_id, day=day, prices_include_tax=False)
    if product not in found:
        raise UnknownGoods(
            f"No product has the SKU or barcode {product!r}; look it up with: tillbook products", path="product"
        )
    return found[product]


def _require_empty(tx: Tx, offer: Offer, tracked: bool) -> None:
    levels = tx.rows(
        "SELECT on_hand_milli FROM stock_level WHERE product_id = ? AND on_hand_milli <> 0", (offer.product_id,)
    )
    if levels:
        there = format_quantity(sum([row[0] for row in levels]))
        after = "receive it again, lot by lot" if tracked else "receive it again"
        raise NotEmpty(
            f"{there} of {offer.name} are on hand: adjust that to 0 first, then {after}.",
            path="product",
        )


def _wanted(offer: Offer, lot: str, known: LotNow | None, quantity_milli: int | None) -> int:
    """The thousandths to take: as asked, else all that is in the lot."""
    if quantity_milli is None:
        if known is None:
            raise UnknownLot(f"There is no lot {lot!r} of {offer.name}; see which are with: {_list(offer)}", path="lot")
        if known.on_hand_milli <= 0:
            raise NotInLots(
                f"Nothing is left of lot {lot} of {offer.name}; see what is with: {_list(offer)}", path="lot"
            )
        return known.on_hand_milli
    if not 0 < quantity_milli <= QUANTITY_MILLI_MAX:
        raise BadWriteOff(
            f"A quantity is more than 0 and at most {format_quantity(QUANTITY_MILLI_MAX)}.", path="quantity"
        )
    return require_step(quantity_milli, offer.step_milli, offer.name)


def _list(offer: Offer) -> str:
    return f"tillbook lot list {offer.sku}"


def _taken_off(posting_id: int, number: str, offer: Offer, milli: int, *, repeated: bool) -> TakenOff:
    return TakenOff(
        posting_id=posting_id,
        number=number,
        sku=offer.sku,
        name=offer.name,
        quantity_milli=milli,
        repeated=repeated,
    )
