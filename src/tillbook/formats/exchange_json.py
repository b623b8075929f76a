"""An exchange as JSON: its credit note, its bill, and what is paid or goes back besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tillbook.core.amounts import format_minor
from tillbook.core.bill import Bill
from tillbook.core.credit_note import CreditNote
from tillbook.core.refunding import EXCHANGE
from tillbook.formats.bill_json import bill_json
from tillbook.formats.credit_note import credit_note_answer


def exchange_json(
    note: CreditNote, bill: Bill, *, columns: int, codes: Sequence[str] = (), needs_approval: str | None = None
) -> dict[str, Any]:
    """Both documents; `due` is what the customer pays besides in cash, `due_other` by other means."""
    currency = bill.currency
    handed = sum(tender.amount_minor for tender in bill.tenders if tender.type == EXCHANGE)
    back = sum(tender.amount_minor for tender in note.tenders if tender.type != EXCHANGE)
    return {
        "credit_note": credit_note_answer(note, columns=columns, codes=codes),
        "bill": bill_json(bill),
        "due": format_minor(still_due_minor(bill), currency),
        "due_other": format_minor(bill.total_minor - handed, currency),
        "refund": format_minor(back, currency),
        "needs_approval": needs_approval,
    }


def still_due_minor(bill: Bill) -> int:
    """What the goods that were handed over leave to pay."""
    return bill.due_minor - sum(tender.amount_minor for tender in bill.tenders if tender.type == EXCHANGE)
