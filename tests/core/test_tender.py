"""Tenders, cash rounding and change (P4, P12)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.money import AMOUNT_MINOR_MAX, Currency, TooLarge
from tillbook.core.tender import (
    NotPaid,
    Overpaid,
    Settlement,
    Tendered,
    TenderInvalid,
    require_paid,
    settle,
)

EUR = Currency.of("EUR")
TOTALS = st.integers(0, 10**7)
INCREMENTS = st.sampled_from([0, 1, 5, 10, 20, 25, 50, 100])


def cash(minor: int) -> Tendered:
    return Tendered(type="cash", amount_minor=minor)


def card(minor: int) -> Tendered:
    return Tendered(type="card", amount_minor=minor)


def test_cash_is_rounded_to_the_smallest_coin_and_gives_change() -> None:
    assert settle(201, [cash(2000)], cash_increment_minor=5) == Settlement(
        cash_rounding_minor=-1, due_minor=200, tendered_minor=2000, change_minor=1800, paid=True
    )


def test_the_same_bill_paid_by_card_is_not_rounded() -> None:
    assert settle(201, [card(201)], cash_increment_minor=5) == Settlement(
        cash_rounding_minor=0, due_minor=201, tendered_minor=201, change_minor=0, paid=True
    )


def test_only_what_the_card_leaves_to_pay_is_rounded() -> None:
    assert settle(1003, [card(500), cash(1000)], cash_increment_minor=5) == Settlement(
        cash_rounding_minor=2, due_minor=1005, tendered_minor=1500, change_minor=495, paid=True
    )


def test_a_card_that_covers_all_leaves_no_cash_to_round() -> None:
    assert settle(1003, [card(1003), cash(0)], cash_increment_minor=5).cash_rounding_minor == 0


def test_a_tie_between_two_coins_goes_up() -> None:
    assert settle(1025 - 20, [cash(2000)], cash_increment_minor=10).cash_rounding_minor == 5


def test_cash_goes_to_the_nearest_coin() -> None:
    found = [settle(total, [cash(9999)], cash_increment_minor=5).due_minor for total in range(11)]
    assert found == [0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10]


def test_without_tenders_nothing_is_rounded() -> None:
    assert settle(201, [], cash_increment_minor=5) == Settlement(
        cash_rounding_minor=0, due_minor=201, tendered_minor=0, change_minor=0, paid=False
    )


def test_a_bill_of_nothing_is_paid_by_nothing() -> None:
    assert settle(0, []).paid


@pytest.mark.parametrize("tenders", [[], [cash(0)]])
def test_what_rounds_to_nothing_is_paid_by_nothing(tenders: list[Tendered]) -> None:
    assert settle(40, tenders, cash_increment_minor=100) == Settlement(
        cash_rounding_minor=-40, due_minor=0, tendered_minor=0, change_minor=0, paid=True
    )


def test_half_the_smallest_coin_is_paid_with_one() -> None:
    assert settle(50, [cash(0)], cash_increment_minor=100).due_minor == 100
    assert settle(50, [], cash_increment_minor=100) == Settlement(
        cash_rounding_minor=0, due_minor=50, tendered_minor=0, change_minor=0, paid=False
    )


def test_where_no_coin_rounds_it_a_cent_is_a_cent() -> None:
    assert not settle(40, []).paid
    assert not settle(40, [], cash_increment_minor=1).paid


def test_what_a_card_leaves_is_not_forgiven_unless_it_is_settled_in_cash() -> None:
    assert not settle(100_40, [card(100_00)], cash_increment_minor=100).paid
    assert settle(100_40, [card(100_00), cash(0)], cash_increment_minor=100) == Settlement(
        cash_rounding_minor=-40, due_minor=100_00, tendered_minor=100_00, change_minor=0, paid=True
    )


def test_a_cent_short_is_not_paid() -> None:
    settled = settle(201, [cash(200)])

    assert not settled.paid
    assert settled.change_minor == 0
    with pytest.raises(NotPaid, match=r"^0\.01 EUR still to pay; add a tender\.$") as refused:
        require_paid(settled, EUR)
    assert (refused.value.code, refused.value.path) == ("not_paid", "tenders")
    require_paid(settle(201, [cash(201)]), EUR)


def test_a_card_beyond_what_is_due_is_refused() -> None:
    with pytest.raises(Overpaid, match="upi takes more than is due; change comes only from cash") as refused:
        settle(201, [card(200), Tendered(type="upi", amount_minor=2)])
    assert (refused.value.code, refused.value.path) == ("overpaid", "tenders[1].amount")


def test_a_tender_is_nothing_or_more_and_can_be_stored() -> None:
    with pytest.raises(TenderInvalid, match="0 or more") as refused:
        settle(201, [cash(-1)])
    assert refused.value.path == "tenders[0].amount"
    with pytest.raises(TooLarge, match="at most 999999999999 minor units"):
        settle(201, [cash(AMOUNT_MINOR_MAX + 1)])


@given(TOTALS, INCREMENTS, st.lists(st.integers(0, 10**7), min_size=1, max_size=3), st.data())
def test_paid_is_exact_and_change_comes_only_from_cash(
    total: int, increment: int, notes: list[int], data: st.DataObject
) -> None:
    by_card = data.draw(st.integers(0, total))
    settled = settle(total, [card(by_card), *(cash(note) for note in notes)], cash_increment_minor=increment)

    assert settled.due_minor == total + settled.cash_rounding_minor
    assert settled.tendered_minor == by_card + sum(notes)
    assert settled.paid == (settled.tendered_minor >= settled.due_minor)
    assert 0 <= settled.change_minor <= sum(notes)
    if settled.paid:
        assert settled.tendered_minor - settled.change_minor == settled.due_minor


@given(TOTALS, st.integers(2, 100), st.data())
def test_what_is_settled_in_cash_is_the_nearest_multiple_of_the_coin(
    total: int, increment: int, data: st.DataObject
) -> None:
    by_card = data.draw(st.integers(0, total))
    rounding = settle(total, [card(by_card), cash(0)], cash_increment_minor=increment).cash_rounding_minor

    assert (total - by_card + rounding) % increment == 0
    assert 2 * abs(rounding) <= increment
    assert by_card < total or rounding == 0


@given(st.integers(0, 200), INCREMENTS)
def test_no_tender_pays_exactly_what_no_coin_can(total: int, increment: int) -> None:
    none, nothing = (settle(total, tenders, cash_increment_minor=increment) for tenders in ([], [cash(0)]))

    assert none.paid == nothing.paid
    assert none.paid == (total == 0 or 2 * total < increment > 1)
    assert none.due_minor == (0 if none.paid else total)


@given(TOTALS, INCREMENTS)
def test_a_bill_that_no_cash_settles_shows_no_rounding(total: int, increment: int) -> None:
    settled = settle(total, [card(total)], cash_increment_minor=increment)

    assert (settled.cash_rounding_minor, settled.due_minor, settled.paid) == (0, total, True)
