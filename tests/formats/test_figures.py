"""Prices and quantities out of files: exact, bounded, and cheap to refuse."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.formats.spelling.figures import FigureRefused, price_of, quantity_milli_of


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("12.50", "12.50"),
        ("1e2", "100"),
        ("1.25E+2", "125"),
        ("125e-2", "1.25"),
        ("0e400", "0"),
        ("1.50000000000", "1.5"),
        ("999999999999.999999", "999999999999.999999"),
    ],
)
def test_reads_a_price_exactly(text: str, price: str) -> None:
    assert price_of(text) == Decimal(price)
    assert "E" not in str(price_of(text))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1e400", "a price has at most 12 digits before and 6 after the point"),
        ("1e2000000", "a price has at most 12 digits before and 6 after the point"),
        ("1000000000000", "a price has at most 12 digits before and 6 after the point"),
        ("0.0000001", "too many decimals"),
        ("1e-400", "too many decimals"),
        ("-0.01", "below zero"),
        ("NaN", "not a number"),
        ("١٢", "not a number"),
        ("", "not a number"),
        ("9" * 1_000_000, "1,000,000 characters"),
    ],
)
def test_says_why_a_price_is_refused(text: str, reason: str) -> None:
    with pytest.raises(FigureRefused, match=reason):
        price_of(text)


@pytest.mark.parametrize(("text", "milli"), [("3", 3000), ("1.5", 1500), ("-2", -2000), ("1e3", 1_000_000)])
def test_reads_a_quantity_in_thousandths(text: str, milli: int) -> None:
    assert quantity_milli_of(text) == milli


@pytest.mark.parametrize("text", ["1000000000", "1e9", "0.0005", "2.9999999999999996", "1e400"])
def test_refuses_a_quantity_beyond_a_billion_or_finer_than_a_thousandth(text: str) -> None:
    with pytest.raises(FigureRefused, match=r"at most 999999999\.999"):
        quantity_milli_of(text)


@given(price=st.decimals(min_value=0, max_value=Decimal("999999999999"), places=6), exponent=st.booleans())
def test_any_spelling_of_a_price_is_its_value(price: Decimal, exponent: bool) -> None:
    text = f"{price:e}" if exponent else f"{price:f}"
    assert price_of(text) == price
