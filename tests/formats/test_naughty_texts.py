"""Hostile and odd texts as names, through every file that the shop reads and writes."""

# ruff: noqa: E501  (one case, one line: the tables are read across)

from __future__ import annotations

import csv
import io
import json
import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tillbook.core.text import TextRefused, clean_line
from tillbook.core.wanted_product import WantedProduct
from tillbook.formats.exports import PRODUCT_HEADER, PRODUCT_KINDS, product_cells
from tillbook.formats.product_table import product_table
from tillbook.formats.seed_products import SeedFileUnreadable, read_seed_products
from tillbook.formats.seed_products_write import SeedRow, write_seed_products
from tillbook.formats.seed_sales import SeedSaleLine, read_sales, sales_line
from tillbook.formats.tables import open_table
from tillbook.formats.tables_write import table_chunks

OURS = [
    "=1+1", "+1", "-1", "@SUM(1)", "＝1", "'=1", "''", "'", '"', '""', ",", "a,b", 'a"b', ";", "sep=;", "|", "<b>",
    "' OR 1=1--", "{{7*7}}", "../../etc/passwd", "🧋", "👨‍👩‍👧", "e\u0301", "عربي", "हिन्दी", "日本", "\\", "\\u0041", "_x0041_",
    "NULL", "None", "true", "1e400", "00123", "%s%n", "$(id)", "`id`", "a\\", "NaN",
]  # fmt: skip


def naughty() -> list[str]:
    """Ours; and the big list of naughty strings, scripts and formulas where TILLBOOK_DATA names real material."""
    folder = os.environ.get("TILLBOOK_DATA")
    if not folder:
        return OURS
    security = Path(folder, "security")
    texts = [*OURS, *json.loads((security / "blns.json").read_text(encoding="utf-8"))]
    for name in ("xss.txt", "csv_injection.txt"):
        texts += (security / name).read_text(encoding="utf-8").splitlines()
    return texts


def names() -> list[str]:
    """Each as it is stored; what the rule of names refuses is left out."""
    stored: dict[str, None] = {}
    for text in naughty():
        try:
            stored[clean_line(text, what="the name", length_max=200)] = None
        except TextRefused:
            continue
    return list(stored)


def test_the_corpus_is_there_where_it_is_told_of() -> None:
    if not os.environ.get("TILLBOOK_DATA"):
        pytest.skip("TILLBOOK_DATA names no folder of real material")
    assert len(naughty()) > 900
    assert len(names()) > 850


def test_product_records_hold_every_name() -> None:
    rows = [
        SeedRow(sku=f"{at}", name=name, price=Decimal("9.5"), quantity_milli=1000) for at, name in enumerate(names())
    ]
    data = "".join(write_seed_products(rows)).encode()
    assert [record["Product_Name"] for record in json.loads(data).values()] == names()
    assert [product.name for product in read_seed_products(data)] == names()


def test_product_records_with_raw_names_are_read_or_refused_never_crash() -> None:
    for text in naughty():
        data = json.dumps({"1": {"Product_Name": text, "Price": 1, "Quantity": 1}}).encode()
        try:
            [product] = read_seed_products(data)
        except SeedFileUnreadable as refused:
            assert refused.problems[0].path == '"1".Product_Name'
            continue
        assert product.name == clean_line(text, what="the name", length_max=200)


def test_every_name_is_a_product_id_or_refused() -> None:
    for text in naughty():
        data = json.dumps({text: {"Product_Name": "Tea", "Price": 1, "Quantity": 1}}).encode()
        try:
            [product] = read_seed_products(data)
        except SeedFileUnreadable as refused:
            assert refused.message.isprintable() or "\n" in refused.message
            continue
        assert product.sku == text


def test_sales_txt_gives_eight_fields_whatever_people_are_called() -> None:
    lines = [
        sales_line(
            user_name=name, user_email=name, user_phone=name, product_id=name, product_name=name,
            quantity_milli=1000, total_price=Decimal("9.50"), at=datetime(2026, 11, 22, tzinfo=UTC), zone=UTC,
        )
        for name in [*names(), *(text for text in naughty() if "\0" not in text)]
    ]  # fmt: skip
    data = "".join(lines).encode()
    people = [*names(), *(text for text in naughty() if "\0" not in text)]
    records = list(csv.reader(io.StringIO(data.decode(), newline=""), skipinitialspace=True))
    assert [record[:5] for record in records] == [[name] * 5 for name in people]
    assert {len(record) for record in records} == {8}
    read = list(read_sales(io.BytesIO(data)))
    assert [line.user_name for line in read if isinstance(line, SeedSaleLine)] == people


def test_no_line_of_sales_txt_starts_as_a_formula() -> None:
    for name in names():
        line = sales_line(
            user_name=name, user_email="", user_phone="", product_id="1", product_name=name,
            quantity_milli=1000, total_price=Decimal(1), at=datetime(2026, 11, 22, tzinfo=UTC), zone=UTC,
        )  # fmt: skip
        assert line[0] not in "=+-@\t\r＝＋－＠"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_tables_hold_every_name_as_words_and_give_it_back(ending: str) -> None:
    products = [WantedProduct(row=at, sku=f"{at}", name=name, price=Decimal(1)) for at, name in enumerate(names(), 2)]
    data = b"".join(table_chunks(f"a.{ending}", PRODUCT_HEADER, map(product_cells, products), PRODUCT_KINDS))
    table = open_table(data, name=f"a.{ending}")
    assert list(product_table(table).rows()) == products
    if ending == "csv":
        cells = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        assert not any(cell[:1] in "=+-@\t\r＝＋－＠" for record in cells for cell in record if cell)
