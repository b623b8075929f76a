"""Workbooks made by hand, part by part, so that they can be wrong in any way."""

from __future__ import annotations

import io
import re
import zipfile

_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

_number = re.compile(r"[1-9][0-9]*(?:\.[0-9]+)?(?:E-?[0-9]+)?")

PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Stock" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def workbook(
    rows: str,
    *,
    texts: tuple[str, ...] = ("sku", "price"),
    before: str = "",
    parts: dict[str, str] | None = None,
) -> bytes:
    """A workbook of one sheet with these rows (XML), shared `texts` and further `parts` by name."""
    shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
    sheet = f'<worksheet xmlns="{_SHEETS}"><sheetData>{rows}</sheetData></worksheet>'
    everything = {
        **PARTS,
        "xl/worksheets/sheet1.xml": before + sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{_SHEETS}">{shared}</sst>',
        **(parts or {}),
    }
    return packed(everything)


def packed(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return made.getvalue()


def row(number: int, *cells: str) -> str:
    """A row of cells from column A on: `=5` is a shared text, `7` a number, else words."""
    told = []
    for place, cell in enumerate(cells):
        reference = f'r="{chr(65 + place)}{number}"'
        if cell.startswith("="):
            told.append(f'<c {reference} t="s"><v>{cell[1:]}</v></c>')
        elif _number.fullmatch(cell):
            told.append(f"<c {reference}><v>{cell}</v></c>")
        else:
            told.append(f'<c {reference} t="inlineStr"><is><t>{cell}</t></is></c>')
    return f'<row r="{number}">{"".join(told)}</row>'
