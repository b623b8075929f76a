"""How the money of credit notes went back: exactly, to no card more than it paid, cash rounded over the whole sale."""

from __future__ import annotations

from collections.abc import Sequence

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.figures import money, rounding

TENDERS = "type, amount_minor, reference"
FOR_ANY_SALE = ("cash", "credit", "exchange", "store_credit")
"""Means that money goes back by, however it was paid."""

_BEFORE = """SELECT COALESCE(SUM(total_minor), 0) FROM credit_note WHERE sale_id = ? AND posting_id < ?"""
_OTHERS_BEFORE = """SELECT COALESCE(SUM(t.amount_minor), 0) FROM credit_note n
    JOIN credit_note_tender t ON t.credit_note_id = n.posting_id
    WHERE n.sale_id = ? AND n.posting_id < ? AND t.type <> 'cash'"""
_BACK = """SELECT COALESCE(SUM(t.amount_minor), 0) FROM credit_note n
    JOIN credit_note_tender t ON t.credit_note_id = n.posting_id
    WHERE n.sale_id = ? AND n.posting_id <= ? AND t.type = ? AND t.reference = ?"""
_PAID = """SELECT COALESCE(SUM(amount_minor), 0) FROM sale_tender WHERE sale_id = ? AND type = ? AND reference = ?"""
_EXCHANGES = """SELECT e.credit_note_id, e.sale_id, e.amount_minor,
    (SELECT COALESCE(SUM(amount_minor), 0) FROM credit_note_tender t
        WHERE t.credit_note_id = e.credit_note_id AND t.type = 'exchange'),
    (SELECT COALESCE(SUM(amount_minor), 0) FROM sale_tender t WHERE t.sale_id = e.sale_id AND t.type = 'exchange')
    FROM goods_exchange e ORDER BY e.credit_note_id"""
_ONE_SIDED = """SELECT credit_note_id FROM credit_note_tender WHERE type = 'exchange'
    AND credit_note_id NOT IN (SELECT credit_note_id FROM goods_exchange)
    UNION ALL SELECT sale_id FROM sale_tender WHERE type = 'exchange'
    AND sale_id NOT IN (SELECT sale_id FROM goods_exchange) LIMIT 1"""

_half_up = rounding("half_up")


def check_tenders(
    facts: Facts,
    posting: Posting,
    sale_id: int | None,
    tenders: Sequence[Row],
    *,
    total: int,
    rounding: int,
    refund: int,
    increment: int | None,
) -> None:
    """The tenders come to what goes back; `increment` is the smallest coin of the sale, None without one."""

    def say(kind: str, message: str) -> None:
        facts.found.add(kind, posting.where, message)

    def shown(minor: int) -> str:
        return money(minor, facts.digits)

    handed = sum(row[3] for row in tenders)
    if handed != refund or [row[1] for row in tenders] != list(range(1, len(tenders) + 1)):
        say("credit_note_tenders", f"{shown(refund)} goes back, its tenders come to {shown(handed)}")
    in_cash = total - sum(row[3] for row in tenders if row[2] != "cash")
    due = rounding if increment is None else _rounding_due(facts, posting, sale_id, in_cash, increment)
    if rounding != due or (not in_cash and rounding):
        say("credit_note_rounding", f"cash rounding is {shown(rounding)}, {shown(due)} was due")
    for _, _, means, _, reference in tenders:
        if means in FOR_ANY_SALE:
            continue
        paid, back = (
            _sum(facts, _PAID, (sale_id, means, reference)),
            _sum(facts, _BACK, (sale_id, posting.id, means, reference)),
        )
        if back > paid:
            say("refund_beyond_tender", f"{shown(back)} went back to {means} {reference}, which paid {shown(paid)}")


def check_exchanges(facts: Facts) -> None:
    """What a credit note gave in an exchange was handed over at its sale, no more and no less."""
    rows = facts.tx.rows(_EXCHANGES)
    for note_id, sale_id, amount, given, handed in rows:
        if not amount == given == handed or sale_id <= note_id:
            shown = [money(minor, facts.digits) for minor in (amount, given, handed)]
            message = f"exchanged {shown[0]}; the credit note gave {shown[1]}, the sale took {shown[2]}"
            facts.found.add("exchange", facts.document(note_id), message)
    for (posting_id,) in facts.tx.rows(_ONE_SIDED):
        facts.found.add("exchange", facts.document(posting_id), "is one side of an exchange that has no other")
    facts.checked["exchanges"] = len(rows)


def _rounding_due(facts: Facts, posting: Posting, sale_id: int | None, in_cash: int, increment: int) -> int:
    """What all returns of the sale pay out in cash is rounded together; this one gets what that changed."""
    if increment <= 1:
        return 0
    key = (sale_id, posting.id)
    before = _sum(facts, _BEFORE, key) - _sum(facts, _OTHERS_BEFORE, key)
    after = _half_up(before + in_cash, increment) * increment
    return after - _half_up(before, increment) * increment - in_cash


def _sum(facts: Facts, sql: str, values: Sequence[object]) -> int:
    row = facts.tx.row(sql, values)
    assert row is not None, "an aggregate always answers"
    return int(row[0])
