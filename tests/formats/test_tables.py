"""Tables out of CSV and XLSX, whatever program wrote them."""

from __future__ import annotations

import datetime
import io
import itertools
import tracemalloc
from pathlib import Path

import pytest
import xlsxwriter
from tests.formats.xlsx_made import row, workbook

from tillbook.formats.sheets.cells import ExactNumber
from tillbook.formats.tables import Table, TableUnreadable, open_table


def csv(text: str, written_as: str = "utf-8", **told: str) -> Table:
    return open_table(text.encode(written_as), name="stock.csv", **told)


def rows(table: Table) -> list[tuple[int, tuple[str, ...]]]:
    return list(table.rows())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_reads_csv_of_any_encoding_and_separator(encoding: str, delimiter: str) -> None:
    text = 'sku;name;price\r\n00123;Grüner Tee;"1,50"\r\n\r\n7;"Tea ""best""";2\r\n'.replace(";", delimiter)
    table = csv(text, encoding)
    assert (table.kind, table.delimiter, table.header) == ("csv", delimiter, ("sku", "name", "price"))
    expected = [(2, ("00123", "Grüner Tee", "1,50")), (4, ("7", 'Tea "best"', "2"))]
    assert rows(table) == expected
    assert rows(table) == expected, "rows can be asked for again"


def test_a_comma_in_decimals_does_not_make_the_comma_the_separator() -> None:
    table = csv("sku;price\n1;1,50\n2;2,50\n3;3,00\n")
    assert (table.delimiter, rows(table)[0]) == (";", (2, ("1", "1,50")))


def test_the_separator_that_excel_names_in_the_first_line_decides() -> None:
    table = csv("sep=|\nsku|name\n1|a,b\n")
    assert (table.header, rows(table)) == (("sku", "name"), [(3, ("1", "a,b"))])


def test_one_may_say_encoding_and_separator() -> None:
    table = csv("код;b\n1;чай\n", "cp1251", encoding="cp1251", delimiter=";")
    assert (table.header, rows(table)) == (("код", "b"), [(2, ("1", "чай"))])


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"encoding": "klingon"}, "unknown encoding: klingon; say utf-8, utf-16 or cp1252"),
        ({"encoding": "ascii"}, "is not in the encoding that was told"),
        ({"delimiter": "::"}, "'::' is no separator; say one character"),
    ],
)
def test_what_one_says_of_a_file_must_fit_it(told: dict[str, str], why: str) -> None:
    with pytest.raises(TableUnreadable, match=why):
        csv("sku,name\n1,Café\n", **told)


def test_line_breaks_in_quotes_stay_and_rows_are_counted_as_a_spreadsheet_does() -> None:
    assert rows(csv('a,b\n"x\r\ny",1\n3,4\n')) == [(2, ("x\r\ny", "1")), (3, ("3", "4"))]


def test_an_apostrophe_before_a_formula_is_the_spreadsheets_not_the_texts() -> None:
    assert rows(csv("a,b\n'=1+1,'tis\n''=1,'\n")) == [(2, ("=1+1", "'tis")), (3, ("'=1", "'"))]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "stock.csv is empty; its first row must name the columns."),
        ("\n \n", "stock.csv is empty; its first row must name the columns."),
        ('a,b\n1,2\n3,"x\n', "stock.csv, row 3 (line 3): a double quote is opened and never closed."),
        ('a,b\n"x"y,2\n', "stock.csv, row 2 (line 2): text stands behind a closing double quote;"),
        ("a,b\n1\0,2\n", "stock.csv: line 2 holds a NUL character: this is no text file."),
        ("a,b\n" + "x" * 5_000_000, "stock.csv: line 2 is longer than 4,000,000 characters."),
        ('a,b\n"' + "x\n" * 600_000, "stock.csv, row 2 (line 2): a cell is longer than 1,000,000 characters"),
        (",".join("x" * 600), "stock.csv has 600 columns; at most 500 are read."),
    ],
)
def test_says_where_csv_goes_wrong(text: str, why: str) -> None:
    with pytest.raises(TableUnreadable) as refused:
        rows(csv(text, delimiter=","))
    assert refused.value.message.startswith(why)


def test_a_file_that_is_not_there_is_refused_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(TableUnreadable, match=r"none\.csv cannot be read: No such file or directory"):
        open_table(tmp_path / "none.csv", name="none.csv")


def test_a_large_csv_is_never_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    line = f"00123,{'Darjeeling ' * 60},12.50\n"
    with path.open("w", encoding="utf-8") as file:
        file.write("sku,name,price\n")
        file.writelines(itertools.repeat(line, 20_000))
    tracemalloc.start()
    count = sum(1 for _ in open_table(path, name=path.name).rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < path.stat().st_size / 2


def made_by_xlsxwriter() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        hidden = book.add_worksheet("Hidden")
        sheet = book.add_worksheet("Stock")
        sheet.activate()
        sheet.set_first_sheet()
        hidden.hide()
        sheet.write_row(2, 1, ["sku", "price", "when"])
        sheet.write_string(3, 1, "00123")
        sheet.write_number(3, 2, 0.1)
        sheet.write_number(5, 1, 123)
        sheet.write_formula(5, 2, "=4.35*2", None, 8.7)
        day = datetime.datetime(2026, 11, 22)  # noqa: DTZ001  (a day on a sheet)
        sheet.write_datetime(5, 3, day, book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_boolean(6, 1, True)
        sheet.write_number(6, 2, 1e-7)
        sheet.write_string(6, 3, "'=x_x0041_")
    return file.getvalue()


def test_reads_the_sheet_that_can_be_seen_with_its_own_row_numbers() -> None:
    table = open_table(made_by_xlsxwriter(), name="stock.xlsx")
    assert (table.kind, table.sheet, table.header) == ("xlsx", "Stock", ("sku", "price", "when"))
    assert rows(table) == [
        (4, ("00123", "0.1", "")),
        (6, ("123", "8.7", "2026-11-22")),
        (7, ("true", "0.0000001", "=x_x0041_")),
    ]


def test_numbers_of_a_sheet_are_told_from_words() -> None:
    data = workbook(row(1, "=0", "=1") + row(2, "00123", "4.3499999999999996") + row(3, "4006381333931", "1E3"))
    [(_, first), (_, second)] = rows(open_table(data, name="a.xlsx"))
    assert (first, second) == (("00123", "4.35"), ("4006381333931", "1000"))
    assert [isinstance(cell, ExactNumber) for cell in (*first, *second)] == [False, True, True, True]


def test_a_sheet_may_be_chosen_by_its_name() -> None:
    with pytest.raises(TableUnreadable, match=r"has no sheet 'Sales' but \['Stock'\]"):
        open_table(made_by_xlsxwriter(), name="stock.xlsx", sheet="Sales")
    assert open_table(made_by_xlsxwriter(), name="stock.xlsx", sheet="Stock").sheet == "Stock"


def test_cells_without_a_place_follow_each_other() -> None:
    data = workbook("<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row><row><c><v>7</v></c><c><v>2</v></c></row>")
    table = open_table(data, name="a.xlsx")
    assert (table.header, rows(table)) == (("sku", "price"), [(2, ("7", "2"))])
