"""What the API answers of carts that are not paid yet."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tillbook.api.answers import Answer, AppliedPromotion, AppliedTax, Tender
from tillbook.api.answers_catalogue import LotSeen


class CartCustomer(Answer):
    """Who buys; `owes` and `credit_left` are null for who may not see customers, or where there is no account."""

    code: str
    name: str
    phone: str
    email: str
    known: bool
    owes: str | None
    credit_left: str | None
    exempt: bool


class PriceWas(Answer):
    """A figure that is another one now."""

    was: str
    now: str


class DiscountByHand(Answer):
    """A discount as it was given: one of the two."""

    percent: str | None = None
    amount: str | None = None


class CartLine(Answer):
    """A line of the cart; figures are null where it is `gone`, or the cart cannot be priced."""

    product: str
    sku: str
    name: str
    unit: str
    step: str
    quantity: str
    sold_quantity: str
    available: str
    unit_price: str | None
    listed_price: str | None
    by_hand: bool
    price_changed: PriceWas | None
    discount: DiscountByHand | None
    discount_amount: str | None
    promotions: list[AppliedPromotion]
    bill_discount: str | None
    amount: str | None
    net: str | None
    tax: str | None
    gross: str | None
    taxes: list[AppliedTax]
    lot: str
    lots: list[LotSeen] | None = None
    short_stock: Literal["refuse", "partial"]
    gone: bool
    short: bool
    note: str


class CashOfCart(Answer):
    """How cash would settle what other tenders leave."""

    rounding: str
    due: str


class Trouble(Answer):
    """Why the cart cannot be sold as it is."""

    code: str
    message: str
    path: str | None


class CartView(Answer):
    """A cart with everything that a till shows of it."""

    id: str
    revision: str
    register_code: str = Field(alias="register")
    name: str
    held: bool
    opened_at: str
    customer: CartCustomer | None
    lines: list[CartLine]
    discount: DiscountByHand | None
    coupons: list[str]
    promotions: list[AppliedPromotion]
    taxes: list[AppliedTax]
    subtotal: str | None
    discount_amount: str | None
    net: str | None
    tax: str | None
    total: str | None
    shown_total: str | None
    total_changed: PriceWas | None
    cash: CashOfCart | None
    tenders: list[Tender]
    tendered: str
    rest: str | None
    rest_other: str | None
    change: str | None
    paid: bool
    suggested: list[str]
    note: str
    trouble: Trouble | None


class CartSummary(Answer):
    """A cart that waits."""

    id: str
    name: str
    register_code: str = Field(alias="register")
    by: str
    updated_at: str
    state: Literal["open", "held", "expired"]
    lines: int
    customer: str
    total: str | None
    tendered: str
    readable: bool


class Carts(Answer):
    """The carts that wait, the latest first."""

    carts: list[CartSummary]
