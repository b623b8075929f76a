"""Lots: `lot track`, `lot untrack`, `lot list`, `lot write-off`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from tillbook.cli import output, packs
from tillbook.cli.acting import actor
from tillbook.cli.delivery import delivering
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import command, new_id, now, opened

if TYPE_CHECKING:
    pass


def register(app: typer.Typer) -> None:
    """Add the commands of this module, and those of packs."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Goods that expire together, serial numbers.")
    command(group, "track")(track)
    command(group, "untrack")(untrack)
    command(group, "list")(list_)
    command(group, "write-off")(write_off)
    app.add_typer(group, name="lot")
    packs.register(app)


def track(
    ctx: typer.Context,
    sku: Annotated[str, typer.Argument(help="The product, by id or barcode.")],
    id: Annotated[str | None, typer.Option(help="Your own id: sent again, it changes nothing twice.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Keep a product in lots from now on: what expires first is sold first.

    Nothing of it may be on hand. Serial numbers are lots of one piece.
    """
    _track(ctx, sku, tracked=True, id=id, as_json=as_json)


def untrack(
    ctx: typer.Context,
    sku: Annotated[str, typer.Argument(help="The product, by id or barcode.")],
    id: Annotated[str | None, typer.Option(help="Your own id: sent again, it changes nothing twice.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Keep a product in lots no more; nothing of it may be on hand."""
    _track(ctx, sku, tracked=False, id=id, as_json=as_json)


def _track(ctx: typer.Context, sku: str, *, tracked: bool, id: str | None, as_json: bool) -> None:
    opened(ctx)
    from tillbook.actions.lots import track_lots

    done = track_lots(id=id or new_id(), product=sku, tracked=tracked, now=now(), by=actor(ctx))
    if as_json:
        output.json_line({"sku": done.sku, "lot_tracked": done.tracked, "number": done.number})
        return
    how = "is kept in lots" if done.tracked else "is not kept in lots"
    output.line(f"{done.number}: {done.name} {how} from now on." if done.number else f"{done.name} {how} already.")


def list_(
    ctx: typer.Context,
    sku: Annotated[str | None, typer.Argument(help="Only this product, by id.")] = None,
    expiring: Annotated[
        int | None, typer.Option(metavar="DAYS", min=0, max=36_500, help="Only what is good for so many days or less.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the lots on hand, what expires first standing first; what has expired is red."""
    opened(ctx)
    from tillbook.core.calendar import business_date
    from tillbook.db.transaction import reading
    from tillbook.formats.office_json import expired, lot_json
    from tillbook.queries.lots import lots_listed
    from tillbook.queries.till import settings

    with reading() as tx:
        shop = settings(tx)
        today = business_date(now(), shop.timezone, shop.cut_over_hour)
        until = None if expiring is None else today + timedelta(days=expiring)
        lots = lots_listed(tx, sku=sku, until=until)
    if as_json:
        output.json_list(lot_json(lot, today) for lot in lots)
        return
    if not lots:
        output.warn("No lots are on hand.")
        return
    from tillbook.cli.figures import quantity_text

    columns = [
        Column(heading="Id", gives_way=True),
        Column(heading="Name", gives_way=True),
        Column(heading="Lot"),
        Column(heading="Expires"),
        Column(heading="On hand", right=True),
        Column(heading=""),
    ]
    rows = [
        Coloured(
            (
                lot.sku,
                lot.name,
                lot.code,
                "" if lot.expires_on is None else lot.expires_on.isoformat(),
                quantity_text(lot.on_hand_milli, lot.unit, shop.locale),
                "expired" if expired(lot, today) else "",
            ),
            output.RED if expired(lot, today) else "",
        )
        for lot in lots
    ]
    output.table(columns, rows)


def write_off(
    ctx: typer.Context,
    sku: Annotated[str, typer.Argument(help="The product, by id or barcode.")],
    lot: Annotated[str, typer.Argument(help="The lot's code, or a serial number.")],
    quantity: Annotated[str | None, typer.Argument(help="How much of it; else all of it.")] = None,
    reason: Annotated[str, typer.Option(help="Why: expired, recalled, broken …")] = "expired",
    to_supplier: Annotated[bool, typer.Option("--to-supplier", help="It goes back to its supplier.")] = False,
    id: Annotated[str | None, typer.Option(help="Your own id: sent again, it posts nothing twice.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Take a lot off the shelf, expired or not: write it off, or return it to its supplier."""
    home = opened(ctx)
    from tillbook.actions.lots import take_off
    from tillbook.core.quantity import format_quantity, parse_quantity
    from tillbook.formats.strict_json import at

    with at("quantity"):
        milli = None if quantity is None else parse_quantity(quantity)
    with delivering(home):
        done = take_off(
            id=id or new_id(),
            product=sku,
            lot=lot,
            quantity_milli=milli,
            to_supplier=to_supplier,
            reason=reason,
            now=now(),
            by=actor(ctx),
        )
    taken = format_quantity(done.quantity_milli)
    if as_json:
        output.json_line({"number": done.number, "sku": done.sku, "lot": lot, "quantity": taken})
        return
    what = "returned to the supplier" if to_supplier else "written off"
    output.line(f"Adjustment {done.number}: {taken} of {done.name}, lot {lot}, {what}.")
