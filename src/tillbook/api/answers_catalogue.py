"""What the API answers of products."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tillbook.api.answers import Answer


class Product(Answer):
    """A product of the menu, at the price that a till charges today for one of it."""

    sku: str
    name: str
    price: str
    available: str
    unit: str
    category: str
    mark: Literal["", "low", "empty"]
    picture: str | None


class Products(Answer):
    """A page of the menu; `next` is the cursor of the next one, null on the last."""

    products: list[Product]
    next: str | None


class ChosenProducts(Answer):
    """Products in an order that somebody or something gave them."""

    products: list[Product]


class Barcode(Answer):
    """A code that scans as the product; a pack's stands for more than one of it."""

    code: str
    quantity: str


class ProductTax(Answer):
    """A tax of the product: `rate` in percent, or `per_unit`."""

    name: str
    rate: str | None = None
    per_unit: str | None = None
    compound: bool
    included: bool


class ProductInFull(Product):
    """A product with its codes and taxes."""

    barcodes: list[Barcode]
    tax_class: str
    taxes: list[ProductTax]
    step: str
    short_stock: Literal["forbid", "warn", "allow"]
    lot_tracked: bool


class CategorySeen(Answer):
    """A category; its picture is one of its products'."""

    name: str
    products: int
    picture: str | None


class Categories(Answer):
    """The categories by name."""

    categories: list[CategorySeen]


class LotSeen(Answer):
    """A lot that is on hand, what expires first standing first."""

    code: str
    expires_on: str | None
    on_hand: str
    expired: bool


class CartLineToAdd(Answer):
    """What a cart holds of what was entered."""

    product: str
    quantity: str


class Code(Answer):
    """What was scanned or typed; `quantity` is in the product's unit. `said`: somebody said how many."""

    code: str
    sku: str
    name: str
    quantity: str
    said: bool
    unit: str
    step: str
    price: str
    price_from: Literal["label", "product", "list"]
    available: str
    short_stock: Literal["forbid", "warn", "allow"]
    line: CartLineToAdd
    lot_tracked: bool
    lots: list[LotSeen] = Field(default_factory=list)
