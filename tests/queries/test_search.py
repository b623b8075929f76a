"""The menu finds a product by what a cashier would type, and never shows what is no longer so."""

from __future__ import annotations

import random
import string
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from tests.memory import shop_in_memory
from tests.shop import OIL, RICE, TEA, TestShop, milli

from tillbook.core.barcode import comparable
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.ledgers import catalogue
from tillbook.queries.search import menu


def found(text: str, *, order: str = "id", limit: int | None = None) -> list[str]:
    with reading() as tx:
        return [line.sku for line in menu(tx, text, order=order, limit=limit)]


def product_id(sku: str) -> int:
    with reading() as tx:
        row = tx.row("SELECT id FROM product WHERE sku = ?", (sku,))
    assert row is not None
    return int(row[0])


@pytest.fixture
def grocer(shop_template: Path) -> Iterator[TestShop]:
    """The three products and eight more with hard names."""
    more = {
        "201": "Green Tea Darjeeling, first flush",
        "202": "Crème fraîche 30 %",
        "203": "चाय मसाला 100 g",
        "204": "आटा (गेहूँ) 5 kg",
        "205": 'Müsli "Berg" 750g',
        "206": "AND OR NOT NEAR(tea)",
        "COLA-33": "Cola 33cl",
        "0042": "Ελληνικός καφές",
    }
    with shop_in_memory(shop_template) as shop:
        for sku, name in more.items():
            shop.add_product(sku, name, "10.00", category="Drinks" if "ola" in name else "")
        yield shop


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ("darj", [TEA, "201"]),
        ("DARJ", [TEA, "201"]),
        ("tea darj", ["201"]),
        ("darj tea", ["201"]),
        ("flush first green", ["201"]),
        ("gre te da fi fl", ["201"]),
        ("arj", []),
        ("darjeeling oil", []),
        ("mus", [OIL, "205"]),
        ("mustard", [OIL]),
        ("müs", [OIL, "205"]),
        ("creme fraiche", ["202"]),
        ("CRÈME", ["202"]),
        ("30", ["202"]),
        ("कॉफ़ी", []),
        ("चाय", ["203"]),
        ("चा", ["203"]),
        ("मसाला चाय", ["203"]),
        ("गेहूँ", ["204"]),
        ("ΕΛΛΗΝΙΚΌΣ", ["0042"]),
        ("cola", ["COLA-33"]),
        ("drinks", ["COLA-33"]),
        ("33 cola", ["COLA-33"]),
        ("20", ["201", "202", "203", "204", "205", "206"]),
    ],
)
def test_words_are_found_by_their_beginnings_in_any_order(grocer: TestShop, text: str, skus: list[str]) -> None:
    assert found(text) == skus


@pytest.mark.parametrize("text", ["CRE\N{COMBINING GRAVE ACCENT}ME", "Cre\N{COMBINING GRAVE ACCENT}me"])
def test_an_accent_may_be_typed_apart(grocer: TestShop, text: str) -> None:
    assert found(text) == ["202"]


def test_a_word_in_a_script_that_writes_vowels_as_marks_is_one_word(grocer: TestShop) -> None:
    """A vowel sign between two letters must not part the word, or "चय" would find tea."""
    assert found("चय") == []
    assert found("साल") == []


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ('"berg"', ["205"]),
        ("(गेहूँ", ["204"]),
        ("tea OR mustard", []),
        ("and or not", ["206"]),
        ("NOT near", ["206"]),
        ("cola*", ["COLA-33"]),
        ("name:cola", []),
        ("^cola", ["COLA-33"]),
        ("cola -33", ["COLA-33"]),
        ("' OR 1=1--", []),
        ("\N{GREEK QUESTION MARK}\0\n\t", []),
        ("😀", []),
    ],
)
def test_what_means_something_to_the_index_is_only_text(grocer: TestShop, text: str, skus: list[str]) -> None:
    assert found(text) == skus


def test_no_text_whatever_is_an_error(grocer: TestShop) -> None:
    chance = random.Random(4)
    letters = [chr(chance.randrange(1, 0x2FFFF)) for _ in range(400)] + list(string.punctuation)
    letters = [letter for letter in letters if unicodedata.category(letter) != "Cs"]
    for _ in range(300):
        found("".join(chance.choices(letters, k=chance.randint(1, 8))))
    found("tea " * 1000)
    found("x" * 100_000)


def test_an_exact_sku_comes_first(grocer: TestShop) -> None:
    grocer.add_product("DARJ", "Unsorted", "1.00")
    assert found("DARJ") == ["DARJ", TEA, "201"]
    assert found("20") == ["201", "202", "203", "204", "205", "206"]
    grocer.add_product("20", "Twenty", "1.00")
    assert found("20") == ["20", "201", "202", "203", "204", "205", "206"]


def test_identifiers_are_text(grocer: TestShop) -> None:
    assert found("0042") == ["0042"]
    assert found("42") == []


@pytest.mark.parametrize("scanned", ["036000291452", "0036000291452", "00036000291452", " 036000291452 "])
def test_a_barcode_finds_its_product_however_many_zeros_it_has(grocer: TestShop, scanned: str) -> None:
    with transaction_of_one_action() as tx:
        catalogue.add_barcodes(tx, [(comparable("036000291452"), product_id("202"), 1000)])
    assert found(scanned) == ["202"]
    with transaction_of_one_action() as tx:
        catalogue.drop_barcodes(tx, [comparable("036000291452")])
    assert found(scanned) == []


