"""Totals, tenders, change and the drawer of a sale worked out again (P1, P4, P12)."""

from __future__ import annotations

from collections.abc import Sequence

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts
from tillbook.queries.verify.figures import digits_of, money, rounding
from tillbook.queries.verify.lines import Line, Sale

TENDERS = "type, amount_minor, reference"


def check_payment(
    facts: Facts,
    where: str,
    sale: Sale,
    lines: Sequence[Line],
    tenders: Sequence[Row],
    entries: Sequence[Row],
) -> None:
    """The lines add up to the total, the tenders to what is due and the change, the drawer holds the cash."""
    cash = 0
    in_cash = False
    for tender in tenders:
        if tender[2] == "cash":
            in_cash = True
            cash += tender[3]
    handed = sum([tender[3] for tender in tenders])
    figures = (
        ("total", "the net", sale.net, sum([line.net for line in lines])),
        ("total", "the tax", sale.tax, sum([line.tax for line in lines])),
        ("total", "the total", sale.total, sum([line.gross for line in lines])),
        ("cash_rounding", "cash rounding", sale.cash_rounding, _rounding_due(sale, handed - cash, in_cash)),
        ("due", "what is due", sale.due, sale.total + sale.cash_rounding),
        ("tenders", "tendered", sale.tendered, handed),
        ("change", "the change", sale.change, sale.tendered - sale.due),
    )
    for kind, what, is_minor, due_minor in figures:
        if is_minor != due_minor:
            digits = digits_of(sale.currency)
            message = f"{what} is {money(is_minor, digits)}, {money(due_minor, digits)} was due"
            facts.found.add(kind, where, message)
    if not 0 <= sale.change <= cash:
        facts.found.add("change", where, f"{_shown(sale, sale.change)} of change out of {_shown(sale, cash)} in cash")
    if [tender[1] for tender in tenders] != list(range(1, len(tenders) + 1)):
        facts.found.add("tenders", where, "a tender is missing from its place")
    _check_drawer(facts, where, sale, cash - sale.change, entries)


def _rounding_due(sale: Sale, others: int, in_cash: bool) -> int:
    """To the nearest multiple of the smallest coin, of what other tenders leave; a tie goes up in any shop.

    What that makes nothing is paid in cash by nothing: no tender shows it.
    """
    step = sale.cash_increment
    if step <= 1:
        return 0
    rest = sale.total - others
    coins = rounding("half_up")(rest, step) * step
    return coins - rest if in_cash or not coins else 0


def _check_drawer(facts: Facts, where: str, sale: Sale, kept: int, entries: Sequence[Row]) -> None:
    due = [(sale.shift_id, "sale", kept)] if kept else []
    if [entry[2:] for entry in entries] != due:
        message = f"{_shown(sale, sum([entry[4] for entry in entries]))} went into the drawer"
        facts.found.add("cash_entry", where, f"{message}, {_shown(sale, kept)} was due in its shift")
    shift = facts.shifts.get(sale.shift_id)
    if shift is None or shift.register_id != sale.register_id:
        facts.found.add("shift", where, "counts in a shift of another register")


def _shown(sale: Sale, minor: int) -> str:
    return money(minor, digits_of(sale.currency))
