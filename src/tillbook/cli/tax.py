"""What products are taxed as: `tax list`, `tax set`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tillbook.cli import output
from tillbook.cli.acting import actor
from tillbook.cli.delivery import delivering
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import WrongUsage, command, new_id, now, opened

if TYPE_CHECKING:
    from tillbook.actions.taxes import ClassTax
    from tillbook.core.office import TaxClassSeen, TaxOfClass

_WORDS = {"compound", "included", "on-top", "each"}


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Show or set what products are taxed as.")
    command(group, "list")(list_)
    command(group, "set")(set_)
    app.add_typer(group, name="tax")


def list_(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the tax classes with their taxes."""
    opened(ctx)
    from tillbook.db.transaction import reading
    from tillbook.queries.taxes import tax_classes

    with reading() as tx:
        classes = tax_classes(tx)
    if as_json:
        from tillbook.formats.office_json import tax_class_json

        output.json_list(tax_class_json(each) for each in classes)
        return
    columns = [
        Column(heading="Class", gives_way=True),
        Column(heading="Products", right=True),
        Column(heading="Tax", gives_way=True),
        Column(heading="From"),
        Column(heading="Until"),
    ]
    rows = [row for each in classes for row in _rows(each)]
    output.table(columns, rows)


def _rows(each: TaxClassSeen) -> list[Coloured]:
    if not each.taxes:
        return [Coloured((each.name, f"{each.products:,}", "none", "", ""))]
    return [
        Coloured(
            (
                each.name if place == 0 else "",
                f"{each.products:,}" if place == 0 else "",
                _said(tax),
                tax.valid_from.isoformat(),
                tax.valid_until.isoformat() if tax.valid_until else "",
            )
        )
        for place, tax in enumerate(each.taxes)
    ]


def _said(tax: TaxOfClass) -> str:
    from tillbook.core.amounts import format_exact

    rate = f"{format_exact(tax.rate)} %" if tax.rate is not None else ""
    each = f"{format_exact(tax.per_unit)} each" if tax.per_unit is not None else ""
    compound = " compound" if tax.compound else ""
    inside = {True: " included", False: " on-top", None: ""}[tax.included]
    return f"{tax.name} {rate}{each}{compound}{inside}"


def set_(
    ctx: typer.Context,
    tax_class: Annotated[str, typer.Argument(metavar="CLASS", help="The tax class; a new one is made.")],
    taxes: Annotated[list[str], typer.Argument(metavar="TAX...", help='Its taxes: "CGST 9", "Deposit 0.25 each".')],
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="From which day on (else today).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Give a tax class its taxes from a day on; those it had end that day.

    A tax is a name and a rate in percent; or a name, an amount and `each`. Behind it may stand `compound`
    (the taxes before it are taxed too), and `included` or `on-top`, where it is not as the shop's prices are.
    """
    day = _day(since)
    home = opened(ctx)
    from tillbook.actions.taxes import set_taxes

    by = actor(ctx)
    with delivering(home):
        done = set_taxes(
            id=new_id(),
            tax_class=tax_class,
            taxes=[_tax(text) for text in taxes],
            valid_from=day,
            now=now(),
            by=by,
        )
    if as_json:
        answer = {"class": tax_class, "number": done.number, "valid_from": done.valid_from.isoformat()}
        output.json_line(answer)
    else:
        output.line(f"{done.number}: {tax_class} is taxed so from {done.valid_from.isoformat()} on.")


def _tax(text: str) -> ClassTax:
    """A tax as it is typed: a name, a number, and words behind it."""
    from tillbook.actions.taxes import ClassTax
    from tillbook.core.amounts import parse_decimal
    from tillbook.formats.strict_json import at

    words = text.split()
    said: set[str] = set()
    while words and words[-1] in _WORDS:
        said.add(words.pop())
    if len(words) < 2 or {"included", "on-top"} <= said:
        raise WrongUsage(f'{text[:60]!r} is no tax; write it as "CGST 9" or "Deposit 0.25 each".', path="taxes")
    with at(f"taxes ({text[:60]})"):
        number = parse_decimal(words[-1].removesuffix("%"))
    return ClassTax(
        name=" ".join(words[:-1]),
        rate=None if "each" in said else number,
        per_unit=number if "each" in said else None,
        compound="compound" in said,
        included=True if "included" in said else False if "on-top" in said else None,
    )


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"{text[:40]!r} is no day; write it as 2027-04-01.", path="from") from None
