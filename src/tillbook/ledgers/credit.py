"""Stored value taken and given: customers' accounts, gift cards, store credit (P13).

Every change of a balance is an UPDATE that carries its own condition, so that tills which redeem at once can
neither overspend a voucher nor go beyond a limit. Accounts come before vouchers, each in the order of their ids.

What a customer owes and what is open of their bills stay in step: open bills add up to the balance, or to 0
where the shop owes the customer. So what was paid too much settles the next bill in the moment it is bought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from tillbook.core.amounts import AMOUNT_MINOR_MAX
from tillbook.core.chain import Plain, canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.posting import Numbered, Stamp
from tillbook.core.stored_value import CREDIT, VOUCHERS, grouped, shown_tail, tail_of
from tillbook.core.tender import Tendered
from tillbook.db.models import Account, AccountEntry, OpenBill, Settled
from tillbook.db.statements import Tx, insert_into, stored_date, stored_instant
from tillbook.ledgers import vouchers
from tillbook.ledgers.documents import Document
from tillbook.ledgers.vouchers import CodeTaken, NewVoucher, Redeemed

OPEN_BILLS_A_PAGE = 500

_KEPT = "SELECT COALESCE(merged_into_id, id) FROM customer WHERE id = ?"
_BORROW = """UPDATE account SET balance_minor = balance_minor + ?
    WHERE customer_id = ? AND balance_minor + ? <= limit_minor"""
_LIMIT = "UPDATE account SET limit_minor = ? WHERE customer_id = ?"
_OPEN_BEYOND = """SELECT (SELECT COALESCE(SUM(b.open_minor), 0) FROM open_bill b
        WHERE b.account_id = a.customer_id AND b.open_minor > 0)
    - CASE WHEN a.balance_minor > 0 THEN a.balance_minor ELSE 0 END FROM account a WHERE a.customer_id = ?"""
_BALANCE = "SELECT balance_minor, limit_minor FROM account WHERE customer_id = ?"
_LOWER = "UPDATE account SET balance_minor = balance_minor - ? WHERE customer_id = ?"
_OPEN_ACCOUNT = insert_into(Account)
_ACCOUNT_ENTRY = insert_into(AccountEntry, "account", "posting", "amount_minor", "at", "business_date")
_OPEN_BILL = insert_into(OpenBill)
_OPEN_BILLS = """SELECT sale_id, open_minor FROM open_bill WHERE account_id = ? AND open_minor > 0
    ORDER BY business_date, sale_id LIMIT ?"""
_ONE_OPEN = "SELECT sale_id, open_minor FROM open_bill WHERE sale_id = ? AND account_id = ? AND open_minor > 0"
_LOWER_OPEN = "UPDATE open_bill SET open_minor = open_minor - ? WHERE sale_id = ? AND open_minor >= ?"
_SETTLED = insert_into(Settled, "sale", "posting", "amount_minor")


class BadLimit(Refusal):
    """A limit below 0 or beyond what is stored, or an id too long."""

    code: ClassVar[str] = "bad_limit"


class CustomerNeeded(Refusal):
    """Credit is somebody's, and nobody is named."""

    code: ClassVar[str] = "customer_needed"


class CreditExceeded(Refusal):
    """The customer would owe more than their limit."""

    code: ClassVar[str] = "credit_exceeded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Stored value that was taken, to be entered under a posting of the same transaction.

    `tenders` are those of the command as they may be stored: of a code only its end. `vouchers` are
    (id, amount taken) in the order of ids.
    """

    tenders: tuple[Tendered, ...]
    account_id: int | None = None
    credit_minor: int = 0
    prepaid_minor: int = 0
    """How much of the credit the customer had paid before."""
    vouchers: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Stored value that was given back, to be entered under a posting of the same transaction.

    `tenders` as they may be stored; `codes` of new vouchers, which are shown once and kept nowhere.
    """

    tenders: tuple[Tendered, ...]
    codes: tuple[str, ...] = ()
    account_id: int | None = None
    credit_minor: int = 0
    sale_id: int | None = None
    customer_id: int | None = None
    vouchers: tuple[NewVoucher, ...] = ()


