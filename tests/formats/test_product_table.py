"""Products from a table: each row a product, or its mistakes by row and column."""

# ruff: noqa: E501  (one case, one line: the tables are read across)

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.formats.xlsx_made import row, workbook

from tillbook.core.wanted_product import RowProblem, WantedProduct
from tillbook.formats.product_table import DecimalUnclear, ProductTable, product_table
from tillbook.formats.sheets.product_columns import COLUMN_NAMES, ColumnsUnclear, product_columns
from tillbook.formats.tables import open_table


def products(text: str, **told: Any) -> ProductTable:
    return product_table(open_table(text.encode(), name="stock.csv"), **told)


def read(text: str, **told: Any) -> list[WantedProduct | RowProblem]:
    return list(products(text, **told).rows())


def test_reads_every_field_of_a_product() -> None:
    text = (
        "SKU;Name;Price;Qty;Unit;Step;EAN;Tax class;Category;Cost;Short stock;Reorder point;Colour\n"
        "00123; Grüner Tee ;12,50;1,5;kg;0,1;4006381333931 20123456;Food;Tea;9,99;Allow;0,5;green\n"
        "124;Mug;3;;;;;;;;;;\n"
    )
    table = products(text)
    assert table.unused == ("Colour",)
    assert list(table.rows()) == [
        WantedProduct(
            row=2,
            sku="00123",
            name="Grüner Tee",
            price=Decimal("12.50"),
            quantity_milli=1500,
            unit="kg",
            step_milli=100,
            barcodes=(("04006381333931", 1000), ("20123456", 1000)),
            tax_class="Food",
            category="Tea",
            cost=Decimal("9.99"),
            short_stock="allow",
            reorder_point_milli=500,
        ),
        WantedProduct(row=3, sku="124", name="Mug", price=Decimal(3)),
    ]


def test_a_table_may_change_prices_alone() -> None:
    assert read("product id,price\n101,95.50\n") == [WantedProduct(row=2, sku="101", price=Decimal("95.50"))]


@pytest.mark.parametrize(
    ("header", "places"),
    [
        (
            ("Product_ID", "Product Name", "Unit-Price", "QTY"),
            {"sku": 0, "name": 1, "price": 2, "quantity": 3},
        ),
        (
            ("Artikelnr", "Bezeichnung", "Verkaufspreis", "Bestand"),
            {"sku": 0, "name": 1, "price": 2, "quantity": 3},
        ),
        (("Référence", "Désignation", "Prix"), {"sku": 0, "name": 1, "price": 2}),
        (("id", "sku", "name"), {"sku": 1, "name": 2}),
    ],
)
def test_knows_the_usual_names_of_columns(header: tuple[str, ...], places: dict[str, int]) -> None:
    assert product_columns(header).places == places


def test_no_usual_name_stands_for_two_fields() -> None:
    names = [name for usual in COLUMN_NAMES.values() for name in usual]
    assert len(names) == len(set(names))


def test_one_may_say_which_column_is_which() -> None:
    told = {"sku": "Nummer", "price": "ladenpreis"}
    assert read("Nummer,Name,Ladenpreis,Price\n1,Tea,9.50,7\n", mapping=told) == [
        WantedProduct(row=2, sku="1", name="Tea", price=Decimal("9.50"))
    ]


