"""Vouchers: gift cards and store credit, each worth its balance to whoever knows its code (P13)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tillbook.core.amounts import Currency, format_minor
from tillbook.core.errors import Refusal
from tillbook.core.stored_value import (
    CODE_BITS,
    GIFT_CARD,
    code_hash,
    code_of,
    plain_code,
    shown_tail,
    tail_of,
)
from tillbook.db.models import Voucher, VoucherEntry
from tillbook.db.statements import Tx, insert_into, read_date, stored_date

_FIND = "SELECT id, kind, tail, balance_minor, expires_on FROM voucher WHERE code_hash = ?"
_REDEEM = "UPDATE voucher SET balance_minor = balance_minor - ? WHERE id = ? AND balance_minor >= ?"
_ISSUE = insert_into(Voucher, "code_hash", "tail", "kind", "customer", "issued_by", "balance_minor", "expires_on")
_ENTRY = insert_into(VoucherEntry, "voucher", "posting", "amount_minor")


class UnknownVoucher(Refusal):
    """No gift card or store credit has this code."""

    code: ClassVar[str] = "unknown_voucher"


class VoucherEmpty(Refusal):
    """Less is left on a voucher than was to be taken off it."""

    code: ClassVar[str] = "voucher_empty"


class VoucherExpired(Refusal):
    """The voucher's last day is over."""

    code: ClassVar[str] = "voucher_expired"


class CodeTaken(Refusal):
    """A voucher of this code was issued before."""

    code: ClassVar[str] = "code_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVoucher:
    """A voucher to be issued; `plain` is its code without groups."""

    kind: str
    plain: str
    amount_minor: int


@dataclass(slots=True, kw_only=True)
class Redeemed:
    """A voucher that is used, where it is named first, and how much is taken off it."""

    voucher_id: int
    kind: str
    tail: str
    path: str
    taken_minor: int = 0


def find(tx: Tx, text: str, *, day: date, path: str) -> Redeemed:
    """The voucher of a code, good on this day; nothing is taken off it yet.

    Raises:
        UnknownVoucher, VoucherExpired
    """
    plain = plain_code(text)
    if plain is None:
        raise _misread(path)
    row = tx.row(_FIND, (code_hash(plain),))
    if row is None:
        raise UnknownVoucher(
            f"There is no card with the code {shown_tail(tail_of(plain))}; read it again.", path=f"{path}.reference"
        )
    voucher_id, kind, tail, _, expires_on = row
    if expires_on is not None and read_date(expires_on) < day:
        last = read_date(expires_on).isoformat()
        raise VoucherExpired(f"{_called(kind, tail)} was good until {last}; take another tender.", path=path)
    return Redeemed(voucher_id=voucher_id, kind=kind, tail=tail, path=path)


def redeem(tx: Tx, wanted: Redeemed) -> None:
    """Take what is wanted off a voucher, if so much is on it.

    Raises:
        VoucherEmpty: saying what is left.
    """
    if tx.write(_REDEEM, (wanted.taken_minor, wanted.voucher_id, wanted.taken_minor)):
        return
    row = tx.row("SELECT balance_minor FROM voucher WHERE id = ?", (wanted.voucher_id,))
    left = 0 if row is None else int(row[0])
    named = _called(wanted.kind, wanted.tail)
    if not left:
        raise VoucherEmpty(f"{named} is empty; take another tender.", path=wanted.path)
    raise VoucherEmpty(
        f"{named} has {money_text(tx, left)} left; take at most that, and the rest by another tender.", path=wanted.path
    )


def _called(kind: str, tail: str) -> str:
    return f"{'Gift card' if kind == GIFT_CARD else 'Store credit'} {shown_tail(tail)}"


def _misread(path: str) -> Refusal:
    return UnknownVoucher("This is no code of a card; read it again, letter by letter.", path=f"{path}.reference")


def enter(tx: Tx, voucher_id: int, amount_minor: int, *, posting_id: int) -> None:
    """Record value put on a voucher (above 0) or taken off it (below 0)."""
    tx.write(_ENTRY, (voucher_id, posting_id, amount_minor))


def money_text(tx: Tx, minor: int) -> str:
    """An amount in the shop's currency, for a refusal."""
    row = tx.row("SELECT currency FROM shop")
    assert row is not None, "an open shop has settings"
    currency = Currency.of(row[0])
    return f"{format_minor(minor, currency)} {currency.code}"


def free_code(tx: Tx, text: str, *, path: str) -> str:
    """The plain code for a new voucher: the one that is given, else a new one nobody can guess.

    Raises:
        UnknownVoucher: the text is no code.
        CodeTaken: a voucher has it.
    """
    if not text:
        return made_code()
    plain = plain_code(text)
    if plain is None:
        raise _misread(path)
    if tx.row(_FIND, (code_hash(plain),)) is not None:
        raise CodeTaken("A card of this code was issued before; take another card.", path=path)
    return plain


def made_code() -> str:
    """A new plain code, from the system's own randomness."""
    plain = plain_code(code_of(secrets.randbits(CODE_BITS)))
    assert plain is not None, "a code that was just made is one"
    return plain


def issue(
    tx: Tx, voucher: NewVoucher, *, customer_id: int | None, posting_id: int, expires_on: date | None = None
) -> None:
    """Issue a voucher under its posting."""
    values = (
        code_hash(voucher.plain),
        tail_of(voucher.plain),
        voucher.kind,
        customer_id,
        posting_id,
        voucher.amount_minor,
        None if expires_on is None else stored_date(expires_on),
    )
    enter(tx, tx.insert(_ISSUE, values), voucher.amount_minor, posting_id=posting_id)


def shown_code(voucher: NewVoucher) -> str:
    """What documents say of a voucher's code: its end."""
    return shown_tail(tail_of(voucher.plain))
