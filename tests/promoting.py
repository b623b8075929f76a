"""Short ways to make promotions in a test: as a program would send them."""

from __future__ import annotations

from typing import Any

from tests.shop import TestShop

from tillbook.actions.promotions import PromotionChanged, add_coupons, add_promotion, end_promotion
from tillbook.core.amounts import Currency
from tillbook.core.promotions import Promotion, PromotionBook
from tillbook.core.promotions.spec import promotion_of, spec_text
from tillbook.db.transaction import reading
from tillbook.formats.promotion_json import NewCoupon, NewPromotion, read_promotion
from tillbook.queries.promotions import book
from tillbook.queries.till import office

INR = Currency.of("INR")


def read(**sent: Any) -> NewPromotion:
    """A promotion as it is sent; `first` in its `when` stands for `from`."""
    return read_promotion({"code": "P", **sent}, currency=INR)


def promotion(id: int = 1, **sent: Any) -> Promotion:
    """A promotion as a till has it: read, kept as text, and read again."""
    made = read(**sent)
    text = spec_text(made.rule, made.when, stackable=made.stackable)
    return promotion_of(id=id, code=made.code, name=made.name, spec=text)


def promote(shop: TestShop, *, id: str = "", **sent: Any) -> PromotionChanged:
    """Make a promotion in a shop."""
    return add_promotion(id=id or shop.new_id(), promotion=read(**sent), now=shop.now, by=shop.owner)


def end(shop: TestShop, code: str) -> PromotionChanged:
    return end_promotion(id=shop.new_id(), code=code, now=shop.now, by=shop.owner)


def hand_out(shop: TestShop, code: str, *codes: str, uses: int | None = None) -> PromotionChanged:
    """Make coupons of a promotion."""
    made = [NewCoupon(code=coupon, uses_max=uses) for coupon in codes]
    return add_coupons(id=shop.new_id(), promotion=code, coupons=made, now=shop.now, by=shop.owner)


def book_now() -> PromotionBook:
    """The promotions as the next sale would have them."""
    with reading() as tx:
        return book(tx, office(tx).promotions_version)
