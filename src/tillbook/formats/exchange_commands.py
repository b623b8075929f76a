"""An exchange that arrives as JSON: `{"back": a return without an id, "sale": a sale}`."""

from __future__ import annotations

from typing import Any

from tillbook.core.amounts import Currency
from tillbook.core.errors import Refusal
from tillbook.core.wanted_exchange import WantedExchange
from tillbook.formats.commands import read_sale
from tillbook.formats.return_commands import read_return
from tillbook.formats.strict_json import StrictModel, loads, read_as


class ExchangeJson(StrictModel):
    """An exchange as it is sent; the id of the sale is the id of both."""

    back: dict[str, Any]
    sale: dict[str, Any]


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
