"""Carts: stored and priced with each change, put aside, gone on with, dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from tillbook.actions.cart import CartPosted, drop_cart, hold_cart, put_cart, recall_cart
from tillbook.api.answers_carts import Carts, CartView
from tillbook.api.base import PAGE_MAX, answer, nothing, operation, who
from tillbook.api.cart_answers import Buyer, view_json
from tillbook.api.served import now
from tillbook.api.standing import Register, register_of
from tillbook.core.amounts import format_minor
from tillbook.core.cart_prices import seen_with
from tillbook.core.errors import Refusal, Unreadable
from tillbook.core.kept_cart import KeptCart, read_cart
from tillbook.core.place import ShopSettings
from tillbook.core.rights import Actor, Right
from tillbook.core.text import shown
from tillbook.core.wanted import ID_LENGTH_MAX
from tillbook.db.statements import Tx
from tillbook.db.transaction import reading
from tillbook.formats.kept_cart_json import KeptCartJson, read_kept
from tillbook.formats.strict_json import StrictModel
from tillbook.queries.accounts import account_of
from tillbook.queries.carts import (
    StoredCart,
    UnknownCart,
    cart_of_id,
    expired_carts,
    number_of_sale,
    waiting_carts,
)
from tillbook.queries.customers import CustomerNotFound, details
from tillbook.queries.seen_cart import Seen, look
from tillbook.queries.till import place, settings

PRICED_MAX: Final = 30
"""So many carts are priced for a list of those that wait; of the others only what they hold is told."""

router = Router(tags=["carts"])


class HoldJson(StrictModel):
    """What a cart is called while it waits."""

    name: Annotated[str, Field(max_length=200)] = ""


@operation(router, "PUT", "/carts/{cart_id}", right=Right.sell, answers={200: CartView}, refuses=(412,))
def put_whole_cart(request: HttpRequest, cart_id: str, body: KeptCartJson) -> HttpResponse:
    """Store the whole cart and answer it priced; what is short, gone or dearer is told, and does not stop it.

    `If-Match` has the revision that was seen last, none for a new cart: 412 where the cart is another one by now.
    """
    actor, asked_at = who(request), now()
    _require_id(cart_id)
    with reading() as tx:
        stored = cart_of_id(tx, cart_id)
        fresh = body.register_code or (stored.register if stored else register_of(request))
        before = _before(cart_id, stored, fresh, asked_at)
        at = place(tx, before.register)
        cart = read_kept(body, before, currency=at.shop.currency, country=at.shop.country)
        seen = look(tx, cart, at, now=asked_at)
        prices = seen.unit_prices(cart.lines)
        kept = () if body.prices_agreed else seen_with(before, cart.lines, prices)
        cart = replace(cart, prices_seen=tuple(sorted({**prices, **dict(kept)}.items())))
        buyer = _buyer(tx, seen, actor)
    put_cart(cart, expected=_expected(request), name=body.name, now=asked_at, by=actor)
    named = body.name if body.name is not None else (stored.name if stored else "")
    held = stored is not None and stored.held_at is not None
    return answer(_view(cart, seen, buyer, actor, name=named.strip(), held=held))


@operation(router, "GET", "/carts/{cart_id}", right=Right.sell, answers={200: CartView, 304: None}, refuses=(409,))
def get_cart(request: HttpRequest, cart_id: str) -> HttpResponse:
    """A cart, priced as of now; 409 with its bill's `number` where it was paid."""
    with reading() as tx:
        return answer(stored_view(tx, cart_id, who(request), asked_at=now()))


@operation(router, "GET", "/carts", right=Right.sell, answers={200: Carts, 304: None})
def get_carts(request: HttpRequest) -> HttpResponse:
    """The carts of all registers that wait, the latest first; those that nobody touched for long are `expired`."""
    asked_at = now()
    with reading() as tx:
        shop = settings(tx)
        found = [*waiting_carts(tx), *expired_carts(tx)][:PAGE_MAX]
        carts = [
            _summary(tx, each, shop, asked_at=asked_at, priced=place < PRICED_MAX) for place, each in enumerate(found)
        ]
    return answer({"carts": carts})


@operation(router, "DELETE", "/carts/{cart_id}", right=Right.sell, answers={204: None})
def delete_cart(request: HttpRequest, cart_id: str) -> HttpResponse:
    """Drop a cart; what it held is recorded as voided. Twice is once."""
    drop_cart(cart_id, now=now(), by=who(request))
    return nothing()


