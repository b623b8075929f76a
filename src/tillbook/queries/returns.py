"""What was sold and can come back: a sale by its number, or sales by who bought or which card paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from tillbook.core.amounts import Currency
from tillbook.core.paid import EXCHANGE, Paid, PaidBy, Worth, go_back, worth_of
from tillbook.core.returns import Amounts, LotMilli, SaleFound, SoldLine, SoldSale, TaxOfLine
from tillbook.core.tender import CASH
from tillbook.db.statements import Row, Tx, read_date, read_instant
from tillbook.queries.bills import UnknownBill

FOUND_MAX = 20
"""A look-up answers the newest so many sales."""

_SALE = """SELECT s.posting_id, p.number, s.currency, s.prices_include_tax, s.cash_increment_minor, s.customer_id, p.at,
    p.business_date, r.code, COALESCE(c.name, ''), s.total_minor, s.change_minor
    FROM sale s JOIN posting p ON p.id = s.posting_id JOIN register r ON r.id = s.register_id
    LEFT JOIN sale_customer c ON c.sale_id = s.posting_id"""
_LINES = """SELECT l.position, l.product_id, l.sku, l.name, l.unit, l.tax_class, l.unit_price, p.step_milli,
    l.quantity_milli, COALESCE(b.returned_milli, 0), l.gross_minor, l.discount_minor, l.bill_discount_minor,
    l.cost_minor FROM sale_line l JOIN product p ON p.id = l.product_id
    LEFT JOIN returned_line b ON b.sale_id = l.sale_id AND b.position = l.position
    WHERE l.sale_id = ? ORDER BY l.position"""
_TAXES = """SELECT line_position, name, rate, per_unit, compound, included, base_minor, amount_minor
    FROM sale_line_tax WHERE sale_id = ? ORDER BY line_position, position"""
_LOTS = """SELECT product_id, lot_id, quantity_milli FROM stock_move
    WHERE posting_id = ? AND quantity_milli > 0 ORDER BY id"""
_PAID = """SELECT type, reference, SUM(amount_minor) FROM sale_tender WHERE sale_id = ?
    GROUP BY type, reference ORDER BY MIN(position)"""
_GIVEN_BACK = """SELECT n.posting_id, t.type, t.reference, t.amount_minor FROM credit_note n
    JOIN credit_note_tender t ON t.credit_note_id = n.posting_id
    WHERE n.sale_id = ? ORDER BY n.posting_id, t.position"""
_TOTAL_BACK = "SELECT COALESCE(SUM(total_minor), 0) FROM credit_note WHERE sale_id = ?"
_EXCHANGED_FOR = """SELECT e.credit_note_id, n.sale_id, s.change_minor FROM goods_exchange e
    JOIN credit_note n ON n.posting_id = e.credit_note_id JOIN sale s ON s.posting_id = n.sale_id WHERE e.sale_id = ?"""
_BY_CUSTOMER = """SELECT posting_id FROM sale WHERE customer_id IN (
        SELECT id FROM customer WHERE code = ? OR (phone <> '' AND phone = ?) OR (email <> '' AND email = ?) OR name = ?
        UNION SELECT customer_id FROM customer_phone WHERE phone = ?
        UNION SELECT merged.id FROM customer merged JOIN customer kept ON kept.id = merged.merged_into_id
            WHERE kept.code = ? OR (kept.phone <> '' AND kept.phone = ?) OR kept.name = ?)
    ORDER BY posting_id DESC LIMIT ?"""
_BY_TENDER = """SELECT DISTINCT sale_id FROM sale_tender WHERE reference = ? AND (? = '' OR type = ?)
    AND (? IS NULL OR amount_minor = ?) ORDER BY sale_id DESC LIMIT ?"""
_LEVELS = """SELECT l.product_id, p.sku, l.on_hand_milli, l.value_minor FROM stock_level l
    JOIN product p ON p.id = l.product_id WHERE l.location_id = ? AND l.product_id IN"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelNow:
    """What is on hand of a product at one location, and what the product is called today."""

    sku: str
    on_hand_milli: int
    value_minor: int


