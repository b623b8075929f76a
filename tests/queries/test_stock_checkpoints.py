"""Checkpoints change no answer about the past, in whatever order it was posted; wrong ones are found (P16)."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.damage import Damage, checkpoint, findings_after, product, run
from tests.history import SUGAR, live_a_little
from tests.killing import CAN_FORK, calls_of, killed_at
from tests.memory import shop_in_memory
from tests.shop import NOON, OIL, RICE, TEA, TestShop, copy_shop

from tillbook.actions.checkpoint import boundaries, keep_checkpoints
from tillbook.db.opening import open_shop
from tillbook.db.statements import Tx, stored_instant
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.ledgers import checkpoints
from tillbook.queries.checkpoints import DayMoved, last_checkpoint, moved_since, newest_move
from tillbook.queries.stock import stock
from tillbook.queries.verify import verify

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
Figures = dict[str, tuple[int, int]]


def told(at: datetime) -> Figures:
    """On hand and value of every product, as the question answers it; of one product it answers the same."""
    with reading() as tx:
        lines = stock(tx, at=at)
        assert [stock(tx, sku=line.sku, at=at) for line in lines] == [[line] for line in lines]
    return {line.sku: (line.on_hand_milli, line.value_minor) for line in lines}


def summed(at: datetime) -> Figures:
    """The same from all moves, one by one: whatever went to the shop less whatever left it."""
    with reading() as tx:
        sums = {sku: (0, 0) for (sku,) in tx.rows("SELECT sku FROM product")}
        for sku, source, destination, milli, minor in tx.rows(
            """SELECT p.sku, a.code, b.code, m.quantity_milli, m.cost_minor FROM stock_move m
            JOIN product p ON p.id = m.product_id JOIN location a ON a.id = m.from_location_id
            JOIN location b ON b.id = m.to_location_id WHERE m.at <= ?""",
            (stored_instant(at),),
        ):
            sign = (destination == "shop") - (source == "shop")
            sums[sku] = (sums[sku][0] + sign * milli, sums[sku][1] + sign * minor)
    return sums


def instants_of_checkpoints() -> list[datetime]:
    with reading() as tx:
        return [row[0] for row in tx.rows("SELECT at FROM stock_checkpoint ORDER BY id")]


def sell_on(shop: TestShop, *days: int) -> None:
    """One of tea and one of rice sold on each of these days after the first."""
    for day in days:
        shop.now = NOON + day * DAY
        shop.sell((TEA, "1"), (RICE, "1"))


def test_a_checkpoint_is_made_when_enough_has_moved(shop: TestShop) -> None:
    assert keep_checkpoints(moves_between=4) == 0
    sell_on(shop, 1)
    assert keep_checkpoints(moves_between=4) == 1
    assert keep_checkpoints(moves_between=4) == 0
    sell_on(shop, 2)
    assert keep_checkpoints(moves_between=4) == 0
    sell_on(shop, 3)
    assert keep_checkpoints(moves_between=4) == 1
    with reading() as tx:
        levels = tx.rows(
            """SELECT l.checkpoint_id, p.sku, l.on_hand_milli, l.value_minor FROM stock_checkpoint_level l
            JOIN product p ON p.id = l.product_id ORDER BY l.id"""
        )
    assert levels == [
        (1, TEA, 9_000, 540_00),
        (1, RICE, 9_000, 765_01),
        (1, OIL, 10_000, 1333_33),
        (2, TEA, 7_000, 420_00),
        (2, RICE, 7_000, 595_01),
    ], "oil did not move, so the second checkpoint has no level of it"
    assert told(NOON + 2 * DAY) == {TEA: (8_000, 480_00), RICE: (8_000, 680_01), OIL: (10_000, 1333_33)}


def test_many_moves_make_many_checkpoints_at_the_ends_of_days(shop: TestShop) -> None:
    sell_on(shop, 1, 2, 3, 4, 5)
    assert keep_checkpoints(moves_between=4) == 3
    assert instants_of_checkpoints() == [(NOON + day * DAY).replace(tzinfo=None) for day in (1, 3, 5)]
    for hours in range(-12, 7 * 24, 12):
        assert told(NOON + hours * HOUR) == summed(NOON + hours * HOUR)


def test_what_is_posted_later_with_an_earlier_instant_counts_at_its_instant(shop: TestShop) -> None:
    sell_on(shop, 1, 2, 3, 4)
    keep_checkpoints(moves_between=4)
    before = told(NOON + 2 * DAY)
    shop.now = NOON + 1.5 * DAY
    shop.receive(TEA, "5", "250")

    assert told(NOON + DAY)[TEA] == (9_000, 540_00)
    assert told(NOON + 2 * DAY)[TEA] == (before[TEA][0] + 5_000, before[TEA][1] + 250_00)
    assert told(NOON + 9 * DAY) == summed(NOON + 9 * DAY)


def test_checkpoints_that_came_to_lack_something_are_made_anew(shop: TestShop) -> None:
    sell_on(shop, 1, 2, 3, 4)
    assert keep_checkpoints(moves_between=2) == 5, "each day, and the first one"
    shop.now = NOON + 2.5 * DAY
    shop.receive(TEA, "5", "250")
    shop.receive(RICE, "5", "250")
    assert keep_checkpoints(moves_between=2) == 2, "those of the third and the fourth day"

    with reading() as tx:
        made = tx.rows("SELECT id, through_move_id FROM stock_checkpoint ORDER BY id")
        assert {through for _, through in made} == {newest_move(tx)}
    assert len(made) == 5
    assert instants_of_checkpoints() == sorted(instants_of_checkpoints())
    for hours in range(-12, 6 * 24, 12):
        assert told(NOON + hours * HOUR) == summed(NOON + hours * HOUR)


def test_a_history_posted_after_years_of_selling_gets_its_checkpoints(shop: TestShop) -> None:
    sell_on(shop, 1, 2)
    keep_checkpoints(moves_between=2)
    for day in range(-30, -20):
        shop.now = NOON + day * DAY
        shop.receive(OIL, "1", "100")
    assert keep_checkpoints(moves_between=5) == 3
    with reading() as tx:
        assert last_checkpoint(tx, stored_instant(NOON - 25 * DAY)).id > 0
    for day in range(-32, 4):
        assert told(NOON + day * DAY) == summed(NOON + day * DAY)


def test_a_question_of_the_past_takes_three_statements(shop: TestShop) -> None:
    """However long the past is, three statements: which checkpoint, what was posted late, levels with their moves."""
    sell_on(shop, 1, 2, 3)
    keep_checkpoints(moves_between=2)
    with reading() as tx:
        before = tx.statements
        stock(tx, at=NOON + 2 * DAY)
        assert tx.statements - before == 3


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
def test_two_workers_at_once_make_each_checkpoint_once(
    shop: TestShop, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """Another process does it all between the question and the writing of this one; the guard off, it shows."""
    sell_on(shop, 1, 2, 3)

    def while_another_works(tx: Tx, *args: Any, **more: Any) -> Any:
        monkeypatch.setattr("tillbook.actions.checkpoint.moved_since", moved_since)
        answer = moved_since(tx, *args, **more)
        made_elsewhere.append(in_another_process(shop))
        return answer

    made_elsewhere: list[int] = []
    monkeypatch.setattr("tillbook.actions.checkpoint.moved_since", while_another_works)
    if not guarded:
        monkeypatch.setattr(checkpoints, "is_last", lambda *_: True)

    made_here = keep_checkpoints(moves_between=4)

    assert made_elsewhere == [2]
    with reading() as tx:
        found = {finding.kind for finding in verify(tx).findings}
    assert (made_here == 0, found) == (guarded, set() if guarded else {"checkpoint"})
    if not guarded:
        with transaction_of_one_action() as tx:
            checkpoints.drop_from(tx, stored_instant(NOON - DAY))


def in_another_process(shop: TestShop) -> int:
    """What another process makes of the same shop."""
    code = (
        "import sys; from pathlib import Path; from tillbook.db.opening import open_shop, start; start(); "
        "from tillbook.actions.checkpoint import keep_checkpoints; open_shop(Path(sys.argv[1])); "
        "print(keep_checkpoints(moves_between=4))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(shop.home)], capture_output=True, text=True, check=True)
    return int(run.stdout)


@pytest.mark.skipif(not CAN_FORK, reason="killing a child at a chosen call needs fork")
def test_killed_at_any_instant_the_answers_are_right_and_the_next_run_goes_on(shop: TestShop, tmp_path: Path) -> None:
    """The worker takes late checkpoints away and makes them and the next ones anew; it dies on the way."""

    def keep() -> None:
        open_shop(shop.home)
        keep_checkpoints(moves_between=4)

    sell_on(shop, 1, 2)
    keep_checkpoints(moves_between=2)
    sell_on(shop, 4, 5, 6)
    shop.now = NOON + 1.5 * DAY
    shop.receive(TEA, "5", "250")
    shop.now = NOON + 6 * DAY
    expected = {day: summed(NOON + day * DAY) for day in range(8)}
    connection.close()
    before = tmp_path / "before"
    shutil.copytree(shop.home, before)
    for call in random.Random(16).sample(range(1, calls_of(keep) + 1), 20):
        connection.close()
        shutil.rmtree(shop.home)
        shutil.copytree(before, shop.home)
        assert not killed_at(call, keep)

        open_shop(shop.home)
        assert {day: told(NOON + day * DAY) for day in range(8)} == expected
        shop.must_be_clean()
        keep()
        assert {day: told(NOON + day * DAY) for day in range(8)} == expected
        shop.must_be_clean()


# ---------------------------------------------------------------- laws

MOMENTS = st.integers(-3 * 24, 3 * 24).map(lambda hours: NOON + hours * HOUR)
STEPS = st.lists(
    st.tuples(st.sampled_from(["receive", "sell", "lose", "find", "keep"]), st.sampled_from([TEA, RICE]), MOMENTS),
    max_size=12,
)


@given(steps=STEPS, asked=st.lists(MOMENTS, max_size=4), between=st.integers(1, 5))
def test_with_checkpoints_every_past_instant_is_the_sum_of_its_moves(
    shop_template: Path, steps: list[tuple[str, str, datetime]], asked: list[datetime], between: int
) -> None:
    """Whatever is posted at instants in any order, and whenever the worker runs; the books stay proven."""
    with shop_in_memory(shop_template) as shop:
        for sku in (TEA, RICE):
            shop.set_product(sku, short_stock="allow")
        for what, sku, shop.now in steps:
            match what:
                case "receive":
                    shop.receive(sku, "3", "100.01")
                case "sell":
                    shop.sell((sku, "4"))
                case "lose":
                    shop.adjust(sku, "-1")
                case "find":
                    shop.adjust(sku, "2")
                case _:
                    keep_checkpoints(moves_between=between)
            shop.must_be_clean()
        for at in {*asked, *(at for _, _, at in steps), NOON}:
            assert told(at) == summed(at)


@given(days=st.lists(st.tuples(st.integers(1, 9), st.integers(0, 99)), max_size=20), between=st.integers(1, 12))
def test_checkpoints_lie_apart_and_the_last_one_after_everything(days: list[tuple[int, int]], between: int) -> None:
    instants = boundaries([DayMoved(moves=moves, latest_at=at) for moves, at in days], between)
    assert instants == sorted(set(instants))
    assert instants[-1:] == [max((at for _, at in days), default=0)] * bool(days)
    assert len(instants) <= max(1, sum(moves for moves, _ in days) // between)


# ---------------------------------------------------------------- planted corruptions

NEWEST = "(SELECT MAX(id) FROM stock_checkpoint)"
DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    "a level of a checkpoint is off by a thousandth": (
        run(f"UPDATE stock_checkpoint_level SET on_hand_milli = on_hand_milli + 1 WHERE product_id = {product(TEA)}"),
        {"checkpoint_level"},
    ),
    "a value of a checkpoint is off by a minor unit": (
        run(f"UPDATE stock_checkpoint_level SET value_minor = value_minor - 1 WHERE checkpoint_id = {NEWEST}"),
        {"checkpoint_level"},
    ),
    "a level of a checkpoint is gone": (
        run(f"DELETE FROM stock_checkpoint_level WHERE product_id = {product(SUGAR)} AND checkpoint_id = {NEWEST}"),
        {"checkpoint_level"},
    ),
    "a checkpoint holds a product that never moved": (
        run(
            "INSERT INTO product (sku, name, unit, step_milli, category, price, short_stock, archived, seed_record, "
            "lot_tracked, tax_class_id) SELECT 'NEW', 'New', unit, step_milli, category, price, short_stock, "
            f"archived, seed_record, lot_tracked, tax_class_id FROM product WHERE sku = '{TEA}'",
            f"""INSERT INTO stock_level (product_id, location_id, on_hand_milli, value_minor, may_go_negative)
            SELECT {product("NEW")}, location_id, 0, 0, may_go_negative FROM stock_level
            WHERE product_id = {product(TEA)}""",
            f"""INSERT INTO stock_checkpoint_level (checkpoint_id, product_id, location_id, on_hand_milli, value_minor)
            SELECT {NEWEST}, {product("NEW")}, location_id, 1000, 5 FROM stock_level
            WHERE product_id = {product(TEA)}""",
        ),
        {"checkpoint_level", "search"},
    ),
    "a checkpoint lies in another place": (
        run(
            f"""UPDATE stock_checkpoint_level SET location_id = (SELECT id FROM location WHERE code = 'loss')
            WHERE product_id = {product(TEA)} AND checkpoint_id = {NEWEST}"""
        ),
        {"checkpoint_level"},
    ),
    "a checkpoint says an earlier instant": (
        run(f"UPDATE stock_checkpoint SET at = '2026-11-22 12:00:00.000001' WHERE id = {NEWEST}"),
        {"checkpoint_level"},
    ),
    "a checkpoint comes before the one before it": (
        run(f"UPDATE stock_checkpoint SET at = '2020-01-01 00:00:00' WHERE id = {NEWEST}"),
        {"checkpoint"},
    ),
    "a checkpoint reaches less far than it says": (
        run("UPDATE stock_checkpoint SET through_move_id = 5"),
        {"checkpoint_level"},
    ),
    "a checkpoint reaches moves that were never posted": (
        run("UPDATE stock_checkpoint SET through_move_id = 1000000"),
        {"checkpoint"},
    ),
    "a checkpoint is gone, its levels are not": (
        run(f"DELETE FROM stock_checkpoint WHERE id = {NEWEST}"),
        {"checkpoint", "reference"},
    ),
}


@pytest.fixture(scope="module")
def kept(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A closed shop with a little history and two checkpoints in it."""
    home = tmp_path_factory.mktemp("kept")
    shop = copy_shop(shop_template, home)
    live_a_little(shop)
    assert keep_checkpoints(moves_between=1) == 2
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    yield home


@pytest.mark.parametrize("sentence", DAMAGES)
def test_verify_finds_that(sentence: str, kept: Path, tmp_path: Path) -> None:
    damage, expected = DAMAGES[sentence]

    found = findings_after(damage, kept, tmp_path)

    assert set(found) == expected, found
