"""Commands that arrive as JSON: a sale, goods in, a correction; read strictly, each mistake with its path.

Amounts and quantities are decimal strings, ids strings; unknown keys are refused. E-mail and telephone are
brought to their normal forms here, so that a repeat of the same command is the same command.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import Field

from tillbook.core.amounts import Currency, bounded, parse_decimal, to_minor
from tillbook.core.errors import Unreadable
from tillbook.core.named_lots import LOT_LENGTH_MAX
from tillbook.core.quantity import parse_quantity
from tillbook.core.rounding import RoundingMode, divide
from tillbook.core.tender import CASH, Tendered, TenderInvalid
from tillbook.core.text import clean_line, shown
from tillbook.core.wanted import ID_LENGTH_MAX, WantedCustomer, WantedLine, WantedSale
from tillbook.formats.cart_json import DiscountJson, Number, read_discount
from tillbook.formats.strict_json import StrictModel, at, loads, read_as

NAME_LENGTH_MAX: Final = 200
CODE_LENGTH_MAX: Final = 64
REFERENCE_LENGTH_MAX: Final = 64
FIRST_REGISTER: Final = "1"
COUPONS_MAX: Final = 20
COUPON_LENGTH_MAX: Final = 64

_tender_type: Final = re.compile(r"[a-z][a-z0-9_]{0,15}", re.ASCII)
_day: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

Id = Annotated[str, Field(min_length=1, max_length=ID_LENGTH_MAX)]
Product = Annotated[str, Field(min_length=1, max_length=NAME_LENGTH_MAX)]
Lot = Annotated[str, Field(max_length=LOT_LENGTH_MAX)]
Coupon = Annotated[str, Field(min_length=1, max_length=COUPON_LENGTH_MAX)]
Text = Annotated[str, Field(max_length=1000)]


class CustomerJson(StrictModel):
    """Who buys; each part may be left out. `code` is that of a customer whom the shop knows."""

    code: Text = ""
    name: Text = ""
    email: Text = ""
    phone: Text = ""


class SaleLineJson(StrictModel):
    """One line to sell; `unit_price` and `discount` need a right. `lot` is a lot's code or a serial number."""

    product: Product
    quantity: Number
    lot: Lot = ""
    unit_price: Number | None = None
    discount: DiscountJson | None = None
    short_stock: Literal["refuse", "partial"] = "refuse"


class SaleTenderJson(StrictModel):
    """A means of payment, its amount and, for a card or transfer, its reference."""

    type: Annotated[str, Field(max_length=NAME_LENGTH_MAX)]
    amount: Number
    reference: Annotated[str, Field(max_length=REFERENCE_LENGTH_MAX)] = ""


class SaleJson(StrictModel):
    """A sale command as it is sent."""

    id: Id
    register_code: Annotated[str, Field(alias="register", max_length=NAME_LENGTH_MAX)] = FIRST_REGISTER
    customer: CustomerJson | None = None
    lines: list[SaleLineJson]
    discount: DiscountJson | None = None
    tenders: list[SaleTenderJson] = Field(default_factory=list)
    coupons: Annotated[list[Coupon], Field(max_length=COUPONS_MAX)] = Field(default_factory=list)
    shown_total: Number | None = None


class StockLineJson(StrictModel):
    """One product that came in, was found or was lost; its cost in all, or for one.

    `lot` is the lot of a product that is kept in lots, or `serial` the number of one piece of it; `expires_on`
    the last day on which a new one is good.
    """

    product: Product
    quantity: Number
    cost: Number | None = None
    unit_cost: Number | None = None
    lot: Lot = ""
    serial: Lot = ""
    expires_on: str | None = None


class ReceiptJson(StrictModel):
    """Goods in, as they are sent."""

    id: Id
    supplier: Text = ""
    note: Text = ""
    lines: list[StockLineJson]


