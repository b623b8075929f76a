"""Statements and ageing as JSON and as text to hand to a customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tillbook.core.amounts import Currency, format_minor
from tillbook.core.locale_money import format_money
from tillbook.core.statement import Ageing, Statement, StatementLine
from tillbook.core.text import fit, shown

KINDS: Final = {"sale": "Bill", "payment": "Payment", "credit_note": "Credit note"}
AGES: Final = ("today", "1-30", "31-60", "61-90", "over 90")
"""What the ages are called, the youngest first; in days."""
_DOCUMENT: Final = 40
_AMOUNT: Final = 15


def statement_json(statement: Statement, *, name: str, currency: Currency) -> dict[str, object]:
    """A statement as JSON: amounts as decimal strings, what was bought above 0, what was paid below."""
    return {
        "customer": {"id": str(statement.customer_id), "name": name},
        "from": None if statement.since is None else statement.since.isoformat(),
        "until": None if statement.until is None else statement.until.isoformat(),
        "currency": currency.code,
        "opening": format_minor(statement.opening_minor, currency),
        "entries": [_line_json(line, currency) for line in statement.lines],
        "closing": format_minor(statement.closing_minor, currency),
    }


def _line_json(line: StatementLine, currency: Currency) -> dict[str, object]:
    return {
        "at": line.at.isoformat(),
        "business_date": line.day.isoformat(),
        "kind": line.kind,
        "number": line.number,
        "amount": format_minor(line.amount_minor, currency),
        "balance": format_minor(line.balance_minor, currency),
        "open": None if line.open_minor is None else format_minor(line.open_minor, currency),
    }


def statement_text(statement: Statement, *, name: str, shop_name: str, currency: Currency, locale: str) -> str:
    """A statement as lines of text, safe on a terminal and on paper."""

    def money(minor: int) -> str:
        return format_money(minor, currency, locale)

    def row(day: str, document: str, amount: str, balance: str) -> str:
        return f"{day:<10}  {fit(document, _DOCUMENT)}  {amount:>{_AMOUNT}}  {balance:>{_AMOUNT}}".rstrip()

    since = "" if statement.since is None else statement.since.isoformat()
    until = "" if statement.until is None else statement.until.isoformat()
    lines = [shown(shop_name), f"Statement for {shown(name)} (#{statement.customer_id})"]
    lines.append(row("Day", "Document", "Amount", "Balance"))
    lines.append(row(since, "Opening balance", "", money(statement.opening_minor)))
    lines += [
        row(line.day.isoformat(), _document(line, money), money(line.amount_minor), money(line.balance_minor))
        for line in statement.lines
    ]
    lines.append(row(until, "Closing balance", "", money(statement.closing_minor)))
    return "\n".join(lines) + "\n"


def _document(line: StatementLine, money: Callable[[int], str]) -> str:
    named = f"{KINDS.get(line.kind, 'Document')} {line.number}"
    return f"{named}, open {money(line.open_minor)}" if line.open_minor else named


def ageing_json(found: Ageing, currency: Currency) -> dict[str, object]:
    """What a customer owes by age, as JSON; the balance is the sum of the ages less what is owed to them."""
    return {
        "customer": {"id": str(found.customer_id), "name": found.name},
        "ages": {name: format_minor(minor, currency) for name, minor in zip(AGES, found.ages_minor, strict=True)},
        "owed_to_them": format_minor(found.owed_to_them_minor, currency),
        "balance": format_minor(found.balance_minor, currency),
    }
