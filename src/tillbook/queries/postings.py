"""Was this id posted? The first question of every action (P6)."""

from __future__ import annotations

from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.core.posting import Numbered
from tillbook.core.wanted import WantedCustomer
from tillbook.db.statements import Row, Tx

_BY_CLIENT_ID = "SELECT id, number, kind, request_hash FROM posting WHERE client_id = ?"
_CUSTOMER = "SELECT name, email, phone, salt FROM sale_customer WHERE sale_id = ?"
_BOUGHT_BY_CODE = """SELECT 1 FROM sale s JOIN customer buyer ON buyer.id = s.customer_id
    JOIN customer named ON COALESCE(named.merged_into_id, named.id) = COALESCE(buyer.merged_into_id, buyer.id)
    WHERE s.posting_id = ? AND named.code = ?"""


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


def added_before(tx: Tx, *, client_id: str, request_hash: str) -> int | None:
    """The id of the customer whom this very request added, if it was sent before; also of one who was erased since.

    Raises:
        IdReused: the id was used for something else.
    """
    row = tx.row("SELECT customer_id, request_hash FROM customer_added WHERE client_id = ?", (client_id,))
    if row is None:
        posted_before(tx, client_id=client_id, kind="customer", request_hash=request_hash)
        return None
    customer_id, hash_then = row
    if hash_then not in ("", request_hash):
        raise _reused(client_id, f"customer #{customer_id}")
    return int(customer_id)


def require_same_customer(tx: Tx, sale: Numbered, *, client_id: str, customer: WantedCustomer | None) -> None:
    """Refuse a repeat of a sale that names another customer; one who was erased cannot be compared any more.

    With a code, it is who has that code now that counts: what else was said must be as it was, and may be left out.

    Raises:
        IdReused: the sale was another person's, or nobody's.
    """
    stored = tx.row(_CUSTOMER, (sale.posting_id,))
    erased = stored is not None and not stored[3]
    if not erased and not _is_same(tx, sale, stored, customer):
        raise _reused(client_id, sale.number)


def _is_same(tx: Tx, sale: Numbered, stored: Row | None, customer: WantedCustomer | None) -> bool:
    if stored is None or customer is None:
        return stored is None and customer is None
    said = (customer.name, customer.email, customer.phone)
    if not customer.code:
        return said == tuple(stored[:3])
    as_before = all(part in ("", kept) for part, kept in zip(said, stored[:3], strict=True))
    return as_before and tx.row(_BOUGHT_BY_CODE, (sale.posting_id, customer.code)) is not None


def _reused(client_id: str, number: str) -> IdReused:
    return IdReused(
        f"The id {client_id} was already used for {number} with another content; make a new id for a new command.",
        path="id",
    )
