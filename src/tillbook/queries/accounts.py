"""What customers owe: their accounts now and then, statements, ageing; and what is left on a voucher.

A customer who was merged into another one is one person with them: an account is asked for with all that came
into it, so that a past day shows what the two owed together.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from tillbook.core.customer import AccountNow, OpenBillNow, VoucherNow
from tillbook.core.errors import Refusal
from tillbook.core.statement import Ageing, Statement, StatementLine
from tillbook.core.stored_value import code_hash, plain_code
from tillbook.db.statements import Tx, read_date, read_instant, stored_date

AGES = (0, 30, 60, 90)
"""The last day, counted from the bill's own, of each age but the oldest."""

_KEPT = "SELECT COALESCE(merged_into_id, id) FROM customer WHERE id = ? AND erased_at IS NULL"
_FAMILY = "(SELECT id FROM customer WHERE id = ? OR merged_into_id = ?)"
_ENTRIES = f"""SELECT e.at, e.business_date, p.kind, p.number, e.amount_minor, b.open_minor
    FROM account_entry e JOIN posting p ON p.id = e.posting_id
    LEFT JOIN open_bill b ON b.sale_id = e.posting_id
    WHERE e.account_id IN {_FAMILY} AND e.business_date >= ? AND e.business_date <= ? AND p.kind <> 'credit_limit'
    ORDER BY e.id"""  # noqa: S608  (constant)
_BEFORE = f"""SELECT COALESCE(SUM(amount_minor), 0) FROM account_entry
    WHERE account_id IN {_FAMILY} AND business_date < ?"""  # noqa: S608  (our own names and marks)
_OPEN_THEN = """SELECT b.account_id, b.business_date, b.amount_minor - COALESCE(
        (SELECT SUM(s.amount_minor) FROM settled s JOIN posting p ON p.id = s.posting_id
        WHERE s.sale_id = b.sale_id AND p.business_date <= ?), 0) AS open_then
    FROM open_bill b WHERE b.business_date <= ? ORDER BY b.sale_id"""
_OWED_THEN = """SELECT COALESCE(c.merged_into_id, c.id), SUM(e.amount_minor) FROM account_entry e
    JOIN customer c ON c.id = e.account_id WHERE e.business_date <= ?
    GROUP BY COALESCE(c.merged_into_id, c.id) HAVING SUM(e.amount_minor) <> 0
    ORDER BY COALESCE(c.merged_into_id, c.id)"""
_VOUCHERS = """SELECT v.kind, v.tail, v.balance_minor, v.expires_on, p.number, p.business_date, v.customer_id
    FROM voucher v JOIN posting p ON p.id = v.issued_by_id"""


class UnknownCustomer(Refusal):
    """There is no such customer, or they were erased."""

    code: ClassVar[str] = "unknown_customer"


class UnknownCode(Refusal):
    """No gift card or store credit has this code."""

    code: ClassVar[str] = "unknown_voucher"


def kept_customer(tx: Tx, customer_id: int) -> int:
    """This customer, or the one they were merged into.

    Raises:
        UnknownCustomer
    """
    row = tx.row(_KEPT, (customer_id,))
    if row is None:
        raise UnknownCustomer("There is no such customer, or they were erased; search by name, phone or e-mail.")
    return int(row[0])


def account_of(tx: Tx, customer_id: int) -> AccountNow:
    """The account of a customer who is kept; without one they owe nothing and may owe nothing."""
    row = tx.row("SELECT balance_minor, limit_minor FROM account WHERE customer_id = ?", (customer_id,))
    balance_minor, limit_minor = row or (0, 0)
    return AccountNow(customer_id=customer_id, balance_minor=balance_minor, limit_minor=limit_minor)


def anything_open(tx: Tx, customer_id: int) -> bool:
    """Whether a customer, or anybody who was merged into them, owes something or is owed."""
    question = f"SELECT 1 FROM account WHERE balance_minor <> 0 AND customer_id IN {_FAMILY} LIMIT 1"  # noqa: S608  (our own names and marks)
    return tx.row(question, (customer_id, customer_id)) is not None


def open_bill(tx: Tx, customer_id: int, number: str) -> int | None:
    """The sale of this number if something of it is open on this account."""
    row = tx.row(
        """SELECT b.sale_id FROM posting p JOIN open_bill b ON b.sale_id = p.id
        WHERE p.number = ? AND b.account_id = ? AND b.open_minor > 0""",
        (number, customer_id),
    )
    return None if row is None else int(row[0])


