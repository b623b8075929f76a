"""A bill as plain text for a till roll or a terminal: 32 columns (58 mm), 42 or 48 (80 mm), any of 24 to 80.

Every figure is one that was stored with the sale; only sums of stored figures are shown besides. What a line
is said to cost is what its net (or, where prices include tax, its gross) and its discounts add up to, so that
the column always adds up to the total, whatever tax rounding the shop uses.

Names are shown through `core.text`: nothing in them can end a line, move the cursor or turn the text around.
Blanks that a printer may not have (no-break, narrow) are printed as plain ones.
"""

from __future__ import annotations

from typing import Final

from babel.dates import format_date, format_time

from tillbook.core.bill import Bill, BillCustomer, BillLine, BillTax, BillTender
from tillbook.core.calendar import find_zone
from tillbook.formats.paper import INDENT, Paper, with_rules

HASH_DIGITS: Final = 16
"""Of the journal's hash: 64 bits, which nobody finds a second entry for by accident."""

UNIT_UNSAID: Final = "pc"
_TENDERS: Final = {"upi": "UPI"}


def receipt(bill: Bill, *, columns: int) -> str:
    """The bill as lines of at most `columns`, each ended by a line break."""
    paper = Paper.of(bill.currency, bill.locale, columns=columns)
    parts = [
        _heading(bill, paper),
        _about(bill, paper),
        [part for line in bill.lines for part in _line(line, bill, paper)],
        _totals(bill, paper),
        _payment(bill, paper),
        _taxes(bill, paper) if bill.prices_include_tax else [],
        _closing(bill, paper),
    ]
    return with_rules(parts, columns=columns)


def _heading(bill: Bill, paper: Paper) -> list[str]:
    lines = paper.centred(bill.shop_name) + paper.centred(bill.shop_address)
    if bill.shop_tax_number:
        lines += paper.centred(f"Tax number {bill.shop_tax_number}")
    if bill.copy_number:
        lines += paper.centred(f"*** COPY {bill.copy_number} ***")
    return lines


def _about(bill: Bill, paper: Paper) -> list[str]:
    local = bill.posted_at.astimezone(find_zone(bill.timezone))
    day = paper.digits(format_date(local, "medium", locale=paper.locale))
    clock = paper.digits(format_time(local, "short", locale=paper.locale))
    lines = paper.pair(f"Bill {bill.number}", f"Register {bill.register}")
    lines += paper.pair(day, clock)
    lines += paper.left(f"Cashier {bill.cashier}") if bill.cashier else []
    return lines + (_customer(bill.customer, paper) if bill.customer else [])


def _customer(customer: BillCustomer, paper: Paper) -> list[str]:
    lines = paper.left(f"Customer {customer.name}") if customer.name else []
    for contact in (customer.email, customer.phone):
        lines += paper.left(contact, indent=INDENT) if contact else []
    return lines


def _line(line: BillLine, bill: Bill, paper: Paper) -> list[str]:
    after_discounts = line.gross_minor if bill.prices_include_tax else line.net_minor
    stands = after_discounts + line.discount_minor + line.bill_discount_minor
    unit = f" {line.unit}" if line.unit and line.unit != UNIT_UNSAID else ""
    figures = f"{paper.quantity(line.quantity_milli)}{unit} × {paper.price(line.unit_price)}"
    lines = paper.left(line.name)
    lines += paper.pair(figures, paper.money(stands), indent=INDENT)
    if line.wanted_milli is not None and line.wanted_milli != line.quantity_milli:
        lines += paper.left(f"asked for {paper.quantity(line.wanted_milli)}", indent=INDENT)
    for part in line.promotions:
        lines += paper.pair(part.name, paper.money(-part.amount_minor), indent=INDENT)
    by_hand = line.discount_minor - sum(part.amount_minor for part in line.promotions)
    if by_hand:
        lines += paper.pair("discount", paper.money(-by_hand), indent=INDENT)
    return lines


def _totals(bill: Bill, paper: Paper) -> list[str]:
    before = bill.total_minor if bill.prices_include_tax else bill.net_minor
    lines = []
    if bill.discount_minor:
        lines += paper.pair("Subtotal", paper.money(before + bill.discount_minor))
        lines += paper.pair("Discount", paper.money(-bill.discount_minor))
    if not bill.prices_include_tax and bill.taxes:
        lines += paper.pair("Net", paper.money(bill.net_minor))
        lines += _taxes(bill, paper)
    return lines + paper.pair("TOTAL", paper.money(bill.total_minor))


def _taxes(bill: Bill, paper: Paper) -> list[str]:
    opening = "incl. " if bill.prices_include_tax else ""
    return [part for tax in bill.taxes for part in _tax(tax, opening, paper)]


def _tax(tax: BillTax, opening: str, paper: Paper) -> list[str]:
    if tax.rate is not None:
        said = f"{tax.name} {paper.percent(tax.rate)} on {paper.money(tax.base_minor)}"
    else:
        assert tax.per_unit is not None, "a tax has a rate or an amount per unit"
        said = f"{tax.name} {paper.price(tax.per_unit)} each"
    return paper.pair(opening + said, paper.money(tax.amount_minor))


def _payment(bill: Bill, paper: Paper) -> list[str]:
    lines = []
    if bill.cash_rounding_minor:
        lines += paper.pair("Cash rounding", paper.money(bill.cash_rounding_minor))
        lines += paper.pair("To pay", paper.money(bill.due_minor))
    for tender in bill.tenders:
        lines += paper.pair(_tender_name(tender), paper.money(tender.amount_minor))
    if len(bill.tenders) > 1:
        lines += paper.pair("Tendered", paper.money(bill.tendered_minor))
    if bill.change_minor or any(tender.type == "cash" for tender in bill.tenders):
        lines += paper.pair("Change", paper.money(bill.change_minor))
    return lines


def _tender_name(tender: BillTender) -> str:
    name = _TENDERS.get(tender.type, tender.type.replace("_", " ").capitalize())
    return f"{name} {tender.reference}" if tender.reference else name


def _closing(bill: Bill, paper: Paper) -> list[str]:
    return paper.left(f"Journal {bill.journal_hash[:HASH_DIGITS]}")
