"""Issued is final: the engine itself refuses to change or delete what was posted (P9)."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import IntegrityError
from tests.history import live_a_little, live_everywhere
from tests.shop import TEA, TestShop

from tillbook.db.opening import DATABASE_NAME
from tillbook.db.transaction import transaction_of_one_action
from tillbook.db.triggers import FINAL_TABLES

TABLES = (*FINAL_TABLES, "sale_customer")
KEYS = {
    "sale": "posting_id",
    "sale_customer": "sale_id",
    "goods_exchange": "credit_note_id",
    "payment": "posting_id",
    "z_report": "posting_id",
}
"""Tables whose key is not `id`."""


@pytest.fixture
def history(shop: TestShop) -> TestShop:
    """A shop in which every table of posted rows has some."""
    live_everywhere(shop)
    return shop


def refused(sql: str) -> None:
    with pytest.raises(IntegrityError, match="a posted row is final"), transaction_of_one_action() as tx:
        tx.write(sql)


def columns(table: str) -> list[str]:
    with transaction_of_one_action() as tx:
        return [row[1] for row in tx.rows(f"PRAGMA table_info({table})")]


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_deleted_changed_or_replaced(history: TestShop, table: str) -> None:
    count = history.count(table)
    assert count > 0

    refused(f"DELETE FROM {table}")
    key = KEYS.get(table, "id")
    first = f"(SELECT MIN({key}) FROM {table})"
    for column in set(columns(table)) - {"customer_id"}:  # which a test of its own erases
        refused(f"UPDATE {table} SET {column} = COALESCE({column}, 0) + 1 WHERE {key} = {first}")
    refused(f"REPLACE INTO {table} SELECT * FROM {table}")
    refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")

    assert history.count(table) == count


def test_not_even_from_another_program(history: TestShop) -> None:
    db = sqlite3.connect(history.home / DATABASE_NAME)
    try:
        for sql in (
            "UPDATE sale SET total_minor = 0, net_minor = 0",
            "DELETE FROM stock_move",
            "DELETE FROM posting",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="a posted row is final"):
                db.execute(sql)
    finally:
        db.close()


def test_a_customer_can_be_erased_and_nothing_else_of_a_sale(shop: TestShop) -> None:
    live_a_little(shop)
    refused("UPDATE sale_customer SET name = 'Nobody'")
    refused("UPDATE sale_customer SET name = '', email = '', phone = ''")
    refused("UPDATE sale SET customer_id = 1 WHERE customer_id IS NULL")

    with transaction_of_one_action() as tx:
        assert tx.write("UPDATE sale SET customer_id = NULL WHERE customer_id IS NOT NULL") == 1
        assert tx.write("UPDATE sale_customer SET name = '', email = '', phone = '', salt = ''") == 1
        assert tx.write("DELETE FROM customer") == 1

    refused("UPDATE sale_customer SET name = 'Asha Rao'")


def test_the_last_piece_cannot_be_taken_twice_not_even_by_hand(shop: TestShop) -> None:
    shop.sell((TEA, "10"))

    with pytest.raises(IntegrityError, match="stock_level_not_oversold"), transaction_of_one_action() as tx:
        tx.write("UPDATE stock_level SET on_hand_milli = on_hand_milli - 1000, value_minor = 0")
