"""A promotion as JSON: read strictly, kept as text, shown as it was sent."""

from __future__ import annotations

from typing import Any

import pytest
from tests.promoting import INR, promotion, read

from tillbook.core.errors import Refusal
from tillbook.core.promotions.spec import spec_text
from tillbook.formats.promotion_json import NewCoupon, write_promotion

SENT: list[dict[str, Any]] = [
    {"percent": "12.5"},
    {"percent": "10", "on": {"products": ["101"], "categories": ["Tea"]}, "stackable": True},
    {"amount": "5.00", "per": "line", "on": {"products": ["101"]}},
    {"amount": "50.00", "when": {"minimum": "500.00", "coupon": True}},
    {"take": 3, "pay": 2, "on": {"categories": ["Tea"]}},
    {"bundle": [{"product": "101", "quantity": "1"}, {"product": "102", "quantity": "0.5"}], "price": "99.00"},
    {
        "percent": "5",
        "when": {
            "from": "2026-12-01", "until": "2026-12-24", "hours": "17:00-19:30", "weekdays": ["fri", "sat"],
            "customer_group": "staff",
        },
    },
]  # fmt: skip


@pytest.mark.parametrize("sent", SENT)
def test_a_promotion_is_shown_as_it_was_sent(sent: dict[str, Any]) -> None:
    assert write_promotion(promotion(**sent), INR) == {"code": "P", "name": "P", **sent}


def test_equal_promotions_are_kept_as_equal_text() -> None:
    one = read(percent="10.0", on={"products": ["B", "A"]}, when={"weekdays": ["sun", "sat"]})
    other = read(percent="10", on={"products": ["A", "B"], "categories": []}, when={"weekdays": ["sat", "sun"]})

    assert spec_text(one.rule, one.when, stackable=False) == spec_text(other.rule, other.when, stackable=False)


def test_coupons_make_a_promotion_need_one() -> None:
    made = read(percent="10", coupons=[{"code": "diwali", "uses": 100}, {"code": "friend"}])

    assert made.when.coupon
    assert made.coupons == (NewCoupon(code="DIWALI", uses_max=100), NewCoupon(code="FRIEND"))


@pytest.mark.parametrize(
    ("sent", "code", "path"),
    [
        ({"percent": "ten"}, "not_a_number", "percent"),
        ({"percent": "101"}, "discount_too_large", "percent"),
        ({"amount": "1.001"}, "too_precise", "amount"),
        ({"percent": "10", "when": {"from": "tomorrow"}}, "unreadable", "when.from"),
        ({"percent": "10", "when": {"hours": "5pm-7pm"}}, "unreadable", "when.hours"),
        ({"percent": "10", "when": {"hours": "25:00-26:00"}}, "unreadable", "when.hours"),
        ({"percent": "10", "when": {"weekdays": ["Sunday"]}}, "unreadable", "when.weekdays[0]"),
        ({"percent": "10", "when": {"weather": "rain"}}, "unreadable", "when.weather"),
        ({"percent": "10", "coupons": [{"code": "a"}, {"code": "A"}]}, "promotion_invalid", "coupons"),
        ({"percent": "10", "coupons": [{"code": "a", "uses": 0}]}, "unreadable", "coupons[0].uses"),
        ({"bundle": [{"product": "A", "quantity": "x"}], "price": "1"}, "not_a_number", "bundle[0].quantity"),
    ],
)
def test_a_mistake_is_refused_with_its_place(sent: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(**sent)
    assert (refused.value.code, refused.value.path) == (code, path)
