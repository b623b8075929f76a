"""What a cashier types in one line is read exactly, or refused with what to type instead."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.amounts import Currency, NotANumber, TooPrecise
from tillbook.core.barcode import check_digit
from tillbook.core.discount import Discount, DiscountTooLarge
from tillbook.core.locale_money import AmbiguousAmount, format_money
from tillbook.core.typed import (
    AmountInvalid,
    BarcodeScanned,
    QuantityInvalid,
    TenderUnclear,
    entries,
    read_amount,
    read_count,
    read_discount,
    read_tender,
    round_notes,
)

INR, EUR, JPY, KWD = (Currency.of(code) for code in ("INR", "EUR", "JPY", "KWD"))


def ways(text: str) -> list[tuple[str, str]]:
    return [(entry.code, entry.quantity) for entry in entries(text)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("TEA", [("TEA", "")]),
        ("  First   Flush ", [("First Flush", "")]),
        ("3*TEA", [("3*TEA", ""), ("TEA", "3")]),
        ("TEA * 3", [("TEA * 3", ""), ("TEA", "3")]),
        ("1,5 × RICE", [("1,5 × RICE", ""), ("RICE", "1,5")]),
        ("3*101", [("3*101", ""), ("101", "3"), ("3", "101")]),
        ("TEA 3", [("TEA 3", ""), ("TEA", "3")]),
        ("Rice 5 kg", [("Rice 5 kg", "")]),
        ("Rice 5 kg 2", [("Rice 5 kg 2", ""), ("Rice 5 kg", "2")]),
        ("*TEA", [("*TEA", "")]),
        ("A*B", [("A*B", "")]),
        ("101 ३", [("101 ३", ""), ("101", "३")]),
    ],
)
def test_an_entry_is_read_in_all_the_ways_it_can_be_meant(text: str, meant: list[tuple[str, str]]) -> None:
    assert ways(text) == meant


@given(st.text(max_size=40))
def test_the_first_way_is_what_was_typed_with_single_blanks(text: str) -> None:
    first, *others = entries(text)
    assert first.code.split() == text.split()
    assert not first.quantity
    assert all(entry.code and entry.quantity for entry in others)


@given(st.integers(1, 999_999_999_999), st.sampled_from(["en_IN", "de_DE", "fr_FR", "ar_EG", "hi_IN", "de_CH"]))
def test_a_quantity_as_it_is_written_reads_back(milli: int, locale: str) -> None:
    written = format_money(milli, Currency(code="XXX", digits=3), locale)
    assert read_count(written, locale) == milli


@pytest.mark.parametrize(
    ("text", "locale", "kind", "reason"),
    [
        ("0", "en_IN", QuantityInvalid, "more than 0"),
        ("-2", "en_IN", QuantityInvalid, "more than 0"),
        ("two", "en_IN", QuantityInvalid, "'two' is not a quantity; type a number such as 2"),
        ("1.2345", "en_IN", QuantityInvalid, "at most 3 digits after"),
        ("1000000000", "en_IN", QuantityInvalid, "at most 999999999.999"),
        ("1.500", "de_DE", AmbiguousAmount, "Is 1.500 meant as 1500 or as 1,500"),
        ("4006381333931", "en_IN", BarcodeScanned, "is a barcode, not a figure"),
        ("1e5", "en_IN", QuantityInvalid, "not a quantity"),
        ("NaN", "en_IN", QuantityInvalid, "not a quantity"),
    ],
)
def test_a_wrong_quantity_says_what_to_type(text: str, locale: str, kind: type[Exception], reason: str) -> None:
    with pytest.raises(kind, match=reason):
        read_count(text, locale)


def test_an_amount_is_in_the_manner_of_the_shop() -> None:
    assert read_amount("12,50", EUR, "de_DE") == 1250
    assert read_amount("₹1,23,456.50", INR, "en_IN") == 12_345_650
    for text, kind in (
        ("0", AmountInvalid),
        ("-5", AmountInvalid),
        ("abc", NotANumber),
        ("1.005", TooPrecise),
        ("96385074", BarcodeScanned),
    ):
        with pytest.raises(kind):
            read_amount(text, INR, "en_IN")
    with pytest.raises(AmbiguousAmount):
        read_amount("1.234", EUR, "de_DE")


@given(st.integers(10**6, 10**12))
def test_no_scan_ever_becomes_a_figure(number: int) -> None:
    digits = str(number).zfill(12)
    code = digits + check_digit(digits)
    with pytest.raises(BarcodeScanned):
        read_amount(code, INR, "en_IN")
    with pytest.raises(BarcodeScanned):
        read_count(code, "en_IN")
    with pytest.raises(BarcodeScanned):
        read_discount(code, INR, "en_IN")


def test_a_discount_is_a_percentage_or_an_amount_and_0_is_none() -> None:
    assert read_discount("10%", INR, "en_IN") == Discount(percent=Decimal(10))
    assert read_discount("12,5 %", EUR, "de_DE") == Discount(percent=Decimal("12.5"))
    assert read_discount("5", INR, "en_IN") == Discount(amount_minor=500)
    assert read_discount("0", INR, "en_IN") is None
    assert read_discount("0%", INR, "en_IN") is None
    with pytest.raises(DiscountTooLarge):
        read_discount("120%", INR, "en_IN")
    with pytest.raises(QuantityInvalid, match="'x' is not a percentage"):
        read_discount("x%", INR, "en_IN")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("500", ("cash", "500", "")),
        ("₹500", ("cash", "₹500", "")),
        ("INR 500", ("cash", "INR 500", "")),
        ("cash", ("cash", "", "")),
        ("Card", ("card", "", "")),
        ("c 200", ("card", "200", "")),
        ("u", ("upi", "", "")),
        ("upi  99.50  ref  1", ("upi", "99.50", "ref 1")),
    ],
)
def test_a_tender_is_a_word_an_amount_and_a_reference(text: str, meant: tuple[str, str, str]) -> None:
    tender = read_tender(text)
    assert (tender.type, tender.amount, tender.reference) == meant


def test_an_unknown_tender_names_those_there_are() -> None:
    with pytest.raises(TenderUnclear, match="cash, or card, upi, credit, gift or store"):
        read_tender("cheque")


@pytest.mark.parametrize(
    ("due", "currency", "notes"),
    [
        (285_00, INR, (290_00, 300_00, 500_00)),
        (24_37, EUR, (25_00, 30_00, 50_00)),
        (99_00, INR, (100_00, 500_00)),
        (1_234, JPY, (1_250, 1_300, 1_500)),
        (300_00, INR, (500_00, 1000_00)),
        (1, KWD, (1_000,)),
    ],
)
def test_round_sums_are_those_that_people_hand_over(due: int, currency: Currency, notes: tuple[int, ...]) -> None:
    assert round_notes(due, currency) == notes


@given(st.integers(0, 10**12), st.sampled_from([INR, JPY, KWD]))
def test_round_sums_rise_and_are_more_than_what_is_due(due: int, currency: Currency) -> None:
    notes = round_notes(due, currency)
    assert list(notes) == sorted(set(notes))
    assert all(note > due for note in notes)
