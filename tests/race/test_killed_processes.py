"""Tills killed at random instants: what was acknowledged is there, the rest is whole or absent (P7, P10).

Three tills sell, and now and then take goods in, as fast as they can. Each writes down the id of a command
before it posts it, and the number it got after that, in files that outlive it. All are killed (SIGKILL) at
instants of chance. Then the shop is opened again: every acknowledged document is there under its number, the
books are proven, and the commands without an answer are sent again: each is posted once, before or now.

A killed process leaves what it wrote in the system's memory, so this says nothing about a power cut. The
control acknowledges before the commit, as a till would that prints too early, and the check misses the sale.

The seed of a run is printed; TILLBOOK_SEED repeats it (the instants only as far as the machine allows).
"""

from __future__ import annotations

import os
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from tests.race.tills import context
from tests.shop import OIL, RICE, TEA, TestShop, minor

from tillbook.actions.sell import Sold
from tillbook.actions.stock import Posted, StockLine, receive
from tillbook.core.discount import Discount
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer
from tillbook.db.opening import open_shop
from tillbook.db.transaction import reading
from tillbook.ledgers import journal

TILLS = 3
KILLED_WITHIN_SECONDS = 0.15


def seed_of_this_run() -> str:
    seed = os.environ.get("TILLBOOK_SEED") or secrets.token_hex(4)
    print(f"TILLBOOK_SEED={seed}")
    return seed


# ---------------------------------------------------------------- what a till does, in its own process


@dataclass(kw_only=True)
class Diary:
    """What a till wrote down, a line at a time, so that it outlives it."""

    file: Path

    def write(self, *words: str) -> None:
        with self.file.open("a") as diary:
            diary.write(" ".join(words) + "\n")
            diary.flush()
            os.fsync(diary.fileno())

    def read(self) -> list[list[str]]:
        """Each whole line as its words; a last line that was cut short was not written."""
        if not self.file.exists():
            return []
        return [line.split() for line in self.file.read_text().split("\n")[:-1]]


def command(shop: TestShop, id: str) -> Callable[[], Sold | Posted]:
    """What is meant by an id: always the same, as a till keeps it until it is answered."""
    chance = random.Random(id)
    if chance.random() < 0.15:
        goods = [StockLine(product=RICE, quantity_milli=chance.randint(1, 9000), cost_minor=chance.randint(0, 99_999))]
        return partial(receive, id=id, lines=goods, now=shop.now, by=shop.owner)
    lines = [(sku, str(chance.randint(1, 3))) for sku in chance.sample((TEA, RICE, OIL), chance.randint(1, 3))]
    wanted = shop.sale(
        *lines,
        id=id,
        discount=Discount(percent=Decimal(5)) if chance.random() < 0.3 else None,
        customer=WantedCustomer(name=f"Asha {id}") if chance.random() < 0.3 else None,
        tenders=(
            Tendered(type="card", amount_minor=minor("80")),
            Tendered(type="cash", amount_minor=minor("5000")),
        ),
    )
    return partial(shop.post, wanted)


def sell_until_killed(home: Path, till: str) -> None:
    open_shop(home)
    shop = TestShop(home=home)
    sent, answered = Diary(file=home / f"{till}.sent"), Diary(file=home / f"{till}.answered")
    for number in count():
        key = f"{till}-{number}"
        sent.write(key)
        posted = command(shop, key)()
        answered.write(key, posted.number)


def answer_before_the_commit(home: Path, till: str) -> None:
    """A till that says "paid" once all is written, and then waits for the commit."""
    append = journal.append
    answered = Diary(file=home / f"{till}.answered")

    def append_and_answer(*args: Any, **more: Any) -> str:
        head = append(*args, **more)
        answered.write(f"{till}-0", args[2].number)
        time.sleep(60)
        return head

    with patch("tillbook.ledgers.journal.append", append_and_answer):
        sell_until_killed(home, till)


# ---------------------------------------------------------------- who kills them, and looks at what is left


def wait_until(reached: Callable[[], bool]) -> None:
    patience = time.monotonic() + 20
    while not reached():
        assert time.monotonic() < patience, "a till does not get going"
        time.sleep(0.005)


