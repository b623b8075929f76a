"""Goods: `products`, `stock`, `receive`, `adjust`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tillbook.cli import output, reading
from tillbook.cli.acting import actor, may
from tillbook.cli.delivery import delivering
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import WrongUsage, command, new_id, now, opened
from tillbook.core.errors import Unreadable

if TYPE_CHECKING:
    from tillbook.core.place import ShopSettings
    from tillbook.formats.commands import WantedAdjustment, WantedReceipt
    from tillbook.queries.search import MenuLine

COLOURS = {"low": output.YELLOW, "empty": output.RED}


class Order(StrEnum):
    """What the menu can be sorted by."""

    id = "id"
    sku = "sku"
    name = "name"
    price = "price"
    available = "available"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "products")(products)
    command(app, "stock")(stock)
    command(app, "receive")(receive)
    # A lost quantity is typed as -3, which must not be taken for an option.
    command(app, "adjust", context_settings={"ignore_unknown_options": True})(adjust)


def products(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(help="Words of the name, or an id or barcode.")] = None,
    sort: Annotated[Order, typer.Option(help="In which order (id: as they were made).")] = Order.id,
    low: Annotated[bool, typer.Option("--low", help="Only what is low or empty.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the menu: id, name, price, available."""
    opened(ctx)
    from tillbook.core.calendar import business_date
    from tillbook.db.transaction import reading as asking
    from tillbook.queries.search import menu
    from tillbook.queries.till import settings

    with asking() as tx:
        shop = settings(tx)
        day = business_date(now(), shop.timezone, shop.cut_over_hour)
        found = menu(tx, " ".join(text or ()), order=sort.value, limit=None if low else limit, day=day)
    if low:
        found = [line for line in found if line.mark][:limit]
    if as_json:
        output.json_list(_product_json(line, shop) for line in found)
    else:
        _show_products(found, shop, searched=bool(text or low))


def _product_json(line: MenuLine, shop: ShopSettings) -> dict[str, str]:
    from tillbook.core.amounts import format_exact
    from tillbook.core.quantity import format_quantity

    return {
        "sku": line.sku,
        "name": line.name,
        "price": format_exact(line.price, digits=shop.currency.digits),
        "available": format_quantity(line.available_milli),
        "unit": line.unit,
    }


def _show_products(found: list[MenuLine], shop: ShopSettings, *, searched: bool) -> None:
    from tillbook.cli.figures import price_text, quantity_text

    if not found:
        how = "Nothing is found." if searched else "The shop has no products; add some with: tillbook import FILE"
        output.warn(how)
        return
    columns = [
        Column(heading="Id", gives_way=True),
        Column(heading="Name", gives_way=True),
        Column(heading="Price", right=True),
        Column(heading="Available", right=True),
        Column(heading=""),
    ]
    rows = [
        Coloured(
            (
                line.sku,
                line.name,
                price_text(line.price, shop.currency, shop.locale),
                quantity_text(line.available_milli, line.unit, shop.locale),
                line.mark,
            ),
            COLOURS.get(line.mark, ""),
        )
        for line in found
    ]
    output.table(columns, rows)


