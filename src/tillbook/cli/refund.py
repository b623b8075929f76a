"""Goods that come back: `refund`, `returnable`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tillbook.cli import output, reading
from tillbook.cli.acting import actor
from tillbook.cli.delivery import delivering
from tillbook.cli.running import WrongUsage, command, new_id, now, opened
from tillbook.core.errors import Refusal

if TYPE_CHECKING:
    from tillbook.core.place import ShopSettings
    from tillbook.core.returns import SaleFound
    from tillbook.core.wanted_return import WantedReturn


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "refund")(refund)
    command(app, "returnable", sees="refund")(returnable)


def refund(
    ctx: typer.Context,
    bill: Annotated[str | None, typer.Argument(help="The bill's number, as in 1/26-27/000042.")] = None,
    line: Annotated[
        list[str] | None, typer.Option(metavar="N[=QTY]", help="A line of the bill, and how much of it (else all).")
    ] = None,
    product: Annotated[
        list[str] | None, typer.Option(metavar="ID[=QTY]", help="Without a bill: a product that comes back.")
    ] = None,
    to: Annotated[str, typer.Option(help="Where the goods go: sellable, damaged or supplier.")] = "sellable",
    lot: Annotated[
        list[str] | None, typer.Option(help="The lot or serial number of each line or product, in their order.")
    ] = None,
    tender: Annotated[
        str | None,
        typer.Option(metavar="TYPE[:REFERENCE]", help="How the money goes back: cash, card, store_credit, credit …"),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    register: Annotated[str, typer.Option(help="The register that takes the goods back.")] = "1",
    id: Annotated[str | None, typer.Option(help="Your own id: sent again, it posts nothing twice.")] = None,
    columns: Annotated[int, typer.Option(min=24, max=80, help="Width of the text: 32, 42 or 48 on till rolls.")] = 42,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; with nothing else said, read JSON.")] = False,
) -> None:
    """Take goods back: by line of a bill, or without one; answers the credit note."""
    home = opened(ctx)
    from tillbook.cli import refunding

    shop = refunding.shop_settings()
    if as_json and not bill and not product:
        from tillbook.formats.return_commands import read_return

        wanted = read_return(reading.whole(), currency=shop.currency)
    else:
        wanted = refunding.typed(
            bill,
            line or [],
            product or [],
            to=to,
            lots=lot or [],
            tender=tender,
            reason=reason,
            register=register,
            id=id or new_id(),
        )
        if _somebody_is_there(as_json=as_json) and bill:
            wanted = _agreed(wanted, shop, lines_said=bool(line))
    with delivering(home):
        refunding.post_and_answer(wanted, now=now(), by=actor(ctx), columns=columns, as_json=as_json)


def _somebody_is_there(*, as_json: bool) -> bool:
    return not as_json and sys.stdin.isatty() and sys.stdout.isatty()


def _agreed(wanted: WantedReturn, shop: ShopSettings, *, lines_said: bool) -> WantedReturn:
    """The command as the person wants it; whoever leaves or says no takes nothing back."""
    try:
        return _asked(wanted, shop, lines_said=lines_said)
    except typer.Abort:
        raise KeyboardInterrupt from None


def _asked(wanted: WantedReturn, shop: ShopSettings, *, lines_said: bool) -> WantedReturn:
    """The command as the person at the terminal wants it: which lines, and whether so much may go back."""
    from dataclasses import replace

    from tillbook.cli import refunding

    found = refunding.sale_of(wanted.sale)
    if not lines_said:
        _show(found, shop)
        answer = typer.prompt("Which lines come back (as in 1 or 1=2, blanks between; Enter for all)", default="")
        backs = refunding.lines_typed(answer.split(), to=wanted.lines[0].to if wanted.lines else "")
        wanted = replace(wanted, lines=backs or wanted.lines)
    if not typer.confirm(refunding.question(found, wanted, shop)):
        output.warn("Nothing was taken back.")
        raise typer.Exit(Refusal.exit_status)
    return wanted


def returnable(
    ctx: typer.Context,
    bill: Annotated[str | None, typer.Argument(help="The bill's number, typed or scanned.")] = None,
    customer: Annotated[str, typer.Option(help="Whose sales: a customer's code, phone, e-mail or name.")] = "",
    card: Annotated[str, typer.Option(help="The reference under which a card or transfer paid.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what can still come back of a bill, or of the bills of a customer or card."""
    if bool(bill) + bool(customer) + bool(card) != 1:
        raise WrongUsage("Name a bill, or --customer, or --card: one of them.")
    opened(ctx)
    from tillbook.cli import refunding

    shop = refunding.shop_settings()
    found = [refunding.sale_of(bill)] if bill else refunding.sales_found(customer, card, shop)
    if as_json:
        from tillbook.formats.returnable_json import sale_json

        output.json_list(sale_json(one, shop) for one in found)
        return
    if not found:
        output.warn("No sale is found; try the number on the bill.")
    for one in found:
        _show(one, shop)


def _show(found: SaleFound, shop: ShopSettings) -> None:
    from tillbook.cli import refunding

    output.line(refunding.title(found, shop))
    output.table(refunding.COLUMNS, refunding.table_rows(found, shop))
