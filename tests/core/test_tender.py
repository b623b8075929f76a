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


@given(TOTALS, INCREMENTS)
def test_a_bill_that_no_cash_settles_shows_no_rounding(total: int, increment: int) -> None:
    settled = settle(total, [card(total)], cash_increment_minor=increment)

    assert (settled.cash_rounding_minor, settled.due_minor, settled.paid) == (0, total, True)
