"""The books: `verify`, `checkpoints`, `journal export`, `export`."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from tillbook.cli import output
from tillbook.cli.acting import actor
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import DIFFERENCE_FOUND, command, opened

_SINGULAR: Final = re.compile(r"ies$|(?<=x)es$|s$")


class Exported(StrEnum):
    """What can be exported."""

    products = "products"
    sales = "sales"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "verify", sees="see_reports")(verify)
    command(app, "checkpoints", sees="see_reports")(checkpoints)
    command(app, "export", sees="see_reports")(export)
    journal = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="The journal of all postings.")
    # A group of one command would take its place; the callback keeps it a group.
    journal.callback()(_journal)
    command(journal, "export", sees="see_reports")(journal_export)
    app.add_typer(journal, name="journal")


def _journal() -> None:
    """The journal of all postings."""


def verify(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Prove the books.

    Works everything out again, and tells each difference; then the exit status is 4.
    """
    opened(ctx)
    from tillbook.db.transaction import reading
    from tillbook.queries.verify import verify as prove

    with reading() as tx:
        report = prove(tx)
    if as_json:
        findings = [
            {"kind": finding.kind, "where": finding.where, "message": finding.message} for finding in report.findings
        ]
        output.json_line({"clean": report.clean, "checked": dict(report.checked), "findings": findings})
    else:
        from tillbook.core.text import shown

        for finding in report.findings:
            output.line(shown(f"{finding.where}: {finding.message} [{finding.kind}]"))
        if any(finding.kind.startswith("checkpoint") for finding in report.findings):
            output.warn("A checkpoint is worked out from the moves; make them anew: tillbook checkpoints --remake")
        checked = ", ".join(_counted(what, count) for what, count in report.checked.items())
        output.line(f"{'The books are right' if report.clean else 'The books are not right'}: {checked}.")
    if not report.clean:
        output.flush()
        raise typer.Exit(DIFFERENCE_FOUND)


def checkpoints(
    ctx: typer.Context,
    remake: Annotated[
        bool, typer.Option("--remake", help="Throw them away and make them anew, as where verify found one wrong.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the sums that questions about past stock begin at, or make them anew.

    They are worked out from the moves, and nothing else hangs on them.
    """
    opened(ctx)
    from tillbook.actions.checkpoint import drop_checkpoints, keep_checkpoints
    from tillbook.core.calendar import find_zone
    from tillbook.db.transaction import reading
    from tillbook.queries.checkpoints import checkpoints_kept
    from tillbook.queries.till import settings

    if remake:
        dropped = drop_checkpoints(by=actor(ctx))
        made = keep_checkpoints()
        output.warn(f"{output.counted(dropped, 'checkpoint')} thrown away, {made:,} made anew.")
    with reading() as tx:
        zone = find_zone(settings(tx).timezone)
        kept = checkpoints_kept(tx)
    if as_json:
        output.json_list({"at": each.at.isoformat(), "levels": each.levels} for each in kept)
        return
    if not kept:
        output.warn("There are no checkpoints: one is made after every 10,000 moves of stock.")
        return
    columns = [Column(heading="Up to"), Column(heading="Levels", right=True)]
    rows = [Coloured((f"{each.at.astimezone(zone):%Y-%m-%d %H:%M}", f"{each.levels:,}")) for each in kept]
    output.table(columns, rows)


def _counted(what: str, count: int) -> str:
    """`1 journal entry`, `2 journal entries`: what is counted has its name in the plural.

    >>> _counted("journal_entries", 1), _counted("line_taxes", 1), _counted("series", 1), _counted("sales", 0)
    ('1 journal entry', '1 line tax', '1 series', '0 sales')
    """
    words = what.replace("_", " ")
    if count == 1 and words != "series":
        words = _SINGULAR.sub(lambda ending: "y" if ending[0] == "ies" else "", words)
    return f"{count:,} {words}"


def journal_export(
    ctx: typer.Context,
    register_code: Annotated[
        str | None, typer.Option("--register", help="One register, or office; all without it.")
    ] = None,
) -> None:
    """Print the journal as JSON lines."""
    opened(ctx)
    from tillbook.db.transaction import reading
    from tillbook.queries import journal

    with reading() as tx:
        for line in journal.lines(tx, register_code):
            output.line(line)


def export(
    ctx: typer.Context,
    what: Annotated[Exported, typer.Argument(help="products or sales.")],
    file: Annotated[
        Path | None, typer.Argument(help="Where to; its ending says how: .json, .txt, .csv or .xlsx.")
    ] = None,
) -> None:
    """Write all products or all sales to a file.

    Without a file: to standard output, as product_Records.json or sales.txt has it.
    """
    home = opened(ctx)
    from tillbook.cli import exporting
    from tillbook.core.rights import Right, require

    if what is Exported.products:
        require(actor(ctx), Right.see_costs)
        exporting.products(file, home=home)
    else:
        exporting.sales(file, home=home)