def take(tx: Tx, tenders: Sequence[Tendered], *, customer_id: int | None, day: date) -> Taken:
    """Take what the tenders name of stored value: first off accounts, then off vouchers; without any, nothing.

    Raises:
        CustomerNeeded, CreditExceeded, UnknownVoucher, VoucherEmpty, VoucherExpired: with the tender's path; all
        is undone with the transaction.
    """
    stored = list(tenders)
    credit_minor = sum([tender.amount_minor for tender in tenders if tender.type == CREDIT])
    account_id = None
    prepaid_minor = 0
    if credit_minor:
        path = _path(next(place for place, tender in enumerate(tenders) if tender.type == CREDIT))
        account_id = _account_of(tx, customer_id, path)
        prepaid_minor = _borrow(tx, account_id, credit_minor, path)
    wanted: dict[int, Redeemed] = {}
    for place, tender in enumerate(tenders):
        if tender.type in VOUCHERS:
            found = vouchers.find(tx, tender.reference, day=day, path=_path(place))
            stored[place] = replace(tender, type=found.kind, reference=shown_tail(found.tail))
            one = wanted.setdefault(found.voucher_id, found)
            one.taken_minor += tender.amount_minor
    used = [wanted[voucher_id] for voucher_id in sorted(wanted)]
    for one in used:
        vouchers.redeem(tx, one)
    return Taken(
        tenders=tuple(stored),
        account_id=account_id,
        credit_minor=credit_minor,
        prepaid_minor=prepaid_minor,
        vouchers=tuple([(one.voucher_id, one.taken_minor) for one in used if one.taken_minor]),
    )


def enter(tx: Tx, taken: Taken, *, posting_id: int, at: datetime, day: date, sale: bool) -> None:
    """Record what was taken under its posting; of a `sale` on credit, the bill that is now open.

    A sale has its rows before this is called.
    """
    if taken.account_id is not None:
        _enter_account(tx, taken.account_id, taken.credit_minor, posting_id=posting_id, at=at, day=day)
        if sale:
            open_minor = taken.credit_minor - taken.prepaid_minor
            bill = (posting_id, taken.account_id, stored_date(day), taken.credit_minor, open_minor)
            tx.write(_OPEN_BILL, bill)
            if taken.prepaid_minor:
                tx.write(_SETTLED, (posting_id, posting_id, taken.prepaid_minor))
    for voucher_id, amount_minor in taken.vouchers:
        vouchers.enter(tx, voucher_id, -amount_minor, posting_id=posting_id)


def give(tx: Tx, tenders: Sequence[Tendered], *, customer_id: int | None, sale_id: int | None) -> Given:
    """Give money back as stored value: `credit` lowers what the customer owes, or lets the shop owe them;
    `store_credit` makes a new voucher, as does `gift_card`.

    `sale_id` is the bill that is settled first. A voucher's reference may bring the code that its face made, so
    that a repeat shows the same one; else a code is made here.

    Raises:
        CustomerNeeded, UnknownVoucher, CodeTaken: with the tender's path; all is undone with the transaction.
    """
    stored = list(tenders)
    credit_minor = sum([tender.amount_minor for tender in tenders if tender.type == CREDIT])
    account_id = None
    if credit_minor:
        path = _path(next(place for place, tender in enumerate(tenders) if tender.type == CREDIT))
        account_id = _account_of(tx, customer_id, path)
        lower(tx, account_id, credit_minor)
    new: list[NewVoucher] = []
    for place, tender in enumerate(tenders):
        if tender.type in VOUCHERS:
            plain = vouchers.free_code(tx, tender.reference, path=_path(place))
            if any(plain == voucher.plain for voucher in new):
                raise CodeTaken("Two cards cannot have one code; take another card.", path=_path(place))
            new.append(NewVoucher(kind=tender.type, plain=plain, amount_minor=tender.amount_minor))
            stored[place] = replace(tender, reference=shown_tail(tail_of(plain)))
    return Given(
        tenders=tuple(stored),
        codes=tuple([grouped(voucher.plain) for voucher in new]),
        account_id=account_id,
        credit_minor=credit_minor,
        sale_id=sale_id,
        customer_id=customer_id,
        vouchers=tuple(new),
    )


