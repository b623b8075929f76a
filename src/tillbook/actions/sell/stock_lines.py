"""What is there of the goods that a sale asks for, and what their cost is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.core.lots import LotLine, LotNow, available, pick_all
from tillbook.core.place import Place
from tillbook.core.quantity import format_quantity
from tillbook.core.rights import Actor, Right
from tillbook.db.statements import Tx
from tillbook.ledgers.stock import Level, Shelf
from tillbook.queries.asking import AskedLine
from tillbook.queries.lots import lots_of
from tillbook.queries.offers import Offer

REASON = "sale"

Lots = Mapping[int, Sequence[LotNow]]
"""The lots of products by id, what expires first standing first."""


class OutOfStock(Refusal):
    """Less is on hand than was asked for, and the product may not be sold short."""

    code: ClassVar[str] = "out_of_stock"


def what_is_there(asked: Sequence[AskedLine], lots: Lots, *, day: date, by: Actor) -> list[AskedLine]:
    """The lines that can be sold: lines of one product are summed; a partial line takes what is left.

    Of what is kept in lots it takes only what may be sold.

    Raises:
        OutOfStock: naming how many are left.
    """
    left: dict[int, int] = {}
    kept = []
    for index, line in enumerate(asked):
        offer = line.offer
        there = left.setdefault(offer.product_id, offer.on_hand_milli)
        milli = line.milli
        if line.wanted.partial and offer.product_id in lots:
            spoilt = offer.on_hand_milli - _sellable(lots[offer.product_id], line.wanted.lot, day, by)
            there -= spoilt
        if milli > there and offer.short_stock == "forbid":
            there = max(there, 0) // offer.step_milli * offer.step_milli
            if not line.wanted.partial:
                raise OutOfStock(_only(there, offer), path=f"lines[{index}]")
            milli = there
        left[offer.product_id] -= milli
        if milli == line.milli:
            kept.append(line)
        elif milli > 0:
            kept.append(replace(line, milli=milli, wanted_milli=line.milli))
    if not kept:
        raise OutOfStock(_only(0, asked[0].offer), path="lines[0]")
    return kept


def _sellable(lots: Sequence[LotNow], code: str, day: date, by: Actor) -> int:
    return available(lots, day=day, code=code, expired_allowed=may_sell_expired(by))


def _only(there_milli: int, offer: Offer) -> str:
    if there_milli <= 0:
        return f"No {offer.name} left; remove the line or cancel."
    return f"Only {format_quantity(there_milli)} of {offer.name} left; sell those or cancel."


def shelf_of(lines: Sequence[AskedLine], at: Place) -> Shelf:
    """The shelf with the levels of the products that are sold."""
    offers_by_product = {line.offer.product_id: line.offer for line in lines}
    levels = {key: Level(offer.on_hand_milli, offer.value_minor) for key, offer in offers_by_product.items()}
    return Shelf(at.location_id, levels)


def lots_there(tx: Tx, asked: Sequence[AskedLine], at: Place) -> Lots:
    """The lots of those products that are kept in lots; nothing is asked where there are none."""
    tracked = [line for line in asked if line.offer.lot_tracked]
    products = {line.offer.product_id for line in tracked}
    named = [(line.offer.product_id, line.wanted.lot) for line in tracked if line.wanted.lot]
    return lots_of(tx, products, location_id=at.location_id, named=named) if tracked else {}


def taken_from(
    shelf: Shelf, lines: Sequence[AskedLine], lots: Lots, at: Place, *, day: date, by: Actor
) -> tuple[list[int], int | None]:
    """Plan the goods of each line; answer their costs, and the second person who let an expired lot be sold.

    Raises:
        LotExpired, NotInLots, UnknownLot: with the path of the line.
    """
    if not lots:
        to = at.customer_location_id
        return [shelf.take(line.offer.product_id, line.milli, to_location_id=to, reason=REASON) for line in lines], None
    picked, second = _picked(lines, lots, day, by)
    costs = [
        shelf.take(
            line.offer.product_id,
            line.milli,
            to_location_id=at.customer_location_id,
            reason=REASON,
            lots=picked.get(index, ()),
        )
        for index, line in enumerate(lines)
    ]
    return costs, second


def _picked(
    lines: Sequence[AskedLine], lots: Lots, day: date, by: Actor
) -> tuple[dict[int, Sequence[tuple[int, int]]], int | None]:
    places = [index for index, line in enumerate(lines) if line.offer.lot_tracked]
    wanted = [
        LotLine(
            product_id=lines[index].offer.product_id,
            name=lines[index].offer.name,
            quantity_milli=lines[index].milli,
            lot=lines[index].wanted.lot,
            path=f"lines[{index}]",
        )
        for index in places
    ]
    found = pick_all(wanted, lots, day=day, expired_allowed=may_sell_expired(by))
    alone = Right.sell_expired in by.rights
    expired = any(picked.expired for picked in found)
    second = by.approver.staff_id if expired and not alone and by.approver is not None else None
    return {index: picked.lots for index, picked in zip(places, found, strict=True)}, second


def may_sell_expired(by: Actor) -> bool:
    """The person may, or the second one."""
    return any(who is not None and Right.sell_expired in who.rights for who in (by, by.approver))
