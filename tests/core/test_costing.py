"""What goods cost: moving weighted average, whole minor units, nothing lost (P15)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.costing_reference import Ideal, Reference

from tillbook.core.costing import Received, at_average, find, receive, take


@dataclass
class Shelf:
    """A product's stock and all that ever happened to its value, kept by plain sums."""

    on_hand_milli: int = 0
    value_minor: int = 0
    purchases_minor: int = 0
    cost_of_goods_minor: int = 0
    late_costs_minor: int = 0

    def receive(self, quantity_milli: int, cost_minor: int) -> Received:
        split = receive(
            on_hand_milli=self.on_hand_milli,
            value_minor=self.value_minor,
            quantity_milli=quantity_milli,
            cost_minor=cost_minor,
        )
        return self._came_in(split, quantity_milli, cost_minor)

    def find(self, quantity_milli: int) -> Received:
        split = find(on_hand_milli=self.on_hand_milli, value_minor=self.value_minor, quantity_milli=quantity_milli)
        return self._came_in(split, quantity_milli, split.value_added_minor + split.late_cost_minor)

    def _came_in(self, split: Received, quantity_milli: int, cost_minor: int) -> Received:
        self.on_hand_milli += quantity_milli
        self.value_minor += split.value_added_minor
        self.late_costs_minor += split.late_cost_minor
        self.purchases_minor += cost_minor
        return split

    def take(self, quantity_milli: int) -> int:
        cost_minor = take(on_hand_milli=self.on_hand_milli, value_minor=self.value_minor, quantity_milli=quantity_milli)
        self.on_hand_milli -= quantity_milli
        self.value_minor -= cost_minor
        self.cost_of_goods_minor += cost_minor
        return cost_minor


quantities = st.integers(1, 10**12 - 1) | st.integers(1, 20_000)
costs = st.integers(0, 10**12 - 1) | st.integers(0, 5_000)
steps = st.lists(
    st.tuples(st.just("receive"), quantities, costs)
    | st.tuples(st.just("take"), quantities, st.just(0))
    | st.tuples(st.just("find"), quantities, st.just(0)),
    max_size=30,
)


@given(steps)
def test_purchases_are_cost_of_goods_and_late_costs_and_value_on_hand_to_the_minor_unit(
    steps: list[tuple[str, int, int]],
) -> None:
    shelf = Shelf()
    for what, quantity, cost in steps:
        if what == "receive":
            shelf.receive(quantity, cost)
        elif what == "find":
            shelf.find(quantity)
        else:
            shelf.take(quantity)
        assert shelf.value_minor >= 0
        assert shelf.on_hand_milli > 0 or shelf.value_minor == 0
        assert shelf.purchases_minor == (shelf.cost_of_goods_minor + shelf.late_costs_minor + shelf.value_minor)


@given(steps)
def test_every_step_is_what_the_reference_says(steps: list[tuple[str, int, int]]) -> None:
    """An independent implementation in fractions of pieces, with a list of what is owed, agrees to the minor unit."""
    shelf, reference = Shelf(), Reference()
    for what, quantity, cost in steps:
        pieces = Fraction(quantity, 1000)
        if what == "receive":
            assert shelf.receive(quantity, cost).late_cost_minor == reference.receive(pieces, Fraction(cost))
        elif what == "find":
            assert shelf.find(quantity).late_cost_minor == reference.find(pieces)
        else:
            assert shelf.take(quantity) == reference.take(pieces)
        on_hand, value = Fraction(shelf.on_hand_milli, 1000), Fraction(shelf.value_minor)
        assert (on_hand, value) == (reference.on_hand, reference.value)
        assert shelf.cost_of_goods_minor + shelf.late_costs_minor == reference.cost_of_goods


@given(steps)
def test_rounding_never_strays_more_than_half_a_unit_a_step_from_the_exact_average(
    steps: list[tuple[str, int, int]],
) -> None:
    """Bought and sold in whatever order: the books lie beside the average that is never rounded, and meet it at 0."""
    shelf, ideal = Shelf(), Ideal()
    rounded = 0
    for what, quantity, cost in steps:
        if what == "receive":
            shelf.receive(quantity, cost)
            ideal.receive(Fraction(quantity, 1000), Fraction(cost))
        else:
            shelf.take(quantity)
            ideal.take(Fraction(quantity, 1000))
        rounded = rounded + 1 if shelf.on_hand_milli > 0 else 0
        assert abs(shelf.value_minor - ideal.value) * 2 <= rounded


