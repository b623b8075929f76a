"""An exchange that arrives as JSON: `{"back": a return without an id, "sale": a sale}`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from tillbook.core.amounts import Currency
from tillbook.core.errors import Refusal
from tillbook.core.wanted_exchange import WantedExchange
from tillbook.formats.cart_json import DiscountJson, Number
from tillbook.formats.commands import (
    COUPONS_MAX,
    FIRST_REGISTER,
    NAME_LENGTH_MAX,
    Coupon,
    CustomerJson,
    Id,
    SaleJson,
    SaleLineJson,
    SaleTenderJson,
    Text,
    read_sale,
)
from tillbook.formats.return_commands import BackJson, RefundTenderJson, ReturnJson, read_return
from tillbook.formats.strict_json import StrictModel, loads, read_as


class ExchangeJson(StrictModel):
    """An exchange as it is sent; the id of the sale is the id of both."""

    back: dict[str, Any]
    sale: dict[str, Any]


class ExchangeBody(StrictModel):
    """An exchange on one level: what comes back of a bill, what is taken instead, and what pays the difference.

    `refund` says how money that is left over goes back; without it, as it was paid.
    """

    id: Id
    register_code: Annotated[str, Field(alias="register", max_length=NAME_LENGTH_MAX)] = FIRST_REGISTER
    sale: Annotated[str, Field(min_length=1, max_length=NAME_LENGTH_MAX)]
    back: list[BackJson]
    lines: list[SaleLineJson]
    customer: CustomerJson | None = None
    discount: DiscountJson | None = None
    coupons: Annotated[list[Coupon], Field(max_length=COUPONS_MAX)] = Field(default_factory=list)
    tenders: list[SaleTenderJson] = Field(default_factory=list)
    refund: list[RefundTenderJson] = Field(default_factory=list)
    reason: Text = ""
    shown_total: Number | None = None


def read_exchange_body(sent: ExchangeBody, *, currency: Currency, country: str) -> WantedExchange:
    """An exchange that was sent on one level. Raises: as `read_exchange`."""
    sale = read_sale(
        SaleJson.model_validate(
            {
                "id": sent.id,
                "register": sent.register_code,
                "customer": sent.customer,
                "lines": sent.lines,
                "discount": sent.discount,
                "tenders": sent.tenders,
                "coupons": sent.coupons,
                "shown_total": sent.shown_total,
            }
        ),
        currency=currency,
        country=country,
    )
    back = ReturnJson.model_validate(
        {
            "id": sale.id,
            "register": sent.register_code,
            "sale": sent.sale,
            "lines": sent.back,
            "tenders": sent.refund,
            "reason": sent.reason,
        }
    )
    try:
        return WantedExchange(back=read_return(back, currency=currency), sale=sale)
    except Refusal as refusal:
        path = (refusal.path or "sale").replace("lines", "back", 1).replace("tenders", "refund", 1)
        raise type(refusal)(refusal.message, path=path) from None


def read_exchange(value: str | object, *, currency: Currency, country: str) -> WantedExchange:
    """An exchange from JSON text, or from the object that was read from it.

    Raises: as `read_return` and `read_sale`, with the path of the mistake.
    """
    sent = read_as(ExchangeJson, loads(value) if isinstance(value, str) else value)
    try:
        sale = read_sale(sent.sale, currency=currency, country=country)
    except Refusal as refusal:
        raise _within("sale", refusal) from None
    try:
        back = read_return({**sent.back, "id": sale.id}, currency=currency)
    except Refusal as refusal:
        raise _within("back", refusal) from None
    return WantedExchange(back=back, sale=sale)


def _within(part: str, refusal: Refusal) -> Refusal:
    path = f"{part}.{refusal.path}" if refusal.path else part
    return type(refusal)(refusal.message, path=path)
