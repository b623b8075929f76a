"""What a register sold last."""

from __future__ import annotations

from typing import Final

from tillbook.db.statements import Tx
from tillbook.queries.till import UnknownRegister

RECENT_MAX: Final = 24
SALES_LOOKED_AT: Final = 100

_SOLD = """SELECT l.product_id, MAX(l.id) AS newest FROM sale_line l
    WHERE l.sale_id IN (SELECT p.id FROM posting p WHERE p.series_id = (
            SELECT c.id FROM series c JOIN register r ON r.chain_id = c.chain_id
            WHERE c.kind = 'sale' AND r.id = ? ORDER BY c.fiscal_year DESC LIMIT 1)
        ORDER BY p.sequence DESC LIMIT ?)
    GROUP BY l.product_id ORDER BY newest DESC LIMIT ?"""


def recently_sold(tx: Tx, register: str) -> list[int]:
    """The products that this register sold last, by their ids, the newest first: of its last hundred sales.

    Raises:
        UnknownRegister
    """
    row = tx.row("SELECT id FROM register WHERE code = ?", (register,))
    if row is None:
        raise UnknownRegister(f"There is no register {register[:16]!r}.", path="register")
    return [found for found, _ in tx.rows(_SOLD, (row[0], SALES_LOOKED_AT, RECENT_MAX))]
