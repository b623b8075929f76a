"""Gift cards and store credit: `giftcard sell|balance|list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tillbook.cli import output
from tillbook.cli.delivery import delivering
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import WrongUsage, command, new_id, now, opened

if TYPE_CHECKING:
    pass

JSON = typer.Option("--json", help="Print JSON.")
NAMES = {"gift_card": "Gift card", "store_credit": "Store credit"}


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Sell gift cards, see what is left on them.")
    command(group, "sell")(sell)
    command(group, "balance")(balance)
    command(group, "list", sees="see_reports")(list_)
    app.add_typer(group, name="giftcard")


def sell(
    ctx: typer.Context,
    amount: Annotated[str, typer.Argument(help="What the card is worth.")],
    tenders: Annotated[
        list[str] | None, typer.Option("--tender", help='As "cash 500" or "card 200 REFERENCE"; else cash.')
    ] = None,
    code: Annotated[
        str | None,
        typer.Option(help="The code on a card that was printed before: 20 letters and digits (else a new one)."),
    ] = None,
    expires: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day that it is good (else none).")
    ] = None,
    register: Annotated[str, typer.Option(help="The register that sells it.")] = "1",
    id: Annotated[str | None, typer.Option(help="Your own id: sent again with its --code, it sells one card.")] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Sell a gift card; its code is shown now and kept nowhere.

    A code has 20 letters and digits, with or without hyphens, the last of which checks the others. You cannot make
    one up: whoever can guess it can spend it.
    """
    home = opened(ctx)
    from tillbook.actions.payment import WantedGiftCard, sell_gift_card
    from tillbook.cli import customer_tables
    from tillbook.cli.acting import actor
    from tillbook.core.amounts import format_minor

    _require_code(code)
    amount_minor = customer_tables.amount(amount, "amount")
    wanted = WantedGiftCard(
        id=id or new_id(),
        register=register,
        amount_minor=amount_minor,
        tenders=customer_tables.tenders(tenders, amount_minor),
        code=code or "",
        expires_on=customer_tables.day(expires, "expires"),
    )
    with delivering(home):
        sold = sell_gift_card(wanted, now=now(), by=actor(ctx))
    shop = customer_tables.shop_settings()
    if as_json:
        answer = {"id": wanted.id, "number": sold.number, "amount": format_minor(amount_minor, shop.currency)}
        output.json_line({**answer, "code": sold.code})
    elif sold.code:
        output.line(f"Payment {sold.number}. The code, which is shown only now: {sold.code}")
    else:
        output.line(f"Payment {sold.number} was posted before; its code was shown then and is kept nowhere.")


def _require_code(code: str | None) -> None:
    """Refuse before anything is paid. Raises: WrongUsage."""
    from tillbook.core.stored_value import CODE_LENGTH, plain_code

    if code and plain_code(code) is None:
        raise WrongUsage(
            f"{code[:40]!r} is not the code of a card: that has {CODE_LENGTH} letters and digits, the last of which "
            "checks the others. Read it again, or leave --code out for a new one.",
            path="code",
        )


def balance(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="The code on the card.")],
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show what is left on a card."""
    opened(ctx)
    from tillbook.core.locale_money import format_money
    from tillbook.db.transaction import reading
    from tillbook.queries.accounts import voucher
    from tillbook.queries.till import settings

    with reading() as tx:
        shop = settings(tx)
        found = voucher(tx, code)
    if as_json:
        from tillbook.formats.customer_json import voucher_json

        output.json_line(voucher_json(found, shop.currency))
        return
    until = "" if found.expires_on is None else f", good until {found.expires_on.isoformat()}"
    left = format_money(found.balance_minor, shop.currency, shop.locale)
    output.line(f"{NAMES[found.kind]} …{found.tail}: {left} left{until}.")


def list_(
    ctx: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help="Empty ones too.")] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show the cards that something is left on, by the end of their codes."""
    opened(ctx)
    from tillbook.core.locale_money import format_money
    from tillbook.db.transaction import reading
    from tillbook.queries.accounts import vouchers
    from tillbook.queries.till import settings

    with reading() as tx:
        shop = settings(tx)
        cards = vouchers(tx, empty_too=all_)
    if as_json:
        from tillbook.formats.customer_json import voucher_json

        output.json_list(voucher_json(card, shop.currency) for card in cards)
        return
    if not cards:
        output.warn("No card has anything left on it.")
        return
    columns = [
        Column(heading="Code"),
        Column(heading="Kind"),
        Column(heading="Left", right=True),
        Column(heading="Until"),
        Column(heading="Issued by"),
    ]
    rows = [
        Coloured(
            (
                f"…{card.tail}",
                NAMES[card.kind],
                format_money(card.balance_minor, shop.currency, shop.locale),
                "" if card.expires_on is None else card.expires_on.isoformat(),
                card.issued_by,
            )
        )
        for card in cards
    ]
    total = format_money(sum([card.balance_minor for card in cards]), shop.currency, shop.locale)
    output.table(columns, rows, footer=f"Left in all: {total}")
