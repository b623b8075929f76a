"""product_Records.json, written again: what nobody changed comes back as it was spelled."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.text import TextRefused, clean_line
from tillbook.formats.seed_products import SeedProduct, read_seed_products
from tillbook.formats.seed_products_write import SeedRow, write_seed_products


def clean_or_none(text: str, length_max: int) -> str | None:
    try:
        return clean_line(text, what="x", length_max=length_max)
    except TextRefused:
        return None


def cleaned_texts(length_max: int) -> st.SearchStrategy[str]:
    cleaned = st.text(max_size=40).map(lambda text: clean_or_none(text, length_max))
    return cleaned.filter(lambda text: text is not None).map(str)


skus = cleaned_texts(64)
names = cleaned_texts(200)
prices = st.decimals(min_value=0, max_value=Decimal("999999999999"), places=6)
quantities = st.integers(min_value=0, max_value=10**12 - 1)
extras = st.dictionaries(
    st.text(max_size=8).filter(lambda key: key not in {"Product_Name", "Price", "Quantity"}),
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.integers(), max_size=3),
    max_size=3,
)


def rows_of(products: list[SeedProduct]) -> list[SeedRow]:
    return [
        SeedRow(sku=at.sku, name=at.name, price=at.price, quantity_milli=at.quantity_milli, raw=at.raw)
        for at in products
    ]


def written(rows: list[SeedRow]) -> bytes:
    return "".join(write_seed_products(rows)).encode()


def spelled(data: bytes) -> Any:
    """The file with its numbers as they are spelled."""
    return json.loads(data, parse_float=str, parse_int=str)


def test_an_untouched_file_in_the_seeds_layout_comes_back_byte_for_byte() -> None:
    data = b"""{
    "102": {"Product_Name": "Caf\\u00e9", "Price": 12.50, "Quantity": 1e1, "Origin": {"Farm": [1.0, null]}},
    "101": {"Price": 3, "Colour": "red", "Quantity": 7.000, "Product_Name": "Tea "},
    "9": {
        "Product_Name": "Pretty",
        "Price": 1,
        "Quantity": 2
    }
}
"""
    assert written(rows_of(read_seed_products(data))) == data


def test_only_what_changed_is_spelled_anew() -> None:
    data = b'{"1": { "Quantity" : 7.0,"Price":1e2 , "x": [1.50], "Product_Name": "Tea"}}'
    [row] = rows_of(read_seed_products(data))
    sold = SeedRow(sku="1", name="Tea", price=row.price, quantity_milli=5500, raw=row.raw)
    assert written([sold]) == b'{\n    "1": { "Quantity" : 5.5,"Price":1e2 , "x": [1.50], "Product_Name": "Tea"}\n}\n'
    renamed = SeedRow(sku="1", name='Chai "x"', price=Decimal("99.90"), quantity_milli=7000, raw=row.raw)
    assert written([renamed]) == (
        b'{\n    "1": { "Quantity" : 7.0,"Price":99.9 , "x": [1.50], "Product_Name": "Chai \\"x\\""}\n}\n'
    )


def test_a_new_product_has_the_seeds_keys_in_the_seeds_order() -> None:
    row = SeedRow(sku="301", name="Grüner Tee", price=Decimal("12.50"), quantity_milli=1500)
    assert written([row]).decode() == (
        '{\n    "301": {"Product_Name": "Grüner Tee", "Price": 12.5, "Quantity": 1.5}\n}\n'
    )


def test_a_shop_without_products_is_an_empty_object() -> None:
    assert written([]) == b"{}\n"


def test_a_name_that_could_harm_a_terminal_is_written_clean() -> None:
    [row] = rows_of(read_seed_products('{"1": {"Product_Name": "a\u202eb", "Price": 1, "Quantity": 1}}'.encode()))
    assert written([row]) == b'{\n    "1": {"Product_Name": "ab", "Price": 1, "Quantity": 1}\n}\n'


def test_a_kept_text_that_is_no_record_is_a_bug_and_not_written() -> None:
    row = SeedRow(sku="1", name="a", price=Decimal(1), quantity_milli=0, raw='{"Price": 1}')
    with pytest.raises(ValueError, match="no such record"):
        written([row])


@given(
    rows=st.lists(
        st.builds(SeedRow, sku=skus, name=names, price=prices, quantity_milli=quantities),
        max_size=8,
        unique_by=lambda row: row.sku,
    )
)
def test_what_is_written_reads_back_as_the_same_products(rows: list[SeedRow]) -> None:
    read = read_seed_products(written(rows))
    assert [(at.sku, at.name, at.price, at.quantity_milli) for at in read] == [
        (row.sku, row.name, row.price, row.quantity_milli) for row in rows
    ]


@given(data=st.data())
def test_what_is_read_is_written_with_the_same_values_order_and_spelling(data: st.DataObject) -> None:
    records = {}
    for sku in data.draw(st.lists(skus, max_size=5, unique=True)):
        plain = {
            "Product_Name": data.draw(names),
            "Price": data.draw(st.integers(0, 10**9) | st.integers(0, 10**6).map(lambda cents: cents / 100)),
            "Quantity": data.draw(st.integers(0, 10**6)),
            **data.draw(extras),
        }
        keys = data.draw(st.permutations(list(plain)))
        records[sku] = {key: plain[key] for key in keys}
    indent = data.draw(st.sampled_from([None, 4]))
    source = json.dumps(records, indent=indent, ensure_ascii=data.draw(st.booleans())).encode()
    again = written(rows_of(read_seed_products(source)))
    assert json.dumps(spelled(again)) == json.dumps(spelled(source))


@given(data=st.data())
def test_a_change_of_one_value_leaves_every_other_token_alone(data: st.DataObject) -> None:
    extra = data.draw(extras)
    plain = {"Product_Name": data.draw(names), "Price": 12.5, "Quantity": 3, **extra}
    source = json.dumps({"1": {key: plain[key] for key in data.draw(st.permutations(list(plain)))}}).encode()
    [row] = rows_of(read_seed_products(source))
    quantity_milli = data.draw(quantities)
    changed = SeedRow(sku="1", name=row.name, price=row.price, quantity_milli=quantity_milli, raw=row.raw)
    before, after = spelled(source)["1"], spelled(written([changed]))["1"]
    assert list(before) == list(after)
    assert {**before, "Quantity": after["Quantity"]} == after
    assert Decimal(after["Quantity"]) * 1000 == quantity_milli
