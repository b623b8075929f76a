"""Lots: of the products of a cart, of goods that come back, and of the whole shop as a person looks through them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from tillbook.core.lots import LotNow, pick
from tillbook.core.office import LotSeen
from tillbook.core.place import Place
from tillbook.core.return_lots import ReturnLots
from tillbook.core.returns import SoldSale
from tillbook.core.wanted_return import WantedBack
from tillbook.db.statements import Row, Tx, read_date, stored_date

_NAMED_AT_ONCE = 500
_ORDER = "l.expires_on IS NULL, l.expires_on, l.id"
_LISTED = """SELECT p.sku, p.name, p.unit, l.code, l.expires_on, v.on_hand_milli
    FROM lot_level v JOIN lot l ON l.id = v.lot_id JOIN product p ON p.id = l.product_id
    WHERE v.location_id = (SELECT id FROM location WHERE code = 'shop') AND v.on_hand_milli > 0"""
_NAMED = """SELECT l.product_id, l.id, l.code, l.expires_on, COALESCE(v.on_hand_milli, 0) FROM lot l
    LEFT JOIN lot_level v ON v.lot_id = l.id AND v.location_id = ?"""
_SOLD = """SELECT product_id, lot_id, SUM(quantity_milli) FROM stock_move
    WHERE posting_id = ? AND lot_id IS NOT NULL GROUP BY product_id, lot_id ORDER BY product_id, MIN(id)"""
_NOT_BACK = """SELECT m.product_id, m.lot_id, l.code,
    SUM(CASE WHEN m.posting_id = ? THEN m.quantity_milli ELSE -m.quantity_milli END) AS there
    FROM stock_move m JOIN lot l ON l.id = m.lot_id
    WHERE m.posting_id = ? OR (m.from_location_id = ?
        AND m.posting_id IN (SELECT posting_id FROM credit_note WHERE sale_id = ?))
    GROUP BY m.product_id, m.lot_id, l.code ORDER BY m.product_id, MIN(m.id)"""
_NEWEST = "SELECT code FROM lot WHERE product_id = ? ORDER BY id DESC LIMIT ?"
_NEWEST_TOLD = 5


@lru_cache(maxsize=64)
def _of_products(count: int) -> str:
    marks = ",".join("?" * count)
    return f"""SELECT l.product_id, l.id, l.code, l.expires_on, v.on_hand_milli FROM lot l
        JOIN lot_level v ON v.lot_id = l.id AND v.location_id = ?
        WHERE l.product_id IN ({marks}) AND v.on_hand_milli > 0 ORDER BY {_ORDER}"""  # noqa: S608  (marks only)


def lots_of(
    tx: Tx, product_ids: Iterable[int], *, location_id: int, named: Iterable[tuple[int, str]] = ()
) -> dict[int, tuple[LotNow, ...]]:
    """The lots on hand of each of these products: what expires first stands first, what never does last.

    Behind them those of the `named` (product, code) of which nothing is on hand, so that an empty lot can be told
    from one that never was.
    """
    wanted = sorted(set(product_ids))
    found: dict[int, list[LotNow]] = {product_id: [] for product_id in wanted}
    if wanted:
        for row in tx.rows(_of_products(len(wanted)), (location_id, *wanted)):
            found[row[0]].append(_lot(row))
    there = {(product_id, lot.code) for product_id, lots in found.items() for lot in lots}
    for (product_id, _), lot in lots_named(tx, set(named) - there, location_id=location_id).items():
        found[product_id].append(lot)
    return {product_id: tuple(lots) for product_id, lots in found.items()}


def chosen_lot(
    tx: Tx,
    product_id: int,
    code: str,
    *,
    location_id: int,
    day: date,
    quantity_milli: int,
    expired_allowed: bool = False,
    path: str | None = None,
) -> LotNow:
    """The lot of this code, of which so many thousandths could be sold now.

    Raises:
        UnknownLot, NotInLots, LotExpired: as posting the line would.
    """
    row = tx.row("SELECT name FROM product WHERE id = ?", (product_id,))
    assert row is not None, "a product that is sold is there"
    known = lots_named(tx, [(product_id, code)], location_id=location_id)
    pick(
        list(known.values()),
        quantity_milli,
        day=day,
        code=code,
        expired_allowed=expired_allowed,
        name=row[0],
        path=path,
    )
    return known[product_id, code]


def lots_named(tx: Tx, names: Iterable[tuple[int, str]], *, location_id: int) -> dict[tuple[int, str], LotNow]:
    """The lots of these (product, code), whether or not some of them is on hand; one that never was is left out."""
    wanted = sorted(set(names))
    found = {}
    for start in range(0, len(wanted), _NAMED_AT_ONCE):
        some = wanted[start : start + _NAMED_AT_ONCE]
        marks = ",".join(["(?, ?)"] * len(some))
        values = [value for name in some for value in name]
        rows = tx.rows(f"{_NAMED} WHERE (l.product_id, l.code) IN (VALUES {marks})", (location_id, *values))
        found.update({(row[0], row[2]): _lot(row) for row in rows})
    return found


def _lot(row: Row) -> LotNow:
    day = None if row[3] is None else read_date(row[3])
    return LotNow(lot_id=row[1], code=row[2], expires_on=day, on_hand_milli=row[4])


def lots_moved(tx: Tx, posting_id: int) -> dict[int, tuple[tuple[int, int], ...]]:
    """The lots (id, thousandths) that a document moved, by product, in the order it first moved them."""
    found: dict[int, list[tuple[int, int]]] = {}
    for product_id, lot_id, milli in tx.rows(_SOLD, (posting_id,)):
        found.setdefault(product_id, []).append((lot_id, int(milli)))
    return {product_id: tuple(lots) for product_id, lots in found.items()}


def lots_of_return(
    tx: Tx, sale: SoldSale, product_ids: Iterable[int], backs: Sequence[WantedBack], *, at: Place
) -> ReturnLots:
    """What decides into which lots goods go back: of these products, and of the lots that the lines name."""
    wanted = sorted(set(product_ids))
    marks = ",".join("?" * len(wanted))
    rows = tx.rows(f"SELECT id FROM product WHERE id IN ({marks}) AND lot_tracked ORDER BY id", wanted)  # noqa: S608
    tracked = [product_id for (product_id,) in rows]
    named = [(product_id, back.lot) for product_id in tracked for back in backs if back.lot]
    not_back: dict[int, dict[int, int]] = {}
    codes: dict[int, str] = {}
    if tracked and sale.sale_id is not None:
        values = (sale.sale_id, sale.sale_id, at.customer_location_id, sale.sale_id)
        for product_id, lot_id, code, milli in tx.rows(_NOT_BACK, values):
            if milli > 0:
                not_back.setdefault(product_id, {})[lot_id] = int(milli)
                codes[lot_id] = code
    return ReturnLots(
        named=tuple(back.lot for back in backs),
        known={key: lot.lot_id for key, lot in lots_named(tx, named, location_id=at.location_id).items()},
        not_back=not_back,
        codes=codes,
        newest={key: tuple(code for (code,) in tx.rows(_NEWEST, (key, _NEWEST_TOLD))) for key in tracked},
        sold_from={line.position: line.lots for line in sale.lines},
    )


def lots_listed(tx: Tx, *, sku: str | None = None, until: date | None = None) -> list[LotSeen]:
    """The lots on hand in the shop, what expires first standing first.

    Of one product, or only those whose last good day is `until` or before.
    """
    conditions = ""
    values: list[object] = []
    if sku is not None:
        conditions += " AND p.sku = ?"
        values.append(sku)
    if until is not None:
        conditions += " AND l.expires_on <= ?"
        values.append(stored_date(until))
    rows = tx.rows(f"{_LISTED}{conditions} ORDER BY {_ORDER}", values)
    return [
        LotSeen(
            sku=row[0],
            name=row[1],
            unit=row[2],
            code=row[3],
            expires_on=None if row[4] is None else read_date(row[4]),
            on_hand_milli=row[5],
        )
        for row in rows
    ]
