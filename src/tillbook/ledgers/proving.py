"""Whether somebody knows a person's password or PIN, with a bound on how often one may be wrong.

A try is counted before it is made, and forgiven when it was right: a hundred at once are no more tries than a
hundred in a row. The comparing itself takes long on purpose, and happens outside any transaction.

Sources: OWASP ASVS 5.0, 6.3.1 (guessing is bounded per account and per source); RFC 9106.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar, Final, TypeVar

from django.db import DatabaseError

from tillbook.core.errors import Refusal
from tillbook.db.models import SignInFailure
from tillbook.db.statements import Tx, insert_into, read_instant, stored_instant
from tillbook.db.transaction import refusal_of, transaction_of_one_action
from tillbook.ledgers import secrets

WINDOW: Final = timedelta(minutes=15)
"""Wrong tries count for so long."""
OF_ACCOUNT_MAX: Final = 5
FROM_SOURCE_MAX: Final = 20

_COUNT = insert_into(SignInFailure, "account", "source", "at")
_COUNTED = "SELECT account, source, at FROM sign_in_failure WHERE account = ? OR source = ? ORDER BY at, id"

R = TypeVar("R")


class TooManyAttempts(Refusal):
    """Too many wrong tries, for this account or from this place."""

    code: ClassVar[str] = "too_many_attempts"
    retry_after_seconds: int = 60


def proves(kept: str, text: str, *, account: str, source: str, now: datetime) -> bool:
    """Whether `text` is what the hash `kept` was made of; an empty one is nobody's, and takes as long.

    Raises:
        TooManyAttempts: nothing was compared; the message says how long to wait.
        ShopBusy, DiskTrouble, DamagedShop: nothing was compared.
    """
    _in_transaction(lambda tx: _count(tx, account=account, source=source, now=now))
    right = secrets.matches(kept, text)
    if right:
        _in_transaction(lambda tx: tx.write("DELETE FROM sign_in_failure WHERE account = ?", (account,)))
    return right


def _count(tx: Tx, *, account: str, source: str, now: datetime) -> None:
    """Count a try that is about to be made, if one more may be."""
    rows = [(row[0], row[1], read_instant(row[2])) for row in tx.rows(_COUNTED, (account, source))]
    # Those that a clock set wrong put far into the future do not count.
    counting = [row for row in rows if abs(now - row[2]) < WINDOW]
    _require_fewer([at for of, _, at in counting if of == account], OF_ACCOUNT_MAX, now)
    _require_fewer([at for _, place, at in counting if place == source], FROM_SOURCE_MAX, now)

    tx.write("DELETE FROM sign_in_failure WHERE at <= ?", (stored_instant(now - WINDOW),))
    tx.write(_COUNT, (account, source, stored_instant(now)))


def _require_fewer(tries: list[datetime], tries_max: int, now: datetime) -> None:
    if len(tries) < tries_max:
        return
    seconds = (tries[-tries_max] + WINDOW - now).total_seconds()
    minutes = max(1, -int(-seconds // 60))
    refusal = TooManyAttempts(
        f"Too many wrong tries; wait {minutes} {'minute' if minutes == 1 else 'minutes'}, then try again."
    )
    refusal.retry_after_seconds = 60 * minutes
    raise refusal


def _in_transaction(work: Callable[[Tx], R]) -> R:
    try:
        with transaction_of_one_action() as tx:
            return work(tx)
    except DatabaseError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error
