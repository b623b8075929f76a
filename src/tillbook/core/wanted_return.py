"""What a face asks to take back: read and well-formed, not yet compared with what was sold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tillbook.core.amounts import format_exact
from tillbook.core.chain import Plain, digest, plain_text
from tillbook.core.quantity import format_quantity

SELLABLE = "sellable"
DAMAGED = "damaged"
SUPPLIER = "supplier"
DESTINATIONS = (SELLABLE, DAMAGED, SUPPLIER)
"""Where goods that came back may go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedBack:
    """Goods that come back: a line of the sale by its position, or, without a receipt, a product.

    Without `quantity_milli` it is all that is left of the line. `unit_price` is for goods without a receipt;
    without one it is the price of today. `lot` is the code of the lot that they go into, of a product kept in
    lots; what was sold out of lots goes back there without it.
    """

    line: int | None = None
    product: str = ""
    quantity_milli: int | None = None
    unit_price: Decimal | None = None
    to: str = SELLABLE
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundTender:
    """How money goes back; the one tender without an amount takes what the others leave."""

    type: str
    amount_minor: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedReturn:
    """One command to take goods back. `id` is made by the client once and reused for every repeat.

    `sale` is the number of the bill; empty, the goods come without a receipt. Without `lines` everything that
    is left of the sale comes back; without `tenders` the money goes back as it came: off the debt, as store
    credit for a gift card, else in cash.
    """

    id: str
    register: str
    sale: str = ""
    lines: tuple[WantedBack, ...] = ()
    tenders: tuple[RefundTender, ...] = ()
    reason: str = ""

    def fingerprint(self) -> str:
        """SHA-256 of what is asked for, but the id: equal for equal commands, in any version."""
        asked: list[Plain] = [
            self.register,
            self.sale,
            [
                [
                    back.line,
                    back.product,
                    None if back.quantity_milli is None else format_quantity(back.quantity_milli),
                    None if back.unit_price is None else format_exact(back.unit_price),
                    back.to,
                ]
                for back in self.lines
            ],
            [[tender.type, tender.amount_minor, tender.reference] for tender in self.tenders],
            self.reason,
        ]
        # Only where there are any, so that what was posted before there were any has the same fingerprint.
        if any(back.lot for back in self.lines):
            asked.append([back.lot for back in self.lines])
        return digest(plain_text(asked))
