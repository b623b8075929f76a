"""Carts and voided lines as tables for people, and as JSON."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tillbook.cli import output
from tillbook.cli.figures import price_text, quantity_text
from tillbook.cli.output import Coloured, Column
from tillbook.core.amounts import Currency, format_exact, format_minor
from tillbook.core.calendar import find_zone
from tillbook.core.cart_events import CartEventKind, read_voided
from tillbook.core.discount import Discount
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import KeptCart, read_cart
from tillbook.core.locale_money import format_money
from tillbook.core.place import ShopSettings
from tillbook.core.quantity import format_quantity
from tillbook.core.text import shown
from tillbook.core.wanted import WantedLine
from tillbook.db.transaction import reading
from tillbook.queries.carts import CartEventSeen, StoredCart, Void, cart_events, product_names
from tillbook.queries.till import settings

UNIT_UNSAID = "pc"
ID_SHOWN_MIN = 8


def carts(found: list[StoredCart], *, as_json: bool, none: str) -> None:
    """The carts as a list: each with its id, where and since when it waits, and what it holds."""
    with reading() as tx:
        shop = settings(tx)
        names = product_names(tx, [line.product for cart in found for line in _lines(cart)])
    if as_json:
        output.json_list(_cart_json(cart, shop) for cart in found)
        return
    if not found:
        output.warn(none)
        return
    columns = [
        Column(heading="Cart"),
        Column(heading="Name", gives_way=True),
        Column(heading="State"),
        Column(heading="Register", spared=True),
        Column(heading="Touched"),
        Column(heading="By", gives_way=True, spared=True),
        Column(heading="Lines", right=True, spared=True),
        Column(heading="Holds", gives_way=True),
    ]
    output.table(columns, [Coloured(_row(cart, shop, names, id_length=_id_length(found))) for cart in found])


def _id_length(found: list[StoredCart]) -> int:
    """How much of their ids tells these carts apart: what a person types to name one."""
    ids = {cart.client_id for cart in found}
    longest = max(map(len, ids))
    return next(
        (length for length in range(ID_SHOWN_MIN, longest) if len({each[:length] for each in ids}) == len(ids)), longest
    )


def one(stored: StoredCart, *, as_json: bool) -> None:
    """A cart with its lines and what happened to it."""
    with reading() as tx:
        shop = settings(tx)
        events = cart_events(tx, stored.client_id)
        names = product_names(tx, [line.product for line in _lines(stored)])
    if as_json:
        output.json_line({**_cart_json(stored, shop), "events": [_event_json(event, shop) for event in events]})
        return
    called = f"{stored.name}, " if stored.name else ""
    touched = _clock(stored.updated_at, shop)
    output.line(shown(f"{called}{state(stored)} at register {stored.register}, touched {touched} by {stored.staff}"))
    output.line(f"id {stored.client_id}")
    columns = [
        Column(heading="Id", gives_way=True),
        Column(heading="Name", gives_way=True),
        Column(heading="Quantity", right=True),
        Column(heading="Seen at", right=True),
    ]
    cart = read_cart(stored.content)
    seen = dict(cart.prices_seen)
    rows = [
        Coloured(
            (
                line.product,
                names.get(line.product, ""),
                quantity_text(line.quantity_milli, UNIT_UNSAID, shop.locale),
                _price(seen.get(line.product) if line.unit_price is None else line.unit_price, shop),
            )
        )
        for line in cart.lines
    ]
    output.table(columns, rows)
    for tender in cart.tenders:
        taken = format_money(tender.amount_minor, shop.currency, shop.locale)
        output.line(f"taken: {tender.type.replace('_', ' ')} {taken}")
    for event in events:
        output.line(shown(f"{_clock(event.at, shop)}  {event.staff}  {event.kind.replace('_', ' ')}"))


def voided(found: list[Void], shop: ShopSettings, *, day: date, as_json: bool) -> None:
    """What was voided on a day."""
    if as_json:
        output.json_list(_void_json(void, shop) for void in found)
        return
    if not found:
        output.warn(f"Nothing was voided on {day.isoformat()}.")
        return
    columns = [
        Column(heading="When"),
        Column(heading="Who", gives_way=True),
        Column(heading="Id", gives_way=True),
        Column(heading="Name", gives_way=True),
        Column(heading="Quantity", right=True),
        Column(heading="Price", right=True),
        Column(heading="How"),
        Column(heading="Cart", gives_way=True, spared=True),
    ]
    rows = [
        Coloured(
            (
                _clock(void.at, shop),
                void.staff,
                void.product,
                void.name,
                quantity_text(void.quantity_milli, UNIT_UNSAID, shop.locale),
                _price(void.unit_price, shop),
                "cart dropped" if void.kind == CartEventKind.drop else "line voided",
                void.cart_id,
            )
        )
        for void in found
    ]
    output.table(columns, rows)


def state(cart: StoredCart) -> str:
    """`expired`, `on hold` or `open`."""
    if cart.expired_at is not None:
        return "expired"
    return "open" if cart.held_at is None else "on hold"


def _lines(stored: StoredCart) -> tuple[WantedLine, ...]:
    cart = _read(stored)
    return () if cart is None else cart.lines


def _read(stored: StoredCart) -> KeptCart | None:
    """The cart; None where another version of the program stored it: it is listed all the same."""
    try:
        return read_cart(stored.content)
    except Refusal:
        return None


def _row(stored: StoredCart, shop: ShopSettings, names: dict[str, str], *, id_length: int) -> tuple[str, ...]:
    lines = _lines(stored)
    holds = ", ".join(
        f"{quantity_text(line.quantity_milli, UNIT_UNSAID, shop.locale)} × {names.get(line.product, line.product)}"
        for line in lines
    )
    return (
        stored.client_id[:id_length],
        stored.name,
        state(stored),
        stored.register,
        _clock(stored.updated_at, shop),
        stored.staff,
        str(len(lines)),
        holds if _read(stored) is not None else "stored by another version of this program",
    )


def _cart_json(stored: StoredCart, shop: ShopSettings) -> dict[str, Any]:
    cart = _read(stored)
    answer: dict[str, Any] = {
        "id": stored.client_id,
        "name": stored.name,
        "state": state(stored),
        "register": stored.register,
        "staff": stored.staff,
        "touched_at": stored.updated_at.isoformat(),
        "held_at": None if stored.held_at is None else stored.held_at.isoformat(),
        "expired_at": None if stored.expired_at is None else stored.expired_at.isoformat(),
    }
    if cart is None:
        return {**answer, "unreadable": True}
    seen = dict(cart.prices_seen)
    customer = cart.customer
    return {
        **answer,
        "customer": {
            "name": customer.name,
            "email": customer.email,
            "phone": customer.phone,
            "code": customer.code,
        },
        "lines": [
            {
                "product": line.product,
                "quantity": format_quantity(line.quantity_milli),
                "seen_price": _figure(seen.get(line.product), shop.currency),
                "unit_price": _figure(line.unit_price, shop.currency),
                "discount": _discount(line.discount, shop.currency),
                "lot": line.lot,
            }
            for line in cart.lines
        ],
        "discount": _discount(cart.discount, shop.currency),
        "coupons": list(cart.coupons),
        # Without its reference: that of a card is its code.
        "tenders": [
            {"type": tender.type, "amount": format_minor(tender.amount_minor, shop.currency)} for tender in cart.tenders
        ],
    }


def _event_json(event: CartEventSeen, shop: ShopSettings) -> dict[str, Any]:
    answer: dict[str, Any] = {"kind": event.kind, "at": event.at.isoformat(), "staff": event.staff}
    if event.kind in (CartEventKind.void_line, CartEventKind.drop):
        answer["lines"] = [
            {
                "product": line.product,
                "quantity": format_quantity(line.quantity_milli),
                "price": _figure(line.unit_price, shop.currency),
            }
            for line in read_voided(event.detail)
        ]
    return answer


def _void_json(void: Void, shop: ShopSettings) -> dict[str, Any]:
    return {
        "at": void.at.isoformat(),
        "day": void.day.isoformat(),
        "staff": void.staff,
        "product": void.product,
        "name": void.name,
        "quantity": format_quantity(void.quantity_milli),
        "price": _figure(void.unit_price, shop.currency),
        "kind": void.kind,
        "cart": void.cart_id,
    }


def _figure(price: Decimal | None, currency: Currency) -> str | None:
    return None if price is None else format_exact(price, digits=currency.digits)


def _discount(discount: Discount | None, currency: Currency) -> dict[str, str] | None:
    if discount is None:
        return None
    if discount.percent is not None:
        return {"percent": format_exact(discount.percent)}
    return {"amount": format_minor(discount.amount_minor or 0, currency)}


def _price(price: Decimal | None, shop: ShopSettings) -> str:
    return "" if price is None else price_text(price, shop.currency, shop.locale)


def _clock(instant: datetime, shop: ShopSettings) -> str:
    return f"{instant.astimezone(find_zone(shop.timezone)):%Y-%m-%d %H:%M}"
