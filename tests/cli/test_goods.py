"""`products`, `stock`, `receive` and `adjust`."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.cli.command_line import inside, process
from tests.shop import NOON, OIL, RICE, TEA, TestShop


def test_products_are_listed_as_the_contract_has_them(shop: TestShop) -> None:
    shop.sell((RICE, "0.75"))
    ran = process(shop.home, "products", "--json")

    assert (ran.status, ran.err) == (0, "")
    assert ran.json == [
        {"sku": TEA, "name": "Darjeeling", "price": "95.00", "available": "10", "unit": "pc"},
        {"sku": RICE, "name": "Basmati", "price": "120.00", "available": "9.25", "unit": "kg"},
        {"sku": OIL, "name": "Mustard oil", "price": "180.50", "available": "10", "unit": "pc"},
    ]


def test_the_menu_is_a_table_for_people(shop: TestShop) -> None:
    shop.set_product(OIL, reorder_point_milli=10_000)
    shop.sell((TEA, "10"))
    assert inside(shop.home, "products").out.splitlines() == [
        "Id   Name           Price  Available",
        "101  Darjeeling    ₹95.00          0  empty",
        "102  Basmati      ₹120.00      10 kg",
        "103  Mustard oil  ₹180.50         10  low",
    ]


def test_products_are_found_sorted_and_limited(shop: TestShop) -> None:
    def found(*words: str) -> list[str]:
        return [product["sku"] for product in inside(shop.home, "products", *words, "--json").json]

    assert found("oil", "must") == [OIL]
    assert found("DARJ") == [TEA]
    assert found("102") == [RICE]
    assert found("--sort", "name") == [RICE, TEA, OIL]
    assert found("--sort", "price", "--limit", "2") == [TEA, RICE]
    assert found("coffee") == []
    shop.sell((RICE, "10"))
    assert found("--low") == [RICE]


def test_nothing_found_is_said_beside_the_result(shop: TestShop) -> None:
    ran = inside(shop.home, "products", "coffee")
    assert (ran.status, ran.out, ran.err) == (0, "", "Nothing is found.\n")


def test_stock_is_listed_now_and_as_it_was(shop: TestShop) -> None:
    shop.now = NOON + timedelta(days=1)
    shop.sell((TEA, "4"))

    assert inside(shop.home, "stock", "--json").json[0] == {
        "sku": TEA, "name": "Darjeeling", "on_hand": "6", "value": "360.00",
    }  # fmt: skip
    for instant in ("2026-11-22", "2026-11-22T17:31", "2026-11-22T12:00:00+00:00"):
        assert inside(shop.home, "stock", TEA, "--at", instant, "--json").json["on_hand"] == "10"
    assert inside(shop.home, "stock", TEA, "--at", "2026-11-21", "--json").json["on_hand"] == "0"
    assert "Value in all: ₹2,543.34" in inside(shop.home, "stock").out


def test_stock_of_one_product_shows_the_moves_it_is_the_sum_of(shop: TestShop) -> None:
    bill = shop.sell((TEA, "4"))
    answer = inside(shop.home, "stock", TEA, "--json").json

    assert set(answer) == {"sku", "name", "on_hand", "value", "moves"}
    assert answer["moves"][-1] == {
        "at": "2026-11-22T12:00:00+00:00",
        "from": "shop",
        "to": "customer",
        "quantity": "4",
        "reason": "sale",
        "document": bill.number,
        "person": "Owner",
    }
    assert bill.number in inside(shop.home, "stock", TEA).out


def test_moves_take_one_line_each_on_a_narrow_screen(shop: TestShop) -> None:
    bill = shop.sell((TEA, "4"))
    narrow = process(shop.home, "stock", TEA, env={"COLUMNS": "60"}).out.splitlines()

    assert max(map(len, narrow)) <= 60
    assert narrow[3] == "At                From→to        Quantity  Document"
    assert narrow[-1] == f"2026-11-22 17:30  shop→customer         4  {bill.number}"
    assert "Owner" in process(shop.home, "stock", TEA, env={"COLUMNS": "100"}).out


def test_stock_of_nothing_and_at_no_instant_are_refused(shop: TestShop) -> None:
    unknown = inside(shop.home, "stock", "999", "--json")
    assert (unknown.status, unknown.error["code"], unknown.error["path"]) == (3, "unknown_product", "sku")
    wrong = inside(shop.home, "stock", "--at", "yesterday", "--json")
    assert (wrong.status, wrong.error["code"], wrong.error["path"]) == (2, "wrong_usage", "at")


def test_goods_come_in_at_their_cost(shop: TestShop) -> None:
    ran = inside(shop.home, "receive", TEA, "5", "--cost", "₹312.50", "--supplier", "Tea Board", "--note", "DN 7")
    assert (ran.status, ran.out) == (0, "Goods receipt GR/26-27/000004 posted.\n")
    assert shop.on_hand(TEA) == (15_000, 91_250)

    inside(shop.home, "receive", RICE, "0.5", "--unit-cost", "80.015")
    assert shop.on_hand(RICE) == (10_500, 85_001 + 4_001)
    assert '"Quantity": 15' in (shop.home / "product_Records.json").read_text(encoding="utf-8")


def test_goods_come_in_as_json_once(shop: TestShop) -> None:
    receipt = {
        "id": "gr-1",
        "supplier": "Tea Board",
        "lines": [
            {"product": TEA, "quantity": "5", "cost": "300.00"},
            {"product": OIL, "quantity": "2", "unit_cost": "140"},
        ],
    }
    answers = [inside(shop.home, "receive", "--json", stdin=json.dumps(receipt)) for _ in range(2)]

    assert answers[0].json == {"id": "gr-1", "kind": "receipt", "number": "GR/26-27/000004"}
    assert answers[1] == answers[0]
    assert shop.on_hand(TEA) == (15_000, 90_000)
    assert shop.on_hand(OIL) == (12_000, 133_333 + 28_000)


def test_stock_is_corrected_up_and_down_with_a_reason(shop: TestShop) -> None:
    assert inside(shop.home, "adjust", TEA, "-3", "--reason", "broken").out == "Adjustment AD/26-27/000001 posted.\n"
    assert inside(shop.home, "adjust", TEA, "+1", "--reason", "found again").status == 0
    assert shop.on_hand(TEA) == (8_000, 48_000)

    correction = {"id": "ad-1", "reason": "counted", "lines": [{"product": OIL, "quantity": "-0"}]}
    nothing = inside(shop.home, "adjust", "--json", stdin=json.dumps(correction))
    assert (nothing.status, nothing.error["code"]) == (3, "bad_stock_line")
    correction["lines"] = [{"product": OIL, "quantity": "-1"}]
    assert inside(shop.home, "adjust", "--json", stdin=json.dumps(correction)).json["kind"] == "adjustment"


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["receive", TEA], 2, "tillbook receive SKU QUANTITY"),
        (["receive", TEA, "5", "--cost", "1", "--unit-cost", "1"], 2, "not both"),
        (["receive", TEA, "5", "--json"], 2, "leave the rest out"),
        (["receive", TEA, "five"], 2, "quantity: not a number"),
        (["receive", TEA, "5", "--cost", "1.2.3"], 2, "not an amount"),
        (["receive", TEA, "-5"], 2, ""),
        (["receive", "999", "5"], 3, "No product has the SKU or barcode '999'"),
        (["receive", TEA, "0.5"], 3, "steps of 1"),
        (["adjust", TEA, "-3"], 2, "--reason"),
        (["adjust", TEA, "-11", "--reason", "lost"], 3, "Only 10 of Darjeeling are there"),
        (["adjust", TEA, "-3", "--reason", "\u200b"], 3, "empty"),
        (["adjust", TEA, "-3", "--reson", "lost"], 2, ""),
    ],
)
def test_what_cannot_be_posted_says_why(shop: TestShop, words: list[str], status: int, says: str) -> None:
    ran = inside(shop.home, *words)
    assert ran.status == status
    assert says in ran.err
    assert shop.count("posting") == 3


@pytest.mark.parametrize(
    ("line", "path", "status"),
    [
        ({"product": TEA, "quantity": "5", "cost": "1", "unit_cost": "1"}, "lines[0]", 2),
        ({"product": TEA, "quantity": "5", "cost": "-1.00"}, "lines[0].cost", 3),
        ({"product": TEA, "quantity": "5", "unit_cost": "999999999999"}, "lines[0].unit_cost", 3),
        ({"product": TEA, "quantity": "-5"}, "lines[0].quantity", 3),
        ({"product": TEA, "quantity": "-5", "cost": "1.00"}, "lines[0]", 2),
        ({"product": TEA}, "lines[0].quantity", 2),
    ],
)
def test_goods_in_that_make_no_sense_are_refused_with_the_place(
    shop: TestShop, line: dict[str, str], path: str, status: int
) -> None:
    ran = inside(shop.home, "receive", "--json", stdin=json.dumps({"id": "gr-1", "lines": [line]}))
    assert (ran.status, ran.error["path"]) == (status, path)
