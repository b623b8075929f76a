"""Each kind of promotion, and each condition, with figures worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.promoting import promotion

from tillbook.core.promotions import (
    Order,
    Promotion,
    PromotionBook,
    PromotionInvalid,
    PromotionLine,
    coupon_code,
    resolve,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""A Sunday."""

TEA: dict[str, Any] = {"on": {"products": ["TEA"]}}


def line(sku: str, quantity: str, price: str, category: str = "") -> PromotionLine:
    exact = Decimal(price) * Decimal(quantity)
    return PromotionLine(
        sku=sku,
        category=category,
        quantity_milli=int(Decimal(quantity) * 1000),
        unit_price=Decimal(price),
        amount_minor=int((exact * 100).quantize(Decimal(1))),
    )


def taken(
    lines: Sequence[PromotionLine], *promotions: Promotion, order: Order = "best", **terms: Any
) -> list[tuple[int, int, int]]:
    """(line, promotion, minor units) of each part."""
    given = {"at_local": NOON, **terms}
    return [
        (part.line, part.promotion_id, part.amount_minor) for part in resolve(lines, promotions, order=order, **given)
    ]


def test_a_percentage_off_a_product_is_rounded_once_a_line() -> None:
    assert taken([line("TEA", "3", "1.35"), line("OIL", "1", "9")], promotion(percent="10", **TEA)) == [(0, 1, 41)]


def test_a_percentage_off_a_category() -> None:
    cart = [line("TEA", "1", "10", "hot"), line("COFFEE", "1", "20", "hot"), line("ICE", "1", "5", "cold")]

    assert taken(cart, promotion(percent="25", on={"categories": ["hot"]})) == [(0, 1, 250), (1, 1, 500)]


def test_an_amount_off_each_unit_or_off_each_line() -> None:
    cart = [line("TEA", "2.5", "10")]

    assert taken(cart, promotion(amount="1.00", per="unit", **TEA)) == [(0, 1, 250)]
    assert taken(cart, promotion(amount="1.00", per="line", **TEA)) == [(0, 1, 100)]


def test_never_more_than_the_line_costs() -> None:
    assert taken([line("TEA", "2", "0.30")], promotion(amount="1.00", per="unit", **TEA)) == [(0, 1, 60)]
    assert taken([line("TEA", "2", "0.30")], promotion(amount="5.00")) == [(0, 1, 60)]


def test_off_the_bill_is_shared_out_over_its_lines() -> None:
    cart = [line("TEA", "1", "1"), line("OIL", "1", "2"), line("ICE", "1", "3")]

    assert taken(cart, promotion(amount="1.00")) == [(0, 1, 17), (1, 1, 33), (2, 1, 50)]
    assert taken(cart, promotion(percent="10")) == [(0, 1, 10), (1, 1, 20), (2, 1, 30)]


def test_three_for_the_price_of_two_makes_the_cheapest_of_three_free() -> None:
    cart = [line("TEA", "1", "10", "hot"), line("COFFEE", "1", "20", "hot"), line("COCOA", "1", "30", "hot")]
    three = promotion(take=3, pay=2, on={"categories": ["hot"]})

    assert taken(cart, three) == [(0, 1, 1000)]
    assert taken(cart[:2], three) == []


def test_six_are_two_times_three_and_the_dearest_go_together() -> None:
    """30, 30, 20 and 20, 10, 10: the cheapest of each are 20 and 10."""
    cart = [line("TEA", "2", "10", "hot"), line("COFFEE", "2", "20", "hot"), line("COCOA", "2", "30", "hot")]

    assert taken(cart, promotion(take=3, pay=2, on={"categories": ["hot"]})) == [(0, 1, 1000), (1, 1, 2000)]


def test_five_for_the_price_of_three_and_what_is_left_over_is_paid() -> None:
    assert taken([line("TEA", "9", "4")], promotion(take=5, pay=3, **TEA)) == [(0, 1, 800)]


def test_only_whole_units_count_for_three_for_two() -> None:
    assert taken([line("TEA", "3.9", "10")], promotion(take=3, pay=2, **TEA)) == [(0, 1, 1000)]
    assert taken([line("TEA", "2.9", "10")], promotion(take=3, pay=2, **TEA)) == []


def test_a_bundle_costs_its_price_and_its_saving_is_shared_out() -> None:
    bundle = promotion(bundle=[{"product": "TEA", "quantity": "1"}, {"product": "MUG", "quantity": "2"}], price="12.00")
    cart = [line("TEA", "2", "5"), line("MUG", "4", "5")]

    assert taken(cart, bundle) == [(0, 1, 200), (1, 1, 400)]
    assert taken([line("TEA", "2", "5"), line("MUG", "3", "5")], bundle) == [(0, 1, 100), (1, 1, 200)]
    assert taken([line("TEA", "9", "5"), line("MUG", "1", "5")], bundle) == []