@operation(router, "POST", "/carts/{cart_id}/hold", right=Right.sell, answers={204: None})
def hold(request: HttpRequest, cart_id: str, body: HoldJson) -> HttpResponse:
    """Put a cart aside, under a name if one is given; any register may go on with it."""
    hold_cart(cart_id, name=body.name, now=now(), by=who(request))
    return nothing()


@operation(router, "POST", "/carts/{cart_id}/recall", right=Right.sell, answers={200: CartView})
def recall(request: HttpRequest, cart_id: str, register_code: Register = "") -> HttpResponse:
    """Go on with a cart at this register, wherever it was left."""
    actor, asked_at = who(request), now()
    recall_cart(cart_id, register=register_of(request, register_code), now=asked_at, by=actor)
    with reading() as tx:
        return answer(stored_view(tx, cart_id, actor, asked_at=asked_at))


def stored_cart(tx: Tx, cart_id: str) -> StoredCart:
    """The cart of this id that is not paid.

    Raises:
        CartPosted, UnknownCart
    """
    number = number_of_sale(tx, cart_id)
    if number is not None:
        raise CartPosted("This cart was paid; its bill is there, start a new cart.", number=number)
    stored = cart_of_id(tx, cart_id)
    if stored is None:
        raise UnknownCart("This cart is there no more: it was dropped; start a new one.")
    return stored


def stored_view(tx: Tx, cart_id: str, actor: Actor, *, asked_at: datetime) -> dict[str, Any]:
    """A stored cart as it stands now. Raises: CartPosted, UnknownCart, CartUnreadable."""
    stored = stored_cart(tx, cart_id)
    cart = read_cart(stored.content)
    seen = look(tx, cart, place(tx, stored.register), now=asked_at)
    buyer = _buyer(tx, seen, actor)
    return _view(cart, seen, buyer, actor, name=stored.name, held=stored.held_at is not None)


def _view(cart: KeptCart, seen: Seen, buyer: Buyer, actor: Actor, *, name: str, held: bool) -> dict[str, Any]:
    expired_allowed = Right.sell_expired in actor.rights
    return view_json(cart, seen, name=name, held=held, buyer=buyer, expired_allowed=expired_allowed)


def _before(cart_id: str, stored: StoredCart | None, register: str, asked_at: datetime) -> KeptCart:
    """The cart as it was until now; a new one where there was none."""
    if stored is None:
        return KeptCart(id=cart_id, register=register, opened_at=asked_at)
    return replace(read_cart(stored.content), register=register)


def _buyer(tx: Tx, seen: Seen, actor: Actor) -> Buyer:
    """What is known of who buys; what they owe is for who may see customers."""
    known = None if seen.on is None else seen.on.customer
    if known is None or Right.see_customers not in actor.rights:
        return Buyer(details=None, account=None)
    try:
        return Buyer(details=details(tx, known.customer_id), account=account_of(tx, known.customer_id))
    except CustomerNotFound:
        return Buyer(details=None, account=None)


def _summary(tx: Tx, stored: StoredCart, shop: ShopSettings, *, asked_at: datetime, priced: bool) -> dict[str, Any]:
    untouched = asked_at - stored.updated_at >= timedelta(hours=shop.cart_hours)
    expired = stored.expired_at is not None or untouched
    summary: dict[str, Any] = {
        "id": stored.client_id,
        "name": stored.name,
        "register": stored.register,
        "by": stored.staff,
        "updated_at": stored.updated_at.isoformat(),
        "state": "expired" if expired else "open" if stored.held_at is None else "held",
        "lines": 0,
        "customer": "",
        "total": None,
        "tendered": format_minor(0, shop.currency),
        "readable": False,
    }
    try:
        cart = read_cart(stored.content)
        seen = look(tx, cart, place(tx, stored.register), now=asked_at) if priced else None
    except Refusal:
        return summary
    total = seen.priced if seen is not None and not seen.gone else None
    return {
        **summary,
        "lines": len(cart.lines),
        "customer": cart.customer.name,
        "total": None if total is None else format_minor(total.total_minor, shop.currency),
        "tendered": format_minor(sum(tender.amount_minor for tender in cart.tenders), shop.currency),
        "readable": True,
    }


def _expected(request: HttpRequest) -> str:
    """The revision that the caller saw last."""
    return request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')


def _require_id(cart_id: str) -> None:
    if not 1 <= len(cart_id) <= ID_LENGTH_MAX or shown(cart_id) != cart_id or cart_id.strip() != cart_id:
        raise Unreadable(f"the id of a cart has 1 to {ID_LENGTH_MAX} characters, and none that cannot be seen")