def enter_given(tx: Tx, given: Given, *, posting_id: int, at: datetime, day: date) -> None:
    """Record what was given under its posting, settle open bills with it, issue its vouchers."""
    if given.account_id is not None:
        _enter_account(tx, given.account_id, -given.credit_minor, posting_id=posting_id, at=at, day=day)
        settle_bills(tx, given.account_id, given.credit_minor, posting_id=posting_id, first_sale_id=given.sale_id)
    for voucher in given.vouchers:
        vouchers.issue(tx, voucher, customer_id=given.customer_id, posting_id=posting_id)


def lower(tx: Tx, account_id: int, amount_minor: int) -> None:
    """Let a customer owe so much less; one who never had an account gets one, without a limit to buy on."""
    if tx.write(_LOWER, (amount_minor, account_id)) == 0:
        tx.write(_OPEN_ACCOUNT, (account_id, -amount_minor, 0))


def enter_paid(tx: Tx, account_id: int, amount_minor: int, *, posting_id: int, at: datetime, day: date) -> None:
    """Record that an account was lowered by so much."""
    _enter_account(tx, account_id, -amount_minor, posting_id=posting_id, at=at, day=day)


def set_limit(tx: Tx, account_id: int, limit_minor: int) -> None:
    """Let a customer owe up to so much."""
    if tx.write(_LIMIT, (limit_minor, account_id)) == 0:
        tx.write(_OPEN_ACCOUNT, (account_id, 0, limit_minor))


def require_limit(limit_minor: int, *, path: str = "limit") -> None:
    """Raises: BadLimit."""
    if not 0 <= limit_minor <= AMOUNT_MINOR_MAX:
        raise BadLimit("A limit is 0 or more, and below 10^12 minor units.", path=path)


def limit_hash(customer_id: int, limit_minor: int) -> str:
    """What a posting that sets this limit is told from others by."""
    return digest(canonical(["credit limit", str(customer_id), limit_minor]))


