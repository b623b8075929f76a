"""One action is one transaction: what is raised anywhere in it undoes all of it; a lock is waited for."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from threading import Timer

import pytest
from django.db import DatabaseError, connection
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.actions.sell import sell
from tillbook.core.errors import Refusal
from tillbook.core.rights import Actor, NotAllowed, Role
from tillbook.core.wanted import WantedCustomer
from tillbook.db.opening import DATABASE_NAME
from tillbook.db.transaction import DiskTrouble, ShopBusy, reading, transaction_of_one_action

POINTS = 40


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, the search index too."""
    with reading() as tx:
        tables = tx.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        return {name: tx.rows(f'SELECT * FROM "{name}"') for (name,) in tables}


class Bug(Exception):
    pass


@pytest.mark.parametrize("raised", [Bug, Refusal("no"), KeyboardInterrupt, SystemExit, MemoryError])
def test_whatever_is_raised_undoes_everything(shop: TestShop, raised: BaseException | type[BaseException]) -> None:
    before = everything()
    with pytest.raises(BaseException) as seen, transaction_of_one_action() as tx:
        tx.write("UPDATE product SET name = 'Changed'")
        tx.write("UPDATE stock_level SET on_hand_milli = 1, value_minor = 1")
        tx.write("DELETE FROM tax")
        raise raised
    assert seen.type is raised or seen.value is raised
    assert everything() == before
    shop.sell((TEA, "1"))


def test_a_statement_that_fails_undoes_those_before_it(shop: TestShop) -> None:
    before = everything()
    with pytest.raises(DatabaseError), transaction_of_one_action() as tx:
        tx.write("UPDATE product SET name = 'Changed'")
        tx.write("UPDATE stock_level SET on_hand_milli = -1, value_minor = 0")
    assert everything() == before


def test_a_sale_broken_off_anywhere_leaves_no_trace_and_can_be_sent_again(shop: TestShop) -> None:
    """The engine breaks the running statement off, at forty places spread over all that a sale does."""
    wanted = shop.sale((TEA, "1"), (RICE, "0.5"), (OIL, "1"), customer=WantedCustomer(name="Asha Rao"))
    steps = steps_of(lambda: shop.post(shop.sale((TEA, "1"), (RICE, "0.5"), (OIL, "1"))))
    before = everything()
    for point in range(POINTS):
        with pytest.raises(DatabaseError, match="interrupted"):
            break_off(lambda: shop.post(wanted), after=steps * point // POINTS)
        assert everything() == before

    assert not shop.post(wanted).repeated
    assert shop.post(wanted).repeated


def steps_of(work: Callable[[], object]) -> int:
    """How often the engine asks whether to go on while it does `work`."""
    asked = 0

    def count() -> int:
        nonlocal asked
        asked += 1
        return 0

    raw: sqlite3.Connection = connection.connection
    raw.set_progress_handler(count, 10)
    work()
    raw.set_progress_handler(None, 0)
    return asked


def break_off(work: Callable[[], object], *, after: int) -> None:
    left = after

    def ask() -> int:
        nonlocal left
        left -= 1
        return int(left == -1)

    raw: sqlite3.Connection = connection.connection
    raw.set_progress_handler(ask, 10)
    try:
        work()
    finally:
        raw.set_progress_handler(None, 0)


def test_a_question_inside_an_action_sees_what_the_action_did(shop: TestShop) -> None:
    with transaction_of_one_action() as tx:
        tx.write("UPDATE product SET name = 'Assam' WHERE sku = ?", (TEA,))
        with reading() as question:
            assert question.row("SELECT name FROM product WHERE sku = ?", (TEA,)) == ("Assam",)


def test_an_action_within_an_action_is_a_bug(shop: TestShop) -> None:
    before = everything()
    with pytest.raises(DatabaseError), transaction_of_one_action() as tx:
        tx.write("UPDATE product SET name = 'Assam'")
        shop.post(shop.sale((TEA, "1")))
    assert everything() == before


def test_a_question_sees_one_snapshot_whatever_is_sold_meanwhile(shop: TestShop) -> None:
    with closing(sqlite3.connect(shop.home / DATABASE_NAME, isolation_level=None)) as other:
        with reading() as tx:
            before = tx.rows("SELECT on_hand_milli FROM stock_level")
            other.execute("UPDATE product SET name = 'Assam'")
            other.execute("INSERT INTO supplier (name) VALUES ('Asha Rao')")
            assert tx.rows("SELECT COUNT(*) FROM supplier") == [(0,)]
            assert tx.rows("SELECT on_hand_milli FROM stock_level") == before
        with reading() as tx:
            assert tx.rows("SELECT COUNT(*) FROM supplier") == [(1,)]


def test_who_lacks_the_right_is_refused_before_anything_is_read(shop: TestShop) -> None:
    accountant = Actor(staff_id=1, name="Ravi", role=Role.accountant)
    before = everything()
    with pytest.raises(
        NotAllowed, match=r"Ravi \(accountant\) may not sell; ask one of these: owner, manager, cashier"
    ):
        sell(shop.sale((TEA, "1")), now=shop.now, by=accountant)
    assert everything() == before


# ---------------------------------------------------------------- another program holds the lock


def test_a_lock_that_is_held_for_a_moment_is_waited_for(shop: TestShop) -> None:
    other = sqlite3.connect(shop.home / DATABASE_NAME, isolation_level=None, check_same_thread=False)
    with closing(other):
        other.execute("BEGIN IMMEDIATE")
        timer = Timer(0.3, lambda: other.execute("ROLLBACK"))
        timer.start()
        started = time.monotonic()
        assert shop.sell((TEA, "1")).total_minor == 9500
        waited = time.monotonic() - started
        timer.join()
    assert 0.2 < waited < 5


def test_a_lock_that_is_held_too_long_is_told_and_nothing_is_posted(shop: TestShop) -> None:
    before = everything()
    raw: sqlite3.Connection = connection.connection
    raw.execute("PRAGMA busy_timeout=20")
    with closing(sqlite3.connect(shop.home / DATABASE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        wanted = shop.sale((TEA, "1"))
        with pytest.raises(ShopBusy, match="Another program is using the shop's database; wait a moment and try again"):
            shop.post(wanted)
        other.execute("ROLLBACK")
    assert everything() == before
    assert not shop.post(wanted).repeated


def test_the_wait_for_a_lock_is_bounded_in_all_not_only_for_each_try(
    shop: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tillbook.db.transaction.PATIENCE_SECONDS", 0.5)
    raw: sqlite3.Connection = connection.connection
    raw.execute("PRAGMA busy_timeout=400")
    with closing(sqlite3.connect(shop.home / DATABASE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(ShopBusy):
            shop.sell((TEA, "1"))
        assert 0.4 < time.monotonic() - started < 2
        other.execute("ROLLBACK")


def test_a_shop_that_may_not_be_written_is_told_so(shop: TestShop) -> None:
    before = everything()
    raw: sqlite3.Connection = connection.connection
    raw.execute("PRAGMA query_only=ON")
    with pytest.raises(DiskTrouble, match=r"read-only; nothing was posted\. Allow writing to it and try again"):
        shop.post(shop.sale((TEA, "1")))
    raw.execute("PRAGMA query_only=OFF")
    assert everything() == before
