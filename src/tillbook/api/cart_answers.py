"""A cart as the API shows it, from what `queries/seen_cart.py` saw of it: nothing is worked out here but what is left
to pay, by the same function that the console asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from tillbook.core.amounts import Currency, format_exact, format_minor
from tillbook.core.cart_prices import PriceChange, changed_since
from tillbook.core.customer import AccountNow, CustomerDetails
from tillbook.core.discount import Discount
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import NOBODY, KeptCart
from tillbook.core.left_to_pay import LeftToPay, left_to_pay
from tillbook.core.pricing import PricedLine, Promoted
from tillbook.core.quantity import format_quantity
from tillbook.core.tender import Tendered
from tillbook.core.typed import round_notes
from tillbook.core.wanted import WantedLine
from tillbook.formats.cart_json import tax_json
from tillbook.formats.product_json import lot_json
from tillbook.queries.seen_cart import Seen, base_milli

_ASKED: Final = re.compile(r"lines\[(\d{1,4})\]")
_NO_FIGURES: Final[dict[str, Any]] = dict.fromkeys(
    ("unit_price", "discount_amount", "bill_discount", "amount", "net", "tax", "gross")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who buys, as far as the person who asks may know it."""

    details: CustomerDetails | None
    account: AccountNow | None


def view_json(
    cart: KeptCart, seen: Seen, *, name: str, held: bool, buyer: Buyer, expired_allowed: bool
) -> dict[str, Any]:
    """The cart with everything that a till shows of it."""
    currency = seen.shop.currency
    lines = _lines(cart, seen, expired_allowed=expired_allowed)
    due, overpaid = _due(cart, seen)
    trouble = seen.trouble or overpaid
    return {
        "id": cart.id,
        "revision": "" if cart.is_empty else cart.revision,
        "register": cart.register,
        "name": name,
        "held": held,
        "opened_at": cart.opened_at.isoformat(),
        "customer": _customer(cart, seen, buyer),
        "lines": lines,
        "discount": _discount(cart.discount, currency),
        "coupons": list(cart.coupons),
        **_sums(cart, seen),
        **_payment(cart, seen, due, sellable=trouble is None and not seen.gone),
        "note": cart.note,
        "trouble": None if trouble is None else _trouble(trouble, seen),
    }


def _lines(cart: KeptCart, seen: Seen, *, expired_allowed: bool) -> list[dict[str, Any]]:
    changes = {change.place: change for change in changed_since(cart, seen.unit_prices(cart.lines))}
    can_be_sold = seen.can_be_sold(expired_allowed=expired_allowed)
    answer = []
    for place, line in enumerate(cart.lines):
        among = seen.place_among_asked(place)
        if among is None:
            answer.append(_gone(line, seen.shop.currency))
        else:
            listed = seen.listed[among] if seen.listed else None
            answer.append(_line(line, seen, seen.line(place), changes.get(place), listed, can_be_sold[among]))
    return answer


def _gone(line: WantedLine, currency: Currency) -> dict[str, Any]:
    return {
        **_as_sent(line, currency),
        **_NO_FIGURES,
        "sku": line.product,
        "name": "",
        "unit": "",
        "step": "1",
        "quantity": format_quantity(line.quantity_milli),
        "sold_quantity": "0",
        "available": "0",
        "listed_price": None,
        "price_changed": None,
        "promotions": [],
        "taxes": [],
        "gone": True,
        "short": False,
    }


def _as_sent(line: WantedLine, currency: Currency) -> dict[str, Any]:
    return {
        "product": line.product,
        "discount": _discount(line.discount, currency),
        "by_hand": line.unit_price is not None,
        "lot": line.lot,
        "short_stock": "partial" if line.partial else "refuse",
        "note": line.note,
    }


def _line(
    line: WantedLine,
    seen: Seen,
    priced: PricedLine | None,
    change: PriceChange | None,
    listed: Decimal | None,
    can_be_sold: int,
) -> dict[str, Any]:
    offer, currency = seen.offers[line.product], seen.shop.currency
    milli = base_milli(line, offer)
    answer = {
        **_as_sent(line, currency),
        **_NO_FIGURES,
        "sku": offer.sku,
        "name": offer.name,
        "unit": offer.unit,
        "step": format_quantity(offer.step_milli),
        "quantity": format_quantity(milli),
        "sold_quantity": format_quantity(can_be_sold),
        "available": format_quantity(offer.on_hand_milli),
        "listed_price": None if listed is None else format_exact(listed, digits=currency.digits),
        "price_changed": None if change is None else _was(change.before, change.now, currency),
        "promotions": [],
        "taxes": [],
        "gone": False,
        "short": can_be_sold < milli,
    }
    if priced is not None:
        answer.update(_figures(priced, seen))
    if offer.lot_tracked:
        lots = seen.lots.get(offer.product_id, ())
        answer["lots"] = [lot_json(lot, expired=lot.has_expired(seen.day)) for lot in lots]
    return answer


def _figures(priced: PricedLine, seen: Seen) -> dict[str, Any]:
    currency = seen.shop.currency
    minors = {
        "discount_amount": priced.discount_minor,
        "bill_discount": priced.bill_discount_minor,
        "amount": seen.amount_as_it_stands(priced),
        "net": priced.net_minor,
        "tax": priced.tax_minor,
        "gross": priced.gross_minor,
    }
    return {
        **{key: format_minor(minor, currency) for key, minor in minors.items()},
        "unit_price": format_exact(priced.line.unit_price, digits=currency.digits),
        "promotions": _promotions(priced.line.promotions, currency),
        "taxes": [tax_json(tax, currency) for tax in priced.taxes],
    }


