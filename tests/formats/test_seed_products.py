"""product_Records.json: all of it is taken, or nothing, with every mistake and its place."""

# ruff: noqa: E501  (one case, one line: the tables are read across)

from __future__ import annotations

from decimal import Decimal

import pytest

from tillbook.formats.seed_products import SeedFileUnreadable, SeedProduct, read_seed_products

SEED = b"""{
    "101": {"Product_Name": "Darjeeling", "Price": 95.50, "Quantity": 24},
    "00102": {"Product_Name": "Caf\\u00e9", "Price": 1e2, "Quantity": 1.5, "Origin": {"Farm": [1, 2.50]}}
}
"""


def mistakes_in(data: bytes) -> list[tuple[str, int, int, str]]:
    with pytest.raises(SeedFileUnreadable) as refused:
        read_seed_products(data)
    assert refused.value.exit_status == 2
    return [(at.path, at.line, at.column, at.message) for at in refused.value.problems]


def test_reads_each_product_with_its_own_spelling() -> None:
    assert read_seed_products(SEED) == [
        SeedProduct(
            sku="101",
            name="Darjeeling",
            price=Decimal("95.50"),
            quantity_milli=24_000,
            raw='{"Product_Name": "Darjeeling", "Price": 95.50, "Quantity": 24}',
            position=0,
            line=2,
            price_text="95.50",
            quantity_text="24",
        ),
        SeedProduct(
            sku="00102",
            name="Café",
            price=Decimal(100),
            quantity_milli=1500,
            raw='{"Product_Name": "Caf\\u00e9", "Price": 1e2, "Quantity": 1.5, "Origin": {"Farm": [1, 2.50]}}',
            position=1,
            line=3,
            price_text="1e2",
            quantity_text="1.5",
        ),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_reads_the_file_in_any_encoding_of_unicode(encoding: str) -> None:
    text = SEED.decode().replace("\\u00e9", "é")
    names = [product.name for product in read_seed_products(text.encode(encoding))]
    assert names == ["Darjeeling", "Café"]


def test_an_empty_object_is_a_shop_without_products() -> None:
    assert read_seed_products(b" { } ") == []


@pytest.mark.parametrize(
    ("record", "path", "column", "message"),
    [
        ('{"Product_Name": "", "Price": 1, "Quantity": 1}', ".Product_Name", 25, "The name is empty; write at least one letter, digit or sign."),
        ('{"Product_Name": "a", "Price": -1, "Quantity": 1}', ".Price", 39, "-1 is below zero; a price is zero or more"),
        ('{"Product_Name": "a", "Price": NaN, "Quantity": 1}', ".Price", 39, "NaN is not a number or word that JSON has; write a number in digits"),
        ('{"Product_Name": "a", "Price": Infinity, "Quantity": 1}', ".Price", 39, "Infinity is not a number or word that JSON has; write a number in digits"),
        ('{"Product_Name": "a", "Price": 1e400, "Quantity": 1}', ".Price", 39, "1e400 is too large; a price has at most 12 digits before and 6 after the point"),
        ('{"Product_Name": "a", "Price": "12.5", "Quantity": 1}', ".Price", 39, 'this is a text: "12.5"; a number belongs here, without quotes'),
        ('{"Product_Name": "a", "Price": true, "Quantity": 1}', ".Price", 39, "true is no number"),
        ('{"Product_Name": 7, "Price": 1, "Quantity": 1}', ".Product_Name", 25, "this is a number; a text belongs here, in double quotes"),
        ('{"Product_Name": "a", "Price": 1, "Quantity": -1}', ".Quantity", 54, "a stock cannot start below zero; write 0 or more"),
        ('{"Product_Name": "a", "Price": 1, "Quantity": 0.0001}', ".Quantity", 54, "0.0001 has too many decimals; a quantity is at most 999999999.999, in thousandths"),
        ('{"Product_Name": "a", "Price": 1, "Quantity": 1e9}', ".Quantity", 54, "1e9 is too large; a quantity is at most 999999999.999"),
        ('{"Product_Name": "a", "Price": 1, "Quantity": null}', ".Quantity", 54, "null is no number"),
        ('{"Product_Name": "a", "price": 1, "Quantity": 1}', "", 8, "Price is missing; keys are spelled Product_Name, Price, Quantity"),
        ('{"Product_Name": "a", "Price": 1, "Price": 2, "Quantity": 1}', ".Price", 42, '"Price" stands twice, first on line 1'),
        ('{"Product_Name": "\\ud800", "Price": 1, "Quantity": 1}', ".Product_Name", 25, "The name holds half a character (a lone surrogate); type it again."),
        ("[1]", "", 8, 'this is a list; a product is an object: {"Product_Name": …}'),
        ("12", "", 8, 'this is a number; a product is an object: {"Product_Name": …}'),
    ],
)  # fmt: skip
def test_says_where_a_record_is_wrong_and_why(record: str, path: str, column: int, message: str) -> None:
    assert mistakes_in(f'{{"101": {record}}}'.encode()) == [(f'"101"{path}', 1, column + 1, message)]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, 'the file is empty; it must hold one object: {"101": {…}}'),
        ("[]", 1, 1, 'the file starts with "["; it must hold one object: {"101": {…}}'),
        ("{\n} x", 2, 3, "the file goes on after its last bracket"),
        ("{\n  ", 2, 3, "a key in double quotes is missing; the file ends"),
        ('{"a', 1, 2, "this text is never closed by a double quote"),
        (
            '{\n"a\n":1}',
            2,
            3,
            "a control character or line break stands in a text; write it as \\n, \\t or \\u00…",
        ),
    ],
)
def test_says_where_the_file_is_no_json(text: str, line: int, column: int, message: str) -> None:
    assert mistakes_in(text.encode()) == [("", line, column, message)]


