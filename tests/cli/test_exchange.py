"""`tillbook exchange`: typed, and from JSON."""

from __future__ import annotations

import json

from tests.cli.command_line import inside
from tests.shop import OIL, TEA, TestShop


def test_a_dearer_thing_is_taken_for_a_cheaper_one(shop: TestShop) -> None:
    bill = shop.sell((TEA, "1"))

    ran = inside(shop.home, "exchange", bill.number, "--line", "1", "--take", f"{OIL}=1", "--tender", "cash 100")

    assert ran.status == 0, ran.err
    assert "Credit note 1C/26-27/000001" in ran.out
    assert "Bill 1/26-27/000002" in ran.out
    assert "₹14.50" in ran.out
    assert shop.on_hand(TEA)[0] == 10_000


def test_what_is_missing_is_said_and_nothing_happens(shop: TestShop) -> None:
    bill = shop.sell((TEA, "1"))

    ran = inside(shop.home, "exchange", bill.number, "--take", OIL, "--json")

    assert (ran.status, ran.error["code"]) == (3, "not_paid")
    assert "85.50 INR still to pay" in ran.error["message"]
    assert shop.on_hand(TEA)[0] == 9_000


def test_an_exchange_is_read_as_json(shop: TestShop) -> None:
    bill = shop.sell((OIL, "1"))
    command = {
        "back": {"sale": bill.number, "lines": [{"line": 1}], "tenders": [{"type": "store_credit"}]},
        "sale": {"id": "swap", "lines": [{"product": TEA, "quantity": "1"}]},
    }

    ran = inside(shop.home, "exchange", "--json", stdin=json.dumps(command))

    assert ran.status == 0, ran.err
    assert ran.json["bill"]["tenders"] == [{"type": "exchange", "amount": "95.00", "reference": "1C/26-27/000001"}]
    assert ran.json["credit_note"]["total"] == "180.50"
    assert len(ran.json["codes"]) == 1


def test_a_mistake_is_told_with_its_path(shop: TestShop) -> None:
    command = {"back": {"sale": "1", "lines": [{"line": 0}]}, "sale": {"id": "x", "lines": []}}

    ran = inside(shop.home, "exchange", "--json", stdin=json.dumps(command))

    assert (ran.status, ran.error["path"]) == (2, "back.lines[0].line")


def test_the_bill_and_what_is_taken_are_both_needed(shop: TestShop) -> None:
    assert inside(shop.home, "exchange", "1/26-27/000001").status == 2
