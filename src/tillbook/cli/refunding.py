"""Returns at the console: what is typed, what is shown, what is posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from babel.dates import format_date

from tillbook.actions.refund import refund
from tillbook.cli import output
from tillbook.cli.figures import price_text, quantity_text
from tillbook.cli.output import Coloured, Column
from tillbook.cli.running import WrongUsage
from tillbook.core.amounts import parse_decimal
from tillbook.core.locale_money import format_money
from tillbook.core.named_lots import LOT_LENGTH_MAX
from tillbook.core.place import ShopSettings
from tillbook.core.quantity import parse_quantity
from tillbook.core.refunding import settle_refund
from tillbook.core.returns import SaleFound, take_back
from tillbook.core.rights import Actor
from tillbook.core.text import clean_line
from tillbook.core.wanted_return import SELLABLE, RefundTender, WantedBack, WantedReturn
from tillbook.db.statements import Tx
from tillbook.db.transaction import reading
from tillbook.formats.credit_note import credit_note_json, credit_note_text
from tillbook.formats.people import as_kept
from tillbook.formats.strict_json import at
from tillbook.queries.credit_notes import UnknownCreditNote, credit_note, credit_note_of
from tillbook.queries.returns import sale_found, sales_by_reference, sales_of_customer
from tillbook.queries.till import settings

COLUMNS = [
    Column(heading="Line", right=True),
    Column(heading="Id", gives_way=True, spared=True),
    Column(heading="Name", gives_way=True),
    Column(heading="Sold", right=True),
    Column(heading="Back", right=True),
    Column(heading="Left", right=True),
    Column(heading="Price", right=True),
    Column(heading="Paid", right=True),
]


def shop_settings() -> ShopSettings:
    """The shop's settings."""
    with reading() as tx:
        return settings(tx)


def sale_of(number: str) -> SaleFound:
    """Raises: UnknownBill."""
    with reading() as tx:
        return sale_found(tx, number)


def sales_found(customer: str, card: str, shop: ShopSettings) -> tuple[SaleFound, ...]:
    """The sales of a customer, or those that a card paid."""
    with reading() as tx:
        if card:
            return sales_by_reference(tx, card.strip())
        return sales_of_customer(tx, as_kept(customer.strip(), shop.country))


def typed(
    bill: str | None,
    lines: Sequence[str],
    products: Sequence[str],
    *,
    to: str,
    lots: Sequence[str] = (),
    tender: str | None,
    reason: str,
    register: str,
    id: str,
) -> WantedReturn:
    """A return as a person types it; `lots` are those of its lines or products, in their order.

    Raises: WrongUsage, NotANumber, TooPrecise, TooLarge, TextRefused.
    """
    if bool(bill) is bool(products):
        raise WrongUsage("Name the bill that goods come back of, or with --product what comes back without one.")
    if lines and not bill:
        raise WrongUsage("A line is one of a bill; name the bill too.")
    means, _, reference = (tender or "").partition(":")
    backs = lines_typed(lines, to=to)
    if bill and not backs and to != SELLABLE:
        backs = tuple(
            WantedBack(line=line.position, to=to) for line in sale_of(bill).sale.lines if line.returnable_milli
        )
    return WantedReturn(
        id=id,
        register=register,
        sale=(bill or "").strip().upper(),
        lines=_into(lots, backs or tuple(_product(product, to) for product in products), said=bool(lines or products)),
        tenders=(RefundTender(type=means, reference=reference),) if means else (),
        reason=reason.strip(),
    )


def lines_typed(words: Sequence[str], *, to: str) -> tuple[WantedBack, ...]:
    """Lines as `2` or `2=1.5`. Raises: WrongUsage, NotANumber, TooPrecise, TooLarge."""
    backs = []
    for word in words:
        place, _, quantity = word.partition("=")
        if not place.isascii() or not place.isdigit() or len(place) > 5:
            raise WrongUsage(f"{word!r} is no line of a bill; write its place and how much, as in 2 or 2=1.")
        backs.append(WantedBack(line=int(place), quantity_milli=_quantity(quantity), to=to or SELLABLE))
    return tuple(backs)


