"""Goods in, and corrections of stock with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from tillbook.core.amounts import AMOUNT_MINOR_MAX
from tillbook.core.chain import Plain, canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.lots import LotNow
from tillbook.core.named_lots import LOT_LENGTH_MAX, Key, NamedLot, NamedLots
from tillbook.core.place import Place
from tillbook.core.posting import stamp
from tillbook.core.quantity import QUANTITY_MILLI_MAX, OffStep, format_quantity, require_step
from tillbook.core.rights import Actor, Right
from tillbook.core.text import TextRefused, clean_line
from tillbook.core.wanted import ID_LENGTH_MAX, LINES_MAX
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers import documents, people
from tillbook.ledgers.lots import open_lots
from tillbook.ledgers.stock import Level, Shelf
from tillbook.queries.lots import lots_named
from tillbook.queries.offers import Offer, offers
from tillbook.queries.postings import posted_before
from tillbook.queries.till import location_ids, office

VALUE_MINOR_MAX = 10**15
"""The greatest value on hand of one product; canonical JSON holds whole numbers below 2**53 (`core/chain.py`)."""


class BadStockLine(Refusal):
    """A line names no known product, or a quantity or cost out of bounds."""

    code: ClassVar[str] = "bad_stock_line"


class NotEnough(Refusal):
    """More would be taken away than is there."""

    code: ClassVar[str] = "out_of_stock"


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLine:
    """A change of one product by SKU or barcode.

    `quantity_milli` is positive for goods that came in or were found, negative for goods lost; `cost_minor`
    is the cost of all of them, or None for the average cost of now. A product kept in lots names one by its
    code, with the last day on which it is good where it is new; a `serial` number is the lot of one piece.
    """

    product: str
    quantity_milli: int
    cost_minor: int | None = None
    lot: str = ""
    expires_on: date | None = None
    serial: bool = False


@dataclass(slots=True, kw_only=True)
class _Line:
    """A line with its offer; `milli` is in base units, with its sign."""

    wanted: StockLine
    offer: Offer
    milli: int
    path: str

    @property
    def key(self) -> Key:
        return self.offer.product_id, self.wanted.lot


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A posted document; `repeated` when this id had been posted before and nothing was done now."""

    posting_id: int
    number: str
    repeated: bool


@action(right=Right.receive)
def receive(
    tx: Tx,
    *,
    id: str,
    lines: Sequence[StockLine],
    supplier: str = "",
    note: str = "",
    now: datetime,
    by: Actor,
) -> Posted:
    """Post goods that came in, from a supplier who may stay unnamed, at their cost.

    Raises:
        BadStockLine, OffStep, IdReused, LotNeeded, NotLotTracked, LotDiffers, SerialTaken: nothing was posted.
    """
    for index, line in enumerate(lines):
        if line.quantity_milli <= 0:
            raise BadStockLine("Goods that came in have a quantity above 0.", path=f"lines[{index}].quantity")
    return _post(tx, "receipt", id=id, lines=lines, supplier=supplier, note=note, now=now, by=by)


@action(right=Right.adjust)
def adjust(tx: Tx, *, id: str, lines: Sequence[StockLine], reason: str, now: datetime, by: Actor) -> Posted:
    """Post a correction: what was lost goes to the loss location, what was found comes from it.

    Raises:
        BadStockLine, NotEnough, OffStep, IdReused: nothing was posted.
        LotNeeded, NotLotTracked, LotDiffers, SerialTaken, UnknownLot, NotInLots: likewise.
    """
    return _post(tx, "adjustment", id=id, lines=lines, supplier="", note=reason, now=now, by=by)


def _post(
    tx: Tx,
    kind: str,
    *,
    id: str,
    lines: Sequence[StockLine],
    supplier: str,
    note: str,
    now: datetime,
    by: Actor,
) -> Posted:
    if not 1 <= len(id) <= ID_LENGTH_MAX or not 1 <= len(lines) <= LINES_MAX:
        raise BadStockLine(f"A document has an id of at most {ID_LENGTH_MAX} characters and 1 to {LINES_MAX} lines.")
    note = clean_line(note, what="reason", length_max=400) if note or kind == "adjustment" else ""
    supplier = clean_line(supplier, what="supplier", length_max=200) if supplier else ""
    lines = [_with_clean_lot(line, index) for index, line in enumerate(lines)]
    request_hash = _fingerprint(lines, supplier, note)
    before = posted_before(tx, client_id=id, kind=kind, request_hash=request_hash)
    if before is not None:
        return Posted(posting_id=before.posting_id, number=before.number, repeated=True)
    at = office(tx)
    places = location_ids(tx)
    header = stamp(at, client_id=id, request_hash=request_hash, kind=kind, now=now, by=by, note=note)
    found = offers(
        tx,
        [line.product for line in lines],
        location_id=at.location_id,
        day=header.business_date,
        prices_include_tax=False,
    )
    matched = [_matched(line, found.get(line.product), path=f"lines[{index}]") for index, line in enumerate(lines)]
    known = lots_named(tx, [line.key for line in matched if line.wanted.lot], location_id=at.location_id)

    new_lots = _new_lots(matched, known)

    skus = {offer.product_id: offer.sku for offer in found.values()}
    more: dict[str, Plain] = {"supplier": supplier} if kind == "receipt" else {}
    header.supplier_id = people.supplier_id(tx, supplier) if supplier else None
    lot_ids = {key: lot.lot_id for key, lot in known.items()} | open_lots(tx, new_lots)
    numbered = documents.post(
        tx,
        header,
        _planned(kind, matched, lot_ids, at, places),
        skus=skus,
        location_codes={number: code for code, number in places.items()},
        more={**more, **_made(new_lots, skus)},
    )
    return Posted(posting_id=numbered.posting_id, number=numbered.number, repeated=False)


