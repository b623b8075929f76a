"""Carts that wait: `cart list`, `show`, `hold`, `recall`, `drop`, `voids`, `expired`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tillbook.cli import output
from tillbook.cli.acting import actor
from tillbook.cli.running import WrongUsage, command, now, opened

if TYPE_CHECKING:
    from datetime import date

    from tillbook.queries.carts import StoredCart

WhichCart = Annotated[
    str, typer.Argument(metavar="CART", help="Its id, how its id begins, or the name it was held under.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Carts that wait, and what was voided.")
    app.add_typer(group, name="cart")
    command(group, "list")(list_carts)
    command(group, "expired")(list_expired)
    command(group, "show")(show)
    command(group, "hold")(hold)
    command(group, "recall")(recall)
    command(group, "drop")(drop)
    command(group, "voids", sees="see_reports")(list_voids)


def list_carts(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List the carts that wait: those on hold, and those left open."""
    opened(ctx)
    _expire(ctx)
    from tillbook.cli import cart_tables
    from tillbook.db.transaction import reading
    from tillbook.queries.carts import waiting_carts

    with reading() as tx:
        found = waiting_carts(tx)
    cart_tables.carts(found, as_json=as_json, none="No cart waits.")


def list_expired(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List the carts that nobody touched for the shop's `cart_hours`.

    They stay, whole, until somebody recalls or drops them.
    """
    opened(ctx)
    _expire(ctx)
    from tillbook.cli import cart_tables
    from tillbook.db.transaction import reading
    from tillbook.queries.carts import expired_carts

    with reading() as tx:
        found = expired_carts(tx)
    cart_tables.carts(found, as_json=as_json, none="No cart has expired.")


def _expire(ctx: typer.Context) -> None:
    """What is listed is sorted first into what waits and what expired; a person who may not sell sees it as it is."""
    from tillbook.actions.cart import expire_carts
    from tillbook.core.rights import Right

    by = actor(ctx)
    if Right.sell in by.rights:
        expire_carts(now=now(), by=by)


def show(ctx: typer.Context, cart: WhichCart, as_json: AsJson = False) -> None:
    """Show a cart, and what happened to it."""
    opened(ctx)
    from tillbook.cli import cart_tables

    cart_tables.one(_find(cart), as_json=as_json)


def hold(
    ctx: typer.Context,
    cart: WhichCart,
    name: Annotated[str, typer.Option(help="What it is called while it waits.")] = "",
    as_json: AsJson = False,
) -> None:
    """Put a cart aside that was left open, or give one on hold another name."""
    home = opened(ctx)
    from tillbook.actions.cart import hold_cart

    found = _find(cart)
    with _claimed(home, found):
        hold_cart(found.client_id, name=name, now=now(), by=actor(ctx))
    _answer(found.client_id, "is on hold", as_json=as_json)


def recall(
    ctx: typer.Context,
    cart: WhichCart,
    register: Annotated[str, typer.Option(help="The register that goes on with it.")] = "1",
    as_json: AsJson = False,
) -> None:
    """Take a cart to a register; `tillbook sell` there offers it at its start."""
    home = opened(ctx)
    from tillbook.actions.cart import recall_cart

    found = _find(cart)
    with _claimed(home, found):
        recall_cart(found.client_id, register=register, now=now(), by=actor(ctx))
    _answer(found.client_id, f"waits at register {register}", as_json=as_json)


def drop(ctx: typer.Context, cart: WhichCart, as_json: AsJson = False) -> None:
    """Take a cart away; what it held is recorded as voided."""
    home = opened(ctx)
    from tillbook.actions.cart import drop_cart

    found = _find(cart)
    with _claimed(home, found):
        drop_cart(found.client_id, now=now(), by=actor(ctx))
    if as_json:
        output.json_line({"id": found.client_id, "dropped": True})
    else:
        output.line(f"The cart {found.client_id} was dropped; nothing was sold.")


def list_voids(
    ctx: typer.Context,
    day: Annotated[str | None, typer.Option(metavar="DAY", help="Of this day, as 2026-11-22 (else today).")] = None,
    as_json: AsJson = False,
) -> None:
    """List what was voided: by whom, when, and at which price."""
    opened(ctx)
    from tillbook.cli import cart_tables
    from tillbook.core.calendar import business_date
    from tillbook.db.transaction import reading
    from tillbook.queries.carts import voids
    from tillbook.queries.till import settings

    with reading() as tx:
        shop = settings(tx)
        of = business_date(now(), shop.timezone, shop.cut_over_hour) if day is None else _day(day)
        found = voids(tx, first=of, last=of)
    cart_tables.voided(found, shop, day=of, as_json=as_json)


def _day(text: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"{text[:40]!r} is no day; write it as 2026-11-22.", path="day") from None


def _find(text: str) -> StoredCart:
    from tillbook.db.transaction import reading
    from tillbook.queries.carts import find_cart

    with reading() as tx:
        return find_cart(tx, text)


@contextmanager
def _claimed(home: Path, cart: StoredCart) -> Iterator[None]:
    """The cart is this command's alone while it is changed.

    Raises:
        CartInUse: a till works on it.
    """
    from tillbook.cli.console.claim import CartInUse, Claims

    claims = Claims(home)
    if not claims.take(cart.client_id):
        raise CartInUse("A till works on this cart; it can be changed here once that one leaves it.")
    try:
        yield
    finally:
        claims.let_go()


def _answer(client_id: str, state: str, *, as_json: bool) -> None:
    from tillbook.cli import cart_tables
    from tillbook.db.transaction import reading
    from tillbook.queries.carts import cart_of_id

    with reading() as tx:
        stored = cart_of_id(tx, client_id)
    assert stored is not None, "it was stored just now"
    if as_json:
        cart_tables.one(stored, as_json=True)
    else:
        output.line(f"The cart {stored.name or stored.client_id} {state}.")
