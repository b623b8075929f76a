"""How a document's number is written: at most sixteen characters of those that a tax office allows (P10)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.numbering import OFFICE_PREFIXES, SeriesFull, document_number

ALLOWED = re.compile(r"[A-Za-z0-9/-]{1,16}")


@given(
    kind=st.sampled_from(sorted(OFFICE_PREFIXES)),
    chain=st.from_regex(r"[A-Za-z0-9]{1,4}", fullmatch=True),
    year=st.integers(2000, 2199),
    first_month=st.sampled_from([1, 4, 7]),
    sequence=st.integers(1, 10**9),
    country=st.sampled_from(["IN", "DE", ""]),
)
def test_a_number_has_at_most_sixteen_allowed_characters_or_is_refused(
    kind: str, chain: str, year: int, first_month: int, sequence: int, country: str
) -> None:
    """A register whose code has at most three characters numbers 999,999 bills a year in every country."""
    try:
        number = document_number(
            kind=kind, chain=chain, year=year, first_month=first_month, sequence=sequence, country=country
        )
    except SeriesFull:
        assert sequence > 999_999 or len(chain) == 4
    else:
        assert ALLOWED.fullmatch(number)
        assert number.endswith(f"{sequence:06}")


def test_the_millionth_bill_of_a_register_in_a_year_is_refused_where_it_would_be_too_long() -> None:
    def number(chain: str, sequence: int) -> str:
        return document_number(kind="sale", chain=chain, year=2026, first_month=4, sequence=sequence, country="IN")

    assert number("R1", 999_999) == "R1/26-27/999999"
    assert number("R1", 1_000_000) == "R1/26-27/1000000"
    with pytest.raises(SeriesFull, match="R12/26-27/1000000 is longer than 16 characters; open another register"):
        number("R12", 1_000_000)


def test_numbers_follow_each_other_in_the_order_of_the_alphabet() -> None:
    """As text they sort as they were issued, up to the millionth."""
    numbers = [
        document_number(kind="sale", chain="1", year=2026, first_month=1, sequence=sequence, country="DE")
        for sequence in (1, 2, 9, 10, 99, 100, 999_999)
    ]
    assert numbers == sorted(numbers)
    assert numbers[0] == "1-26-000001"
