"""Customers as a sale meets them: found by code, phone or e-mail, else added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from tillbook.core.wanted import WantedCustomer
from tillbook.db.models import Customer, CustomerAdded
from tillbook.db.statements import Tx, insert_into, stored_instant

_FAMILY = "(SELECT id FROM customer WHERE id = ? OR merged_into_id = ?)"
_BLANK = f"""UPDATE customer SET code = NULL, name = '', email = '', phone = '', tax_number = '', price_list_id = NULL,
    customer_group = '', exempt_reason = '', consent_at = NULL, erased_at = ? WHERE id IN {_FAMILY}"""  # noqa: S608  (our own names and marks)
_FORGET = (
    f"DELETE FROM customer_phone WHERE customer_id IN {_FAMILY}",  # noqa: S608  (our own names and marks)
    f"DELETE FROM customer_address WHERE customer_id IN {_FAMILY}",  # noqa: S608  (our own names and marks)
    f"""UPDATE sale_customer SET name = '', email = '', phone = '', salt = ''
    WHERE sale_id IN (SELECT posting_id FROM sale WHERE customer_id IN {_FAMILY})""",  # noqa: S608  (our own names and marks)
    f"""DELETE FROM bill_mail WHERE posting_id IN
    (SELECT posting_id FROM sale WHERE customer_id IN {_FAMILY})""",  # noqa: S608  (our own names and marks)
    f"UPDATE customer_added SET request_hash = '' WHERE customer_id IN {_FAMILY}",  # noqa: S608  (our own names and marks)
    f"UPDATE sale SET customer_id = NULL WHERE customer_id IN {_FAMILY}",  # noqa: S608  (our own names and marks)
    f"UPDATE credit_note SET customer_id = NULL WHERE customer_id IN {_FAMILY}",  # noqa: S608  (our own names and marks)
    f"UPDATE voucher SET customer_id = NULL WHERE customer_id IN {_FAMILY}",  # noqa: S608  (our own names and marks)
)
_ADDED = insert_into(CustomerAdded, "client_id", "customer", "request_hash")
_INSERT = insert_into(Customer, "code", "name", "email", "phone", "tax_number", "customer_group", "exempt_reason")
# As `queries/customers.known` finds them; whoever was merged is the one that was kept.
_FIND = {
    "code": "SELECT MIN(id) FROM customer WHERE code = ?",
    "phone": """SELECT MIN(id) FROM (SELECT id FROM customer WHERE phone = ? AND phone <> ''
        UNION ALL SELECT customer_id FROM customer_phone WHERE phone = ?)""",
    "email": "SELECT MIN(id) FROM customer WHERE email = ? AND email <> ''",
    "name": """SELECT MIN(id) FROM customer
        WHERE name = ? AND phone = '' AND email = '' AND code IS NULL AND erased_at IS NULL""",
}
_KEPT = {
    key: f"SELECT COALESCE(merged_into_id, id) FROM customer WHERE id = ({question})"  # noqa: S608  (ours)
    for key, question in _FIND.items()
}


def find_or_add(tx: Tx, customer: WantedCustomer) -> int:
    """The id of this customer: the strongest part that is given decides who it is."""
    strongest = next(part for part in _FIND if getattr(customer, part) or part == "name")
    question = _KEPT[strongest]
    found = tx.row(question, (getattr(customer, strongest),) * question.count("?"))
    if found is not None:
        return int(found[0])
    return tx.insert(_INSERT, (customer.code or None, customer.name, customer.email, customer.phone, "", "", ""))


def write(tx: Tx, customer_id: int | None, columns: Mapping[str, object]) -> int:
    """Add a customer, or change columns of one; answer their id.

    Raises:
        django.db.IntegrityError: the code is another customer's.
    """
    names = list(columns)
    if customer_id is None:
        blank = {"name": "", "email": "", "phone": "", "tax_number": "", "customer_group": "", "exempt_reason": ""}
        filled = {**blank, **columns}
        sql = f"INSERT INTO customer ({', '.join(filled)}) VALUES ({', '.join('?' * len(filled))})"  # noqa: S608  (ours)
        return tx.insert(sql, list(filled.values()))
    if names:
        changes = ", ".join([f"{name} = ?" for name in names])
        tx.write(f"UPDATE customer SET {changes} WHERE id = ?", (*columns.values(), customer_id))  # noqa: S608  (ours)
    return customer_id


def note_added(tx: Tx, customer_id: int, *, client_id: str, request_hash: str) -> None:
    """Keep the id of the command that added a customer, so that a repeat of it adds nobody."""
    tx.write(_ADDED, (client_id, customer_id, request_hash))


def set_further_phones(tx: Tx, customer_id: int, phones: Sequence[str]) -> None:
    """Let a customer have these telephone numbers beside the first one, and no others."""
    tx.write("DELETE FROM customer_phone WHERE customer_id = ?", (customer_id,))
    rows = [(customer_id, phone) for phone in dict.fromkeys(phones)]
    if rows:
        tx.write_many("INSERT INTO customer_phone (customer_id, phone) VALUES (?, ?)", rows)


def set_address(tx: Tx, customer_id: int, purpose: str, address: str) -> None:
    """Give a customer an address for a purpose, in place of the one before; without an address, none."""
    tx.write("DELETE FROM customer_address WHERE customer_id = ? AND purpose = ?", (customer_id, purpose))
    if address:
        tx.write(
            "INSERT INTO customer_address (customer_id, purpose, address) VALUES (?, ?, ?)",
            (customer_id, purpose, address),
        )


def merge(tx: Tx, *, kept_id: int, other_id: int) -> None:
    """Let the kept customer stand for the other one, and for all who were merged into that one.

    What a customer is found by stays where it is, and leads to the kept one.
    """
    tx.write("UPDATE customer SET merged_into_id = ? WHERE id = ? OR merged_into_id = ?", (kept_id, other_id, other_id))
    tx.write("UPDATE voucher SET customer_id = ? WHERE customer_id = ?", (kept_id, other_id))


def erase(tx: Tx, customer_id: int, *, at: datetime) -> None:
    """Forget a customer, and all who were merged into them: only figures stay.

    Bills keep what was bought and lose who bought; the journal keeps a salted hash whose salt is gone.
    """
    for statement in _FORGET:
        tx.write(statement, (customer_id, customer_id))
    tx.write(_BLANK, (stored_instant(at), customer_id, customer_id))


def supplier_id(tx: Tx, name: str) -> int:
    """The id of the supplier of this name, added when new."""
    found = tx.row("SELECT id FROM supplier WHERE name = ?", (name,))
    return int(found[0]) if found else tx.insert("INSERT INTO supplier (name) VALUES (?)", (name,))
