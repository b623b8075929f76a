"""Bills are numbered 1, 2, 3 … in the order of their commits, whoever posts and whatever is refused (P10).

Four tills post on one register. One command in ten is refused by a rule, and one in ten fails after its
number was taken: its transaction is undone, and the number with it. The controls take numbers as MAX() + 1,
read before the lock: the database refuses the second of a number; without that rule the test sees it twice.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import IntegrityError
from tests.race.tills import Till, Tills, answer
from tests.race.weakened import take_out
from tests.shop import RICE, TestShop

from tillbook.core.tender import Tendered
from tillbook.db.transaction import reading
from tillbook.ledgers import numbers
from tillbook.queries.journal import lines

CHECKER = Path(__file__).parents[2] / "tools" / "check_journal.py"
RULES = {
    ', CONSTRAINT "posting_number_is_one" UNIQUE ("series_id", "sequence")': "",
    '"number" varchar(16) NOT NULL UNIQUE': '"number" varchar(16) NOT NULL',
}
"""What keeps the database from holding a number twice, and what the control has instead."""


class Broken(Exception):
    """What a bug or a crash of ours would raise between the number and the commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A command with the instants of its sending and of its answer, on the clock that all tills share."""

    sent: float
    answered: float
    number: str
    came_of_it: str


def sell_refuse_and_break(till: Till, count: int) -> list[Attempt]:
    attempts = []
    for place, key in enumerate(till.ids("number", count)):
        sent = time.monotonic()
        number, came_of_it = "", "sold"
        if place % 10 == 3:
            short = (Tendered(type="cash", amount_minor=1),)
            came_of_it = answer(till.shop.post, till.shop.sale((RICE, "0.001"), id=key, tenders=short)).refused
        elif place % 10 == 7:
            came_of_it = break_after_the_number(till, key)
        else:
            number = answer(till.shop.post, till.shop.sale((RICE, "0.001"), id=key)).number
        attempts.append(Attempt(sent=sent, answered=time.monotonic(), number=number, came_of_it=came_of_it))
    return attempts


def break_after_the_number(till: Till, key: str) -> str:
    with patch("tillbook.ledgers.journal.append", side_effect=Broken), pytest.raises(Broken):
        till.shop.post(till.shop.sale((RICE, "0.001"), id=key))
    return "broken"


def sequences(shop: TestShop) -> list[int]:
    """The numbers of register 1 in the order in which their sales were posted."""
    with reading() as tx:
        rows = tx.rows("SELECT sequence FROM posting WHERE kind = 'sale' ORDER BY id")
    return [sequence for (sequence,) in rows]


def post_at_once(shop: TestShop, tills: Tills, count: int) -> None:
    attempts = [each for of_till in tills.at_once(shop, sell_refuse_and_break, count) for each in of_till]

    sold = [each for each in attempts if each.came_of_it == "sold"]
    assert [each.came_of_it for each in attempts].count("not_paid") == len(attempts) // 10
    assert [each.came_of_it for each in attempts].count("broken") == len(attempts) // 10
    assert sequences(shop) == list(range(1, len(sold) + 1))
    assert sorted(each.number for each in sold) == [f"1/26-27/{n:06}" for n in range(1, len(sold) + 1)]
    latest_sent = 0.0
    for each in sorted(sold, key=lambda each: each.number):
        assert each.answered > latest_sent, "a sale has a smaller number than one that was answered before it was sent"
        latest_sent = max(latest_sent, each.sent)
    with reading() as tx:
        entries = tx.rows(
            """SELECT j.sequence FROM journal_entry j JOIN posting p ON p.id = j.posting_id
            WHERE p.kind = 'sale' ORDER BY p.id"""
        )
    assert [sequence for (sequence,) in entries] == list(range(1, len(sold) + 1))


def test_numbers_have_no_hole_and_follow_the_commits(shop: TestShop, tills: Tills) -> None:
    post_at_once(shop, tills, 30)


@pytest.mark.slow
def test_numbers_of_eight_thousand_sales_have_no_hole(shop: TestShop, tills: Tills) -> None:
    shop.receive(RICE, "1000", "1000")
    post_at_once(shop, tills, 2500)


def test_the_journal_of_four_tills_on_one_register_is_one_unbroken_chain(shop: TestShop, tills: Tills) -> None:
    tills.at_once(shop, sell_refuse_and_break, 10)

    with reading() as tx:
        journal = "".join(f"{line}\n" for line in lines(tx, "1"))
    checked = subprocess.run(
        [sys.executable, CHECKER],
        input=journal,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_new_year_starts_at_one_and_takes_no_number_of_the_old(shop: TestShop) -> None:
    for day, number in (
        (31, "1/26-27/000001"),
        (32, "1/27-28/000001"),
        (31, "1/26-27/000002"),
        (32, "1/27-28/000002"),
    ):
        shop.now = shop.now.replace(year=2027, month=3 + day // 32, day=day % 32 or 1)
        assert shop.sell((RICE, "0.001")).number == number


# ---------------------------------------------------------------- controls


def sell_with_the_greatest_number_and_one(till: Till) -> str:
    """Take MAX() + 1 before the lock, as all others do at the same instant."""
    with reading() as tx:
        row = tx.row("SELECT MAX(sequence) + 1 FROM posting WHERE kind = 'sale'")
    assert row is not None
    [key] = till.ids("max", 1)
    till.together()
    assert "s.issued" in numbers._READ
    with patch("tillbook.ledgers.numbers._READ", numbers._READ.replace("s.issued", str(row[0]))):
        try:
            return till.shop.post(till.shop.sale((RICE, "0.001"), id=key)).number
        except IntegrityError as error:
            return str(error)


def test_control_a_number_read_before_the_lock_is_refused_by_the_database(shop: TestShop, tills: Tills) -> None:
    shop.sell((RICE, "0.001"))

    answers = tills.at_once(shop, sell_with_the_greatest_number_and_one)

    assert sorted(answers)[0] == "1/26-27/000002"
    assert all("UNIQUE constraint failed: posting." in error for error in sorted(answers)[1:])


def test_control_without_that_rule_the_same_number_is_issued_four_times(unguarded_shop: TestShop, tills: Tills) -> None:
    shop = unguarded_shop
    take_out(shop, "posting", RULES)
    shop.sell((RICE, "0.001"))

    answers = tills.at_once(shop, sell_with_the_greatest_number_and_one)

    assert answers == ["1/26-27/000002"] * 4
    assert sequences(shop) == [1, 2, 2, 2, 2]
