"""Tills that take the same goods back at once: one pays, and the others are told that nothing is left (P9, P11).

Three things keep goods from coming back twice, one behind the other:

1. A posting holds the write lock from its first statement on, so what it reads is what it writes.
2. What came back of a line is inserted once, or changed by an UPDATE that carries its own condition.
3. Constraints of the database refuse a second row for a line, and more back than was sold.

Each control takes one more away, starting with the lock: all four tills read the sale before any of them
writes. The condition refuses three of them; without it the constraints do; without all three the goods come
back four times, and the test would see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from unittest.mock import patch

from django.db import IntegrityError
from tests.race.tills import Till, Tills
from tests.race.weakened import take_out
from tests.shop import RICE, TEA, TestShop

from tillbook.actions.refund import refund
from tillbook.core.errors import Refusal
from tillbook.core.wanted_return import WantedBack, WantedReturn
from tillbook.db.transaction import reading
from tillbook.ledgers.refunds import ReturnedMeanwhile
from tillbook.queries.returns import sold_sale

ROUNDS = 10
UNIQUE = "IntegrityError: UNIQUE constraint failed: returned_line.sale_id, returned_line.position"
BEYOND = "IntegrityError: CHECK constraint failed: returned_line_not_beyond_sold"
NOT_GUARDED = """UPDATE returned_line SET returned_milli = returned_milli + ?
    WHERE sale_id = ? AND position = ? AND (returned_milli = ? OR 1) AND ? > 0"""


def command(till: Till, number: str, *, key: str, quantity_milli: int | None = None) -> WantedReturn:
    line = WantedBack(line=1, quantity_milli=quantity_milli)
    return WantedReturn(id=key, register="1", sale=number, lines=(line,))


def take_back(till: Till, numbers: Sequence[str], *, quantity_milli: int | None = None) -> list[str]:
    """Take a line of bill after bill back, each together with the other tills; answer what came of it."""
    answers = []
    for key, number in zip(till.ids("back", len(numbers)), numbers, strict=True):
        wanted = command(till, number, key=key, quantity_milli=quantity_milli)
        till.together()
        answers.append(answer(till, wanted))
    return answers


def answer(till: Till, wanted: WantedReturn) -> str:
    try:
        refund(wanted, now=till.shop.now, by=till.shop.owner)
    except Refusal as refusal:
        return refusal.code
    except (ReturnedMeanwhile, IntegrityError) as refused:
        return f"{type(refused).__name__}: {refused}"
    return "taken back"


def returned(shop: TestShop) -> list[tuple[int, int]]:
    with reading() as tx:
        rows = tx.rows("SELECT sold_milli, returned_milli FROM returned_line ORDER BY sale_id, position")
    return [(sold, back) for sold, back in rows]


def paid_out(shop: TestShop) -> int:
    with reading() as tx:
        row = tx.row("SELECT COALESCE(SUM(-amount_minor), 0) FROM cash_entry WHERE kind = 'refund'")
    assert row is not None
    return int(row[0])


def test_four_tills_take_the_same_goods_back_and_one_pays(shop: TestShop, tills: Tills) -> None:
    shop.receive(TEA, "20", "1200")
    numbers = [shop.sell((TEA, "2")).number for _ in range(ROUNDS)]

    answers = tills.at_once(shop, take_back, numbers)

    for of_one_round in zip(*answers, strict=True):
        assert Counter(of_one_round) == {"taken back": 1, "nothing_to_return": 3}
    assert returned(shop) == [(2_000, 2_000)] * ROUNDS
    assert paid_out(shop) == ROUNDS * 190_00
    assert shop.on_hand(TEA) == (30_000, 1800_00)


def test_of_a_line_of_five_four_tills_take_two_each_and_two_of_them_pay(shop: TestShop, tills: Tills) -> None:
    numbers = [shop.sell((TEA, "5")).number]

    answers = tills.at_once(shop, take_back, numbers, quantity_milli=2_000)

    given = Counter(each for (each,) in answers)
    assert given == {"taken back": 2, "too_much_returned": 2}
    assert returned(shop) == [(5_000, 4_000)]
    assert paid_out(shop) == 380_00


# ---------------------------------------------------------------- controls


def take_back_what_was_seen_before(till: Till, number: str, *, guarded: bool) -> str:
    """Take one piece back of a sale that all tills read before any of them wrote."""
    with reading() as tx:
        seen = sold_sale(tx, number)
    [key] = till.ids("stale", 1)
    wanted = command(till, number, key=key, quantity_milli=1_000)
    till.together()
    with patch("tillbook.actions.refund.sold_sale", return_value=seen):
        if guarded:
            return answer(till, wanted)
        with patch("tillbook.ledgers.refunds._MORE_BACK", NOT_GUARDED):
            return answer(till, wanted)


def two_sold(shop: TestShop, *, one_came_back: bool) -> str:
    """A sale of two pieces, of which one may have come back before."""
    shop.sell((RICE, "5"))  # so that the drawer could pay four times
    number = shop.sell((TEA, "2")).number
    if one_came_back:
        back = WantedReturn(id="before", register="1", sale=number, lines=(WantedBack(line=1, quantity_milli=1_000),))
        refund(back, now=shop.now, by=shop.owner)
    return number


def test_control_without_the_lock_the_condition_of_the_update_refuses(shop: TestShop, tills: Tills) -> None:
    number = two_sold(shop, one_came_back=True)

    answers = tills.at_once(shop, take_back_what_was_seen_before, number, guarded=True)

    assert Counter(each.partition(":")[0] for each in answers) == {"taken back": 1, "ReturnedMeanwhile": 3}
    assert returned(shop) == [(2_000, 2_000)]


def test_control_without_the_lock_a_line_comes_back_for_the_first_time_once(shop: TestShop, tills: Tills) -> None:
    number = two_sold(shop, one_came_back=False)

    answers = tills.at_once(shop, take_back_what_was_seen_before, number, guarded=True)

    assert Counter(answers) == {"taken back": 1, UNIQUE: 3}
    assert returned(shop) == [(2_000, 1_000)]


def test_control_without_the_condition_the_constraint_refuses(shop: TestShop, tills: Tills) -> None:
    number = two_sold(shop, one_came_back=True)

    answers = tills.at_once(shop, take_back_what_was_seen_before, number, guarded=False)

    assert Counter(answers) == {"taken back": 1, BEYOND: 3}
    assert returned(shop) == [(2_000, 2_000)]


def test_control_without_all_three_one_piece_comes_back_four_times(unguarded_shop: TestShop, tills: Tills) -> None:
    shop = unguarded_shop
    number = two_sold(shop, one_came_back=True)
    rule = 'CHECK (("returned_milli" > 0 AND "returned_milli" <= ("sold_milli")))'
    take_out(shop, "returned_line", {rule: "CHECK (1)"})

    answers = tills.at_once(shop, take_back_what_was_seen_before, number, guarded=False)

    assert answers == ["taken back"] * 4
    assert returned(shop) == [(2_000, 5_000)]
    assert paid_out(shop) == 5 * 95_00
