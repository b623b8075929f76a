"""A cart that is not paid yet, as a face sends it: the whole of it, after each change.

It is read as the sale command that it will become, so that nothing can be kept that could not be sold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from pydantic import Field

from tillbook.core.amounts import Currency
from tillbook.core.kept_cart import NOBODY, KeptCart, Step
from tillbook.core.text import clean_line
from tillbook.core.wanted import LINES_MAX, TENDERS_MAX, WantedLine
from tillbook.formats.cart_json import DiscountJson, Number
from tillbook.formats.commands import (
    COUPONS_MAX,
    NAME_LENGTH_MAX,
    Coupon,
    CustomerJson,
    SaleJson,
    SaleLineJson,
    SaleTenderJson,
    read_sale,
)
from tillbook.formats.strict_json import StrictModel, at

NOTE_LENGTH_MAX: Final = 200

Code = Annotated[str, Field(max_length=NAME_LENGTH_MAX)]
Note = Annotated[str, Field(max_length=4 * NOTE_LENGTH_MAX)]


class KeptLineJson(SaleLineJson):
    """A line of the cart; `note` is for the people of the shop."""

    note: Note = ""


class KeptCartJson(StrictModel):
    """The cart as it is sent. `name` is what it is called while it waits; left out, it stays what it is.

    `prices_agreed` says that the customer was told what costs something else than before.
    """

    register_code: Annotated[Code | None, Field(alias="register")] = None
    customer: CustomerJson | None = None
    lines: Annotated[list[KeptLineJson], Field(max_length=LINES_MAX)]
    discount: DiscountJson | None = None
    coupons: Annotated[list[Coupon], Field(max_length=COUPONS_MAX)] = Field(default_factory=list)
    tenders: Annotated[list[SaleTenderJson], Field(max_length=TENDERS_MAX)] = Field(default_factory=list)
    shown_total: Number | None = None
    name: Annotated[str, Field(max_length=NAME_LENGTH_MAX)] | None = None
    note: Note = ""
    prices_agreed: bool = False


def read_kept(sent: KeptCartJson, before: KeptCart, *, currency: Currency, country: str) -> KeptCart:
    """The cart `before` with what was sent in it; the prices that were seen are still those of before.

    Raises: as `formats.commands.read_sale`.
    """
    wanted = read_sale(
        SaleJson(
            id=before.id,
            customer=sent.customer,
            lines=list(sent.lines),
            discount=sent.discount,
            coupons=sent.coupons,
            tenders=sent.tenders,
            shown_total=sent.shown_total,
        ),
        currency=currency,
        country=country,
    )
    pairs = enumerate(zip(wanted.lines, sent.lines, strict=True))
    return replace(
        before,
        step=Step.lines if wanted.shown_total_minor is None else Step.paying,
        customer=wanted.customer or NOBODY,
        lines=tuple(_noted(line, asked.note, f"lines[{place}].note") for place, (line, asked) in pairs),
        pending="",
        pending_milli=0,
        discount=wanted.discount,
        coupons=wanted.coupons,
        tenders=wanted.tenders,
        shown_total_minor=wanted.shown_total_minor,
        note=_note(sent.note, "note"),
    )


def _noted(line: WantedLine, text: str, path: str) -> WantedLine:
    return replace(line, note=_note(text, path)) if text else line


def _note(text: str, path: str) -> str:
    if not text.strip():
        return ""
    with at(path):
        return clean_line(text, what="the note", length_max=NOTE_LENGTH_MAX)
