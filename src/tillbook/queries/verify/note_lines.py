"""The lines of a credit note against the lines sold: their shares, cumulatively, and nothing beyond what was sold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.figures import millionths, money, quantity, rounding
from tillbook.queries.verify.tax import plan_of, split

LINES = """sale_position, product_id, sku, name, unit, tax_class, quantity_milli, unit_price, discount_minor,
    bill_discount_minor, net_minor, tax_minor, gross_minor, cost_minor, goods_to_id"""
LINE_TAXES = "position, name, rate, per_unit, compound, included, base_minor, amount_minor"

_SOLD = """SELECT position, product_id, sku, name, unit, tax_class, unit_price, quantity_milli, discount_minor,
    bill_discount_minor, net_minor, tax_minor, gross_minor, cost_minor FROM sale_line WHERE sale_id = ?"""
_SOLD_TAXES = """SELECT line_position, name, rate, per_unit, compound, included, base_minor, amount_minor
    FROM sale_line_tax WHERE sale_id = ? ORDER BY line_position, position"""
_BEFORE = """SELECT c.sale_position, SUM(c.quantity_milli) FROM credit_note n
    JOIN credit_note_line c ON c.credit_note_id = n.posting_id
    WHERE n.sale_id = ? AND n.posting_id < ? GROUP BY c.sale_position"""

_half_up = rounding("half_up")


class NoteLine(NamedTuple):
    """A row of `credit_note_line`."""

    note_id: int
    position: int
    sale_position: int | None
    product_id: int
    sku: str
    name: str
    unit: str
    tax_class: str
    milli: int
    unit_price: str
    discount: int
    bill_discount: int
    net: int
    tax: int
    gross: int
    cost: int
    goods_to: int


class NoteTax(NamedTuple):
    """A row of `credit_note_line_tax`."""

    note_id: int
    line_position: int
    position: int
    name: str
    rate: str | None
    per_unit: str | None
    compound: bool
    included: bool
    base: int
    amount: int


TaxesOfNote = Mapping[int, Sequence[NoteTax]]


class _Sold(NamedTuple):
    position: int
    product_id: int
    sku: str
    name: str
    unit: str
    tax_class: str
    unit_price: str
    milli: int
    discount: int
    bill_discount: int
    net: int
    tax: int
    gross: int
    cost: int


class NoteLines:
    """Works out again what each line of a credit note gives back."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._where = ""

    def check(self, posting: Posting, sale_id: int | None, lines: Sequence[NoteLine], taxes: TaxesOfNote) -> None:
        """Compare every figure of the lines and of their taxes."""
        self._where = posting.where
        positions = [line.position for line in lines]
        if positions != list(range(1, len(lines) + 1)) or not lines or set(taxes) - set(positions):
            self._say("credit_note_lines", "a line is missing from its place, or has taxes and is not there")
        if sale_id is None:
            for line in lines:
                self._check_without_receipt(line, taxes.get(line.position, ()))
            return
        tx = self._facts.tx
        sold = {row[0]: _Sold(*row) for row in tx.rows(_SOLD, (sale_id,))}
        sold_taxes: dict[int, list[Row]] = {}
        for row in tx.rows(_SOLD_TAXES, (sale_id,)):
            sold_taxes.setdefault(row[0], []).append(row)
        before: dict[int, int] = dict(tx.rows(_BEFORE, (sale_id, posting.id)))
        for line in lines:
            of_sale = sold.get(line.sale_position or 0)
            if of_sale is None:
                self._say("credit_note_line", f"line {line.position} is of no line of its sale")
                continue
            was = before.get(of_sale.position, 0)
            before[of_sale.position] = was + line.milli
            self._check_share(line, of_sale, was)
            self._check_taxes(line, taxes.get(line.position, ()), sold_taxes.get(of_sale.position, []), of_sale, was)

    def _check_share(self, line: NoteLine, sold: _Sold, before: int) -> None:
        if (*line[3:8], line.unit_price) != sold[1:7]:
            self._say("credit_note_line", f"line {line.position} is not what line {sold.position} of its sale sold")
        if before + line.milli > sold.milli:
            came, was = quantity(before + line.milli), quantity(sold.milli)
            self._say("returned_beyond_sold", f"line {line.position}: {came} came back of {was} sold")
        for what, is_minor, stored in (
            ("discount", line.discount, sold.discount),
            ("share of the bill's discount", line.bill_discount, sold.bill_discount),
            ("gross", line.gross, sold.gross),
            ("cost", line.cost, sold.cost),
        ):
            self._same(line, what, is_minor, _part(stored, sold.milli, before, line.milli))

    def _check_taxes(
        self, line: NoteLine, taxes: Sequence[NoteTax], stored: Sequence[Row], sold: _Sold, before: int
    ) -> None:
        if [tax[2:8] for tax in taxes] != [(place, *row[1:6]) for place, row in enumerate(stored, 1)]:
            self._say("credit_note_taxes", f"line {line.position} has not the taxes of its line sold")
            return
        for tax, row in zip(taxes, stored, strict=True):
            self._same(line, f"the base of {tax.name}", tax.base, _part(row[6], sold.milli, before, line.milli))
            self._same(line, tax.name, tax.amount, _part(row[7], sold.milli, before, line.milli))
        self._check_parts(line, taxes)

    def _check_parts(self, line: NoteLine, taxes: Sequence[NoteTax]) -> None:
        self._same(line, "tax", line.tax, sum(tax.amount for tax in taxes))
        self._same(line, "net", line.net, line.gross - line.tax)

    def _check_without_receipt(self, line: NoteLine, taxes: Sequence[NoteTax]) -> None:
        """Goods without a receipt: price × quantity with the taxes that the line carries, rounded half up."""
        if line.sale_position is not None:
            self._say("credit_note_line", f"line {line.position} names a line of no sale")
        digits = self._facts.digits
        amount = _half_up(millionths(line.unit_price) * line.milli, 10 ** (9 - digits))
        due = split(plan_of(tuple(tax[3:8] for tax in taxes), digits), amount, line.milli, _half_up)
        for tax, base, amount in zip(taxes, due.bases, due.amounts, strict=True):
            self._same(line, f"the base of {tax.name}", tax.base, base)
            self._same(line, tax.name, tax.amount, amount)
        self._same(line, "gross", line.gross, due.gross)
        self._same(line, "discount", line.discount + line.bill_discount, 0)
        self._check_parts(line, taxes)

    def _same(self, line: NoteLine, what: str, is_minor: int, due_minor: int) -> None:
        if is_minor != due_minor:
            is_text, due_text = money(is_minor, self._facts.digits), money(due_minor, self._facts.digits)
            message = f"line {line.position}: {what} is {is_text}, {due_text} was due"
            self._say("credit_note_share", message)

    def _say(self, kind: str, message: str) -> None:
        self._facts.found.add(kind, self._where, message)


def _part(stored: int, sold: int, before: int, now: int) -> int:
    """The share of what came back by now, less the share of what had come back before."""
    return _half_up(stored * (before + now), sold) - _half_up(stored * before, sold)
