"""Shifts: `shift open`, `close`, `x`, `z`, `in`, `out`, `drop`, `no-sale`, `list`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from tillbook.cli import output, reading
from tillbook.cli.acting import actor
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import command, new_id, now, opened

Register = Annotated[str, typer.Option(help="The register.")]
Reason = Annotated[str, typer.Option(help="Why.")]
Note = Annotated[str, typer.Option(help="Anything to remember.")]
OwnId = Annotated[str | None, typer.Option(help="Your own id: sent again, it posts nothing twice.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON; with nothing else said, read JSON.")]
ShowJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Columns = Annotated[int, typer.Option(min=32, max=80, help="Width of the text: 32, 42 or 48 on till rolls.")]
Amount = Annotated[str | None, typer.Argument(help="How much.")]

MOVEMENTS = (
    ("in", "pay_in", "Put cash into the drawer, with a reason."),
    ("out", "pay_out", "Take cash out of the drawer to pay something, with a reason."),
    ("drop", "drop", "Move cash from the drawer to the safe, with a reason."),
)
"""The movements of an amount: the command, how the books call it, and what it does."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Open, count and close a register's drawer.")
    command(group, "open")(open_)
    command(group, "close")(close)
    command(group, "x", sees="see_shift")(x)
    command(group, "z", sees="see_reports")(z)
    for name, kind, promise in MOVEMENTS:
        # An amount below 0 is refused in words, and so must not be taken for an option.
        command(group, name, context_settings={"ignore_unknown_options": True})(moving(kind, promise))
    command(group, "no-sale")(no_sale)
    command(group, "list", sees="see_reports")(list_)
    app.add_typer(group, name="shift")


def open_(
    ctx: typer.Context,
    float_: Annotated[str | None, typer.Argument(metavar="FLOAT", help="How much is in the drawer.")] = None,
    register: Register = "1",
    note: Note = "",
    id: OwnId = None,
    as_json: AsJson = False,
) -> None:
    """Open a shift with the cash in its drawer."""
    opened(ctx)
    from tillbook.actions.shift import open_shift
    from tillbook.cli import shift_posting

    shop = shift_posting.shop_settings()
    if as_json and float_ is None:
        wanted = shift_posting.opening_from_json(reading.whole(), shop)
    else:
        wanted = shift_posting.opening_typed(float_, register=register, note=note, id=id or new_id(), shop=shop)
    posted = open_shift(
        id=wanted.id,
        register=wanted.register,
        float_minor=wanted.float_minor,
        note=wanted.note,
        now=now(),
        by=actor(ctx),
    )
    shift_posting.answer(posted.number, wanted.id, "opening", "Shift opened", as_json=as_json)


def moving(kind: str, promise: str) -> Callable[..., None]:
    """The command that moves cash in this way: they differ in nothing but what it is called."""

    def move(
        ctx: typer.Context,
        amount: Amount = None,
        reason: Reason = "",
        register: Register = "1",
        id: OwnId = None,
        as_json: AsJson = False,
    ) -> None:
        _move(ctx, kind, amount, reason, register, id, as_json=as_json)

    move.__doc__ = promise
    return move


def no_sale(
    ctx: typer.Context,
    reason: Reason = "",
    register: Register = "1",
    id: OwnId = None,
    as_json: AsJson = False,
) -> None:
    """Note that the drawer is opened without a sale, with a reason."""
    _move(ctx, "no_sale", None, reason, register, id, as_json=as_json)


def _move(
    ctx: typer.Context, kind: str, amount: str | None, reason: str, register: str, id: str | None, *, as_json: bool
) -> None:
    opened(ctx)
    from tillbook.actions.shift import move_cash
    from tillbook.cli import shift_posting

    shop = shift_posting.shop_settings()
    if as_json and amount is None and not reason:
        wanted = shift_posting.movement_from_json(reading.whole(), kind, shop)
    else:
        wanted = shift_posting.movement_typed(
            kind, amount, reason=reason, register=register, id=id or new_id(), shop=shop
        )
    posted = move_cash(
        id=wanted.id,
        register=wanted.register,
        kind=kind,
        amount_minor=wanted.amount_minor,
        reason=wanted.reason,
        now=now(),
        by=actor(ctx),
    )
    shift_posting.answer(posted.number, wanted.id, "cash", shift_posting.SAID[kind], as_json=as_json)


