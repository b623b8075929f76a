"""The shop itself: `init`, `settings`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tillbook.cli import output
from tillbook.cli.acting import actor
from tillbook.cli.delivery import delivering
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import command, new_id, now, opened


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "init")(init)
    command(app, "settings")(settings)


def init(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(help="The shop's name, as bills show it.")],
    currency: Annotated[str, typer.Option(help="Its currency (ISO 4217), as in INR.")],
    country: Annotated[str | None, typer.Option(help="Its country, as in IN (else by the currency).")] = None,
    timezone: Annotated[str | None, typer.Option(help="Its clock, as in Asia/Kolkata (else by the country).")] = None,
    locale: Annotated[str | None, typer.Option(help="How amounts are written, as in en_IN.")] = None,
    address: Annotated[str, typer.Option(help="Its address, as bills show it.")] = "",
    tax_number: Annotated[str, typer.Option(help="Its tax number, as bills show it.")] = "",
    cash_increment: Annotated[
        str | None, typer.Option(help="The smallest coin, as in 0.05, where cash is rounded.")
    ] = None,
    prices_include_tax: Annotated[
        bool, typer.Option("--prices-include-tax", help="Prices hold the tax already.")
    ] = False,
    source: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="Import its products at once.")] = None,
) -> None:
    """Make a shop."""
    home: Path = ctx.obj
    from tillbook.db.opening import start

    start()
    from tillbook.actions.found import Told
    from tillbook.cli import founding

    told = Told(
        name=name,
        currency=currency,
        country=country,
        timezone=timezone,
        locale=locale,
        address=address,
        tax_number=tax_number,
        cash_increment=cash_increment,
        prices_include_tax=prices_include_tax,
    )
    founding.found(home, told, source=source, now=now(), id=new_id())


def settings(
    ctx: typer.Context,
    key: Annotated[str | None, typer.Argument(help="One setting; all without it.")] = None,
    value: Annotated[str | None, typer.Argument(help="Its new value.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show or change the shop's settings."""
    home = opened(ctx)
    from tillbook.actions.settings import change_setting, setting_texts
    from tillbook.db.transaction import reading
    from tillbook.formats.settings import require_known
    from tillbook.queries.till import settings as asked

    key = key.replace("-", "_") if key is not None else None
    if key is not None:
        require_known(key)
    if key is not None and value is not None:
        by = actor(ctx)
        with delivering(home):
            changed = change_setting(id=new_id(), key=key, text=value, now=now(), by=by)
        told = f"{changed.before or '(empty)'} → {changed.after or '(empty)'}"
        output.warn(f"{key}: {told}" if changed.number else f"{key} is {changed.after} already.")
    with reading() as tx:
        texts = setting_texts(asked(tx))
    _show(texts if key is None else {key: texts[key]}, whole=key is None, as_json=as_json)


def _show(texts: dict[str, str], *, whole: bool, as_json: bool) -> None:
    if as_json:
        output.json_line(texts)
    elif whole:
        columns = [Column(heading="Setting"), Column(heading="Value", gives_way=True)]
        output.table(columns, [Coloured((key, text)) for key, text in texts.items()])
    else:
        output.line(next(iter(texts.values())))
