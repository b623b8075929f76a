"""Taking goods back: one transaction from the command to the numbered, paid, journalled credit note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from tillbook.core.amounts import Currency, format_exact, format_minor
from tillbook.core.costing import at_average
from tillbook.core.errors import Refusal
from tillbook.core.paid import Paid
from tillbook.core.place import Place
from tillbook.core.posting import stamp
from tillbook.core.pricing import Cart, CartLine, PricedLine, PricedTax, price
from tillbook.core.quantity import QUANTITY_MILLI_MAX, OffStep, format_quantity, require_step
from tillbook.core.refunding import EXCHANGE, NotPaidByThat, Refund, settle_refund
from tillbook.core.returns import (
    Amounts,
    BadReturn,
    LineBack,
    SoldSale,
    TaxOfLine,
    require_destination,
    take_back,
)
from tillbook.core.rights import Actor, Limits, Right, approval
from tillbook.core.shift_report import sees_expected
from tillbook.core.text import clean_line
from tillbook.core.wanted import ID_LENGTH_MAX, LINES_MAX, TENDERS_MAX
from tillbook.core.wanted_return import WantedBack, WantedReturn
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers import cash, refunds
from tillbook.ledgers.stock import Level, Shelf
from tillbook.queries.lots import lots_of_return
from tillbook.queries.offers import Offer, offers
from tillbook.queries.postings import posted_before
from tillbook.queries.returns import LevelNow, levels_now, sold_sale
from tillbook.queries.shifts import open_shift
from tillbook.queries.till import location_ids, place

REASON_LENGTH_MAX = 400


class UnknownReturned(Refusal):
    """No product has this SKU or barcode."""

    code: ClassVar[str] = "unknown_product"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A posted credit note; `repeated` when this id had been posted before and nothing was done now.

    `codes` are those of new store credit: they are shown once, and a repeat has none.
    """

    posting_id: int
    number: str
    repeated: bool
    codes: tuple[str, ...] = ()


