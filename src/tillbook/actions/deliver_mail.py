"""The worker: sends the bills that wait to be sent by e-mail, and notes what became of them.

A mail is noted as tried before it is sent. Whoever is killed between sending and noting that sends it once more: a
bill that comes twice does less harm than one that never comes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Final

from tillbook.core.errors import Refusal
from tillbook.db.statements import stored_instant
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.formats.receipt import receipt
from tillbook.outside.mail import MailRefused, MailServer, bill_message, send
from tillbook.queries.bill_mails import BillMailSeen, mails_due
from tillbook.queries.bills import bill_of

AT_ONCE: Final = 10
TRIES_MAX: Final = 10
WAIT_MINUTES_MAX: Final = 120
COLUMNS: Final = 42
PROBLEM_MAX: Final = 400

_TRY = "UPDATE bill_mail SET tries = tries + 1, next_at = ? WHERE id = ? AND tries = ? AND state = 'waits'"
_DONE = "UPDATE bill_mail SET state = ?, problem = ?, to_address = '', done_at = ? WHERE id = ?"
_LATER = "UPDATE bill_mail SET problem = ? WHERE id = ?"

Send = Callable[[MailServer, EmailMessage], None]


def deliver_mail(server: MailServer, *, now: datetime, hand_in: Send = send) -> int:
    """Send what is due; answers how many were taken by the mail server. What fails is tried later, ten times."""
    sent = 0
    with reading() as tx:
        due = mails_due(tx, now, most=AT_ONCE)
    for mail in due:
        wait = timedelta(minutes=min(2**mail.tries, WAIT_MINUTES_MAX))
        with transaction_of_one_action() as tx:
            mine = tx.write(_TRY, (stored_instant(now + wait), mail.mail_id, mail.tries))
        if mine:
            sent += _one(server, mail, now=now, hand_in=hand_in)
    return sent


def _one(server: MailServer, mail: BillMailSeen, *, now: datetime, hand_in: Send) -> int:
    with reading() as tx:
        bill = bill_of(tx, mail.posting_id)
    try:
        message = bill_message(
            sender=server.sender,
            shop=bill.shop_name,
            to=mail.to,
            subject=f"{bill.shop_name}: {bill.number}",
            text=receipt(bill, columns=COLUMNS),
        )
        hand_in(server, message)
    except Refusal as refusal:
        given_up = isinstance(refusal, MailRefused) or mail.tries + 1 >= TRIES_MAX
        problem = refusal.message[:PROBLEM_MAX]
        with transaction_of_one_action() as tx:
            if given_up:
                tx.write(_DONE, ("failed", problem, stored_instant(now), mail.mail_id))
            else:
                tx.write(_LATER, (problem, mail.mail_id))
        return 0
    with transaction_of_one_action() as tx:
        tx.write(_DONE, ("sent", "", stored_instant(now), mail.mail_id))
    return 1