@pytest.mark.parametrize(
    ("header", "mapping", "why"),
    [
        (
            "name,price",
            None,
            "No column is the sku (product id); the columns are name, price. Say which one it is.",
        ),
        ("sku,colour", None, "No column but the sku is one of a product; the columns are sku, colour."),
        ("code,item code,name", None, "Which column is the sku: code, item code? Say which."),
        ("sku,sku,name", None, "Which column is the sku: sku, sku? Say which."),
        ("a,b", {"sku": "c"}, "There is no column 'c' for sku; the columns are a, b."),
        ("a,b", {"size": "a"}, "'size' is no field of a product; fields are sku, name, price, quantity,"),
        ("a,b", {"sku": "a", "name": "a"}, "One column is told to be two fields; name one column for each."),
    ],
)
def test_asks_where_the_header_is_unclear(header: str, mapping: dict[str, str] | None, why: str) -> None:
    with pytest.raises(ColumnsUnclear) as refused:
        products(header + "\n1,2,3\n", mapping=mapping)
    assert refused.value.message.startswith(why)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        (",Tea,1,1,1,,", "sku", "is empty"),
        ("1,,1,1,1,,", "name", "is empty"),
        ("1,Tea,,1,1,,", "price", "is empty"),
        ("1,Tea,free,1,1,,", "price", "'free' is not a number with a decimal point"),
        ('1,Tea,"1,5",1,1,,', "price", "'1,5' is not a number with a decimal point"),
        ("1,Tea,-1,1,1,,", "price", "-1 is below zero; a price is zero or more"),
        ("1,Tea,1e400,1,1,,", "price", "'1e400' is not a number with a decimal point"),
        ("1,Tea,NaN,1,1,,", "price", "'NaN' is not a number with a decimal point"),
        ("1,Tea,1.1234567,1,1,,", "price", "1.1234567 has too many decimals; a price has at most 12 digits before and 6 after the point"),
        ("1,Tea,1,-1,1,,", "quantity", "-1 is below zero; write 0 or more"),
        ("1,Tea,1,1000000000,1,,", "quantity", "1000000000 is too large; a quantity is at most 999999999.999"),
        ("1,Tea,1,0.0001,1,,", "quantity", "0.0001 has too many decimals; a quantity is at most 999999999.999, in thousandths"),
        ("1,Tea,1,1.5,1,,", "quantity", "is not a whole number of steps"),
        ("1,Tea,1,1,0,,", "step", "a step is more than zero: 1 for pieces, 0.001 for goods by weight"),
        ("1,Tea,1,1,1,4.00638E+12,", "barcode", "4.00638E+12: a spreadsheet has shortened this code; format its column as text and enter it again"),
        ("1,Tea,1,1,1,tée,", "barcode", "'tée' is no barcode: it has up to 64 ASCII signs"),
        ("1,Tea,1,1,1,,never", "short_stock", "'never' is none of forbid, warn, allow"),
        ("x" * 65 + ",Tea,1,1,1,,", "sku", "The sku has 65 characters; at most 64 can be kept. Shorten it."),
        ("1," + "x" * 201 + ",1,1,1,,", "name", "The name has 201 characters; at most 200 can be kept. Shorten it."),
        ("1,Tea,black,1,1,1,,", "", "8 cells under 7 columns; quote a cell that holds the separator"),
    ],
)  # fmt: skip
def test_says_what_is_wrong_in_which_column(cells: str, column: str, reason: str) -> None:
    header = "sku,name,price,quantity,step,barcode,short_stock"
    answers = read(
        f"{header}\n2,Mug,1.50,1,1,,\n{cells}x\n"
        if cells.endswith("black,1,1,1,,")
        else f"{header}\n2,Mug,1.50,1,1,,\n{cells}\n"
    )
    assert RowProblem(row=3, column=column, reason=reason) in answers
    assert isinstance(answers[0], WantedProduct)
    assert not any(isinstance(answer, WantedProduct) for answer in answers[1:])


def test_tells_every_mistake_of_a_row() -> None:
    assert [(at.row, at.column) for at in read("sku,name,price\n,,x\n") if isinstance(at, RowProblem)] == [
        (2, "sku"),
        (2, "name"),
        (2, "price"),
    ]


def test_a_sku_stands_in_one_row_and_capitals_make_another() -> None:
    assert read("sku,price\nA1,1\na1,2\nA1,3\n")[2] == RowProblem(
        row=4, column="sku", reason="A1 stands in row 2 already; keep one of them"
    )


def test_one_cell_decides_how_its_column_is_read() -> None:
    table = products("sku;price;cost\n1;1.234;1.5\n2;1,50;1.234\n")
    assert table.decimals == {"price": ",", "cost": "."}
    assert [(at.price, at.cost) for at in table.rows() if isinstance(at, WantedProduct)] == [
        (Decimal(1234), Decimal("1.5")),
        (Decimal("1.50"), Decimal("1.234")),
    ]


@pytest.mark.parametrize("number", ["1.234", '"1,234"'])
def test_a_column_that_can_be_read_two_ways_is_a_question(number: str) -> None:
    text = f"sku,price\n1,5\n2,{number}\n"
    with pytest.raises(DecimalUnclear, match=r"row 3, column price: does 1[.,]234 mean .* Say whether") as refused:
        products(text)
    assert refused.value.path == "price"
    found = [row for sign in ".," for row in read(text, decimal=sign)[1:] if isinstance(row, WantedProduct)]
    assert sorted(found, key=lambda row: row.price or 0) == [
        WantedProduct(row=3, sku="2", price=Decimal("1.234")),
        WantedProduct(row=3, sku="2", price=Decimal(1234)),
    ]


def test_number_cells_of_a_workbook_raise_no_question() -> None:
    data = workbook(row(1, "=0", "=1") + row(2, "00123", "1.234") + row(3, "124", "2.345"), texts=("sku", "price"))
    answers = list(product_table(open_table(data, name="a.xlsx")).rows())
    assert answers == [
        WantedProduct(row=2, sku="00123", price=Decimal("1.234")),
        WantedProduct(row=3, sku="124", price=Decimal("2.345")),
    ]


def test_a_code_that_a_workbook_kept_as_too_long_a_number_is_refused() -> None:
    data = workbook(row(1, "=0", "=1") + row(2, "12345678901234567", "1"))
    [problem] = product_table(open_table(data, name="a.xlsx")).rows()
    assert isinstance(problem, RowProblem)
    assert "a spreadsheet has shortened this code" in problem.reason
