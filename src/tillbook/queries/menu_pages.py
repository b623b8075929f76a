"""The menu a page at a time, one product with all that a till shows of it, and the categories.

A page goes on behind the id of its last product: products come in the order in which they were made, as in
`queries/search.py`, whose index finds a category too: its words first, then exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from tillbook.core.tax import Tax
from tillbook.core.words import words_of
from tillbook.db.statements import Tx
from tillbook.queries import search
from tillbook.queries.asking import UnknownProduct
from tillbook.queries.offers import offers
from tillbook.queries.search import WORDS_MAX, MenuLine

CATEGORIES_MAX: Final = 1_000

_BY_WORDS = f"""SELECT {search.COLUMNS} FROM product_search s JOIN product p ON p.id = s.rowid {search.LEVEL}
    WHERE product_search MATCH ? AND s.rowid > ? AND NOT p.archived AND (? = '' OR p.category = ?)
    ORDER BY s.rowid LIMIT ?"""  # noqa: S608  (our own names and marks)
_BY_CATEGORY = f"""SELECT {search.COLUMNS} FROM product p {search.LEVEL}
    WHERE p.id > ? AND NOT p.archived AND (? = '' OR p.category = ?)
    ORDER BY p.id LIMIT ?"""  # noqa: S608  (our own names and marks)
_BARCODES = "SELECT code, quantity_milli FROM barcode WHERE product_id = ? ORDER BY id"
_PRODUCTS_CHANGED = """SELECT (SELECT uid FROM shop WHERE id = 1), (SELECT COALESCE(MAX(id), 0) FROM product),
    (SELECT COALESCE(MAX(posting_id), 0) FROM import_batch),
    (SELECT COALESCE(MAX(undone_by_id), 0) FROM import_batch)"""
_CATEGORIES = """SELECT category, COUNT(*), MIN(id) FROM product WHERE NOT archived
    GROUP BY category ORDER BY category LIMIT ?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuPage:
    """Some products of the menu, and the id behind which the next page begins; None on the last one."""

    lines: tuple[MenuLine, ...]
    next_after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSeen:
    """A product as the menu has it, and what else a till shows of it; barcodes with the thousandths of a pack."""

    line: MenuLine
    barcodes: tuple[tuple[str, int], ...]
    tax_class: str
    taxes: tuple[Tax, ...]
    lot_tracked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category, how many products it has, and a product of it."""

    name: str
    products: int
    product_id: int


def menu_page(
    tx: Tx, text: str = "", *, category: str = "", after: int | None = None, limit: int, day: date
) -> MenuPage:
    """At most `limit` products that `text` finds, in a category where one is named, at the prices of a day.

    An exact SKU or barcode stands first on the first page.
    """
    start = after or 0
    first = search.exact(tx, text.strip()) if text.strip() else []
    named = [line for line in first if not category or line.category == category]
    words = words_of(text)[:WORDS_MAX]
    # What was found exactly stands on the first page alone, wherever its id is.
    apart = {line.product_id for line in named}
    lines = [] if after is not None else list({line.product_id: line for line in named}.values())
    if words or not text.strip():
        values = (start, category, category, limit + 1 + len(apart))
        asked = _question(tx, words, category)
        found = tx.rows(_BY_WORDS, (asked, *values)) if asked else tx.rows(_BY_CATEGORY, values)
        lines += [line for line in map(search.line_of, found) if line.product_id not in apart]
    page = lines[:limit]
    search.price(tx, page, day)
    behind = max([line.product_id for line in page if line.product_id not in apart], default=start)
    return MenuPage(lines=tuple(page), next_after=behind if len(lines) > limit else None)


def _question(tx: Tx, words: list[str], category: str) -> str:
    """What the index is asked: the words as beginnings, those of the category whole; "" for everything."""
    of_category = [f'"{word}"' for word in words_of(category)[: WORDS_MAX - len(words)]]
    return " AND ".join([*([search.match(tx, words)] if words else []), *of_category])


def lines_of(tx: Tx, product_ids: Sequence[int], *, day: date) -> list[MenuLine]:
    """These products as the menu has them, in the order in which they are named; what is sold no more is left out."""
    if not product_ids:
        return []
    found = {row[0]: search.line_of(row) for row in tx.rows(_of_ids(len(product_ids)), tuple(product_ids))}
    lines = [found[product_id] for product_id in product_ids if product_id in found]
    search.price(tx, lines, day)
    return lines


@lru_cache(maxsize=256)
def _of_ids(count: int) -> str:
    return f"""SELECT {search.COLUMNS} FROM product p {search.LEVEL}
        WHERE p.id IN ({",".join("?" * count)}) AND NOT p.archived"""  # noqa: S608  (our own names and marks)


def product(tx: Tx, sku: str, *, day: date, location_id: int, prices_include_tax: bool) -> ProductSeen:
    """The product of this SKU.

    Raises:
        UnknownProduct: there is none, or it is sold no more.
    """
    offer = offers(tx, [sku], location_id=location_id, day=day, prices_include_tax=prices_include_tax).get(sku)
    lines = [] if offer is None or offer.sku != sku else lines_of(tx, [offer.product_id], day=day)
    if offer is None or not lines:
        raise UnknownProduct(f"No product has the SKU {sku[:64]!r}; search the menu.", path="sku")
    return ProductSeen(
        line=lines[0],
        barcodes=tuple((code, milli) for code, milli in tx.rows(_BARCODES, (offer.product_id,))),
        tax_class=offer.tax_class,
        taxes=offer.taxes,
        lot_tracked=offer.lot_tracked,
    )


def categories(tx: Tx) -> tuple[Category, ...]:
    """The categories that products are sold in, by name; products without one have none.

    Counting all products of a large shop takes longer than a till should wait each time: it is done again once
    products came in or were taken out.
    """
    state = tx.row(_PRODUCTS_CHANGED)
    assert state is not None, "it is one row of sums"
    known = _COUNTED.get(state[0])
    if known is None or known[0] != state:
        known = (state, _count(tx))
        _COUNTED.clear()
        _COUNTED[state[0]] = known
    return known[1]


_COUNTED: dict[str, tuple[tuple[object, ...], tuple[Category, ...]]] = {}


def _count(tx: Tx) -> tuple[Category, ...]:
    rows = tx.rows(_CATEGORIES, (CATEGORIES_MAX,))
    return tuple(Category(name=name, products=count, product_id=first) for name, count, first in rows if name)