def test_says_which_byte_is_no_utf8() -> None:
    assert mistakes_in(b'{\n"101": {"Product_Name": "Caf\xe9"}}') == [
        ("", 2, 29, "byte 0xE9 is not UTF-8; save the file as UTF-8")
    ]


def test_a_product_id_stands_once_and_is_one_clean_word() -> None:
    record = '{"Product_Name": "a", "Price": 1, "Quantity": 1}'
    text = f'{{"1": {record},\n"1": {record},\n" 2": {record},\n"": {record},\n"{"x" * 65}": {record}}}'
    assert [(line, message) for _, line, _, message in mistakes_in(text.encode())] == [
        (2, '"1" stands twice, first on line 1'),
        (3, 'a product id has no blanks at its ends, no control characters; write "2"'),
        (4, "The product id is empty; write at least one letter, digit or sign."),
        (5, "The product id has 65 characters; at most 64 can be kept. Shorten it."),
    ]


def test_tells_all_mistakes_of_a_file_in_their_order_up_to_a_hundred() -> None:
    wrong = ",\n".join(f'"{sku}": {{"Product_Name": "", "Price": -1, "Quantity": "x"}}' for sku in range(1000))
    with pytest.raises(SeedFileUnreadable) as refused:
        read_seed_products(f"{{{wrong}}}".encode(), name="toy.json")
    problems = refused.value.problems
    assert len(problems) == 100
    assert [problem.path for problem in problems[:3]] == ['"0".Product_Name', '"0".Price', '"0".Quantity']
    assert refused.value.message.startswith("toy.json has 100 mistakes or more; nothing was taken from it.")
    assert refused.value.path == '"0".Product_Name'


def test_refuses_a_name_of_ten_megabytes_and_says_the_bound() -> None:
    data = b'{"1": {"Product_Name": "' + b"x" * 10_000_000 + b'", "Price": 1, "Quantity": 1}}'
    [(path, _, column, message)] = mistakes_in(data)
    assert (path, column) == ('"1".Product_Name', 24)
    assert message == "The name has 10,000,000 characters; at most 200 can be kept."


def test_a_message_is_short_and_harmless_to_a_terminal() -> None:
    data = b'{"\\u001b[31m' + b"x" * 1_000_000 + b'": {"Product_Name": "a", "Price": 1, "Quantity": 1}}'
    with pytest.raises(SeedFileUnreadable) as refused:
        read_seed_products(data)
    assert len(refused.value.message) < 500
    assert "\x1b" not in refused.value.message


def test_stock_below_zero_is_taken_only_for_what_is_below_zero_already() -> None:
    data = b'{"1": {"Product_Name": "a", "Price": 1, "Quantity": -2}}'
    [product] = read_seed_products(data, below_zero={"1"})
    assert product.quantity_milli == -2000
    with pytest.raises(SeedFileUnreadable, match="cannot start below zero"):
        read_seed_products(data, below_zero={"2"})


def test_names_are_cleaned_by_the_shops_rule() -> None:
    data = b'{"1": {"Product_Name": " Tea\\u0007\\u202e  \\ttime ", "Price": 1, "Quantity": 1}}'
    [product] = read_seed_products(data)
    assert product.name == "Tea    time"
