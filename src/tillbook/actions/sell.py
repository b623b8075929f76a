"""Selling: one transaction from the command to the numbered, paid, journalled sale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from tillbook.core.amounts import format_exact, format_minor
from tillbook.core.calendar import business_date, fiscal_year
from tillbook.core.errors import Refusal
from tillbook.core.posting import Stamp
from tillbook.core.pricing import Cart, CartLine, PricedCart, price
from tillbook.core.quantity import QUANTITY_MILLI_MAX, OffStep, format_quantity, require_step
from tillbook.core.rights import Actor, Right, require
from tillbook.core.tender import require_paid, settle
from tillbook.core.wanted import ID_LENGTH_MAX, LINES_MAX, TENDERS_MAX, WantedLine, WantedSale
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers import sales, selling
from tillbook.ledgers.stock import Level, Shelf
from tillbook.queries.offers import Offer, offers
from tillbook.queries.postings import posted_before, require_same_customer
from tillbook.queries.till import Place, place


class UnknownProduct(Refusal):
    """No product has this SKU or barcode, or it is sold no more."""

    code: ClassVar[str] = "unknown_product"


class OutOfStock(Refusal):
    """Less is on hand than was asked for, and the product may not be sold short."""

    code: ClassVar[str] = "out_of_stock"


class PriceChanged(Refusal):
    """The total is not the one that the customer was shown."""

    code: ClassVar[str] = "price_changed"


class BadSale(Refusal):
    """The command breaks a limit: no lines, too many, an id too long, a quantity out of bounds."""

    code: ClassVar[str] = "bad_sale"


class NoShift(Refusal):
    """The register has no open shift, and the shop wants one opened by hand."""

    code: ClassVar[str] = "no_shift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """A posted sale; `repeated` when this id had been posted before and nothing was done now."""

    posting_id: int
    number: str
    repeated: bool


@dataclass(slots=True, kw_only=True)
class _Line:
    """A wanted line with its offer; `milli` is what will be sold, in base units."""

    wanted: WantedLine
    offer: Offer
    milli: int
    wanted_milli: int | None = None


@action(right=Right.sell)
def sell(tx: Tx, wanted: WantedSale, *, now: datetime, by: Actor) -> Sold:
    """Post one sale, or answer the sale that this id posted before.

    Raises:
        BadSale, UnknownProduct, OffStep, OutOfStock, PriceChanged, NotPaid, Overpaid, NotAllowed, NoShift,
        IdReused, UnknownRegister: nothing was posted.
    """
    _require_well_formed(wanted)
    request_hash = wanted.fingerprint()
    before = posted_before(tx, client_id=wanted.id, kind="sale", request_hash=request_hash)
    if before is not None:
        require_same_customer(tx, before, client_id=wanted.id, customer=wanted.customer)
        return Sold(posting_id=before.posting_id, number=before.number, repeated=True)
    at = place(tx, wanted.register)
    shop = at.shop
    day = business_date(now, shop.timezone, shop.cut_over_hour)
    asked = _match(tx, wanted, at, day)

    _require_rights(wanted, by)
    lines = _what_is_there(asked)
    priced = _priced(lines, wanted, at)
    _require_total_as_shown(priced, asked, lines, wanted, at)
    settlement = settle(priced.total_minor, wanted.tenders, cash_increment_minor=shop.cash_increment_minor)
    require_paid(settlement, shop.currency)

    shelf = _shelf(lines, at)
    costs = [
        shelf.take(line.offer.product_id, line.milli, to_location_id=at.customer_location_id, reason="sale")
        for line in lines
    ]
    sale = selling.DecidedSale(
        stamp=_stamp(wanted, request_hash, at, day=day, now=now, by=by),
        register_id=at.register_id,
        register=at.register,
        shift_id=_shift(at),
        prices_include_tax=shop.prices_include_tax,
        cash_increment_minor=shop.cash_increment_minor,
        seed_files=shop.seed_files,
        priced=priced,
        lines=[_sold(line, cost_minor) for line, cost_minor in zip(lines, costs, strict=True)],
        settlement=settlement,
        tenders=wanted.tenders,
        customer=wanted.customer,
    )
    numbered = selling.post(tx, sale, shelf)
    return Sold(posting_id=numbered.posting_id, number=numbered.number, repeated=False)


def _require_well_formed(wanted: WantedSale) -> None:
    if not 1 <= len(wanted.id) <= ID_LENGTH_MAX:
        raise BadSale(f"The id must have 1 to {ID_LENGTH_MAX} characters.", path="id")
    if not 1 <= len(wanted.lines) <= LINES_MAX:
        raise BadSale(f"A sale has 1 to {LINES_MAX} lines; this one has {len(wanted.lines)}.", path="lines")
    if len(wanted.tenders) > TENDERS_MAX:
        raise BadSale(f"A sale has at most {TENDERS_MAX} tenders.", path="tenders")
    for index, line in enumerate(wanted.lines):
        if not 0 < line.quantity_milli <= QUANTITY_MILLI_MAX:
            raise BadSale(
                f"A quantity is more than 0 and at most {format_quantity(QUANTITY_MILLI_MAX)}.",
                path=f"lines[{index}].quantity",
            )


def _match(tx: Tx, wanted: WantedSale, at: Place, day: date) -> list[_Line]:
    """Each wanted line with the product it names, its quantity in base units and on the product's step."""
    found = offers(
        tx,
        [line.product for line in wanted.lines],
        location_id=at.location_id,
        day=day,
        prices_include_tax=at.shop.prices_include_tax,
        patterns=at.shop.in_store_barcodes,
    )
    matched = []
    for index, line in enumerate(wanted.lines):
        offer = found.get(line.product)
        if offer is None or offer.archived:
            raise UnknownProduct(
                f"No product has the SKU or barcode {line.product!r}; search the menu or remove the line.",
                path=f"lines[{index}].product",
            )
        milli, rest = divmod(line.quantity_milli * offer.pack_milli, 1000)
        if rest or milli % offer.step_milli:
            raise _off_step(milli, rest, offer, path=f"lines[{index}].quantity")
        matched.append(_Line(wanted=line, offer=offer, milli=milli))
    return matched