def stock(
    ctx: typer.Context,
    sku: Annotated[str | None, typer.Argument(help="Show one product with its moves.")] = None,
    at: Annotated[
        str | None,
        typer.Option(metavar="INSTANT", help="As it was then: 2026-11-22T18:00, or a day at its end."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what is on hand, now or then.

    With its value, for who may see costs; of one product also the moves that led there.
    """
    opened(ctx)
    from tillbook.cli import stock_tables
    from tillbook.db.transaction import reading as asking
    from tillbook.queries import stock as asked
    from tillbook.queries.till import settings

    with asking() as tx:
        shop = settings(tx)
        instant = None if at is None else _instant(at, shop.timezone)
        lines = asked.stock(tx, sku=sku, at=instant)
        moves = [] if sku is None else list(asked.moves(tx, sku, at=instant))
    shows = stock_tables.Shows(shop=shop, value=may(ctx, "see_costs"))
    if sku is None:
        stock_tables.all_products(lines, shows, as_json=as_json)
    else:
        stock_tables.one_product(lines[0], moves, shows, as_json=as_json)


def _instant(text: str, zone: str) -> datetime:
    """An instant as it is typed: with its offset, or by the shop's clock; a day stands for its end."""
    from tillbook.formats.instants import read_moment

    try:
        return read_moment(text, zone, path="at")
    except Unreadable as wrong:
        raise WrongUsage(wrong.message.removeprefix("at: "), path="at") from None


def receive(
    ctx: typer.Context,
    sku: Annotated[str | None, typer.Argument(help="The product, by id or barcode.")] = None,
    quantity: Annotated[str | None, typer.Argument(help="How much came in.")] = None,
    cost: Annotated[str | None, typer.Option(help="What all of it cost.")] = None,
    unit_cost: Annotated[str | None, typer.Option(help="What one of it cost.")] = None,
    lot: Annotated[str, typer.Option(help="The lot it belongs to, of a product that is kept in lots.")] = "",
    expires: Annotated[str | None, typer.Option(metavar="DATE", help="The last day a new lot is good.")] = None,
    serial: Annotated[list[str] | None, typer.Option(help="The serial number of a piece; one for each.")] = None,
    supplier: Annotated[str, typer.Option(help="Who delivered it.")] = "",
    note: Annotated[str, typer.Option(help="A delivery note's number, or anything else.")] = "",
    id: Annotated[str | None, typer.Option(help="Your own id: sent again, it posts nothing twice.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Read goods in as JSON, print JSON.")] = False,
) -> None:
    """Post goods that came in."""
    if as_json:
        _require_alone(sku, quantity, cost, unit_cost, lot, expires, *(serial or ()), supplier, note, id)
    elif sku is None or quantity is None:
        raise WrongUsage("Say what came in and how much: tillbook receive SKU QUANTITY --cost TOTAL")
    elif cost is not None and unit_cost is not None:
        raise WrongUsage("Say what all of it cost (--cost) or what one did (--unit-cost), not both.")
    home = opened(ctx)
    from tillbook.cli import stock_posting

    with delivering(home):
        shop, by = stock_posting.shop_settings(), actor(ctx)
        wanted: WantedReceipt
        if as_json:
            wanted = stock_posting.receipt_from_json(reading.whole(), shop)
        else:
            assert sku is not None and quantity is not None, "asked for above"
            wanted = stock_posting.receipt_typed(
                sku,
                quantity,
                cost=cost,
                unit_cost=unit_cost,
                lot=lot,
                expires=expires,
                serials=serial or (),
                supplier=supplier,
                note=note,
                id=id or new_id(),
                shop=shop,
            )
        stock_posting.post_receipt(wanted, now=now(), by=by, as_json=as_json)


def adjust(
    ctx: typer.Context,
    sku: Annotated[str | None, typer.Argument(help="The product, by id or barcode.")] = None,
    quantity: Annotated[str | None, typer.Argument(help="How much was found, or, as -3, lost.")] = None,
    reason: Annotated[str, typer.Option(help="Why: broken, counted, stolen …")] = "",
    lot: Annotated[str, typer.Option(help="The lot, of a product that is kept in lots.")] = "",
    expires: Annotated[str | None, typer.Option(metavar="DATE", help="The last day a new lot is good.")] = None,
    id: Annotated[str | None, typer.Option(help="Your own id: sent again, it posts nothing twice.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Read a correction as JSON, print JSON.")] = False,
) -> None:
    """Correct the stock, with a reason."""
    if as_json:
        _require_alone(sku, quantity, reason, lot, expires, id)
    elif sku is None or quantity is None or not reason:
        raise WrongUsage("Say what, how much and why: tillbook adjust SKU -3 --reason broken")
    home = opened(ctx)
    from tillbook.cli import stock_posting

    with delivering(home):
        shop, by = stock_posting.shop_settings(), actor(ctx)
        wanted: WantedAdjustment
        if as_json:
            wanted = stock_posting.adjustment_from_json(reading.whole(), shop)
        else:
            assert sku is not None and quantity is not None, "asked for above"
            wanted = stock_posting.adjustment_typed(
                sku, quantity, reason=reason, lot=lot, expires=expires, id=id or new_id()
            )
        stock_posting.post_adjustment(wanted, now=now(), by=by, as_json=as_json)


def _require_alone(*typed: str | None) -> None:
    if any(typed):
        raise WrongUsage("With --json everything is said on standard input; leave the rest out.")