def test_a_bundle_may_hold_parts_of_a_unit() -> None:
    bundle = promotion(
        bundle=[{"product": "CHEESE", "quantity": "0.2"}, {"product": "BREAD", "quantity": "1"}], price="5.00"
    )

    # Two of them: 0.4 of the cheese and two loaves cost 8.00 and 6.00, and then 10.00.
    assert taken([line("CHEESE", "0.45", "20"), line("BREAD", "3", "3")], bundle) == [(0, 1, 228), (1, 1, 172)]


def test_a_bundle_dearer_than_its_parts_is_no_bundle() -> None:
    dear = promotion(bundle=[{"product": "TEA", "quantity": "1"}], price="12.00")

    assert taken([line("TEA", "1", "5")], dear) == []


def test_each_unit_gets_one_promotion_and_the_customer_the_better_one() -> None:
    tenth, fifth = promotion(1, percent="10", **TEA), promotion(2, percent="20", **TEA)

    assert taken([line("TEA", "1", "10")], tenth, fifth) == [(0, 2, 200)]
    assert taken([line("TEA", "1", "10")], tenth, fifth, order="listed") == [(0, 1, 100)]


def test_a_bundle_is_left_alone_where_its_parts_save_more_by_themselves() -> None:
    """The bundle saves 5, a tenth off each of its parts 4 and 4."""
    cart = [line("TEA", "1", "40"), line("MUG", "1", "40")]
    bundle = promotion(
        1, bundle=[{"product": "TEA", "quantity": "1"}, {"product": "MUG", "quantity": "1"}], price="75.00"
    )
    tenth = promotion(2, percent="10", on={"products": ["TEA", "MUG"]})

    assert taken(cart, bundle, tenth) == [(0, 2, 400), (1, 2, 400)]
    assert taken(cart, bundle, tenth, order="listed") == [(0, 1, 250), (1, 1, 250)]


def test_units_that_are_left_over_get_the_other_promotion() -> None:
    """Four teas: three for the price of two, and half off the fourth."""
    three, half = promotion(1, take=3, pay=2, **TEA), promotion(2, percent="30", **TEA)

    assert taken([line("TEA", "4", "10")], three, half) == [(0, 1, 1000), (0, 2, 300)]


def test_of_equal_ones_the_older_is_named() -> None:
    assert taken([line("TEA", "1", "10")], promotion(2, percent="10", **TEA), promotion(1, percent="10", **TEA)) == [
        (0, 1, 100)
    ]


def test_a_stackable_one_is_taken_off_what_the_others_leave() -> None:
    tenth, half = promotion(1, percent="10", stackable=True, **TEA), promotion(2, percent="50", **TEA)

    assert taken([line("TEA", "1", "10")], tenth, half) == [(0, 1, 50), (0, 2, 500)]


def test_off_the_bill_goes_with_off_a_product_and_only_once_unless_stackable() -> None:
    on_tea, five, seven = promotion(1, percent="50", **TEA), promotion(2, percent="5"), promotion(3, percent="7")
    three = promotion(4, percent="3", stackable=True)

    # 20.00 less 10.00 is 10.00; 7 % of it is 0.70; 3 % of 9.30 is 0.28.
    assert taken([line("TEA", "1", "20")], on_tea, five, seven, three) == [(0, 1, 1000), (0, 3, 70), (0, 4, 28)]
    assert taken([line("TEA", "1", "20")], five, seven, order="listed") == [(0, 2, 100)]


def test_lines_of_one_product_at_one_price_count_together() -> None:
    cart = [line("TEA", "1", "10"), line("TEA", "1", "10"), line("TEA", "1", "10")]

    assert taken(cart, promotion(take=3, pay=2, **TEA)) == [(0, 1, 334), (1, 1, 333), (2, 1, 333)]
    assert sum(part[2] for part in taken(cart, promotion(amount="2.00", per="line", **TEA))) == 200


@pytest.mark.parametrize(
    ("when", "at", "holds"),
    [
        ({"from": "2026-11-22", "until": "2026-11-22"}, "2026-11-22T00:00", True),
        ({"from": "2026-11-22", "until": "2026-11-22"}, "2026-11-22T23:59", True),
        ({"from": "2026-11-23"}, "2026-11-22T23:59", False),
        ({"until": "2026-11-21"}, "2026-11-22T00:00", False),
        ({"weekdays": ["sat", "sun"]}, "2026-11-22T12:00", True),
        ({"weekdays": ["sat", "sun"]}, "2026-11-23T12:00", False),
        ({"hours": "17:00-19:00"}, "2026-11-22T16:59", False),
        ({"hours": "17:00-19:00"}, "2026-11-22T17:00", True),
        ({"hours": "17:00-19:00"}, "2026-11-22T18:59", True),
        ({"hours": "17:00-19:00"}, "2026-11-22T19:00", False),
        # Past midnight: the hours belong to the day on which they began.
        ({"hours": "22:00-02:00", "weekdays": ["sat"]}, "2026-11-21T23:00", True),
        ({"hours": "22:00-02:00", "weekdays": ["sat"]}, "2026-11-22T01:59", True),
        ({"hours": "22:00-02:00", "weekdays": ["sat"]}, "2026-11-22T02:00", False),
        ({"hours": "22:00-02:00", "weekdays": ["sat"]}, "2026-11-22T23:00", False),
        ({"hours": "22:00-02:00", "until": "2026-11-21"}, "2026-11-22T01:00", True),
    ],
)
def test_days_and_hours_are_the_shops(when: dict[str, Any], at: str, holds: bool) -> None:
    at_local = datetime.fromisoformat(at).replace(tzinfo=UTC)

    assert bool(taken([line("TEA", "1", "10")], promotion(percent="10", when=when), at_local=at_local)) is holds


