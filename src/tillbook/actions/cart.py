"""Keeping a cart until it is paid, and dropping it: nothing is posted, reserved or numbered."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import KeptCart, write_cart
from tillbook.core.rights import Actor, Right
from tillbook.core.wanted import ID_LENGTH_MAX, LINES_MAX, TENDERS_MAX
from tillbook.db.models import Cart
from tillbook.db.statements import Tx, insert_into, stored_instant
from tillbook.db.transaction import action
from tillbook.queries.carts import sale_of
from tillbook.queries.till import place

_FIND = "SELECT register_id FROM cart WHERE client_id = ?"
_INSERT = insert_into(Cart, "client_id", "register", "staff", "content", "updated_at")
_UPDATE = "UPDATE cart SET staff_id = ?, content = ?, updated_at = ? WHERE client_id = ?"
_DELETE = "DELETE FROM cart WHERE client_id = ?"


class CartPosted(Refusal):
    """The cart was paid and posted, perhaps in another window."""

    code: ClassVar[str] = "cart_posted"


class CartTooLong(Refusal):
    """More lines or tenders than a sale can have."""

    code: ClassVar[str] = "cart_too_long"


@action(right=Right.sell)
def keep_cart(tx: Tx, cart: KeptCart, *, now: datetime, by: Actor) -> None:
    """Store the cart as it is now, in place of what was stored under its id.

    Raises:
        CartPosted, CartTooLong, UnknownRegister: nothing was stored.
    """
    assert 1 <= len(cart.id) <= ID_LENGTH_MAX, "the face makes the id"
    if len(cart.lines) > LINES_MAX or len(cart.tenders) > TENDERS_MAX:
        raise CartTooLong(f"A sale has at most {LINES_MAX} lines and {TENDERS_MAX} tenders; pay these first.")
    if sale_of(tx, cart.id) is not None:
        raise CartPosted("This cart was paid already, perhaps in another window; its bill is there, start a new cart.")
    register_id = place(tx, cart.register).register_id
    is_new = tx.row(_FIND, (cart.id,)) is None

    content, at = write_cart(cart), stored_instant(now)

    if is_new:
        tx.write(_INSERT, (cart.id, register_id, by.staff_id, content, at))
    else:
        tx.write(_UPDATE, (by.staff_id, content, at, cart.id))


@action(right=Right.sell)
def drop_cart(tx: Tx, client_id: str, *, by: Actor) -> None:  # noqa: ARG001  (the right is checked of `by`)
    """Take a cart away: voided, or posted and its bill seen. Doing it twice is doing it once."""
    tx.write(_DELETE, (client_id,))
