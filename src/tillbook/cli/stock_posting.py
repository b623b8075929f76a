"""Goods in and corrections, typed or sent as JSON: read, posted, answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from tillbook.actions.stock import Posted, StockLine
from tillbook.actions.stock import adjust as post_adjusted
from tillbook.actions.stock import receive as post_received
from tillbook.cli import output
from tillbook.cli.figures import read_price
from tillbook.cli.running import WrongUsage
from tillbook.core.discount import allocate
from tillbook.core.locale_money import parse_money
from tillbook.core.place import ShopSettings
from tillbook.core.quantity import parse_quantity
from tillbook.core.rights import Actor
from tillbook.db.transaction import reading
from tillbook.formats import commands
from tillbook.formats.commands import ChangedStock, WantedAdjustment, WantedReceipt
from tillbook.formats.strict_json import at
from tillbook.queries.till import settings


def shop_settings() -> ShopSettings:
    """The shop's settings."""
    with reading() as tx:
        return settings(tx)


def receipt_from_json(text: str, shop: ShopSettings) -> WantedReceipt:
    """Raises: as `commands.read_receipt`."""
    return commands.read_receipt(text, currency=shop.currency)


def adjustment_from_json(text: str, shop: ShopSettings) -> WantedAdjustment:
    """Raises: as `commands.read_adjustment`."""
    return commands.read_adjustment(text, currency=shop.currency)


def receipt_typed(
    sku: str,
    quantity: str,
    *,
    cost: str | None,
    unit_cost: str | None,
    lot: str,
    expires: str | None,
    serials: Sequence[str],
    supplier: str,
    note: str,
    id: str,
    shop: ShopSettings,
) -> WantedReceipt:
    """Goods in as a person types them: costs in the manner of the shop's locale; each serial number a line of one.

    Raises: WrongUsage, Unreadable, NotANumber, AmbiguousAmount, TooPrecise, TooLarge.
    """
    with at("quantity"):
        milli = parse_quantity(quantity)
    cost_minor = None
    if cost is not None:
        with at("cost"):
            cost_minor = parse_money(cost, shop.currency, shop.locale)
    if unit_cost is not None:
        with at("unit_cost"):
            cost_minor = commands.cost_of(read_price(unit_cost, shop.currency, shop.locale), milli, shop.currency)
    line = ChangedStock(product=sku, quantity_milli=milli, cost_minor=cost_minor, lot=lot, expires_on=_day(expires))
    lines = _pieces(line, serials) if serials else (line,)
    return WantedReceipt(id=id, lines=lines, supplier=supplier, note=note)


def _pieces(line: ChangedStock, serials: Sequence[str]) -> tuple[ChangedStock, ...]:
    """A line for each serial number, the cost shared out between them. Raises: WrongUsage."""
    if line.lot:
        raise WrongUsage("A piece has a --serial number or a --lot, not both.", path="serial")
    if line.quantity_milli != len(serials) * 1000:
        raise WrongUsage(
            f"{len(serials)} serial numbers are for {len(serials)} pieces; give each piece its own.", path="serial"
        )
    costs: Sequence[int | None] = [None] * len(serials)
    if line.cost_minor is not None:
        costs = allocate(line.cost_minor, [1] * len(serials))
    return tuple(
        replace(line, quantity_milli=1000, cost_minor=cost, lot=number, serial=True)
        for number, cost in zip(serials, costs, strict=True)
    )


def _day(text: str | None) -> date | None:
    return None if text is None else commands.read_day(text, "expires")


def adjustment_typed(
    sku: str, quantity: str, *, reason: str, lot: str, expires: str | None, id: str
) -> WantedAdjustment:
    """A correction as a person types it; `+3` is 3. Raises: Unreadable, NotANumber, TooPrecise, TooLarge."""
    with at("quantity"):
        milli = parse_quantity(quantity.removeprefix("+"))
    line = ChangedStock(product=sku, quantity_milli=milli, lot=lot, expires_on=_day(expires))
    return WantedAdjustment(id=id, reason=reason, lines=(line,))


def post_receipt(wanted: WantedReceipt, *, now: datetime, by: Actor, as_json: bool) -> None:
    """Post goods in, and answer. Raises: as `actions.stock.receive`."""
    posted = post_received(
        id=wanted.id, lines=_lines(wanted.lines), supplier=wanted.supplier, note=wanted.note, now=now, by=by
    )
    _answer(posted, wanted.id, "receipt", as_json=as_json)


def post_adjustment(wanted: WantedAdjustment, *, now: datetime, by: Actor, as_json: bool) -> None:
    """Post a correction, and answer. Raises: as `actions.stock.adjust`."""
    posted = post_adjusted(id=wanted.id, lines=_lines(wanted.lines), reason=wanted.reason, now=now, by=by)
    _answer(posted, wanted.id, "adjustment", as_json=as_json)


def _lines(lines: Sequence[ChangedStock]) -> list[StockLine]:
    return [
        StockLine(
            product=line.product,
            quantity_milli=line.quantity_milli,
            cost_minor=line.cost_minor,
            lot=line.lot,
            expires_on=line.expires_on,
            serial=line.serial,
        )
        for line in lines
    ]


def _answer(posted: Posted, id: str, kind: str, *, as_json: bool) -> None:
    """A repeat is answered as the first time was."""
    if as_json:
        output.json_line({"id": id, "kind": kind, "number": posted.number})
        return
    said = "Goods receipt" if kind == "receipt" else "Adjustment"
    output.line(f"{said} {posted.number} posted.")
