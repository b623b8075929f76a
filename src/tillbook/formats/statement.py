"""Statements and ageing as JSON and as text to hand to a customer."""

from __future__ import annotations

from typing import Final

from tillbook.core.amounts import Currency, format_minor
from tillbook.core.locale_money import format_money
from tillbook.core.statement import Ageing, Statement, StatementLine
from tillbook.core.text import fit, shown, width

KINDS: Final = {"sale": "Bill", "payment": "Payment", "credit_note": "Credit note"}
AGES: Final = ("today", "1-30", "31-60", "61-90", "over 90")
"""What the ages are called, the youngest first; in days."""
COLUMNS: Final = 86
"""How wide a statement is where nobody says."""
_GAP: Final = "  "
_DAY: Final = 10
_DOCUMENT: Final = 40
_NUMBER: Final = 20
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


def statement_text(
    statement: Statement, *, name: str, shop_name: str, currency: Currency, locale: str, columns: int = COLUMNS
) -> str:
    """A statement as lines of text, safe on a terminal and on paper; at least 60 columns are as wide as asked for.

    Where there is no room for it beside a bill, what is open of it stands on a line of its own.
    """

    def money(minor: int) -> str:
        return format_money(minor, currency, locale)

    figures = [minor for line in statement.lines for minor in (line.amount_minor, line.balance_minor)]
    wide = max(width(money(minor)) for minor in (*figures, statement.opening_minor, statement.closing_minor))
    amounts = _AMOUNT if columns >= COLUMNS else min(_AMOUNT, max(wide, len("Balance")))
    document = max(_NUMBER, min(_DOCUMENT, columns - _DAY - 2 * amounts - 3 * len(_GAP)))

    def row(day: str, text: str, amount: str, balance: str) -> str:
        cells = (
            f"{day:<{_DAY}}",
            fit(text, document),
            fit(amount, amounts, right=True),
            fit(balance, amounts, right=True),
        )
        return _GAP.join(cells).rstrip()

    def of_bill(line: StatementLine) -> list[str]:
        named = f"{KINDS.get(line.kind, 'Document')} {line.number}"
        still = f"open {money(line.open_minor)}" if line.open_minor else ""
        beside = bool(still) and width(f"{named}, {still}") <= document
        text = f"{named}, {still}" if beside else named
        lines = [row(line.day.isoformat(), text, money(line.amount_minor), money(line.balance_minor))]
        return [*lines, row("", still, "", "")] if still and not beside else lines

    since = "" if statement.since is None else statement.since.isoformat()
    until = "" if statement.until is None else statement.until.isoformat()
    in_credit = ", in credit" if statement.closing_minor < 0 else ""
    lines = [shown(shop_name), f"Statement for {shown(name)} (#{statement.customer_id})"]
    lines.append(row("Day", "Document", "Amount", "Balance"))
    lines.append(row(since, "Opening balance", "", money(statement.opening_minor)))
    lines += [text for line in statement.lines for text in of_bill(line)]
    lines.append(row(until, f"Closing balance{in_credit}", "", money(statement.closing_minor)))
    return "\n".join(lines) + "\n"


def ageing_json(found: Ageing, currency: Currency) -> dict[str, object]:
    """What a customer owes by age, as JSON; the balance is the sum of the ages less what is owed to them."""
    return {
        "customer": {"id": str(found.customer_id), "name": found.name},
        "ages": {name: format_minor(minor, currency) for name, minor in zip(AGES, found.ages_minor, strict=True)},
        "owed_to_them": format_minor(found.owed_to_them_minor, currency),
        "balance": format_minor(found.balance_minor, currency),
    }
