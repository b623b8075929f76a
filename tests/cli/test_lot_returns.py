"""`refund` and `exchange` of goods that are kept in lots: by flag and as JSON."""

from __future__ import annotations

import json

from tests.cli.command_line import inside
from tests.shop import TEA, TestShop

NUMBER = "1/26-27/000001"


def stocked(shop: TestShop) -> None:
    """Three of milk sold before it was kept in lots; then lot A of 5, and some money in the drawer."""
    shop.add_product("MILK", "Milk", "30.00")
    shop.receive("MILK", "3", cost="60")
    shop.sell(("MILK", "3"), (TEA, "2"))
    assert inside(shop.home, "lot", "track", "MILK").status == 0
    received = inside(shop.home, "receive", "MILK", "5", "--cost", "100", "--lot", "A", "--expires", "2099-12-31")
    assert received.status == 0, received.err


def in_lots(shop: TestShop) -> dict[str, str]:
    return {lot["lot"]: lot["on_hand"] for lot in inside(shop.home, "lot", "list", "MILK", "--json").json}


def test_a_lot_is_asked_for_and_given_by_flag(shop: TestShop) -> None:
    stocked(shop)
    refused = inside(shop.home, "refund", NUMBER, "--line", "1=1")
    assert (refused.status, refused.err) == (
        3,
        "Milk is kept in lots: say into which one the 1 go back; the newest are A, and goods that come in make a new "
        "one: tillbook receive MILK\n",
    )

    by_bill = inside(shop.home, "refund", NUMBER, "--line", "1=1", "--line", "2=1", "--lot", "A")
    loose = inside(shop.home, "refund", "--product", TEA, "--product", "MILK=1", "--lot", "", "--lot", "A")

    assert (by_bill.status, loose.status) == (0, 0), (by_bill.err, loose.err)
    assert in_lots(shop) == {"A": "7"}


def test_a_lot_without_its_line_is_wrong_usage(shop: TestShop) -> None:
    stocked(shop)
    refused = inside(shop.home, "refund", NUMBER, "--lot", "A")
    assert (refused.status, refused.err) == (2, "A lot is that of a --line or a --product; say which comes back.\n")
    refused = inside(shop.home, "refund", NUMBER, "--line", "1", "--lot", "A", "--lot", "B", "--json")
    assert (refused.status, refused.error["path"]) == (2, "lot")


def test_a_lot_is_given_as_json(shop: TestShop) -> None:
    stocked(shop)
    back = {"line": 1, "quantity": "2"}
    sent = {"id": "back", "sale": NUMBER, "lines": [back]}
    refused = inside(shop.home, "refund", "--json", stdin=json.dumps(sent))
    assert (refused.status, refused.error["code"], refused.error["path"]) == (3, "lot_needed", "lines[0].lot")

    ran = inside(shop.home, "refund", "--json", stdin=json.dumps({**sent, "lines": [{**back, "lot": " A "}]}))

    assert ran.status == 0, ran.err
    assert in_lots(shop) == {"A": "7"}


def test_a_lot_that_cannot_be_read_is_refused_with_its_place(shop: TestShop) -> None:
    sent = {"id": "back", "sale": NUMBER, "lines": [{"line": 1, "lot": "\u200b"}]}
    refused = inside(shop.home, "refund", "--json", stdin=json.dumps(sent))
    assert (refused.status, refused.error["path"]) == (3, "lines[0].lot")


def test_an_exchange_names_the_lot_too(shop: TestShop) -> None:
    stocked(shop)
    goods = ("exchange", NUMBER, "--line", "1=1", "--take", TEA, "--tender", "cash 100")
    assert inside(shop.home, *goods).status == 3
    assert inside(shop.home, *goods, "--lot", "A").status == 0
    sent = {
        "back": {"sale": NUMBER, "lines": [{"line": 1, "quantity": "1", "lot": "A"}]},
        "sale": {
            "id": "swap",
            "lines": [{"product": TEA, "quantity": "1"}],
            "tenders": [{"type": "cash", "amount": "100"}],
        },
    }
    assert inside(shop.home, "exchange", "--json", stdin=json.dumps(sent)).status == 0
    assert in_lots(shop) == {"A": "7"}
