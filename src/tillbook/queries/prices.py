"""Price lists: what products cost by them, and who changed what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.core.office import PriceChange, PriceListSeen, PriceNow
from tillbook.core.price_lists import RETAIL, ListedPrice, PriceBreaks, breaks_of
from tillbook.db.statements import Row, Tx, read_date, read_instant, stored_date

HISTORY_MAX = 10_000


class UnknownPriceList(Refusal):
    """The shop has no price list of this code."""

    code: ClassVar[str] = "unknown_price_list"


@lru_cache(maxsize=256)
def _listed(count: int) -> str:
    marks = ",".join("?" * count)
    return f"""SELECT p.product_id, l.code <> '{RETAIL}', p.from_milli, p.price, p.valid_from > g.business_date
        FROM price p JOIN price_list l ON l.id = p.price_list_id JOIN posting g ON g.id = p.posting_id
        WHERE p.product_id IN ({marks}) AND p.valid_from <= ? AND (l.code = '{RETAIL}' OR l.id = ?)
        ORDER BY p.product_id, p.valid_from, p.id"""  # noqa: S608  (marks, and a code of ours)


def list_prices(tx: Tx, product_ids: Sequence[int], *, price_list_id: int | None, day: date) -> dict[int, PriceBreaks]:
    """The prices that hold on a day, by product: by a customer's own list and by retail. One SELECT for all.

    A product with no such price is left out.
    """
    if not product_ids:
        return {}
    found: dict[int, list[ListedPrice]] = {}
    for row in tx.rows(_listed(len(product_ids)), (*product_ids, stored_date(day), price_list_id or 0)):
        found.setdefault(row[0], []).append(
            ListedPrice(
                own=bool(row[1]), from_milli=row[2], price=Decimal(row[3]) if row[3] else None, scheduled=bool(row[4])
            )
        )
    return {product_id: breaks_of(rows) for product_id, rows in found.items()}


def price_lists(tx: Tx) -> list[PriceListSeen]:
    """All price lists by code."""
    rows = tx.rows(
        """SELECT l.code, l.name, (SELECT COUNT(DISTINCT p.product_id) FROM price p WHERE p.price_list_id = l.id),
        (SELECT COUNT(*) FROM customer c WHERE c.price_list_id = l.id AND c.merged_into_id IS NULL)
        FROM price_list l ORDER BY l.code"""
    )
    return [PriceListSeen(code=row[0], name=row[1], products=row[2], customers=row[3]) for row in rows]


_ON_LIST = """SELECT o.sku, o.name, p.from_milli, p.price, p.valid_from FROM price p
    JOIN product o ON o.id = p.product_id
    WHERE p.price_list_id = ? AND p.valid_from <= ? ORDER BY o.sku, p.from_milli, p.valid_from, p.id"""


def prices_on(tx: Tx, code: str, *, day: date) -> list[PriceNow]:
    """The prices of a list that hold on a day, by SKU and quantity.

    Raises:
        UnknownPriceList
    """
    last = {(row[0], row[2]): row for row in tx.rows(_ON_LIST, (price_list_id(tx, code), stored_date(day)))}
    return [
        PriceNow(sku=row[0], name=row[1], from_milli=row[2], price=row[3], valid_from=read_date(row[4]))
        for row in last.values()
        if row[3]
    ]


def price_list_id(tx: Tx, code: str) -> int:
    """The id of the price list of this code.

    Raises:
        UnknownPriceList: naming those that there are.
    """
    row = tx.row("SELECT id FROM price_list WHERE code = ?", (code,))
    if row is None:
        there = ", ".join(each.code for each in price_lists(tx))
        raise UnknownPriceList(
            f"There is no price list {code[:40]!r}; there are: {there}. Add one with: tillbook price add-list.",
            path="list",
        )
    return int(row[0])


def last_price(tx: Tx, *, list_id: int, product_id: int, from_milli: int, valid_from: date) -> str:
    """What a list says of a product from this quantity and day on; empty where nothing."""
    rows = tx.rows(
        """SELECT price FROM price WHERE product_id = ? AND price_list_id = ? AND from_milli = ? AND valid_from <= ?
        ORDER BY valid_from DESC, id DESC LIMIT 1""",
        (product_id, list_id, from_milli, stored_date(valid_from)),
    )
    return str(rows[0][0]) if rows else ""


_HISTORY = """SELECT g.number, g.at, s.name, o.sku, l.code, p.from_milli, p.valid_from, p.price, j.text
    FROM price p JOIN posting g ON g.id = p.posting_id JOIN staff s ON s.id = g.staff_id
    JOIN product o ON o.id = p.product_id JOIN price_list l ON l.id = p.price_list_id
    JOIN journal_entry j ON j.posting_id = g.id
    WHERE (? = '' OR o.sku = ?) AND (? = '' OR l.code = ?) ORDER BY p.id DESC LIMIT ?"""


def price_history(tx: Tx, *, sku: str = "", price_list: str = "", limit: int = HISTORY_MAX) -> list[PriceChange]:
    """Prices as they were set, the latest first: of one product, of one list, or all."""
    return [_change(row) for row in tx.rows(_HISTORY, (sku, sku, price_list, price_list, limit))]


def _change(row: Row) -> PriceChange:
    number, at, person, sku, code, from_milli, valid_from, price, text = row
    return PriceChange(
        number=number,
        at=read_instant(at),
        person=person,
        sku=sku,
        price_list=code,
        from_milli=from_milli,
        valid_from=read_date(valid_from),
        before=_before(text, (sku, code, from_milli, read_date(valid_from).isoformat(), price)),
        after=price,
    )


@lru_cache(maxsize=64)
def _told(text: str) -> dict[tuple[str, str, int, str, str], str]:
    """What an entry of the journal says that each price was before."""
    return {
        (one["product"], one["list"], one["from_milli"], one["valid_from"], one["after"]): one["before"]
        for one in json.loads(text)["body"]["prices"]
    }


def _before(text: str, key: tuple[str, str, int, str, str]) -> str:
    return _told(text).get(key, "")
