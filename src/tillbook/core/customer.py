"""A customer as the shop keeps them, the bills they owe, and the vouchers that were issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDetails:
    """A customer with all that is kept of them; the first phone is the one that is shown.

    `addresses` are (purpose, address); `price_list` is a list's code, "" for none of their own.
    """

    customer_id: int
    code: str
    name: str
    email: str
    phones: tuple[str, ...]
    addresses: tuple[tuple[str, str], ...]
    tax_number: str
    price_list: str
    customer_group: str
    exempt_reason: str
    consent_at: datetime | None
    balance_minor: int
    limit_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNow:
    """What a customer owes (below 0: is owed), and how far that may go."""

    customer_id: int
    balance_minor: int
    limit_minor: int

    @property
    def available_minor(self) -> int:
        """How much more can be bought on credit."""
        return max(self.limit_minor - self.balance_minor, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBillNow:
    """A bill of which something is still to be paid."""

    sale_id: int
    number: str
    day: date
    amount_minor: int
    open_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherNow:
    """A voucher as it is known without its code."""

    kind: str
    tail: str
    balance_minor: int
    expires_on: date | None
    issued_by: str
    issued_on: date
    customer_id: int | None
