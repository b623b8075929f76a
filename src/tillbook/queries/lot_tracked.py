"""Which products are kept in lots."""

from __future__ import annotations

from collections.abc import Iterable

from tillbook.db.statements import Tx


def kept_in_lots(tx: Tx, product_ids: Iterable[int]) -> frozenset[int]:
    """Those of these products that are kept in lots now."""
    wanted = sorted(set(product_ids))
    marks = ",".join("?" * len(wanted))
    question = f"SELECT id FROM product WHERE lot_tracked AND id IN ({marks}) ORDER BY id"  # noqa: S608  (our own marks)
    return frozenset(row[0] for row in tx.rows(question, wanted))