def sold_sale(tx: Tx, number: str) -> SoldSale:
    """The sale of this number with what came back of it. Raises: UnknownBill."""
    return sale_found(tx, number).sale


def sale_found(tx: Tx, number: str) -> SaleFound:
    """The sale of this number, typed or scanned off the bill.

    Raises:
        UnknownBill
    """
    wanted = number.strip().upper()
    row = tx.row(f"{_SALE} WHERE p.number = ?", (wanted,))
    if row is None:
        raise UnknownBill(
            f"There is no bill {wanted}; check the number on the paper, or look the sale up by customer or card.",
            path="sale",
        )
    return _found(tx, row)


def sales_of_customer(tx: Tx, text: str) -> tuple[SaleFound, ...]:
    """The newest sales of whoever has this very code, phone, e-mail or name; newest first."""
    asked = (text,) * (_BY_CUSTOMER.count("?") - 1)
    return _all_found(tx, tx.rows(_BY_CUSTOMER, (*asked, FOUND_MAX)))


def sales_by_reference(
    tx: Tx, reference: str, *, type: str = "", amount_minor: int | None = None
) -> tuple[SaleFound, ...]:
    """The newest sales that a card, transfer or other means of this reference paid; newest first."""
    values = (reference, type, type, amount_minor, amount_minor, FOUND_MAX)
    return _all_found(tx, tx.rows(_BY_TENDER, values))


def levels_now(tx: Tx, product_ids: Sequence[int], *, location_id: int) -> dict[int, LevelNow]:
    """What is on hand of these products, by their ids."""
    wanted = sorted(set(product_ids))
    marks = ",".join("?" * len(wanted))
    rows = tx.rows(f"{_LEVELS} ({marks})", (location_id, *wanted))
    return {row[0]: LevelNow(sku=row[1], on_hand_milli=row[2], value_minor=row[3]) for row in rows}


def _all_found(tx: Tx, ids: Sequence[Row]) -> tuple[SaleFound, ...]:
    found = []
    for (sale_id,) in ids:
        row = tx.row(f"{_SALE} WHERE s.posting_id = ?", (sale_id,))
        assert row is not None, "the sale was just found"
        found.append(_found(tx, row))
    return tuple(found)


def _found(tx: Tx, row: Row) -> SaleFound:
    sale_id, number, currency, included, increment, customer_id, at, day, register, customer, total, change = row
    tenders, given_back = tx.rows(_PAID, (sale_id,)), tx.rows(_GIVEN_BACK, (sale_id,))
    total_back = tx.row(_TOTAL_BACK, (sale_id,))
    assert total_back is not None, "an aggregate always answers"
    other_than_cash = sum(amount for _, means, _, amount in given_back if means != CASH)
    sale = SoldSale(
        sale_id=sale_id,
        number=number,
        currency=Currency.of(currency),
        prices_include_tax=bool(included),
        cash_increment_minor=increment,
        customer_id=customer_id,
        lines=_lines(tx, sale_id),
        paid_by=Paid(
            by=_means(tenders, given_back, change),
            left=_left(_worth(tx, sale_id, tenders, change), given_back),
            goods_minor=total - total_back[0],
        ),
        cash_before_minor=total_back[0] - other_than_cash,
    )
    return SaleFound(
        sale=sale,
        posted_at=read_instant(at),
        business_date=read_date(day),
        register=register,
        customer=customer,
        total_minor=total,
    )


def _means(tenders: Sequence[Row], given_back: Sequence[Row], change_minor: int) -> tuple[PaidBy, ...]:
    """What each means paid, cash less the change, and what went back by it."""
    back: dict[tuple[str, str], int] = {}
    for _, means, reference, amount in given_back:
        back[means, reference] = back.get((means, reference), 0) + amount
    found = []
    for means, reference, amount in tenders:
        change = min(change_minor, amount) if means == CASH else 0
        change_minor -= change
        given = back.get((means, reference), 0)
        found.append(PaidBy(type=means, reference=reference, paid_minor=amount - change, given_back_minor=given))
    return tuple(found)


