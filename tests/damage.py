"""Damaging a shop's database by hand, as somebody with the file and time would."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from tests.shop import copy_shop

from tillbook.db.opening import DATABASE_NAME, open_shop
from tillbook.db.transaction import reading
from tillbook.queries.verify import Report, verify

Damage = Callable[[sqlite3.Connection], None]
GENESIS = "0" * 64


def sale(client_id: str) -> str:
    """SQL for the id of the posting that this client id made."""
    return f"(SELECT id FROM posting WHERE client_id = '{client_id}')"


def product(sku: str) -> str:
    """SQL for the id of a product."""
    return f"(SELECT id FROM product WHERE sku = '{sku}')"


def run(*statements: str) -> Damage:
    """Damage by statements, each of which must hit something."""

    def damage(db: sqlite3.Connection) -> None:
        for statement in statements:
            assert db.execute(statement).rowcount, statement

    return damage


def first(*damages: Damage) -> Damage:
    """One damage after the other."""

    def damage(db: sqlite3.Connection) -> None:
        for one in damages:
            one(db)

    return damage


def checkpoint(home: Path) -> None:
    """Bring everything into the one file that is copied."""
    db = sqlite3.connect(home / DATABASE_NAME, isolation_level=None)
    try:
        assert db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    finally:
        db.close()


def damage_shop(home: Path, damage: Damage) -> None:
    """Take the triggers away, do the damage, put the triggers back where nobody misses them."""
    db = sqlite3.connect(home / DATABASE_NAME, isolation_level=None)
    try:
        db.execute("PRAGMA ignore_check_constraints = ON")
        triggers = db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_%'"
        ).fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        damage(db)
        for _, sql in triggers:
            db.execute(sql)
    finally:
        db.close()


def findings_after(damage: Damage, undamaged: Path, home: Path) -> dict[str, str]:
    """What `verify` finds in a damaged copy: each kind, as it is printed."""
    copy_shop(undamaged, home)
    damage_shop(home, damage)
    report = report_on(home)
    assert report.clean == (not report.findings)
    return {finding.kind: f"{finding.where}: {finding.message}" for finding in report.findings}


def report_on(home: Path) -> Report:
    """Open the shop and verify it."""
    open_shop(home)
    with reading() as tx:
        return verify(tx)


def drop_trigger(home: Path, name: str, instead: str = "") -> None:
    """Take one trigger away for good, or put another in its place."""
    db = sqlite3.connect(home / DATABASE_NAME, isolation_level=None)
    try:
        db.execute(f"DROP TRIGGER {name}")
        if instead:
            db.execute(instead)
    finally:
        db.close()


def swap(table: str, column: str, one: str, other: str) -> Damage:
    """Exchange a column of two rows, each given by a condition."""

    def damage(db: sqlite3.Connection) -> None:
        rows = [db.execute(f"SELECT id, {column} FROM {table} WHERE {where}").fetchone() for where in (one, other)]
        db.execute(
            f"UPDATE {table} SET {column} = ? WHERE id = ?",
            ("aside" if column != "sequence" else 10**9, rows[0][0]),
        )
        db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (rows[0][1], rows[1][0]))
        db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (rows[1][1], rows[0][0]))

    return damage


def retell(client_id: str, old: str, new: str) -> Damage:
    """Change the words of one journal entry, and nothing else."""

    def damage(db: sqlite3.Connection) -> None:
        row = db.execute(f"SELECT id, text FROM journal_entry WHERE posting_id = {sale(client_id)}").fetchone()
        assert old in row[1], row[1]
        db.execute("UPDATE journal_entry SET text = ? WHERE id = ?", (row[1].replace(old, new, 1), row[0]))

    return damage


def rechain(db: sqlite3.Connection) -> None:
    """Rebuild every chain from its start, so that all hashes and heads fit the texts again."""
    for chain, name in db.execute("SELECT id, name FROM journal_chain").fetchall():
        previous, length = GENESIS, 0
        rows = db.execute(
            "SELECT id, text FROM journal_entry WHERE chain_id = ? ORDER BY sequence, id", (chain,)
        ).fetchall()
        for row, text in rows:
            length += 1
            entry = json.loads(text) | {"previous": previous, "sequence": length, "chain": name}
            told = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            previous = hashlib.sha256(told.encode()).hexdigest()
            db.execute(
                "UPDATE journal_entry SET text = ?, hash = ?, sequence = ? WHERE id = ?",
                (told, previous, length, row),
            )
        db.execute("UPDATE journal_chain SET head = ?, length = ? WHERE id = ?", (previous, length, chain))