@action(right=Right.refund)
def refund(tx: Tx, wanted: WantedReturn, *, now: datetime, by: Actor) -> Returned:
    """Take goods back and give their money back, or answer the credit note that this id posted before.

    Raises:
        BadReturn, UnknownRegister, UnknownBill, UnknownSaleLine, UnknownReturned, NothingToReturn, TooMuchReturned,
        OffStep, RefundNotExact, NotPaidByThat, BeyondTender, NoOpenShift, NeedsApproval, CustomerNeeded, IdReused,
        DrawerShort, LotNeeded, NotLotTracked, UnknownLot, NotSoldFromLot: nothing was posted.
    """
    _require_well_formed(wanted)
    request_hash = wanted.fingerprint()
    before = posted_before(tx, client_id=wanted.id, kind="credit_note", request_hash=request_hash)
    if before is not None:
        return Returned(posting_id=before.posting_id, number=before.number, repeated=True)
    at = place(tx, wanted.register)
    header = stamp(
        at,
        client_id=wanted.id,
        request_hash=request_hash,
        kind="credit_note",
        now=now,
        by=by,
        note=clean_line(wanted.reason, what="reason", length_max=REASON_LENGTH_MAX) if wanted.reason else "",
    )
    sale = sold_sale(tx, wanted.sale) if wanted.sale else _no_sale(at)
    asked = [] if wanted.sale else _match(tx, wanted, at, header.business_date)
    products = [line.product_id for line in sale.lines] + [each.offer.product_id for each in asked]
    levels = levels_now(tx, products, location_id=at.location_id)
    lots = lots_of_return(tx, sale, products, wanted.lines, at=at)
    shift_id = open_shift(tx, at.register_id, at.register).shift_id
    places = location_ids(tx)

    lines = take_back(sale, wanted.lines) if wanted.sale else _without_receipt(asked, at, levels)
    settled = settle_refund(
        sum(line.amounts.gross_minor for line in lines),
        wanted.tenders,
        paid_by=sale.paid_by,
        currency=sale.currency,
        cash_increment_minor=sale.cash_increment_minor,
        cash_before_minor=sale.cash_before_minor,
    )
    _require_not_exchange(settled)
    if asked:
        header.approved_by_id = _approved_by(asked, settled.refund_minor, sale.currency, by)
    _require_in_drawer(tx, settled, shift_id, at, by)
    shelf = Shelf(at.location_id, {key: Level(now.on_hand_milli, now.value_minor) for key, now in levels.items()})
    refunds.plan(shelf, lines, lots, at=at, location_ids=places)

    decided = refunds.DecidedReturn(
        stamp=header,
        at=at,
        shift_id=shift_id,
        sale=sale,
        lines=lines,
        refund=settled,
        location_ids=places,
        skus={key: level.sku for key, level in levels.items()},
    )
    posted = refunds.post(tx, decided, shelf)
    return Returned(posting_id=posted.posting_id, number=posted.number, repeated=False, codes=posted.codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Goods without a receipt: what was asked for, the product of today, thousandths of base units, the price."""

    back: WantedBack
    offer: Offer
    milli: int
    unit_price: Decimal
    path: str


def _require_well_formed(wanted: WantedReturn) -> None:
    if not 1 <= len(wanted.id) <= ID_LENGTH_MAX:
        raise BadReturn(f"The id must have 1 to {ID_LENGTH_MAX} characters.", path="id")
    if len(wanted.lines) > LINES_MAX:
        raise BadReturn(f"A return has at most {LINES_MAX} lines.", path="lines")
    if len(wanted.tenders) > TENDERS_MAX:
        raise BadReturn(f"A return has at most {TENDERS_MAX} tenders.", path="tenders")
    for index, back in enumerate(wanted.lines):
        if bool(wanted.sale) is (back.line is None) or bool(wanted.sale) is bool(back.product):
            raise BadReturn(
                "With a bill a line is named by its place on it; without one it names a product.",
                path=f"lines[{index}]",
            )
        if wanted.sale and back.unit_price is not None:
            raise BadReturn(
                "What comes back of a bill gives back what it cost; take the price out.",
                path=f"lines[{index}].unit_price",
            )
    if not wanted.sale and not wanted.lines:
        raise BadReturn("Name the bill, or the products that come back without one.", path="lines")


def _no_sale(at: Place) -> SoldSale:
    """What stands for the sale where there is no receipt: by today's rules, and paid by nothing that is known."""
    shop = at.shop
    return SoldSale(
        sale_id=None,
        number="",
        currency=shop.currency,
        prices_include_tax=shop.prices_include_tax,
        cash_increment_minor=shop.cash_increment_minor,
        customer_id=None,
        lines=(),
        paid_by=Paid(),
    )


def _match(tx: Tx, wanted: WantedReturn, at: Place, day: date) -> list[_Asked]:
    """The products of today that come back without a receipt, each with its quantity and price."""
    found = offers(
        tx,
        [back.product for back in wanted.lines],
        location_id=at.location_id,
        day=day,
        prices_include_tax=at.shop.prices_include_tax,
        patterns=at.shop.in_store_barcodes,
    )
    asked = []
    for index, back in enumerate(wanted.lines):
        path = f"lines[{index}]"
        require_destination(back.to, path=path)
        offer = found.get(back.product)
        if offer is None:
            raise UnknownReturned(
                f"No product has the SKU or barcode {back.product!r}; search the menu.", path=f"{path}.product"
            )
        today = offer.price if offer.label_price is None else offer.label_price
        unit_price = today if back.unit_price is None else back.unit_price
        milli = _milli(back, offer, path=f"{path}.quantity")
        asked.append(_Asked(back=back, offer=offer, milli=milli, unit_price=unit_price, path=path))
    return asked


def _milli(back: WantedBack, offer: Offer, *, path: str) -> int:
    """The thousandths of base units that come back, on the product's step."""
    quantity_milli = 1000 if back.quantity_milli is None else back.quantity_milli
    if not 0 < quantity_milli <= QUANTITY_MILLI_MAX:
        raise BadReturn(f"A quantity is more than 0 and at most {format_quantity(QUANTITY_MILLI_MAX)}.", path=path)
    milli, rest = divmod(quantity_milli * offer.pack_milli, 1000)
    if rest:
        raise OffStep(f"{offer.name} is kept in thousandths; take a whole number of them.", path=path)
    try:
        return require_step(milli, offer.step_milli, offer.name)
    except OffStep as refusal:
        raise OffStep(refusal.message, path=path) from None


def _without_receipt(asked: Sequence[_Asked], at: Place, levels: dict[int, LevelNow]) -> list[LineBack]:
    """What goods without a receipt give back: their price with today's taxes, each line rounded by itself, half up.

    They come back at the average cost of now, as goods that were found; at no cost where none are on hand.
    """
    priced = price(
        Cart(
            currency=at.shop.currency,
            lines=tuple(
                CartLine(
                    product=each.back.product,
                    quantity_milli=each.milli,
                    unit_price=each.unit_price,
                    taxes=each.offer.taxes,
                )
                for each in asked
            ),
        )
    )
    return [
        LineBack(
            sale_position=None,
            product_id=each.offer.product_id,
            sku=each.offer.sku,
            name=each.offer.name,
            unit=each.offer.unit,
            tax_class=each.offer.tax_class,
            unit_price=format_exact(each.unit_price),
            quantity_milli=each.milli,
            amounts=_amounts(line, _cost(each, levels[each.offer.product_id])),
            to=each.back.to,
        )
        for each, line in zip(asked, priced.lines, strict=True)
    ]


def _cost(each: _Asked, level: LevelNow) -> int:
    return at_average(on_hand_milli=level.on_hand_milli, value_minor=level.value_minor, quantity_milli=each.milli)


def _amounts(line: PricedLine, cost_minor: int) -> Amounts:
    return Amounts(
        gross_minor=line.gross_minor,
        discount_minor=0,
        bill_discount_minor=0,
        cost_minor=cost_minor,
        taxes=tuple(_tax(tax) for tax in line.taxes),
    )


def _tax(tax: PricedTax) -> TaxOfLine:
    return TaxOfLine(
        name=tax.tax.name,
        rate=None if tax.tax.rate is None else format_exact(tax.tax.rate),
        per_unit=None if tax.tax.per_unit is None else format_exact(tax.tax.per_unit),
        compound=tax.tax.compound,
        included=tax.tax.included,
        base_minor=tax.base_minor,
        amount_minor=tax.amount_minor,
    )


def _approved_by(asked: Sequence[_Asked], refund_minor: int, currency: Currency, by: Actor) -> int | None:
    """The second person that a return without a receipt needs, if it is beyond the limits of the first."""
    second = approval(
        by,
        lambda limits: (
            limits.return_without_receipt_minor is None or refund_minor <= limits.return_without_receipt_minor
        ),
        what=f"give back {format_minor(refund_minor, currency)} {currency.code} without a receipt",
        path="sale",
    )
    for each in asked:
        agreed = _approved_price(each, by)
        second = second if agreed is None else agreed
    return second


def _approved_price(each: _Asked, by: Actor) -> int | None:
    above = _percent_above(each.unit_price, each.offer)

    def allowed(limits: Limits) -> bool:
        return not above or limits.price_change_percent is None or above <= limits.price_change_percent

    what = f"give back more than the price of {each.offer.name}"
    return approval(by, allowed, what=what, path=f"{each.path}.unit_price")


def _percent_above(unit_price: Decimal, offer: Offer) -> Decimal:
    today = offer.price if offer.label_price is None else offer.label_price
    if unit_price <= today:
        return Decimal(0)
    return (unit_price - today) * 100 / today if today else Decimal("Infinity")


def _require_not_exchange(settled: Refund) -> None:
    if settled.of(EXCHANGE):
        raise NotPaidByThat("Goods against goods is an exchange: sell what is taken instead with it.", path="tenders")


def _require_in_drawer(tx: Tx, settled: Refund, shift_id: int, at: Place, by: Actor) -> None:
    """What goes back in cash lies in the drawer. Raises: DrawerShort."""
    if settled.cash_minor:
        cash.require_in_drawer(
            tx,
            shift_id=shift_id,
            amount_minor=settled.cash_minor,
            instead="give the rest as store credit or to the card that paid",
            shown_in=at.shop.currency if sees_expected(by, blind_count=at.shop.blind_count) else None,
        )
