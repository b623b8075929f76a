"""Which encoding a file has: its mark, its proof, or a question."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.formats.spelling.decoding import EncodingUnknown, encoding_of


def told(data: bytes) -> str:
    return encoding_of(io.BytesIO(data), name="stock.csv")


@pytest.mark.parametrize(
    ("text", "encoding", "answer"),
    [
        ("sku,name\n1,Tea\n", "ascii", "utf-8"),
        ("sku,name\n1,Grüner Tee €\n", "utf-8", "utf-8"),
        ("sku,name\n1,Grüner Tee €\n", "utf-8-sig", "utf-8-sig"),
        ("sku,name\n1,Grüner Tee €\n", "utf-16", "utf-16"),
        ("sku,name\n1,Grüner Tee €\n", "utf-16-le", "utf-16-le"),
        ("sku,name\n1,Grüner Tee €\n", "utf-16-be", "utf-16-be"),
        ("sku,name\n1,Grüner Tee €\n", "cp1252", "cp1252"),
        ("sku;name\n1;ÄÖÜßéèêë\n", "cp1252", "cp1252"),
        ("", "ascii", "utf-8"),
        ("चाय", "utf-8", "utf-8"),
    ],
)
def test_the_encoding_of_a_file_is_proved(text: str, encoding: str, answer: str) -> None:
    data = text.encode(encoding)
    assert told(data) == answer
    assert data.decode(answer) == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_another_alphabet_is_refused_with_what_it_looks_like(encoding: str) -> None:
    text = "код;название;цена\n1;Чай чёрный листовой;12,50\n2;Кофе молотый;30,00\n" * 3
    with pytest.raises(EncodingUnknown, match=r"is not UTF-8 .* Save it again as UTF-8") as refused:
        told(text.encode(encoding))
    assert "looks like" in refused.value.message


def test_a_marked_file_that_breaks_its_mark_is_refused_with_the_byte() -> None:
    with pytest.raises(EncodingUnknown, match="starts as UTF-8-SIG but byte 7 is not"):
        told(b"\xef\xbb\xbfabc\xff")


def test_bytes_beyond_the_first_megabyte_count_too() -> None:
    assert told(b"a,b\n" * 400_000 + "é".encode("cp1252")) == "cp1252"
    with pytest.raises(EncodingUnknown, match=r"byte 1,600,001 is not"):
        told(b"a,b\n" * 400_000 + b"\x81")


@given(text=st.text(st.characters(codec="utf-8"), max_size=50))
def test_utf8_is_always_read_as_utf8(text: str) -> None:
    data = ("name,price\n" + text).encode()
    if "\0" not in text:
        assert told(data) == "utf-8"