def _worth(tx: Tx, sale_id: int, tenders: Sequence[Row], change_minor: int) -> Worth:
    """What a sale was paid with. Goods that were handed over for it were paid with what their own sale was.

    The sales of a chain of exchanges are found first, from the last to the first, and then worked out the other way.
    """
    sales = [(tenders, change_minor)]
    notes: list[tuple[int, int]] = []
    while _has_exchange(sales[-1][0]) and (row := tx.row(_EXCHANGED_FOR, (sale_id,))) is not None:
        note_id, sale_id, change = row
        notes.append((note_id, sale_id))
        sales.append((tx.rows(_PAID, (sale_id,)), change))
    exchanged = Worth()
    while notes:
        paid, change = sales.pop()
        worth = worth_of([(row[0], row[2]) for row in paid], change_minor=change, exchanged=exchanged)
        note_id, sale_id = notes.pop()
        exchanged = _taken_along(worth, tx.rows(_GIVEN_BACK, (sale_id,)), note_id)
    return worth_of([(row[0], row[2]) for row in tenders], change_minor=change_minor, exchanged=exchanged)


def _has_exchange(tenders: Sequence[Row]) -> bool:
    return any(row[0] == EXCHANGE for row in tenders)


def _left(worth: Worth, given_back: Sequence[Row]) -> Worth:
    """What is left of it after these tenders of credit notes."""
    for _, tenders in groupby(given_back, key=itemgetter(0)):
        worth, _ = go_back(worth, [(row[1], row[3]) for row in tenders])
    return worth


def _taken_along(worth: Worth, given_back: Sequence[Row], note_id: int) -> Worth:
    """What the goods of one credit note took along into an exchange, after the notes before it."""
    left = _left(worth, [row for row in given_back if row[0] < note_id])
    return go_back(left, [(row[1], row[3]) for row in given_back if row[0] == note_id])[1]


def _lines(tx: Tx, sale_id: int) -> tuple[SoldLine, ...]:
    taxes: dict[int, list[TaxOfLine]] = {}
    for position, name, rate, per_unit, compound, included, base, amount in tx.rows(_TAXES, (sale_id,)):
        taxes.setdefault(position, []).append(
            TaxOfLine(
                name=name,
                rate=rate,
                per_unit=per_unit,
                compound=bool(compound),
                included=bool(included),
                base_minor=base,
                amount_minor=amount,
            )
        )
    moved: dict[int, list[Row]] = {}
    for product_id, lot_id, milli in tx.rows(_LOTS, (sale_id,)):
        moved.setdefault(product_id, []).append((lot_id, milli))
    return tuple(_line(row, tuple(taxes.get(row[0], ())), moved) for row in tx.rows(_LINES, (sale_id,)))


def _taken_by_line(moves: list[Row], milli: int) -> tuple[LotMilli, ...]:
    """The lots of one line: the moves of a product stand in the order of its lines; without lots, none."""
    lots = []
    while moves and milli > 0:
        lot_id, moved_milli = moves.pop(0)
        milli -= moved_milli
        if lot_id is not None:
            lots.append((lot_id, moved_milli))
    return tuple(lots)


def _line(row: Row, taxes: tuple[TaxOfLine, ...], moved: dict[int, list[Row]]) -> SoldLine:
    return SoldLine(
        position=row[0],
        product_id=row[1],
        sku=row[2],
        name=row[3],
        unit=row[4],
        tax_class=row[5],
        unit_price=row[6],
        step_milli=row[7],
        sold_milli=row[8],
        returned_milli=row[9],
        amounts=Amounts(
            gross_minor=row[10],
            discount_minor=row[11],
            bill_discount_minor=row[12],
            cost_minor=row[13],
            taxes=taxes,
        ),
        lots=_taken_by_line(moved.get(row[1], []), row[8]),
    )
