"""Taking a rule out of a shop's database, for the control that shows that a test would see its absence."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing

from django.db import connection
from tests.shop import TestShop

from tillbook.db.opening import DATABASE_NAME, open_shop


def take_out(shop: TestShop, table: str, rules: Mapping[str, str]) -> None:
    """Build `table` anew with pieces of its CREATE TABLE exchanged; its rows, indexes and triggers stay."""
    connection.close()
    with closing(sqlite3.connect(shop.home / DATABASE_NAME, isolation_level=None)) as raw:
        for pragma in ("foreign_keys=OFF", "legacy_alter_table=ON", "recursive_triggers=OFF"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute("BEGIN IMMEDIATE")
        (statement,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        for rule, instead in rules.items():
            assert rule in statement, f"{table} has no rule {rule}"
            statement = statement.replace(rule, instead)
        kept = raw.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type <> 'table' AND sql > ''", (table,)
        )
        others = [sql for (sql,) in kept]
        raw.execute(statement.replace(f'CREATE TABLE "{table}"', 'CREATE TABLE "weakened"'))
        raw.execute(f'INSERT INTO weakened SELECT * FROM "{table}"')
        raw.execute(f'DROP TABLE "{table}"')
        raw.execute(f'ALTER TABLE weakened RENAME TO "{table}"')
        for other in others:
            raw.execute(other)
        raw.execute("COMMIT")
    open_shop(shop.home)
