"""`import`: what it says and how it ends; what it does to products is tested at the action."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.command_line import inside, process, sale
from tests.shop import OIL, TEA, TestShop

from tillbook.db.transaction import transaction_of_one_action

PRODUCTS = "sku,name,price,quantity\n101,Darjeeling,99.00,10\n00123,Green tea,50.00,4\n103,Mustard oil,180.50,10\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "products.csv"
    path.write_text(PRODUCTS, encoding="utf-8")
    return path


def test_a_dry_run_says_what_would_happen_and_does_nothing(shop: TestShop, table: Path) -> None:
    ran = process(shop.home, "import", str(table), "--dry-run")
    assert (ran.status, ran.out, ran.err) == (0, "Would be imported: 1 new, 1 changed, 1 as they were\n", "")
    assert shop.count("product") == 3
    assert inside(shop.home, "import", str(table), "--dry-run", "--json").json == {
        "number": None, "new": 1, "changed": 1, "unchanged": 1, "refused": 0, "problems": [],
    }  # fmt: skip


def test_a_file_is_imported_once_and_can_be_undone(shop: TestShop, table: Path) -> None:
    assert inside(shop.home, "import", str(table)).out == (
        "Imported as IM/26-27/000001: 1 new, 1 changed, 1 as they were\n"
    )
    assert inside(shop.home, "products", "00123", "--json").json[0]["available"] == "4"
    assert "00123" in json.loads((shop.home / "product_Records.json").read_bytes())
    assert inside(shop.home, "import", str(table)).out == "Nothing to import: 0 new, 0 changed, 3 as they were\n"

    undone = inside(shop.home, "import", "--undo", "IM/26-27/000001", "--json").json
    assert (undone["undone"], undone["kept"]) == (2, [])
    assert inside(shop.home, "products", TEA, "--json").json[0]["price"] == "95.00"
    again = inside(shop.home, "import", "--undo", "IM/26-27/000001", "--json")
    assert (again.status, again.error["code"]) == (3, "already_undone")


def test_refused_rows_are_told_with_row_and_column_and_nothing_is_imported(shop: TestShop, table: Path) -> None:
    table.write_text(PRODUCTS + "104,,1.00,1\n105,Coffee,-1,1\n", encoding="utf-8")
    dry = inside(shop.home, "import", str(table), "--dry-run", "--json")
    assert (dry.status, dry.json["refused"]) == (3, 2)
    assert [(problem["row"], problem["column"]) for problem in dry.json["problems"]] == [
        (5, "name"),
        (6, "price"),
    ]

    ran = inside(shop.home, "import", str(table))
    assert (ran.status, ran.out) == (3, "")
    assert "row 5, column name" in ran.err
    assert shop.count("product") == 3

    good = inside(shop.home, "import", str(table), "--skip-refused")
    assert good.out == "Imported as IM/26-27/000001: 1 new, 1 changed, 1 as they were, 2 refused\n"
    assert shop.count("product") == 4


def test_columns_are_mapped_and_the_decimal_sign_is_told(shop: TestShop, tmp_path: Path) -> None:
    table = tmp_path / "produkte.csv"
    table.write_text("Nr;Was;Wieviel;Colour\n104;Kaffee;1,250;brown\n", encoding="utf-8")
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"sku": "Nr", "name": "Was", "price": "Wieviel"}', encoding="utf-8")

    unclear = inside(shop.home, "import", str(table))
    assert (unclear.status, unclear.out) == (2, "")
    asked = inside(shop.home, "import", str(table), "--mapping", str(mapping))
    assert (asked.status, "does 1,250 mean 1250 or 1.250?" in asked.err) == (2, True)
    ran = inside(shop.home, "import", str(table), "--mapping", str(mapping), "--decimal", ",")
    assert (ran.status, ran.err) == (0, "These columns are not used: Colour\n")
    assert inside(shop.home, "products", "104", "--json").json[0]["price"] == "1.25"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ([], 2),
        (["a.csv", "--undo", "IM/26-27/000001"], 2),
        (["none.csv"], 2),
        (["none.json"], 2),
        (["--undo", "IM/26-27/000009"], 3),
        (["a.csv", "--decimal", ";"], 2),
        (["a.csv", "--mapping", "none.json"], 2),
    ],
)
def test_an_import_of_nothing_is_refused(shop: TestShop, words: list[str], status: int) -> None:
    ran = inside(shop.home, "import", *words)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err


def test_a_shop_opened_on_its_own_file_goes_on_with_it(tmp_path: Path) -> None:
    own = tmp_path / "product_Records.json"
    own.write_text('{"101": {"Product_Name": "Tea", "Price": 5.50, "Quantity": 2}}', encoding="utf-8")
    ran = inside(tmp_path, "init", "--name", "Tea", "--currency", "INR", "--from", str(own))
    assert (ran.status, ran.err) == (0, "")
    inside(tmp_path, "sell", "--json", stdin=json.dumps(sale(("101", "1"))))
    assert '"Price": 5.50, "Quantity": 1' in own.read_text(encoding="utf-8")


def test_the_shops_own_file_edited_by_hand_is_shown_and_taken_over_on_request(shop: TestShop) -> None:
    sell = json.dumps(sale((TEA, "1")))
    inside(shop.home, "sell", "--json", stdin=sell)
    own = shop.home / "product_Records.json"
    edited = own.read_text(encoding="utf-8").replace('"Price": 180.5', '"Price": 199')
    own.write_text(edited, encoding="utf-8")

    ran = inside(shop.home, "sell", "--json", stdin=json.dumps(sale((OIL, "1"), id="second")))
    assert ran.status == 0
    assert "103 Mustard oil: price 180.5 → 199" in ran.err
    assert f"tillbook --home {shop.home} import {own}" in ran.err
    assert own.read_text(encoding="utf-8") == edited

    taken = inside(shop.home, "import", str(own))
    assert (taken.status, taken.err) == (0, "")
    kept = json.loads(own.read_bytes())
    assert (kept[OIL]["Price"], kept[OIL]["Quantity"], kept[TEA]["Quantity"]) == (199, 9, 9)


SOLD = """Asha Rao, asha@example.com, +919876543210, 101, Darjeeling, 2, 190.0,Sun Nov 21 12:00:00 2021
Asha Rao, asha@example.com, +919876543210, 777, Old tea, 3, 35.97,Sun Nov 21 12:00:00 2021
Ben, , , 101, Darjeeling, 1, 95,Mon Nov 22 09:30:00 2021
no line at all
"""


def test_what_the_seed_program_sold_becomes_past_sales_once(shop: TestShop, tmp_path: Path) -> None:
    past = tmp_path / "sales.txt"
    past.write_text(SOLD, encoding="utf-8")
    dry = inside(shop.home, "import", str(past), "--dry-run", "--json").json
    assert (dry["lines"], dry["invoices"], dry["refused"][0]["row"]) == (4, 2, 4)
    assert inside(shop.home, "import", str(past), "--dry-run").out == (
        "Would be read: 4 lines of 2 invoices, 1 refused\n"
    )

    report = inside(shop.home, "import", str(past), "--json").json
    assert report["lines_by_outcome"] == {"sold": 3, "refused": 1}
    assert (report["sold"], report["amount"], report["new_sales"]) == ("320.97", "320.97", 2)
    assert shop.on_hand(TEA)[0] == 10_000
    again = inside(shop.home, "import", str(past))
    assert "0 sales and 0 corrections posted" in again.out
    assert "in the books already, left out: 3" in again.out
    assert shop.count("sale") == 2
    assert again.err.startswith("line 4: ")
    sold = inside(shop.home, "stock", TEA, "--json").json["moves"]
    assert [move["at"] for move in sold if move["reason"] == "sale"] == [
        "2021-11-21T06:30:00+00:00", "2021-11-22T04:00:00+00:00",
    ]  # fmt: skip


def test_what_the_shop_sold_itself_is_not_imported_again(shop: TestShop) -> None:
    inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"))))
    postings = shop.count("posting")
    ran = inside(shop.home, "import", str(shop.home / "sales.txt"), "--json")
    assert (ran.status, ran.json["lines"], ran.json["in_the_books_already"]) == (0, 0, 1)
    assert (shop.count("sale"), shop.count("posting")) == (1, postings)


def test_past_sales_keep_who_bought_and_two_people_of_one_name_are_two(shop: TestShop, tmp_path: Path) -> None:
    when = "Sun Nov 21 12:00:00 2021"
    past = tmp_path / "sales.txt"
    past.write_text(
        f"Asha Rao, asha@Example.com, 098765 43210, 101, Darjeeling, 1, 95,{when}\n"
        f"Asha Rao, no address, 1234, 101, Darjeeling, 2, 190,{when}\n"
        f"Asha Rao, asha@example.com, +919876543210, 103, Mustard oil, 1, 180.5,{when}\n",
        encoding="utf-8",
    )
    assert inside(shop.home, "import", str(past), "--json").json["new_sales"] == 2
    assert (shop.home / "sales.txt").read_text(encoding="utf-8").splitlines() == [
        f"Asha Rao, no address, 1234, 101, Darjeeling, 2, 190.00,{when}",
        f"Asha Rao, asha@example.com, +919876543210, 101, Darjeeling, 1, 95.00,{when}",
        f"Asha Rao, asha@example.com, +919876543210, 103, Mustard oil, 1, 180.50,{when}",
    ]


def test_the_lines_from_before_the_shop_are_imported_from_its_own_sales_file_and_stay_there_once(
    shop: TestShop, tmp_path: Path
) -> None:
    own = shop.home / "sales.txt"
    own.write_text(SOLD, encoding="utf-8")
    inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"))))
    both = own.read_text(encoding="utf-8")
    assert both.startswith(SOLD)
    assert both.count("\n") == 5

    report = inside(shop.home, "import", str(own), "--json").json
    assert (report["lines_by_outcome"], report["in_the_books_already"]) == ({"sold": 3, "refused": 1}, 1)
    assert (shop.count("sale"), own.read_text(encoding="utf-8")) == (3, both)

    inside(shop.home, "sell", "--json", stdin=json.dumps(sale((TEA, "1"), id="later")))
    longer = own.read_text(encoding="utf-8")
    assert longer.count("\n") == 6
    copy = tmp_path / "copy.txt"
    copy.write_text(longer, encoding="utf-8")
    for again in (own, copy):
        answer = inside(shop.home, "import", str(again), "--json").json
        assert (answer["lines_by_outcome"], answer["in_the_books_already"]) == ({"refused": 1}, 5)
    assert (shop.count("sale"), own.read_text(encoding="utf-8")) == (4, longer)


def test_a_copy_from_elsewhere_adds_to_the_sales_file_only_what_does_not_stand_there(
    shop: TestShop, tmp_path: Path
) -> None:
    own, copy = shop.home / "sales.txt", tmp_path / "copy.txt"
    own.write_text(SOLD, encoding="utf-8")
    new = "Asha Rao, asha@example.com, +919876543210, 101, Darjeeling, 5, 475,Sun Nov 21 12:00:00 2021\n"
    copy.write_text(SOLD + new, encoding="utf-8")

    assert inside(shop.home, "import", str(copy), "--json").json["lines_by_outcome"] == {"sold": 4, "refused": 1}
    assert own.read_text(encoding="utf-8") == SOLD + new.replace("475", "475.00")
    assert inside(shop.home, "import", str(own), "--json").json["lines_by_outcome"] == {"refused": 1}


def test_taxes_on_top_of_past_prices_are_told_and_imported_once(shop: TestShop, tmp_path: Path) -> None:
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET prices_include_tax = ?", (False,))
    shop.add_tax_class("on-top", ("VAT", "20"))
    shop.add_product("777", "Old tea", "11.99", tax_class="on-top")
    past = tmp_path / "sales.txt"
    past.write_text(SOLD, encoding="utf-8")

    report = inside(shop.home, "import", str(past), "--json").json
    assert (report["sold"], report["books"], report["on_top"], report["adds_up"]) == ("320.97", "328.16", "7.19", False)
    for again in (past, shop.home / "sales.txt"):
        assert "left out: 3" in inside(shop.home, "import", str(again)).out
    assert shop.count("sale") == 2


def test_past_invoices_come_from_a_table_with_a_mapping(shop: TestShop, tmp_path: Path) -> None:
    table = tmp_path / "orders.csv"
    table.write_text(
        "Order,Code,Title,Qty,Price,When,Who\nA1,101,Darjeeling,2,90.00,2021-05-01 10:00,C7\n"
        "CA1,101,Darjeeling,-1,90.00,2021-05-02 10:00,C7\n",
        encoding="utf-8",
    )
    mapping = tmp_path / "mapping.json"
    columns = {"invoice": "Order", "sku": "Code", "name": "Title", "quantity": "Qty", "price": "Price"}
    told = {
        "name": "web-shop",
        "columns": {**columns, "instant": "When", "customer": "Who"},
        "instant_format": "%Y-%m-%d %H:%M",
        "zone": "Asia/Kolkata",
        "cancellation_prefix": "C",
    }
    mapping.write_text(json.dumps(told), encoding="utf-8")

    ran = inside(shop.home, "import", str(table), "--mapping", str(mapping))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "2 lines of 2 invoices: 1 sale and 1 correction posted, 0 had been before",
        "  sold: 1",
        "  returned, the sale was found: 1",
    ]
