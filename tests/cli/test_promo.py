"""`promo`: promotions by options and by JSON, and their coupons."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.cli.command_line import inside, sale
from tests.shop import OIL, RICE, TEA, TestShop


def sent(shop: TestShop, *words: str) -> dict[str, Any]:
    """The one promotion that these words make, as it could be sent."""
    ran = inside(shop.home, "promo", "add", "P", *words)
    assert (ran.status, ran.err) == (0, "")
    [made] = inside(shop.home, "promo", "list", "--json").json
    shown = ("name", "percent", "amount", "per", "take", "pay", "bundle", "price", "on", "stackable", "when", "coupons")
    return {key: made[key] for key in shown if made.get(key)}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--percent 10 --category Tea", {"percent": "10", "on": {"categories": ["Tea"]}}),
        (f"--take 3 --pay 2 --product {TEA}", {"take": 3, "pay": 2, "on": {"products": [TEA]}}),
        (
            f"--bundle {TEA}=1,{OIL}=2 --price 399",
            {
                "bundle": [{"product": TEA, "quantity": "1"}, {"product": OIL, "quantity": "2"}],
                "price": "399.00",
            },
        ),
        (
            f"--amount 5 --per unit --product {TEA} --product {RICE} --stackable",
            {"amount": "5.00", "per": "unit", "on": {"products": [TEA, RICE]}, "stackable": True},
        ),
        (
            "--percent 5 --weekdays sat,sun --time 17:00-19:00 --group staff --minimum 500",
            {
                "percent": "5",
                "when": {
                    "hours": "17:00-19:00", "weekdays": ["sat", "sun"], "customer_group": "staff", "minimum": "500.00",
                },
            },
        ),
        (
            "--amount 50 --coupon light --coupon dark --uses 100 --from 2026-11-01 --until 2026-11-30",
            {
                "amount": "50.00",
                "when": {"from": "2026-11-01", "until": "2026-11-30", "coupon": True},
                "coupons": 2,
            },
        ),
    ],
)  # fmt: skip
def test_options_make_the_promotion_that_they_say(shop: TestShop, words: str, says: dict[str, Any]) -> None:
    shop.set_product(TEA, category="Tea")

    assert sent(shop, *words.split()) == {"name": "P", **says}


def test_a_promotion_sent_as_json_is_sold_with_and_named_on_the_bill(shop: TestShop) -> None:
    wanted = {"code": "TEAWEEK", "name": "Tea week", "percent": "10", "on": {"products": [TEA]}}
    made = inside(shop.home, "promo", "add", "--json", stdin=json.dumps(wanted))
    assert (made.status, made.json["repeated"]) == (0, False)

    bill = inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "2")))).json
    assert (bill["total"], bill["lines"][0]["promotions"]) == ("171.00", [{"name": "Tea week", "amount": "19.00"}])
    [seen] = inside(shop.home, "promo", "list", "--json").json
    assert (seen["sales"], seen["taken_off"], seen["made_by"]) == (1, "19.00", "Owner")
    assert "10 % off 101" in inside(shop.home, "promo", "list").out


def test_one_that_has_ended_is_shown_with_all(shop: TestShop) -> None:
    inside(shop.home, "promo", "add", "TEN", "--percent", "10")
    ran = inside(shop.home, "promo", "end", "TEN")

    assert ran.out.endswith(": the promotion TEN has ended.\n")
    assert inside(shop.home, "promo", "list", "--json").json == []
    [seen] = inside(shop.home, "promo", "list", "--all", "--json").json
    assert (seen["code"], seen["active"]) == ("TEN", False)
    assert "ended" in inside(shop.home, "promo", "list", "--all").out
    assert "promo add" in inside(shop.home, "promo", "list").err


def test_coupons_are_handed_out_and_counted(shop: TestShop) -> None:
    inside(shop.home, "promo", "add", "DIWALI", "--amount", "50", "--coupon", "light", "--uses", "1")
    assert "2 coupons of DIWALI are made." in inside(shop.home, "promo", "coupon", "DIWALI", "friend-1", "friend-2").out

    assert inside(shop.home, "promo", "coupons", "DIWALI", "--json").json == [
        {"code": "LIGHT", "uses": 0, "uses_max": 1},
        {"code": "FRIEND-1", "uses": 0, "uses_max": None},
        {"code": "FRIEND-2", "uses": 0, "uses_max": None},
    ]
    assert "no end" in inside(shop.home, "promo", "coupons", "DIWALI").out


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        ("add", 2, "wrong_usage"),
        ("add P", 3, "promotion_invalid"),
        ("add P --percent 10 --amount 5", 3, "promotion_invalid"),
        ("add P --percent 200", 3, "discount_too_large"),
        ("add P --percent 10 --product NONE", 3, "promotion_refused"),
        ("add P --bundle A --price 5", 2, "wrong_usage"),
        ("add P --percent 10 --weekdays sunday", 2, "unreadable"),
        ("end NONE", 3, "unknown_promotion"),
        ("coupon NONE A", 3, "unknown_promotion"),
        ("coupons NONE", 3, "unknown_promotion"),
    ],
)
def test_a_mistake_is_refused(shop: TestShop, words: str, status: int, code: str) -> None:
    ran = inside(shop.home, "promo", *words.split(), *([] if words == "add" else ["--json"]))
    assert ran.status == status
    if words != "add":
        assert ran.error["code"] == code
    assert ran.err


def test_one_coupon_is_said_to_be_one(shop: TestShop) -> None:
    inside(shop.home, "promo", "add", "DIWALI", "--amount", "50", "--coupon", "light")

    assert inside(shop.home, "promo", "coupon", "DIWALI", "friend").out.endswith(": 1 coupon of DIWALI is made.\n")
