"""The seed's two files follow the sales, and what a person wrote there is never overwritten."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tests.shop import RICE, TEA, TestShop

from tillbook.actions.deliver import deliver
from tillbook.core.wanted import WantedCustomer


def test_logs_each_sale_line_once_in_the_shops_own_time(shop: TestShop) -> None:
    shop.now = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    asha = WantedCustomer(name="Rao, Asha", email="asha@example.com", phone="+919876543210")
    shop.sell((TEA, "2"), (RICE, "0.25"), customer=asha)
    assert deliver(shop.home).sales == 1
    assert deliver(shop.home).sales == 0
    assert (shop.home / "sales.txt").read_text() == (
        '"Rao, Asha", asha@example.com, +919876543210, 101, Darjeeling, 2, 190.00,Mon Nov 23 01:30:00 2026\n'
        '"Rao, Asha", asha@example.com, +919876543210, 102, Basmati, 0.25, 30.00,Mon Nov 23 01:30:00 2026\n'
    )


def test_appends_to_a_log_that_the_old_program_left_without_a_last_line_end(shop: TestShop) -> None:
    (shop.home / "sales.txt").write_text("old line")
    shop.sell((TEA, "1"))
    deliver(shop.home)
    lines = (shop.home / "sales.txt").read_text().splitlines()
    assert lines[0] == "old line"
    assert len(lines) == 2


def test_keeps_what_another_program_appends_meanwhile(shop: TestShop) -> None:
    for _ in range(2):
        shop.sell((TEA, "1"))
        deliver(shop.home)
        with (shop.home / "sales.txt").open("a") as log:
            log.write("theirs\n")
    lines = (shop.home / "sales.txt").read_text().splitlines()
    assert [line == "theirs" for line in lines] == [False, True, False, True]


def test_a_product_file_edited_by_hand_is_left_alone_and_the_difference_told(shop: TestShop) -> None:
    deliver(shop.home)
    file = shop.home / "product_Records.json"
    records = json.loads(file.read_text())
    records[TEA]["Quantity"] = 25
    records["900"] = {"Product_Name": "Chalk", "Price": 5, "Quantity": 1}
    del records[RICE]
    edited = json.dumps(records)
    file.write_text(edited)
    shop.sell((TEA, "1"))
    delivered = deliver(shop.home)
    assert delivered.held == (
        "101 Darjeeling: quantity 10 → 25",
        "900 Chalk: new",
        "102 Basmati: no longer in the file",
    )
    assert file.read_text() == edited


def test_a_product_file_that_was_broken_by_hand_is_to_be_corrected_or_deleted(shop: TestShop) -> None:
    deliver(shop.home)
    file = shop.home / "product_Records.json"
    file.write_text('{"101": {')
    delivered = deliver(shop.home)
    (told,) = delivered.problems
    assert delivered.held == ()
    assert told.splitlines() == [
        f"{file} was edited since Tillbook last wrote it, and cannot be read any more. "
        "Correct it, or delete it: then it is written anew.",
        '  line 1, column 10, "101": a key in double quotes is missing; the file ends',
    ]
    assert file.read_text() == '{"101": {'


def test_a_deleted_product_file_is_written_again(shop: TestShop) -> None:
    deliver(shop.home)
    (shop.home / "product_Records.json").unlink()
    deliver(shop.home)
    assert json.loads((shop.home / "product_Records.json").read_text())[TEA] == {
        "Product_Name": "Darjeeling",
        "Price": 95,
        "Quantity": 10,
    }
