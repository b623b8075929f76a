"""A posted credit note as its paper shows it, from the stored figures alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from tillbook.core.amounts import Currency
from tillbook.core.bill import BillTax, BillTender
from tillbook.core.credit_note import CreditNote, NoteLine
from tillbook.core.errors import Refusal
from tillbook.db.statements import Row, Tx, read_date, read_instant


class UnknownCreditNote(Refusal):
    """No credit note has this number."""

    code: ClassVar[str] = "unknown_credit_note"


_NOTE = """SELECT p.id, p.client_id, p.number, COALESCE(s.number, ''), r.code, p.at, p.business_date, h.name, h.address,
    h.tax_number, n.currency, h.locale, h.timezone, n.prices_include_tax, f.name, COALESCE(a.name, ''), p.note,
    n.net_minor, n.tax_minor, n.total_minor, n.cash_rounding_minor, n.refund_minor, j.hash
    FROM credit_note n JOIN posting p ON p.id = n.posting_id JOIN register r ON r.id = n.register_id
    JOIN shop h ON h.id = 1 JOIN staff f ON f.id = p.staff_id JOIN journal_entry j ON j.posting_id = p.id
    LEFT JOIN staff a ON a.id = p.approved_by_id LEFT JOIN posting s ON s.id = n.sale_id"""
_LINES = """SELECT l.position, l.sale_position, l.sku, l.name, l.unit, l.quantity_milli, l.unit_price, l.discount_minor,
    l.bill_discount_minor, l.net_minor, l.tax_minor, l.gross_minor, g.code
    FROM credit_note_line l JOIN location g ON g.id = l.goods_to_id WHERE l.credit_note_id = ? ORDER BY l.position"""
_TAXES = """SELECT line_position, name, rate, per_unit, base_minor, amount_minor FROM credit_note_line_tax
    WHERE credit_note_id = ? ORDER BY line_position, position"""
_TENDERS = "SELECT type, amount_minor, reference FROM credit_note_tender WHERE credit_note_id = ? ORDER BY position"
_OF_SALE = "SELECT p.number FROM credit_note n JOIN posting p ON p.id = n.posting_id WHERE n.sale_id = ? ORDER BY p.id"


def credit_note(tx: Tx, number: str) -> CreditNote:
    """The credit note of this number.

    Raises:
        UnknownCreditNote
    """
    row = tx.row(f"{_NOTE} WHERE p.number = ?", (number.strip().upper(),))
    if row is None:
        raise UnknownCreditNote(f"There is no credit note {number}; check the number on the paper.", path="number")
    return _note(tx, row)


def credit_note_of(tx: Tx, posting_id: int) -> CreditNote:
    """The credit note that a posting is."""
    row = tx.row(f"{_NOTE} WHERE p.id = ?", (posting_id,))
    assert row is not None, "a credit note was posted under this id"
    return _note(tx, row)


def credit_notes_of_sale(tx: Tx, sale_id: int) -> tuple[str, ...]:
    """The numbers of the credit notes that name a sale, in the order of posting."""
    return tuple(row[0] for row in tx.rows(_OF_SALE, (sale_id,)))


def _note(tx: Tx, row: Row) -> CreditNote:
    key = (row[0],)
    taxes: dict[int, list[BillTax]] = {}
    for tax in tx.rows(_TAXES, key):
        taxes.setdefault(tax[0], []).append(_tax(tax))
    return CreditNote(
        id=row[1],
        number=row[2],
        sale=row[3],
        register=row[4],
        posted_at=read_instant(row[5]),
        business_date=read_date(row[6]),
        shop_name=row[7],
        shop_address=row[8],
        shop_tax_number=row[9],
        currency=Currency.of(row[10]),
        locale=row[11],
        timezone=row[12],
        prices_include_tax=bool(row[13]),
        cashier=row[14],
        approved_by=row[15],
        reason=row[16],
        net_minor=row[17],
        tax_minor=row[18],
        total_minor=row[19],
        cash_rounding_minor=row[20],
        refund_minor=row[21],
        journal_hash=row[22],
        lines=tuple(_line(line, tuple(taxes.get(line[0], ()))) for line in tx.rows(_LINES, key)),
        taxes=_by_rate([tax for of_line in taxes.values() for tax in of_line]),
        tenders=tuple(
            BillTender(type=means, amount_minor=amount, reference=reference)
            for means, amount, reference in tx.rows(_TENDERS, key)
        ),
    )


def _line(row: Row, taxes: tuple[BillTax, ...]) -> NoteLine:
    return NoteLine(
        position=row[0],
        sale_line=row[1],
        sku=row[2],
        name=row[3],
        unit=row[4],
        quantity_milli=row[5],
        unit_price=Decimal(row[6]),
        discount_minor=row[7],
        bill_discount_minor=row[8],
        net_minor=row[9],
        tax_minor=row[10],
        gross_minor=row[11],
        to=row[12],
        taxes=taxes,
    )


def _tax(row: Row) -> BillTax:
    _, name, rate, per_unit, base, amount = row
    return BillTax(
        name=name,
        rate=None if rate is None else Decimal(rate),
        per_unit=None if per_unit is None else Decimal(per_unit),
        base_minor=base,
        amount_minor=amount,
    )


def _by_rate(taxes: Sequence[BillTax]) -> tuple[BillTax, ...]:
    """The taxes of the lines added up by name and rate, in the order of first appearance."""
    sums: dict[tuple[str, Decimal | None, Decimal | None], list[int]] = {}
    for tax in taxes:
        found = sums.setdefault((tax.name, tax.rate, tax.per_unit), [0, 0])
        found[0] += tax.base_minor
        found[1] += tax.amount_minor
    return tuple(
        BillTax(name=name, rate=rate, per_unit=per_unit, base_minor=base, amount_minor=amount)
        for (name, rate, per_unit), (base, amount) in sums.items()
    )
