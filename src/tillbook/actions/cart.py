"""Keeping carts until they are paid: held, recalled, expired, dropped. Nothing is posted, reserved or numbered.

What becomes of a cart that its lines do not show is written beside it and stays (`core/cart_events.py`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar, Final

from tillbook.core.cart_events import CartEventKind, VoidedLine, lines_of, voided, write_moved, write_voided
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import CartUnreadable, KeptCart, read_cart, revision_of, write_cart
from tillbook.core.rights import Actor, Right
from tillbook.core.text import clean_line
from tillbook.core.wanted import ID_LENGTH_MAX, LINES_MAX, TENDERS_MAX
from tillbook.db.models import Cart, CartEvent
from tillbook.db.statements import Tx, insert_into, stored_instant
from tillbook.db.transaction import action
from tillbook.queries.carts import StoredCart, UnknownCart, cart_of_id, number_of_sale, sale_of, untouched_since
from tillbook.queries.till import place, settings

NAME_LENGTH_MAX: Final = 120

_INSERT = insert_into(Cart, "client_id", "register", "staff", "content", "updated_at", "name")
_UPDATE = """UPDATE cart SET register_id = ?, staff_id = ?, content = ?, updated_at = ?, expired_at = NULL
    WHERE client_id = ?"""
_HOLD = """UPDATE cart SET name = ?, held_at = ?, updated_at = ?, expired_at = NULL, staff_id = ?
    WHERE client_id = ?"""
_RECALL = """UPDATE cart SET register_id = ?, staff_id = ?, content = ?, updated_at = ?, held_at = NULL,
    expired_at = NULL WHERE client_id = ?"""
_RENAME = "UPDATE cart SET name = ? WHERE client_id = ?"
_EXPIRE = "UPDATE cart SET expired_at = ? WHERE client_id = ?"
_DELETE = "DELETE FROM cart WHERE client_id = ?"
_EVENT = insert_into(CartEvent, "cart_id", "at", "staff", "kind", "detail")


class CartPosted(Refusal):
    """The cart was paid and posted, perhaps in another window; `more` has the number of its bill."""

    code: ClassVar[str] = "cart_posted"

    def __init__(self, message: str, *, path: str | None = None, number: str = "") -> None:
        super().__init__(message, path=path)
        self.more = {"number": number}


class CartChanged(Refusal):
    """Somebody else stored another version of the cart meanwhile."""

    code: ClassVar[str] = "cart_changed"


class CartTooLong(Refusal):
    """More lines or tenders than a sale can have."""

    code: ClassVar[str] = "cart_too_long"


@action(right=Right.sell)
def keep_cart(tx: Tx, cart: KeptCart, *, now: datetime, by: Actor) -> None:
    """Store the cart as it is now, in place of what was stored under its id; one that became empty is stored no more.

    What it holds less of than what was stored is recorded as voided.

    Raises:
        CartPosted, CartTooLong, CartUnreadable, UnknownRegister: nothing was stored.
    """
    _keep(tx, cart, cart_of_id(tx, cart.id), now=now, by=by)


@action(right=Right.sell)
def put_cart(tx: Tx, cart: KeptCart, *, expected: str, name: str | None = None, now: datetime, by: Actor) -> None:
    """Store the cart as `keep_cart` does, if what is stored is still of the revision that the caller knew.

    `expected` is "" where the caller knew of none. Storing what is stored already is done, whatever was expected: it is
    a repeat. `name` is what the cart is called from now on; None leaves it.

    Raises:
        CartChanged and those of `keep_cart`, TextRefused: nothing was stored.
    """
    before = cart_of_id(tx, cart.id)
    now_stored = "" if before is None else revision_of(before.content)
    meant = "" if cart.is_empty else cart.revision
    if now_stored not in (expected, meant):
        _require_open(tx, cart.id)
        raise CartChanged("This cart was changed in another window; look at both, then change it again.")
    if name is not None and name.strip():
        name = clean_line(name, what="the name", length_max=NAME_LENGTH_MAX)

    if now_stored != meant or before is None or before.expired_at is not None:
        _keep(tx, cart, before, now=now, by=by)
    else:
        _require_open(tx, cart.id)
    if name is not None and meant and name.strip() != ("" if before is None else before.name):
        tx.write(_RENAME, (name.strip(), cart.id))


def _keep(tx: Tx, cart: KeptCart, before: StoredCart | None, *, now: datetime, by: Actor) -> None:
    """Store a cart in place of what was stored before."""
    assert 1 <= len(cart.id) <= ID_LENGTH_MAX, "the face makes the id"
    if len(cart.lines) > LINES_MAX or len(cart.tenders) > TENDERS_MAX:
        raise CartTooLong(f"A sale has at most {LINES_MAX} lines and {TENDERS_MAX} tenders; pay these first.")
    _require_open(tx, cart.id)
    register_id = place(tx, cart.register).register_id
    gone = () if before is None else voided(read_cart(before.content), cart)

    content, at = write_cart(cart), stored_instant(now)

    for line in gone:
        _record(tx, cart.id, CartEventKind.void_line, write_voided([line]), now=now, by=by)
    if cart.is_empty:
        if before is not None and not gone:
            _record(tx, cart.id, CartEventKind.drop, write_voided(()), now=now, by=by)
        tx.write(_DELETE, (cart.id,))
    elif before is None:
        tx.write(_INSERT, (cart.id, register_id, by.staff_id, content, at, ""))
    else:
        tx.write(_UPDATE, (register_id, by.staff_id, content, at, cart.id))


@action(right=Right.sell)
def hold_cart(tx: Tx, client_id: str, *, name: str, now: datetime, by: Actor) -> None:
    """Put a cart aside under a name, which may be empty: it waits, for any register, until it is recalled.

    The name is kept with the cart and goes with it: it may be a person's.

    Raises:
        UnknownCart, CartPosted, TextRefused: nothing was changed.
    """
    name = clean_line(name, what="the name", length_max=NAME_LENGTH_MAX) if name.strip() else ""
    _require_open(tx, client_id)
    _required(tx, client_id)

    at = stored_instant(now)
    tx.write(_HOLD, (name, at, at, by.staff_id, client_id))
    _record(tx, client_id, CartEventKind.hold, "", now=now, by=by)


@action(right=Right.sell)
def recall_cart(tx: Tx, client_id: str, *, register: str, now: datetime, by: Actor) -> KeptCart:
    """Go on with a cart, held, expired or left open anywhere, at this register: its sale will be that register's.

    Its id stays, so that a repeat is the same sale.

    Raises:
        UnknownCart, CartPosted, CartUnreadable, UnknownRegister: nothing was changed.
    """
    _require_open(tx, client_id)
    stored = _required(tx, client_id)
    register_id = place(tx, register).register_id
    cart = replace(read_cart(stored.content), register=register)
    waited = stored.held_at is not None or stored.expired_at is not None or stored.register != register

    tx.write(_RECALL, (register_id, by.staff_id, write_cart(cart), stored_instant(now), client_id))
    if waited:
        detail = write_moved(from_register=stored.register, to_register=register)
        _record(tx, client_id, CartEventKind.recall, detail, now=now, by=by)
    return cart


@action(right=Right.sell)
def expire_carts(tx: Tx, *, now: datetime, by: Actor) -> tuple[str, ...]:
    """Move the carts that nobody touched for the shop's `cart_hours` to the expired ones; answers their ids.

    They wait there, whole, until somebody recalls or drops them.
    """
    since = now - timedelta(hours=settings(tx).cart_hours)
    untouched = untouched_since(tx, since)

    for client_id in untouched:
        tx.write(_EXPIRE, (stored_instant(now), client_id))
        _record(tx, client_id, CartEventKind.expire, "", now=now, by=by)
    return tuple(untouched)


@action(right=Right.sell)
def drop_cart(tx: Tx, client_id: str, *, now: datetime, by: Actor) -> None:
    """Take a cart away: voided, and what it held is recorded; or posted and its bill seen. Twice is once."""
    stored = cart_of_id(tx, client_id)
    if stored is None:
        return
    sold = sale_of(tx, client_id) is not None

    if not sold:
        _record(tx, client_id, CartEventKind.drop, write_voided(_what_it_held(stored)), now=now, by=by)
    tx.write(_DELETE, (client_id,))


def _what_it_held(stored: StoredCart) -> tuple[VoidedLine, ...]:
    """The lines that are dropped with a cart; none where another version stored it, and nobody can read it."""
    try:
        return lines_of(read_cart(stored.content))
    except CartUnreadable:
        return ()


def _require_open(tx: Tx, client_id: str) -> None:
    number = number_of_sale(tx, client_id)
    if number is not None:
        raise CartPosted(
            "This cart was paid already, perhaps in another window; its bill is there, start a new cart.",
            number=number,
        )


def _required(tx: Tx, client_id: str) -> StoredCart:
    stored = cart_of_id(tx, client_id)
    if stored is None:
        raise UnknownCart("This cart is there no more: it was paid or dropped; see those that wait: tillbook cart list")
    return stored


def _record(tx: Tx, client_id: str, kind: CartEventKind, detail: str, *, now: datetime, by: Actor) -> None:
    tx.write(_EVENT, (client_id, stored_instant(now), by.staff_id, str(kind), detail))
