"""Discounts on a line and on a bill (P3)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.discount import Discount, DiscountInvalid, DiscountTooLarge, allocate, discount_of
from tillbook.core.rounding import DIVIDE, RoundingMode

HALF_UP = DIVIDE[RoundingMode.half_up]
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (100, [10, 20, 70], [10, 20, 70]),
        (1, [1, 2, 3], [0, 0, 1]),
        (2, [1, 1, 3], [1, 0, 1]),
        (5, [0, 0, 7], [0, 0, 5]),
        (0, [0, 0], [0, 0]),
        (0, [], []),
    ],
)
def test_a_discount_is_shared_by_largest_remainder(total: int, weights: list[int], shares: list[int]) -> None:
    assert allocate(total, weights) == shares


@given(st.integers(-(10**7), 10**7), WEIGHTS)
def test_the_shares_add_up_to_the_discount(total: int, weights: list[int]) -> None:
    assert sum(allocate(total, weights)) == total


@given(st.integers(-(10**7), 10**7), WEIGHTS)
def test_a_share_has_the_sign_of_the_discount_or_is_nothing(total: int, weights: list[int]) -> None:
    assert all(share * total >= 0 for share in allocate(total, weights))


@given(st.integers(-(10**7), 10**7), WEIGHTS)
def test_a_share_lies_within_one_unit_of_proportional(total: int, weights: list[int]) -> None:
    for share, weight in zip(allocate(total, weights), weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1


@given(st.integers(0, 10**7), WEIGHTS)
def test_a_discount_within_the_bill_takes_no_more_than_a_line_has(total: int, weights: list[int]) -> None:
    shares = allocate(min(total, sum(weights)), weights)

    assert all(share <= weight for share, weight in zip(shares, weights, strict=True))


@given(st.integers(-(10**7), 10**7), WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_matters_only_among_equal_lines(total: int, weights: list[int], random: Random) -> None:
    mixed = list(weights)
    random.shuffle(mixed)

    first = Counter(zip(weights, allocate(total, weights), strict=True))
    assert Counter(zip(mixed, allocate(total, mixed), strict=True)) == first


def test_nothing_can_be_shared_where_there_is_nothing_to_share_it_by() -> None:
    for weights in ([], [0, 0], [-1, 3]):
        with pytest.raises(ValueError, match="weights must be 0 or more"):
            allocate(5, weights)


@pytest.mark.parametrize(
    ("percent", "amount", "taken"),
    [
        ("10", 296, 30),
        ("0", 296, 0),
        ("100", 296, 296),
        ("33.333333", 300, 100),
        ("12.5", 4, 1),
        ("12.5", 3, 0),
    ],
)
def test_a_percentage_is_rounded_once(percent: str, amount: int, taken: int) -> None:
    assert discount_of(Discount(percent=Decimal(percent)), amount, HALF_UP) == taken


def test_more_than_there_is_cannot_be_taken_off() -> None:
    assert discount_of(Discount(amount_minor=296), 296, HALF_UP) == 296
    with pytest.raises(DiscountTooLarge, match="more than what it is taken off; lower it"):
        discount_of(Discount(amount_minor=297), 296, HALF_UP)
    with pytest.raises(DiscountTooLarge, match="at most 100 percent"):
        Discount(percent=Decimal("100.01"))
    with pytest.raises(DiscountTooLarge, match="more than any bill can be"):
        Discount(amount_minor=10**12)


@pytest.mark.parametrize(
    "made",
    [
        {},
        {"percent": Decimal(1), "amount_minor": 1},
        {"percent": Decimal(-1)},
        {"percent": Decimal("NaN")},
        {"percent": Decimal("1e-999999")},
        {"amount_minor": -1},
    ],
)
def test_a_discount_is_a_percentage_or_an_amount_and_never_negative(made: dict[str, object]) -> None:
    with pytest.raises(DiscountInvalid):
        Discount(**made)  # type: ignore[arg-type]
