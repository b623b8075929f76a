"""Balances against their entries, and entries against the tenders that they stand for; one question each (P13)."""

from __future__ import annotations

from typing import Final

from tillbook.queries.verify.facts import Facts
from tillbook.queries.verify.figures import money

_BALANCES: Final = (
    (
        "account_balance",
        """SELECT a.customer_id, a.balance_minor, COALESCE(SUM(e.amount_minor), 0) FROM account a
        LEFT JOIN account_entry e ON e.account_id = a.customer_id
        GROUP BY a.customer_id, a.balance_minor HAVING a.balance_minor <> COALESCE(SUM(e.amount_minor), 0)
        ORDER BY a.customer_id""",
        "Customer #{0}",
        "owes {1}, the entries come to {2}",
    ),
    (
        "account_open",
        """SELECT a.customer_id, CASE WHEN a.balance_minor > 0 THEN a.balance_minor ELSE 0 END,
        COALESCE(SUM(b.open_minor), 0) FROM account a LEFT JOIN open_bill b ON b.account_id = a.customer_id
        GROUP BY a.customer_id, a.balance_minor
        HAVING COALESCE(SUM(b.open_minor), 0) <> CASE WHEN a.balance_minor > 0 THEN a.balance_minor ELSE 0 END
        ORDER BY a.customer_id""",
        "Customer #{0}",
        "owes {1}, the open bills come to {2}",
    ),
    (
        "voucher_balance",
        """SELECT v.tail, v.balance_minor, COALESCE(SUM(e.amount_minor), 0) FROM voucher v
        LEFT JOIN voucher_entry e ON e.voucher_id = v.id
        GROUP BY v.id, v.tail, v.balance_minor HAVING v.balance_minor <> COALESCE(SUM(e.amount_minor), 0)
        ORDER BY v.id""",
        "Card …{0}",
        "is worth {1}, the entries come to {2}",
    ),
    (
        "voucher_overspent",
        """SELECT tail, MIN(left_minor), 0 FROM (SELECT v.id, v.tail, SUM(e.amount_minor)
            OVER (PARTITION BY e.voucher_id ORDER BY e.id) AS left_minor
            FROM voucher_entry e JOIN voucher v ON v.id = e.voucher_id) AS course
        WHERE left_minor < 0 GROUP BY id, tail ORDER BY id""",
        "Card …{0}",
        "was worth {1} once: more was taken off it than was on it",
    ),
)
"""Kind of finding, question (who, what is stored, what is due), where it is, what to say."""

