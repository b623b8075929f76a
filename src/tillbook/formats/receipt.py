"""A bill as plain text for a till roll or a terminal: 32 columns (58 mm), 42 or 48 (80 mm), any of 24 to 80.

Every figure is one that was stored with the sale; only sums of stored figures are shown besides. What a line
is said to cost is what its net (or, where prices include tax, its gross) and its discounts add up to, so that
the column always adds up to the total, whatever tax rounding the shop uses.

Names are shown through `core.text`: nothing in them can end a line, move the cursor or turn the text around.
Blanks that a printer may not have (no-break, narrow) are printed as plain ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent

from tillbook.core.amounts import Currency
from tillbook.core.bill import Bill, BillCustomer, BillLine, BillTax, BillTender
from tillbook.core.calendar import find_zone
from tillbook.core.money import format_money
from tillbook.core.text import shown, width, wrap

COLUMNS_MIN: Final = 24
COLUMNS_MAX: Final = 80
HASH_DIGITS: Final = 16
"""Of the journal's hash: 64 bits, which nobody finds a second entry for by accident."""

UNIT_UNSAID: Final = "pc"
_INDENT: Final = "  "
_TENDERS: Final = {"upi": "UPI"}
_blanks: Final = re.compile("[\u00a0\u2007\u2009\u202f]")


