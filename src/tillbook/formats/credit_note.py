"""A credit note as plain text for a till roll or a terminal, and as JSON; every figure is one that was stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from babel.dates import format_date, format_time

from tillbook.core.amounts import Currency, format_exact, format_minor
from tillbook.core.bill import BillTax, BillTender
from tillbook.core.calendar import find_zone
from tillbook.core.credit_note import CreditNote, NoteLine
from tillbook.core.quantity import format_quantity
from tillbook.formats.paper import INDENT, Paper, with_rules

HASH_DIGITS: Final = 16
"""As on a bill."""

UNIT_UNSAID: Final = "pc"
SELLABLE: Final = "sellable"
GONE_ON: Final = ("damaged", "supplier")
"""Where goods can have gone other than back on the shelf."""

_TENDERS: Final = {"upi": "UPI"}


def credit_note_text(note: CreditNote, *, columns: int, codes: Sequence[str] = ()) -> str:
    """The credit note as lines of at most `columns`; `codes` of new store credit stand nowhere else."""
    paper = Paper.of(note.currency, note.locale, columns=columns)
    parts = [
        _heading(note, paper),
        _about(note, paper),
        [part for line in note.lines for part in _line(line, note, paper)],
        _totals(note, paper),
        _given(note, codes, paper),
        _taxes(note, paper) if note.prices_include_tax else [],
        paper.left(f"Journal {note.journal_hash[:HASH_DIGITS]}"),
    ]
    return with_rules(parts, columns=columns)


def _heading(note: CreditNote, paper: Paper) -> list[str]:
    lines = paper.centred(note.shop_name) + paper.centred(note.shop_address)
    if note.shop_tax_number:
        lines += paper.centred(f"Tax number {note.shop_tax_number}")
    lines += paper.centred("CREDIT NOTE")
    if note.copy_number != 0:
        number = "" if note.copy_number is None else f" {note.copy_number}"
        lines += paper.centred(f"*** COPY{number} ***")
    return lines


def _about(note: CreditNote, paper: Paper) -> list[str]:
    local = note.posted_at.astimezone(find_zone(note.timezone))
    day = paper.digits(format_date(local, "medium", locale=paper.locale))
    clock = paper.digits(format_time(local, "short", locale=paper.locale))
    lines = paper.pair(f"Credit note {note.number}", f"Register {note.register}")
    lines += paper.left(f"for bill {note.sale}" if note.sale else "without a receipt", indent=INDENT)
    lines += paper.pair(day, clock)
    lines += paper.left(f"Cashier {note.cashier}") if note.cashier else []
    lines += paper.left(f"Approved by {note.approved_by}") if note.approved_by else []
    return lines + (paper.left(f"Reason {note.reason}") if note.reason else [])


def _line(line: NoteLine, note: CreditNote, paper: Paper) -> list[str]:
    after_discounts = line.gross_minor if note.prices_include_tax else line.net_minor
    discounts = line.discount_minor + line.bill_discount_minor
    unit = f" {line.unit}" if line.unit and line.unit != UNIT_UNSAID else ""
    figures = f"{paper.quantity(line.quantity_milli)}{unit} × {paper.price(line.unit_price)}"
    lines = paper.left(line.name)
    lines += paper.pair(figures, paper.money(after_discounts + discounts), indent=INDENT)
    if discounts:
        lines += paper.pair("discount", paper.money(-discounts), indent=INDENT)
    return lines + (paper.left(line.to, indent=INDENT) if line.to in GONE_ON else [])


def _totals(note: CreditNote, paper: Paper) -> list[str]:
    lines = []
    if not note.prices_include_tax and note.taxes:
        lines += paper.pair("Net", paper.money(note.net_minor))
        lines += _taxes(note, paper)
    return lines + paper.pair("TOTAL BACK", paper.money(note.total_minor))


def _taxes(note: CreditNote, paper: Paper) -> list[str]:
    opening = "incl. " if note.prices_include_tax else ""
    return [part for tax in note.taxes for part in paper.pair(*_tax(tax, opening, paper))]


def _tax(tax: BillTax, opening: str, paper: Paper) -> tuple[str, str]:
    if tax.rate is not None:
        said = f"{tax.name} {paper.percent(tax.rate)} on {paper.money(tax.base_minor)}"
    else:
        assert tax.per_unit is not None, "a tax has a rate or an amount per unit"
        said = f"{tax.name} {paper.price(tax.per_unit)} each"
    return opening + said, paper.money(tax.amount_minor)


def _given(note: CreditNote, codes: Sequence[str], paper: Paper) -> list[str]:
    lines = []
    if note.cash_rounding_minor:
        lines += paper.pair("Cash rounding", paper.money(note.cash_rounding_minor))
        lines += paper.pair("Given back", paper.money(note.refund_minor))
    for tender in note.tenders:
        lines += paper.pair(_tender_name(tender), paper.money(tender.amount_minor))
    for code in codes:
        lines += paper.left(f"Code {code}", indent=INDENT)
    return lines


def _tender_name(tender: BillTender) -> str:
    name = _TENDERS.get(tender.type, tender.type.replace("_", " ").capitalize())
    return f"{name} {tender.reference}" if tender.reference else name


def credit_note_json(note: CreditNote, *, codes: Sequence[str] = ()) -> dict[str, Any]:
    """The credit note as a JSON object; `codes` only where there are any."""
    currency = note.currency
    amounts = {
        "net": note.net_minor,
        "tax": note.tax_minor,
        "total": note.total_minor,
        "cash_rounding": note.cash_rounding_minor,
        "refund": note.refund_minor,
    }
    answer: dict[str, Any] = {
        "id": note.id,
        "number": note.number,
        "sale": note.sale or None,
        "register": note.register,
        "posted_at": note.posted_at.isoformat(),
        "business_date": note.business_date.isoformat(),
        "cashier": note.cashier,
        "approved_by": note.approved_by or None,
        "reason": note.reason,
        "currency": currency.code,
        "prices_include_tax": note.prices_include_tax,
        "lines": [_line_json(line, currency) for line in note.lines],
        "taxes": [_tax_json(tax, currency) for tax in note.taxes],
        **{name: format_minor(minor, currency) for name, minor in amounts.items()},
        "tenders": [_tender_json(tender, currency) for tender in note.tenders],
        "journal_hash": note.journal_hash,
    }
    return {**answer, "codes": list(codes)} if codes else answer


def credit_note_answer(
    note: CreditNote, *, columns: int, codes: Sequence[str] = (), needs_approval: str | None = None
) -> dict[str, Any]:
    """The credit note as a till gets it: with its paper, on which the codes are too, and where to find that again."""
    told = credit_note_json(note)
    return {
        **told,
        "due": told["refund"],
        "codes": list(codes),
        "text": credit_note_text(note, columns=columns, codes=codes),
        "paper_url": f"/api/v1/credit-notes/{quote(note.number, safe='')}/paper" if note.number else None,
        "needs_approval": needs_approval,
    }


def _line_json(line: NoteLine, currency: Currency) -> dict[str, Any]:
    amounts = {
        "discount": line.discount_minor,
        "bill_discount": line.bill_discount_minor,
        "net": line.net_minor,
        "tax": line.tax_minor,
        "gross": line.gross_minor,
    }
    return {
        "line": line.sale_line,
        "product": line.sku,
        "name": line.name,
        "quantity": format_quantity(line.quantity_milli),
        "unit": line.unit,
        "unit_price": format_exact(line.unit_price, digits=currency.digits),
        **{name: format_minor(minor, currency) for name, minor in amounts.items()},
        "taxes": [_tax_json(tax, currency) for tax in line.taxes],
        "to": line.to if line.to in GONE_ON else SELLABLE,
    }


def _tax_json(tax: BillTax, currency: Currency) -> dict[str, str]:
    answer = {"name": tax.name}
    if tax.rate is not None:
        answer["rate"] = format_exact(tax.rate)
    if tax.per_unit is not None:
        answer["per_unit"] = format_exact(tax.per_unit, digits=currency.digits)
    answer["base"] = format_minor(tax.base_minor, currency)
    answer["amount"] = format_minor(tax.amount_minor, currency)
    return answer


def _tender_json(tender: BillTender, currency: Currency) -> dict[str, str]:
    answer = {"type": tender.type, "amount": format_minor(tender.amount_minor, currency)}
    return {**answer, "reference": tender.reference} if tender.reference else answer