def open_bills(tx: Tx, customer_id: int) -> list[OpenBillNow]:
    """The open bills of an account, the oldest first."""
    rows = tx.rows(
        """SELECT b.sale_id, p.number, b.business_date, b.amount_minor, b.open_minor
        FROM open_bill b JOIN posting p ON p.id = b.sale_id
        WHERE b.account_id = ? AND b.open_minor > 0 ORDER BY b.business_date, b.sale_id""",
        (customer_id,),
    )
    return [
        OpenBillNow(sale_id=row[0], number=row[1], day=read_date(row[2]), amount_minor=row[3], open_minor=row[4])
        for row in rows
    ]


def statement(tx: Tx, customer_id: int, *, since: date | None = None, until: date | None = None) -> Statement:
    """An account's opening balance, every change with its document, and its closing balance.

    Raises:
        UnknownCustomer
    """
    customer_id = kept_customer(tx, customer_id)
    family = (customer_id, customer_id)
    first, last = stored_date(since or date.min), stored_date(until or date.max)
    before = tx.row(_BEFORE, (*family, first))
    assert before is not None, "an aggregate always answers"
    balance_minor = before[0]
    lines = []
    for at, day, kind, number, amount_minor, open_minor in tx.rows(_ENTRIES, (*family, first, last)):
        balance_minor += amount_minor
        lines.append(
            StatementLine(
                at=read_instant(at),
                day=read_date(day),
                kind=kind,
                number=number,
                amount_minor=amount_minor,
                balance_minor=balance_minor,
                open_minor=open_minor,
            )
        )
    return Statement(
        customer_id=customer_id,
        since=since,
        until=until,
        opening_minor=before[0],
        lines=tuple(lines),
        closing_minor=balance_minor,
    )


def ageing(tx: Tx, *, day: date) -> list[Ageing]:
    """Who owed what at the end of a business day, past or present, by the age of the bills; by name."""
    at = stored_date(day)
    limits = [day - timedelta(days=age) for age in AGES]
    ages: dict[int, list[int]] = {}
    for customer_id, bought, open_minor in tx.rows(_OPEN_THEN, (at, at)):
        if open_minor:
            place = sum([read_date(bought) < limit for limit in limits])
            ages.setdefault(customer_id, [0] * 5)[place] += open_minor
    balances: dict[int, int] = dict(tx.rows(_OWED_THEN, (at,)))
    names: dict[int, str] = dict(
        tx.rows("SELECT a.customer_id, c.name FROM account a JOIN customer c ON c.id = a.customer_id")
    )
    found = []
    for customer_id in sorted({*ages, *balances}):
        own = ages.get(customer_id, [0] * 5)
        balance_minor = balances.get(customer_id, 0)
        found.append(
            Ageing(
                customer_id=customer_id,
                name=names.get(customer_id, ""),
                ages_minor=(own[0], own[1], own[2], own[3], own[4]),
                owed_to_them_minor=sum(own) - balance_minor,
                balance_minor=balance_minor,
            )
        )
    return sorted(found, key=lambda each: (each.name.casefold(), each.customer_id))


def voucher(tx: Tx, code: str) -> VoucherNow:
    """What is left on the voucher of a code.

    Raises:
        UnknownCode
    """
    plain = plain_code(code)
    rows = [] if plain is None else tx.rows(f"{_VOUCHERS} WHERE v.code_hash = ?", (code_hash(plain),))
    if not rows:
        raise UnknownCode("No card has this code; read it again, letter by letter.", path="code")
    return _voucher(rows[0])


def vouchers(tx: Tx, *, empty_too: bool = False) -> list[VoucherNow]:
    """The vouchers that something is left on, in the order they were issued."""
    condition = "" if empty_too else " WHERE v.balance_minor > 0"
    return [_voucher(row) for row in tx.rows(f"{_VOUCHERS}{condition} ORDER BY v.id")]


def _voucher(row: tuple[object, ...]) -> VoucherNow:
    kind, tail, balance_minor, expires_on, number, day, customer_id = row
    return VoucherNow(
        kind=str(kind),
        tail=str(tail),
        balance_minor=int(str(balance_minor)),
        expires_on=None if expires_on is None else read_date(expires_on),
        issued_by=str(number),
        issued_on=read_date(day),
        customer_id=None if customer_id is None else int(str(customer_id)),
    )
