"""What a face asks to sell: read and well-formed, not yet priced or allowed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tillbook.core.amounts import format_exact
from tillbook.core.chain import Plain, digest, plain_text
from tillbook.core.discount import Discount
from tillbook.core.quantity import format_quantity
from tillbook.core.tender import Tendered

LINES_MAX = 2_000
"""The lines that one sale may have."""

TENDERS_MAX = 50
COUPONS_MAX = 20
ID_LENGTH_MAX = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLine:
    """A product by SKU or barcode. `unit_price` and `discount` are typed by hand and need a right.

    `partial`: when stock is short, sell what is there. `lot` is the code of a lot, or a serial number, chosen by hand.
    `note` is for the people of the shop while the cart is kept: it is no part of the sale, and of no bill.
    """

    product: str
    quantity_milli: int
    unit_price: Decimal | None = None
    discount: Discount | None = None
    partial: bool = False
    lot: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedCustomer:
    """Who buys; each part may be empty. E-mail and phone are in their normal forms (`formats/people`)."""

    name: str = ""
    email: str = ""
    phone: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSale:
    """One sale command. `id` is made by the client once and reused for every repeat."""

    id: str
    register: str
    lines: tuple[WantedLine, ...]
    tenders: tuple[Tendered, ...] = ()
    customer: WantedCustomer | None = None
    discount: Discount | None = None
    coupons: tuple[str, ...] = ()
    shown_total_minor: int | None = None

    def fingerprint(self) -> str:
        """SHA-256 of what is asked for, but the id and the customer: equal for equal commands, in any version.

        It is kept for ever, so nothing of a person may be in it; a repeat's customer is compared with the stored one.
        """
        asked: list[Plain] = [
            self.register,
            [
                [
                    line.product,
                    format_quantity(line.quantity_milli),
                    None if line.unit_price is None else format_exact(line.unit_price),
                    _discount(line.discount),
                    line.partial,
                ]
                for line in self.lines
            ],
            [[tender.type, tender.amount_minor, tender.reference] for tender in self.tenders],
            _discount(self.discount),
            self.shown_total_minor,
        ]
        # Only where there are any, so that what was posted before there were any has the same fingerprint.
        lots = [line.lot for line in self.lines]
        if any(lots) or self.coupons:
            asked += [list(lots), list(self.coupons)]
        return digest(plain_text(asked))


def _discount(discount: Discount | None) -> list[Plain] | None:
    if discount is None:
        return None
    percent = None if discount.percent is None else format_exact(discount.percent)
    return [percent, discount.amount_minor]
