"""Opening a shop: where it lives, whether this program may touch it, and the engine's self-test."""

from __future__ import annotations

import os
import shlex
import sqlite3
from pathlib import Path
from typing import ClassVar

import django
from django.apps import apps
from django.db import DatabaseError, connection, connections

from tillbook.core.errors import Refusal
from tillbook.db.engines import sqlite_database
from tillbook.db.transaction import refusal_of

DATABASE_NAME = "tillbook.sqlite3"
SQLITE_OLDEST = (3, 35, 0)
"""The first with RETURNING, and with FTS5 as the product search uses it."""


class NoShop(Refusal):
    """There is no shop in the home folder."""

    code: ClassVar[str] = "no_shop"


class NewerShop(Refusal):
    """The shop was last opened by a newer Tillbook."""

    code: ClassVar[str] = "newer_shop"


class OlderShop(Refusal):
    """The shop's tables are those of an older Tillbook."""

    code: ClassVar[str] = "older_shop"


class WeakEngine(Refusal):
    """The engine, or the way it is opened, would not keep the promises."""

    code: ClassVar[str] = "weak_engine"


def start() -> None:
    """Start Django, once; the tables, and whatever uses them, can be imported after that."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tillbook.db.settings")
    if not apps.ready:
        django.setup()


def point_at(path: Path) -> None:
    """Make the default connection one to the database file `path`."""
    start()
    connection.close()
    connections.databases["default"].update(sqlite_database(path))
    connection.settings_dict.update(connections.databases["default"])


def open_shop(home: Path) -> None:
    """Open the shop that lives in the folder `home`.

    Raises:
        NoShop: with the command that makes one.
        NewerShop, OlderShop: with the version that opens it.
        WeakEngine: naming the setting.
        DiskTrouble, DamagedShop, ShopBusy: as the engine says.
    """
    path = home / DATABASE_NAME
    if not path.is_file():
        raise NoShop(
            f"There is no shop in {home}. Make one with: "
            f"tillbook --home {shlex.quote(str(home))} init --name NAME --currency INR"
        )
    point_at(path)
    try:
        require_strong_engine()
        _require_our_tables()
    except DatabaseError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error


def require_strong_engine() -> None:
    """Refuse an engine that would lose an acknowledged sale or cannot run our statements."""
    if sqlite3.sqlite_version_info < SQLITE_OLDEST:
        raise WeakEngine(f"SQLite {sqlite3.sqlite_version} is too old; install Python with SQLite 3.35 or later.")
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(f"PRAGMA {name}")
            found = cursor.fetchone()[0]
            if found != value:
                raise WeakEngine(
                    f"SQLite would run with {name}={found} instead of {value}: the shop's folder may be on a network "
                    "drive; move it to a disk of this machine."
                )


def known_migrations() -> frozenset[str]:
    """The names of the migrations that this program has, without loading them."""
    folder = Path(__file__).with_name("migrations")
    return frozenset(path.stem for path in folder.glob("[0-9]*.py"))


def _require_our_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name IN ('shop', 'django_migrations')")
        if len(cursor.fetchall()) < 2:
            raise NoShop("The database in the shop's folder holds no shop; move the file away and run: tillbook init")
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'tillbook'")
        applied = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT program_version FROM shop")
        version = (cursor.fetchone() or ("unknown",))[0]
    if applied - known_migrations():
        raise NewerShop(f"This shop was last opened by Tillbook {version}; install Tillbook {version} or later.")
    if known_migrations() - applied:
        raise OlderShop(f"This shop was made by an older Tillbook ({version}) and must be upgraded; install {version}.")
