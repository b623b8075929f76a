"""The only place that begins, commits or repeats a transaction.

An action touches nothing but the database, so it may be run again: when the engine was busy or found a
deadlock, and when two sends of one client id met (the second then finds the first one's bill). An error from
the moment COMMIT was sent means "unknown": the repeat looks the id up before it does anything.
"""

from __future__ import annotations

import inspect
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, DatabaseError, IntegrityError, OperationalError, connections

from tillbook.core.errors import Refusal
from tillbook.core.rights import Actor, Right, require
from tillbook.db.statements import Tx
from tillbook.db.writers import WRITERS

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")

TRIES_MAX = 8
WAIT_SECONDS_MAX = 0.2
PATIENCE_SECONDS = 5
"""After so long there is no further try: the engine waited too, and a till must answer its cashier."""

DECLARED: dict[str, Right] = {}
"""The right of each action, by its name `module.function`."""


class ShopBusy(Refusal):
    """Another process kept the database locked for longer than is waited."""

    code: ClassVar[str] = "busy"


class DiskTrouble(Refusal):
    """The disk took nothing: full, read-only or failing."""

    code: ClassVar[str] = "disk"


class DamagedShop(Refusal):
    """The file is no database, or a damaged one."""

    code: ClassVar[str] = "damaged"


_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_REFUSED = {
    sqlite3.SQLITE_FULL: DiskTrouble("The disk is full; nothing was posted. Free some space and try again."),
    sqlite3.SQLITE_READONLY: DiskTrouble(
        "The shop's folder or database is read-only; nothing was posted. Allow writing to it and try again."
    ),
    sqlite3.SQLITE_CANTOPEN: DiskTrouble(
        "The shop's database cannot be opened; check that its folder exists and may be written."
    ),
    sqlite3.SQLITE_IOERR: DiskTrouble(
        "The disk reported an error; nothing was posted. Check the disk, then try again."
    ),
    sqlite3.SQLITE_CORRUPT: DamagedShop("The shop's database is damaged; stop selling and restore the last backup."),
    sqlite3.SQLITE_NOTADB: DamagedShop("The shop's database is not a database; restore the last backup."),
}


def _engine_code(error: DatabaseError) -> int:
    """The primary result code of SQLite behind Django's error, or 0."""
    return int(getattr(error.__cause__, "sqlite_errorcode", 0)) & 0xFF


def refusal_of(error: DatabaseError) -> Refusal | None:
    """What to tell a person about an error of the engine; None where it is a bug of ours."""
    code = _engine_code(error)
    if code in _BUSY:
        return ShopBusy("Another program is using the shop's database; wait a moment and try again.")
    known = _REFUSED.get(code)
    return type(known)(known.message) if known else None


def _may_run_again(error: DatabaseError) -> bool:
    if isinstance(error, IntegrityError):
        return "client_id" in str(error)
    return isinstance(error, OperationalError) and _engine_code(error) in _BUSY


@contextmanager
def transaction_of_one_action() -> Iterator[Tx]:
    """Begin, with the write lock; commit to disk at the end, or undo everything when anything is raised.

    Django's `atomic` keeps savepoints, hooks and nesting that an action has no use for, and takes a tenth of
    the time of a sale.
    """
    database = connections[DEFAULT_DB_ALIAS]
    with WRITERS.turn(seconds_max=PATIENCE_SECONDS), database.wrap_database_errors:
        database.ensure_connection()
        tx = Tx(database)
        tx.write("BEGIN IMMEDIATE")
        try:
            yield tx
            tx.write("COMMIT")
        except BaseException:
            # After an error of the disk the engine has undone everything already.
            if tx.is_open:
                tx.write("ROLLBACK")
            raise


def action(*, right: Right) -> Callable[[Callable[Concatenate[Tx, P], R]], Callable[P, R]]:
    """Make a function one transaction that needs `right`; it gets the open transaction first.

    The caller names the person by the keyword `by`. What the function raises undoes all it did.

    Raises:
        NotAllowed: before anything is read.
        ShopBusy, DiskTrouble, DamagedShop: nothing was stored.
    """

    def declare(function: Callable[Concatenate[Tx, P], R]) -> Callable[P, R]:
        DECLARED[f"{function.__module__}.{function.__name__}"] = right

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs["by"]
            assert isinstance(by, Actor)
            require(by, right)
            return _run_again_while_busy(lambda tx: function(tx, *args, **kwargs))

        return run

    return declare


class _Rehearsed(Exception):
    """Undoes a transaction whose answer is known."""

    def __init__(self, answer: object) -> None:
        super().__init__()
        self.answer = answer


def rehearse(act: Callable[P, R], tell: Callable[[Tx, R], S], /, *args: P.args, **kwargs: P.kwargs) -> S:
    """What `tell` says of what an action would post just now; everything is undone, and nothing was posted.

    Raises: as the action.
    """
    by: Any = kwargs["by"]
    require(by, DECLARED[f"{act.__module__}.{act.__name__}"])
    run: Any = inspect.unwrap(act)

    def perform(tx: Tx) -> None:
        raise _Rehearsed(tell(tx, run(tx, *args, **kwargs)))

    try:
        _run_again_while_busy(perform)
    except _Rehearsed as rehearsed:
        answer: Any = rehearsed.answer
        return cast("S", answer)
    raise AssertionError("a rehearsal is undone, whatever it comes to")


def _run_again_while_busy(work: Callable[[Tx], R]) -> R:
    until = time.monotonic() + PATIENCE_SECONDS
    for attempt in range(1, TRIES_MAX + 1):
        try:
            with transaction_of_one_action() as tx:
                return work(tx)
        except DatabaseError as error:
            if _may_run_again(error) and attempt < TRIES_MAX and time.monotonic() < until:
                time.sleep(random.uniform(0.005, WAIT_SECONDS_MAX))  # noqa: S311  (jitter, not a secret)
                continue
            refusal = refusal_of(error)
            if refusal is None:
                raise
            raise refusal from error
    raise AssertionError("the last try either answered or raised")


@contextmanager
def reading() -> Iterator[Tx]:
    """One snapshot of the books for a question; inside an action, the action's own transaction.

    On SQLite it takes no lock that a sale would wait for.

    Raises:
        ShopBusy, DiskTrouble, DamagedShop
    """
    database = connections[DEFAULT_DB_ALIAS]
    try:
        with database.wrap_database_errors:
            database.ensure_connection()
            tx = Tx(database)
            if tx.is_open:
                yield tx
                return
            tx.write("BEGIN")
            try:
                yield tx
            finally:
                tx.write("ROLLBACK")
    except DatabaseError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error
