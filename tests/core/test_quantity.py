"""Quantities in thousandths; boxes and pieces (P18)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.money import NotANumber, TooLarge, TooPrecise
from tillbook.core.quantity import (
    QUANTITY_MILLI_MAX,
    OffStep,
    Pack,
    format_quantity,
    in_base_units,
    in_packs,
    parse_quantity,
    require_step,
)


@pytest.mark.parametrize(
    ("text", "milli"),
    [("2", 2000), ("1.5", 1500), ("0.001", 1), ("-2", -2000), ("-0.5", -500), ("0", 0), ("2.0000", 2000),
     ("999999999.999", QUANTITY_MILLI_MAX)],
)  # fmt: skip
def test_a_quantity_is_read_in_thousandths(text: str, milli: int) -> None:
    assert parse_quantity(text) == milli


@pytest.mark.parametrize("text", ["", "two", "1e9", "1e2000000", "NaN", "1,5", "+1", " 1", "२", "1/2", "9" * 1_000_000])
def test_what_is_no_quantity_is_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(NotANumber, match=r"^not a number"):
        parse_quantity(text)
    assert time.perf_counter() - started < 0.1


def test_the_refusals_of_quantities_state_their_bound() -> None:
    with pytest.raises(TooLarge, match=r"at most 999999999\.999"):
        parse_quantity("1000000000")
    with pytest.raises(TooPrecise, match="at most 3 digits"):
        parse_quantity("0.0005")


@given(st.integers(-QUANTITY_MILLI_MAX, QUANTITY_MILLI_MAX))
def test_a_quantity_reads_back_as_it_was_written(milli: int) -> None:
    text = format_quantity(milli)

    assert parse_quantity(text) == milli
    assert not ("." in text and text.endswith("0"))


def test_a_quantity_off_the_step_is_refused_with_what_can_be_sold() -> None:
    assert require_step(1500, 500, "Rice") == 1500
    with pytest.raises(OffStep, match=r"Rice is sold in steps of 0\.5: 1\.7 is between two; take 1\.5 or 2\."):
        require_step(1700, 500, "Rice")
    with pytest.raises(OffStep, match=r"take 1\."):
        require_step(500, 1000, "Soap")


def test_boxes_and_pieces_are_one_stock() -> None:
    box = Pack(name="box", size_milli=12_000)

    assert in_base_units(3, box) == 36_000
    assert in_packs(30_000, box) == (2, 6_000)
    assert in_packs(-30_000, box) == (-2, -6_000)
    with pytest.raises(TooLarge, match=r"at most 999999999\.999"):
        in_base_units(100_000_000, box)


@given(
    st.integers(1, 50),
    st.integers(1, 100),
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5000)), max_size=10),
)
def test_boxes_and_pieces_sold_from_n_boxes_end_at_exactly_nothing(
    boxes: int, pieces_in_box: int, wanted: list[tuple[int, int]]
) -> None:
    box = Pack(name="box", size_milli=pieces_in_box * 1000)
    on_hand = in_base_units(boxes, box)
    for some_boxes, some_pieces in wanted:
        whole, _ = in_packs(on_hand, box)
        on_hand -= in_base_units(min(some_boxes, whole), box)
        on_hand -= require_step(min(some_pieces * 1000, on_hand), 1000, "Soap")
    whole, loose = in_packs(on_hand, box)
    on_hand -= in_base_units(whole, box)
    on_hand -= require_step(loose, 1000, "Soap")

    assert on_hand == 0


@given(st.integers(1, 10**9), st.integers(1, 10**6))
def test_a_step_takes_its_multiples_and_nothing_else(milli: int, step_milli: int) -> None:
    if milli % step_milli == 0:
        assert require_step(milli, step_milli, "Tea") == milli
    else:
        with pytest.raises(OffStep):
            require_step(milli, step_milli, "Tea")
