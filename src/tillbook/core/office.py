"""Rows of the office's lists: what is told of prices, promotions, lots, packs, taxes and registers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tillbook.core.promotions import Promotion


@dataclass(frozen=True, slots=True, kw_only=True)
class LotSeen:
    """A lot of a product as it is listed; `on_hand_milli` is what is in the shop."""

    sku: str
    name: str
    unit: str
    code: str
    expires_on: date | None
    on_hand_milli: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSeen:
    """A code of a product, and the thousandths that one scan of it stands for."""

    product_id: int
    sku: str
    name: str
    unit: str
    code: str
    size_milli: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponSeen:
    """A coupon and how often it was used; `uses_max` is None where it is good without end."""

    code: str
    uses: int
    uses_max: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionSeen:
    """A promotion with who made it and when, its coupons counted, and what it took off so far."""

    promotion: Promotion
    active: bool
    number: str
    at: datetime
    person: str
    coupons: int
    sales: int
    taken_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListSeen:
    """A price list, how many products have a price on it, and how many customers pay by it."""

    code: str
    name: str
    products: int
    customers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """A price as it was set: by whom, when, and what it was before; without a price it ended the one before.

    `before` is empty where there was none.
    """

    number: str
    at: datetime
    person: str
    sku: str
    price_list: str
    from_milli: int
    valid_from: date
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceNow:
    """A price of a list that holds on a day."""

    sku: str
    name: str
    from_milli: int
    price: str
    valid_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxOfClass:
    """One tax while it is valid: `valid_until` is the first day on which it no longer is.

    `included` is none where it follows the shop's `prices_include_tax`.
    """

    name: str
    rate: Decimal | None
    per_unit: Decimal | None
    compound: bool
    included: bool | None
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxClassSeen:
    """A tax class with its taxes, oldest first, and how many products have it."""

    name: str
    products: int
    taxes: tuple[TaxOfClass, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSeen:
    """A register; `shift` is the number of its open shift, or None."""

    register_id: int
    code: str
    name: str
    printer: str
    location: str
    shift: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNow:
    """A person as they are now; the hashes are for comparing alone."""

    staff_id: int
    name: str
    role: str
    active: bool
    password_hash: str = field(repr=False)
    pin_hash: str = field(repr=False)