@given(quantities, costs, st.lists(st.integers(1, 999), min_size=1, max_size=30))
def test_goods_taken_bit_by_bit_cost_together_what_they_were_bought_for(
    quantity: int, cost: int, weights: list[int]
) -> None:
    shelf = Shelf()
    shelf.receive(quantity, cost)
    for weight in weights:
        part = quantity * weight // sum(weights)
        if 0 < part <= shelf.on_hand_milli:
            shelf.take(part)
    if shelf.on_hand_milli:
        shelf.take(shelf.on_hand_milli)
    assert (shelf.on_hand_milli, shelf.value_minor, shelf.cost_of_goods_minor) == (0, 0, cost)


@given(quantities, quantities, costs)
def test_what_leaves_lies_within_half_a_unit_of_its_share(on_hand: int, quantity: int, value: int) -> None:
    cost = take(on_hand_milli=on_hand, value_minor=value, quantity_milli=quantity)
    if quantity < on_hand:
        assert abs(cost * on_hand - value * quantity) * 2 <= on_hand
    else:
        assert cost == value


@given(quantities, quantities, costs)
def test_a_late_cost_is_the_share_of_what_was_already_sold(short: int, quantity: int, cost: int) -> None:
    split = receive(on_hand_milli=-short, value_minor=0, quantity_milli=quantity, cost_minor=cost)
    assert split.value_added_minor + split.late_cost_minor == cost
    assert split.value_added_minor >= 0
    assert abs(split.late_cost_minor * quantity - cost * min(short, quantity)) * 2 <= quantity


def test_three_pieces_bought_for_ten_leave_nothing_behind() -> None:
    shelf = Shelf()
    shelf.receive(3_000, 10_00)
    assert [shelf.take(1_000) for _ in range(3)] == [3_33, 3_34, 3_33]
    assert shelf.value_minor == 0


def test_sold_before_it_came_in_is_costed_when_it_comes() -> None:
    shelf = Shelf()
    shelf.receive(1_000, 5_00)
    assert shelf.take(3_000) == 5_00
    assert shelf.take(1_000) == 0
    assert shelf.receive(2_000, 9_00) == Received(value_added_minor=0, late_cost_minor=9_00)
    assert shelf.receive(4_000, 20_00) == Received(value_added_minor=15_00, late_cost_minor=5_00)
    assert (shelf.on_hand_milli, shelf.value_minor) == (3_000, 15_00)


def test_goods_found_come_in_at_the_average_of_now_or_at_a_given_cost() -> None:
    assert at_average(on_hand_milli=2_000, value_minor=5_00, quantity_milli=1_000) == 2_50
    found = find(on_hand_milli=2_000, value_minor=5_00, quantity_milli=1_000, cost_minor=4_00)
    assert found == Received(value_added_minor=4_00, late_cost_minor=0)


def test_goods_found_where_nothing_was_have_no_average_and_cost_nothing() -> None:
    assert find(on_hand_milli=0, value_minor=0, quantity_milli=1_000) == Received(
        value_added_minor=0, late_cost_minor=0
    )
    assert at_average(on_hand_milli=-1_000, value_minor=0, quantity_milli=1_000) == 0


@pytest.mark.parametrize(("on_hand", "value", "quantity"), [(0, 1, 1), (-1, 1, 1), (1, -1, 1), (1, 1, 0), (1, 1, -1)])
def test_unsound_books_are_a_bug_and_not_a_cost(on_hand: int, value: int, quantity: int) -> None:
    with pytest.raises(AssertionError):
        take(on_hand_milli=on_hand, value_minor=value, quantity_milli=quantity)
    with pytest.raises(AssertionError):
        receive(on_hand_milli=on_hand, value_minor=value, quantity_milli=quantity, cost_minor=0)
