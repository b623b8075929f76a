"""What products cost: `price set`, `price list`, `price add-list`, `price history`; and `price`, a cart as JSON."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from tillbook.cli import output, sales
from tillbook.cli.acting import actor
from tillbook.cli.delivery import delivering
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import WrongUsage, command, new_id, now, opened

if TYPE_CHECKING:
    from tillbook.core.place import ShopSettings

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Id = Annotated[str | None, typer.Option("--id", help="Your own id: sent again, it does nothing twice.")]

NO_PRICE = "none"
CART = "cart"


class CartOrPrices(TyperGroup):
    """Without the name of a command the words are those of `price cart`, which prices a cart given as JSON."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command's name in front where it is left out."""
        if not args or args[0] not in {*self.commands, *self.get_help_option_names(ctx)}:
            args = [CART, *args]
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        cls=CartOrPrices,
        rich_markup_mode=None,
        help="Set and show prices; without a command, price a cart given as JSON.",
    )
    command(group, CART)(sales.price)
    command(group, "set")(set_)
    command(group, "list")(list_)
    command(group, "add-list")(add_list)
    command(group, "history", sees="see_reports")(history)
    app.add_typer(group, name="price")


def set_(
    ctx: typer.Context,
    sku: Annotated[str, typer.Argument(help="The product's id.")],
    price: Annotated[str, typer.Argument(help="What one costs; `none` ends the price that there is.")],
    price_list: Annotated[str, typer.Option("--list", help="On which price list.")] = "retail",
    from_quantity: Annotated[str, typer.Option(help="From which quantity on.")] = "0",
    valid_from: Annotated[str | None, typer.Option(metavar="DAY", help="From which day on (else today).")] = None,
    id: Id = None,
    as_json: Json = False,
) -> None:
    """Set what a product costs: on a list, from a quantity on, from a day on.

    On the list `retail` it is what everybody pays who has no list of their own.
    """
    day = _day(valid_from)
    home = opened(ctx)
    from tillbook.actions.prices import WantedPrice, set_prices
    from tillbook.cli.figures import read_price
    from tillbook.core.quantity import parse_quantity
    from tillbook.formats.strict_json import at

    shop = _shop()
    with at("price"):
        figure = None if price == NO_PRICE else read_price(price, shop.currency, shop.locale)
    with at("from_quantity"):
        from_milli = parse_quantity(from_quantity)
    wanted = WantedPrice(product=sku, price=figure, price_list=price_list, from_milli=from_milli, valid_from=day)
    with delivering(home):
        done = set_prices(id=id or new_id(), prices=[wanted], now=now(), by=actor(ctx))
    if as_json:
        output.json_line({"number": done.number, "repeated": done.repeated})
        return
    said = "has no price any more" if figure is None else f"costs {_text(figure, shop)}"
    parts = [f"{done.number}: {sku} {said} on the list {price_list}"]
    parts += [f"from {from_quantity} on"] if from_milli else []
    parts += [f"from {day.isoformat()}"] if day else []
    output.line(", ".join(parts) + ".")


def list_(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Argument(metavar="LIST", help="The prices of one list.")] = None,
    day: Annotated[str | None, typer.Option("--on", metavar="DAY", help="As they are on a day (else today).")] = None,
    as_json: Json = False,
) -> None:
    """Show the price lists, or the prices of one."""
    on = _day(day)
    opened(ctx)
    from tillbook.db.transaction import reading
    from tillbook.queries.prices import price_lists

    if code is not None:
        _show_prices(code, on, as_json=as_json)
        return
    with reading() as tx:
        lists = price_lists(tx)
    if as_json:
        from tillbook.formats.office_json import price_list_json

        output.json_list(price_list_json(each) for each in lists)
        return
    columns = [
        Column(heading="List"),
        Column(heading="Name", gives_way=True),
        Column(heading="Products", right=True),
        Column(heading="Customers", right=True),
    ]
    output.table(
        columns, [Coloured((each.code, each.name, f"{each.products:,}", f"{each.customers:,}")) for each in lists]
    )


