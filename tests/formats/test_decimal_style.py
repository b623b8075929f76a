"""Decimal point or comma: proved by a column, or asked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from tillbook.formats.sheets.decimal_style import DecimalSign, is_ambiguous, plain_number, proves


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("1.5", "."),
        ("1,50", ","),
        ("0.125", "."),
        ("0,125", ","),
        ("1234.567", "."),
        ("1.234.567", ","),
        ("1,234,567", "."),
        ("1.234,5", ","),
        ("1,23,456.50", "."),
        ("12,34,567", "."),
        ("1'234.50", "."),
        ("1 234,50", ","),
        ("€ 12,99", ","),
        ("₹1,299.00", "."),
        (".5", "."),
        ("1.234", None),
        ("1,234", None),
        ("12", None),
        ("1 234", None),
        ("tea", None),
        ("", None),
        ("1.2.3", None),
    ],
)
def test_a_cell_proves_its_decimal_sign_or_not(text: str, sign: DecimalSign | None) -> None:
    assert proves(text) == sign


@pytest.mark.parametrize("text", ["1.234", "12,345", "-1.234", "1.234 €", "100.000"])
def test_one_to_three_digits_a_sign_and_three_more_can_be_either(text: str) -> None:
    assert is_ambiguous(text)
    assert plain_number(text, ".") != plain_number(text, ",")


@pytest.mark.parametrize("text", ["0.123", "1.23", "1234.567", "1.234.567", "1234", "0.000"])
def test_other_numbers_cannot(text: str) -> None:
    assert not is_ambiguous(text)


@pytest.mark.parametrize(
    ("text", "sign", "plain"),
    [
        ("1.234,50", ",", "1234.50"),
        ("1,234.50", ".", "1234.50"),
        ("1,23,456.50", ".", "123456.50"),
        ("1\u202f234,50", ",", "1234.50"),
        ("-3,5", ",", "-3.5"),
        (",5", ",", "0.5"),
        ("1,5", ".", None),
        ("1.5", ",", None),
        ("12,34", ".", None),
        ("1,2345", ".", None),
        ("1.", ".", None),
        ("-", ".", None),
        ("1e5", ".", None),
        ("１２", ".", None),
        ("9" * 61, ".", None),
    ],
)
def test_a_number_is_read_with_its_columns_sign_or_refused(text: str, sign: DecimalSign, plain: str | None) -> None:
    assert plain_number(text, sign) == plain


@given(
    amount=st.decimals(min_value=0, max_value=10**9, places=2),
    locale=st.sampled_from(["de_DE", "en_US", "en_IN", "fr_FR", "de_CH", "it_IT", "sv_SE", "pt_BR"]),
)
def test_whatever_a_locale_writes_is_read_with_its_sign(amount: Decimal, locale: str) -> None:
    text = format_decimal(amount, format=None, locale=locale, decimal_quantization=False)
    sign: DecimalSign = "," if locale[:2] in {"fr", "it", "sv", "pt"} or locale == "de_DE" else "."
    plain = plain_number(text, sign)
    assert plain is not None
    assert Decimal(plain) == amount
    assert proves(text) in {sign, None}
