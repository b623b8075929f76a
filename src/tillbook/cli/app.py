"""The command `tillbook` with all its commands; what each of them needs it imports when it runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from tillbook import __version__
from tillbook.cli import (
    books,
    cart_commands,
    customer,
    exchange,
    giftcard,
    goods_exchange,
    lots,
    output,
    prices,
    promo,
    refund,
    register_commands,
    sales,
    serving,
    shift,
    shop,
    staff,
    stock,
    tax,
    token,
)
from tillbook.cli.running import DATABASE_NAME, WrongUsage, refuse

app = typer.Typer(
    rich_markup_mode=None,  # rich takes longer to load than --help may take
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
)
FACES = (
    shop,
    register_commands,
    staff,
    token,
    tax,
    sales,
    serving,
    cart_commands,
    refund,
    goods_exchange,
    shift,
    customer,
    giftcard,
    stock,
    lots,
    prices,
    promo,
    exchange,
    books,
)
for face in FACES:
    face.register(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        output.line(f"tillbook {__version__}")
        raise typer.Exit


@app.callback()
def tillbook(
    ctx: typer.Context,
    home: Annotated[
        Path | None, typer.Option(help="The shop's folder (else $TILLBOOK_HOME, else your data folder).")
    ] = None,
    acting_as: Annotated[  # noqa: ARG001  (asked for by `acting.actor`)
        str | None,
        typer.Option("--as", metavar="NAME", envvar="TILLBOOK_STAFF", help="Who signs in (else you act as the owner)."),
    ] = None,
    approved_by: Annotated[  # noqa: ARG001  (asked for by `acting.actor`)
        str | None,
        typer.Option("--approve", metavar="NAME", help="Who agrees to what is beyond the limits of the first."),
    ] = None,
    version: Annotated[  # noqa: ARG001  (answered by its callback)
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """A till and its books for one shop."""
    ctx.obj = (home or _usual_home()).absolute()
    try:
        _require_own_database(ctx.obj)
    except WrongUsage as refusal:
        refuse(refusal, as_json=False)
        raise typer.Exit(refusal.exit_status) from None


def _usual_home() -> Path:
    named = os.environ.get("TILLBOOK_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("tillbook", appauthor=False)


def _require_own_database(home: Path) -> None:
    """Only the embedded database in the shop's folder is served so far."""
    address = os.environ.get("TILLBOOK_DATABASE_URL")
    if not address:
        return
    kind, separator, path = address.partition(":///")
    if separator and kind == "sqlite" and Path(path).absolute() == home / DATABASE_NAME:
        return
    raise WrongUsage(
        "TILLBOOK_DATABASE_URL names a database that this version cannot open: so far a shop's books are "
        f"kept in {home / DATABASE_NAME} alone. Unset the variable, or choose the shop's folder with --home."
    )
