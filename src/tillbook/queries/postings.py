"""Was this id posted? The first question of every action (P6)."""

from __future__ import annotations

from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.core.posting import Numbered
from tillbook.core.wanted import WantedCustomer
from tillbook.db.statements import Tx

_BY_CLIENT_ID = "SELECT id, number, kind, request_hash FROM posting WHERE client_id = ?"


_CUSTOMER = "SELECT name, email, phone, salt FROM sale_customer WHERE sale_id = ?"


class IdReused(Refusal):
    """The id was posted with another content."""

    code: ClassVar[str] = "id_reused"


def posted_before(tx: Tx, *, client_id: str, kind: str, request_hash: str) -> Numbered | None:
    """The posting that this very request made, if it was sent before.

    Raises:
        IdReused: the id was used for something else.
    """
    row = tx.row(_BY_CLIENT_ID, (client_id,))
    if row is None:
        return None
    posting_id, number, kind_posted, hash_posted = row
    if (kind_posted, hash_posted) != (kind, request_hash):
        raise _reused(client_id, number)
    return Numbered(posting_id=posting_id, number=number)


def require_same_customer(tx: Tx, sale: Numbered, *, client_id: str, customer: WantedCustomer | None) -> None:
    """Refuse a repeat of a sale that names another customer; one who was erased cannot be compared any more.

    Raises:
        IdReused: the sale was another person's, or nobody's.
    """
    stored = tx.row(_CUSTOMER, (sale.posting_id,))
    named = None if customer is None else (customer.name, customer.email, customer.phone)
    erased = stored is not None and not stored[3]
    if not erased and named != (None if stored is None else stored[:3]):
        raise _reused(client_id, sale.number)


def _reused(client_id: str, number: str) -> IdReused:
    return IdReused(
        f"The id {client_id} was already used for {number} with another content; make a new id for a new command.",
        path="id",
    )
