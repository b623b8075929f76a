"""Customers as a sale meets them: found by code, phone or e-mail, else added."""

from __future__ import annotations

from tillbook.core.wanted import WantedCustomer
from tillbook.db.models import Customer
from tillbook.db.statements import Tx, insert_into

_INSERT = insert_into(Customer, "code", "name", "email", "phone")
_FIND = {
    "code": "SELECT MIN(id) FROM customer WHERE code = ?",
    "phone": "SELECT MIN(id) FROM customer WHERE phone = ? AND phone <> ''",
    "email": "SELECT MIN(id) FROM customer WHERE email = ? AND email <> ''",
    "name": "SELECT MIN(id) FROM customer WHERE name = ? AND phone = '' AND email = '' AND code IS NULL",
}


def find_or_add(tx: Tx, customer: WantedCustomer) -> int:
    """The id of this customer: the strongest part that is given decides who it is."""
    strongest = next(part for part in _FIND if getattr(customer, part) or part == "name")
    found = tx.row(_FIND[strongest], (getattr(customer, strongest),))
    if found is not None and found[0] is not None:
        return int(found[0])
    return tx.insert(_INSERT, (customer.code or None, customer.name, customer.email, customer.phone))


def supplier_id(tx: Tx, name: str) -> int:
    """The id of the supplier of this name, added when new."""
    found = tx.row("SELECT id FROM supplier WHERE name = ?", (name,))
    return int(found[0]) if found else tx.insert("INSERT INTO supplier (name) VALUES (?)", (name,))
