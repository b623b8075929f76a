"""What the API answers about customers, their accounts and vouchers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tillbook.api.answers import Answer, Tender


class FoundCustomer(Answer):
    """A customer as a till finds them; `credit_left` is null for who may not buy on credit."""

    id: str
    code: str
    name: str
    phone: str
    email: str
    owes: str
    credit_left: str | None


class FoundCustomers(Answer):
    """The customers that a search finds, by name."""

    customers: list[FoundCustomer]


class OpenBill(Answer):
    """A bill of which something is still to be paid."""

    number: str
    business_date: str
    amount: str
    open: str


class Customer(Answer):
    """All that is kept of a customer."""

    id: str
    code: str
    name: str
    email: str
    phones: list[str]
    addresses: dict[str, str]
    tax_number: str
    price_list: str
    group: str
    exempt_reason: str
    consent_at: str | None
    balance: str
    credit_limit: str
    open_bills: list[OpenBill]


class Named(Answer):
    """A customer by id and name."""

    id: str
    name: str


class StatementEntry(Answer):
    """One change of what a customer owes, and what they owed after it."""

    at: str
    business_date: str
    kind: str
    number: str
    amount: str
    balance: str
    open: str | None


class Age(Answer):
    """What is owed of bills of one age, in days."""

    label: str
    amount: str


class BillLeft(Answer):
    """A bill of which something is left to pay."""

    number: str
    date: str
    due: str
    left: str


class Account(Answer):
    """A statement with what is open of it, and how old that is."""

    customer: Named
    from_: str | None = Field(alias="from")
    until: str | None
    currency: str
    opening: str
    entries: list[StatementEntry]
    closing: str
    owes: str
    ageing: list[Age]
    open_bills: list[BillLeft]


class Debtor(Answer):
    """What a customer owes by the age of the bills."""

    customer: Named
    ages: dict[str, str]
    owed_to_them: str
    balance: str


class Debtors(Answer):
    """Who owed what at the end of a day, by name."""

    day: str
    customers: list[Debtor]


class Merged(Answer):
    """Two customers who are one now; `number` is the document that joined their accounts, if one was needed."""

    kept: str
    merged: str
    number: str | None


class LimitSet(Answer):
    """A credit limit that was set; `number` is null where nothing changed."""

    customer: str
    number: str | None
    limit: str


class Erased(Answer):
    """A person who is forgotten, and how many bills lost their name."""

    erased: str
    bills: int


class PaidBill(Answer):
    """A bill that a payment settled, and how much of it."""

    number: str
    amount: str


class Payment(Answer):
    """Money on account; `balance` is what is owed after it."""

    id: str
    number: str
    register_code: str = Field(alias="register")
    posted_at: str
    cashier: str
    customer: str | None
    amount: str
    cash_rounding: str
    tendered: str
    change: str
    tenders: list[Tender]
    bills: list[PaidBill]
    balance: str | None
    text: str


class SoldCard(Answer):
    """A gift card that was sold; its code is told once, and is null where it was told before."""

    id: str
    number: str
    code: str | None
    balance: str
    expires_on: str | None
    change: str
    text: str


class Card(Answer):
    """A voucher as it is known without its code."""

    kind: Literal["gift_card", "store_credit"]
    code_ends_in: str
    balance: str
    expires_on: str | None
    issued_by: str
    issued_on: str


class Cards(Answer):
    """Vouchers in the order they were issued."""

    cards: list[Card]
