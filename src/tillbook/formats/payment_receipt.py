"""A payment as a receipt on till paper, and as JSON."""

from __future__ import annotations

from typing import Any

from babel.dates import format_date, format_time

from tillbook.core.amounts import format_minor
from tillbook.core.calendar import find_zone
from tillbook.core.payment_seen import PaymentSeen
from tillbook.core.place import ShopSettings
from tillbook.core.tender import Tendered
from tillbook.formats.paper import INDENT, Paper, with_rules

_TENDERS = {"upi": "UPI"}


def payment_json(
    payment: PaymentSeen, shop: ShopSettings, *, balance_minor: int | None, columns: int
) -> dict[str, Any]:
    """A payment; `balance` is what is still owed now, null where it is not for an account."""
    currency = shop.currency
    amounts = {
        "amount": payment.amount_minor,
        "cash_rounding": payment.cash_rounding_minor,
        "tendered": payment.tendered_minor,
        "change": payment.change_minor,
    }
    return {
        "id": payment.id,
        "number": payment.number,
        "register": payment.register,
        "posted_at": payment.at.isoformat(),
        "cashier": payment.cashier,
        "customer": payment.customer or None,
        **{name: format_minor(minor, currency) for name, minor in amounts.items()},
        "tenders": [
            {
                "type": tender.type,
                "amount": format_minor(tender.amount_minor, currency),
                **({"reference": tender.reference} if tender.reference else {}),
            }
            for tender in payment.tenders
        ],
        "bills": [{"number": number, "amount": format_minor(minor, currency)} for number, minor in payment.settled],
        "balance": None if balance_minor is None else format_minor(balance_minor, currency),
        "text": payment_text(payment, shop, columns=columns),
    }


def payment_text(payment: PaymentSeen, shop: ShopSettings, *, columns: int) -> str:
    """The receipt as lines of at most `columns`."""
    paper = Paper.of(shop.currency, shop.locale, columns=columns)
    parts = [
        _heading(shop, paper),
        _about(payment, shop, paper),
        [
            line
            for number, minor in payment.settled
            for line in paper.pair(f"for bill {number}", paper.money(minor), indent=INDENT)
        ],
        _money(payment, paper),
    ]
    return with_rules(parts, columns=columns)


def _heading(shop: ShopSettings, paper: Paper) -> list[str]:
    return paper.centred(shop.name) + paper.centred(shop.address) + paper.centred("PAYMENT")


def _about(payment: PaymentSeen, shop: ShopSettings, paper: Paper) -> list[str]:
    local = payment.at.astimezone(find_zone(shop.timezone))
    day = paper.digits(format_date(local, "medium", locale=paper.locale))
    clock = paper.digits(format_time(local, "short", locale=paper.locale))
    lines = paper.pair(f"Payment {payment.number}", f"Register {payment.register}") + paper.pair(day, clock)
    lines += paper.left(f"Cashier {payment.cashier}")
    return lines + paper.left(f"Customer {payment.customer}" if payment.customer else "Gift card")


def _money(payment: PaymentSeen, paper: Paper) -> list[str]:
    lines = paper.pair("PAID", paper.money(payment.amount_minor))
    if payment.cash_rounding_minor:
        lines += paper.pair("Cash rounding", paper.money(payment.cash_rounding_minor))
    for tender in payment.tenders:
        lines += paper.pair(_name(tender), paper.money(tender.amount_minor))
    return lines + (paper.pair("Change", paper.money(payment.change_minor)) if payment.change_minor else [])


def _name(tender: Tendered) -> str:
    name = _TENDERS.get(tender.type, tender.type.replace("_", " ").capitalize())
    return f"{name} {tender.reference}" if tender.reference else name