class AdjustmentJson(StrictModel):
    """A correction of stock, as it is sent."""

    id: Id
    reason: Text
    lines: list[StockLineJson]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedStock:
    """A product by SKU or barcode, the thousandths that came or (below 0) went, and what all of it cost.

    `lot` is the lot that they came into or went from; where it is a `serial` number, one piece.
    """

    product: str
    quantity_milli: int
    cost_minor: int | None = None
    lot: str = ""
    expires_on: date | None = None
    serial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedReceipt:
    """Goods in, read and well-formed."""

    id: str
    lines: tuple[ChangedStock, ...]
    supplier: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedAdjustment:
    """A correction of stock, read and well-formed."""

    id: str
    reason: str
    lines: tuple[ChangedStock, ...]


def read_sale(value: str | object, *, currency: Currency, country: str) -> WantedSale:
    """A sale command from JSON text, or from the object that was read from it.

    Raises: Unreadable; TooLarge, TooPrecise, DiscountInvalid, DiscountTooLarge, TenderInvalid, TextRefused,
    EmailInvalid, PhoneInvalid; all with the path of the mistake.
    """
    sent = read_as(SaleJson, loads(value) if isinstance(value, str) else value)
    return WantedSale(
        id=_id(sent.id),
        register=sent.register_code,
        customer=_customer(sent.customer, country),
        lines=tuple(_sale_line(line, currency, f"lines[{place}]") for place, line in enumerate(sent.lines)),
        discount=read_discount(sent.discount, currency, "discount"),
        tenders=read_tenders(sent.tenders, currency),
        coupons=tuple(_coupon(code, f"coupons[{place}]") for place, code in enumerate(sent.coupons)),
        shown_total_minor=_amount(sent.shown_total, currency, "shown_total"),
    )


def read_receipt(value: str | object, *, currency: Currency) -> WantedReceipt:
    """Goods in, from JSON. Raises: Unreadable, TooLarge, TooPrecise, with the path of the mistake."""
    sent = read_as(ReceiptJson, loads(value) if isinstance(value, str) else value)
    return WantedReceipt(
        id=_id(sent.id), supplier=sent.supplier, note=sent.note, lines=_stock_lines(sent.lines, currency)
    )


def read_adjustment(value: str | object, *, currency: Currency) -> WantedAdjustment:
    """A correction of stock, from JSON. Raises: as `read_receipt`."""
    sent = read_as(AdjustmentJson, loads(value) if isinstance(value, str) else value)
    return WantedAdjustment(id=_id(sent.id), reason=sent.reason, lines=_stock_lines(sent.lines, currency))


def cost_of(unit_cost: Decimal, quantity_milli: int, currency: Currency) -> int:
    """What so much costs in minor units at a price for one, rounded half up, once.

    >>> cost_of(Decimal("0.335"), 3000, Currency.of("EUR"))
    101

    Raises: TooLarge.
    """
    numerator, denominator = unit_cost.as_integer_ratio()
    exact = numerator * quantity_milli * 10**currency.digits
    return bounded(divide(exact, denominator * 1000, RoundingMode.half_up), currency)


def _id(text: str) -> str:
    if shown(text) != text or text.strip() != text:
        raise Unreadable("id: control characters and blanks at the ends cannot be kept", path="id")
    return text


def _sale_line(sent: SaleLineJson, currency: Currency, path: str) -> WantedLine:
    with at(f"{path}.quantity"):
        quantity_milli = parse_quantity(sent.quantity)
    unit_price = None
    if sent.unit_price is not None:
        with at(f"{path}.unit_price"):
            unit_price = parse_decimal(sent.unit_price)
    return WantedLine(
        product=sent.product.strip(),
        quantity_milli=quantity_milli,
        unit_price=unit_price,
        discount=read_discount(sent.discount, currency, f"{path}.discount"),
        partial=sent.short_stock == "partial",
        lot=_lot(sent.lot, f"{path}.lot"),
    )


def _coupon(code: str, path: str) -> str:
    with at(path):
        return clean_line(code, what="the coupon", length_max=COUPON_LENGTH_MAX)


def _lot(code: str, path: str) -> str:
    """A lot's code as it is stored."""
    if not code:
        return ""
    with at(path):
        return clean_line(code, what="the lot", length_max=LOT_LENGTH_MAX)