def test_a_customer_group_a_coupon_and_a_minimum_are_asked_for() -> None:
    cart = [line("TEA", "1", "10")]
    staff = promotion(percent="10", when={"customer_group": "staff"})
    coupon = promotion(percent="10", when={"coupon": True})
    large = promotion(percent="10", when={"minimum": "10.01"})

    assert taken(cart, staff) == []
    assert taken(cart, staff, customer_group="staff") == [(0, 1, 100)]
    assert taken(cart, coupon) == []
    assert taken(cart, coupon, coupons={1}) == [(0, 1, 100)]
    assert taken(cart, large) == []
    assert taken([*cart, line("ICE", "1", "0.01")], large) == [(0, 1, 100)]


def test_the_minimum_is_of_the_bill_before_any_promotion() -> None:
    half = promotion(1, percent="50", **TEA)
    large = promotion(2, amount="1.00", when={"minimum": "10.00"})

    assert taken([line("TEA", "1", "10")], half, large) == [(0, 1, 500), (0, 2, 100)]


def test_what_costs_nothing_gets_nothing() -> None:
    assert taken([line("TEA", "1", "0")], promotion(1, percent="10"), promotion(2, take=2, pay=1, **TEA)) == []
    assert taken([], promotion(percent="10")) == []


def test_the_book_finds_what_can_touch_a_cart() -> None:
    bundle = [{"product": "TEA", "quantity": "1"}, {"product": "MUG", "quantity": "1"}]
    made = [
        promotion(1, percent="10", **TEA),
        promotion(2, percent="10", on={"products": ["OIL"]}),
        promotion(3, take=3, pay=2, on={"categories": ["hot"]}),
        promotion(4, bundle=bundle, price="1.00"),
        promotion(5, amount="1.00"),
        promotion(6, amount="1.00", when={"coupon": True}),
        promotion(7, percent="20", when={"coupon": True}, **TEA),
    ]
    book = PromotionBook(made)

    def found(*lines: PromotionLine, coupons: Sequence[int] = ()) -> list[int]:
        return [each.id for each in book.relevant(lines, coupons)]

    assert book.count == 7
    assert found(line("TEA", "1", "1", "hot")) == [1, 3, 5]
    assert found(line("TEA", "1", "1"), line("MUG", "1", "1")) == [1, 4, 5]
    assert found(line("ICE", "1", "1")) == [5]
    assert found(line("TEA", "1", "1"), coupons=[6, 7]) == [1, 5, 6, 7]


def test_a_thousand_promotions_of_other_products_are_not_looked_at() -> None:
    others = [promotion(number, percent="10", on={"products": [f"SKU-{number}"]}) for number in range(1, 1001)]
    book = PromotionBook([*others, promotion(2000, percent="10", **TEA)])

    assert [each.id for each in book.relevant([line("TEA", "1", "1")])] == [2000]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Say one thing"),
        ({"percent": "10", "amount": "1.00"}, "Say one thing"),
        ({"percent": "0"}, "more than 0"),
        ({"percent": "-1"}, "negative"),
        ({"amount": "1.00", "on": {"products": ["A"]}}, "per unit or per line"),
        ({"percent": "10", "per": "unit", "on": {"products": ["A"]}}, "per unit or per line"),
        ({"percent": "10", "on": {}}, "which products"),
        ({"take": 3}, "how many are paid"),
        ({"take": 3, "pay": 2}, "of which products"),
        ({"take": 2, "pay": 2, "on": {"products": ["A"]}}, "Take more"),
        ({"bundle": [], "price": "1.00"}, "at least one"),
        ({"bundle": [{"product": "A", "quantity": "1"}] * 2, "price": "1.00"}, "each product once"),
        ({"bundle": [{"product": "A", "quantity": "1"}]}, "the price of all of them"),
        ({"bundle": [{"product": "A", "quantity": "1"}], "price": "1.00", "on": {"products": ["A"]}}, "no meaning"),
        ({"take": 3, "pay": 2, "on": {"products": ["A"]}, "stackable": True}, "Only a percentage or an amount"),
        ({"percent": "10", "when": {"from": "2026-11-22", "until": "2026-11-21"}}, "ends before it begins"),
        ({"percent": "10", "when": {"hours": "17:00-17:00"}}, "another end"),
    ],
)
def test_a_promotion_that_cannot_be_is_refused(sent: dict[str, Any], says: str) -> None:
    with pytest.raises(PromotionInvalid, match=says):
        promotion(**sent)


def test_a_coupon_may_be_typed_in_any_letters() -> None:
    assert coupon_code(" diwali-26 ") == coupon_code("DIWALI-26") == "DIWALI-26"
