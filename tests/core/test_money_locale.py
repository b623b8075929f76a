"""P5: what is written is what was meant, in every locale."""

from __future__ import annotations

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.errors import Refusal
from tillbook.core.money import (
    AMOUNT_MINOR_MAX,
    AmbiguousAmount,
    Currency,
    NotANumber,
    TooLarge,
    TooPrecise,
    format_money,
    parse_money,
)

EUR, INR, JPY, KWD = (Currency.of(code) for code in ("EUR", "INR", "JPY", "KWD"))
LOCALES = sorted(locale_identifiers())
NO_BREAK, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("locale", "currency", "minor", "text"),
    [
        ("en_IN", INR, 12345650, "₹1,23,456.50"),
        ("hi", INR, 12345650, "₹1,23,456.50"),
        ("ne", INR, 12345650, f"₹{NO_BREAK}१,२३,४५६.५०"),
        ("de", EUR, -123456, f"-1.234,56{NO_BREAK}€"),
        ("de_CH", Currency.of("CHF"), 123456, f"CHF{NO_BREAK}1’234.56"),
        ("fr", EUR, 123456, f"1{NARROW}234,56{NO_BREAK}€"),
        ("en", JPY, 1234, "¥1,234"),
        ("en", KWD, 1234567, f"KWD{NO_BREAK}1,234.567"),
        ("ar_EG", Currency.of("EGP"), 123456, f"\u200f١٬٢٣٤٫٥٦{NO_BREAK}ج.م.\u200f"),
    ],
)
def test_an_amount_is_written_as_its_readers_write_it(locale: str, currency: Currency, minor: int, text: str) -> None:
    assert format_money(minor, currency, locale) == text
    assert parse_money(text, currency, locale) == minor


@given(
    st.sampled_from(LOCALES),
    st.sampled_from([EUR, INR, JPY, KWD, Currency.of("CHF"), Currency.of("IQD"), Currency.of("CLF")]),
    st.one_of(st.integers(-AMOUNT_MINOR_MAX, AMOUNT_MINOR_MAX), st.integers(-10_000, 10_000)),
)
def test_what_is_written_reads_back_as_the_same_amount(locale: str, currency: Currency, minor: int) -> None:
    assert parse_money(format_money(minor, currency, locale), currency, locale) == minor


def test_every_locale_reads_back_what_it_writes() -> None:
    amounts = [0, 7, -100, 1234, -123456, 100000, 1234567, AMOUNT_MINOR_MAX]
    for locale in LOCALES:
        for currency in (INR, JPY):
            assert [
                parse_money(format_money(minor, currency, locale), currency, locale) for minor in amounts
            ] == amounts, (locale, currency.code)


@pytest.mark.parametrize(
    ("locale", "currency", "text", "minor"),
    [
        ("en_IN", INR, "500", 50000),
        ("en_IN", INR, "₹ 500", 50000),
        ("en_IN", INR, "500 INR", 50000),
        ("en_IN", INR, "1,23,456", 12345600),
        ("en_IN", INR, "123,456.5", 12345650),
        ("hi", INR, "१२.५०", 1250),
        ("ar_EG", INR, "١٢٫٥٠", 1250),
        ("en", EUR, "1,234", 123400),
        ("en", EUR, ".5", 50),
        ("en", EUR, "-12.5", -1250),
        ("en", EUR, "12.5-", -1250),
        ("en", EUR, "−12.5", -1250),
        ("de", EUR, "12,5", 1250),
        ("de", EUR, "1.234,5", 123450),
        ("de", EUR, "1.234.567", 123456700),
        ("de", JPY, "1.234", 1234),
        ("de_CH", EUR, "1'234.50", 123450),
        ("fr", EUR, "1 234,50 €", 123450),
    ],
)
def test_people_may_type_less_than_is_written(locale: str, currency: Currency, text: str, minor: int) -> None:
    assert parse_money(text, currency, locale) == minor


@pytest.mark.parametrize(
    ("locale", "currency", "text", "question"),
    [
        ("de", EUR, "1.234", "Is 1.234 meant as 1234 or as 1,23? Write it that way."),
        ("de", KWD, "1.234", "Is 1.234 meant as 1234 or as 1,234? Write it that way."),
        ("de", EUR, "12.5", "Is 12.5 meant as 125 or as 12,5? Write it that way."),
        ("es", EUR, "1.234 €", "Is 1.234 meant as 1234 or as 1,23? Write it that way."),
        ("fr", EUR, "12.50", "Is 12.50 meant as 1250 or as 12,50? Write it that way."),
        ("en", EUR, "12,50", "Is 12,50 meant as 1250 or as 12.50? Write it that way."),
        ("de", JPY, "12.34", "Is 12.34 meant as 1234? JPY has no decimals; write it that way."),
        ("en", KWD, "1,234", "Is 1,234 meant as 1234 or as 1.234? Write it that way."),
    ],
)
def test_what_could_be_two_amounts_is_asked_about(locale: str, currency: Currency, text: str, question: str) -> None:
    with pytest.raises(AmbiguousAmount) as refused:
        parse_money(text, currency, locale)
    assert refused.value.message == question
    assert refused.value.code == "ambiguous_amount"


@pytest.mark.parametrize(
    "text",
    ["", " ", "€", "-", "abc", "1e5", "1 2 3", "12..5", "1,2.3,4", "²5", "½", "1;2", "NaN", "5 $", "9" * 100],
)
def test_what_is_no_amount_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotANumber, match=r"not an amount; write it as €1,234\.00"):
        parse_money(text, EUR, "en")


def test_more_decimals_than_the_currency_has_are_refused() -> None:
    with pytest.raises(TooPrecise, match="EUR has 2 digits"):
        parse_money("1.505", EUR, "en")
    with pytest.raises(TooPrecise, match="JPY has no digits"):
        parse_money("1.5", JPY, "en")
    assert parse_money("1.500", EUR, "en") == 150


def test_more_than_is_stored_is_refused_with_the_bound() -> None:
    with pytest.raises(TooLarge, match=r"at most 9999999999\.99 EUR"):
        parse_money("10000000000", EUR, "en")


@given(st.text(max_size=30), st.sampled_from(LOCALES), st.sampled_from([EUR, JPY, KWD]))
def test_any_text_is_an_amount_or_refused(text: str, locale: str, currency: Currency) -> None:
    try:
        assert abs(parse_money(text, currency, locale)) <= AMOUNT_MINOR_MAX
    except Refusal as refusal:
        assert refusal.message


@given(
    st.text(alphabet="0123456789.,' \u00a0\u202f’٫٬-", max_size=12),
    st.sampled_from(["en", "de", "fr", "ar_EG", "de_CH"]),
)
def test_any_mix_of_digits_and_separators_is_an_amount_or_refused(text: str, locale: str) -> None:
    try:
        assert abs(parse_money(text, EUR, locale)) <= AMOUNT_MINOR_MAX
    except Refusal as refusal:
        assert refusal.message