def _promotions(parts: Iterable[Promoted], currency: Currency) -> list[dict[str, str]]:
    """What each promotion takes off, by its name."""
    sums: dict[str, int] = {}
    for part in parts:
        sums[part.name] = sums.get(part.name, 0) + part.amount_minor
    return [{"name": name, "amount": format_minor(minor, currency)} for name, minor in sums.items()]


def _sums(cart: KeptCart, seen: Seen) -> dict[str, Any]:
    currency, priced = seen.shop.currency, seen.priced
    shown = cart.shown_total_minor
    answer: dict[str, Any] = {
        "promotions": [],
        "taxes": [],
        "shown_total": None if shown is None else format_minor(shown, currency),
        "total_changed": None,
    }
    if priced is None:
        nothing = None if cart.lines else format_minor(0, currency)
        return {**answer, **dict.fromkeys(("subtotal", "discount_amount", "net", "tax", "total"), nothing)}
    taken = sum(line.discount_minor + line.bill_discount_minor for line in priced.lines)
    sums = {
        "subtotal": sum(seen.amount_as_it_stands(line) for line in priced.lines),
        "discount_amount": taken,
        "net": priced.net_minor,
        "tax": priced.tax_minor,
        "total": priced.total_minor,
    }
    answer.update({key: format_minor(minor, currency) for key, minor in sums.items()})
    answer["promotions"] = _promotions((part for line in priced.lines for part in line.line.promotions), currency)
    answer["taxes"] = [tax_json(tax, currency) for tax in priced.taxes]
    if shown is not None and shown != priced.total_minor:
        answer["total_changed"] = {"was": answer["shown_total"], "now": answer["total"]}
    return answer


def _due(cart: KeptCart, seen: Seen) -> tuple[LeftToPay | None, Refusal | None]:
    """What is left to pay; or why the tenders do not fit the total."""
    if seen.priced is None:
        return None, None
    try:
        increment = seen.shop.cash_increment_minor
        return left_to_pay(seen.total_minor, cart.tenders, cash_increment_minor=increment), None
    except Refusal as refusal:
        return None, refusal


def _payment(cart: KeptCart, seen: Seen, due: LeftToPay | None, *, sellable: bool) -> dict[str, Any]:
    currency = seen.shop.currency
    tendered = sum(tender.amount_minor for tender in cart.tenders)
    answer: dict[str, Any] = {
        "cash": None,
        "tenders": [_tender(tender, currency) for tender in cart.tenders],
        "tendered": format_minor(tendered, currency),
        "rest": None,
        "rest_other": None,
        "change": None,
        "paid": False,
        "suggested": [],
    }
    if due is None:
        return answer
    rest, other = max(0, due.left_in_cash_minor), max(0, due.left_minor)
    return {
        **answer,
        "cash": {
            "rounding": format_minor(due.in_cash.cash_rounding_minor, currency),
            "due": format_minor(due.in_cash.due_minor, currency),
        },
        "rest": format_minor(rest, currency),
        "rest_other": format_minor(other, currency),
        "change": format_minor(due.settled.change_minor, currency),
        "paid": due.settled.paid and sellable,
        "suggested": [format_minor(note, currency) for note in round_notes(rest, currency)] if rest else [],
    }


def _tender(tender: Tendered, currency: Currency) -> dict[str, str]:
    answer = {"type": tender.type, "amount": format_minor(tender.amount_minor, currency)}
    return {**answer, "reference": tender.reference} if tender.reference else answer


def _customer(cart: KeptCart, seen: Seen, buyer: Buyer) -> dict[str, Any] | None:
    if cart.customer == NOBODY:
        return None
    said, known, account, currency = cart.customer, buyer.details, buyer.account, seen.shop.currency
    phones = () if known is None else known.phones
    limited = account is not None and account.limit_minor > 0
    return {
        "code": said.code or ("" if known is None else known.code),
        "name": said.name or ("" if known is None else known.name),
        "phone": said.phone or next(iter(phones), ""),
        "email": said.email or ("" if known is None else known.email),
        "known": seen.on is not None and seen.on.customer is not None,
        "owes": None if account is None else format_minor(account.balance_minor, currency),
        "credit_left": format_minor(account.available_minor, currency) if account is not None and limited else None,
        "exempt": seen.on is not None and seen.on.customer is not None and bool(seen.on.customer.exempt_reason),
    }


def _discount(discount: Discount | None, currency: Currency) -> dict[str, str] | None:
    if discount is None:
        return None
    if discount.percent is not None:
        return {"percent": format_exact(discount.percent)}
    return {"amount": format_minor(discount.amount_minor or 0, currency)}


def _was(before: Decimal, now: Decimal, currency: Currency) -> dict[str, str]:
    digits = currency.digits
    return {"was": format_exact(before, digits=digits), "now": format_exact(now, digits=digits)}


def _trouble(refusal: Refusal, seen: Seen) -> dict[str, str | None]:
    return {"code": refusal.code, "message": refusal.message, "path": _path_in_cart(refusal.path, seen.gone)}


def _path_in_cart(path: str | None, gone: Sequence[int]) -> str | None:
    """The path of a line among those that are sold, as that of the line of the cart."""
    named = _ASKED.match(path or "")
    if named is None or path is None:
        return path
    place = int(named[1])
    for each in gone:
        place += each <= place
    return f"lines[{place}]{path[named.end() :]}"
