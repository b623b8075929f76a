"""Everything that is held about one person, for the person to have (P23)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from tillbook.core.amounts import Currency, format_minor
from tillbook.core.quantity import format_quantity
from tillbook.core.wanted import WantedCustomer
from tillbook.db.statements import Tx, read_date, read_instant
from tillbook.queries.accounts import statement
from tillbook.queries.customers import details, known
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

_PARTS = f"SELECT name, email, phone, code FROM customer WHERE id IN {_FAMILY}"  # noqa: S608  (our own names and marks)
_PHONES = f"SELECT phone FROM customer_phone WHERE customer_id IN {_FAMILY}"  # noqa: S608  (our own names and marks)
_WHO = ("name", "email", "phone", "code")
_CARTS = """SELECT c.client_id, c.content, c.name, EXISTS (SELECT 1 FROM posting p WHERE p.client_id = c.client_id)
    FROM cart c ORDER BY c.client_id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CartNaming:
    """A cart in the table that a person may stand in.

    `is_theirs`: it leads to them. `names_them`: it does, or holds their name and nothing that leads to anybody else.
    `put_aside_as_them`: their name is in the one that it was put aside under. `posted`: it is a sale already.
    """

    client_id: str
    name: str
    content: dict[str, Any]
    is_theirs: bool
    names_them: bool
    put_aside_as_them: bool
    posted: bool


def carts_naming(tx: Tx, customer_id: int) -> list[CartNaming]:
    """The carts that a customer, or who was merged into them, stands in."""
    family = (customer_id, customer_id)
    rows = tx.rows(_PARTS, family)
    leads = {part for row in rows for part in row[1:] if part} | {row[0] for row in tx.rows(_PHONES, family)}
    names = {row[0].casefold() for row in rows if row[0]}
    said = [rf"(?<!\w){re.escape(part.casefold())}(?!\w)" for part in sorted(names | leads)]
    anything_of_them = re.compile("|".join(said) or r"(?!)")
    found = []
    for client_id, text, name, posted in tx.rows(_CARTS):
        content = json.loads(text)
        buyer = WantedCustomer(**dict(zip(_WHO, content["customer"], strict=True)))
        others = {buyer.email, buyer.phone, buyer.code} - {""}
        kept = known(tx, buyer) if buyer.name and not others else None
        is_theirs = not leads.isdisjoint(others) or (kept is not None and kept.customer_id == customer_id)
        one = CartNaming(
            client_id=client_id,
            name=name,
            content=content,
            is_theirs=is_theirs,
            names_them=is_theirs or (not others and buyer.name.casefold() in names),
            put_aside_as_them=bool(name) and (is_theirs or anything_of_them.search(name.casefold()) is not None),
            posted=bool(posted),
        )
        if one.names_them or one.put_aside_as_them:
            found.append(one)
    return found


def everything(tx: Tx, customer_id: int) -> Told:
    """A customer, what was merged into them, and every bill, credit note, payment, voucher and cart in their name.

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
        "carts": [
            {
                "id": cart.client_id,
                "put_aside_as": cart.name,
                "customer": dict(zip(_WHO, cart.content["customer"], strict=True)),
                "lines": [{"product": line[0], "quantity": format_quantity(line[1])} for line in cart.content["lines"]],
            }
            for cart in carts_naming(tx, customer_id)
            if cart.is_theirs
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
