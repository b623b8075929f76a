"""What the API answers about goods that come back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tillbook.api.answers import Answer, AppliedTax, Bill, Tender


class ReturnableLine(Answer):
    """A line of a bill: what was sold, what came back of it, what still can."""

    line: int
    sku: str
    name: str
    unit: str
    price: str
    sold: str
    returned: str
    returnable: str
    paid: str
    lot_tracked: bool


class PaidTender(Answer):
    """What a means paid of a bill, and what went back by it."""

    type: str
    reference: str
    paid: str
    given_back: str


class Returnable(Answer):
    """A bill with what can still come back of it."""

    number: str
    posted_at: str
    business_date: str
    register_code: str = Field(alias="register")
    customer: str | None
    total: str
    lines: list[ReturnableLine]
    tenders: list[PaidTender]
    refund_default: str


class ReturnableSales(Answer):
    """The newest bills of a customer, or those that a card paid."""

    sales: list[Returnable]


class ReturnedLine(Answer):
    """One product that came back; `line` is its place on the bill."""

    line: int | None
    product: str
    name: str
    quantity: str
    unit: str
    unit_price: str
    discount: str
    bill_discount: str
    net: str
    tax: str
    gross: str
    taxes: list[AppliedTax]
    to: Literal["sellable", "damaged", "supplier"]


class CreditNote(Answer):
    """A credit note, as it was posted or would be.

    `codes` are those of new store credit, told when it is posted and never again. `text` is its paper, with them.
    One that was only rehearsed has an empty number and journal hash, and no address; `needs_approval` says why a
    second person must agree to it.
    """

    id: str
    number: str
    sale: str | None
    register_code: str = Field(alias="register")
    posted_at: str
    business_date: str
    cashier: str
    approved_by: str | None
    reason: str
    currency: str
    prices_include_tax: bool
    lines: list[ReturnedLine]
    taxes: list[AppliedTax]
    net: str
    tax: str
    total: str
    cash_rounding: str
    refund: str
    due: str
    tenders: list[Tender]
    codes: list[str]
    journal_hash: str
    text: str
    paper_url: str | None
    needs_approval: str | None


class Exchange(Answer):
    """A credit note and the bill that it pays for, or a part of it.

    `due` is what the customer pays besides (in cash, rounded to coins), `due_other` by any other means; `refund`
    is what goes back besides.
    """

    credit_note: CreditNote
    bill: Bill
    due: str
    due_other: str
    refund: str
    needs_approval: str | None


class Paper(Answer):
    """A document as its paper shows it."""

    text: str
    copy_: bool = Field(alias="copy")
