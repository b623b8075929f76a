"""What was posted can be neither changed nor deleted, whatever statement tries (P9)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from tests.shop import RICE, TEA, TestShop

from tillbook.core.wanted import WantedCustomer
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.db.triggers import FINAL_TABLES

POSTED = sorted({*FINAL_TABLES, "sale_customer"} - {"import_change"})


@pytest.fixture
def traded(shop: TestShop) -> TestShop:
    """A shop with a row in every posted table."""
    shop.set_product(TEA, short_stock="allow")
    shop.sell((TEA, "11"), (RICE, "0.5"), customer=WantedCustomer(name="Asha Rao"))
    shop.adjust(RICE, "-1", "broken")
    return shop


def columns(table: str) -> list[str]:
    with reading() as tx:
        return [name for (name,) in tx.rows("SELECT name FROM pragma_table_info(?)", (table,))]


def refused(table: str, statement: str) -> None:
    with (
        pytest.raises(IntegrityError, match=f"{table}: a posted row is final"),
        transaction_of_one_action() as tx,
    ):
        tx.write(statement)


@pytest.mark.parametrize("table", POSTED)
def test_no_statement_changes_or_deletes_a_posted_row(traded: TestShop, table: str) -> None:
    assert traded.count(table) > 0
    first, *others = columns(table)
    for name in (first, *others):
        refused(
            table, f"UPDATE {table} SET {name} = {name}||'0' WHERE rowid = (SELECT MIN(rowid) FROM {table})"
        )
        refused(table, f"UPDATE OR REPLACE {table} SET {name} = {name}||'0'")
    refused(table, f"DELETE FROM {table}")
    refused(table, f"DELETE FROM {table} WHERE rowid = (SELECT MIN(rowid) FROM {table})")
    refused(table, f"REPLACE INTO {table} SELECT * FROM {table}")
    refused(
        table,
        f"INSERT INTO {table} SELECT * FROM {table} WHERE 1 ON CONFLICT DO UPDATE SET {first} = {first}",
    )


def test_who_bought_may_be_erased_and_nothing_else(traded: TestShop) -> None:
    with transaction_of_one_action() as tx:
        tx.write("UPDATE sale SET customer_id = NULL")
        tx.write("UPDATE sale_customer SET name = '', email = '', phone = '', salt = ''")
    refused("sale", "UPDATE sale SET customer_id = 1")
    refused("sale_customer", "UPDATE sale_customer SET name = 'Asha Rao'")
    refused("sale_customer", "UPDATE sale_customer SET name = '', sale_id = sale_id + 1")
    refused("sale_customer", "DELETE FROM sale_customer")
