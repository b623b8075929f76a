"""What a line gives back: exactly what it cost, however many steps it comes back in (P11).

The problem: a third of 10.00 is 3.33, and three thirds of it are 9.99; rounding each return by itself pays
back too little, or too much. The choice: each stored amount is shared out along the quantity, rounded half up,
and a step gives the share of all that came back so far less the share of what had come back before it:

    step = round(stored × (before + now) ÷ sold) - round(stored × before ÷ sold)

The steps of any partition then add up to the stored amount, none is below 0 and together they are never more.
Gross, discounts, cost, each tax and its base are shared out so; net = gross - taxes, as on the line sold.

Limits: within a step net and taxes may lie a minor unit beside those that today's rules would give for that
quantity. They are shares of what was stored, and nothing is computed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tillbook.core.amounts import Currency
from tillbook.core.errors import Refusal
from tillbook.core.paid import Paid
from tillbook.core.quantity import OffStep, format_quantity, require_step
from tillbook.core.wanted_return import DESTINATIONS, WantedBack


class NothingToReturn(Refusal):
    """All of it came back before."""

    code: ClassVar[str] = "nothing_to_return"


class TooMuchReturned(Refusal):
    """More would come back than is left of what was sold."""

    code: ClassVar[str] = "too_much_returned"


class UnknownSaleLine(Refusal):
    """The sale has no line at this place."""

    code: ClassVar[str] = "unknown_line"


class BadReturn(Refusal):
    """The command breaks a limit: no lines, too many, a quantity out of bounds, a place that goods cannot go to."""

    code: ClassVar[str] = "bad_return"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxOfLine:
    """One tax of a line as it was stored, or the share of it: rates as exact text, amounts in minor units."""

    name: str
    rate: str | None
    per_unit: str | None
    compound: bool
    included: bool
    base_minor: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """The stored amounts of a line, or a share of them; net + taxes = gross."""

    gross_minor: int
    discount_minor: int
    bill_discount_minor: int
    cost_minor: int
    taxes: tuple[TaxOfLine, ...] = ()

    @property
    def tax_minor(self) -> int:
        return sum(tax.amount_minor for tax in self.taxes)

    @property
    def net_minor(self) -> int:
        return self.gross_minor - self.tax_minor


LotMilli = tuple[int, int]
"""A lot by its id, and thousandths of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """A line of a posted sale with how much of it came back before.

    `lots` are those that it was sold from, in order; `step_milli` is the product's step of today.
    """

    position: int
    product_id: int
    sku: str
    name: str
    unit: str
    tax_class: str
    unit_price: str
    step_milli: int
    sold_milli: int
    returned_milli: int
    amounts: Amounts
    lots: tuple[LotMilli, ...] = ()

    @property
    def returnable_milli(self) -> int:
        return self.sold_milli - self.returned_milli


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldSale:
    """A posted sale as a return sees it; `sale_id` is None, and all else empty, for goods without a receipt.

    `cash_before_minor` is what earlier returns of this sale left to be settled in cash, before any rounding.
    """

    sale_id: int | None
    number: str
    currency: Currency
    prices_include_tax: bool
    cash_increment_minor: int
    customer_id: int | None
    lines: tuple[SoldLine, ...]
    paid_by: Paid
    cash_before_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBack:
    """One line of a credit note, decided; `sale_position` is None for goods without a receipt."""

    sale_position: int | None
    product_id: int
    sku: str
    name: str
    unit: str
    tax_class: str
    unit_price: str
    quantity_milli: int
    amounts: Amounts
    to: str
    sold_milli: int = 0
    returned_before_milli: int = 0