def post_limit(tx: Tx, header: Stamp, account_id: int, *, before_minor: int, limit_minor: int) -> Numbered:
    """Let a customer owe up to so much, and journal it by their id."""
    set_limit(tx, account_id, limit_minor)
    told: dict[str, Plain] = {"customer": str(account_id), "from_minor": before_minor, "limit_minor": limit_minor}
    return Document(tx, header, location_codes={}).close(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """An account that went into another one: what it owed, and the limit that now holds for both."""

    kept_id: int
    other_id: int
    balance_minor: int
    limit_minor: int


def join(tx: Tx, *, kept_id: int, other_id: int) -> Joined | None:
    """Move what one customer owes to another, who keeps the greater of both limits; None without an account."""
    found = {
        account_id: row
        for account_id in sorted((kept_id, other_id))
        if (row := tx.row(_BALANCE, (account_id,))) is not None
    }
    if other_id not in found:
        return None
    balance_minor, other_limit = found[other_id]
    kept_limit = found[kept_id][1] if kept_id in found else 0
    limit_minor = max(kept_limit, other_limit)
    lower(tx, kept_id, -balance_minor)
    lower(tx, other_id, balance_minor)
    set_limit(tx, kept_id, limit_minor)
    set_limit(tx, other_id, 0)
    return Joined(kept_id=kept_id, other_id=other_id, balance_minor=balance_minor, limit_minor=limit_minor)


def enter_joined(tx: Tx, joined: Joined, *, posting_id: int, at: datetime, day: date) -> None:
    """Record under its posting that an account went into another one; its open bills go with it.

    Where one of the two was owed, that settles the oldest bills of the other.
    """
    if joined.balance_minor:
        moved = joined.balance_minor
        _enter_account(tx, joined.other_id, -moved, posting_id=posting_id, at=at, day=day)
        _enter_account(tx, joined.kept_id, moved, posting_id=posting_id, at=at, day=day)
    tx.write("UPDATE open_bill SET account_id = ? WHERE account_id = ?", (joined.kept_id, joined.other_id))
    row = tx.row(_OPEN_BEYOND, (joined.kept_id,))
    assert row is not None, "the kept account was just written"
    if row[0] > 0:
        settle_bills(tx, joined.kept_id, row[0], posting_id=posting_id)


def settle_bills(
    tx: Tx, account_id: int, amount_minor: int, *, posting_id: int, first_sale_id: int | None = None
) -> list[tuple[int, int]]:
    """Settle open bills of an account: one by name first, then the oldest; answer (sale id, amount) of each.

    What is left when no bill is open stays with the account.
    """
    settled: list[tuple[int, int]] = []
    left = amount_minor
    if first_sale_id is not None:
        left = _settle(tx, tx.rows(_ONE_OPEN, (first_sale_id, account_id)), left, posting_id, settled)
    while left and (page := tx.rows(_OPEN_BILLS, (account_id, OPEN_BILLS_A_PAGE))):
        left = _settle(tx, page, left, posting_id, settled)
    return settled


def _path(place: int) -> str:
    return f"tenders[{place}]"


def _account_of(tx: Tx, customer_id: int | None, path: str) -> int:
    """The account of a customer, or of whom they were merged into."""
    if customer_id is None:
        raise CustomerNeeded("Credit needs a customer; name who buys, or take another tender.", path=path)
    row = tx.row(_KEPT, (customer_id,))
    assert row is not None, "the customer was just found"
    return int(row[0])


def _borrow(tx: Tx, account_id: int, amount_minor: int, path: str) -> int:
    """Let a customer owe so much more; answer how much of it they had paid before."""
    borrowed = tx.write(_BORROW, (amount_minor, account_id, amount_minor))
    row = tx.row(_BALANCE, (account_id,))
    if not borrowed:
        raise _exceeded(tx, row, path)
    assert row is not None, "the account was just updated"
    before_minor = row[0] - amount_minor
    return min(-before_minor, amount_minor) if before_minor < 0 else 0


def _exceeded(tx: Tx, row: Sequence[int] | None, path: str) -> Refusal:
    left = 0 if row is None else max(row[1] - row[0], 0)
    if not left:
        return CreditExceeded(
            "This customer has no credit left; take another tender, or have their limit raised.", path=path
        )
    money = vouchers.money_text(tx, left)
    return CreditExceeded(
        f"This customer has {money} of credit left; take at most that, and the rest by another tender.", path=path
    )


def _enter_account(tx: Tx, account_id: int, amount_minor: int, *, posting_id: int, at: datetime, day: date) -> None:
    tx.write(_ACCOUNT_ENTRY, (account_id, posting_id, amount_minor, stored_instant(at), stored_date(day)))


def _settle(tx: Tx, bills: Sequence[Sequence[int]], left: int, posting_id: int, settled: list[tuple[int, int]]) -> int:
    """Settle these bills in their order; answer what is left of the money."""
    for sale_id, open_minor in bills:
        amount = min(open_minor, left)
        if not amount:
            break
        lowered = tx.write(_LOWER_OPEN, (amount, sale_id, amount))
        assert lowered == 1, "the account is locked, so its bills are as they were read"
        tx.write(_SETTLED, (sale_id, posting_id, amount))
        settled.append((sale_id, amount))
        left -= amount
    return left
