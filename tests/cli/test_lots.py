"""`lot`, `pack`, and lots at `receive` and `adjust`."""

from __future__ import annotations

import json

from tests.cli.command_line import inside
from tests.shop import TEA, TestShop


def stocked(shop: TestShop) -> None:
    """Milk in lots: 4 that expired long ago, 5 that are good for long."""
    shop.add_product("MILK", "Milk", "30.00")
    assert inside(shop.home, "lot", "track", "MILK").status == 0
    old = ("receive", "MILK", "4", "--cost", "40", "--lot", "OLD", "--expires", "2020-01-31")
    new = ("receive", "MILK", "5", "--cost", "100", "--lot", "A", "--expires", "2099-12-31")
    for command in (old, new):
        assert inside(shop.home, *command).status == 0


def test_a_product_is_put_into_lots(shop: TestShop) -> None:
    refused = inside(shop.home, "lot", "track", TEA)
    assert refused.status == 3
    assert "10 of Darjeeling are on hand: adjust that to 0 first" in refused.err
    inside(shop.home, "adjust", TEA, "-10", "--reason", "into lots")

    ran = inside(shop.home, "lot", "track", TEA, "--json")

    assert (ran.status, ran.json["sku"], ran.json["lot_tracked"]) == (0, TEA, True)
    assert inside(shop.home, "lot", "track", TEA).out == "Darjeeling is kept in lots already.\n"
    assert "Darjeeling is not kept in lots from now on." in inside(shop.home, "lot", "untrack", TEA).out


def test_lots_are_listed_with_what_has_expired(shop: TestShop) -> None:
    stocked(shop)
    assert inside(shop.home, "lot", "list").out.splitlines() == [
        "Id    Name  Lot  Expires     On hand",
        "MILK  Milk  OLD  2020-01-31        4  expired",
        "MILK  Milk  A    2099-12-31        5",
    ]
    assert inside(shop.home, "lot", "list", "MILK", "--expiring", "30", "--json").json == [
        {
            "sku": "MILK",
            "name": "Milk",
            "lot": "OLD",
            "expires_on": "2020-01-31",
            "expired": True,
            "on_hand": "4",
        }
    ]
    assert inside(shop.home, "lot", "list", TEA).err == "No lots are on hand.\n"


def test_a_lot_is_taken_off_the_shelf(shop: TestShop) -> None:
    stocked(shop)
    part = inside(shop.home, "lot", "write-off", "MILK", "OLD", "1", "--json")
    assert (part.json["quantity"], part.json["lot"]) == ("1", "OLD")
    rest = inside(shop.home, "lot", "write-off", "MILK", "OLD", "--to-supplier", "--reason", "recalled")
    assert rest.out.endswith(": 3 of Milk, lot OLD, returned to the supplier.\n")
    again = inside(shop.home, "lot", "write-off", "MILK", "OLD", "--json")
    assert (again.status, again.error["code"]) == (3, "not_in_lots")


def test_goods_without_their_lot_are_refused_with_what_to_do(shop: TestShop) -> None:
    stocked(shop)
    received = inside(shop.home, "receive", "MILK", "1", "--json")
    assert received.status == 2
    missing = inside(shop.home, "adjust", "MILK", "-1", "--reason", "broken")
    assert (missing.status, missing.err) == (
        3,
        "Milk is kept in lots: say which one (and when it expires, if it is new).\n",
    )
    assert inside(shop.home, "adjust", "MILK", "-1", "--reason", "broken", "--lot", "A").status == 0
    wrong = inside(shop.home, "receive", "MILK", "1", "--lot", "B", "--expires", "31.12.2027")
    assert (wrong.status, wrong.err) == (2, "expires: '31.12.2027' is no day; write it as 2027-04-01\n")


def test_goods_come_in_as_json_with_their_lots(shop: TestShop) -> None:
    stocked(shop)
    lines = [
        {"product": "MILK", "quantity": "2", "cost": "50.00", "lot": "B", "expires_on": "2098-01-01"},
        {"product": "MILK", "quantity": "1", "serial": "SN-7"},
    ]
    sent = json.dumps({"id": "goods", "lines": lines})
    assert inside(shop.home, "receive", "--json", stdin=sent).status == 0
    again = json.dumps({"id": "more", "lines": lines[1:]})
    refused = inside(shop.home, "receive", "--json", stdin=again)
    assert (refused.error["code"], refused.error["path"]) == ("serial_taken", "lines[0].serial")
    both = json.dumps({"id": "both", "lines": [{**lines[0], "serial": "SN-8"}]})
    assert inside(shop.home, "receive", "--json", stdin=both).error["path"] == "lines[0]"


def test_each_serial_number_is_a_piece_and_has_its_share_of_the_cost(shop: TestShop) -> None:
    stocked(shop)
    refused = inside(shop.home, "receive", "MILK", "3", "--serial", "S1", "--serial", "S2")
    assert (refused.status, refused.err) == (2, "2 serial numbers are for 2 pieces; give each piece its own.\n")

    ran = inside(shop.home, "receive", "MILK", "2", "--serial", "S1", "--serial", "S2", "--cost", "0.03")

    assert ran.status == 0
    assert [lot["lot"] for lot in inside(shop.home, "lot", "list", "--json").json] == ["OLD", "A", "S1", "S2"]
    assert shop.on_hand("MILK") == (11_000, 140_03)


def test_a_pack_is_added_listed_and_dropped(shop: TestShop) -> None:
    added = inside(shop.home, "pack", "add", TEA, "BOX", "6", "--json")
    assert (added.json["barcode"], added.json["size"]) == ("BOX", "6")
    assert inside(shop.home, "pack", "add", TEA, "BOX", "6").out == "BOX stands for 6 of 101 already.\n"
    assert inside(shop.home, "pack", "list").out.splitlines() == [
        "Id   Name        Barcode  Holds",
        "101  Darjeeling  BOX          6",
    ]
    assert inside(shop.home, "pack", "list", "--json").json == [
        {"sku": TEA, "name": "Darjeeling", "barcode": "BOX", "size": "6"}
    ]
    assert inside(shop.home, "pack", "drop", "BOX").out.endswith(": BOX is no pack any more.\n")
    assert inside(shop.home, "pack", "list").err.startswith("There are no packs")
    unknown = inside(shop.home, "pack", "drop", "BOX", "--json")
    assert (unknown.status, unknown.error["code"]) == (3, "unknown_pack")
