"""A barcode and its size are one text, and read back as they were (P5, P18)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.barcode import comparable
from tillbook.formats.sheets.product_cells import cell_readers
from tillbook.formats.spelling.barcodes import barcode_text, read_barcode
from tillbook.formats.spelling.figures import FigureRefused

codes = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=64)


@given(code=codes, milli=st.integers(1, 10**12 - 1))
def test_what_is_written_is_read_again(code: str, milli: int) -> None:
    assert read_barcode(barcode_text(code, milli)) == (code, milli)


@given(code=st.text("A*01", min_size=1, max_size=8))
def test_a_code_that_looks_like_a_pack_stays_one_piece(code: str) -> None:
    assert read_barcode(barcode_text(code, 1_000)) == (code, 1_000)


def test_a_cell_holds_pieces_and_packs() -> None:
    _, read = cell_readers({})["barcode"]
    assert read("036000291452 BOX*12 SACK*2.5") == (
        (comparable("036000291452"), 1_000),
        ("BOX", 12_000),
        ("SACK", 2_500),
    )


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("BOX*0", "'BOX\\*0' is a pack of 0; write how many it holds"),
        ("BOX*6 BOX*12", "'BOX' stands for two quantities; keep one of them"),
        ("BOX BOX*12", "'BOX' stands for two quantities"),
    ],
)
def test_a_pack_of_nothing_or_of_two_sizes_is_refused(cell: str, message: str) -> None:
    _, read = cell_readers({})["barcode"]
    with pytest.raises(FigureRefused, match=message):
        read(cell)
