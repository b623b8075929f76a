"""`verify`, `journal export` and `export`."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.cli.command_line import copied, inside, process
from tests.shop import RICE, TEA, TestShop

from tillbook.actions.checkpoint import keep_checkpoints
from tillbook.cli.books import _counted
from tillbook.core.wanted import WantedCustomer
from tillbook.db.transaction import transaction_of_one_action

ROOT = Path(__file__).parents[2]


def test_right_books_are_said_to_be_right(shop: TestShop) -> None:
    shop.sell((TEA, "1"))
    ran = process(shop.home, "verify", "--json")
    assert (ran.status, ran.err) == (0, "")
    assert (ran.json["clean"], ran.json["findings"]) == (True, [])
    assert ran.json["checked"]["sales"] == 1
    assert inside(shop.home, "verify").out.startswith("The books are right: ")


def test_what_was_checked_is_counted_in_words_that_fit(shop: TestShop) -> None:
    shop.sell((TEA, "1"))
    said = inside(shop.home, "verify").out
    assert " 1 sale, 1 line," in said
    assert " 1 tender, 0 promotions, 0 customers," in said
    assert (_counted("imports", 1), _counted("series", 1)) == ("1 import", "1 series")
    assert (_counted("journal_entries", 1), _counted("line_taxes", 1)) == ("1 journal entry", "1 line tax")
    assert _counted("discrepancies", 2_000) == "2,000 discrepancies"


def test_each_difference_is_told_on_a_line_and_the_status_is_4(shop: TestShop) -> None:
    shop.sell((TEA, "1"))
    damage = "UPDATE stock_level SET on_hand_milli = on_hand_milli + 1 WHERE product_id = 1"
    home = copied(shop.home, shop.home.parent / "damaged", damage)

    ran = process(home, "verify", "--json")
    assert ran.status == 4
    assert ran.json["clean"] is False
    finding = ran.json["findings"][0]
    assert set(finding) == {"kind", "where", "message"}
    told = process(home, "verify")
    assert (told.status, told.err) == (4, "")
    assert told.out.splitlines()[0] == f"{finding['where']}: {finding['message']} [{finding['kind']}]"


def test_the_journal_is_exported_as_lines_that_the_stand_alone_checker_proves(shop: TestShop, tmp_path: Path) -> None:
    shop.sell((TEA, "1"))
    ran = process(shop.home, "journal", "export")
    kinds = [(entry["chain"], entry["kind"]) for entry in ran.lines]
    assert kinds == [("1", "sale"), ("office", "receipt"), ("office", "receipt"), ("office", "receipt")]
    file = tmp_path / "journal.jsonl"
    file.write_text(ran.out, encoding="utf-8")
    subprocess.run([sys.executable, ROOT / "tools" / "check_journal.py", file], check=True, capture_output=True)

    assert [entry["chain"] for entry in inside(shop.home, "journal", "export", "--register", "1").lines] == ["1"]
    unknown = inside(shop.home, "journal", "export", "--register", "7")
    assert (unknown.status, unknown.out) == (3, "")


def test_products_are_exported_as_the_seed_has_them_and_as_tables_that_read_back(
    shop: TestShop, tmp_path: Path
) -> None:
    plain = process(shop.home, "export", "products")
    assert plain.json[RICE] == {"Product_Name": "Basmati", "Price": 120, "Quantity": 10}

    for name in ("products.json", "products.csv", "products.xlsx"):
        assert inside(shop.home, "export", "products", str(tmp_path / name)).status == 0
    assert json.loads((tmp_path / "products.json").read_text(encoding="utf-8")) == plain.json
    rows = list(csv.DictReader(io.StringIO((tmp_path / "products.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["sku"], row["name"], row["price"], row["tax_class"]) for row in rows][1] == (
        "102", "Basmati", "120", "gst5",
    )  # fmt: skip
    for name in ("products.json", "products.csv", "products.xlsx"):
        again = inside(shop.home, "import", str(tmp_path / name), "--json").json
        assert (again["new"], again["changed"], again["unchanged"], again["number"]) == (0, 0, 3, None)


def test_sales_are_exported_as_the_seed_has_them_and_as_tables(shop: TestShop, tmp_path: Path) -> None:
    customer = WantedCustomer(name='Rao, "Asha"', email="asha@example.com", phone="+919876543210")
    shop.sell((TEA, "2"), (RICE, "0.5"), customer=customer)
    plain = process(shop.home, "export", "sales").out
    assert list(csv.reader(io.StringIO(plain), skipinitialspace=True)) == [
        ['Rao, "Asha"', "asha@example.com", "+919876543210", "101", "Darjeeling", "2", "190.00",
         "Sun Nov 22 17:30:00 2026"],
        ['Rao, "Asha"', "asha@example.com", "+919876543210", "102", "Basmati", "0.5", "60.00",
         "Sun Nov 22 17:30:00 2026"],
    ]  # fmt: skip

    for name in ("sales.txt", "sales.csv", "sales.xlsx"):
        assert inside(shop.home, "export", "sales", str(tmp_path / name)).status == 0
    assert (tmp_path / "sales.txt").read_text(encoding="utf-8") == plain
    rows = list(csv.DictReader(io.StringIO((tmp_path / "sales.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["bill"], row["line"], row["user_phone"], row["tax"], row["total"]) for row in rows] == [
        ("1/26-27/000001", "1", "'+919876543210", "0", "190"),
        ("1/26-27/000001", "2", "'+919876543210", "2.86", "60"),
    ]


def test_an_export_needs_an_ending_it_knows_a_folder_and_leaves_the_shops_own_files(shop: TestShop) -> None:
    for words, status, says in [
        (["sales", "sales.json"], 2, "it is .txt, .csv or .xlsx"),
        (["products", "products.txt"], 2, "it is .json, .csv or .xlsx"),
        (["products", str(shop.home / "none" / "a.csv")], 3, "is not a folder"),
        (["products", str(shop.home / "product_Records.json")], 2, "kept current anyway"),
        (["customers"], 2, ""),
    ]:
        ran = inside(shop.home, "export", *words)
        assert ran.status == status
        assert says in ran.err


def test_checkpoints_that_are_wrong_are_made_anew(shop: TestShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_checkpoints, "__kwdefaults__", {"moves_between": 2})
    for day in range(4):
        shop.now += timedelta(days=1)
        shop.sell((TEA, "1"), (RICE, "1"), id=f"day {day}")
    kept = inside(shop.home, "checkpoints").out
    made = inside(shop.home, "checkpoints", "--remake")
    with transaction_of_one_action() as tx:
        tx.write("UPDATE stock_checkpoint_level SET value_minor = value_minor + 1 WHERE checkpoint_id = 3")

    wrong = inside(shop.home, "verify")
    again = inside(shop.home, "checkpoints", "--remake", "--json")

    assert kept == ""
    assert made.err == "0 checkpoints thrown away, 5 made anew.\n"
    assert [line.split() for line in made.out.splitlines()[:2]] == [
        ["Up", "to", "Levels"],
        ["2026-11-22", "17:30", "3"],
    ]
    assert wrong.status == 4
    assert "make them anew: tillbook checkpoints --remake" in wrong.err
    assert again.err == "5 checkpoints thrown away, 5 made anew.\n"
    assert [each["levels"] for each in again.json] == [3, 2, 2, 2, 2]
    assert inside(shop.home, "verify").status == 0
