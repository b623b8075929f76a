"""`price set`, `price list`, `price add-list`, `price history`; `price` alone still prices a cart."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command_line import inside
from tests.cli.test_price import CART, PRICED
from tests.shop import OIL, TEA, TestShop


def test_a_price_is_set_and_is_sold_at(shop: TestShop) -> None:
    ran = inside(shop.home, "price", "set", TEA, "99.50")

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("PR/")
    assert ran.out.endswith(f": {TEA} costs ₹99.50 on the list retail.\n")
    assert shop.sell((TEA, "1")).total_minor == 9950


def test_wholesale_costs_less_from_a_quantity_on(shop: TestShop) -> None:
    assert inside(shop.home, "price", "add-list", "wholesale", "Wholesale").status == 0
    set_ = ["price", "set", TEA, "80", "--list", "wholesale"]
    assert inside(shop.home, *set_, "--from-quantity", "10", "--valid-from", "2026-01-01").status == 0

    assert inside(shop.home, "price", "list", "--json").json == [
        {"list": "retail", "name": "Retail", "products": 0, "customers": 0},
        {"list": "wholesale", "name": "Wholesale", "products": 1, "customers": 0},
    ]
    assert inside(shop.home, "price", "list", "wholesale", "--json").json == [
        {"sku": TEA, "name": "Darjeeling", "from_quantity": "10", "price": "80.00", "valid_from": "2026-01-01"}
    ]
    assert inside(shop.home, "price", "list", "wholesale", "--on", "2025-12-31", "--json").json == []
    assert "Wholesale" in inside(shop.home, "price", "list").out
    assert "₹80.00" in inside(shop.home, "price", "list", "wholesale").out


def test_who_changed_what_is_shown_the_latest_first(shop: TestShop) -> None:
    inside(shop.home, "price", "set", TEA, "90", "--from-quantity", "6")
    inside(shop.home, "price", "set", TEA, "none", "--from-quantity", "6")
    inside(shop.home, "price", "set", OIL, "170")

    told = [
        (each["sku"], each["before"], each["after"], each["person"])
        for each in inside(shop.home, "price", "history", "--json").json
    ]
    assert told == [
        (OIL, None, "170.00", "Owner"), (TEA, "90.00", None, "Owner"), (TEA, None, "90.00", "Owner"),
    ]  # fmt: skip
    table = inside(shop.home, "price", "history", TEA).out
    assert ("₹90.00" in table, "none" in table, "170" in table) == (True, True, False)


def test_sent_again_with_its_id_a_price_is_set_once(shop: TestShop) -> None:
    words = ["price", "set", TEA, "99", "--id", "mine", "--json"]
    first, again = inside(shop.home, *words).json, inside(shop.home, *words).json

    assert (first["repeated"], again) == (False, {**first, "repeated": True})


def test_what_cannot_be_a_price_is_refused(shop: TestShop) -> None:
    ran = inside(shop.home, "price", "set", TEA, "cheap", "--json")
    assert (ran.status, ran.error["path"]) == (2, "price")
    ran = inside(shop.home, "price", "set", "NONE", "1", "--json")
    assert (ran.status, ran.error["code"]) == (3, "bad_price")
    ran = inside(shop.home, "price", "set", TEA, "1", "--list", "friends", "--json")
    assert (ran.status, ran.error["code"]) == (3, "unknown_price_list")
    ran = inside(shop.home, "price", "set", TEA, "1", "--valid-from", "soon", "--json")
    assert (ran.status, ran.error["code"]) == (2, "wrong_usage")


def test_without_a_command_a_cart_is_priced_from_input_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "cart.json"
    file.write_text(json.dumps(CART), encoding="utf-8")

    assert inside(tmp_path, "price", stdin=json.dumps(CART)).json == PRICED
    assert inside(tmp_path, "price", "cart", stdin=json.dumps(CART)).json == PRICED
    assert inside(tmp_path, "price", str(file)).json == PRICED
    assert inside(tmp_path, "price", "--json", str(file)).json == PRICED
    help_ = inside(tmp_path, "price", "--help")
    assert help_.status == 0
    assert all(name in help_.out for name in ("set", "list", "history", "cart"))