def receipt(bill: Bill, *, columns: int) -> str:
    """The bill as lines of at most `columns`, each ended by a line break."""
    assert COLUMNS_MIN <= columns <= COLUMNS_MAX, "a receipt has 24 to 80 columns"
    paper = _Paper(
        columns=columns,
        currency=bill.currency,
        locale=Locale.parse(bill.locale.replace("-", "_")),
        zero=_zero(bill),
    )
    parts = [
        _heading(bill, paper),
        _about(bill, paper),
        [part for line in bill.lines for part in _line(line, bill, paper)],
        _totals(bill, paper),
        _payment(bill, paper),
        _taxes(bill, paper) if bill.prices_include_tax else [],
        _closing(bill, paper),
    ]
    rule = "-" * columns
    return "".join(f"{line}\n" for part in _between(parts, rule) for line in part)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """How wide the paper is, and how figures are written on it."""

    columns: int
    currency: Currency
    locale: Locale
    zero: int

    def money(self, minor: int) -> str:
        return self._plain(format_money(minor, self.currency, str(self.locale)))

    def price(self, price: Decimal) -> str:
        """A unit price with all its decimals, at least those of the currency."""
        digits = max(self.currency.digits, -int(price.normalize().as_tuple().exponent))
        finer = Currency(code=self.currency.code, digits=digits)
        return self._plain(format_money(int(price.scaleb(digits)), finer, str(self.locale)))

    def quantity(self, milli: int) -> str:
        return self.digits(
            format_decimal(
                Decimal(milli).scaleb(-3),
                locale=self.locale,
                decimal_quantization=False,
                numbering_system="default",
            )
        )

    def percent(self, rate: Decimal) -> str:
        return self.digits(
            format_percent(rate.scaleb(-2), locale=self.locale, decimal_quantization=False, numbering_system="default")
        )

    def digits(self, text: str) -> str:
        """The text in the digits that amounts have in this locale."""
        return self._plain("".join(chr(self.zero + int(c)) if "0" <= c <= "9" else c for c in text))

    def centred(self, text: str) -> list[str]:
        return [" " * ((self.columns - width(line)) // 2) + line for line in wrap(text, self.columns) if line]

    def left(self, text: str, *, indent: str = "") -> list[str]:
        return [indent + line for line in wrap(text, self.columns - len(indent))]

    def pair(self, text: str, figure: str, *, indent: str = "") -> list[str]:
        """Text at the left and a figure at the right: on one line, or on as many as it takes."""
        lines = self.left(text, indent=indent)
        figures = wrap(figure, self.columns)
        room = self.columns - width(lines[-1]) - width(figures[0])
        if room >= 1:
            lines[-1] += " " * room + figures.pop(0)
        return lines + [" " * (self.columns - width(line)) + line for line in figures]

    def _plain(self, text: str) -> str:
        return _blanks.sub(" ", shown(text))


def _heading(bill: Bill, paper: _Paper) -> list[str]:
    lines = paper.centred(bill.shop_name) + paper.centred(bill.shop_address)
    if bill.shop_tax_number:
        lines += paper.centred(f"Tax number {bill.shop_tax_number}")
    if bill.copy_number:
        lines += paper.centred(f"*** COPY {bill.copy_number} ***")
    return lines


def _about(bill: Bill, paper: _Paper) -> list[str]:
    local = bill.posted_at.astimezone(find_zone(bill.timezone))
    day = paper.digits(format_date(local, "medium", locale=paper.locale))
    clock = paper.digits(format_time(local, "short", locale=paper.locale))
    lines = paper.pair(f"Bill {bill.number}", f"Register {bill.register}")
    lines += paper.pair(day, clock)
    lines += paper.left(f"Cashier {bill.cashier}") if bill.cashier else []
    return lines + (_customer(bill.customer, paper) if bill.customer else [])


def _customer(customer: BillCustomer, paper: _Paper) -> list[str]:
    lines = paper.left(f"Customer {customer.name}") if customer.name else []
    for contact in (customer.email, customer.phone):
        lines += paper.left(contact, indent=_INDENT) if contact else []
    return lines


def _line(line: BillLine, bill: Bill, paper: _Paper) -> list[str]:
    after_discounts = line.gross_minor if bill.prices_include_tax else line.net_minor
    stands = after_discounts + line.discount_minor + line.bill_discount_minor
    unit = f" {line.unit}" if line.unit and line.unit != UNIT_UNSAID else ""
    figures = f"{paper.quantity(line.quantity_milli)}{unit} × {paper.price(line.unit_price)}"
    lines = paper.left(line.name)
    lines += paper.pair(figures, paper.money(stands), indent=_INDENT)
    if line.wanted_milli is not None and line.wanted_milli != line.quantity_milli:
        lines += paper.left(f"asked for {paper.quantity(line.wanted_milli)}", indent=_INDENT)
    for part in line.promotions:
        lines += paper.pair(part.name, paper.money(-part.amount_minor), indent=_INDENT)
    by_hand = line.discount_minor - sum(part.amount_minor for part in line.promotions)
    if by_hand:
        lines += paper.pair("discount", paper.money(-by_hand), indent=_INDENT)
    return lines


def _totals(bill: Bill, paper: _Paper) -> list[str]:
    before = bill.total_minor if bill.prices_include_tax else bill.net_minor
    lines = []
    if bill.discount_minor:
        lines += paper.pair("Subtotal", paper.money(before + bill.discount_minor))
        lines += paper.pair("Discount", paper.money(-bill.discount_minor))
    if not bill.prices_include_tax and bill.taxes:
        lines += paper.pair("Net", paper.money(bill.net_minor))
        lines += _taxes(bill, paper)
    return lines + paper.pair("TOTAL", paper.money(bill.total_minor))


def _taxes(bill: Bill, paper: _Paper) -> list[str]:
    opening = "incl. " if bill.prices_include_tax else ""
    return [part for tax in bill.taxes for part in _tax(tax, opening, paper)]


def _tax(tax: BillTax, opening: str, paper: _Paper) -> list[str]:
    if tax.rate is not None:
        said = f"{tax.name} {paper.percent(tax.rate)} on {paper.money(tax.base_minor)}"
    else:
        assert tax.per_unit is not None, "a tax has a rate or an amount per unit"
        said = f"{tax.name} {paper.price(tax.per_unit)} each"
    return paper.pair(opening + said, paper.money(tax.amount_minor))


def _payment(bill: Bill, paper: _Paper) -> list[str]:
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


def _closing(bill: Bill, paper: _Paper) -> list[str]:
    return paper.left(f"Journal {bill.journal_hash[:HASH_DIGITS]}")


def _between(parts: Iterable[list[str]], rule: str) -> list[list[str]]:
    """The parts that have lines, with a rule between each two."""
    filled = [part for part in parts if part]
    return [part for each in filled for part in ([rule], each)][1:]


def _zero(bill: Bill) -> int:
    """The code point of 0 in the digits that amounts have in the bill's locale."""
    amount = format_money(0, bill.currency, bill.locale)
    return next(ord(character) for character in amount if unicodedata.decimal(character, None) == 0)
