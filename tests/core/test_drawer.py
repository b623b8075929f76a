"""What should lie in a drawer, and which coins and notes there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.amounts import Currency
from tillbook.core.denominations import denominations
from tillbook.core.drawer import KINDS, MOVEMENTS, expected

AMOUNTS = st.integers(min_value=0, max_value=10**12)


def test_float_and_all_that_moved() -> None:
    entries = [
        ("sale", 310_00),
        ("payment", 40_00),
        ("refund", -20_00),
        ("pay_in", 15_00),
        ("pay_out", -5_00),
        ("drop", -300_00),
        ("no_sale", 0),
    ]
    assert expected(500_00, entries) == 540_00


@given(float_minor=AMOUNTS, sums=st.fixed_dictionaries(dict.fromkeys(sorted(KINDS), AMOUNTS)), parts=st.integers(1, 5))
def test_the_drawer_is_float_and_sales_less_refunds_and_what_was_taken(
    float_minor: int, sums: dict[str, int], parts: int
) -> None:
    """However many entries an amount came in."""
    signs = {"sale": 1, "payment": 1, "refund": -1, **MOVEMENTS}
    entries = [(kind, signs[kind] * minor) for kind, minor in sums.items() for _ in range(parts)]

    due = sums["sale"] + sums["payment"] + sums["pay_in"] - sums["refund"] - sums["pay_out"] - sums["drop"]
    assert expected(float_minor, entries) == float_minor + parts * due


def test_an_entry_of_no_kind_is_a_bug() -> None:
    with pytest.raises(AssertionError, match="tip is no kind of cash entry"):
        expected(0, [("tip", 1)])


@pytest.mark.parametrize("code", "AED AUD CAD CHF DKK EUR GBP INR JPY KWD NOK NZD SEK SGD USD ZAR".split())
def test_denominations_fall_and_are_whole_steps_of_the_least(code: str) -> None:
    known = denominations(Currency.of(code))

    assert list(known) == sorted(set(known), reverse=True)
    assert known[-1] > 0
    assert {str(minor).strip("0")[0] for minor in known} <= {"1", "2", "5"}


def test_euro_coins_and_notes() -> None:
    euros = [10_000 * 2, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1]
    assert list(denominations(Currency.of("EUR"))) == euros


def test_of_a_currency_that_is_not_known_nothing_is_claimed() -> None:
    assert denominations(Currency.of("XOF")) == ()
