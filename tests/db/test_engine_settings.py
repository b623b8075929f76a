"""The engine runs as the promises need it, and a shop is not opened with less."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from django.db import IntegrityError, connection
from tests.shop import TEA, TestShop

from tillbook.db import engines
from tillbook.db.opening import DATABASE_NAME, WeakEngine, open_shop
from tillbook.db.transaction import reading, transaction_of_one_action

NEEDED = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: the commit is on disk before it is answered
    "fullfsync": 1,  # on macOS an ordinary sync stops at the disk's own cache
    "foreign_keys": 1,
    "recursive_triggers": 1,  # or REPLACE would delete a posted row without a trigger
    "cell_size_check": 1,
    "mmap_size": 0,  # a stray pointer must not write into the file
    "busy_timeout": 5000,
}


@pytest.mark.parametrize("name", NEEDED)
def test_the_engine_is_set_as_it_must_be(shop: TestShop, name: str) -> None:
    with reading() as tx:
        assert tx.rows(f"PRAGMA {name}") == [(NEEDED[name],)]


def test_every_connection_is_set_so_not_only_the_first(shop: TestShop) -> None:
    connection.close()
    with reading() as tx:
        assert {name: tx.rows(f"PRAGMA {name}")[0][0] for name in NEEDED} == NEEDED


@pytest.mark.parametrize(
    ("name", "weak"), [("synchronous", "NORMAL"), ("synchronous", "OFF"), ("recursive_triggers", "OFF")]
)
def test_a_weaker_setting_is_refused_by_name(
    shop: TestShop, monkeypatch: pytest.MonkeyPatch, name: str, weak: str
) -> None:
    monkeypatch.setitem(engines.SQLITE_PRAGMAS, name, weak)
    with pytest.raises(WeakEngine, match=f"{name}=. instead of"):
        open_shop(shop.home)
    monkeypatch.undo()
    open_shop(shop.home)


def test_a_journal_that_cannot_be_written_ahead_is_refused(shop: TestShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engines.SQLITE_PRAGMAS, "journal_mode", "DELETE")
    with pytest.raises(WeakEngine, match=r"journal_mode=delete instead of wal.*move it to a disk of this machine"):
        open_shop(shop.home)
    monkeypatch.undo()
    open_shop(shop.home)


def test_an_action_holds_the_write_lock_from_its_first_statement(shop: TestShop) -> None:
    """Else two tills could read the same level, and one would fail when it writes."""
    with closing(sqlite3.connect(shop.home / DATABASE_NAME, isolation_level=None, timeout=0)) as other:
        with transaction_of_one_action(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")


def test_replace_cannot_take_a_posted_row_away(shop: TestShop) -> None:
    shop.sell((TEA, "1"))
    with (
        pytest.raises(IntegrityError, match="posting: a posted row is final"),
        transaction_of_one_action() as tx,
    ):
        tx.write("REPLACE INTO posting SELECT * FROM posting LIMIT 1")


def test_a_reference_to_nothing_is_refused(shop: TestShop) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), transaction_of_one_action() as tx:
        tx.write("INSERT INTO outbox (posting_id, topic) VALUES (999999, 'sales_log')")
