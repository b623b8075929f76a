"""What the API answers, as its description says it: amounts and quantities are decimal strings.

Nothing is read or made with these models: the answers are made by `formats`, and the tests hold both together.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """A JSON object with these keys and no others."""

    model_config = ConfigDict(extra="forbid")


class AppliedTax(Answer):
    """A tax on a line or in all; `rate` in percent, or `per_unit`."""

    name: str
    rate: str | None = None
    per_unit: str | None = None
    base: str
    amount: str


class PricedLine(Answer):
    """A line of a priced cart."""

    product: str
    quantity: str
    unit_price: str
    discount: str
    bill_discount: str
    net: str
    tax: str
    gross: str
    taxes: list[AppliedTax]


class PricedCart(Answer):
    """A cart with its prices, taxes and what is due."""

    currency: str
    lines: list[PricedLine]
    taxes: list[AppliedTax]
    net: str
    tax: str
    total: str
    cash_rounding: str
    due: str
    tendered: str
    change: str


class AppliedPromotion(Answer):
    """What a promotion took off."""

    name: str
    amount: str


class SoldLine(PricedLine):
    """A line of a bill; `wanted` is what was asked for, where that was more."""

    name: str
    unit: str
    promotions: list[AppliedPromotion] = []
    wanted: str | None = None


class Tender(Answer):
    """A means of payment and its amount."""

    type: str
    amount: str
    reference: str | None = None


class BillCustomer(Answer):
    """Who bought, as the bill has it."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


class Bill(Answer):
    """A posted sale."""

    id: str
    number: str
    register_code: str = Field(alias="register")
    posted_at: str
    business_date: str
    cashier: str
    customer: BillCustomer | None
    currency: str
    prices_include_tax: bool
    tax_rounding: str
    rounding_mode: str
    lines: list[SoldLine]
    taxes: list[AppliedTax]
    net: str
    tax: str
    discount: str
    total: str
    cash_rounding: str
    due: str
    tendered: str
    change: str
    tenders: list[Tender]
    journal_hash: str
