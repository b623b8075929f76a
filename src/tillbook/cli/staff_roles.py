"""What each role may do: `staff role list`, `staff role set`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tillbook.cli import output
from tillbook.cli.acting import actor
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import WrongUsage, command, new_id, now, opened

if TYPE_CHECKING:
    from tillbook.core.amounts import Currency
    from tillbook.core.rights import Limits, Right
    from tillbook.core.roles import Limit, RoleNow

UNLIMITED = "unlimited"


def register(group: typer.Typer) -> None:
    """Add the commands of this module."""
    roles = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="What each role may do.")
    command(roles, "list", sees="see_staff")(list_)
    command(roles, "set")(set_)
    group.add_typer(roles, name="role")


def list_(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the roles with their rights, and how far each goes alone."""
    opened(ctx)
    from tillbook.db.transaction import reading
    from tillbook.queries.staff import roles
    from tillbook.queries.till import settings

    with reading() as tx:
        every, currency = roles(tx), settings(tx).currency
    if as_json:
        from tillbook.formats.office_json import role_json

        output.json_list(role_json(each, currency) for each in every)
        return
    columns = [
        Column(heading="Role"),
        Column(heading="Alone up to", gives_way=True),
        Column(heading="May", gives_way=True),
    ]
    output.table(columns, [Coloured((each.name, _said(each.limits, currency), _may(each))) for each in every])


def set_(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ROLE", help="The role; a new one is made.")],
    may: Annotated[
        list[str] | None, typer.Option(metavar="RIGHT", help="What it may do, one right each: --may sell --may refund.")
    ] = None,
    line_discount: Annotated[str | None, typer.Option(metavar="PERCENT", help="Off a line, alone.")] = None,
    bill_discount: Annotated[str | None, typer.Option(metavar="PERCENT", help="Off a bill, alone.")] = None,
    price_change: Annotated[str | None, typer.Option(metavar="PERCENT", help="A price by hand, up or down.")] = None,
    return_without_receipt: Annotated[str | None, typer.Option(metavar="AMOUNT", help="One such return.")] = None,
    drawer_openings: Annotated[str | None, typer.Option(metavar="NUMBER", help="Without a sale, in a shift.")] = None,
    below_cost: Annotated[bool | None, typer.Option("--below-cost/--not-below-cost", help="Sell below cost.")] = None,
    id: Annotated[str | None, typer.Option("--id", help="The command's own id.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make a role of your own, or change it; of a role that every shop has, how far it goes alone.

    A limit may be `unlimited`. What is not named stays; a new role does nothing alone.
    """
    opened(ctx)
    from tillbook.actions.staff import set_role
    from tillbook.db.transaction import reading
    from tillbook.queries.till import settings

    with reading() as tx:
        currency = settings(tx).currency
    typed = {
        "line_discount_percent": line_discount,
        "bill_discount_percent": bill_discount,
        "price_change_percent": price_change,
        "return_without_receipt_minor": return_without_receipt,
        "drawer_openings": drawer_openings,
    }
    limits: dict[str, Limit] = {key: _limit(key, text, currency) for key, text in typed.items() if text is not None}
    if below_cost is not None:
        limits["sale_below_cost"] = below_cost
    rights = None if not may else {_right(each) for each in may}
    done = set_role(id=id or new_id(), name=name, rights=rights, limits=limits, now=now(), by=actor(ctx))
    if as_json:
        from tillbook.formats.office_json import role_json

        output.json_line({"number": done.number or None, **role_json(done.role, currency)})
    else:
        said = f"A {done.role.name} goes alone up to: {_said(done.role.limits, currency)}"
        output.line(f"{done.number}: {said}" if done.number else f"Nothing to change. {said}")


def _right(text: str) -> Right:
    from tillbook.core.rights import Right

    try:
        return Right(text.strip().casefold().replace("-", "_").replace(" ", "_"))
    except ValueError:
        raise WrongUsage(f"{text[:40]!r} is no right; choose among these: {', '.join(Right)}.", path="may") from None


def _limit(key: str, text: str, currency: Currency) -> Limit:
    """A limit as it is typed. Raises: WrongUsage, and what reading a number refuses."""
    from tillbook.core.amounts import parse_decimal, to_minor
    from tillbook.formats.strict_json import at

    if text.strip().casefold() == UNLIMITED:
        return None
    with at(key.removesuffix("_percent").removesuffix("_minor")):
        if key.endswith("_percent"):
            return parse_decimal(text.strip().removesuffix("%").rstrip())
        if key.endswith("_minor"):
            return to_minor(parse_decimal(text.strip()), currency)
        if not text.strip().isdecimal() or len(text) > 9:
            raise WrongUsage(f"{text[:40]!r} is no number of times; write 3, or {UNLIMITED}.")
        return int(text)


def _may(role: RoleNow) -> str:
    from tillbook.core.rights import Right

    return "everything" if role.rights == set(Right) else ", ".join(sorted(role.rights)).replace("_", " ")


def _said(limits: Limits, currency: Currency) -> str:
    from tillbook.core.amounts import format_exact, format_minor

    without_receipt, openings = limits.return_without_receipt_minor, limits.drawer_openings
    percents = (
        ("line", limits.line_discount_percent),
        ("bill", limits.bill_discount_percent),
        ("price", limits.price_change_percent),
    )
    said = [f"{what} {format_exact(percent)} %" for what, percent in percents if percent is not None]
    if without_receipt is not None:
        said.append(f"return without receipt {format_minor(without_receipt, currency)}")
    if openings is not None:
        said.append(f"drawer {openings}×")
    if not limits.sale_below_cost:
        said.append("never below cost")
    return ", ".join(said) or "no limit"
