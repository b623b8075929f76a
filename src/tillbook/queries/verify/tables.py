"""What is checked by one question over a whole table."""

from __future__ import annotations

from tillbook.queries.verify.facts import Facts

_QUESTIONS = (
    (
        "instant",
        """SELECT m.posting_id, m.at, p.at FROM stock_move m JOIN posting p ON p.id = m.posting_id
        WHERE m.at <> p.at ORDER BY m.id LIMIT 1""",
        "moved goods at {0}, but was posted at {1}",
    ),
    (
        "document",
        """SELECT s.posting_id FROM sale s JOIN posting p ON p.id = s.posting_id
        WHERE p.kind <> 'sale' ORDER BY s.posting_id LIMIT 1""",
        "has the rows of a sale",
    ),
    (
        "import_batch",
        """SELECT b.posting_id FROM import_batch b LEFT JOIN posting p ON p.id = b.posting_id
        LEFT JOIN posting u ON u.id = b.undone_by_id
        WHERE p.kind IS NULL OR p.kind <> 'import' OR u.kind <> 'import' ORDER BY b.posting_id LIMIT 1""",
        "is tied to an import or an undo that is none",
    ),
    (
        "outbox",
        """SELECT o.posting_id FROM outbox o LEFT JOIN posting p ON p.id = o.posting_id
        WHERE p.id IS NULL ORDER BY o.id LIMIT 1""",
        "has something to be done, and was never posted",
    ),
)
"""Kind of finding, question for the first one (document first), and what to say of it."""

_PRODUCTS = (
    (
        "level_missing",
        """SELECT p.id FROM product p WHERE NOT EXISTS (SELECT 1 FROM stock_level l WHERE l.product_id = p.id)
        AND NOT EXISTS (SELECT 1 FROM stock_move m WHERE m.product_id = p.id) ORDER BY p.id LIMIT 1""",
        "has no level anywhere",
    ),
    (
        "short_stock",
        """SELECT p.id FROM product p JOIN stock_level l ON l.product_id = p.id
        WHERE (p.short_stock <> 'forbid') <> l.may_go_negative ORDER BY p.id LIMIT 1""",
        "may go below 0 by its level, or may not, against its policy",
    ),
    (
        "search",
        """SELECT p.id FROM product p LEFT JOIN product_search_docsize d ON d.id = p.id
        WHERE d.id IS NULL ORDER BY p.id LIMIT 1""",
        "cannot be found by searching",
    ),
    (
        "search",
        """SELECT d.id FROM product_search_docsize d LEFT JOIN product p ON p.id = d.id
        WHERE p.id IS NULL ORDER BY d.id LIMIT 1""",
        "is found by searching, but is no product",
    ),
)


def check_tables(facts: Facts) -> None:
    """Ask each question; an answer is a finding."""
    for kind, question, message in _QUESTIONS:
        for document, *more in facts.tx.rows(question):
            facts.found.add(kind, facts.document(document), message.format(*more))
    for kind, question, message in _PRODUCTS:
        for (product,) in facts.tx.rows(question):
            facts.found.add(kind, facts.product(product), message)
    facts.checked["products"] = facts.tx.rows("SELECT COUNT(*) FROM product")[0][0]
