"""Tills that want the last piece at once: one gets it, and nobody is refused while enough is left (P8).

Three things keep stock from being oversold, one behind the other:

1. A posting holds the write lock from its first statement on, so what it reads is what it writes.
2. The UPDATE of a level carries its own condition.
3. A constraint of the database refuses a level below zero.

Each control takes one more away, starting with the lock: all four tills read the level before any of them
writes. The condition refuses three of them; without it the constraint does; without all three the last piece
is sold four times, and the test would see it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from unittest.mock import patch

import pytest
from django.db import IntegrityError
from tests.race.tills import Answer, Till, Tills, answer
from tests.race.weakened import take_out
from tests.shop import TestShop, milli

from tillbook.db.transaction import reading
from tillbook.ledgers.stock import LevelMoved
from tillbook.queries import offers as offers_now
from tillbook.queries.till import place

LAST = "LAST"
POOL = "POOL"
ROUNDS = 25
GONE = f"No {LAST} left; remove the line or cancel."


def sold_milli(shop: TestShop, sku: str) -> list[int]:
    """The quantities sold of a product, in the order of posting."""
    with reading() as tx:
        rows = tx.rows("SELECT quantity_milli FROM sale_line WHERE sku = ? ORDER BY sale_id, position", (sku,))
    return [quantity for (quantity,) in rows]


def buy(
    till: Till, baskets: Sequence[tuple[tuple[str, str], ...]], *, name: str, partial: bool = False
) -> list[Answer]:
    """Sell basket after basket, each together with the other tills."""
    answers = []
    for key, basket in zip(till.ids(name, len(baskets)), baskets, strict=True):
        wanted = till.shop.sale(*basket, id=key, partial=partial)
        till.together()
        answers.append(answer(till.shop.post, wanted))
    return answers


def race_for_the_last(shop: TestShop, tills: Tills, rounds: int) -> None:
    skus = [f"{LAST}-{number}" for number in range(rounds)]
    for sku in skus:
        shop.add_product(sku, LAST, "10.00")
        shop.receive(sku, "1", "7")

    answers = tills.at_once(shop, buy, [((sku, "1"),) for sku in skus], name="last")

    for sku, of_one_round in zip(skus, zip(*answers, strict=True), strict=True):
        assert Counter((given.sold, given.message) for given in of_one_round) == {
            (True, ""): 1,
            (False, GONE): 3,
        }
        assert sold_milli(shop, sku) == [1000]
        assert shop.on_hand(sku) == (0, 0)


def test_four_tills_race_for_the_last_piece_and_one_gets_it(shop: TestShop, tills: Tills) -> None:
    race_for_the_last(shop, tills, ROUNDS)


@pytest.mark.slow
def test_four_tills_race_for_the_last_piece_a_thousand_times(shop: TestShop, tills: Tills) -> None:
    race_for_the_last(shop, tills, 1000)


def test_of_a_hundred_pieces_a_hundred_are_sold_to_two_hundred_who_ask(shop: TestShop, tills: Tills) -> None:
    shop.add_product(POOL, "Pool", "10.00")
    shop.receive(POOL, "100", "333.33")

    answers = tills.at_once(shop, buy, [((POOL, "1"),)] * 50, name="pool")

    given = Counter((each.sold, each.message) for of_till in answers for each in of_till)
    assert given == {(True, ""): 100, (False, "No Pool left; remove the line or cancel."): 100}
    assert sold_milli(shop, POOL) == [1000] * 100
    assert shop.on_hand(POOL) == (0, 0)


def test_nobody_is_refused_while_enough_is_left_and_the_others_are_told_how_many(shop: TestShop, tills: Tills) -> None:
    """Baskets of 1 to 9 pieces, some of them on two lines, which count together."""
    shop.add_product(POOL, "Pool", "10.00")
    shop.receive(POOL, "200", "500")
    chance = random.Random(8)
    sizes = [chance.randint(1, 9) for _ in range(25)]
    baskets = [((POOL, str(size)),) if size % 2 else ((POOL, str(size - 1)), (POOL, "1")) for size in sizes]

    answers = tills.at_once(shop, buy, baskets, name="pool")

    sold = sold_milli(shop, POOL)
    left_after_each = [200 - taken // 1000 for taken in accumulate(sold, initial=0)]
    assert min(left_after_each) == left_after_each[-1] == shop.on_hand(POOL)[0] // 1000
    refused = [
        (size, given) for of_till in answers for size, given in zip(sizes, of_till, strict=True) if not given.sold
    ]
    assert len(refused) > 10
    for size, given in refused:
        assert given.refused == "out_of_stock"
        assert given.message in {told(left, size) for left in left_after_each if left < size}


def told(left: int, size: int) -> str:
    """What is said to who wants `size` pieces: on one line if odd, else the last one on a line of its own."""
    if size % 2 == 0 and left == size - 1:
        left = 0
    if left == 0:
        return "No Pool left; remove the line or cancel."
    return f"Only {left} of Pool left; sell those or cancel."


def test_a_partial_sale_takes_what_the_others_left(shop: TestShop, tills: Tills) -> None:
    shop.add_product(POOL, "Pool", "10.00")
    shop.receive(POOL, "50", "333.33")

    answers = tills.at_once(shop, buy, [((POOL, "7"),)] * 3, name="partial", partial=True)

    assert sold_milli(shop, POOL) == [7000] * 7 + [1000]
    assert Counter(each.sold for of_till in answers for each in of_till) == {True: 8, False: 4}
    assert shop.on_hand(POOL) == (0, 0)
    with reading() as tx:
        assert tx.rows("SELECT quantity_milli FROM sale_line WHERE wanted_milli = 7000") == [(1000,)]


# ---------------------------------------------------------------- controls


def buy_what_was_seen_before(till: Till, sku: str, *, guarded: bool) -> str:
    """Sell one piece on a level that all tills read before any of them wrote."""
    with reading() as tx:
        at = place(tx, "1")
        day = till.shop.now.date()
        seen = offers_now.offers(tx, [sku], location_id=at.location_id, day=day, prices_include_tax=True)
    without = "UPDATE stock_level SET on_hand_milli = on_hand_milli + ?, value_minor = value_minor + ?"
    without += " WHERE product_id = ? AND location_id = ? AND ? < 0"
    [key] = till.ids("stale", 1)
    till.together()
    with patch("tillbook.queries.asking.offers", return_value=seen):
        try:
            if guarded:
                return till.shop.post(till.shop.sale((sku, "1"), id=key)).number
            with patch("tillbook.ledgers.stock._TAKE", without):
                return till.shop.post(till.shop.sale((sku, "1"), id=key)).number
        except (LevelMoved, IntegrityError) as refused:
            return f"{type(refused).__name__}: {refused}"


def one_left(shop: TestShop) -> None:
    """One piece of LAST, which cost nothing, so that no rule about values speaks up first."""
    shop.add_product(LAST, LAST, "10.00")
    shop.receive(LAST, "1", "0")


def test_control_without_the_lock_the_condition_of_the_update_refuses(shop: TestShop, tills: Tills) -> None:
    one_left(shop)

    answers = tills.at_once(shop, buy_what_was_seen_before, LAST, guarded=True)

    assert sorted(answers)[1:] == ["LevelMoved: "] * 3
    assert shop.on_hand(LAST)[0] == 0


def test_control_without_the_condition_the_constraint_refuses(shop: TestShop, tills: Tills) -> None:
    one_left(shop)

    answers = tills.at_once(shop, buy_what_was_seen_before, LAST, guarded=False)

    assert sorted(answers)[1:] == ["IntegrityError: CHECK constraint failed: stock_level_not_oversold"] * 3
    assert shop.on_hand(LAST)[0] == 0


def test_control_without_all_three_the_last_piece_is_sold_four_times(unguarded_shop: TestShop, tills: Tills) -> None:
    shop = unguarded_shop
    one_left(shop)
    take_out(shop, "stock_level", {'CHECK (("on_hand_milli" >= 0 OR "may_go_negative"))': "CHECK (1)"})

    answers = tills.at_once(shop, buy_what_was_seen_before, LAST, guarded=False)

    assert len(set(answers)) == 4
    assert sold_milli(shop, LAST) == [1000] * 4
    assert shop.on_hand(LAST)[0] == milli("-3")
