"""Promotions as laws: best for the customer, never more than a line, the same for the same cart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from tests.core.promotions_reference import NOON, SMALL_CARTS, any_carts, line, most_saved, promotions

from tillbook.core.promotions import (
    Applied,
    Bundle,
    Off,
    Order,
    Products,
    Promotion,
    PromotionBook,
    PromotionLine,
    TakePay,
    resolve,
)
from tillbook.core.rounding import RoundingMode

ORDERS: st.SearchStrategy[Order] = st.sampled_from(["best", "listed"])
MODES = st.sampled_from(RoundingMode)


def resolved(
    lines: Sequence[PromotionLine],
    offered: Sequence[Promotion],
    order: Order = "best",
    mode: RoundingMode = RoundingMode.half_up,
) -> tuple[Applied, ...]:
    return resolve(lines, offered, at_local=NOON, order=order, rounding_mode=mode)


def saved(applied: Sequence[Applied]) -> int:
    return sum(part.amount_minor for part in applied)


@given(SMALL_CARTS, promotions(size_max=4, all_kinds=False))
def test_the_combination_is_the_best_that_trying_everything_finds(
    lines: list[PromotionLine], offered: list[Promotion]
) -> None:
    assert saved(resolved(lines, offered)) == most_saved(lines, offered)


@given(any_carts(), promotions(), ORDERS, MODES)
def test_no_line_is_below_nothing_and_each_part_is_more_than_nothing(
    lines: list[PromotionLine], offered: list[Promotion], order: Order, mode: RoundingMode
) -> None:
    applied = resolved(lines, offered, order, mode)

    off: Counter[int] = Counter()
    for part in applied:
        assert part.amount_minor > 0
        off[part.line] += part.amount_minor
    assert all(amount <= lines[place].amount_minor for place, amount in off.items())
    assert len({(part.line, part.promotion_id) for part in applied}) == len(applied)


@given(any_carts(), promotions(), ORDERS, st.randoms(use_true_random=False))
def test_the_total_does_not_depend_on_the_order_of_the_lines_or_of_the_promotions(
    lines: list[PromotionLine], offered: list[Promotion], order: Order, random: Random
) -> None:
    mixed, other = list(lines), list(offered)
    random.shuffle(mixed)
    random.shuffle(other)

    assert saved(resolved(mixed, other, order)) == saved(resolved(lines, offered, order))


@given(any_carts(), promotions(), ORDERS)
def test_the_same_cart_gives_the_same_answer(
    lines: list[PromotionLine], offered: list[Promotion], order: Order
) -> None:
    assert resolved(lines, offered, order) == resolved(lines, list(reversed(offered)), order)


@given(any_carts(), promotions(size_max=7), MODES)
def test_another_promotion_never_makes_the_customer_pay_more(
    lines: list[PromotionLine], offered: list[Promotion], mode: RoundingMode
) -> None:
    amounts = [saved(resolved(lines, offered[:count], mode=mode)) for count in range(len(offered) + 1)]

    assert amounts == sorted(amounts)


@given(any_carts(), promotions(size_max=7))
def test_nor_does_it_where_there_are_too_many_ways_to_try_them_all(
    lines: list[PromotionLine], offered: list[Promotion]
) -> None:
    with patch("tillbook.core.promotions.choosing.STEPS_MAX", 3):
        amounts = [saved(resolved(lines, offered[:count])) for count in range(len(offered) + 1)]

    assert amounts == sorted(amounts)


@given(SMALL_CARTS, promotions(size_max=4, all_kinds=False))
def test_choosing_greedily_gives_at_least_what_percentages_and_amounts_do(
    lines: list[PromotionLine], offered: list[Promotion]
) -> None:
    with patch("tillbook.core.promotions.choosing.STEPS_MAX", 1):
        greedy = saved(resolved(lines, offered))

    offs = [promotion for promotion in offered if type(promotion.rule).__name__ == "Off"]
    assert saved(resolved(lines, offs)) <= greedy <= most_saved(lines, offered)


@given(any_carts(), promotions())
def test_best_saves_at_least_what_the_listed_order_does(lines: list[PromotionLine], offered: list[Promotion]) -> None:
    single = [promotion for promotion in offered if not promotion.stackable and not promotion.off_bill]
    whole = [each for each in lines if each.quantity_milli % 1000 == 0 and each.unit_price * 100 % 1 == 0]

    assert saved(resolved(whole, single)) >= saved(resolved(whole, single, "listed"))


@given(any_carts(), promotions())
def test_what_the_book_leaves_out_would_change_nothing(lines: list[PromotionLine], offered: list[Promotion]) -> None:
    assert resolved(lines, PromotionBook(offered).relevant(lines)) == resolved(lines, offered)


A_BUNDLE = Bundle(parts=(("A", 1000),), price_minor=600)
TWO_FOR_ONE = TakePay(take=2, pay=1, on=Products(categories=frozenset({"tea"})))
MOST_OFF_B = Off(percent=Decimal(90), on=Products(skus=frozenset({"B"})))
OLDER = [
    Promotion(id=1, code="S", name="90 % off B", rule=MOST_OFF_B, stackable=True),
    Promotion(id=2, code="A", name="A for 6.00", rule=A_BUNDLE),
]
NEWER = Promotion(id=3, code="T", name="Two for one", rule=TWO_FOR_ONE)


def test_a_newer_promotion_that_would_take_from_a_stackable_one_is_left_out() -> None:
    """A is 7.00, B 4.50: the older ones take off 1.00 and 4.05, the newer one would take off B, and nothing else."""
    cart = [line("A", 1), line("B", 1)]

    assert saved(resolved(cart, OLDER)) == 505
    assert saved(resolved(cart, [*OLDER, NEWER])) == 505
    assert saved(resolved(cart, [NEWER])) == 450


def test_control_without_a_look_at_the_older_promotions_the_customer_would_pay_more() -> None:
    with patch("tillbook.core.promotions._CartOfStacks.stackable_on", return_value=False):
        assert saved(resolved([line("A", 1), line("B", 1)], [*OLDER, NEWER])) == 450


def test_lines_of_a_million_pieces_are_resolved_at_once() -> None:
    """333,333 times three of A, one free at 7.00; 166,666 times three of B, one free at 4.50."""
    three = Promotion(
        id=1, code="T", name="3 for 2", rule=TakePay(take=3, pay=2, on=Products(categories=frozenset({"tea"})))
    )

    assert saved(resolved([line("A", 999_999), line("B", 500_000)], [three])) == 233_333_100 + 74_999_700


def test_a_cart_of_a_thousand_products_and_a_promotion_of_all_is_resolved() -> None:
    """A hundred groups of ten, dearest first: in each the cheapest is free, 1, 11, 21 … 991 in minor units."""
    cart = [
        PromotionLine(
            sku=f"{minor:04}",
            category="all",
            quantity_milli=1000,
            unit_price=Decimal(minor).scaleb(-2),
            amount_minor=minor,
        )
        for minor in range(1, 1001)
    ]
    ten = TakePay(take=10, pay=9, on=Products(categories=frozenset({"all"})))

    assert saved(resolved(cart, [Promotion(id=1, code="T", name="10 for 9", rule=ten)])) == sum(range(1, 1001, 10))
