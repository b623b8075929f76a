"""Amounts as plain text: what is taken, what is refused and what the refusal says."""

from __future__ import annotations

import pickle
from decimal import Context, Decimal, localcontext

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.errors import Refusal, Unreadable
from tillbook.core.money import (
    AMOUNT_MINOR_MAX,
    Currency,
    NotANumber,
    TooLarge,
    TooPrecise,
    UnknownCurrency,
    format_exact,
    format_minor,
    parse_decimal,
    to_minor,
)

EUR, JPY, KWD = Currency.of("EUR"), Currency.of("JPY"), Currency.of("KWD")

NOT_NUMBERS = [
    "", " ", "abc", "1e3", "1E3", "1e2000000", "1e400", "NaN", "nan", "sNaN", "Infinity", "-Infinity",
    "inf", "+1", " 1", "1 ", "1\n", "1,5",
    "1.", ".5", "1.5.5", "--1", "1_000",
    "0x10", "१२", "١٢", "１２", "1²", "½",
    "1\u00a0000",    "1'000", "−1", "1" * 100, "9" * 1_000_000, "1." + "0" * 1_000_000,
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "digits"), [("INR", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3), ("IQD", 3), ("RSD", 2), ("CLF", 4)]
)
def test_a_currency_has_the_minor_digits_of_iso_4217(code: str, digits: int) -> None:
    assert Currency.of(code) == Currency(code=code, digits=digits)


@pytest.mark.parametrize("code", ["", "XXX", "eur", "EURO", "€", "E" * 1000])
def test_an_unknown_currency_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency, match="no currency of ISO 4217") as refused:
        Currency.of(code)
    assert refused.value.exit_status == 3
    assert len(refused.value.message) < 100


def test_people_can_read_the_name_of_every_currency() -> None:
    names = Locale("en").currencies
    for code in ("INR", "EUR", "USD", "JPY", "KWD", "XCG", "ZWG", "VED", "SLE"):
        assert Currency.of(code).code in names


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("12.50", "12.50"),
        ("-3", "-3"),
        ("007.5", "7.5"),
        ("999999999999.999999", "999999999999.999999"),
    ],
)
def test_plain_decimals_are_read_exactly(text: str, value: str) -> None:
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize("text", NOT_NUMBERS, ids=lambda text: text[:12])
def test_what_is_no_plain_decimal_is_refused_at_once(text: str) -> None:
    with pytest.raises(NotANumber, match=r"^not a number"):
        parse_decimal(text)


def test_the_refusals_of_numbers_state_their_bound() -> None:
    with pytest.raises(TooLarge, match="at most 12 digits before the point"):
        parse_decimal("1000000000000")
    with pytest.raises(TooPrecise, match="at most 6 digits after the point"):
        parse_decimal("0.0000001")
    with pytest.raises(TooLarge, match=r"at most 9999999999\.99 EUR"):
        to_minor("10000000000.00", EUR)
    with pytest.raises(TooPrecise, match="EUR has 2 digits"):
        to_minor("0.005", EUR)
    with pytest.raises(TooPrecise, match="JPY has no digits"):
        to_minor("1.5", JPY)


def test_idle_zeros_are_no_precision() -> None:
    assert parse_decimal("1.50000000") == Decimal("1.5")
    assert to_minor("1.5000", EUR) == 150


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (0, EUR, "0.00"),
        (5, EUR, "0.05"),
        (-5, EUR, "-0.05"),
        (1250, EUR, "12.50"),
        (1250, JPY, "1250"),
        (-1, JPY, "-1"),
        (1250, KWD, "1.250"),
        (AMOUNT_MINOR_MAX, EUR, "9999999999.99"),
    ],
)
def test_an_amount_is_written_with_all_digits_of_its_currency(minor: int, currency: Currency, text: str) -> None:
    assert format_minor(minor, currency) == text
    assert to_minor(text, currency) == minor


@given(st.integers(-AMOUNT_MINOR_MAX, AMOUNT_MINOR_MAX), st.sampled_from([EUR, JPY, KWD]))
def test_plain_text_reads_back_as_the_same_amount(minor: int, currency: Currency) -> None:
    assert to_minor(format_minor(minor, currency), currency) == minor


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999999", "1e-999999"])
def test_decimals_that_are_no_amounts_are_refused_at_once(value: str) -> None:
    with pytest.raises((NotANumber, TooLarge, TooPrecise)):
        to_minor(Decimal(value), EUR)


def test_amounts_look_at_no_decimal_context() -> None:
    with localcontext(Context(prec=1)):
        assert to_minor("1234567.89", EUR) == 123456789
        assert to_minor(Decimal("1234567.89"), EUR) == 123456789


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [("21", 0, "21"), ("21.00", 0, "21"), ("1.5", 2, "1.50"), ("1E+3", 0, "1000")],
)
def test_exact_decimals_are_written_plainly(value: str, digits: int, text: str) -> None:
    assert format_exact(Decimal(value), digits=digits) == text


def test_a_refusal_says_what_to_do_and_where() -> None:
    refusal = TooLarge("Too much; take less.", path="lines[0]")

    assert refusal.as_json() == {"error": {"code": "too_large", "message": "Too much; take less.", "path": "lines[0]"}}
    assert Refusal("No.").as_json() == {"error": {"code": "refused", "message": "No."}}
    assert (Refusal.exit_status, Unreadable.exit_status) == (3, 2)


def test_a_refusal_crosses_to_another_process_whole() -> None:
    sent = pickle.loads(pickle.dumps(TooLarge("Too much.", path="total")))

    assert (type(sent), sent.message, sent.path) == (TooLarge, "Too much.", "total")
