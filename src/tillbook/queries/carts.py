"""Carts at a register: those to go on with, and those that were posted but whose bill nobody saw."""

from __future__ import annotations

from dataclasses import dataclass

from tillbook.db.statements import Tx

_OPEN = """SELECT c.client_id, c.content FROM cart c JOIN register r ON r.id = c.register_id
    LEFT JOIN posting p ON p.client_id = c.client_id
    WHERE r.code = ? AND p.id IS NULL ORDER BY c.updated_at DESC, c.client_id DESC"""
_POSTED = """SELECT c.client_id, p.id FROM cart c JOIN register r ON r.id = c.register_id
    JOIN posting p ON p.client_id = c.client_id WHERE r.code = ? ORDER BY p.id"""
_SALE = "SELECT id FROM posting WHERE client_id = ? AND kind = 'sale'"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCart:
    """A cart as it stands in the table; `core.kept_cart.read_cart` reads its content."""

    client_id: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedCart:
    """A cart that is a sale already, and is still in the table: its bill was not seen."""

    client_id: str
    posting_id: int


def open_carts(tx: Tx, register: str) -> list[StoredCart]:
    """The carts of a register whose id no posting has, the latest first."""
    return [StoredCart(client_id=row[0], content=row[1]) for row in tx.rows(_OPEN, (register,))]


def posted_carts(tx: Tx, register: str) -> list[PostedCart]:
    """The carts of a register that were posted and not taken away, in the order of their sales."""
    return [PostedCart(client_id=row[0], posting_id=row[1]) for row in tx.rows(_POSTED, (register,))]


def sale_of(tx: Tx, client_id: str) -> int | None:
    """The id of the sale that was posted under a client's id."""
    row = tx.row(_SALE, (client_id,))
    return None if row is None else int(row[0])