@dataclass(kw_only=True)
class Run:
    """Cycle after cycle of tills that are killed in one shop."""

    shop: TestShop
    seed: str
    sent: set[str] = field(default_factory=set)
    answered: dict[str, str] = field(default_factory=dict)
    unanswered: int = 0

    def cycle(self, number: int) -> None:
        connection.close()
        chance = random.Random(f"{self.seed}-{number}")
        names = [f"{self.seed}-c{number}-t{till}" for till in range(TILLS)]
        tills = [context().Process(target=sell_until_killed, args=(self.shop.home, name)) for name in names]
        ends = sorted((chance.uniform(0, KILLED_WITHIN_SECONDS), place) for place in range(TILLS))
        for till in tills:
            till.start()
        if chance.random() < 0.8:
            # Otherwise some are killed while they open the shop.
            wait_until(lambda: all(Diary(file=self.shop.home / f"{name}.sent").read() for name in names))
        started = time.monotonic()
        for seconds, place in ends:
            time.sleep(max(0.0, started + seconds - time.monotonic()))
            tills[place].kill()
        for till in tills:
            till.join()
            assert till.exitcode == -9, "a till ended before it was killed"
            till.close()
        self._read_diaries(names)

    def _read_diaries(self, names: list[str]) -> None:
        for name in names:
            self.sent.update(key for (key,) in Diary(file=self.shop.home / f"{name}.sent").read())
            self.answered.update(
                (key, number) for key, number in Diary(file=self.shop.home / f"{name}.answered").read()
            )

    def check(self) -> None:
        """What was answered is there; what was not is whole or absent, and posted once when sent again."""
        open_shop(self.shop.home)
        with reading() as tx:
            posted: dict[str, str] = dict(tx.rows("SELECT client_id, number FROM posting"))
        lost = {key: number for key, number in self.answered.items() if posted.get(key) != number}
        assert lost == {}
        self.shop.must_be_clean()
        self._numbers_have_no_hole()
        self._nothing_is_half_done()
        for key in sorted(self.sent - set(self.answered)):
            self.unanswered += 1
            again = command(self.shop, key)()
            assert again.repeated == (key in posted)
            self.answered[key] = again.number

    def _numbers_have_no_hole(self) -> None:
        with reading() as tx:
            rows = tx.rows("SELECT series_id, COUNT(*), MIN(sequence), MAX(sequence) FROM posting GROUP BY series_id")
        assert all((first, last) == (1, issued) for _, issued, first, last in rows)

    def _nothing_is_half_done(self) -> None:
        """The parts of every document add up, worked out in a few statements of our own."""
        with reading() as tx:
            wrong = tx.rows(
                """SELECT p.number FROM sale s JOIN posting p ON p.id = s.posting_id WHERE
                s.total_minor <> (SELECT SUM(gross_minor) FROM sale_line WHERE sale_id = p.id)
                OR s.tendered_minor <> (SELECT SUM(amount_minor) FROM sale_tender WHERE sale_id = p.id)
                OR s.due_minor <> (SELECT SUM(amount_minor) FROM cash_entry WHERE posting_id = p.id) + 8000
                OR NOT EXISTS (SELECT 1 FROM outbox WHERE posting_id = p.id)"""
            )
            alone = tx.rows(
                """SELECT number FROM posting p WHERE
                1 <> (SELECT COUNT(*) FROM journal_entry WHERE posting_id = p.id)
                OR NOT EXISTS (SELECT 1 FROM stock_move WHERE posting_id = p.id)
                OR (kind = 'sale') <> EXISTS (SELECT 1 FROM sale WHERE posting_id = p.id)"""
            )
        assert (wrong, alone) == ([], [])


def stocked(shop: TestShop) -> TestShop:
    for sku in (TEA, RICE, OIL):
        shop.receive(sku, "100000", "5000000")
    return shop


def kill_again_and_again(shop: TestShop, cycles: int) -> None:
    run = Run(shop=stocked(shop), seed=seed_of_this_run())
    for number in range(cycles):
        run.cycle(number)
        run.check()
    print(f"{cycles * TILLS} kills, {len(run.answered)} documents, {run.unanswered} without an answer at first")
    assert run.unanswered >= cycles // 2, "the tills were hardly ever killed in the middle of something"
    assert len(run.answered) > run.unanswered


def test_what_was_acknowledged_survives_fifteen_times_three_kills(shop: TestShop) -> None:
    kill_again_and_again(shop, 15)


@pytest.mark.slow
@pytest.mark.parametrize("shop_number", range(10))
def test_what_was_acknowledged_survives_two_hundred_times_three_kills(shop: TestShop, shop_number: int) -> None:
    kill_again_and_again(shop, 20)


def test_control_a_till_that_says_paid_before_the_commit_is_caught(shop: TestShop) -> None:
    connection.close()
    till = context().Process(target=answer_before_the_commit, args=(shop.home, "early"))
    till.start()
    wait_until(lambda: bool(Diary(file=shop.home / "early.answered").read()))
    till.kill()
    till.join()
    run = Run(shop=shop, seed="control")
    run._read_diaries(["early"])

    with pytest.raises(AssertionError, match="early-0"):
        run.check()
