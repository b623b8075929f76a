"""How a connection to each engine is opened, and why with these settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

LOCK_WAIT_SECONDS_MAX = 5
"""How long one statement waits for another process that is posting."""

SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    # NORMAL, the usual recipe with WAL, loses acknowledged sales when the power is cut.
    "synchronous": "FULL",
    # On macOS only this reaches the disk itself; elsewhere it changes nothing.
    "fullfsync": "ON",
    # Without it REPLACE deletes a posted row and fires no trigger.
    "recursive_triggers": "ON",
    "cell_size_check": "ON",
    "mmap_size": "0",
    # 64 MiB: the indexes that a day's sales touch stay in memory.
    "cache_size": "-65536",
}


def sqlite_database(path: Path) -> dict[str, Any]:
    """Django's description of the embedded database in the file `path`.

    Source: docs/decisions, "SQLite in WAL mode with synchronous FULL".
    """
    pragmas = " ".join(f"PRAGMA {name}={value};" for name, value in SQLITE_PRAGMAS.items())
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # A deferred transaction that reads first fails at once when another one is posting.
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_WAIT_SECONDS_MAX,
            "init_command": pragmas,
        },
    }
