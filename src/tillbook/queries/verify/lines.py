"""The lines of a sale priced again from what they carry: price, quantity, discounts, taxes (P1, P2, P3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts
from tillbook.queries.verify.figures import Rounded, digits_of, millionths, money, percent, quantity, rounding
from tillbook.queries.verify.tax import Named, Split, TaxPlan, plan_of, split
from tillbook.queries.verify.tax_document import fit

LINES = """product_id, sku, name, quantity_milli, wanted_milli, unit_price, discount_percent, discount_minor,
    bill_discount_minor, net_minor, tax_minor, gross_minor, cost_minor, unit, tax_class, list_price"""
LINE_TAXES = "position, name, rate, per_unit, compound, included, base_minor, amount_minor"
TAXES = "name, rate, per_unit, base_minor, amount_minor"


class Sale(NamedTuple):
    """A row of `sale`."""

    posting_id: int
    posting_again: int
    register_id: int
    shift_id: int
    customer_id: int | None
    currency: str
    tax_rounding: str
    rounding_mode: str
    cash_increment: int
    prices_include_tax: int
    discount_percent: str | None
    discount: int
    net: int
    tax: int
    total: int
    cash_rounding: int
    due: int
    tendered: int
    change: int


SALES = """register_id, shift_id, customer_id, currency, tax_rounding, rounding_mode, cash_increment_minor,
    prices_include_tax, discount_percent, discount_minor, net_minor, tax_minor, total_minor, cash_rounding_minor,
    due_minor, tendered_minor, change_minor"""


class Line(NamedTuple):
    """A row of `sale_line`."""

    sale_id: int
    position: int
    product_id: int
    sku: str
    name: str
    milli: int
    wanted_milli: int | None
    unit_price: str
    discount_percent: str | None
    discount: int
    share: int
    net: int
    tax: int
    gross: int
    cost: int
    unit: str
    tax_class: str
    list_price: str


class LineTax(NamedTuple):
    """A row of `sale_line_tax`."""

    sale_id: int
    line_position: int
    position: int
    name: str
    rate: str | None
    per_unit: str | None
    compound: bool
    included: bool
    base: int
    amount: int


TaxesOfLines = dict[int, list[LineTax]]
PromotionsOfLines = dict[int, list[Row]]
"""By the position of a line: sale, line, position, name, amount."""


class Pricing:
    """Prices the sales of a shop again, one after the other."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._where = ""
        self._digits = facts.digits
        self._rounded: Rounded = rounding("half_up")

    def check(
        self,
        where: str,
        sale: Sale,
        lines: Sequence[Line],
        line_taxes: Sequence[LineTax],
        taxes: Sequence[Row],
        promotions: PromotionsOfLines,
    ) -> TaxesOfLines:
        """Compare every figure of the lines and the taxes; answer the taxes by the position of their line."""
        self._where = where
        self._digits = digits_of(sale.currency)
        self._rounded = rounding(sale.rounding_mode)
        if [line.position for line in lines] != list(range(1, len(lines) + 1)) or not lines:
            self._facts.found.add("sale_lines", where, _holes([line.position for line in lines]))
        of_lines: TaxesOfLines = {line.position: [] for line in lines}
        for tax in line_taxes:
            of_lines.setdefault(tax.line_position, []).append(tax)
        if len(of_lines) > len(lines):
            self._facts.found.add("line_taxes", where, "has taxes of a line that is not there")
        amounts = [self._amount(line, promotions.get(line.position, ())) for line in lines]
        self._check_bill_discount(sale, lines, amounts)
        split_lines = [self._split(line, amount, of_lines) for line, amount in zip(lines, amounts, strict=True)]
        fit(split_lines, sale.tax_rounding, self._rounded)
        for line, (_, due) in zip(lines, split_lines, strict=True):
            gross = due.gross
            if line.gross != gross or line.net != due.net or line.tax != gross - due.net:
                self._report_line(line, due)
            for tax, amount, base in zip(of_lines[line.position], due.amounts, due.bases, strict=True):
                if tax.base != base or tax.amount != amount:
                    self._report_line_tax(line, tax, base=base, amount=amount)
        self._check_taxes(line_taxes, taxes)
        return of_lines

    def _amount(self, line: Line, promotions: Sequence[Row]) -> int:
        """Unit price × quantity less what promotions and the line's own discount take off, in minor units."""
        milli, wanted, unit_price, part, discount = line[5:10]
        amount = self._rounded(millionths(unit_price) * milli, 10 ** (9 - self._digits))
        if part is not None:
            numerator, denominator = percent(part)
            promoted = sum([promotion[4] for promotion in promotions])
            due = promoted + self._rounded((amount - promoted) * numerator, denominator)
            if discount != due:
                self._say("line_discount", line, "discount", discount, due)
        else:
            promoted = sum([promotion[4] for promotion in promotions]) if promotions else 0
            if not promoted <= discount <= amount:
                self._say("line_discount", line, "discount", discount, min(max(discount, promoted), amount))
        if milli <= 0 or (wanted is not None and wanted <= milli):
            where = f"{self._where}, line {line.position}"
            self._facts.found.add("line_quantity", where, f"sells {quantity(milli)} of {quantity(wanted or 0)} wanted")
        return int(amount - discount)

    def _split(self, line: Line, amount: int, of_lines: TaxesOfLines) -> tuple[TaxPlan, Split]:
        plan = plan_of(tuple([tax[3:8] for tax in of_lines[line.position]]), self._digits)
        return plan, split(plan, amount - line.share, line.milli, self._rounded)

    def _check_bill_discount(self, sale: Sale, lines: Sequence[Line], amounts: Sequence[int]) -> None:
        """The shares add up to the bill's discount, and each is what its proportion says."""
        shares = [line.share for line in lines]
        if not sale.discount and not any(shares) and sale.discount_percent is None:
            return
        whole = sum(amounts)
        if sale.discount_percent is not None:
            numerator, denominator = percent(sale.discount_percent)
            self._same("bill_discount", "discount", sale.discount, self._rounded(whole * numerator, denominator))
        elif not 0 <= sale.discount <= whole:
            self._same("bill_discount", "discount", sale.discount, min(max(sale.discount, 0), whole))
        self._same("discount_shares", "the lines' shares of the discount come to", sum(shares), sale.discount)
        if whole:
            self._check_proportions(sale.discount, lines, amounts, whole)

    def _check_proportions(self, discount: int, lines: Sequence[Line], amounts: Sequence[int], whole: int) -> None:
        """Largest remainder: no line got a unit that one with a larger remainder did not get."""
        least: tuple[int, Line] | None = None
        most_without = -1
        for line, amount in zip(lines, amounts, strict=True):
            floor, remainder = divmod(discount * amount, whole)
            extra = line.share - floor
            if extra not in (0, 1) or (extra and not remainder):
                self._say("discount_shares", line, "share of the discount", line.share, floor)
            elif not extra:
                most_without = max(most_without, remainder)
            elif least is None or remainder < least[0]:
                least = (remainder, line)
        if least is not None and most_without > least[0]:
            line = least[1]
            self._say("discount_shares", line, "share of the discount", line.share, line.share - 1)

    def _check_taxes(self, line_taxes: Sequence[LineTax], taxes: Sequence[Row]) -> None:
        """The taxes of the document are those of its lines, added up, in order of first appearance."""
        sums: dict[Named, list[int]] = {}
        for tax in line_taxes:
            found = sums.get(tax[3:6])
            if found is None:
                sums[tax[3:6]] = [tax.base, tax.amount]
            else:
                found[0] += tax.base
                found[1] += tax.amount
        due = [(position, *named, *both) for position, (named, both) in enumerate(sums.items(), 1)]
        if due != [tax[1:] for tax in taxes]:
            self._report_taxes(due, taxes)

    def _report_taxes(self, due: Sequence[Row], taxes: Sequence[Row]) -> None:
        stored = {tax[2:5]: tax[5:7] for tax in taxes}
        for _, *named, base, amount in due:
            found = stored.get(tuple(named), (0, 0))
            if found != (base, amount):
                self._same("sale_tax", f"{_tax_name(named)} is taken of", found[0], base)
                self._same("sale_tax", f"{_tax_name(named)} is", found[1], amount)
                return
        self._facts.found.add("sale_tax", self._where, "does not list its taxes as its lines have them")

    def _report_line(self, line: Line, due: Split) -> None:
        self._say("line_net", line, "net", line.net, due.net)
        self._say("line_tax", line, "tax", line.tax, due.gross - due.net)
        self._say("line_gross", line, "gross", line.gross, due.gross)

    def _report_line_tax(self, line: Line, tax: LineTax, *, base: int, amount: int) -> None:
        name = _tax_name(tax[3:6])
        self._say("line_taxes", line, name, tax.amount, amount)
        self._say("line_taxes", line, f"the base of {name}", tax.base, base)

    def _say(self, kind: str, line: Line, what: str, is_minor: int, due_minor: int) -> None:
        if is_minor != due_minor:
            message = f"{what} is {money(is_minor, self._digits)}, {money(due_minor, self._digits)} was due"
            self._facts.found.add(kind, f"{self._where}, line {line.position}", message)

    def _same(self, kind: str, what: str, is_minor: int, due_minor: int) -> None:
        if is_minor != due_minor:
            message = f"{what} {money(is_minor, self._digits)}, {money(due_minor, self._digits)} was due"
            self._facts.found.add(kind, self._where, message)


def _tax_name(named: Sequence[str | None]) -> str:
    name, rate, per_unit = named
    return f"{name} {rate} %" if rate is not None else f"{name} {per_unit} a unit"


def _holes(positions: Sequence[int]) -> str:
    if not positions:
        return "has no lines"
    due = next((n for n, position in enumerate(positions, 1) if position != n), len(positions))
    return f"has {len(positions)} lines, and line {due} is not there"
