"""Registers: `register list`, `register add`, `register change`."""

from __future__ import annotations

from typing import Annotated

import typer

from tillbook.cli import output
from tillbook.cli.acting import actor
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import WrongUsage, command, new_id, now, opened

Code = Annotated[str, typer.Argument(help="Its number, 1 to 99: bills begin with it.")]
OwnId = Annotated[str | None, typer.Option(help="Your own id: sent again, it changes nothing twice.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Show, add or change registers.")
    command(group, "list")(list_)
    command(group, "add")(add)
    command(group, "change")(change)
    app.add_typer(group, name="register")


def list_(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Show the registers, each with its shift that is open."""
    opened(ctx)
    from tillbook.db.transaction import reading
    from tillbook.queries.registers import registers

    with reading() as tx:
        found = registers(tx)
    if as_json:
        output.json_list(
            {"register": each.code, "name": each.name, "printer": each.printer, "open_shift": each.shift}
            for each in found
        )
        return
    columns = [
        Column(heading="Register"),
        Column(heading="Name", gives_way=True),
        Column(heading="Printer", gives_way=True, spared=True),
        Column(heading="Open shift", right=True),
    ]
    rows = [Coloured((each.code, each.name, each.printer, str(each.shift or ""))) for each in found]
    output.table(columns, rows)


def add(
    ctx: typer.Context,
    code: Code,
    name: Annotated[str, typer.Option(help="How it is called.")] = "",
    printer: Annotated[str, typer.Option(help="Its printer.")] = "",
    id: OwnId = None,
    as_json: AsJson = False,
) -> None:
    """Add a register: a drawer of its own, numbers of its own, a journal of its own."""
    opened(ctx)
    from tillbook.actions.registers import add_register

    done = add_register(id=id or new_id(), code=code, name=name, printer=printer, now=now(), by=actor(ctx))
    if as_json:
        output.json_line({"number": done.number, "register": done.register, "name": done.name, "printer": done.printer})
    else:
        output.line(f"{done.number}: register {done.register} ({done.name}) is ready.")


def change(
    ctx: typer.Context,
    code: Code,
    name: Annotated[str | None, typer.Option(help="How it is called from now on.")] = None,
    printer: Annotated[str | None, typer.Option(help="Its printer from now on.")] = None,
    id: OwnId = None,
    as_json: AsJson = False,
) -> None:
    """Give a register another name or printer."""
    if name is None and printer is None:
        raise WrongUsage('Say what changes: tillbook register change 2 --name "Garden" --printer garden')
    opened(ctx)
    from tillbook.actions.registers import change_register

    done = change_register(id=id or new_id(), code=code, name=name, printer=printer, now=now(), by=actor(ctx))
    if as_json:
        output.json_line({"number": done.number, "register": done.register, "name": done.name, "printer": done.printer})
    elif done.number:
        output.line(f"{done.number}: register {done.register} ({done.name}) was changed.")
    else:
        output.warn(f"Register {done.register} is so already.")
