"""Workbooks that would stop a machine are refused before anybody reads them."""

# ruff: noqa: E501  (one case, one line: the tables are read across)

from __future__ import annotations

import io
import random
import struct
import zipfile

import pytest
from tests.formats.xlsx_made import PARTS, packed, row, workbook

from tillbook.formats.sheets.xlsx_bounds import measured_workbook
from tillbook.formats.tables import TableUnreadable, open_table

HEAD = row(1, "=0", "=1")


def refusal(data: bytes) -> str:
    with pytest.raises(TableUnreadable) as refused:
        open_table(data, name="stock.xlsx")
    assert refused.value.exit_status == 2
    return refused.value.message


def test_a_good_workbook_is_handed_on_unpacked_part_by_part() -> None:
    data = workbook(HEAD + row(2, "00123", "1.5"), parts={"docProps/thumb.bin": "x", "xl/vbaProject.bin": "x"})
    with zipfile.ZipFile(io.BytesIO(measured_workbook(data, name="a"))) as package:
        assert {entry.filename for entry in package.infolist()} == {
            *PARTS,
            "xl/worksheets/sheet1.xml",
            "xl/sharedStrings.xml",
        }
        assert {entry.compress_type for entry in package.infolist()} == {zipfile.ZIP_STORED}


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (HEAD + '<row r="200002"><c r="AA200002"><v>1</v></c></row>', "row 200,002: a cell stands too far from the others; delete it, or save as CSV."),
        (row(2, "1") + row(1, "1"), "row 2: its rows are out of order."),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>', "row 1: its cells are out of order."),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "row 1: a cell does not stand where it says."),
        ('<row r="1"><c r="XFDX1"><v>1</v></c></row>', "row 1: a cell does not stand where it says."),
        ("".join(f"<row><c><v>{at}</v></c></row>" for at in range(200_001)), "has more than 200,000 rows or 2,000,000 cells; save it as CSV."),
        ("<row><c><v>1</c></row>", "is damaged (line 1 of a part of it); save it again."),
        ('<row r="one"><c><v>1</v></c></row>', "is damaged; open it in a spreadsheet and save it again."),
    ],
)  # fmt: skip
def test_cells_stand_in_order_near_to_each_other_and_are_not_too_many(rows: str, why: str) -> None:
    assert refusal(workbook(rows)).endswith(why)


def test_empty_cells_far_away_do_no_harm() -> None:
    table = open_table(workbook(HEAD + '<row r="1048576"><c r="XFD1048576"/></row>'), name="a.xlsx")
    assert list(table.rows()) == []


def test_one_long_text_named_ten_thousand_times_is_refused() -> None:
    rows = HEAD + "".join(row(at, "=2") for at in range(2, 10_002))
    assert "repeats long texts beyond measure" in refusal(workbook(rows, texts=("a", "b", "x" * 30_000)))


def test_one_long_text_named_once_among_many_short_ones_is_read() -> None:
    rows = HEAD + row(2, "=2") + "".join(row(at, "=0") for at in range(3, 5_003))
    table = open_table(workbook(rows, texts=("a", "b", "x" * 30_000)), name="a.xlsx")
    assert sum(1 for _ in table.rows()) == 5_001


def test_what_unpacks_to_too_much_is_refused() -> None:
    assert "unpacks to more than 64 MB" in refusal(workbook(HEAD + " " * 68_000_000))
    assert "unpacks to more than 100 times its size" in refusal(workbook(HEAD + " " * 20_000_000))


def test_a_directory_that_lies_about_sizes_is_found_out() -> None:
    data = bytearray(workbook(HEAD + " " * 900_000))
    size = len(zipfile.ZipFile(io.BytesIO(bytes(data))).read("xl/worksheets/sheet1.xml"))
    lie = bytes(data).replace(struct.pack("<L", size), struct.pack("<L", 1000))
    assert "is damaged" in refusal(lie)


def test_document_types_and_so_entities_are_refused() -> None:
    bomb = '<!DOCTYPE lol [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert "holds a document type" in refusal(workbook(HEAD, before=bomb))


def test_parts_are_few_have_one_name_each_and_stay_inside() -> None:
    many = {f"xl/extra{at}.xml": "<a/>" for at in range(100)}
    assert "has 106 parts; at most 100 are read" in refusal(packed({**PARTS, "a.xml": "<a/>", "b.xml": "<a/>", **many}))
    for name in ("../evil.xml", "/etc/passwd.xml", "C:/evil.xml", "a\\b.xml"):
        assert "lead out of it" in refusal(packed({**PARTS, name: "<a/>"}))
    made = io.BytesIO(packed(PARTS))
    with zipfile.ZipFile(made, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("xl/workbook.xml", "<a/>")
    assert "two parts of one name" in refusal(made.getvalue())


def test_what_is_no_workbook_is_refused() -> None:
    assert "is damaged" in refusal(b"PK\x03\x04 and nothing else")
    assert "cannot be read as XLSX" in refusal(packed({"mimetype.xml": "<a/>"}))
    assert "old XLS file or has a password" in refusal(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600)
    assert "is not an XLSX file" in refusal(b"sku,price\n")
    assert "larger than 10 MB" in refusal(b"PK\x03\x04" + b"\0" * 11_000_000)


def test_a_workbook_damaged_anywhere_is_read_or_refused() -> None:
    good = workbook(HEAD + row(2, "00123", "1.5"))
    chance = random.Random(20261122)
    for _ in range(300):
        data = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        try:
            list(open_table(bytes(data), name="a.xlsx").rows())
        except TableUnreadable:
            continue
