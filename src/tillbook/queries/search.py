"""The menu: products by any words of their name, SKU or category, or by a barcode.

The words of a search may stand in any order and each may be the beginning of a word. The index is kept in step
by the transaction that changes a product (`db/migrations/0003_product_search.py`). Ranking all hits costs forty
times what finding them does, so hits come in the order in which the products were made unless asked otherwise.

A product's retail price may have been set for a day that was still to come, or for one unit on. So the prices of
what was found are read with it, all in one statement: the menu shows what the till will charge that day for one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tillbook.core.barcode import comparable
from tillbook.core.price_lists import RETAIL, ListedPrice, breaks_of
from tillbook.core.words import key_of, words_of
from tillbook.db.statements import Row, Tx, stored_date

WORDS_MAX = 12
PREFIXES_INDEXED = 3
"""Beginnings of up to so many characters have lists of their own in the index."""
SPELLED_OUT_MAX = 40
ONE_MILLI = 1_000
NAMED_MAX = 500
"""The prices of so many products are asked for by name; of more, all there are."""


# Not frozen: one is made for each of a hundred thousand rows, and a frozen one takes 2.5 times as long.
@dataclass(slots=True, kw_only=True)
class MenuLine:
    """A product as the menu shows it; quantities in thousandths of `unit`, the price for one of it."""

    product_id: int
    sku: str
    name: str
    category: str
    price: Decimal
    unit: str
    step_milli: int
    available_milli: int
    reorder_point_milli: int | None
    short_stock: str

    @property
    def mark(self) -> str:
        """ "empty", "low" (at or below the reorder point) or nothing."""
        if self.available_milli <= 0:
            return "empty"
        low = self.reorder_point_milli
        return "low" if low is not None and self.available_milli <= low else ""


COLUMNS = """p.id, p.sku, p.name, p.category, p.price, p.unit, p.step_milli, l.on_hand_milli,
    p.reorder_point_milli, p.short_stock"""
LEVEL = """JOIN stock_level l ON l.product_id = p.id
    AND l.location_id = (SELECT id FROM location WHERE code = 'shop')"""
_ALL = f"SELECT {COLUMNS} FROM product p {LEVEL} WHERE NOT p.archived ORDER BY p.id LIMIT ?"  # noqa: S608  (our own names and marks)
_BY_WORDS = f"""SELECT {COLUMNS} FROM product_search s JOIN product p ON p.id = s.rowid {LEVEL}
    WHERE product_search MATCH ? AND NOT p.archived ORDER BY s.rowid LIMIT ?"""  # noqa: S608  (our own names and marks)
_BY_BARCODE = f"""SELECT {COLUMNS} FROM barcode b JOIN product p ON p.id = b.product_id {LEVEL}
    WHERE b.code = ? AND NOT p.archived"""  # noqa: S608  (our own names and marks)
_WORDS = "SELECT word FROM product_word WHERE key >= ? AND key < ? ORDER BY key, word LIMIT ?"
_BY_SKU = f"SELECT {COLUMNS} FROM product p {LEVEL} WHERE p.sku = ? AND NOT p.archived"  # noqa: S608  (our own names and marks)

ORDERS: dict[str, Callable[[MenuLine], Any]] = {
    "id": lambda line: line.product_id,
    "sku": lambda line: (not line.sku.isdecimal(), int(line.sku) if line.sku.isdecimal() else 0, line.sku),
    "name": lambda line: (line.name.casefold(), line.product_id),
    "price": lambda line: (line.price, line.product_id),
    "available": lambda line: (line.available_milli, line.product_id),
}
"""How a menu can be ordered: as made, by SKU (numbers by value), by name, price or what is available."""


@lru_cache(maxsize=64)
def _retail(count: int) -> str:
    """The retail prices for one of so many products that hold on a day; of all products where none are named."""
    named = f"AND p.product_id IN ({','.join('?' * count)})" if count else ""
    return f"""SELECT p.product_id, p.from_milli, p.price, p.valid_from > g.business_date
        FROM price p JOIN price_list l ON l.id = p.price_list_id JOIN posting g ON g.id = p.posting_id
        WHERE l.code = '{RETAIL}' AND p.from_milli <= ? AND p.valid_from <= ? {named}
        ORDER BY p.product_id, p.valid_from, p.id"""  # noqa: S608  (marks, and a code of ours)


def menu(
    tx: Tx, text: str = "", *, order: str = "id", limit: int | None = None, day: date | None = None
) -> list[MenuLine]:
    """The products that `text` finds, an exact SKU or barcode first; all products without a text.

    Prices are those that the till charges on `day` for one of each; without a day, the products' own. Only the order
    "id" stops reading at `limit`; the others read all hits and sort them.
    """
    most = -1 if limit is None or order != "id" else limit
    words = words_of(text)[:WORDS_MAX]
    if words:
        found = exact(tx, text.strip()) + [line_of(row) for row in tx.rows(_BY_WORDS, (match(tx, words), most))]
    elif text.strip():
        found = exact(tx, text.strip())
    else:
        found = [line_of(row) for row in tx.rows(_ALL, (most,))]
    unique = list({line.product_id: line for line in found}.values())
    if day is not None:
        price(tx, unique, day)
    if order != "id":
        unique.sort(key=ORDERS[order])
    return unique if limit is None else unique[:limit]


def price(tx: Tx, lines: Collection[MenuLine], day: date) -> None:
    """Give each line the listed price that holds on a day, where there is one."""
    if not lines:
        return
    named = [line.product_id for line in lines] if len(lines) <= NAMED_MAX else []
    rows: dict[int, list[ListedPrice]] = {}
    for product_id, from_milli, price, scheduled in tx.rows(_retail(len(named)), (ONE_MILLI, stored_date(day), *named)):
        figure = Decimal(price) if price else None
        listed = ListedPrice(own=False, from_milli=from_milli, price=figure, scheduled=bool(scheduled))
        rows.setdefault(product_id, []).append(listed)
    for line in lines if rows else ():
        if line.product_id in rows:
            unit_price = breaks_of(rows[line.product_id]).unit_price(ONE_MILLI)
            line.price = line.price if unit_price is None else unit_price


def exact(tx: Tx, code: str) -> list[MenuLine]:
    """The products whose very SKU or barcode this is."""
    rows = tx.rows(_BY_SKU, (code,))
    for spelling in dict.fromkeys((code, comparable(code))):
        rows += tx.rows(_BY_BARCODE, (spelling,))
    return [line_of(row) for row in rows]


def match(tx: Tx, words: list[str]) -> str:
    """The question to the index: all words, each as it stands or as the beginning of one."""
    return " AND ".join(f"({_beginning(tx, word)})" for word in words)


def _beginning(tx: Tx, word: str) -> str:
    """A word's beginning as the index answers it soonest.

    Up to three characters the index has lists of its own. A longer one is spelled out as the words that begin
    so, unless they are many: the index would first merge the lists of all of them, products without end.
    """
    key = key_of(word)
    if len(key) > PREFIXES_INDEXED:
        rows = tx.rows(_WORDS, (key, key + "\U0010ffff", SPELLED_OUT_MAX + 1))
        if 0 < len(rows) <= SPELLED_OUT_MAX:
            return " OR ".join(f'"{found}"' for (found,) in rows)
    return f'"{word}" *'


def line_of(row: Row) -> MenuLine:
    """A row of `COLUMNS` as a line of the menu."""
    return MenuLine(
        product_id=row[0],
        sku=row[1],
        name=row[2],
        category=row[3],
        price=Decimal(row[4]),
        unit=row[5],
        step_milli=row[6],
        available_milli=row[7],
        reorder_point_milli=row[8],
        short_stock=row[9],
    )
