"""Tables that a spreadsheet opens without running anything, and that read back exactly."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.test_seed_products_write import cleaned_texts, names, prices, quantities, skus

from tillbook.core.barcode import comparable
from tillbook.core.wanted_product import WantedProduct
from tillbook.formats.exports import (
    PRODUCT_HEADER,
    PRODUCT_KINDS,
    SALE_HEADER,
    SALE_KINDS,
    SoldLine,
    product_cells,
    sale_cells,
)
from tillbook.formats.product_table import product_table
from tillbook.formats.sheets.cells import guarded, unguarded
from tillbook.formats.tables import open_table
from tillbook.formats.tables_write import Cell, Kind, TableNotWritten, table_chunks

# What XML cannot hold (and no stored name has) is left out; so is what no text file can hold.
storable = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=30)
# A workbook takes some milliseconds to make: the laws below need not ten thousand of them.
formulas = st.text(alphabet="'=+-@\t\r\n＝＋－＠a,;\" ", max_size=8)
texts = (storable | formulas).filter(lambda text: text == "" or text.strip() != "")


def made(ending: str, header: tuple[str, ...], rows: list[tuple[Cell, ...]], kinds: tuple[Kind, ...]) -> bytes:
    return b"".join(table_chunks(f"out.{ending}", header, rows, kinds))


@given(text=storable | formulas)
def test_a_guarded_cell_is_no_formula_and_gives_its_text_back(text: str) -> None:
    assert guarded(text)[:1] not in set("=+-@\t\r\n＝＋－＠") - {""}
    assert unguarded(guarded(text)) == text


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(st.just("x"), texts, texts), max_size=5))
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_words_read_back_exactly(ending: str, rows: list[tuple[str, ...]]) -> None:
    data = made(ending, ("a", "b", "c"), list(rows), (Kind.text,) * 3)
    back = [cells for _, cells in open_table(data, name=f"out.{ending}").rows()]
    assert [(*cells, *("",) * (3 - len(cells))) for cells in back] == rows


@settings(max_examples=60)
@given(
    numbers=st.lists(
        st.integers(-(10**12), 10**12)
        | st.decimals(min_value=-(10**9), max_value=10**9, places=6)
        | st.decimals(min_value=0, max_value=2000, places=3),
        min_size=1,
        max_size=5,
    )
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_numbers_read_back_exactly_and_as_numbers(ending: str, numbers: list[int | Decimal]) -> None:
    data = made(ending, ("sku", "n"), [("x", number) for number in numbers], (Kind.text, Kind.number))
    cells = [cells[1] for _, cells in open_table(data, name=f"out.{ending}").rows()]
    assert [Decimal(cell) for cell in cells] == numbers
    assert all(not cell.startswith("'") for cell in cells)


products = st.builds(
    WantedProduct,
    row=st.just(0),
    sku=skus,
    name=names,
    price=prices | st.decimals(min_value=0, max_value=2000, places=3),
    quantity_milli=st.none() | quantities,
    unit=st.none() | cleaned_texts(16),
    step_milli=st.none() | st.just(1),
    barcodes=st.lists(st.from_regex(r"[0-9]{8,14}", fullmatch=True), max_size=3, unique=True).map(
        lambda codes: tuple((comparable(code), 1000) for code in codes)
    ),
    tax_class=st.none() | cleaned_texts(64),
    category=st.none() | cleaned_texts(120),
    cost=st.none() | prices,
    short_stock=st.sampled_from([None, "forbid", "warn", "allow"]),
    reorder_point_milli=st.none() | quantities,
)


@settings(max_examples=60)
@given(rows=st.lists(products, max_size=5, unique_by=lambda row: row.sku))
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_exported_products_are_imported_as_the_same_products(ending: str, rows: list[WantedProduct]) -> None:
    data = made(ending, PRODUCT_HEADER, [product_cells(row) for row in rows], PRODUCT_KINDS)
    back = list(product_table(open_table(data, name=f"out.{ending}")).rows())
    assert back == [
        WantedProduct(**{**{name: getattr(row, name) for name in row.__slots__}, "row": at})
        for at, row in enumerate(rows, start=2)
    ]


def test_csv_quotes_words_and_leaves_numbers_bare() -> None:
    rows = [("00123", '=1+"1"', Decimal("12.50")), ("2", None, Decimal("1.234"))]
    data = made("csv", ("sku", "name", "price"), list(rows), (Kind.text, Kind.text, Kind.number))
    assert data.decode("utf-8-sig") == ('"sku","name","price"\r\n"00123","\'=1+""1""",12.5\r\n"2",,1.2340\r\n')
    assert data.startswith(b"\xef\xbb\xbf")


def test_a_workbook_holds_no_formula_and_no_link() -> None:
    names = [
        "=cmd|' /C calc'!A0",
        "http://example.com",
        "mailto:a@b",
        "@SUM(1)",
        "{=1+1}",
        "123",
        "internal:A1",
    ]
    data = made("xlsx", ("name",), [(name,) for name in names], (Kind.text,))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [entry for entry in package.namelist() if "worksheets" in entry]
        assert parts == ["xl/worksheets/sheet1.xml"]
        sheet = package.read(parts[0]).decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert [cells[0] for _, cells in open_table(data, name="a.xlsx").rows()] == names


def test_the_same_table_is_the_same_file() -> None:
    assert made("xlsx", ("a",), [("x",)], (Kind.text,)) == made("xlsx", ("a",), [("x",)], (Kind.text,))


def test_a_number_that_a_workbook_would_round_is_written_as_text() -> None:
    exact = Decimal("123456789012.123456")
    data = made("xlsx", ("sku", "n"), [("x", exact)], (Kind.text, Kind.number))
    [(_, cells)] = open_table(data, name="a.xlsx").rows()
    assert cells == ("x", "123456789012.123456")


def test_refuses_what_a_workbook_cannot_hold_and_other_endings() -> None:
    with pytest.raises(TableNotWritten, match=r"32,767 characters in a cell; write \.csv"):
        made("xlsx", ("a",), [("x" * 40_000,)], (Kind.text,))
    with pytest.raises(TableNotWritten, match=r"written as \.csv or \.xlsx"):
        made("ods", ("a",), [("x",)], (Kind.text,))


def test_lines_of_bills_are_a_table_too() -> None:
    line = SoldLine(
        bill="1-26-000001",
        line=1,
        posted_at=datetime(2026, 11, 22, 6, 30, tzinfo=UTC),
        business_date=date(2026, 11, 22),
        register="1",
        user_name="-Asha",
        user_email="",
        user_phone="+919876543210",
        product_id="00101",
        product_name="Darjeeling",
        quantity_milli=1500,
        unit_price=Decimal("95.50"),
        discount=Decimal(0),
        net=Decimal("143.25"),
        tax=Decimal("7.16"),
        total=Decimal("150.41"),
    )
    data = made("csv", SALE_HEADER, [sale_cells(line)], SALE_KINDS)
    [cells] = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert list(cells.values()) == [
        "1-26-000001", "1", "2026-11-22T06:30:00+00:00", "2026-11-22", "1", "'-Asha", "", "'+919876543210",
        "00101", "Darjeeling", "1.5", "95.5", "0", "143.25", "7.16", "150.41",
    ]  # fmt: skip
