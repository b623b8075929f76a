"""Files in: `import`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tillbook.cli import output
from tillbook.cli.acting import actor
from tillbook.cli.delivery import delivering
from tillbook.cli.running import WrongUsage, command, new_id, now, opened

if TYPE_CHECKING:
    from tillbook.core.product_import import Plan
    from tillbook.formats.history_table import HistoryMapping

REFUSED = 3
PROBLEMS_SHOWN_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a file is to be imported."""

    dry_run: bool
    decimal: Literal[".", ","] | None
    skip_refused: bool
    as_json: bool


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "import", sees="import_file")(import_)


def import_(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="product_Records.json, sales.txt, a CSV or an XLSX file.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    mapping: Annotated[Path | None, typer.Option(metavar="FILE", help="Which column is what (JSON).")] = None,
    decimal: Annotated[
        str | None, typer.Option(metavar=". or ,", help="The decimal sign, where the file leaves it open.")
    ] = None,
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Import the good rows, though others are refused.")
    ] = False,
    undo: Annotated[str | None, typer.Option(metavar="NUMBER", help="Undo an import by its number.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Import a file, or undo an import."""
    told = Told(dry_run=dry_run, decimal=_sign(decimal), skip_refused=skip_refused, as_json=as_json)
    if (file is None) == (undo is None):
        raise WrongUsage("Name the file to import, or the import to undo: tillbook import --undo NUMBER")
    home = opened(ctx)
    if file is None:
        assert undo is not None, "one of the two"
        with delivering(home):
            _undo(ctx, undo, as_json=as_json)
        return
    from tillbook.cli.mapping import read_mapping
    from tillbook.formats.history_table import HistoryMapping

    columns = None if mapping is None else read_mapping(mapping)
    if isinstance(columns, HistoryMapping):
        _import_past(ctx, file, columns, told, home=home)
    elif file.suffix.lower() == ".txt" and columns is None:
        _import_past(ctx, file, None, told, home=home)
    else:
        _import_products(ctx, file, columns, told, home=home)


def _import_past(ctx: typer.Context, file: Path, mapping: HistoryMapping | None, told: Told, *, home: Path) -> None:
    from tillbook.cli import past

    source = past.past_file(file, mapping, home=home)
    if told.dry_run:
        past.survey(source, as_json=told.as_json)
        return
    with delivering(home):
        past.import_past(source, by=actor(ctx), as_json=told.as_json)


def _import_products(ctx: typer.Context, file: Path, columns: dict[str, str] | None, told: Told, *, home: Path) -> None:
    from tillbook.cli import importing

    source = importing.product_file(file, mapping=columns, decimal=told.decimal, in_shop=True)
    if source.unused:
        output.warn(f"These columns are not used: {', '.join(source.unused)}")
    if told.dry_run:
        plan = importing.plan(source, path=file, home=home)
        _show_plan(plan, number=None, as_json=told.as_json, done=False)
        if plan.refused:
            output.flush()
            raise typer.Exit(REFUSED)
        return
    with delivering(home):
        imported = importing.import_file(
            source, path=file, id=new_id(), now=now(), by=actor(ctx), home=home, skip_refused=told.skip_refused
        )
        assert imported.plan is not None, "a new id is never a repeat"
        _show_plan(imported.plan, number=imported.number, as_json=told.as_json, done=True)


def _sign(text: str | None) -> Literal[".", ","] | None:
    match text:
        case None:
            return None
        case "." | ",":
            return text
    raise WrongUsage("--decimal is a point or a comma: --decimal ,")


def _show_plan(plan: Plan, *, number: str | None, as_json: bool, done: bool) -> None:
    if as_json:
        from tillbook.formats.import_json import plan_json

        output.json_line(plan_json(plan, number))
        return
    counts = f"{plan.new:,} new, {plan.changed:,} changed, {plan.unchanged:,} as they were"
    refused = f", {plan.refused:,} refused" if plan.refused else ""
    if done:
        output.line(f"Imported as {number}: {counts}{refused}" if number else f"Nothing to import: {counts}{refused}")
    else:
        output.line(f"Would be imported: {counts}{refused}")
    for problem in plan.problems[:PROBLEMS_SHOWN_MAX]:
        where = f"row {problem.row:,}" + (f", column {problem.column}" if problem.column else "")
        output.warn(f"{where}{f' ({problem.sku})' if problem.sku else ''}: {problem.reason}")
    if len(plan.problems) > PROBLEMS_SHOWN_MAX:
        output.warn(f"… {output.counted(plan.refused, 'row')} in all")


def _undo(ctx: typer.Context, number: str, *, as_json: bool) -> None:
    from tillbook.actions.undo import undo_import

    undone = undo_import(number, client_id=new_id(), now=now(), by=actor(ctx))
    if as_json:
        kept = [{"sku": each.sku, "reason": each.reason} for each in undone.kept]
        output.json_line({"number": undone.number, "undone": undone.undone, "kept": kept})
        return
    output.line(
        f"Undone as {undone.number}: {output.counted(undone.undone, 'product')}, {undone.kept_count:,} stay as they are"
    )
    for each in undone.kept[:PROBLEMS_SHOWN_MAX]:
        output.warn(f"{each.sku} stays: {each.reason}")
