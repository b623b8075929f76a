"""The products that a register keeps at hand."""

from __future__ import annotations

from tillbook.db.statements import Tx
from tillbook.queries.till import UnknownRegister

_FAVOURITES = """SELECT f.product_id FROM favourite f JOIN register r ON r.id = f.register_id
    WHERE r.code = ? ORDER BY f.place"""


def favourites(tx: Tx, register: str) -> list[int]:
    """The products by their ids, in their places.

    Raises:
        UnknownRegister
    """
    found = [product_id for (product_id,) in tx.rows(_FAVOURITES, (register,))]
    if not found and tx.row("SELECT 1 FROM register WHERE code = ?", (register,)) is None:
        raise UnknownRegister(f"There is no register {register[:16]!r}.", path="register")
    return found