def share(stored: Amounts, *, sold_milli: int, before_milli: int, now_milli: int) -> Amounts:
    """What `now_milli` of a line gives back when `before_milli` came back before.

    >>> third = {"sold_milli": 3000, "now_milli": 1000}
    >>> line = Amounts(gross_minor=1000, discount_minor=0, bill_discount_minor=0, cost_minor=500)
    >>> [share(line, before_milli=before, **third).gross_minor for before in (0, 1000, 2000)]
    [333, 334, 333]
    """
    assert now_milli > 0, "something comes back"
    assert 0 <= before_milli <= sold_milli - now_milli, "never more than was sold"

    def part(stored_minor: int) -> int:
        after = _half_up(stored_minor * (before_milli + now_milli), sold_milli)
        return after - _half_up(stored_minor * before_milli, sold_milli)

    return Amounts(
        gross_minor=part(stored.gross_minor),
        discount_minor=part(stored.discount_minor),
        bill_discount_minor=part(stored.bill_discount_minor),
        cost_minor=part(stored.cost_minor),
        taxes=tuple(
            TaxOfLine(
                name=tax.name,
                rate=tax.rate,
                per_unit=tax.per_unit,
                compound=tax.compound,
                included=tax.included,
                base_minor=part(tax.base_minor),
                amount_minor=part(tax.amount_minor),
            )
            for tax in stored.taxes
        ),
    )


def _half_up(numerator: int, denominator: int) -> int:
    assert numerator >= 0, "amounts of a line are 0 or more"
    return (2 * numerator + denominator) // (2 * denominator)


def take_back(sale: SoldSale, wanted: Sequence[WantedBack]) -> tuple[LineBack, ...]:
    """What comes back of a sale, with what each line gives back; without `wanted` all that is left.

    A line may be named twice, as when one piece of it is damaged: the steps follow each other.

    Raises:
        NothingToReturn, TooMuchReturned, UnknownSaleLine, BadReturn, OffStep: with the path of the line.
    """
    left = {line.position: line.returnable_milli for line in sale.lines}
    if not any(left.values()):
        raise NothingToReturn(f"Everything of bill {sale.number} has come back already.", path="sale")
    if not wanted:
        wanted = [WantedBack(line=position) for position, milli in left.items() if milli]
    lines = {line.position: line for line in sale.lines}
    backs = []
    for index, back in enumerate(wanted):
        line = lines.get(back.line or 0)
        if line is None:
            raise UnknownSaleLine(
                f"Bill {sale.number} has lines 1 to {len(sale.lines)}; choose one of them.", path=f"lines[{index}].line"
            )
        milli = _wanted_milli(back, line, left[line.position], sale.number, path=f"lines[{index}]")
        backs.append(_line_back(line, back.to, before_milli=line.sold_milli - left[line.position], now_milli=milli))
        left[line.position] -= milli
    return tuple(backs)


def require_destination(to: str, *, path: str) -> None:
    """Raises: BadReturn."""
    if to not in DESTINATIONS:
        raise BadReturn(f"Goods that come back go to one of these: {', '.join(DESTINATIONS)}.", path=f"{path}.to")


def _wanted_milli(back: WantedBack, line: SoldLine, left_milli: int, number: str, *, path: str) -> int:
    require_destination(back.to, path=path)
    if not left_milli:
        raise NothingToReturn(f"All of {line.name} on bill {number} has come back already.", path=path)
    milli = left_milli if back.quantity_milli is None else back.quantity_milli
    if milli <= 0:
        raise BadReturn("What comes back has a quantity above 0; take the line out instead.", path=f"{path}.quantity")
    if milli > left_milli:
        raise TooMuchReturned(
            f"Only {format_quantity(left_milli)} of {line.name} on bill {number} can still come back; "
            "take those or fewer.",
            path=f"{path}.quantity",
        )
    if milli < left_milli:
        try:
            require_step(milli, line.step_milli, line.name)
        except OffStep as refusal:
            raise OffStep(refusal.message, path=f"{path}.quantity") from None
    return milli


def _line_back(line: SoldLine, to: str, *, before_milli: int, now_milli: int) -> LineBack:
    return LineBack(
        sale_position=line.position,
        product_id=line.product_id,
        sku=line.sku,
        name=line.name,
        unit=line.unit,
        tax_class=line.tax_class,
        unit_price=line.unit_price,
        quantity_milli=now_milli,
        amounts=share(line.amounts, sold_milli=line.sold_milli, before_milli=before_milli, now_milli=now_milli),
        to=to,
        sold_milli=line.sold_milli,
        returned_before_milli=before_milli,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleFound:
    """A sale as it is looked up, with who bought as its bill says, and what can still come back."""

    sale: SoldSale
    posted_at: datetime
    business_date: date
    register: str
    customer: str
    total_minor: int