def test_a_code_with_no_letter_or_digit_finds_its_product(grocer: TestShop) -> None:
    grocer.add_product("++", "Two pluses", "1.00")
    assert found("++") == ["++"]


def test_an_archived_product_is_not_on_the_menu(grocer: TestShop) -> None:
    with transaction_of_one_action() as tx:
        catalogue.add_barcodes(tx, [(comparable("036000291452"), product_id(TEA), 1000)])
    grocer.set_product(TEA, archived=True)
    assert found("darj") == ["201"]
    assert TEA not in found("")
    assert found(TEA) == []
    assert found("036000291452") == []
    grocer.set_product(TEA, archived=False)
    assert found("darj") == [TEA, "201"]


# ---------------------------------------------------------------- the index follows the products


def test_a_changed_name_is_found_at_once_and_the_old_one_no_more(grocer: TestShop) -> None:
    grocer.set_product(TEA, name="Assam", category="Leaves")
    assert found("assam") == found("leaves") == [TEA]
    assert found("darj") == ["201"]
    grocer.set_product(TEA, name="Darjeeling", category="")
    assert found("assam") == found("leaves") == []
    assert found("darj") == [TEA, "201"]


def test_the_index_follows_within_the_transaction_and_back_when_it_is_undone(grocer: TestShop) -> None:
    class ChangedMyMind(Exception):
        pass

    def change_everything() -> None:
        with transaction_of_one_action() as tx:
            catalogue.change(tx, product_id(TEA), {"name": "Assam", "sku": "999"})
            row = tx.row("SELECT id FROM tax_class WHERE name = 'untaxed'")
            assert row is not None
            new = catalogue.ProductFields(sku="300", name="Assam, second flush", price="1", tax_class_id=row[0])
            catalogue.add(tx, [new], location_id=1)
            assert [line.sku for line in menu(tx, "assam")] == ["999", "300"]
            assert [line.sku for line in menu(tx, "darj")] == ["201"]
            raise ChangedMyMind

    with pytest.raises(ChangedMyMind):
        change_everything()
    assert found("assam") == found("999") == found("300") == []
    assert found("darj") == [TEA, "201"]


def test_what_is_found_is_what_a_plain_look_through_all_names_finds(grocer: TestShop) -> None:
    """After a hundred changes of chance, some of them undone, index and products agree on every word."""
    chance = random.Random(20)
    words = ["salt", "sugar", "sauce", "rice", "ripe", "red", "read"]
    skus = [TEA, RICE, OIL, "201", "202"]
    for _ in range(100):
        with transaction_of_one_action() as tx:
            name = " ".join(chance.choices(words, k=chance.randint(1, 3)))
            catalogue.change(tx, product_id(chance.choice(skus)), {"name": name})
            if chance.random() < 0.3:
                tx.write("ROLLBACK")
                tx.write("BEGIN IMMEDIATE")
    with reading() as tx:
        names = tx.rows("SELECT sku, name FROM product ORDER BY id")
    for begun in ["s", "sa", "sal", "r", "re", "rea", "red", "rip", "sauce"]:
        having = [sku for sku, name in names if any(word.startswith(begun) for word in name.split())]
        assert found(begun) == having


# ---------------------------------------------------------------- what a line shows


def test_a_line_shows_price_unit_step_and_what_is_available(shop: TestShop) -> None:
    shop.sell((RICE, "0.25"))
    with reading() as tx:
        [line] = menu(tx, "basmati")
    assert (line.sku, line.name, line.price, line.unit) == (RICE, "Basmati", Decimal("120.00"), "kg")
    assert (line.available_milli, line.step_milli, line.short_stock) == (milli("9.75"), 1, "forbid")


@pytest.mark.parametrize(
    ("reorder_point", "sold", "mark"),
    [
        (None, "0", ""),
        (None, "9", ""),
        (None, "10", "empty"),
        (5000, "4", ""),
        (5000, "5", "low"),
        (5000, "10", "empty"),
    ],
)
def test_low_and_empty_stock_is_marked(shop: TestShop, reorder_point: int | None, sold: str, mark: str) -> None:
    shop.set_product(TEA, reorder_point_milli=reorder_point)
    if sold != "0":
        shop.sell((TEA, sold))
    with reading() as tx:
        assert menu(tx, "darj")[0].mark == mark


@pytest.mark.parametrize(
    ("order", "skus"),
    [
        ("id", [TEA, RICE, OIL, "9", "10", "B"]),
        ("sku", ["9", "10", TEA, RICE, OIL, "B"]),
        ("name", ["9", RICE, "B", TEA, OIL, "10"]),
        ("price", ["B", "9", "10", TEA, RICE, OIL]),
        ("available", ["9", "10", "B", TEA, OIL, RICE]),
    ],
)
def test_the_menu_is_ordered_as_asked(shop: TestShop, order: str, skus: list[str]) -> None:
    shop.receive(RICE, "1")
    for sku, name, price in (("9", "apple", "9.50"), ("10", "zinc", "9.5"), ("B", "Chalk", "9.4999")):
        shop.add_product(sku, name, price)
    assert found("", order=order) == skus
    assert found("", order=order, limit=2) == skus[:2]


def test_a_limit_keeps_the_exact_hit(grocer: TestShop) -> None:
    grocer.add_product("20", "Twenty", "1.00")
    assert found("20", limit=2) == ["20", "201"]
