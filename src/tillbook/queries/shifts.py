"""Shifts: the open one of a register, what it comes to so far, those that were closed, their Z reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from tillbook.core.drawer import MOVEMENTS
from tillbook.core.errors import Refusal
from tillbook.core.shift_report import Issued, OpenShift, Paid, ShiftSeen, ShiftTotals, Sold, TaxSum, TenderSum
from tillbook.db.statements import Row, Tx, read_date, read_instant

_OPEN = """SELECT s.id, s.register_id, r.code, r.name, s.number, s.opened_at, s.business_date, p.name, s.float_minor
    FROM register r JOIN shift s ON s.open_register_id = r.id JOIN staff p ON p.id = s.opened_by_id
    WHERE r.id = ?"""
_CASH = "SELECT kind, COUNT(*), SUM(amount_minor) FROM cash_entry WHERE shift_id = ? GROUP BY kind ORDER BY kind"
_MOVED = f"""SELECT COUNT(*), MIN(posting_id), MAX(posting_id) FROM cash_entry
    WHERE shift_id = ? AND kind IN ({", ".join(f"'{kind}'" for kind in MOVEMENTS)})"""  # noqa: S608  (kinds of ours)
_SALES = """SELECT COUNT(*), MIN(posting_id), MAX(posting_id), SUM(discount_minor), SUM(net_minor), SUM(tax_minor),
    SUM(total_minor), SUM(cash_rounding_minor) FROM sale WHERE shift_id = ?"""
_LINE_DISCOUNTS = """SELECT SUM(l.discount_minor) FROM sale s JOIN sale_line l ON l.sale_id = s.posting_id
    WHERE s.shift_id = ?"""
_CREDIT_NOTES = """SELECT COUNT(*), MIN(posting_id), MAX(posting_id), 0, SUM(net_minor), SUM(tax_minor),
    SUM(total_minor), SUM(cash_rounding_minor) FROM credit_note WHERE shift_id = ?"""
_RETURNED_DISCOUNTS = """SELECT SUM(l.discount_minor + l.bill_discount_minor)
    FROM credit_note c JOIN credit_note_line l ON l.credit_note_id = c.posting_id WHERE c.shift_id = ?"""
_PAYMENTS = """SELECT COUNT(*), MIN(posting_id), MAX(posting_id), SUM(amount_minor), SUM(cash_rounding_minor)
    FROM payment WHERE shift_id = ?"""
_TAXES = """SELECT name, rate, per_unit, SUM(base_minor), SUM(amount_minor) FROM (
        SELECT t.name, t.rate, t.per_unit, t.base_minor, t.amount_minor
        FROM sale s JOIN sale_tax t ON t.sale_id = s.posting_id WHERE s.shift_id = ?
        UNION ALL
        SELECT t.name, t.rate, t.per_unit, -t.base_minor, -t.amount_minor
        FROM credit_note c JOIN credit_note_line_tax t ON t.credit_note_id = c.posting_id WHERE c.shift_id = ?
    ) AS every_tax GROUP BY name, rate, per_unit ORDER BY name, rate, per_unit"""
_TENDERS = """SELECT 0, t.type, SUM(t.amount_minor) FROM sale s JOIN sale_tender t ON t.sale_id = s.posting_id
        WHERE s.shift_id = ? GROUP BY t.type
    UNION ALL SELECT 0, 'cash', -SUM(change_minor) FROM sale WHERE shift_id = ? AND change_minor > 0
    UNION ALL SELECT 1, t.type, SUM(t.amount_minor) FROM payment p JOIN payment_tender t ON t.payment_id = p.posting_id
        WHERE p.shift_id = ? GROUP BY t.type
    UNION ALL SELECT 1, 'cash', -SUM(change_minor) FROM payment WHERE shift_id = ? AND change_minor > 0
    UNION ALL SELECT 2, t.type, SUM(t.amount_minor)
        FROM credit_note c JOIN credit_note_tender t ON t.credit_note_id = c.posting_id
        WHERE c.shift_id = ? GROUP BY t.type"""
_CARTS = """SELECT c.client_id FROM cart c LEFT JOIN posting p ON p.client_id = c.client_id
    WHERE c.register_id = ? AND c.expired_at IS NULL AND p.id IS NULL ORDER BY c.updated_at, c.client_id"""
_Z = """SELECT p.number, z.content FROM z_report z JOIN posting p ON p.id = z.posting_id
    JOIN shift s ON s.id = z.shift_id JOIN register r ON r.id = s.register_id"""
_SHIFTS = """SELECT r.code, s.number, s.opened_at, o.name, s.float_minor, s.closed_at, c.name, s.expected_minor,
    s.counted_minor, p.number
    FROM shift s JOIN register r ON r.id = s.register_id JOIN staff o ON o.id = s.opened_by_id
    LEFT JOIN staff c ON c.id = s.closed_by_id LEFT JOIN z_report z ON z.shift_id = s.id
    LEFT JOIN posting p ON p.id = z.posting_id"""
_NUMBER_DIGITS_MAX = 9


class NoOpenShift(Refusal):
    """The register has no open shift."""

    code: ClassVar[str] = "no_shift"


class UnknownZ(Refusal):
    """No Z report of this number."""

    code: ClassVar[str] = "unknown_z"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredZ:
    """A Z report as it was stored: its document number and its very text."""

    number: str
    content: str


def open_shift(tx: Tx, register_id: int, register: str) -> OpenShift:
    """The open shift of a register.

    Raises:
        NoOpenShift
    """
    row = tx.row(_OPEN, (register_id,))
    if row is None:
        raise NoOpenShift(
            f"Register {register} has no open shift; open one with: tillbook shift open.", path="register"
        )
    return OpenShift(
        shift_id=row[0],
        register_id=row[1],
        register=row[2],
        register_name=row[3],
        number=row[4],
        opened_at=read_instant(row[5]),
        business_date=read_date(row[6]),
        opened_by=row[7],
        float_minor=row[8],
    )


def cash_of(tx: Tx, shift_id: int) -> dict[str, tuple[int, int]]:
    """What came into and went out of the drawer: for each kind of entry how many and their signed sum."""
    return {kind: (count, minor) for kind, count, minor in tx.rows(_CASH, (shift_id,))}


def totals(tx: Tx, shift_id: int) -> ShiftTotals:
    """What a shift comes to so far; sums by the engine, found by the shift's own index."""
    one = (shift_id,)
    return ShiftTotals(
        sales=_sold(tx, _SALES, _LINE_DISCOUNTS, shift_id),
        credit_notes=_sold(tx, _CREDIT_NOTES, _RETURNED_DISCOUNTS, shift_id),
        payments=_paid(tx, shift_id),
        movements=_issued(tx, _one(tx, _MOVED, one)),
        taxes=tuple(
            [
                TaxSum(name=name, rate=rate, per_unit=per_unit, base_minor=base, amount_minor=amount)
                for name, rate, per_unit, base, amount in tx.rows(_TAXES, (shift_id, shift_id))
            ]
        ),
        tenders=_tenders(tx.rows(_TENDERS, one * 5)),
        cash=cash_of(tx, shift_id),
    )


