"""Packs: `pack add`, `pack list`, `pack drop`."""

from __future__ import annotations

from typing import Annotated

import typer

from tillbook.cli import output
from tillbook.cli.acting import actor
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import command, new_id, now, opened


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Codes of boxes: how many one scan sells.")
    command(group, "add")(add)
    command(group, "list")(list_)
    command(group, "drop")(drop)
    app.add_typer(group, name="pack")


def add(
    ctx: typer.Context,
    sku: Annotated[str, typer.Argument(help="The product, by id.")],
    barcode: Annotated[str, typer.Argument(help="The code on the box.")],
    size: Annotated[str, typer.Argument(help="How many it holds.")],
    id: Annotated[str | None, typer.Option(help="Your own id: sent again, it changes nothing twice.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Let the code on a box stand for so many of a product."""
    opened(ctx)
    from tillbook.actions.packs import add_pack
    from tillbook.core.quantity import format_quantity, parse_quantity
    from tillbook.formats.strict_json import at

    with at("size"):
        milli = parse_quantity(size)
    done = add_pack(id=id or new_id(), sku=sku, code=barcode, size_milli=milli, now=now(), by=actor(ctx))
    said = format_quantity(milli)
    if as_json:
        output.json_line({"sku": sku, "barcode": done.code, "size": said, "number": done.number})
        return
    what = f"{done.code} stands for {said} of {sku}"
    output.line(f"{done.number}: {what} from now on." if done.number else f"{what} already.")


def list_(
    ctx: typer.Context,
    sku: Annotated[str | None, typer.Argument(help="Only this product, by id.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the packs."""
    opened(ctx)
    from tillbook.core.quantity import format_quantity
    from tillbook.db.transaction import reading
    from tillbook.queries.packs import packs

    with reading() as tx:
        found = packs(tx, sku=sku)
    if as_json:
        from tillbook.formats.office_json import pack_json

        output.json_list(pack_json(pack) for pack in found)
        return
    if not found:
        output.warn("There are no packs; add one with: tillbook pack add SKU BARCODE SIZE")
        return
    columns = [
        Column(heading="Id", gives_way=True),
        Column(heading="Name", gives_way=True),
        Column(heading="Barcode"),
        Column(heading="Holds", right=True),
    ]
    output.table(
        columns, [Coloured((pack.sku, pack.name, pack.code, format_quantity(pack.size_milli))) for pack in found]
    )


def drop(
    ctx: typer.Context,
    barcode: Annotated[str, typer.Argument(help="The code on the box.")],
    id: Annotated[str | None, typer.Option(help="Your own id: sent again, it changes nothing twice.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Let a box's code stand for nothing any more."""
    opened(ctx)
    from tillbook.actions.packs import drop_pack

    done = drop_pack(id=id or new_id(), code=barcode, now=now(), by=actor(ctx))
    if as_json:
        output.json_line({"barcode": done.code, "number": done.number})
        return
    output.line(f"{done.number}: {done.code} is no pack any more.")
