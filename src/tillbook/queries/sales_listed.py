"""Sales as they are looked through: the latest first, by number, by who bought, or of a day; a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from tillbook.core.amounts import Currency
from tillbook.db.statements import Row, Tx, read_instant, stored_date
from tillbook.queries.bills import UnknownBill

SEQUENCE_DIGITS_MAX: Final = 12
CUSTOMERS_MAX: Final = 500

Returned = Literal["none", "part", "all"]

_LISTED = """SELECT s.posting_id, p.number, p.at, s.total_minor, s.currency, COALESCE(c.name, ''), r.code, f.name,
    (SELECT COALESCE(SUM(l.quantity_milli), 0) FROM sale_line l WHERE l.sale_id = s.posting_id),
    (SELECT COALESCE(SUM(b.returned_milli), 0) FROM returned_line b WHERE b.sale_id = s.posting_id)
    FROM sale s JOIN posting p ON p.id = s.posting_id JOIN register r ON r.id = s.register_id
    JOIN staff f ON f.id = p.staff_id LEFT JOIN sale_customer c ON c.sale_id = s.posting_id"""
_PAGE = "s.posting_id < ? ORDER BY s.posting_id DESC LIMIT ?"
_BEHIND_ALL: Final = 2**63 - 1
_OF_DAY = "s.posting_id IN (SELECT id FROM posting WHERE business_date = ? AND kind = 'sale')"
_BUYER = rf"""SELECT k.id FROM customer k WHERE COALESCE(k.merged_into_id, k.id) IN (
    SELECT COALESCE(n.merged_into_id, n.id) FROM customer n
        WHERE n.name LIKE ? ESCAPE '\' OR n.name LIKE ? ESCAPE '\' OR n.email = ? OR n.code = ?
        OR (n.phone <> '' AND n.phone LIKE ? ESCAPE '\')
    UNION SELECT COALESCE(m.merged_into_id, m.id) FROM customer_phone o JOIN customer m ON m.id = o.customer_id
        WHERE o.phone LIKE ? ESCAPE '\') LIMIT {CUSTOMERS_MAX}"""  # noqa: S608  (a number of ours)
_SEARCHED = f"""s.posting_id IN (
    SELECT id FROM posting WHERE number >= ? AND number < ? AND kind = 'sale'
    UNION SELECT id FROM posting WHERE sequence = ? AND series_id IN (SELECT id FROM series WHERE kind = 'sale')
    UNION SELECT posting_id FROM sale WHERE customer_id IN ({_BUYER}))"""  # noqa: S608  (our own names)
_OF_CODE = """s.posting_id IN (SELECT posting_id FROM sale WHERE customer_id IN (
    SELECT k.id FROM customer k JOIN customer n ON COALESCE(k.merged_into_id, k.id) = COALESCE(n.merged_into_id, n.id)
    WHERE n.code = ?))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleListed:
    """A sale in a list; `customer` is the name on its bill, `by` who sold it."""

    posting_id: int
    number: str
    posted_at: datetime
    total_minor: int
    currency: Currency
    customer: str
    register: str
    by: str
    returned: Returned


def sales_listed(
    tx: Tx,
    *,
    search: str = "",
    phone: str = "",
    customer: str = "",
    day: date | None = None,
    before: int | None,
    limit: int,
) -> list[SaleListed]:
    """The newest sales before the one of an id, at most so many; one SELECT.

    `search` is the beginning of a number or its last figures, of a word of who bought, or a part of their phone,
    `phone` the same in E.164 where it can be a number; `customer` the code of one.
    """
    conditions: list[str] = []
    values: list[Any] = []
    if search:
        conditions.append(_SEARCHED)
        values += _searched(search, phone)
    if customer:
        conditions.append(_OF_CODE)
        values.append(customer)
    if day is not None:
        conditions.append(_OF_DAY)
        values.append(stored_date(day))
    where = " AND ".join([*conditions, _PAGE])
    rows = tx.rows(f"{_LISTED} WHERE {where}", (*values, _BEHIND_ALL if before is None else before, limit))
    return [_listed(row) for row in rows]


def number_of(tx: Tx, client_id: str) -> str:
    """The number of the sale that a client's id posted.

    Raises:
        UnknownBill
    """
    row = tx.row("SELECT number FROM posting WHERE client_id = ? AND kind = 'sale'", (client_id,))
    if row is None:
        raise UnknownBill("No sale has this id: it was not posted, and may be sent again.", path="id")
    return str(row[0])


def posting_of(tx: Tx, number: str) -> int:
    """The id of the sale of this number.

    Raises:
        UnknownBill
    """
    row = tx.row("SELECT id FROM posting WHERE number = ? AND kind = 'sale'", (number,))
    if row is None:
        raise UnknownBill(f"There is no bill {number[:40]}; check the number on the paper.", path="number")
    return int(row[0])


def _searched(search: str, phone: str) -> list[Any]:
    """What `_SEARCHED` asks for."""
    words = search.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    digits = "".join(character for character in search if character in "0123456789")
    sequence = int(digits) if digits == search and len(digits) <= SEQUENCE_DIGITS_MAX else -1
    number = phone or (f"%{digits}%" if len(digits) >= 3 and not search.strip("+0123456789 -()") else "-")
    return [search, f"{search}\U0010ffff", sequence, f"{words}%", f"% {words}%", search, search, number, number]


def _listed(row: Row) -> SaleListed:
    posting_id, number, at, total_minor, currency, customer, register, by, sold, back = row
    return SaleListed(
        posting_id=posting_id,
        number=number,
        posted_at=read_instant(at),
        total_minor=total_minor,
        currency=Currency.of(currency),
        customer=customer,
        register=register,
        by=by,
        returned="none" if not back else "all" if back >= sold else "part",
    )