def _one(tx: Tx, sql: str, values: Sequence[object]) -> Row:
    row = tx.row(sql, values)
    assert row is not None, "an aggregate always answers"
    return row


def _issued(tx: Tx, row: Row) -> Issued:
    """Of a row that begins with a count, the first posting and the last."""
    count, first, last = row[:3]
    return Issued(count=count, first=_number(tx, first), last=_number(tx, last))


def _number(tx: Tx, posting_id: int | None) -> str:
    if posting_id is None:
        return ""
    return str(_one(tx, "SELECT number FROM posting WHERE id = ?", (posting_id,))[0])


def _sold(tx: Tx, documents: str, discounts: str, shift_id: int) -> Sold:
    row = _one(tx, documents, (shift_id,))
    of_lines = _one(tx, discounts, (shift_id,))[0]
    discount, net, tax, gross, rounding = [minor or 0 for minor in row[3:]]
    return Sold(
        documents=_issued(tx, row),
        discount_minor=discount + (of_lines or 0),
        net_minor=net,
        tax_minor=tax,
        gross_minor=gross,
        cash_rounding_minor=rounding,
    )


def _paid(tx: Tx, shift_id: int) -> Paid:
    row = _one(tx, _PAYMENTS, (shift_id,))
    return Paid(documents=_issued(tx, row), amount_minor=row[3] or 0, cash_rounding_minor=row[4] or 0)


def _tenders(rows: Sequence[Row]) -> tuple[TenderSum, ...]:
    sums: dict[str, list[int]] = {}
    for place, type_, minor in rows:
        if minor is not None:
            sums.setdefault(type_, [0, 0, 0])[place] += minor
    return tuple(
        [
            TenderSum(type=type_, sales_minor=sales, payments_minor=payments, refunds_minor=refunds)
            for type_, (sales, payments, refunds) in sorted(sums.items())
        ]
    )


def carts_left_open(tx: Tx, register_id: int) -> tuple[str, ...]:
    """The client ids of the carts of a register that are neither posted nor expired, the oldest first."""
    return tuple([client_id for (client_id,) in tx.rows(_CARTS, (register_id,))])


def z_of(tx: Tx, posting_id: int) -> StoredZ:
    """The Z report that a posting is."""
    number, content = _one(tx, f"{_Z} WHERE z.posting_id = ?", (posting_id,))
    return StoredZ(number=number, content=content)


def find_z(tx: Tx, *, register: str, number: str | None = None) -> StoredZ:
    """A Z report by its document number, or by its shift's number on this register; without one the last.

    Raises:
        UnknownZ
    """
    if number is None:
        row = tx.row(f"{_Z} WHERE r.code = ? ORDER BY s.number DESC LIMIT 1", (register,))
    elif number.isascii() and number.isdigit() and len(number) <= _NUMBER_DIGITS_MAX:
        row = tx.row(f"{_Z} WHERE r.code = ? AND s.number = ?", (register, int(number)))
    else:
        row = tx.row(f"{_Z} WHERE p.number = ?", (number,))
    if row is None:
        which = f"There is no Z report {number[:40]}" if number else "There is no Z report yet"
        raise UnknownZ(f"{which} of register {register}; see: tillbook shift list.", path="number")
    return StoredZ(number=row[0], content=row[1])


def shifts(tx: Tx, *, register: str | None = None, limit: int) -> list[ShiftSeen]:
    """The shifts of a register, or of all, the latest first; the past of a register is nobody's shift."""
    where, values = ("AND r.code = ?", (register, limit)) if register is not None else ("", (limit,))
    rows = tx.rows(f"{_SHIFTS} WHERE s.number > 0 {where} ORDER BY s.opened_at DESC, s.id DESC LIMIT ?", values)
    return [
        ShiftSeen(
            register=row[0],
            number=row[1],
            opened_at=read_instant(row[2]),
            opened_by=row[3],
            float_minor=row[4],
            closed_at=None if row[5] is None else read_instant(row[5]),
            closed_by=row[6],
            expected_minor=row[7],
            counted_minor=row[8],
            z_number=row[9],
        )
        for row in rows
    ]