def read_tenders(sent: Sequence[SaleTenderJson], currency: Currency) -> tuple[Tendered, ...]:
    """Tenders as they are sent.

    Raises: Unreadable, TenderInvalid, TextRefused, TooLarge, TooPrecise, with the path of the mistake.
    """
    tenders = []
    for place, tender in enumerate(sent):
        path = f"tenders[{place}]"
        with at(f"{path}.type"):
            if not _tender_type.fullmatch(tender.type):
                raise Unreadable("not a means of payment; write it in small letters, as in cash, card or upi")
        with at(f"{path}.amount"):
            amount_minor = to_minor(tender.amount, currency)
            if amount_minor < 0 or (amount_minor == 0 and tender.type != CASH):
                raise TenderInvalid("A tender is more than 0; leave out what was not paid.")
        reference = ""
        if tender.reference:
            with at(f"{path}.reference"):
                reference = clean_line(tender.reference, what="the reference", length_max=REFERENCE_LENGTH_MAX)
        tenders.append(Tendered(type=tender.type, amount_minor=amount_minor, reference=reference))
    return tuple(tenders)


def _customer(sent: CustomerJson | None, country: str) -> WantedCustomer | None:
    """The customer with e-mail and telephone in their normal forms; none where nothing is said of them."""
    if sent is None or not any(part.strip() for part in (sent.code, sent.name, sent.email, sent.phone)):
        return None
    name = email = phone = code = ""
    if sent.code.strip():
        with at("customer.code"):
            code = clean_line(sent.code, what="the code", length_max=CODE_LENGTH_MAX)
    if sent.name.strip():
        with at("customer.name"):
            name = clean_line(sent.name, what="the name", length_max=NAME_LENGTH_MAX)
    if sent.email.strip() or sent.phone.strip():
        # The world's numbering plans take a few tenths of a second to load.
        from tillbook.formats.people import read_email, read_phone  # noqa: PLC0415

        if sent.email.strip():
            with at("customer.email"):
                email = read_email(sent.email)
        if sent.phone.strip():
            with at("customer.phone"):
                phone = read_phone(sent.phone, country)
    return WantedCustomer(name=name, email=email, phone=phone, code=code)


def _stock_lines(sent: Sequence[StockLineJson], currency: Currency) -> tuple[ChangedStock, ...]:
    return tuple(_stock_line(line, currency, f"lines[{place}]") for place, line in enumerate(sent))


def _stock_line(sent: StockLineJson, currency: Currency, path: str) -> ChangedStock:
    with at(f"{path}.quantity"):
        quantity_milli = parse_quantity(sent.quantity)
    if sent.cost is not None and sent.unit_cost is not None:
        raise Unreadable(f"{path}: a line has a cost in all or a unit_cost, and not both", path=path)
    if quantity_milli < 0 and (sent.cost is not None or sent.unit_cost is not None):
        raise Unreadable(f"{path}: what was lost leaves at its average cost; take the cost out", path=path)
    cost_minor = _amount(sent.cost, currency, f"{path}.cost")
    if sent.unit_cost is not None:
        with at(f"{path}.unit_cost"):
            cost_minor = cost_of(parse_decimal(sent.unit_cost), quantity_milli, currency)
    if sent.lot and sent.serial:
        raise Unreadable(f"{path}: a line has a lot or a serial, and not both", path=path)
    return ChangedStock(
        product=sent.product.strip(),
        quantity_milli=quantity_milli,
        cost_minor=cost_minor,
        lot=_lot(sent.lot or sent.serial, f"{path}.{'serial' if sent.serial else 'lot'}"),
        expires_on=None if sent.expires_on is None else read_day(sent.expires_on, f"{path}.expires_on"),
        serial=bool(sent.serial),
    )


def read_day(text: str, path: str) -> date:
    """A day as it is written everywhere. Raises: Unreadable."""
    # Python also reads 20270401 and 2027-W13-4, which nobody else would.
    if _day.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise Unreadable(f"{path}: {shown(text[:40])!r} is no day; write it as 2027-04-01", path=path)


def _amount(sent: str | None, currency: Currency, path: str) -> int | None:
    if sent is None:
        return None
    with at(path):
        return to_minor(sent, currency)
