"""Five ways to round, symmetric about nothing."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.rounding import RoundingMode, divide, round_to_int

HALF_UP, HALF_EVEN, HALF_DOWN = RoundingMode.half_up, RoundingMode.half_even, RoundingMode.half_down
UP, DOWN = RoundingMode.up, RoundingMode.down


@pytest.mark.parametrize(
    ("value", "half_up", "half_even", "half_down", "up", "down"),
    [
        ("0", 0, 0, 0, 0, 0),
        ("0.4", 0, 0, 0, 1, 0),
        ("0.5", 1, 0, 0, 1, 0),
        ("0.51", 1, 1, 1, 1, 0),
        ("1.5", 2, 2, 1, 2, 1),
        ("2.5", 3, 2, 2, 3, 2),
        ("-0.5", -1, 0, 0, -1, 0),
        ("-1.5", -2, -2, -1, -2, -1),
        ("-2.5", -3, -2, -2, -3, -2),
        ("-2.51", -3, -3, -3, -3, -2),
        ("7", 7, 7, 7, 7, 7),
        ("-7", -7, -7, -7, -7, -7),
    ],
)
def test_a_half_goes_where_the_mode_says(
    value: str, half_up: int, half_even: int, half_down: int, up: int, down: int
) -> None:
    found = [round_to_int(Decimal(value), mode) for mode in (HALF_UP, HALF_EVEN, HALF_DOWN, UP, DOWN)]
    assert found == [half_up, half_even, half_down, up, down]


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**20), st.sampled_from(RoundingMode))
def test_rounding_is_symmetric(numerator: int, denominator: int, mode: RoundingMode) -> None:
    assert divide(-numerator, denominator, mode) == -divide(numerator, denominator, mode)


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**20), st.sampled_from(RoundingMode))
def test_rounding_moves_less_than_one_and_the_halves_no_more_than_half(
    numerator: int, denominator: int, mode: RoundingMode
) -> None:
    moved = abs(divide(numerator, denominator, mode) * denominator - numerator)
    assert moved < denominator
    assert mode in (UP, DOWN) or 2 * moved <= denominator


def test_rounding_looks_at_no_decimal_context() -> None:
    with localcontext(Context(prec=1, rounding="ROUND_CEILING")):
        assert round_to_int(Decimal("123456789.5"), HALF_UP) == 123456790