def _off_step(milli: int, rest: int, offer: Offer, *, path: str) -> Refusal:
    """Why this quantity of a product cannot be sold; `rest` is what lies below a thousandth."""
    try:
        require_step(milli, offer.step_milli, offer.name)
    except OffStep as refusal:
        return OffStep(refusal.message, path=path)
    assert rest, "the quantity is off the step"
    return OffStep(f"{offer.name} is sold in thousandths; take a whole number of them.", path=path)


def _require_rights(wanted: WantedSale, by: Actor) -> None:
    """A price or a discount typed by hand needs a right of its own."""
    for index, line in enumerate(wanted.lines):
        if line.unit_price is not None:
            require(by, Right.change_price, path=f"lines[{index}].unit_price")
        if line.discount is not None:
            require(by, Right.give_discount, path=f"lines[{index}].discount")
    if wanted.discount is not None:
        require(by, Right.give_discount, path="discount")


def _what_is_there(asked: Sequence[_Line]) -> list[_Line]:
    """The lines that can be sold: lines of one product are summed; a partial line takes what is left.

    Raises:
        OutOfStock: naming how many are left.
    """
    left: dict[int, int] = {}
    kept = []
    for index, line in enumerate(asked):
        offer = line.offer
        there = left.setdefault(offer.product_id, offer.on_hand_milli)
        milli = line.milli
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


def _only(there_milli: int, offer: Offer) -> str:
    if there_milli <= 0:
        return f"No {offer.name} left; remove the line or cancel."
    return f"Only {format_quantity(there_milli)} of {offer.name} left; sell those or cancel."


def _priced(lines: Sequence[_Line], wanted: WantedSale, at: Place) -> PricedCart:
    shop = at.shop
    return price(
        Cart(
            currency=shop.currency,
            tax_rounding=shop.tax_rounding,
            rounding_mode=shop.rounding_mode,
            discount=wanted.discount,
            lines=tuple(
                [
                    CartLine(
                        product=line.wanted.product,
                        quantity_milli=line.milli,
                        unit_price=_unit_price(line),
                        discount=line.wanted.discount,
                        taxes=line.offer.taxes,
                    )
                    for line in lines
                ]
            ),
        )
    )


def _unit_price(line: _Line) -> Decimal:
    """The price typed by hand, else the label's where one piece has one, else the product's."""
    if line.wanted.unit_price is not None:
        return line.wanted.unit_price
    return line.offer.price if line.offer.label_price is None else line.offer.label_price


def _require_total_as_shown(
    priced: PricedCart, asked: Sequence[_Line], lines: Sequence[_Line], wanted: WantedSale, at: Place
) -> None:
    """The face showed the total of everything asked for; a part of it may cost less, a changed price may not."""
    shown = wanted.shown_total_minor
    if shown is None:
        return
    whole = priced if list(asked) == list(lines) else _priced(asked, wanted, at)
    if whole.total_minor != shown:
        currency = at.shop.currency
        raise PriceChanged(
            f"The total is {format_minor(whole.total_minor, currency)} now, not {format_minor(shown, currency)}; "
            "show the new total to the customer and confirm it.",
            path="shown_total",
        )


def _shelf(lines: Sequence[_Line], at: Place) -> Shelf:
    offers_by_product = {line.offer.product_id: line.offer for line in lines}
    levels = {key: Level(offer.on_hand_milli, offer.value_minor) for key, offer in offers_by_product.items()}
    return Shelf(at.location_id, levels)


def _shift(at: Place) -> int | None:
    """The register's open shift, or None where this sale may open one."""
    if at.shift_id is None and not at.shop.first_sale_opens_shift:
        raise NoShift(f"Register {at.register} has no open shift; open one first.", path="register")
    return at.shift_id


def _stamp(wanted: WantedSale, request_hash: str, at: Place, *, day: date, now: datetime, by: Actor) -> Stamp:
    return Stamp(
        client_id=wanted.id,
        request_hash=request_hash,
        kind="sale",
        at=now,
        business_date=day,
        staff_id=by.staff_id,
        chain=at.chain,
        chain_id=at.chain_id,
        country=at.shop.country,
        fiscal_year=fiscal_year(day, at.shop.fiscal_year_first_month),
        fiscal_year_first_month=at.shop.fiscal_year_first_month,
    )


def _sold(line: _Line, cost_minor: int) -> sales.SoldLine:
    offer = line.offer
    return sales.SoldLine(
        product_id=offer.product_id,
        sku=offer.sku,
        name=offer.name,
        unit=offer.unit,
        tax_class=offer.tax_class,
        list_price=format_exact(offer.price),
        wanted_milli=line.wanted_milli,
        cost_minor=cost_minor,
    )
