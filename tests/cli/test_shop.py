"""`init`, `settings` and `tax`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command_line import Ran, inside, process, sale
from tests.shop import TEA, TestShop

from tillbook.formats.settings import READERS

SEED = {
    "101": {"Product_Name": "Darjeeling", "Price": 95, "Quantity": 12, "Shelf": "A"},
    "102": {"Product_Name": "Café crème", "Price": 12.50, "Quantity": 0},
}


def init(home: Path, *words: str) -> Ran:
    return inside(home, "init", "--name", "Tea House", "--currency", "INR", *words)


def settings(home: Path) -> dict[str, str]:
    answer: dict[str, str] = inside(home, "settings", "--json").json
    return answer


def test_a_shop_is_made_and_sells_at_once(tmp_path: Path) -> None:
    seed = tmp_path / "product_Records.json"
    seed.write_text(json.dumps(SEED), encoding="utf-8")
    home = tmp_path / "deep" / "shop"
    ran = process(home, "init", "--name", "Tea House", "--currency", "INR", "--prices-include-tax", "--from", str(seed))

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"Tea House is open, in {home}.",
        "  INR, country IN, clock Asia/Kolkata, written as in en_IN",
        "  2 products",
    ]
    sold = inside(home, "sell", "--json", stdin=json.dumps(sale(("101", "2"), cash="200.00")))
    assert (sold.json["number"], sold.json["change"]) == ("1/26-27/000001", "10.00")
    kept = json.loads((home / "product_Records.json").read_text(encoding="utf-8"))
    assert kept == {**SEED, "101": {**SEED["101"], "Quantity": 10}}
    assert inside(home, "verify").status == 0


def test_a_folder_with_a_shop_is_left_as_it_is(shop: TestShop) -> None:
    ran = init(shop.home)
    assert ran.status == 3
    assert "There is a shop in" in ran.err


def test_what_is_told_is_what_the_shop_has(tmp_path: Path) -> None:
    words = [
        "--country",
        "de",
        "--timezone",
        "Europe/Berlin",
        "--locale",
        "de-DE",
        "--address",
        "Markt 1, Jena",
    ]
    words += ["--tax-number", "136 695 976", "--cash-increment", "0.05", "--currency", "eur"]
    assert init(tmp_path, *words).status == 0
    assert settings(tmp_path) == {
        "name": "Tea House",
        "address": "Markt 1, Jena",
        "tax_number": "DE136695976",
        "currency": "EUR",
        "country": "DE",
        "locale": "de_DE",
        "timezone": "Europe/Berlin",
        "cut_over_hour": "0",
        "fiscal_year_first_month": "1",
        "prices_include_tax": "no",
        "tax_rounding": "line",
        "rounding_mode": "half_up",
        "cash_increment": "0.05",
        "short_stock": "forbid",
        "first_sale_opens_shift": "yes",
        "seed_files": "yes",
        "in_store_barcodes": "",
        "blind_count": "no",
        "cart_hours": "24",
        "promotion_order": "best",
        "upi_id": "",
        "iban": "",
    }


@pytest.mark.parametrize(
    ("words", "country", "timezone", "locale"),
    [
        (["--currency", "JPY"], "JP", "Asia/Tokyo", "ja_JP"),
        (["--currency", "GBP"], "GB", "Europe/London", "en_GB"),
        (["--currency", "EUR"], "", "UTC", "en"),
        (["--currency", "EUR", "--country", "DE"], "DE", "Europe/Berlin", "en_DE"),
        (["--currency", "USD"], "US", "UTC", "en_US"),
        (["--currency", "XOF"], "", "UTC", "en"),
    ],
)
def test_what_is_not_told_follows_from_the_currency_and_the_country(
    tmp_path: Path, words: list[str], country: str, timezone: str, locale: str
) -> None:
    ran = init(tmp_path, *words)
    found = settings(tmp_path)
    assert (found["country"], found["timezone"], found["locale"]) == (country, timezone, locale)
    assert ("tillbook settings timezone" in ran.err) == (timezone == "UTC")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--currency", "XXX"], "no currency"),
        (["--name", " \t"], "name: The name is empty"),
        (["--country", "Germany"], "country: It is a country of two letters"),
        (["--country", "ZZ"], "country: It is a country of two letters"),
        (["--country", "EU"], "country: It is a country of two letters"),
        (["--timezone", "Mars/Base"], "timezone: There is no time zone"),
        (["--locale", "xx_YY"], "locale: It is a language and a country"),
        (["--tax-number", "27AAPFU0939F1ZX"], "tax_number: "),
        (["--cash-increment", "0.001"], "cash_increment: too precise"),
        (["--cash-increment", "-1"], "cash_increment: It is the smallest coin, at least 0.01"),
        (["--address", "x" * 401], "address: The address has 401 characters"),
    ],
)
def test_a_shop_that_makes_no_sense_is_not_made(tmp_path: Path, words: list[str], says: str) -> None:
    home = tmp_path / "shop"
    ran = init(home, *words)
    assert ran.status == 3
    assert says in ran.err
    assert not home.exists()


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    file = tmp_path / "shop"
    file.write_text("notes")
    ran = init(file)
    assert (ran.status, file.read_text()) == (3, "notes")
    assert ran.err == f"{file} is a file, and a shop lives in a folder: choose another with --home.\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"101": {"Product_Name": "Tea", "Price": 1, "Quantity": 1}', "line 1, column 59"),
        ('{"101": {"Product_Name": "Tea", "Price": "1", "Quantity": 1}}', 'line 1, column 42, "101".Price'),
        ('{\n"101": {"Product_Name": "Tea", "Price": -1, "Quantity": 1}}', 'line 2, column 41, "101".Price'),
        ('{"101": {"Product_Name": "Tea", "Price": NaN, "Quantity": 1}}', "NaN is no"),
        ('{"101": {"Product_Name": "Tea", "Price": Infinity, "Quantity": 1}}', "Infinity is no"),
        (
            '{"101": {"Product_Name": "Tea", "Price": 1e400, "Quantity": 1}}',
            '"101".Price: 1e400 is too large',
        ),
        (
            '{"1": {"Product_Name": "Tea", "Price": 1, "Quantity": 1},'
            '"1": {"Product_Name": "Tea", "Price": 1, "Quantity": 1}}',
            "line 1, column 58",
        ),
        ('{"101": {"Product_Name": "", "Price": 1, "Quantity": 1}}', "The name is empty"),
        (
            '{"101": {"Product_Name": "' + "x" * 10_000_000 + '", "Price": 1, "Quantity": 1}}',
            "10,000,000 characters",
        ),
        ("[]", "it must hold one object"),
        ("", "the file is empty"),
    ],
    ids=["cut", "text", "negative", "nan", "infinity", "1e400", "twice", "empty", "10MB", "list", "nothing"],
)
def test_no_shop_is_made_where_its_products_cannot_be_read(tmp_path: Path, content: str, says: str) -> None:
    seed = tmp_path / "product_Records.json"
    seed.write_text(content, encoding="utf-8")
    home = tmp_path / "shop"
    ran = init(home, "--from", str(seed))

    assert (ran.status, ran.out) == (2, "")
    assert "product_Records.json has 1 mistake; nothing was taken from it" in ran.err
    assert says in ran.err
    assert not home.exists()


def test_no_shop_is_left_where_its_products_are_refused(tmp_path: Path) -> None:
    table = tmp_path / "products.csv"
    table.write_text("sku,name,price,tax_class\n1,Tea,1.00,luxury\n", encoding="utf-8")
    home = tmp_path / "shop"
    ran = init(home, "--from", str(table))

    assert ran.status == 3
    assert "row 2, column tax class (1)" in ran.err
    assert list(home.iterdir()) == []


def test_a_setting_is_shown_and_changed_and_the_journal_says_so(shop: TestShop) -> None:
    assert inside(shop.home, "settings", "cash_increment").out == "0.01\n"
    ran = inside(shop.home, "settings", "cash-increment", "1")
    assert (ran.status, ran.out, ran.err) == (0, "1.00\n", "cash_increment: 0.01 → 1.00\n")
    assert inside(shop.home, "settings", "cash_increment", "1.00").err == "cash_increment is 1.00 already.\n"

    entry = inside(shop.home, "journal", "export", "--register", "office").lines[-1]
    assert (entry["document"], entry["kind"]) == ("ST/26-27/000001", "settings")
    body = {key: entry["body"][key] for key in ("changed", "from", "to")}
    assert body == {"changed": "cash_increment", "from": "0.01", "to": "1.00"}
    assert shop.sell((TEA, "1")).cash_increment_minor == 100


@pytest.mark.parametrize(
    ("key", "value", "stored"),
    [
        ("name", " Tea\tHouse ", "Tea House"),
        ("address", "", ""),
        ("country", "gb", "GB"),
        ("locale", "hi-IN", "hi_IN"),
        ("timezone", "Europe/London", "Europe/London"),
        ("cut_over_hour", "4", "4"),
        ("fiscal_year_first_month", "1", "1"),
        ("prices_include_tax", "No", "no"),
        ("tax_rounding", "sum_by_net", "sum_by_net"),
        ("rounding_mode", "half_even", "half_even"),
        ("short_stock", "warn", "warn"),
        ("first_sale_opens_shift", "off", "no"),
        ("seed_files", "no", "no"),
        ("in_store_barcodes", "2{item:5}{weight:5}{check}", "2{item:5}{weight:5}{check}"),
    ],
)
def test_every_setting_is_kept_in_its_form(shop: TestShop, key: str, value: str, stored: str) -> None:
    assert inside(shop.home, "settings", key, value).status == 0
    assert settings(shop.home)[key] == stored
    assert inside(shop.home, "settings", key, stored).err == f"{key} is {stored} already.\n"


@pytest.mark.parametrize(
    ("key", "value", "status", "code"),
    [
        ("colour", "red", 2, "unknown_setting"),
        ("currency", "EUR", 3, "setting_fixed"),
        ("cut_over_hour", "24", 3, "setting_refused"),
        ("cut_over_hour", "four", 3, "setting_refused"),
        ("prices_include_tax", "perhaps", 3, "setting_refused"),
        ("tax_rounding", "total", 3, "setting_refused"),
        ("cash_increment", "0", 3, "setting_refused"),
        ("in_store_barcodes", "nonsense", 3, "barcode_pattern_invalid"),
        ("name", "", 3, "text_refused"),
    ],
)
def test_a_value_that_cannot_be_is_refused(shop: TestShop, key: str, value: str, status: int, code: str) -> None:
    ran = inside(shop.home, "settings", key, value, "--json")
    assert (ran.status, ran.error["code"]) == (status, code)
    assert inside(shop.home, "journal", "export", "--register", "office").out.count("\n") == 3


def test_the_currency_can_change_while_nothing_is_posted(tmp_path: Path) -> None:
    init(tmp_path, "--cash-increment", "1.00")
    assert inside(tmp_path, "settings", "currency", "jpy").out == "JPY\n"
    assert settings(tmp_path)["cash_increment"] == "1"
    assert inside(tmp_path, "verify").status == 0


def test_a_tax_class_gets_its_taxes_from_a_day_on(shop: TestShop) -> None:
    assert inside(shop.home, "tax", "set", "gst5", "CGST 9", "SGST 9%", "--from", "2026-11-22").status == 0
    inside(shop.home, "tax", "set", "gst5", "CGST 14", "SGST 14", "Cess 12 compound", "--from", "2027-04-01")
    inside(shop.home, "tax", "set", "gst5", "CGST 6", "SGST 6", "--from", "2027-01-01")

    classes = {each["name"]: each for each in inside(shop.home, "tax", "list", "--json").json}
    assert classes["gst5"]["products"] == 2
    seen = [(tax["name"], tax["rate"], tax["valid_from"], tax["valid_until"]) for tax in classes["gst5"]["taxes"]]
    assert seen == [
        ("CGST", "2.5", "2000-01-01", "2026-11-22"),
        ("SGST", "2.5", "2000-01-01", "2026-11-22"),
        ("CGST", "9", "2026-11-22", "2027-01-01"),
        ("SGST", "9", "2026-11-22", "2027-01-01"),
        ("CGST", "6", "2027-01-01", "2027-04-01"),
        ("SGST", "6", "2027-01-01", "2027-04-01"),
        ("CGST", "14", "2027-04-01", None),
        ("SGST", "14", "2027-04-01", None),
        ("Cess", "12", "2027-04-01", None),
    ]
    bill = shop.sell(("103", "1"))
    assert [(tax.name, tax.amount_minor) for tax in bill.taxes] == [("CGST", 1377), ("SGST", 1377)]


def test_taxes_of_the_same_day_are_set_anew(shop: TestShop) -> None:
    for rate in ("9", "12"):
        inside(
            shop.home,
            "tax",
            "set",
            "deposit",
            f"VAT {rate}",
            "Deposit 0.25 each on-top",
            "--from",
            "2026-11-01",
        )
    classes = {each["name"]: each for each in inside(shop.home, "tax", "list", "--json").json}
    assert classes["deposit"]["taxes"] == [
        tax("VAT", rate="12"),
        tax("Deposit", per_unit="0.25", included=False),
    ]
    assert "Deposit 0.25 each on-top" in inside(shop.home, "tax", "list").out


def tax(name: str, **more: Any) -> dict[str, Any]:
    usual = {"compound": False, "included": None, "valid_from": "2026-11-01", "valid_until": None}
    return {"name": name, **usual, **more}


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["gst9", "CGST"], 2, "is no tax"),
        (["gst9", "CGST nine"], 2, "not a number"),
        (["gst9", "9 included on-top"], 2, "is no tax"),
        (["gst9", "CGST 9", "--from", "tomorrow"], 2, "is no day"),
        (["gst9"], 2, ""),
        (["gst9", "CGST -1"], 3, "CGST"),
        (["gst9", "CGST 9", "CGST 9"], 3, "twice"),
        (["untaxed", "CGST 9"], 3, "untaxed"),
        (["\u200b", "CGST 9"], 3, "empty"),
    ],
)
def test_taxes_that_make_no_sense_are_refused(shop: TestShop, words: list[str], status: int, says: str) -> None:
    ran = inside(shop.home, "tax", "set", *words)
    assert ran.status == status
    assert says in ran.err
    assert [each["name"] for each in inside(shop.home, "tax", "list", "--json").json] == ["gst5", "untaxed"]


def test_every_setting_has_a_heading_on_the_page_about_running() -> None:
    page = (Path(__file__).parents[2] / "docs" / "running.md").read_text(encoding="utf-8")
    headings = " ".join(line for line in page.splitlines() if line.startswith("### "))
    assert [key for key in READERS if f"`{key}`" not in headings] == []