def _show_prices(code: str, on: date | None, *, as_json: bool) -> None:
    from tillbook.core.calendar import business_date
    from tillbook.core.quantity import format_quantity
    from tillbook.db.transaction import reading
    from tillbook.queries.prices import prices_on

    shop = _shop()
    day = on or business_date(now(), shop.timezone, shop.cut_over_hour)
    with reading() as tx:
        found = prices_on(tx, code, day=day)
    if as_json:
        from tillbook.formats.office_json import price_json

        output.json_list(price_json(each, shop.currency) for each in found)
        return
    columns = [
        Column(heading="Id", gives_way=True),
        Column(heading="Name", gives_way=True),
        Column(heading="From quantity", right=True),
        Column(heading="Price", right=True),
        Column(heading="Since"),
    ]
    rows = [
        Coloured(
            (
                each.sku,
                each.name,
                format_quantity(each.from_milli) if each.from_milli else "",
                _text(each.price, shop),
                each.valid_from.isoformat(),
            )
        )
        for each in found
    ]
    output.table(columns, rows)


def add_list(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="How it is called here, as in wholesale.")],
    name: Annotated[str, typer.Argument(help="What people call it.")],
    id: Id = None,
    as_json: Json = False,
) -> None:
    """Make a price list; customers who are given it pay by it."""
    opened(ctx)
    from tillbook.actions.prices import add_list as post

    done = post(id=id or new_id(), code=code, name=name, now=now(), by=actor(ctx))
    if as_json:
        output.json_line({"number": done.number, "repeated": done.repeated})
    else:
        output.line(f"{done.number}: the price list {code} is made.")


def history(
    ctx: typer.Context,
    sku: Annotated[str | None, typer.Argument(help="Of one product.")] = None,
    price_list: Annotated[str, typer.Option("--list", help="Of one price list.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 1_000,
    as_json: Json = False,
) -> None:
    """Show who changed what price, the latest first."""
    opened(ctx)
    from tillbook.core.calendar import find_zone
    from tillbook.core.quantity import format_quantity
    from tillbook.db.transaction import reading
    from tillbook.queries.prices import price_history

    shop = _shop()
    with reading() as tx:
        found = price_history(tx, sku=sku or "", price_list=price_list, limit=limit)
    if as_json:
        from tillbook.formats.office_json import price_change_json

        output.json_list(price_change_json(each, shop.currency) for each in found)
        return
    zone = find_zone(shop.timezone)
    columns = [
        Column(heading="At"),
        Column(heading="Document", spared=True),
        Column(heading="Person", gives_way=True),
        Column(heading="Id", gives_way=True),
        Column(heading="List"),
        Column(heading="From quantity", right=True, spared=True),
        Column(heading="Since", spared=True),
        Column(heading="Before", right=True),
        Column(heading="After", right=True),
    ]
    rows = [
        Coloured(
            (
                f"{each.at.astimezone(zone):%Y-%m-%d %H:%M}",
                each.number,
                each.person,
                each.sku,
                each.price_list,
                format_quantity(each.from_milli) if each.from_milli else "",
                each.valid_from.isoformat(),
                _text(each.before, shop),
                _text(each.after, shop) or NO_PRICE,
            )
        )
        for each in found
    ]
    output.table(columns, rows)


def _shop() -> ShopSettings:
    from tillbook.db.transaction import reading
    from tillbook.queries.till import settings

    with reading() as tx:
        return settings(tx)


def _text(price: Any, shop: ShopSettings) -> str:
    from decimal import Decimal

    from tillbook.cli.figures import price_text

    return price_text(Decimal(price), shop.currency, shop.locale) if price != "" else ""


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"{text[:40]!r} is no day; write it as 2027-04-01.", path="day") from None
