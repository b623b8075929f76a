"""What a wanted sale comes to: matched, priced, allowed, paid; nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tillbook.actions.sell.approvals import approved_by
from tillbook.actions.sell.stock_lines import lots_there, shelf_of, taken_from, what_is_there
from tillbook.core.amounts import format_exact, format_minor
from tillbook.core.errors import Refusal
from tillbook.core.place import Place
from tillbook.core.posting import stamp
from tillbook.core.pricing import PricedCart
from tillbook.core.quantity import QUANTITY_MILLI_MAX, format_quantity
from tillbook.core.rights import Actor, Right, require
from tillbook.core.stored_value import CREDIT
from tillbook.core.tender import CASH, require_paid, settle
from tillbook.core.wanted import COUPONS_MAX, ID_LENGTH_MAX, LINES_MAX, TENDERS_MAX, WantedSale
from tillbook.db.statements import Tx
from tillbook.ledgers import sales, selling
from tillbook.ledgers.stock import Shelf
from tillbook.queries.asking import AskedLine, Terms, listed_prices, match, priced, terms
from tillbook.queries.customers import named_in_full
from tillbook.queries.till import place

NOTE_LENGTH_MAX = 400


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


def require_well_formed(wanted: WantedSale) -> None:
    """The command is within its limits. Raises: BadSale."""
    if not 1 <= len(wanted.id) <= ID_LENGTH_MAX:
        raise BadSale(f"The id must have 1 to {ID_LENGTH_MAX} characters.", path="id")
    if not 1 <= len(wanted.lines) <= LINES_MAX:
        raise BadSale(f"A sale has 1 to {LINES_MAX} lines; this one has {len(wanted.lines)}.", path="lines")
    _require_tenders(wanted)
    if len(wanted.coupons) > COUPONS_MAX:
        raise BadSale(f"A sale has at most {COUPONS_MAX} coupons.", path="coupons")
    for index, line in enumerate(wanted.lines):
        if not 0 < line.quantity_milli <= QUANTITY_MILLI_MAX:
            raise BadSale(
                f"A quantity is more than 0 and at most {format_quantity(QUANTITY_MILLI_MAX)}.",
                path=f"lines[{index}].quantity",
            )


def _require_tenders(wanted: WantedSale) -> None:
    if len(wanted.tenders) > TENDERS_MAX:
        raise BadSale(f"A sale has at most {TENDERS_MAX} tenders.", path="tenders")
    for index, tender in enumerate(wanted.tenders):
        if tender.amount_minor == 0 and tender.type != CASH:
            raise BadSale("A tender is more than 0; leave it out instead.", path=f"tenders[{index}].amount")


def decide(
    tx: Tx, wanted: WantedSale, *, request_hash: str, now: datetime, by: Actor
) -> tuple[selling.DecidedSale, Shelf]:
    """The sale with every figure that will be stored, and the shelf that its goods are taken from.

    Raises: as `sell`.
    """
    for index, tender in enumerate(wanted.tenders):
        if tender.type == CREDIT:
            require(by, Right.sell_on_credit, path=f"tenders[{index}]")
    at = place(tx, wanted.register)
    shop = at.shop
    header = stamp(at, client_id=wanted.id, request_hash=request_hash, kind="sale", now=now, by=by)
    day = header.business_date
    asked = match(tx, wanted.lines, at, day)
    on = terms(tx, asked, at, customer=wanted.customer, coupon_codes=wanted.coupons, now=now, day=day)

    lots = lots_there(tx, asked, at)

    lines = what_is_there(asked, lots, day=day, by=by)
    cart = priced(lines, wanted.discount, at, on)
    _require_total_as_shown(cart, asked, lines, wanted, at, on)
    settlement = settle(cart.total_minor, wanted.tenders, cash_increment_minor=shop.cash_increment_minor)
    require_paid(settlement, shop.currency)

    shelf = shelf_of(lines, at)
    costs, second = taken_from(shelf, lines, lots, at, day=day, by=by)
    listed = listed_prices(lines, on)
    header.approved_by_id = approved_by(lines, cart, listed, costs, wanted.discount, shop.currency, by) or second
    if on.customer is not None and on.customer.exempt_reason:
        header.note = f"tax exempt: {on.customer.exempt_reason}"[:NOTE_LENGTH_MAX]
    sale = selling.DecidedSale(
        stamp=header,
        register_id=at.register_id,
        register=at.register,
        shift_id=_shift(at),
        prices_include_tax=shop.prices_include_tax,
        cash_increment_minor=shop.cash_increment_minor,
        seed_files=shop.seed_files,
        priced=cart,
        lines=[
            _sold(line, format_exact(price), cost_minor)
            for line, price, cost_minor in zip(lines, listed, costs, strict=True)
        ],
        settlement=settlement,
        # Cash of 0 has said that what is left rounds to nothing: it is no money that was handed over.
        tenders=tuple([tender for tender in wanted.tenders if tender.amount_minor]),
        customer=named_in_full(tx, wanted.customer),
        coupon_ids=_coupons_used(cart, on),
    )
    return sale, shelf


def _require_total_as_shown(
    cart: PricedCart, asked: Sequence[AskedLine], lines: Sequence[AskedLine], wanted: WantedSale, at: Place, on: Terms
) -> None:
    """The face showed the total of everything asked for; a part of it may cost less, a changed price may not."""
    shown = wanted.shown_total_minor
    if shown is None:
        return
    whole = cart if list(asked) == list(lines) else priced(asked, wanted.discount, at, on)
    if whole.total_minor != shown:
        currency = at.shop.currency
        raise PriceChanged(
            f"The total is {format_minor(whole.total_minor, currency)} now, not {format_minor(shown, currency)}; "
            "show the new total to the customer and confirm it.",
            path="shown_total",
        )


def _shift(at: Place) -> int | None:
    """The register's open shift, or None where this sale may open one."""
    if at.shift_id is None and not at.shop.first_sale_opens_shift:
        raise NoShift(f"Register {at.register} has no open shift; open one first.", path="register")
    return at.shift_id


def _coupons_used(cart: PricedCart, on: Terms) -> tuple[int, ...]:
    """The coupons whose promotion took something off; the others stay as good as they were."""
    if not on.coupons:
        return ()
    applied = {part.promotion_id for line in cart.lines for part in line.line.promotions}
    return tuple(sorted(coupon.coupon_id for coupon in on.coupons.values() if coupon.promotion_id in applied))


def _sold(line: AskedLine, list_price: str, cost_minor: int) -> sales.SoldLine:
    offer = line.offer
    return sales.SoldLine(
        product_id=offer.product_id,
        sku=offer.sku,
        name=offer.name,
        unit=offer.unit,
        tax_class=offer.tax_class,
        list_price=list_price,
        wanted_milli=line.wanted_milli,
        cost_minor=cost_minor,
    )
