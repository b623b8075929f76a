"""Who buys, in carts that wait: the kept one after a merge, nobody after an erasure (P23)."""

from __future__ import annotations

import json

from tillbook.core.chain import canonical
from tillbook.core.wanted import WantedCustomer
from tillbook.db.statements import Tx


def name_buyer(tx: Tx, client_id: str, buyer: WantedCustomer) -> None:
    """Let this customer be the one who buys a cart."""
    _rewrite(tx, client_id, [buyer.name, buyer.email, buyer.phone, buyer.code])


def forget_buyer(tx: Tx, client_id: str) -> None:
    """Let nobody be named as the one who buys a cart."""
    _rewrite(tx, client_id, ["", "", "", ""])


def forget_name(tx: Tx, client_id: str) -> None:
    """Take away the name that a cart was put aside under; it is found by its id."""
    tx.write("UPDATE cart SET name = '' WHERE client_id = ?", (client_id,))


def _rewrite(tx: Tx, client_id: str, customer: list[str]) -> None:
    row = tx.row("SELECT content FROM cart WHERE client_id = ?", (client_id,))
    assert row is not None, "the cart was just read"
    cart = json.loads(row[0])
    cart["customer"] = customer
    tx.write("UPDATE cart SET content = ? WHERE client_id = ?", (canonical(cart), client_id))
