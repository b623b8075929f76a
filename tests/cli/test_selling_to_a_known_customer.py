"""A sale sent as JSON to a customer of the shop, named by the code that the shop gave them."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.command_line import Ran, inside, sale
from tests.shop import TEA, TestShop


def sell(shop: TestShop, *, id: str = "one", **more: Any) -> Ran:
    """Sell two Darjeeling for 190.00."""
    return inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "2"), id=id, **more)))


def test_a_code_names_a_known_customer_and_the_bill_says_who(shop: TestShop) -> None:
    inside(shop.home, "customer", "add", "Asha Rao", "--code", "C-7", "--phone", "098765 43210")

    sold = sell(shop, customer={"code": "C-7"})

    assert sold.json["customer"] == {"name": "Asha Rao", "phone": "+919876543210"}
    assert [each["name"] for each in inside(shop.home, "customer", "list", "--json").json] == ["Asha Rao"]


def test_a_code_puts_the_sale_on_the_customers_account(shop: TestShop) -> None:
    inside(shop.home, "customer", "add", "Asha Rao", "--code", "C-7")
    inside(shop.home, "customer", "limit", "C-7", "500")

    sold = sell(shop, customer={"code": "C-7"}, tenders=[{"type": "credit", "amount": "190.00"}])

    assert sold.status == 0
    assert inside(shop.home, "customer", "show", "C-7", "--json").json["balance"] == "190.00"


def test_an_unknown_code_is_refused_and_makes_nobody(shop: TestShop) -> None:
    alone = sell(shop, customer={"code": "C-8"})
    named = sell(shop, customer={"code": "C-8", "name": "Asha"})

    assert (alone.status, alone.error["code"], alone.error["path"]) == (3, "unknown_customer", "customer.code")
    assert "'C-8'" in alone.error["message"]
    assert named.error["code"] == "unknown_customer"
    assert inside(shop.home, "customer", "list", "--json").json == []


def test_a_repeat_with_the_same_code_answers_the_same_bill_and_with_another_is_refused(shop: TestShop) -> None:
    inside(shop.home, "customer", "add", "Asha Rao", "--code", "C-7")
    inside(shop.home, "customer", "add", "Asha Rao", "--code", "C-9", "--although-known")

    first = sell(shop, customer={"code": "C-7"})
    inside(shop.home, "customer", "change", "C-7", "--name", "Asha Rao-Iyer")
    again = sell(shop, customer={"code": "C-7"})
    another = sell(shop, customer={"code": "C-9"})
    other_name = sell(shop, customer={"code": "C-7", "name": "Meena"})
    nobody = sell(shop)

    assert again.json == first.json
    assert [each.error["code"] for each in (another, other_name, nobody)] == ["id_reused"] * 3