def _with_clean_lot(line: StockLine, index: int) -> StockLine:
    if not line.lot:
        return line
    try:
        return replace(line, lot=clean_line(line.lot, what="the lot", length_max=LOT_LENGTH_MAX))
    except TextRefused as refusal:
        raise TextRefused(refusal.message, path=f"lines[{index}].lot") from None


def _fingerprint(lines: Sequence[StockLine], supplier: str, note: str) -> str:
    asked: list[Plain] = [[line.product, line.quantity_milli, line.cost_minor] for line in lines]
    # Only where there are any, so that what was posted before there were any has the same fingerprint.
    if any(line.lot or line.expires_on for line in lines):
        days = [None if line.expires_on is None else line.expires_on.isoformat() for line in lines]
        asked.append([[line.lot, day, line.serial] for line, day in zip(lines, days, strict=True)])
    return digest(canonical([asked, supplier, note]))


def _matched(line: StockLine, offer: Offer | None, *, path: str) -> _Line:
    _require_sound(line, offer, path=path)
    assert offer is not None, "checked above"
    return _Line(wanted=line, offer=offer, milli=_in_base_units(line, offer, path=f"{path}.quantity"), path=path)


def _new_lots(lines: Sequence[_Line], known: Mapping[Key, LotNow]) -> Mapping[Key, date | None]:
    """The lots that these lines make; refuses lots that are missing, unknown, too small, or another's."""
    lots = NamedLots(known)
    for line in lines:
        wanted = line.wanted
        named = NamedLot(
            product_id=line.offer.product_id,
            sku=line.offer.sku,
            name=line.offer.name,
            lot_tracked=line.offer.lot_tracked,
            quantity_milli=line.milli,
            lot=wanted.lot,
            expires_on=wanted.expires_on,
            serial=wanted.serial,
        )
        lots.read(named, path=line.path)
    return lots.new


def _made(new_lots: Mapping[Key, date | None], skus: Mapping[int, str]) -> dict[str, Plain]:
    """What the journal says of the lots that a document makes; nothing where it makes none."""
    lots: list[Plain] = [
        {"expires_on": None if day is None else day.isoformat(), "lot": code, "product": skus[product_id]}
        for (product_id, code), day in new_lots.items()
    ]
    return {"lots": lots} if lots else {}


def _planned(
    kind: str, lines: Sequence[_Line], lot_ids: Mapping[Key, int], at: Place, places: Mapping[str, int]
) -> Shelf:
    levels = {line.offer.product_id: Level(line.offer.on_hand_milli, line.offer.value_minor) for line in lines}
    shelf = Shelf(at.location_id, levels)
    outside = places["supplier"] if kind == "receipt" else places["loss"]
    for line in lines:
        offer, milli = line.offer, line.milli
        there = levels[offer.product_id].on_hand_milli
        lot_id = lot_ids[line.key] if offer.lot_tracked else None
        if milli > 0:
            shelf.put(
                offer.product_id,
                milli,
                cost_minor=line.wanted.cost_minor,
                from_location_id=outside,
                customer_location_id=at.customer_location_id,
                reason=kind,
                lot_id=lot_id,
            )
            _require_room(levels[offer.product_id], offer, path=line.path)
        elif there + milli < 0 and offer.short_stock == "forbid":
            raise NotEnough(
                f"Only {format_quantity(there)} of {offer.name} are there; take away at most those.",
                path=f"{line.path}.quantity",
            )
        else:
            lots = () if lot_id is None else ((lot_id, -milli),)
            shelf.take(offer.product_id, -milli, to_location_id=outside, reason=kind, lots=lots)
    return shelf


def _require_room(level: Level, offer: Offer, *, path: str) -> None:
    """So much of one product, and no more, fits into a journal entry when all of it is sold."""
    if level.on_hand_milli > QUANTITY_MILLI_MAX:
        raise BadStockLine(
            f"At most {format_quantity(QUANTITY_MILLI_MAX)} of {offer.name} can be on hand.",
            path=f"{path}.quantity",
        )
    if level.value_minor > VALUE_MINOR_MAX:
        raise BadStockLine(f"What is on hand of {offer.name} is worth at most 10^15 minor units.", path=f"{path}.cost")


def _in_base_units(line: StockLine, offer: Offer, *, path: str) -> int:
    """The thousandths of base units that a line stands for, with its sign, on the product's step."""
    milli, rest = divmod(abs(line.quantity_milli) * offer.pack_milli, 1000)
    if rest:
        raise OffStep(f"{offer.name} is kept in thousandths; take a whole number of them.", path=path)
    try:
        require_step(milli, offer.step_milli, offer.name)
    except OffStep as refusal:
        raise OffStep(refusal.message, path=path) from None
    if milli > QUANTITY_MILLI_MAX:
        raise BadStockLine(
            f"A quantity is not 0 and at most {format_quantity(QUANTITY_MILLI_MAX)} of {offer.unit}.",
            path=path,
        )
    return milli if line.quantity_milli > 0 else -milli


def _require_sound(line: StockLine, offer: Offer | None, *, path: str) -> None:
    if offer is None:
        raise BadStockLine(f"No product has the SKU or barcode {line.product!r}.", path=f"{path}.product")
    if line.quantity_milli == 0 or abs(line.quantity_milli) > QUANTITY_MILLI_MAX:
        raise BadStockLine(
            f"A quantity is not 0 and at most {format_quantity(QUANTITY_MILLI_MAX)}.", path=f"{path}.quantity"
        )
    if line.cost_minor is not None and not 0 <= line.cost_minor <= AMOUNT_MINOR_MAX:
        raise BadStockLine("A cost is 0 or more, and below 10^12 minor units.", path=f"{path}.cost")
