"""Who works here, what they may do, how they sign in: `staff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tillbook.cli import output
from tillbook.cli.acting import SOURCE, actor, new_secret, old_secret, signed_in
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import command, new_id, now, opened

if TYPE_CHECKING:
    from tillbook.actions.staff import PersonPosted
    from tillbook.core.rights import Actor

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Id = Annotated[str | None, typer.Option("--id", help="The command's own id, so that a repeat does nothing again.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Who.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    from tillbook.cli import staff_roles

    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Who works here, and what they may do.")
    command(group, "list", sees="see_staff")(list_)
    command(group, "add")(add)
    command(group, "change")(change)
    command(group, "password")(password)
    command(group, "pin")(pin)
    staff_roles.register(group)
    app.add_typer(group, name="staff")


def list_(ctx: typer.Context, as_json: Json = False) -> None:
    """Show who works here."""
    opened(ctx)
    from tillbook.db.transaction import reading
    from tillbook.queries.staff import all_staff

    with reading() as tx:
        everybody = all_staff(tx)
    if as_json:
        from tillbook.formats.office_json import staff_json

        output.json_list(staff_json(each) for each in everybody)
        return
    columns = [Column(heading="Name", gives_way=True), Column(heading="Role"), Column(heading="Signs in by")]
    rows = [
        Coloured((each.name, each.role, _ways(each.active, each.password_hash, each.pin_hash))) for each in everybody
    ]
    output.table(columns, rows)


def _ways(active: bool, password_hash: str, pin_hash: str) -> str:
    if not active:
        return "no more"
    return " and ".join(way for way, kept in (("password", password_hash), ("PIN", pin_hash)) if kept) or "not yet"


def add(
    ctx: typer.Context,
    name: Name,
    role: Annotated[str, typer.Option(help="What they are: owner, manager, cashier, accountant, or your own.")],
    id: Id = None,
    as_json: Json = False,
) -> None:
    """Take on a person; give them a password or a PIN next."""
    opened(ctx)
    from tillbook.actions.staff import add_staff

    posted = add_staff(id=id or new_id(), name=name, role=role, now=now(), by=actor(ctx))
    _answer(posted, f"{posted.name} is a {posted.role} now, and signs in once there is a password or a PIN.", as_json)


def change(
    ctx: typer.Context,
    name: Name,
    new_name: Annotated[str | None, typer.Option("--rename", metavar="NAME", help="What they are called now.")] = None,
    role: Annotated[str | None, typer.Option(help="What they are now.")] = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="Whether they may sign in.")] = None,
    id: Id = None,
    as_json: Json = False,
) -> None:
    """Rename a person, give another role, or let them sign in no more, or again."""
    opened(ctx)
    from tillbook.actions.staff import change_staff

    posted = change_staff(
        id=id or new_id(), name=name, new_name=new_name, role=role, active=active, now=now(), by=actor(ctx)
    )
    state = "signs in" if posted.active else "signs in no more"
    _answer(posted, f"{posted.name} is a {posted.role}, and {state}.", as_json)


def password(ctx: typer.Context, name: Name, id: Id = None, as_json: Json = False) -> None:
    """Give a person a password; your own takes the old one."""
    opened(ctx)
    from tillbook.actions.staff import set_own_password, set_password

    by, client_id = actor(ctx), id or new_id()
    if _is_own(ctx, by, name):
        old = old_secret("password")
        given = new_secret("password")
        posted = set_own_password(id=client_id, old=old, password=given, source=SOURCE, now=now(), by=by)
    else:
        _require_manager(by)
        posted = set_password(id=client_id, name=name, password=new_secret("password"), now=now(), by=by)
    _answer(posted, f"{posted.name} has a new password.", as_json)


def pin(ctx: typer.Context, name: Name, id: Id = None, as_json: Json = False) -> None:
    """Give a person a PIN for the till; your own takes the old one."""
    opened(ctx)
    from tillbook.actions.staff import set_own_pin, set_pin

    by, client_id = actor(ctx), id or new_id()
    if _is_own(ctx, by, name):
        old = old_secret("PIN")
        given = new_secret("PIN")
        posted = set_own_pin(id=client_id, old=old, pin=given, source=SOURCE, now=now(), by=by)
    else:
        _require_manager(by)
        posted = set_pin(id=client_id, name=name, pin=new_secret("PIN"), now=now(), by=by)
    _answer(posted, f"{posted.name} has a new PIN.", as_json)


def _is_own(ctx: typer.Context, by: Actor, name: str) -> bool:
    """One's own takes the old one; whoever manages the staff may give themselves what they have not yet."""
    from tillbook.core.rights import Right

    own = signed_in(ctx) and " ".join(name.split()).casefold() == by.name.casefold()
    return own and Right.manage_staff not in by.rights


def _require_manager(by: Actor) -> None:
    """Refuse before anybody types a secret."""
    from tillbook.core.rights import Right, require

    require(by, Right.manage_staff)


def _answer(posted: PersonPosted, said: str, as_json: bool) -> None:
    if as_json:
        answer: dict[str, Any] = {
            "number": posted.number or None,
            "name": posted.name,
            "role": posted.role,
            "active": posted.active,
        }
        output.json_line(answer)
    else:
        output.line(f"{posted.number}: {said}" if posted.number else f"Nothing to change: {said}")
