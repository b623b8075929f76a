"""Tills that close the same shift at once: one Z report, and every sale in exactly one (P6, P10, P20).

Two things keep a shift from being closed twice. A posting holds the write lock from its first statement on, so
that what it adds up is what it closes; and the UPDATE that closes the shift carries its own condition. The
controls take the lock away (all tills read the shift before any of them writes): the condition refuses three of
four; without it the trigger that keeps closed shifts as they are does; without that, and without the constraint
that a shift has one Z report, it has four.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from unittest.mock import patch

from django.db import IntegrityError
from tests.drawers import closed, opened
from tests.race.tills import Answer, Till, Tills
from tests.race.weakened import take_out
from tests.shop import TEA, TestShop

from tillbook.actions.shift import Counted, ShiftClosed, close_shift
from tillbook.db.opening import DATABASE_NAME
from tillbook.db.transaction import reading
from tillbook.queries.shifts import NoOpenShift, open_shift, shifts
from tillbook.queries.till import place

ROUNDS = 10
COUNTED = Counted(total_minor=10_00)
NOT_OPEN = "Register 1 has no open shift; open one with: tillbook shift open."


def close(till: Till, key: str) -> Answer:
    """Close the shift; a refusal is an answer too."""
    try:
        z = close_shift(id=key, register="1", counted=COUNTED, now=till.shop.now, by=till.shop.owner)
    except NoOpenShift as refusal:
        return Answer(refused=refusal.code, message=refusal.message)
    return Answer(number=z.number, repeated=z.repeated)


def close_each_round(till: Till, rounds: int, *, same_id: bool) -> list[Answer]:
    """Close shift after shift, each together with the other tills; the first till opens the next one."""
    answers = []
    for number in range(rounds):
        if till.place == 0:
            opened(till.shop, "10", id=f"open-{number}")
        till.together()
        answers.append(close(till, f"close-{number}" if same_id else f"close-{number}-till{till.place}"))
        till.together()
    return answers


def test_the_same_command_from_four_tills_gives_one_z_and_four_equal_answers(shop: TestShop, tills: Tills) -> None:
    answers = tills.at_once(shop, close_each_round, ROUNDS, same_id=True)

    for number, of_one_round in enumerate(zip(*answers, strict=True), 1):
        assert {each.number for each in of_one_round} == {f"1Z/26-27/{number:06}"}
        assert sorted(each.repeated for each in of_one_round) == [False, True, True, True]
    assert shop.count("z_report") == ROUNDS


def test_four_who_close_the_same_shift_get_one_z(shop: TestShop, tills: Tills) -> None:
    answers = tills.at_once(shop, close_each_round, ROUNDS, same_id=False)

    for number, of_one_round in enumerate(zip(*answers, strict=True), 1):
        assert Counter((each.number, each.message) for each in of_one_round) == {
            (f"1Z/26-27/{number:06}", ""): 1,
            ("", NOT_OPEN): 3,
        }
    with reading() as tx:
        assert [each.number for each in shifts(tx, limit=100)] == list(range(ROUNDS, 0, -1))


def sell_or_close(till: Till, rounds: int) -> list[str]:
    """The first till closes shift after shift, the others sell; answers are the Z reports' texts, or bills."""
    answers = []
    for number in range(rounds):
        till.together()
        if till.place == 0:
            answers.append(closed(till.shop, "0", id=f"close-{number}").content)
        else:
            answers.append(till.shop.post(till.shop.sale((TEA, "0.001"), id=f"sale-{number}-{till.place}")).number)
        till.together()
        if till.place == 0:
            till.shop.post(till.shop.sale((TEA, "0.001"), id=f"next-{number}"))
    return answers


def test_a_sale_that_races_with_closing_is_in_this_z_or_in_the_next_shift(shop: TestShop, tills: Tills) -> None:
    shop.set_product(TEA, step_milli=1)
    shop.sell((TEA, "0.001"))

    tills.at_once(shop, sell_or_close, ROUNDS)
    closed(shop, "0", id="last")

    with reading() as tx:
        contents = tx.rows("SELECT content FROM z_report ORDER BY posting_id")
    counts = [z["sales"]["count"] for z in map(_json, contents)]
    assert len(counts) == ROUNDS + 1
    assert sum(counts) == shop.count("sale") == 1 + 4 * ROUNDS
    ends = [(z["sales"]["first"], z["sales"]["last"]) for z in map(_json, contents)]
    flat = [number for pair in ends for number in pair]
    assert flat == sorted(flat)


def _json(row: tuple[str]) -> dict[str, dict[str, int]]:
    content: dict[str, dict[str, int]] = json.loads(row[0])
    return content


# ---------------------------------------------------------------- controls


def close_what_was_open_before(till: Till, *, guarded: bool) -> str:
    """Close a shift that all tills saw open before any of them wrote."""
    with reading() as tx:
        seen = open_shift(tx, place(tx, "1").register_id, "1")
    [key] = till.ids("stale", 1)
    till.together()
    without = """UPDATE shift SET open_register_id = NULL, closed_at = ?, closed_by_id = ?, expected_minor = ?,
        counted_minor = ? WHERE id = ? AND ? > 0"""
    with patch("tillbook.actions.shift.shifts.open_shift", return_value=seen):
        try:
            if guarded:
                return close_shift(id=key, register="1", counted=COUNTED, now=till.shop.now, by=till.shop.owner).number
            with patch("tillbook.ledgers.cash._CLOSE", without):
                return close_shift(id=key, register="1", counted=COUNTED, now=till.shop.now, by=till.shop.owner).number
        except (ShiftClosed, IntegrityError) as refused:
            return f"{type(refused).__name__}: {refused}"


def test_control_without_the_lock_the_condition_of_the_update_refuses(shop: TestShop, tills: Tills) -> None:
    opened(shop, "10")

    answers = tills.at_once(shop, close_what_was_open_before, guarded=True)

    assert sorted(answers) == ["1Z/26-27/000001"] + ["ShiftClosed: Shift 1 of register 1 was closed meanwhile."] * 3


def test_control_without_the_condition_the_trigger_refuses(shop: TestShop, tills: Tills) -> None:
    opened(shop, "10")

    answers = tills.at_once(shop, close_what_was_open_before, guarded=False)

    assert sorted(answers) == ["1Z/26-27/000001"] + ["IntegrityError: shift: a posted row is final"] * 3


def test_control_without_all_of_them_one_shift_has_four_z_reports(unguarded_shop: TestShop, tills: Tills) -> None:
    shop = unguarded_shop
    opened(shop, "10")
    take_out(shop, "z_report", {'"shift_id" bigint NOT NULL UNIQUE': '"shift_id" bigint NOT NULL'})
    unfinal(shop)

    answers = tills.at_once(shop, close_what_was_open_before, guarded=False)

    assert sorted(answers) == [f"1Z/26-27/{number:06}" for number in range(1, 5)]
    assert shop.count("z_report") == 4


def unfinal(shop: TestShop) -> None:
    """A closed shift may be changed."""
    with closing(sqlite3.connect(shop.home / DATABASE_NAME, isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER shift_no_update")
