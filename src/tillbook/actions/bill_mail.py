"""A bill is to be sent by e-mail: written down here and sent by the worker; nobody waits for a mail server (P30)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from tillbook.core.errors import Refusal
from tillbook.core.rights import Actor, Right
from tillbook.db.models import BillMail
from tillbook.db.statements import Tx, insert_into, stored_instant
from tillbook.db.transaction import action
from tillbook.queries.bill_mails import BillMailSeen, mails_of
from tillbook.queries.sales_listed import posting_of

MAILS_OF_A_BILL_MAX: Final = 20

_NAMES = "client_id posting staff to_address state tries problem asked_at next_at".split()
_INSERT = insert_into(BillMail, *_NAMES)


class MailedOften(Refusal):
    """The bill was sent so often that somebody is being bothered with it."""

    code: ClassVar[str] = "mailed_often"


@action(right=Right.sell)
def mail_bill(tx: Tx, *, id: str, number: str, to: str, now: datetime, by: Actor) -> BillMailSeen:
    """Let a bill be sent to an address, in its normal form (`formats/people.py`). The same id is the same mail.

    Raises:
        UnknownBill, MailedOften
    """
    posting_id = posting_of(tx, number)
    known = tx.row("SELECT id FROM bill_mail WHERE client_id = ?", (id,))
    if known is None:
        if len(mails_of(tx, posting_id)) >= MAILS_OF_A_BILL_MAX:
            raise MailedOften(f"This bill was sent {MAILS_OF_A_BILL_MAX} times; print it instead.")
        at = stored_instant(now)
        mail_id = tx.insert(_INSERT, (id, posting_id, by.staff_id, to, "waits", 0, "", at, at))
    else:
        mail_id = known[0]
    return next(mail for mail in mails_of(tx, posting_id) if mail.mail_id == mail_id)
