"""Carts that wait, those whose bill nobody saw, and what was voided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Final

from tillbook.core.calendar import business_date
from tillbook.core.cart_events import CartEventKind, read_voided
from tillbook.core.errors import Refusal
from tillbook.db.statements import Row, Tx, read_instant, stored_instant
from tillbook.queries.till import settings

ID_BEGINNING_MIN: Final = 4
"""So much of an id is enough to name a cart, where no other begins like it."""

NAMES_A_QUESTION: Final = 500

_COLUMNS = "c.client_id, c.content, r.code, c.name, s.name, c.updated_at, c.held_at, c.expired_at"
_FROM = f"SELECT {_COLUMNS} FROM cart c JOIN register r ON r.id = c.register_id JOIN staff s ON s.id = c.staff_id"  # noqa: S608  (constant columns)
_IS_OPEN = "NOT EXISTS (SELECT 1 FROM posting p WHERE p.client_id = c.client_id)"
_LATEST_FIRST = "ORDER BY c.updated_at DESC, c.client_id DESC"
_OF_REGISTER = f"{_FROM} WHERE r.code = ? AND c.expired_at IS NULL AND {_IS_OPEN} {_LATEST_FIRST}"
_WAITING = f"{_FROM} WHERE c.expired_at IS NULL AND {_IS_OPEN} {_LATEST_FIRST}"
_EXPIRED = f"{_FROM} WHERE c.expired_at IS NOT NULL AND {_IS_OPEN} {_LATEST_FIRST}"
_OF_ID = f"{_FROM} WHERE c.client_id = ?"
_UNTOUCHED = f"""SELECT c.client_id FROM cart c WHERE c.expired_at IS NULL AND c.updated_at <= ? AND {_IS_OPEN}
    ORDER BY c.updated_at, c.client_id"""  # noqa: S608  (constant text)
_POSTED = """SELECT c.client_id, p.id FROM cart c JOIN register r ON r.id = c.register_id
    JOIN posting p ON p.client_id = c.client_id WHERE r.code = ? ORDER BY p.id"""
_SALE = "SELECT id FROM posting WHERE client_id = ? AND kind = 'sale'"
_SALE_NUMBER = "SELECT number FROM posting WHERE client_id = ? AND kind = 'sale'"
_EVENTS = """SELECT e.kind, e.at, s.name, e.detail FROM cart_event e JOIN staff s ON s.id = e.staff_id
    WHERE e.cart_id = ? ORDER BY e.id"""
_VOIDS = """SELECT e.cart_id, e.kind, e.at, s.name, e.detail FROM cart_event e JOIN staff s ON s.id = e.staff_id
    WHERE e.kind IN ('void_line', 'drop') AND e.at >= ? AND e.at < ? ORDER BY e.id"""
_NAMES = "SELECT sku, name FROM product WHERE sku IN ({marks})"


class UnknownCart(Refusal):
    """No cart that waits is called so."""

    code: ClassVar[str] = "unknown_cart"


class CartUnclear(Refusal):
    """Several carts that wait are called so."""

    code: ClassVar[str] = "cart_unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCart:
    """A cart as it stands in the table; `core.kept_cart.read_cart` reads its content.

    `staff` is who touched it last.
    """

    client_id: str
    content: str
    register: str
    name: str
    staff: str
    updated_at: datetime
    held_at: datetime | None
    expired_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedCart:
    """A cart that is a sale already, and is still in the table: its bill was not seen."""

    client_id: str
    posting_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CartEventSeen:
    """What happened to a cart, when and by whom."""

    kind: str
    at: datetime
    staff: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Void:
    """So much of a product that was taken out of a cart, or dropped with it (`kind`), and never sold.

    `name` is the product's now, empty where it is known no more.
    """

    cart_id: str
    kind: str
    at: datetime
    day: date
    staff: str
    product: str
    name: str
    quantity_milli: int
    unit_price: Decimal | None


def open_carts(tx: Tx, register: str) -> list[StoredCart]:
    """The carts of a register, held or not, that are neither posted nor expired; the latest first."""
    return [_stored(row) for row in tx.rows(_OF_REGISTER, (register,))]


def waiting_carts(tx: Tx) -> list[StoredCart]:
    """The carts of all registers that are neither posted nor expired, the latest first."""
    return [_stored(row) for row in tx.rows(_WAITING)]


def expired_carts(tx: Tx) -> list[StoredCart]:
    """The carts that nobody touched for too long, and nobody has recalled or dropped since; the latest first."""
    return [_stored(row) for row in tx.rows(_EXPIRED)]


def cart_of_id(tx: Tx, client_id: str) -> StoredCart | None:
    """The cart of this id, posted or not."""
    row = tx.row(_OF_ID, (client_id,))
    return None if row is None else _stored(row)


def find_cart(tx: Tx, text: str) -> StoredCart:
    """The cart, waiting or expired, that has this id, this name, or an id that begins so.

    Raises:
        UnknownCart, CartUnclear: saying what to type.
    """
    every = [*waiting_carts(tx), *expired_carts(tx)]
    wanted = text.strip().casefold()
    ways = (
        [cart for cart in every if cart.client_id.casefold() == wanted],
        [cart for cart in every if wanted and cart.name.casefold() == wanted],
        [cart for cart in every if len(wanted) >= ID_BEGINNING_MIN and cart.client_id.casefold().startswith(wanted)],
    )
    found = next((way for way in ways if way), [])
    if not found:
        raise UnknownCart(f"No cart that waits is called {text[:60]!r}; see those that do: tillbook cart list")
    if len(found) > 1:
        ids = ", ".join(cart.client_id for cart in found[:5])
        raise CartUnclear(f"{len(found)} carts are called {text[:60]!r}; name one by its id: {ids}")
    return found[0]


def untouched_since(tx: Tx, instant: datetime) -> list[str]:
    """The ids of the open carts that were last touched at this instant or before, the oldest first."""
    return [row[0] for row in tx.rows(_UNTOUCHED, (stored_instant(instant),))]


def posted_carts(tx: Tx, register: str) -> list[PostedCart]:
    """The carts of a register that were posted and not taken away, in the order of their sales."""
    return [PostedCart(client_id=row[0], posting_id=row[1]) for row in tx.rows(_POSTED, (register,))]


def sale_of(tx: Tx, client_id: str) -> int | None:
    """The id of the sale that was posted under a client's id."""
    row = tx.row(_SALE, (client_id,))
    return None if row is None else int(row[0])


