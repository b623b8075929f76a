"""How the money of credit notes went back: exactly, by what had paid, cash rounded over the whole sale."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.figures import money, rounding
from tillbook.queries.verify.note_money import Coins, Left, kind_of_tender, left_before

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
    AND sale_id NOT IN (SELECT sale_id FROM goods_exchange)
    UNION ALL SELECT payment_id FROM payment_tender WHERE type = 'exchange' LIMIT 1"""
_GOODS = "SELECT COALESCE((SELECT total_minor FROM sale WHERE posting_id = ?), 0)"

_half_up = rounding("half_up")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSums:
    """What a credit note says of its money; `increment` is the smallest coin of its sale, None without one."""

    sale_id: int | None
    total: int
    rounding: int
    refund: int
    increment: int | None


def check_tenders(facts: Facts, posting: Posting, note: NoteSums, tenders: Sequence[Row], coins: Coins) -> None:
    """The tenders come to what goes back, by means that may give it."""

    def say(kind: str, message: str) -> None:
        facts.found.add(kind, posting.where, message)

    def shown(minor: int) -> str:
        return money(minor, facts.digits)

    given: dict[str, int] = {}
    for _, _, means, amount, _ in tenders:
        kind = "cash" if means == "cash" else kind_of_tender(means)
        given[kind] = given.get(kind, 0) + amount
    handed = sum(given.values())
    if handed != note.refund or [row[1] for row in tenders] != list(range(1, len(tenders) + 1)):
        say("credit_note_tenders", f"{shown(note.refund)} goes back, its tenders come to {shown(handed)}")
    if note.increment is None or note.sale_id is None:
        due = _loose_rounding(note.total - (handed - given.get("cash", 0)), coins.at(posting.id))
        paid = None
    else:
        paid = left_before(facts, note.sale_id, posting.id)
        due = _rounding_due(facts, posting, note, given, paid)
    if note.rounding != due:
        say("credit_note_rounding", f"cash rounding is {shown(note.rounding)}, {shown(due)} was due")
    if paid is not None:
        _check_what_had_paid(paid, given, say, shown)
    _check_cards(facts, posting, note.sale_id, tenders)


def _check_what_had_paid(
    paid: Left, given: Mapping[str, int], say: Callable[[str, str], None], shown: Callable[[int], str]
) -> None:
    """A debt is lowered first, and no more money goes out than came in."""
    in_money = given.get("cash", 0) + given.get("money", 0)
    if in_money > paid.money:
        say("refund_beyond_money", f"{shown(in_money)} went back in money, {shown(paid.money)} of it was left")
    lowered = given.get("credit", 0) + given.get("exchange", 0)
    debt = min(paid.debt, sum(given.values()))
    if lowered < debt:
        say("refund_before_debt", f"{shown(lowered)} went off the debt, {shown(debt)} was due first")


def _check_cards(facts: Facts, posting: Posting, sale_id: int | None, tenders: Sequence[Row]) -> None:
    """No card or other means got more than it paid."""
    for _, _, means, _, reference in tenders:
        if means in FOR_ANY_SALE:
            continue
        paid, back = (
            _sum(facts, _PAID, (sale_id, means, reference)),
            _sum(facts, _BACK, (sale_id, posting.id, means, reference)),
        )
        if back > paid:
            shown = [money(minor, facts.digits) for minor in (back, paid)]
            message = f"{shown[0]} went back to {means} {reference}, which paid {shown[1]}"
            facts.found.add("refund_beyond_tender", posting.where, message)


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


def _loose_rounding(in_cash: int, increment: int) -> int:
    """Without a receipt what goes back in cash is rounded by itself, to the shop's own coin."""
    return _nearest(in_cash, increment) - in_cash


def _rounding_due(facts: Facts, posting: Posting, note: NoteSums, given: Mapping[str, int], paid: Left) -> int:
    """What goes back beside the price of the goods: the sale's own rounding with the last of them, and coins.

    What all returns of the sale pay out in cash is rounded together, and is never more than what is left.
    """
    key = (note.sale_id, posting.id)
    exchange, others = given.get("exchange", 0), sum(given.values()) - given.get("cash", 0)
    if exchange and exchange == sum(given.values()) == note.total:
        return 0
    before = _sum(facts, _BEFORE, key)
    last = note.total == _sum(facts, _GOODS, (note.sale_id,)) - before
    due = max(sum(paid) if last else min(note.total, sum(paid)), exchange)
    in_cash = due - others
    cash_before = 0 if last else before - _sum(facts, _OTHERS_BEFORE, key)
    increment = max(note.increment or 1, 1)
    cash = _nearest(cash_before + in_cash, increment) - _nearest(cash_before, increment)
    most = min(sum(paid) - others, paid.money - given.get("money", 0))
    if in_cash <= most < cash:
        cash = most // increment * increment
    return others + cash - note.total


def _nearest(minor: int, increment: int) -> int:
    return _half_up(minor, increment) * increment if increment > 1 else minor


def _sum(facts: Facts, sql: str, values: Sequence[object]) -> int:
    row = facts.tx.row(sql, values)
    assert row is not None, "an aggregate always answers"
    return int(row[0])
