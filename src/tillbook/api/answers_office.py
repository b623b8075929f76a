"""What the API answers the office."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tillbook.api.answers import Answer


class StockLine(Answer):
    """What is on hand of a product; `value` is null for who may not see costs."""

    sku: str
    name: str
    on_hand: str
    value: str | None


class StockPage(Answer):
    """A page of what is on hand, in the order that products were made."""

    products: list[StockLine]
    next: str | None


class Move(Answer):
    """One move of a product, with its document and the person who posted it."""

    at: str
    from_: str = Field(alias="from")
    to: str
    quantity: str
    reason: str
    document: str
    person: str


class ProductStock(StockLine):
    """A product with its moves; null for who may not see reports."""

    moves: list[Move] | None


class Finding(Answer):
    """A difference in the books."""

    kind: str
    where: str
    message: str


class Verified(Answer):
    """What proving the books found, and how much was looked at."""

    clean: bool
    checked: dict[str, int]
    findings: list[Finding]


class JournalPage(Answer):
    """Entries of a journal, the oldest first: each the very text that was hashed, with its hash as the last key."""

    entries: list[str]
    next: str | None


class SettingPosted(Answer):
    """A setting as it was and is; `number` is null where nothing changed."""

    key: str
    before: str
    after: str
    number: str | None


class Staff(Answer):
    """A person who works or worked here, and what they sign in by."""

    name: str
    role: str
    active: bool
    password: bool
    pin: bool


class Everybody(Answer):
    """Everybody who works or worked here, by name."""

    staff: list[Staff]


class PersonPosted(Answer):
    """A person as they are now; `number` is null where nothing changed."""

    number: str | None
    name: str
    role: str
    active: bool


class RoleLimits(Answer):
    """How far a role goes alone; null is without a limit."""

    line_discount_percent: str | None
    bill_discount_percent: str | None
    price_change_percent: str | None
    return_without_receipt: str | None
    drawer_openings: int | None
    sale_below_cost: bool


class RoleSeen(Answer):
    """A role with its rights; `own` where the shop made it."""

    name: str
    own: bool
    rights: list[str]
    limits: RoleLimits


class Roles(Answer):
    """Every role."""

    roles: list[RoleSeen]


class RolePosted(RoleSeen):
    """A role as it is now; `number` is null where nothing changed."""

    number: str | None


class RegisterPosted(Answer):
    """A register as it is now; `number` is null where nothing changed."""

    number: str | None
    register_code: str = Field(alias="register")
    name: str
    printer: str


class Numbered(Answer):
    """A document that was posted; `number` is null where nothing changed."""

    number: str | None


class PriceList(Answer):
    """A price list, with how many products and customers it has."""

    list_: str = Field(alias="list")
    name: str
    products: int
    customers: int


class PriceLists(Answer):
    """All price lists."""

    lists: list[PriceList]


class Price(Answer):
    """A price of a list, from a quantity on."""

    sku: str
    name: str
    from_quantity: str
    price: str
    valid_from: str


class Prices(Answer):
    """The prices of a list as they are on a day."""

    prices: list[Price]


class PriceChange(Answer):
    """A price as it was set, and what it was before; null where there was or is none."""

    number: str
    at: str
    person: str
    sku: str
    list_: str = Field(alias="list")
    from_quantity: str
    valid_from: str
    before: str | None
    after: str | None


class PriceHistory(Answer):
    """Who changed what price, the latest first."""

    changes: list[PriceChange]


class Promotions(Answer):
    """Promotions as they were sent, with who made them and what they took off; sums only for who sees reports."""

    promotions: list[dict[str, Any]]


class Coupon(Answer):
    """A coupon, how often it was used, and how often it can be."""

    code: str
    uses: int
    uses_max: int | None


class Coupons(Answer):
    """The coupons of a promotion."""

    coupons: list[Coupon]


class Lot(Answer):
    """A lot on hand."""

    sku: str
    name: str
    lot: str
    expires_on: str | None
    expired: bool
    on_hand: str


class Lots(Answer):
    """Lots, what expires first standing first."""

    lots: list[Lot]


class Tracked(Answer):
    """Whether a product is kept in lots now."""

    sku: str
    lot_tracked: bool
    number: str | None


class TakenOff(Answer):
    """So much of a lot that was written off, or went back to its supplier."""

    number: str
    sku: str
    lot: str
    quantity: str


class Pack(Answer):
    """A code that stands for so many of a product."""

    sku: str
    name: str
    barcode: str
    size: str


class Packs(Answer):
    """All packs."""

    packs: list[Pack]


class PackPosted(Answer):
    """A pack that was set or dropped; `number` is null where nothing changed."""

    barcode: str
    number: str | None


class ClassTax(Answer):
    """A tax of a class while it is valid; `valid_until` is the first day on which it no longer is."""

    name: str
    rate: str | None = None
    per_unit: str | None = None
    compound: bool
    included: bool | None
    valid_from: str
    valid_until: str | None


class TaxClass(Answer):
    """A tax class with its taxes, past, present and to come."""

    name: str
    products: int
    taxes: list[ClassTax]


class TaxClasses(Answer):
    """All tax classes by name."""

    classes: list[TaxClass]


class TaxesPosted(Answer):
    """A tax class that has other taxes from a day on."""

    class_: str = Field(alias="class")
    number: str
    valid_from: str