def number_of_sale(tx: Tx, client_id: str) -> str | None:
    """The number of the bill that was posted under a client's id."""
    row = tx.row(_SALE_NUMBER, (client_id,))
    return None if row is None else str(row[0])


def cart_events(tx: Tx, client_id: str) -> list[CartEventSeen]:
    """What happened to a cart, in order; it is there when the cart is not any more."""
    return [
        CartEventSeen(kind=row[0], at=read_instant(row[1]), staff=row[2], detail=row[3])
        for row in tx.rows(_EVENTS, (client_id,))
    ]


def voids(tx: Tx, *, first: date, last: date) -> list[Void]:
    """Everything that was voided on the shop's days from `first` to `last`, in the order in which it was."""
    shop = settings(tx)
    # A day of the shop lies within two days of the calendar around it, wherever on earth the shop is.
    begin = datetime.fromisoformat(f"{first - timedelta(days=1)}T00:00:00+00:00")
    end = datetime.fromisoformat(f"{last + timedelta(days=3)}T00:00:00+00:00")
    found: list[Void] = []
    for cart_id, kind, at, staff, detail in tx.rows(_VOIDS, (stored_instant(begin), stored_instant(end))):
        instant = read_instant(at)
        day = business_date(instant, shop.timezone, shop.cut_over_hour)
        if not first <= day <= last:
            continue
        for line in read_voided(detail):
            found.append(
                Void(
                    cart_id=cart_id,
                    kind=str(CartEventKind(kind)),
                    at=instant,
                    day=day,
                    staff=staff,
                    product=line.product,
                    name="",
                    quantity_milli=line.quantity_milli,
                    unit_price=line.unit_price,
                )
            )
    return _named(tx, found)


def product_names(tx: Tx, codes: Iterable[str]) -> dict[str, str]:
    """The names of the products of these SKUs; a label's code has none."""
    wanted = sorted(set(codes))
    names: dict[str, str] = {}
    for start in range(0, len(wanted), NAMES_A_QUESTION):
        part = wanted[start : start + NAMES_A_QUESTION]
        names.update(tx.rows(_NAMES.format(marks=",".join("?" * len(part))), part))
    return names


def _named(tx: Tx, found: list[Void]) -> list[Void]:
    names = product_names(tx, [void.product for void in found])
    return [replace(void, name=names.get(void.product, "")) for void in found]


def _stored(row: Row) -> StoredCart:
    client_id, content, register, name, staff, updated_at, held_at, expired_at = row
    return StoredCart(
        client_id=client_id,
        content=content,
        register=register,
        name=name,
        staff=staff,
        updated_at=read_instant(updated_at),
        held_at=None if held_at is None else read_instant(held_at),
        expired_at=None if expired_at is None else read_instant(expired_at),
    )
