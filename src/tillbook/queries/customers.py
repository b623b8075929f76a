"""Customers: who is meant, and what a sale needs to know of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from tillbook.core.customer import CustomerDetails
from tillbook.core.errors import Refusal
from tillbook.core.wanted import WantedCustomer
from tillbook.db.statements import Row, Tx, read_instant

FOUND_MAX = 50

# The keys stand in the order of their strength; a customer of that key who was merged stands for the kept one.
_KEYS = {
    "code": "SELECT MIN(id) FROM customer WHERE code = ?",
    "phone": """SELECT MIN(id) FROM (SELECT id FROM customer WHERE phone = ? AND phone <> ''
        UNION ALL SELECT customer_id FROM customer_phone WHERE phone = ?)""",
    "email": "SELECT MIN(id) FROM customer WHERE email = ? AND email <> ''",
    "name": """SELECT MIN(id) FROM customer
        WHERE name = ? AND phone = '' AND email = '' AND code IS NULL AND erased_at IS NULL""",
}
_NOW = "c.id, c.price_list_id, c.customer_group, c.exempt_reason, c.name, c.tax_number"
_KNOWN = {
    key: f"""SELECT {_NOW} FROM customer found JOIN customer c ON c.id = COALESCE(found.merged_into_id, found.id)
    WHERE found.id = ({question})"""  # noqa: S608  (constant columns)
    for key, question in _KEYS.items()
}


_DETAILS = """SELECT c.id, c.code, c.name, c.email, c.phone, c.tax_number, l.code, c.customer_group, c.exempt_reason,
    c.consent_at, a.balance_minor, a.limit_minor
    FROM customer c LEFT JOIN price_list l ON l.id = c.price_list_id LEFT JOIN account a ON a.customer_id = c.id"""
_LIVE = "c.merged_into_id IS NULL AND c.erased_at IS NULL"
_FOUND = rf"""{_DETAILS} WHERE {_LIVE} AND c.id IN (
    SELECT COALESCE(f.merged_into_id, f.id) FROM customer f WHERE f.name LIKE ? ESCAPE '\' OR f.name LIKE ? ESCAPE '\'
        OR f.email LIKE ? ESCAPE '\' OR f.code = ? OR f.phone = ? OR f.phone LIKE ? ESCAPE '\'
    UNION SELECT customer_id FROM customer_phone WHERE phone = ? OR phone LIKE ? ESCAPE '\')
    ORDER BY c.name, c.id LIMIT ?"""  # noqa: S608  (constant columns)
_OF_CODE = """SELECT kept.name, kept.email, kept.phone FROM customer found
    JOIN customer kept ON kept.id = COALESCE(found.merged_into_id, found.id) WHERE found.code = ?"""
_EXACT = """SELECT COALESCE(merged_into_id, id) FROM customer WHERE erased_at IS NULL AND (code = ? OR phone = ?
    OR phone = ? OR email = ? OR name = ?)
    UNION SELECT customer_id FROM customer_phone WHERE phone IN (?, ?) ORDER BY 1"""


class CustomerNotFound(Refusal):
    """Nobody is known by this."""

    code: ClassVar[str] = "unknown_customer"


class CustomerUnclear(Refusal):
    """More than one customer is known by this."""

    code: ClassVar[str] = "customer_unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNow:
    """What a sale needs to know of its customer; `price_list_id` is None where there is no list of their own."""

    customer_id: int
    price_list_id: int | None
    customer_group: str
    exempt_reason: str
    name: str
    tax_number: str


def known(tx: Tx, customer: WantedCustomer) -> CustomerNow | None:
    """The customer who is meant, or None where they are new: the strongest part that is given decides.

    A code before a phone before an e-mail; a name alone finds those of whom no more is known. Who was merged
    is the one that was kept. One SELECT.
    """
    key = strongest(customer)
    row = tx.row(_KNOWN[key], (getattr(customer, key),) * _KNOWN[key].count("?"))
    if row is None:
        return None
    customer_id, price_list_id, group, reason, name, tax_number = row
    return CustomerNow(
        customer_id=customer_id,
        price_list_id=price_list_id,
        customer_group=group,
        exempt_reason=reason,
        name=name,
        tax_number=tax_number,
    )


def who_bought(tx: Tx, number: str) -> WantedCustomer | None:
    """The customer of a bill, as they are known now; None where nobody was named, or who it was is erased."""
    row = tx.row(
        """SELECT kept.name, kept.email, kept.phone, kept.code FROM posting p JOIN sale s ON s.posting_id = p.id
        JOIN customer found ON found.id = s.customer_id
        JOIN customer kept ON kept.id = COALESCE(found.merged_into_id, found.id)
        WHERE p.number = ? AND kept.erased_at IS NULL""",
        (number,),
    )
    return None if row is None else WantedCustomer(name=row[0], email=row[1], phone=row[2], code=row[3] or "")


def named_in_full(tx: Tx, customer: WantedCustomer | None) -> WantedCustomer | None:
    """Who is named by a code with what else the shop knows of them; what was said besides stays as it was said.

    Raises:
        CustomerNotFound: nobody has this code; a sale makes no customer of a code.
    """
    if customer is None or not customer.code:
        return customer
    row = tx.row(_OF_CODE, (customer.code,))
    if row is None:
        raise CustomerNotFound(
            f"No customer has the code {customer.code!r}; find theirs with: tillbook customer list, or leave it out.",
            path="customer.code",
        )
    name, email, phone = row
    return replace(customer, name=customer.name or name, email=customer.email or email, phone=customer.phone or phone)


def strongest(customer: WantedCustomer) -> str:
    """The part by which a customer is found."""
    return next(part for part in _KEYS if getattr(customer, part) or part == "name")


def details(tx: Tx, customer_id: int) -> CustomerDetails:
    """All that is kept of a customer who was neither merged nor erased.

    Raises:
        CustomerNotFound
    """
    row = tx.row(f"{_DETAILS} WHERE {_LIVE} AND c.id = ?", (customer_id,))
    if row is None:
        raise _not_found(f"#{customer_id}")
    return _read(tx, [row])[0]


def find(tx: Tx, text: str, *, phone: str = "") -> list[CustomerDetails]:
    """Customers whose name, or a word of it, e-mail or phone begins like `text`, or whose code it is.

    `phone` is the text in E.164 where it can be a number; at most FOUND_MAX, by name. An empty text finds all.
    """
    words = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    digits = f"%{words}%" if words.lstrip("+").isdigit() else words
    number = phone or "-"  # nobody's: an empty one would be everybody's who has none
    values = (f"{words}%", f"% {words}%", f"{words}%", text, number, digits, number, digits, FOUND_MAX)
    return _read(tx, tx.rows(_FOUND, values))


def the_one(tx: Tx, text: str, *, phone: str = "") -> CustomerDetails:
    """The one customer of this id (`#12`), code, phone, e-mail or whole name; of one who was merged, the kept one.

    Raises:
        CustomerNotFound, CustomerUnclear: naming the ids there are.
    """
    if text.startswith("#") and text[1:].isdecimal() and len(text) < 20:
        kept = tx.rows("SELECT COALESCE(merged_into_id, id) FROM customer WHERE id = ?", (int(text[1:]),))
    else:
        # An empty phone finds nobody.
        other = phone or text
        kept = tx.rows(_EXACT, (text, text, other, text, text, text, other)) if text else []
    if not kept:
        raise _not_found(text)
    if len(kept) > 1:
        ids = ", ".join([f"#{row[0]}" for row in kept[:10]])
        raise CustomerUnclear(f"{len(kept)} customers are known by {text[:60]!r}: say which one of {ids}.")
    return details(tx, kept[0][0])


def _not_found(text: str) -> Refusal:
    return CustomerNotFound(f"No customer is known by {text[:60]!r}; search with: tillbook customer list TEXT")


def _read(tx: Tx, rows: list[Row]) -> list[CustomerDetails]:
    """Customers with their further phones and their addresses."""
    marks = ", ".join("?" * len(rows))
    ids = [row[0] for row in rows]
    phones: dict[int, list[str]] = {}
    for customer_id, number in tx.rows(
        f"SELECT customer_id, phone FROM customer_phone WHERE customer_id IN ({marks}) ORDER BY id",  # noqa: S608  (our own names and marks)
        ids,
    ):
        phones.setdefault(customer_id, []).append(number)
    addresses: dict[int, list[tuple[str, str]]] = {}
    for customer_id, purpose, address in tx.rows(
        f"""SELECT customer_id, purpose, address FROM customer_address
        WHERE customer_id IN ({marks}) ORDER BY customer_id, purpose""",  # noqa: S608  (our own names and marks)
        ids,
    ):
        addresses.setdefault(customer_id, []).append((purpose, address))
    return [
        CustomerDetails(
            customer_id=row[0],
            code=row[1] or "",
            name=row[2],
            email=row[3],
            phones=tuple([number for number in (row[4], *phones.get(row[0], ())) if number]),
            addresses=tuple(addresses.get(row[0], ())),
            tax_number=row[5],
            price_list=row[6] or "",
            customer_group=row[7],
            exempt_reason=row[8],
            consent_at=None if row[9] is None else read_instant(row[9]),
            balance_minor=row[10] or 0,
            limit_minor=row[11] or 0,
        )
        for row in rows
    ]