def _into(lots: Sequence[str], backs: tuple[WantedBack, ...], *, said: bool) -> tuple[WantedBack, ...]:
    """The lines with their lots, as far as these reach; an empty one is left to the bill. Raises: WrongUsage."""
    if lots and not said:
        raise WrongUsage("A lot is that of a --line or a --product; say which comes back.", path="lot")
    if len(lots) > len(backs):
        raise WrongUsage(f"{len(lots)} lots are too many for what comes back; say one for each of them.", path="lot")
    with at("lot"):
        codes = [clean_line(code, what="the lot", length_max=LOT_LENGTH_MAX) if code else "" for code in lots]
    codes += [""] * (len(backs) - len(codes))
    return tuple(replace(back, lot=code) for back, code in zip(backs, codes, strict=True))


def _product(word: str, to: str) -> WantedBack:
    sku, _, quantity = word.partition("=")
    return WantedBack(product=sku, quantity_milli=_quantity(quantity), to=to)


def _quantity(text: str) -> int | None:
    if not text:
        return None
    with at("quantity"):
        return parse_quantity(text)


def question(found: SaleFound, wanted: WantedReturn, shop: ShopSettings) -> str:
    """What the person confirms: how much goes back, and how. Raises: whatever the return would be refused for."""
    sale = found.sale
    lines = take_back(sale, wanted.lines)
    settled = settle_refund(
        sum(line.amounts.gross_minor for line in lines),
        wanted.tenders,
        paid_by=sale.paid_by,
        currency=sale.currency,
        cash_increment_minor=sale.cash_increment_minor,
        cash_before_minor=sale.cash_before_minor,
    )
    amount = format_money(settled.refund_minor, sale.currency, shop.locale)
    means = wanted.tenders[0].type.replace("_", " ") if wanted.tenders else "cash"
    return f"Give back {amount} by {means}?"


def post_and_answer(wanted: WantedReturn, *, now: datetime, by: Actor, columns: int, as_json: bool) -> None:
    """Post a return, and answer its credit note; a repeat is marked as a copy.

    Raises: as `actions.refund.refund`.
    """
    posted = refund(wanted, now=now, by=by)
    with reading() as tx:
        note = credit_note_of(tx, posted.posting_id)
    if as_json:
        output.json_line(credit_note_json(note, codes=posted.codes))
    else:
        copy = replace(note, copy_number=None if posted.repeated else 0)
        output.put(credit_note_text(copy, columns=columns, codes=posted.codes))


def shown_again(tx: Tx, number: str, *, columns: int, as_json: bool) -> bool:
    """Show the credit note of this number, its text marked as a copy; False where there is none."""
    try:
        note = credit_note(tx, number)
    except UnknownCreditNote:
        return False
    if as_json:
        output.json_line(credit_note_json(note))
    else:
        output.put(credit_note_text(replace(note, copy_number=None), columns=columns))
    return True


def title(found: SaleFound, shop: ShopSettings) -> str:
    """One line about a sale."""
    day = format_date(found.business_date, "medium", locale=shop.locale)
    total = format_money(found.total_minor, shop.currency, shop.locale)
    paid = ", ".join(f"{paid.type} {paid.reference}".rstrip() for paid in found.sale.paid_by)
    return f"Bill {found.sale.number}, {day}, {total}, paid by {paid}" + (
        f", {found.customer}" if found.customer else ""
    )


def table_rows(found: SaleFound, shop: ShopSettings) -> list[Coloured]:
    """The lines of a sale: sold, come back, left."""
    return [
        Coloured(
            (
                str(line.position),
                line.sku,
                line.name,
                quantity_text(line.sold_milli, line.unit, shop.locale),
                quantity_text(line.returned_milli, line.unit, shop.locale) if line.returned_milli else "",
                quantity_text(line.returnable_milli, line.unit, shop.locale),
                price_text(parse_decimal(line.unit_price), shop.currency, shop.locale),
                format_money(line.amounts.gross_minor, shop.currency, shop.locale),
            )
        )
        for line in found.sale.lines
    ]
