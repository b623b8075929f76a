"""What the shop takes off by itself: `promo list`, `promo add`, `promo end`, `promo coupon`, `promo coupons`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tillbook.cli import output, reading
from tillbook.cli.acting import actor, may
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import WrongUsage, command, new_id, now, opened

if TYPE_CHECKING:
    from tillbook.actions.promotions import PromotionChanged

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Id = Annotated[str | None, typer.Option("--id", help="Your own id: sent again, it does nothing twice.")]
Code = Annotated[str, typer.Argument(metavar="CODE", help="The promotion's code.")]
Uses = Annotated[int | None, typer.Option(min=1, help="How often each coupon can be used (else without end).")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="What the shop takes off by itself.")
    command(group, "list")(list_)
    command(group, "add")(add)
    command(group, "end")(end)
    command(group, "coupon")(coupon)
    command(group, "coupons", sees="manage_promotions")(coupons)
    app.add_typer(group, name="promo")


def list_(
    ctx: typer.Context,
    ended: Annotated[bool, typer.Option("--all", help="Those that have ended too.")] = False,
    as_json: Json = False,
) -> None:
    """Show the promotions, and what each is; to who may see reports, what it took off so far."""
    opened(ctx)
    from tillbook.core.locale_money import format_money
    from tillbook.db.transaction import reading as asking
    from tillbook.formats.promotion_words import rule_words, when_words
    from tillbook.queries.promotions import promotions
    from tillbook.queries.till import settings

    with asking() as tx:
        shop = settings(tx)
        found = promotions(tx, ended=ended)
    sums = may(ctx, "see_reports")
    if as_json:
        from tillbook.formats.office_json import promotion_seen_json

        output.json_list(promotion_seen_json(each, shop.currency, sums=sums) for each in found)
        return
    if not found:
        output.warn("There is no promotion; make one, as with: tillbook promo add TEN --percent 10 --category Tea")
        return
    columns = [
        Column(heading="Code"),
        Column(heading="Name", gives_way=True, spared=True),
        Column(heading="Takes off", gives_way=True, least=16),
        Column(heading="When", gives_way=True, least=16),
        *(
            [Column(heading="Sales", right=True, spared=True), Column(heading="So far", right=True, spared=True)]
            if sums
            else []
        ),
    ]
    rows = [
        Coloured(
            (
                each.promotion.code,
                each.promotion.name,
                rule_words(each.promotion, shop.currency),
                when_words(each.promotion.when, shop.currency) if each.active else "ended",
                *([f"{each.sales:,}", format_money(each.taken_minor, shop.currency, shop.locale)] if sums else []),
            ),
            "" if each.active else output.YELLOW,
        )
        for each in found
    ]
    output.table(columns, rows)


def add(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Argument(help="A short code for it.")] = None,
    name: Annotated[str | None, typer.Option(help="What bills call it (else the code).")] = None,
    percent: Annotated[str | None, typer.Option(help="Take so many percent off.")] = None,
    amount: Annotated[str | None, typer.Option(help="Take an amount off.")] = None,
    per: Annotated[str | None, typer.Option(help="An amount off products: per unit, or per line.")] = None,
    take: Annotated[int | None, typer.Option(help="Take so many …")] = None,
    pay: Annotated[int | None, typer.Option(help="… and pay so many; the cheapest are free.")] = None,
    bundle: Annotated[str | None, typer.Option(help="Products together, as in A=1,B=2 …")] = None,
    price: Annotated[str | None, typer.Option(help="… for this price.")] = None,
    product: Annotated[list[str] | None, typer.Option(help="For this product; may stand several times.")] = None,
    category: Annotated[list[str] | None, typer.Option(help="For this category; may stand several times.")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DAY", help="From this day on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Until the end of this day.")] = None,
    hours: Annotated[str | None, typer.Option("--time", help="Between these times, as in 17:00-19:00.")] = None,
    weekdays: Annotated[str | None, typer.Option(help="On these days, as in sat,sun.")] = None,
    group: Annotated[str | None, typer.Option(help="For customers of this group.")] = None,
    minimum: Annotated[str | None, typer.Option(help="For bills of at least this amount.")] = None,
    coupon: Annotated[list[str] | None, typer.Option(help="For who shows this coupon; several times for more.")] = None,
    uses: Uses = None,
    stackable: Annotated[bool, typer.Option("--stackable", help="Off what other promotions leave.")] = False,
    id: Id = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; without a code, read it as JSON.")] = False,
) -> None:
    """Make a promotion: a percentage, an amount, n for the price of m, or a bundle.

    Without a product or a category it is off the bill. All conditions that are said must hold.
    """
    said = {"name": name, "percent": percent, "amount": amount, "per": per, "take": take, "pay": pay, "price": price}
    on = {"products": product or [], "categories": category or []}
    when = {"from": since, "until": until, "hours": hours, "customer_group": group, "minimum": minimum}
    sent: dict[str, Any] = {"code": code, **{key: value for key, value in said.items() if value is not None}}
    sent |= {"on": on} if product or category else {}
    sent |= {"bundle": _parts(bundle)} if bundle is not None else {}
    sent |= {"stackable": True} if stackable else {}
    conditions: dict[str, Any] = {key: value for key, value in when.items() if value is not None}
    conditions |= {"weekdays": weekdays.split(",")} if weekdays is not None else {}
    sent |= {"when": conditions} if conditions else {}
    sent |= {"coupons": _coupons(coupon, uses)} if coupon else {}
    _make(ctx, sent, id=id, as_json=as_json)


def _make(ctx: typer.Context, sent: dict[str, Any], *, id: str | None, as_json: bool) -> None:
    if sent["code"] is None and (not as_json or len(sent) > 1):
        raise WrongUsage("Say what to call it, as in: tillbook promo add TEN --percent 10; or send it with --json.")
    opened(ctx)
    from tillbook.actions.promotions import add_promotion
    from tillbook.db.transaction import reading as asking
    from tillbook.formats.promotion_json import read_promotion
    from tillbook.queries.till import settings

    with asking() as tx:
        currency = settings(tx).currency
    wanted = read_promotion(reading.whole() if sent["code"] is None else sent, currency=currency)
    done = add_promotion(id=id or new_id(), promotion=wanted, now=now(), by=actor(ctx))
    _answer(done, f"the promotion {wanted.code} is made", as_json=as_json)


def _parts(text: str) -> list[dict[str, str]]:
    parts = []
    for part in text.split(","):
        product, separator, quantity = part.rpartition("=")
        if not separator:
            raise WrongUsage(f"{part[:40]!r} is no part of a bundle; write A=1,B=2.", path="bundle")
        parts.append({"product": product.strip(), "quantity": quantity.strip()})
    return parts


def _coupons(codes: list[str], uses: int | None) -> list[dict[str, Any]]:
    return [{"code": code, **({} if uses is None else {"uses": uses})} for code in codes]


def end(ctx: typer.Context, code: Code, id: Id = None, as_json: Json = False) -> None:
    """End a promotion for good; its coupons are over."""
    opened(ctx)
    from tillbook.actions.promotions import end_promotion

    done = end_promotion(id=id or new_id(), code=code, now=now(), by=actor(ctx))
    _answer(done, f"the promotion {code} has ended", as_json=as_json)


def coupon(
    ctx: typer.Context,
    code: Code,
    codes: Annotated[list[str], typer.Argument(metavar="COUPON...", help="The coupons' codes.")],
    uses: Uses = None,
    id: Id = None,
    as_json: Json = False,
) -> None:
    """Make more coupons of a promotion that needs one."""
    opened(ctx)
    from tillbook.actions.promotions import add_coupons
    from tillbook.formats.promotion_json import CouponJson, read_coupons
    from tillbook.formats.strict_json import read_as

    made = read_coupons([read_as(CouponJson, one) for one in _coupons(codes, uses)])
    done = add_coupons(id=id or new_id(), promotion=code, coupons=made, now=now(), by=actor(ctx))
    _answer(
        done,
        f"{output.counted(len(made), 'coupon')} of {code} {'is' if len(made) == 1 else 'are'} made",
        as_json=as_json,
    )


def coupons(ctx: typer.Context, code: Code, as_json: Json = False) -> None:
    """Show the coupons of a promotion, and how often each was used."""
    opened(ctx)
    from tillbook.db.transaction import reading as asking
    from tillbook.queries.promotions import coupons_of

    with asking() as tx:
        found = coupons_of(tx, code)
    if as_json:
        from tillbook.formats.office_json import coupon_json

        output.json_list(coupon_json(each) for each in found)
        return
    columns = [Column(heading="Coupon", gives_way=True), Column(heading="Used", right=True), Column(heading="Of")]
    rows = [
        Coloured((each.code, f"{each.uses:,}", "no end" if each.uses_max is None else f"{each.uses_max:,}"))
        for each in found
    ]
    output.table(columns, rows)


def _answer(done: PromotionChanged, said: str, *, as_json: bool) -> None:
    if as_json:
        output.json_line({"number": done.number, "repeated": done.repeated})
    else:
        output.line(f"{done.number}: {said}.")