def close(
    ctx: typer.Context,
    total: Annotated[str | None, typer.Option(help="What was counted, in all.")] = None,
    count: Annotated[
        list[str] | None, typer.Option(metavar="VALUE=PIECES", help="So many of a coin or note: 500=3 (repeat it).")
    ] = None,
    register: Register = "1",
    note: Note = "",
    columns: Columns = 42,
    id: OwnId = None,
    as_json: AsJson = False,
) -> None:
    """Count the drawer and close the shift with its Z report; any amount closes it."""
    opened(ctx)
    from tillbook.actions.shift import Counted, close_shift
    from tillbook.cli import shift_posting

    shop = shift_posting.shop_settings()
    if as_json and total is None and not count:
        wanted = shift_posting.count_from_json(reading.whole(), shop)
    else:
        wanted = shift_posting.count_typed(
            total, count or (), register=register, note=note, id=id or new_id(), shop=shop
        )
    closed = close_shift(
        id=wanted.id,
        register=wanted.register,
        counted=Counted(total_minor=wanted.total_minor, pieces=wanted.pieces),
        note=wanted.note,
        now=now(),
        by=actor(ctx),
    )
    shift_posting.show_z(closed.content, columns=columns, as_json=as_json)
    if closed.open_carts:
        left = output.counted(len(closed.open_carts), "cart")
        output.warn(f"{left} of register {wanted.register} left open: carried over into the next shift.")


def x(
    ctx: typer.Context,
    register: Register = "1",
    columns: Columns = 42,
    as_json: ShowJson = False,
) -> None:
    """Show what the open shift comes to so far; changes nothing."""
    opened(ctx)
    from tillbook.cli import shift_posting

    shift_posting.show_x(register, at=now(), by=actor(ctx), columns=columns, as_json=as_json)


def z(
    ctx: typer.Context,
    number: Annotated[str | None, typer.Argument(help="Its number, or that of its shift (else the last).")] = None,
    register: Register = "1",
    columns: Columns = 42,
    as_json: ShowJson = False,
) -> None:
    """Show a Z report again, as it was."""
    opened(ctx)
    from tillbook.cli import shift_posting
    from tillbook.db.transaction import reading as asking
    from tillbook.queries.shifts import find_z

    with asking() as tx:
        stored = find_z(tx, register=register, number=number)
    shift_posting.show_z(stored.content, columns=columns, as_json=as_json)


def list_(
    ctx: typer.Context,
    register: Annotated[str | None, typer.Option(help="Of one register alone.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 100,
    as_json: ShowJson = False,
) -> None:
    """Show the shifts, the latest first."""
    opened(ctx)
    from tillbook.cli import shift_posting
    from tillbook.db.transaction import reading as asking
    from tillbook.formats.shift_json import shift_json
    from tillbook.queries.shifts import shifts

    shop = shift_posting.shop_settings()
    with asking() as tx:
        found = shifts(tx, register=register, limit=limit)
    seen: list[dict[str, Any]] = [shift_json(each, shop) for each in found]
    if as_json:
        output.json_list(seen)
        return
    if not seen:
        output.warn("There is no shift yet; open one with: tillbook shift open")
        return
    columns = [
        Column(heading="Register"),
        Column(heading="Shift", right=True),
        Column(heading="Opened"),
        Column(heading="Closed"),
        Column(heading="Expected", right=True, spared=True),
        Column(heading="Counted", right=True, spared=True),
        Column(heading="Difference", right=True),
        Column(heading="Z report", spared=True),
        Column(heading="By", gives_way=True, spared=True),
    ]
    output.table(columns, [Coloured(shift_posting.shift_row(each)) for each in seen])
