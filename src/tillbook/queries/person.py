"""Everything that is held about one person, for the person to have (P23)."""

from __future__ import annotations

from tillbook.core.amounts import Currency, format_minor
from tillbook.core.quantity import format_quantity
from tillbook.db.statements import Tx, read_date, read_instant
from tillbook.queries.accounts import statement
from tillbook.queries.customers import details
from tillbook.queries.till import settings

Told = dict[str, object]
"""A part of the answer, as JSON: amounts as decimal strings, instants with their offset, ids as strings."""

_FAMILY = "(SELECT id FROM customer WHERE id = ? OR merged_into_id = ?)"
_BILLS = f"""SELECT s.posting_id, p.number, p.at, s.total_minor, c.name, c.email, c.phone
    FROM sale s JOIN posting p ON p.id = s.posting_id LEFT JOIN sale_customer c ON c.sale_id = s.posting_id
    WHERE s.customer_id IN {_FAMILY} ORDER BY s.posting_id"""  # noqa: S608  (constant)
_LINES = f"""SELECT l.sale_id, l.sku, l.name, l.quantity_milli, l.gross_minor FROM sale_line l
    JOIN sale s ON s.posting_id = l.sale_id
    WHERE s.customer_id IN {_FAMILY} ORDER BY l.sale_id, l.position"""  # noqa: S608  (our own names and marks)
_NOTES = f"""SELECT p.number, p.at, n.total_minor FROM credit_note n JOIN posting p ON p.id = n.posting_id
    WHERE n.customer_id IN {_FAMILY} ORDER BY n.posting_id"""  # noqa: S608  (our own names and marks)
_VOUCHERS = f"""SELECT kind, tail, balance_minor, expires_on FROM voucher
    WHERE customer_id IN {_FAMILY} ORDER BY id"""  # noqa: S608  (our own names and marks)
_MERGED = """SELECT id, code, name, email, phone FROM customer WHERE merged_into_id = ? ORDER BY id"""


def everything(tx: Tx, customer_id: int) -> Told:
    """A customer, what was merged into them, and every bill, credit note, payment and voucher in their name.

    Raises:
        CustomerNotFound
    """
    person = details(tx, customer_id)
    currency = settings(tx).currency
    family = (customer_id, customer_id)
    account = statement(tx, customer_id)
    return {
        "id": str(person.customer_id),
        "code": person.code,
        "name": person.name,
        "email": person.email,
        "phones": list(person.phones),
        "addresses": dict(person.addresses),
        "tax_number": person.tax_number,
        "price_list": person.price_list,
        "group": person.customer_group,
        "exempt_reason": person.exempt_reason,
        "consent_at": None if person.consent_at is None else person.consent_at.isoformat(),
        "credit_limit": format_minor(person.limit_minor, currency),
        "balance": format_minor(person.balance_minor, currency),
        "merged": [
            {"id": str(row[0]), "code": row[1] or "", "name": row[2], "email": row[3], "phone": row[4]}
            for row in tx.rows(_MERGED, (customer_id,))
        ],
        "bills": _bills(tx, family, currency),
        "credit_notes": [
            {"number": number, "at": read_instant(at).isoformat(), "total": format_minor(total, currency)}
            for number, at, total in tx.rows(_NOTES, family)
        ],
        "account": [
            {
                "number": line.number,
                "at": line.at.isoformat(),
                "amount": format_minor(line.amount_minor, currency),
                "balance": format_minor(line.balance_minor, currency),
            }
            for line in account.lines
        ],
        "vouchers": [
            {
                "kind": kind,
                "code_ends_in": tail,
                "balance": format_minor(balance, currency),
                "expires_on": None if expires_on is None else read_date(expires_on).isoformat(),
            }
            for kind, tail, balance, expires_on in tx.rows(_VOUCHERS, family)
        ],
    }


def _bills(tx: Tx, family: tuple[int, int], currency: Currency) -> list[Told]:
    lines: dict[int, list[Told]] = {}
    for sale_id, sku, name, milli, gross_minor in tx.rows(_LINES, family):
        line: Told = {
            "product": sku,
            "name": name,
            "quantity": format_quantity(milli),
            "gross": format_minor(gross_minor, currency),
        }
        lines.setdefault(sale_id, []).append(line)
    return [
        {
            "number": number,
            "at": read_instant(at).isoformat(),
            "total": format_minor(total_minor, currency),
            "name": name,
            "email": email,
            "phone": phone,
            "lines": lines.get(sale_id, []),
        }
        for sale_id, number, at, total_minor, name, email, phone in tx.rows(_BILLS, family)
    ]
