"""The menu shows today's price; what no coin can pay is sold for nothing, by programs too (P1, P4)."""

from __future__ import annotations

import json

from tests.cli.command_line import inside
from tests.shop import RICE, TEA, TestShop

from tillbook.db.transaction import transaction_of_one_action


def test_the_menu_shows_what_one_costs_today(shop: TestShop) -> None:
    assert inside(shop.home, "price", "set", TEA, "94", "--from-quantity", "1").status == 0
    assert inside(shop.home, "price", "set", RICE, "130", "--valid-from", "2999-01-01").status == 0

    shown = {line["sku"]: line["price"] for line in inside(shop.home, "products", "--json").json}
    assert (shown[TEA], shown[RICE]) == ("94.00", "120.00")
    assert [line["price"] for line in inside(shop.home, "products", "darj", "--json").json] == ["94.00"]


def test_a_sale_that_rounds_to_nothing_is_sent_with_cash_of_nothing(shop: TestShop) -> None:
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET cash_increment_minor = 100 WHERE id = 1")
    shop.add_product("301", "Sweet", "0.40", short_stock="allow")
    lines = [{"product": "301", "quantity": "1"}]

    for sale_id, tenders in (("with", [{"type": "cash", "amount": "0"}]), ("without", [])):
        sent = json.dumps({"id": sale_id, "lines": lines, "tenders": tenders})
        bill = inside(shop.home, "sell", "--json", stdin=sent).json
        assert (bill["total"], bill["cash_rounding"], bill["due"]) == ("0.40", "-0.40", "0.00")
    refused = json.dumps({"id": "card", "lines": lines, "tenders": [{"type": "card", "amount": "0"}]})
    assert inside(shop.home, "sell", "--json", stdin=refused).error["code"] == "tender_invalid"


def test_a_cart_that_rounds_to_nothing_is_due_nothing(shop: TestShop) -> None:
    line = {"product": "SWEET", "quantity": "1", "unit_price": "0.40"}
    cart = json.dumps({"currency": "INR", "cash_increment": "1.00", "lines": [line]})

    answer = inside(shop.home, "price", stdin=cart).json
    assert (answer["total"], answer["cash_rounding"], answer["due"]) == ("0.40", "-0.40", "0.00")
