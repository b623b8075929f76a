"""Lots as they were made: each by the document that first brought goods into it, which tells its last good day (P19).

Entries from before lots were told tell of none; from the first on that does, each must.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting

_LOTS = """SELECT DISTINCT l.id, p.sku, l.code, l.expires_on FROM stock_move m JOIN lot l ON l.id = m.lot_id
    LEFT JOIN product p ON p.id = l.product_id WHERE m.posting_id = ? ORDER BY l.id"""
_TELLS = """SELECT id FROM journal_entry WHERE posting_id = ? AND text LIKE '%"lots":[%'"""
_ALL = "SELECT id, product_id, code FROM lot ORDER BY id"


class LotsMade:
    """Goods in and corrections: the lots that each of them made."""

    counted: ClassVar[Mapping[str, str]] = {"receipt": "goods_receipts", "adjustment": "adjustments"}

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._made: set[int] = set()
        self._told = False

    def more(self, posting: Posting, moves: Sequence[Row], cash: Sequence[Row]) -> dict[str, object]:  # noqa: ARG002  (a room's shape)
        """The lots that no document before this one moved, in the order in which they were made."""
        if cash:
            self._facts.found.add("cash_entry", posting.where, "moves cash, and is no document that does")
        tx = self._facts.tx
        new = [row for row in tx.rows(_LOTS, (posting.id,)) if row[0] not in self._made]
        self._made.update([lot for lot, _, _, _ in new])
        tells = bool(tx.rows(_TELLS, (posting.id,)))
        self._told = self._told or tells
        if not tells and not (new and self._told):
            return {}
        return {
            "lots": [
                {"expires_on": None if day is None else str(day), "lot": code, "product": sku}
                for _, sku, code, day in new
            ]
        }

    def finish(self) -> None:
        """Every lot was made by a document."""
        for lot, product, code in self._facts.tx.rows(_ALL):
            if lot not in self._made:
                where = f"{self._facts.product(product)}, lot {code}"
                self._facts.found.add("lot_made", where, "was made by no goods that came in")
