"""A cart as it is kept until it is paid: everything that was entered, and the question that comes next.

It is stored after each answer, before the next question is asked, so that whoever leaves, or is killed, goes
on where he was. Its id is the client's id of the sale it will become: made when the cart is opened, so that a
repeat after a crash is the same sale and not a second one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, ClassVar, Final

from tillbook.core.amounts import format_exact
from tillbook.core.chain import canonical
from tillbook.core.discount import Discount
from tillbook.core.errors import Refusal
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer, WantedLine, WantedSale


class CartUnreadable(Refusal):
    """The stored cart is not one that this program can read."""

    code: ClassVar[str] = "cart_unreadable"


NOBODY: Final = WantedCustomer()
REVISION_DIGITS: Final = 16


class Step(StrEnum):
    """The question that comes next."""

    name = "name"
    email = "email"
    phone = "phone"
    lines = "lines"
    paying = "paying"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCart:
    """What was entered so far. `pending` is a product (SKU) whose quantity is still asked; `pending_milli` is
    the quantity that was said and cannot be had, 0 where none was.

    `prices_seen` is what one unit of each product cost, by the code it was entered under, when its lines were
    entered or last changed; it is no part of the sale. `shown_total_minor` is the total that the customer was
    asked to pay, None before that. `note` is for the people of the shop, as those of the lines are: it goes with
    the cart, and stands on no bill.
    """

    id: str
    register: str
    opened_at: datetime
    step: Step = Step.name
    customer: WantedCustomer = NOBODY
    lines: tuple[WantedLine, ...] = ()
    pending: str = ""
    pending_milli: int = 0
    discount: Discount | None = None
    coupons: tuple[str, ...] = ()
    tenders: tuple[Tendered, ...] = ()
    shown_total_minor: int | None = None
    prices_seen: tuple[tuple[str, Decimal], ...] = ()
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was entered that anybody would miss."""
        nothing = (NOBODY, (), "", None, (), (), "")
        entered = (self.customer, self.lines, self.pending, self.discount, self.coupons, self.tenders, self.note)
        return entered == nothing

    @property
    def revision(self) -> str:
        """Which version of the cart this is: another one as soon as anything in it is other."""
        return revision_of(write_cart(self))

    def wanted(self) -> WantedSale:
        """The command that sells it: the same command for the same cart, however often it is sent."""
        return WantedSale(
            id=self.id,
            register=self.register,
            lines=self.lines,
            tenders=self.tenders,
            customer=None if self.customer == NOBODY else self.customer,
            discount=self.discount,
            coupons=self.coupons,
            shown_total_minor=self.shown_total_minor,
        )


def write_cart(cart: KeptCart) -> str:
    """The cart as the text that is stored; `read_cart` reads it back as the same cart.

    What no cart had before there were notes is written only where there is one, so that the same cart is the same text.
    """
    customer = cart.customer
    return canonical(
        {
            "id": cart.id,
            "register": cart.register,
            "opened_at": cart.opened_at.astimezone(UTC).isoformat(),
            "step": str(cart.step),
            "customer": [customer.name, customer.email, customer.phone, customer.code],
            "lines": [
                [
                    line.product,
                    line.quantity_milli,
                    None if line.unit_price is None else format_exact(line.unit_price),
                    _discount_as_stored(line.discount),
                    line.partial,
                    line.lot,
                    *([line.note] if line.note else []),
                ]
                for line in cart.lines
            ],
            "pending": [cart.pending, cart.pending_milli],
            "discount": _discount_as_stored(cart.discount),
            "coupons": list(cart.coupons),
            "tenders": [[tender.type, tender.amount_minor, tender.reference] for tender in cart.tenders],
            "shown_total_minor": cart.shown_total_minor,
            "prices_seen": [[code, format_exact(price)] for code, price in cart.prices_seen],
            **({"note": cart.note} if cart.note else {}),
        }
    )


def revision_of(stored: str) -> str:
    """The revision of a cart by the text that is stored of it."""
    return hashlib.sha256(stored.encode()).hexdigest()[:REVISION_DIGITS]


def read_cart(text: str) -> KeptCart:
    """The cart of a stored text; one that was stored before there were lots, coupons and notes has none.

    Raises:
        CartUnreadable: another program, or a newer one, wrote it.
    """
    try:
        return _cart(json.loads(text))
    except (KeyError, TypeError, ValueError, InvalidOperation, Refusal) as wrong:
        raise CartUnreadable(
            "An open cart was kept by another version of this program; open it there, or drop it."
        ) from wrong


def _cart(kept: Mapping[str, Any]) -> KeptCart:
    name, email, phone, code = kept["customer"]
    shown = kept["shown_total_minor"]
    pending, pending_milli = kept["pending"]
    return KeptCart(
        id=str(kept["id"]),
        register=str(kept["register"]),
        opened_at=datetime.fromisoformat(kept["opened_at"]),
        step=Step(kept["step"]),
        customer=WantedCustomer(name=name, email=email, phone=phone, code=code),
        lines=tuple(_line(*line) for line in kept["lines"]),
        pending=str(pending),
        pending_milli=int(pending_milli),
        discount=_discount(kept["discount"]),
        tenders=tuple(
            Tendered(type=kind, amount_minor=int(amount), reference=reference)
            for kind, amount, reference in kept["tenders"]
        ),
        shown_total_minor=None if shown is None else int(shown),
        coupons=tuple(str(code) for code in kept.get("coupons", ())),
        prices_seen=tuple((str(code), Decimal(price)) for code, price in kept.get("prices_seen", ())),
        note=str(kept.get("note", "")),
    )


def _line(
    product: str,
    milli: int,
    unit_price: str | None,
    discount: list[Any] | None,
    partial: bool,
    lot: str = "",
    note: str = "",
) -> WantedLine:
    return WantedLine(
        product=product,
        quantity_milli=int(milli),
        unit_price=None if unit_price is None else Decimal(unit_price),
        discount=_discount(discount),
        partial=bool(partial),
        lot=str(lot),
        note=str(note),
    )


def _discount_as_stored(discount: Discount | None) -> list[object] | None:
    if discount is None:
        return None
    return [None if discount.percent is None else format_exact(discount.percent), discount.amount_minor]


def _discount(kept: list[Any] | None) -> Discount | None:
    if kept is None:
        return None
    percent, amount = kept
    return Discount(percent=None if percent is None else Decimal(percent), amount_minor=amount)