_DOCUMENTS: Final = (
    (
        "open_bill",
        """SELECT b.sale_id, b.open_minor, b.amount_minor - COALESCE(SUM(s.amount_minor), 0) FROM open_bill b
        LEFT JOIN settled s ON s.sale_id = b.sale_id GROUP BY b.sale_id, b.open_minor, b.amount_minor
        HAVING b.open_minor <> b.amount_minor - COALESCE(SUM(s.amount_minor), 0) ORDER BY b.sale_id""",
        "has {0} open, {1} is not settled yet",
    ),
    (
        "open_bill",
        """SELECT t.sale_id, COALESCE(b.amount_minor, 0), SUM(t.amount_minor) FROM sale_tender t
        LEFT JOIN open_bill b ON b.sale_id = t.sale_id WHERE t.type = 'credit' GROUP BY t.sale_id, b.amount_minor
        HAVING COALESCE(b.amount_minor, 0) <> SUM(t.amount_minor) ORDER BY t.sale_id""",
        "is an open bill of {0}, {1} of it was bought on credit",
    ),
    (
        "open_bill",
        """SELECT b.sale_id, b.amount_minor, 0 FROM open_bill b JOIN posting p ON p.id = b.sale_id
        WHERE b.business_date <> p.business_date OR NOT EXISTS
        (SELECT 1 FROM sale_tender t WHERE t.sale_id = b.sale_id AND t.type = 'credit') ORDER BY b.sale_id""",
        "is an open bill of {0}, and was not bought on credit that day",
    ),
    (
        "account_entry",
        """SELECT x.posting_id, SUM(x.entered), SUM(x.due) FROM (
            SELECT e.posting_id, e.amount_minor AS entered, 0 AS due FROM account_entry e
                JOIN posting p ON p.id = e.posting_id WHERE p.kind NOT IN ('payment', 'credit_limit')
            UNION ALL SELECT sale_id, 0, amount_minor FROM sale_tender WHERE type = 'credit'
            UNION ALL SELECT credit_note_id, 0, -amount_minor FROM credit_note_tender WHERE type = 'credit') AS x
        GROUP BY x.posting_id HAVING SUM(x.entered) <> SUM(x.due) ORDER BY x.posting_id""",
        "changed an account by {0}, its tenders on credit come to {1}",
    ),
    (
        "account_entry",
        """SELECT e.posting_id, e.amount_minor, 0 FROM account_entry e JOIN posting p ON p.id = e.posting_id
        WHERE e.at <> p.at OR e.business_date <> p.business_date ORDER BY e.id""",
        "changed an account by {0} at another time than its own",
    ),
    (
        "account_of_another",
        """SELECT s.posting_id, e.amount_minor, 0 FROM account_entry e JOIN sale s ON s.posting_id = e.posting_id
        JOIN customer c ON c.id = s.customer_id JOIN customer a ON a.id = e.account_id
        WHERE COALESCE(c.merged_into_id, c.id) <> COALESCE(a.merged_into_id, a.id) ORDER BY e.id""",
        "was bought by one customer, and {0} of it is owed by another",
    ),
    (
        "settled",
        """SELECT s.posting_id, SUM(s.amount_minor), COALESCE((SELECT SUM(ABS(e.amount_minor)) FROM account_entry e
            WHERE e.posting_id = s.posting_id AND (e.amount_minor < 0 OR p.kind = 'sale')), 0) AS paid
        FROM settled s JOIN posting p ON p.id = s.posting_id WHERE p.kind <> 'credit_limit'
        GROUP BY s.posting_id, p.kind HAVING SUM(s.amount_minor) > paid ORDER BY s.posting_id""",
        "settled bills of {0} with {1}",
    ),
    (
        "settled",
        """SELECT s.posting_id, s.amount_minor, 0 FROM settled s JOIN account_entry e ON e.posting_id = s.posting_id
        JOIN open_bill b ON b.sale_id = s.sale_id JOIN customer a ON a.id = e.account_id
        JOIN customer o ON o.id = b.account_id
        WHERE COALESCE(a.merged_into_id, a.id) <> COALESCE(o.merged_into_id, o.id) ORDER BY s.id""",
        "settled {0} of a bill that another customer owes",
    ),
    (
        "voucher_entry",
        """SELECT x.posting_id, SUM(x.entered), SUM(x.due) FROM (
            SELECT e.posting_id, v.kind, v.tail, e.amount_minor AS entered, 0 AS due FROM voucher_entry e
                JOIN voucher v ON v.id = e.voucher_id JOIN posting p ON p.id = e.posting_id
                WHERE NOT (p.kind = 'payment' AND e.amount_minor > 0)
            UNION ALL SELECT sale_id, type, SUBSTR(reference, 2), 0, -amount_minor FROM sale_tender
                WHERE type IN ('gift_card', 'store_credit')
            UNION ALL SELECT payment_id, type, SUBSTR(reference, 2), 0, -amount_minor FROM payment_tender
                WHERE type IN ('gift_card', 'store_credit')
            UNION ALL SELECT credit_note_id, type, SUBSTR(reference, 2), 0, amount_minor FROM credit_note_tender
                WHERE type IN ('gift_card', 'store_credit')) AS x
        GROUP BY x.posting_id, x.kind, x.tail HAVING SUM(x.entered) <> SUM(x.due) ORDER BY x.posting_id""",
        "changed a card by {0}, its tender comes to {1}",
    ),
    (
        "voucher_issued",
        """SELECT v.issued_by_id, v.balance_minor, 0 FROM voucher v WHERE NOT EXISTS (SELECT 1 FROM voucher_entry e
        WHERE e.voucher_id = v.id AND e.posting_id = v.issued_by_id AND e.amount_minor > 0) ORDER BY v.id""",
        "issued a card worth {0}, and put nothing on it",
    ),
)
"""Kind of finding, question (document, what is stored, what is due), what to say."""

_COUNTED: Final = {"account_entries": "account_entry", "settlements": "settled", "voucher_entries": "voucher_entry"}


def check_stored_value(facts: Facts) -> None:
    """Every balance is the sum of its entries, every entry stands for a tender, a payment or a merge."""
    digits = facts.digits
    for kind, question, place, message in _BALANCES:
        for who, stored, due in facts.tx.rows(question):
            facts.found.add(kind, place.format(who), message.format(who, money(stored, digits), money(due, digits)))
    for kind, question, message in _DOCUMENTS:
        for posting_id, stored, due in facts.tx.rows(question):
            facts.found.add(kind, facts.document(posting_id), message.format(money(stored, digits), money(due, digits)))
    for what, table in _COUNTED.items():
        facts.checked[what] = facts.tx.rows(f"SELECT COUNT(*) FROM {table}")[0][0]  # noqa: S608  (ours)
