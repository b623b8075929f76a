"""Bills that are to be sent by e-mail, and what became of those that were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tillbook.db.statements import Row, Tx, read_instant, stored_instant

_COLUMNS = "id, posting_id, to_address, state, tries, problem, asked_at, next_at, done_at"
_OF = f"SELECT {_COLUMNS} FROM bill_mail WHERE posting_id = ? ORDER BY id DESC LIMIT 50"  # noqa: S608  (ours)
_DUE = f"""SELECT {_COLUMNS} FROM bill_mail WHERE state = 'waits' AND next_at <= ?
    ORDER BY next_at, id LIMIT ?"""  # noqa: S608  (ours)


@dataclass(frozen=True, slots=True, kw_only=True)
class BillMailSeen:
    """A bill by e-mail: it `waits`, was `sent` or `failed`, and why; the address is there while it waits."""

    mail_id: int
    posting_id: int
    to: str
    state: str
    tries: int
    problem: str
    asked_at: datetime
    next_at: datetime
    done_at: datetime | None


def mails_of(tx: Tx, posting_id: int) -> list[BillMailSeen]:
    """The mails of a bill, the latest first."""
    return [_seen(row) for row in tx.rows(_OF, (posting_id,))]


def mails_due(tx: Tx, now: datetime, *, most: int) -> list[BillMailSeen]:
    """The mails that are to be tried now, what waits longest first."""
    return [_seen(row) for row in tx.rows(_DUE, (stored_instant(now), most))]


def _seen(row: Row) -> BillMailSeen:
    mail_id, posting_id, to, state, tries, problem, asked_at, next_at, done_at = row
    return BillMailSeen(
        mail_id=mail_id,
        posting_id=posting_id,
        to=to,
        state=state,
        tries=tries,
        problem=problem,
        asked_at=read_instant(asked_at),
        next_at=read_instant(next_at),
        done_at=None if done_at is None else read_instant(done_at),
    )
