"""Selling: `sell`, `bill`, `price`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from tillbook.cli import output, reading
from tillbook.cli.acting import actor
from tillbook.cli.delivery import delivering
from tillbook.cli.running import WrongUsage, command, now, opened
from tillbook.core.errors import Refusal


class BillForm(StrEnum):
    """How a bill is printed."""

    text = "text"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "sell")(sell)
    command(app, "bill")(bill)


def sell(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Read one sale as JSON, print its bill.")] = False,
    jsonl: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Post a queue of sales, one a line (- reads standard input)."),
    ] = None,
    register: Annotated[str, typer.Option(metavar="CODE", help="At which register to sell.")] = "1",
) -> None:
    """Sell at the till, or post sales sent as JSON."""
    if as_json and jsonl is not None:
        raise WrongUsage("Choose --json for one sale or --jsonl for a queue of them.")
    home = opened(ctx)
    if jsonl is None and not as_json:
        from tillbook.cli.console import selling

        raise typer.Exit(selling.run(home, register=register, by=actor(ctx)))
    with delivering(home):
        answer = _seller(ctx)
        if jsonl is None:
            output.json_line(answer(reading.whole()))
        else:
            _answer_lines(jsonl, answer)


def _seller(ctx: typer.Context) -> Callable[[str], object]:
    """What answers one sale command with its bill."""
    from tillbook.actions.sell import sell as post
    from tillbook.db.transaction import reading as asking
    from tillbook.formats.bill_json import bill_json
    from tillbook.formats.commands import read_sale
    from tillbook.queries.bills import bill_of
    from tillbook.queries.till import settings

    by = actor(ctx)
    with asking() as tx:
        shop = settings(tx)

    def answer(text: str) -> object:
        sold = post(read_sale(text, currency=shop.currency, country=shop.country), now=now(), by=by)
        with asking() as tx:
            return bill_json(bill_of(tx, sold.posting_id))

    return answer


def _answer_lines(path: Path, answer: Callable[[str], object]) -> None:
    """One answer for each line, brought to its reader before the next line is read."""
    for line in reading.each_line(path):
        try:
            if isinstance(line, Refusal):
                raise line
            answered: Any = answer(line)
        except Refusal as refusal:
            answered = refusal.as_json()
        output.json_line(answered)
        output.flush()


@contextmanager
def _refusals_as_json(*, wanted: bool) -> Iterator[None]:
    """Answer a refusal as JSON too, where that was asked for by another option than `--json`."""
    try:
        yield
    except Refusal as refusal:
        if wanted:
            output.json_line(refusal.as_json())
        raise


def bill(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help="The number of a bill, or of a credit note.")],
    form: Annotated[BillForm, typer.Option("--format", help="How to print it.")] = BillForm.text,
    columns: Annotated[int, typer.Option(min=24, max=80, help="Width of the text: 32, 42 or 48 on till rolls.")] = 42,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Show a bill again, or a credit note."""
    from tillbook.db.transaction import reading as asking
    from tillbook.queries import bills

    with _refusals_as_json(wanted=form is BillForm.json and not as_json):
        opened(ctx)
        with asking() as tx:
            try:
                found = bills.bill(tx, number)
            except bills.UnknownBill:
                from tillbook.cli.refunding import shown_again

                if shown_again(tx, number, columns=columns, as_json=as_json or form is BillForm.json):
                    return
                raise
    if as_json or form is BillForm.json:
        from tillbook.formats.bill_json import bill_json

        output.json_line(bill_json(found))
    else:
        from tillbook.formats.receipt import receipt

        output.put(receipt(found, columns=columns))


def price(
    ctx: typer.Context,  # noqa: ARG001  (every command has it)
    file: Annotated[Path | None, typer.Argument(help="Where to read (else standard input).")] = None,
    jsonl: Annotated[bool, typer.Option(help="One cart a line in, one answer a line out.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, as always.")] = False,
) -> None:
    """Price a cart given as JSON; needs no shop."""
    from tillbook.formats.cart_json import price_json

    source = file or reading.STANDARD_INPUT
    if jsonl:
        # One answer for each line, and no other: a file that cannot be read is told on standard error alone.
        _answer_lines(source, price_json)
        return
    with _refusals_as_json(wanted=not as_json):
        output.json_line(price_json(reading.whole(source)))
