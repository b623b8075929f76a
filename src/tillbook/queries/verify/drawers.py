"""Drawers entry by entry: no more cash left one than had come into it (P20)."""

from __future__ import annotations

from tillbook.queries.verify.facts import Facts
from tillbook.queries.verify.figures import money
from tillbook.queries.verify.shifts import where_of

_OVERDRAWN = """SELECT register_id, number, posting_id, there FROM (
        SELECT s.register_id, s.number, e.id, e.posting_id, e.amount_minor, s.float_minor
            + SUM(e.amount_minor) OVER (PARTITION BY e.shift_id ORDER BY e.posting_id, e.id) AS there
        FROM cash_entry e JOIN shift s ON s.id = e.shift_id) AS course
    WHERE there < 0 AND amount_minor < 0 ORDER BY posting_id"""


def check_drawers(facts: Facts) -> None:
    """The float and the entries of each shift never come to less than nothing, in the order of posting.

    The postings of a register are numbered under one lock, so theirs is the order in which cash was moved.
    """
    for register_id, number, posting_id, there in facts.tx.rows(_OVERDRAWN):
        message = f"{facts.document(posting_id)} left {money(there, facts.digits)} in the drawer"
        facts.found.add("drawer_overdrawn", where_of(facts, register_id, number), message)
