"""Lots: made here alone; how much is in them changes with the moves (`ledgers/stock.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tillbook.db.models import Lot
from tillbook.db.statements import Tx, insert_into, stored_date

_LOT = insert_into(Lot, "product", "code", "expires_on")


def open_lots(tx: Tx, lots: Mapping[tuple[int, str], date | None]) -> dict[tuple[int, str], int]:
    """Make lots, each a product and a code with the last day on which it is good; answer their ids."""
    return {
        (product_id, code): tx.insert(_LOT, (product_id, code, None if day is None else stored_date(day)))
        for (product_id, code), day in lots.items()
    }
