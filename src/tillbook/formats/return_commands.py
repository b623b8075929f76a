"""A return that arrives as JSON, and what can come back as JSON; read strictly, each mistake with its path."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import Field

from tillbook.core.amounts import Currency, parse_decimal, to_minor
from tillbook.core.errors import Unreadable
from tillbook.core.named_lots import LOT_LENGTH_MAX
from tillbook.core.quantity import parse_quantity
from tillbook.core.tender import TenderInvalid
from tillbook.core.text import clean_line, shown
from tillbook.core.wanted_return import RefundTender, WantedBack, WantedReturn
from tillbook.formats.cart_json import Number
from tillbook.formats.commands import FIRST_REGISTER, NAME_LENGTH_MAX, REFERENCE_LENGTH_MAX, Id, Lot, Text
from tillbook.formats.strict_json import StrictModel, at, loads, read_as

_tender_type: Final = re.compile(r"[a-z][a-z0-9_]{0,15}", re.ASCII)
_place: Final = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


class BackJson(StrictModel):
    """One line that comes back: its place on the bill, or without a bill a product.

    Without a quantity it is all that is left of the line, or one of the product. `lot` is the lot or serial number
    that it goes into, where the bill does not say it.
    """

    line: int | Annotated[str, Field(max_length=5)] | None = None
    product: Annotated[str, Field(max_length=NAME_LENGTH_MAX)] = ""
    quantity: Number | None = None
    unit_price: Number | None = None
    to: Literal["sellable", "damaged", "supplier"] = "sellable"
    lot: Lot = ""


class RefundTenderJson(StrictModel):
    """How money goes back; one tender may leave its amount out and takes the rest."""

    type: Annotated[str, Field(max_length=NAME_LENGTH_MAX)]
    amount: Number | None = None
    reference: Annotated[str, Field(max_length=REFERENCE_LENGTH_MAX)] = ""


class ReturnJson(StrictModel):
    """A return as it is sent; without `sale` it is one without a receipt."""

    id: Id
    register_code: Annotated[str, Field(alias="register", max_length=NAME_LENGTH_MAX)] = FIRST_REGISTER
    sale: Annotated[str, Field(max_length=NAME_LENGTH_MAX)] | None = None
    lines: list[BackJson] = Field(default_factory=list)
    tenders: list[RefundTenderJson] = Field(default_factory=list)
    reason: Text = ""


def read_return(value: str | object, *, currency: Currency) -> WantedReturn:
    """A return from JSON text, or from the object that was read from it.

    Raises: Unreadable, TooLarge, TooPrecise, TenderInvalid, TextRefused, all with the path of the mistake.
    """
    sent = read_as(ReturnJson, loads(value) if isinstance(value, str) else value)
    if shown(sent.id) != sent.id or sent.id.strip() != sent.id:
        raise Unreadable("id: control characters and blanks at the ends cannot be kept", path="id")
    return WantedReturn(
        id=sent.id,
        register=sent.register_code,
        sale=(sent.sale or "").strip().upper(),
        lines=tuple(_back(back, f"lines[{place}]") for place, back in enumerate(sent.lines)),
        tenders=tuple(_tender(tender, currency, f"tenders[{place}]") for place, tender in enumerate(sent.tenders)),
        reason=sent.reason.strip(),
    )


def _back(sent: BackJson, path: str) -> WantedBack:
    line = quantity_milli = unit_price = None
    lot = ""
    if sent.line is not None:
        if not _place.fullmatch(str(sent.line)):
            raise Unreadable(f"{path}.line: not a line of a bill; count them from 1", path=f"{path}.line")
        line = int(sent.line)
    if sent.quantity is not None:
        with at(f"{path}.quantity"):
            quantity_milli = parse_quantity(sent.quantity)
    if sent.unit_price is not None:
        with at(f"{path}.unit_price"):
            unit_price = parse_decimal(sent.unit_price)
    if sent.lot:
        with at(f"{path}.lot"):
            lot = clean_line(sent.lot, what="the lot", length_max=LOT_LENGTH_MAX)
    return WantedBack(
        line=line,
        product=sent.product.strip(),
        quantity_milli=quantity_milli,
        unit_price=unit_price,
        to=sent.to,
        lot=lot,
    )


def _tender(sent: RefundTenderJson, currency: Currency, path: str) -> RefundTender:
    with at(f"{path}.type"):
        if not _tender_type.fullmatch(sent.type):
            raise Unreadable("not a means of payment; write it in small letters, as in cash, card or upi")
    amount_minor = None
    if sent.amount is not None:
        with at(f"{path}.amount"):
            amount_minor = to_minor(sent.amount, currency)
            if amount_minor <= 0:
                raise TenderInvalid("A tender is more than 0; leave it out instead.")
    reference = ""
    if sent.reference:
        with at(f"{path}.reference"):
            reference = clean_line(sent.reference, what="the reference", length_max=REFERENCE_LENGTH_MAX)
    return RefundTender(type=sent.type, amount_minor=amount_minor, reference=reference)
