"""Programs that come in by a token: `token create`, `token list`, `token revoke`."""

from __future__ import annotations

from typing import Annotated

import typer

from tillbook.cli import output
from tillbook.cli.acting import actor
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import command, new_id, now, opened

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the program is called.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        rich_markup_mode=None, no_args_is_help=True, help="Programs that use the shop over the network."
    )
    command(group, "list", sees="see_staff")(list_)
    command(group, "create")(create)
    command(group, "revoke")(revoke)
    app.add_typer(group, name="token")


def list_(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Show every token that there is or was; never the token itself."""
    opened(ctx)
    from tillbook.db.transaction import reading
    from tillbook.formats.access_json import token_json
    from tillbook.queries.access import tokens

    with reading() as tx:
        found = tokens(tx)
    if as_json:
        output.json_list(token_json(each) for each in found)
        return
    columns = [
        Column(heading="Program", gives_way=True),
        Column(heading="Role"),
        Column(heading="SHA-256 begins"),
        Column(heading="Comes in"),
    ]
    rows = [Coloured((each.name, each.role, each.mark, "yes" if each.active else "no more")) for each in found]
    output.table(columns, rows)


def create(
    ctx: typer.Context,
    name: Name,
    role: Annotated[str, typer.Option(help="What it may do: owner, manager, cashier, accountant, or your own.")],
) -> None:
    """Take on a program, and print its token: this once, and nothing else."""
    opened(ctx)
    from tillbook.actions.access import create_token, new_token

    token = new_token()
    made = create_token(id=new_id(), name=name, role=role, token=token, now=now(), by=actor(ctx))
    output.line(token)
    output.warn(f"{made.number}: {made.name} is a {made.role}, and comes in by this token. It is not shown again.")


def revoke(ctx: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Let a program come in no more, from this moment."""
    opened(ctx)
    from tillbook.actions.access import revoke_token

    posted = revoke_token(id=new_id(), name=name, now=now(), by=actor(ctx))
    if as_json:
        output.json_line({"number": posted.number or None, "name": posted.name, "role": posted.role})
    elif posted.number:
        output.line(f"{posted.number}: {posted.name} comes in no more.")
    else:
        output.warn(f"{posted.name} came in no more already.")
