"""Price lists and the prices on them: rows are added, never changed; the later row counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tillbook.core.price_lists import RETAIL
from tillbook.db.models import Price, PriceList
from tillbook.db.statements import Tx, insert_into, stored_date
from tillbook.ledgers import catalogue

_LIST = insert_into(PriceList, "code", "name")
_PRICE = insert_into(Price, "price_list", "product", "from_milli", "valid_from", "price", "posting")


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """A price to be set; `price` is exact decimal text, or empty where it ends the one before.

    `on_product` says that the product's own price becomes this one too.
    """

    list_id: int
    product_id: int
    from_milli: int
    valid_from: date
    price: str
    on_product: bool = False


def add_list(tx: Tx, *, code: str, name: str) -> int:
    """Make a price list; answer its id."""
    return tx.insert(_LIST, (code, name))


def retail_id(tx: Tx) -> int:
    """The id of the list that everybody pays by; made where a shop is older than price lists."""
    row = tx.row("SELECT id FROM price_list WHERE code = ?", (RETAIL,))
    return int(row[0]) if row else add_list(tx, code=RETAIL, name="Retail")


def set_prices(tx: Tx, rows: Sequence[PriceRow], *, posting_id: int) -> None:
    """Write prices in their order, and those that are the product's own price on the product."""
    tx.write_many(
        _PRICE,
        [
            (row.list_id, row.product_id, row.from_milli, stored_date(row.valid_from), row.price, posting_id)
            for row in rows
        ],
    )
    for row in rows:
        if row.on_product:
            catalogue.change(tx, row.product_id, {"price": row.price})
