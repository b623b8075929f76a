"""Customers who were merged or erased: nothing of an erased person is left anywhere (P23)."""

from __future__ import annotations

from typing import Final

from tillbook.queries.verify.facts import Facts

_ERASED: Final = "(SELECT id FROM customer WHERE erased_at IS NOT NULL)"
_CUSTOMERS: Final = (
    (
        "erased",
        """SELECT id FROM customer WHERE erased_at IS NOT NULL AND (code IS NOT NULL OR consent_at IS NOT NULL
        OR name <> '' OR email <> '' OR phone <> '' OR tax_number <> '' OR exempt_reason <> '') ORDER BY id""",
        "was erased, and something of them is still there",
    ),
    (
        "erased",
        f"SELECT customer_id FROM customer_phone WHERE customer_id IN {_ERASED} ORDER BY customer_id",  # noqa: S608  (ours)
        "was erased, and still has a telephone number",
    ),
    (
        "erased",
        f"SELECT customer_id FROM customer_address WHERE customer_id IN {_ERASED} ORDER BY customer_id",  # noqa: S608  (ours)
        "was erased, and still has an address",
    ),
    (
        "merged",
        """SELECT c.id FROM customer c JOIN customer kept ON kept.id = c.merged_into_id
        WHERE kept.merged_into_id IS NOT NULL OR (kept.erased_at IS NULL) <> (c.erased_at IS NULL) ORDER BY c.id""",
        "was merged into a customer who is not there any more",
    ),
)
"""Kind of finding, question for the customers, and what to say of them."""

_DOCUMENTS: Final = (
    f"SELECT posting_id FROM sale WHERE customer_id IN {_ERASED} ORDER BY posting_id",  # noqa: S608  (ours)
    f"SELECT posting_id FROM credit_note WHERE customer_id IN {_ERASED} ORDER BY posting_id",  # noqa: S608  (ours)
    f"SELECT issued_by_id FROM voucher WHERE customer_id IN {_ERASED} ORDER BY id",  # noqa: S608  (ours)
    """SELECT s.posting_id FROM sale s JOIN sale_customer c ON c.sale_id = s.posting_id
    WHERE s.customer_id IS NULL AND (c.name <> '' OR c.email <> '' OR c.phone <> '' OR c.salt <> '')
    ORDER BY s.posting_id""",
)
"""Questions for documents that still name somebody who was erased."""

_VOUCHERS: Final = """SELECT v.issued_by_id, v.tail FROM voucher v
    LEFT JOIN credit_note n ON n.posting_id = v.issued_by_id
    LEFT JOIN customer had ON had.id = v.customer_id LEFT JOIN customer got ON got.id = n.customer_id
    WHERE COALESCE(had.merged_into_id, had.id) IS NOT COALESCE(got.merged_into_id, got.id) ORDER BY v.id"""


def check_people(facts: Facts) -> None:
    """Ask each question; an answer is a finding."""
    for kind, question, message in _CUSTOMERS:
        for (customer,) in facts.tx.rows(question):
            facts.found.add(kind, f"Customer #{customer}", message)
    for question in _DOCUMENTS:
        for (posting,) in facts.tx.rows(question):
            facts.found.add("erased", facts.document(posting), "still names a customer who was erased")
    for posting, tail in facts.tx.rows(_VOUCHERS):
        where = facts.document(posting)
        facts.found.add("voucher_customer", where, f"issued the card …{tail}, which is kept for somebody else")
