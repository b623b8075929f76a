"""Goods against goods: `exchange`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tillbook.cli import output, reading
from tillbook.cli.acting import actor
from tillbook.cli.delivery import delivering
from tillbook.cli.running import WrongUsage, command, new_id, now, opened

if TYPE_CHECKING:
    from tillbook.actions.sell import Exchanged
    from tillbook.core.wanted_exchange import WantedExchange
    from tillbook.core.wanted_return import WantedReturn


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "exchange")(exchange)


def exchange(
    ctx: typer.Context,
    bill: Annotated[str | None, typer.Argument(help="The bill that goods come back of.")] = None,
    line: Annotated[
        list[str] | None, typer.Option(metavar="N[=QTY]", help="A line of it that comes back, and how much (else all).")
    ] = None,
    lot: Annotated[
        list[str] | None, typer.Option(help="The lot or serial number of each --line, in their order.")
    ] = None,
    take: Annotated[list[str] | None, typer.Option(metavar="ID[=QTY]", help="A product that is taken instead.")] = None,
    tender: Annotated[
        list[str] | None, typer.Option(metavar="'TYPE AMOUNT'", help="What pays the difference, as 'cash 100'.")
    ] = None,
    rest: Annotated[str, typer.Option(metavar="TYPE", help="How money that is left goes back.")] = "cash",
    to: Annotated[str, typer.Option(help="Where the goods go: sellable, damaged or supplier.")] = "sellable",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    register: Annotated[str, typer.Option(help="At which register.")] = "1",
    id: Annotated[str | None, typer.Option(help="Your own id: sent again, it posts nothing twice.")] = None,
    columns: Annotated[int, typer.Option(min=24, max=80, help="Width of the text: 32, 42 or 48 on till rolls.")] = 42,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; with nothing else said, read JSON.")] = False,
) -> None:
    """Take goods of a bill back and sell others for them, on one bill."""
    home = opened(ctx)
    from tillbook.cli import refunding

    shop = refunding.shop_settings()
    if as_json and not bill:
        from tillbook.formats.exchange_commands import read_exchange

        wanted = read_exchange(reading.whole(), currency=shop.currency, country=shop.country)
    elif bill and take:
        backs = refunding.typed(
            bill,
            line or [],
            [],
            to=to,
            lots=lot or [],
            tender=rest,
            reason=reason,
            register=register,
            id=id or new_id(),
        )
        wanted = _typed(backs, take, tender or [])
    else:
        raise WrongUsage("Name the bill and what is taken instead: tillbook exchange BILL --line 1 --take ID")
    with delivering(home):
        from tillbook.actions.sell import exchange as post

        _answer(post(wanted, now=now(), by=actor(ctx)), columns=columns, as_json=as_json)


def _typed(backs: WantedReturn, take: list[str], tenders: list[str]) -> WantedExchange:
    from tillbook.cli.customer_tables import tenders as tenders_typed
    from tillbook.core.quantity import parse_quantity
    from tillbook.core.wanted import WantedLine, WantedSale
    from tillbook.core.wanted_exchange import WantedExchange

    lines = []
    for word in take:
        product, _, quantity = word.partition("=")
        lines.append(WantedLine(product=product, quantity_milli=parse_quantity(quantity or "1")))
    paid = tenders_typed(tenders, 0) if tenders else ()
    sale = WantedSale(id=backs.id, register=backs.register, lines=tuple(lines), tenders=paid)
    return WantedExchange(back=backs, sale=sale)


def _answer(done: Exchanged, *, columns: int, as_json: bool) -> None:
    from tillbook.db.transaction import reading as asking
    from tillbook.formats.bill_json import bill_json
    from tillbook.formats.credit_note import credit_note_json, credit_note_text
    from tillbook.formats.receipt import receipt
    from tillbook.queries.bills import bill_of
    from tillbook.queries.credit_notes import credit_note

    with asking() as tx:
        bill, note = bill_of(tx, done.sale.posting_id), credit_note(tx, done.credit_note)
    if as_json:
        codes = {"codes": list(done.codes)} if done.codes else {}
        output.json_line({"bill": bill_json(bill), "credit_note": credit_note_json(note), **codes})
    else:
        output.put(credit_note_text(note, columns=columns, codes=done.codes))
        output.line("")
        output.put(receipt(bill, columns=columns))
