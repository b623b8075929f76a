"""A posted sale as its bill shows it, from the stored figures alone (P1)."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import ClassVar

from tillbook.core.amounts import Currency
from tillbook.core.bill import Bill, BillCustomer, BillLine, BillPromotion, BillTax, BillTender
from tillbook.core.errors import Refusal
from tillbook.db.statements import Row, Tx, read_date, read_instant


class UnknownBill(Refusal):
    """No sale has this number."""

    code: ClassVar[str] = "unknown_bill"


_SALE = """SELECT p.id, p.client_id, p.number, r.code, p.at, p.business_date, h.name, h.address, h.tax_number,
    s.currency, h.locale, h.country, h.timezone, s.prices_include_tax, s.tax_rounding, s.rounding_mode,
    s.cash_increment_minor, f.name, s.discount_minor, s.net_minor, s.tax_minor, s.total_minor, s.cash_rounding_minor,
    s.due_minor, s.tendered_minor, s.change_minor, j.hash, c.name, c.email, c.phone
    FROM sale s JOIN posting p ON p.id = s.posting_id JOIN register r ON r.id = s.register_id
    JOIN shop h ON h.id = 1 JOIN staff f ON f.id = p.staff_id JOIN journal_entry j ON j.posting_id = p.id
    LEFT JOIN sale_customer c ON c.sale_id = s.posting_id"""
_LINES = """SELECT position, sku, name, unit, quantity_milli, unit_price, discount_minor, bill_discount_minor,
    net_minor, tax_minor, gross_minor, wanted_milli FROM sale_line WHERE sale_id = ? ORDER BY position"""
_LINE_TAXES = """SELECT line_position, name, rate, per_unit, base_minor, amount_minor FROM sale_line_tax
    WHERE sale_id = ? ORDER BY line_position, position"""
_TAXES = """SELECT 0, name, rate, per_unit, base_minor, amount_minor FROM sale_tax
    WHERE sale_id = ? ORDER BY position"""
_PROMOTIONS = """SELECT line_position, name, amount_minor FROM sale_promotion
    WHERE sale_id = ? ORDER BY line_position, position"""
_TENDERS = "SELECT type, amount_minor, reference FROM sale_tender WHERE sale_id = ? ORDER BY position"


def bill(tx: Tx, number: str) -> Bill:
    """The bill of this number.

    Raises:
        UnknownBill
    """
    row = tx.row(f"{_SALE} WHERE p.number = ?", (number,))
    if row is None:
        raise UnknownBill(f"There is no bill {number}; check the number on the paper.", path="number")
    return _bill(tx, row)


def bill_of(tx: Tx, posting_id: int) -> Bill:
    """The bill of a posted sale."""
    row = tx.row(f"{_SALE} WHERE p.id = ?", (posting_id,))
    assert row is not None, "a sale was posted under this id"
    return _bill(tx, row)


def _bill(tx: Tx, row: Row) -> Bill:
    key = (row[0],)
    line_taxes: dict[int, list[BillTax]] = {}
    for tax in tx.rows(_LINE_TAXES, key):
        line_taxes.setdefault(tax[0], []).append(_tax(tax))
    promotions: dict[int, list[BillPromotion]] = {}
    for position, name, amount_minor in tx.rows(_PROMOTIONS, key):
        promotions.setdefault(position, []).append(BillPromotion(name=name, amount_minor=amount_minor))
    return Bill(
        id=row[1],
        number=row[2],
        register=row[3],
        posted_at=read_instant(row[4]),
        business_date=read_date(row[5]),
        shop_name=row[6],
        shop_address=row[7],
        shop_tax_number=row[8],
        currency=Currency.of(row[9]),
        locale=row[10],
        country=row[11],
        timezone=row[12],
        prices_include_tax=bool(row[13]),
        tax_rounding=row[14],
        rounding_mode=row[15],
        cash_increment_minor=row[16],
        cashier=row[17],
        discount_minor=row[18],
        net_minor=row[19],
        tax_minor=row[20],
        total_minor=row[21],
        cash_rounding_minor=row[22],
        due_minor=row[23],
        tendered_minor=row[24],
        change_minor=row[25],
        journal_hash=row[26],
        customer=None if row[27] is None else BillCustomer(name=row[27], email=row[28], phone=row[29]),
        lines=tuple([_line(line, line_taxes, promotions) for line in tx.rows(_LINES, key)]),
        taxes=tuple([_tax(tax) for tax in tx.rows(_TAXES, key)]),
        tenders=tuple(
            [BillTender(type=kind, amount_minor=minor, reference=ref) for kind, minor, ref in tx.rows(_TENDERS, key)]
        ),
    )


@lru_cache(maxsize=65536)
def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _line(row: Row, taxes: dict[int, list[BillTax]], promotions: dict[int, list[BillPromotion]]) -> BillLine:
    return BillLine(
        position=row[0],
        sku=row[1],
        name=row[2],
        unit=row[3],
        quantity_milli=row[4],
        unit_price=Decimal(row[5]),
        discount_minor=row[6],
        bill_discount_minor=row[7],
        net_minor=row[8],
        tax_minor=row[9],
        gross_minor=row[10],
        wanted_milli=row[11],
        taxes=tuple(taxes.get(row[0], ())),
        promotions=tuple(promotions.get(row[0], ())),
    )


def _tax(row: Row) -> BillTax:
    return BillTax(
        name=row[1], rate=_decimal(row[2]), per_unit=_decimal(row[3]), base_minor=row[4], amount_minor=row[5]
    )
