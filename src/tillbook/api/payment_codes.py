"""Codes on the screen that a customer scans to pay: UPI, or a SEPA credit transfer."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tillbook.api.base import operation
from tillbook.api.carts import stored_cart
from tillbook.api.sales import SVG, svg
from tillbook.api.served import now
from tillbook.core.amounts import Currency, to_minor
from tillbook.core.errors import Refusal, Unreadable
from tillbook.core.kept_cart import read_cart
from tillbook.core.left_to_pay import left_to_pay
from tillbook.core.place import ShopSettings
from tillbook.core.rights import Right
from tillbook.db.transaction import reading
from tillbook.formats.payment_codes import EPC_AMOUNT_MINOR, EPC_CURRENCY, UPI_CURRENCY, epc_svg, upi_svg
from tillbook.formats.strict_json import at as at_path
from tillbook.queries.seen_cart import look
from tillbook.queries.till import place

router = Router(tags=["carts"])

Kind = Annotated[Literal["upi", "bank"], Query(alias="type")]


class NotSetUp(Refusal):
    """The shop has no such way to be paid; the message says how it gets one."""

    code: ClassVar[str] = "payment_code_not_set_up"


class NothingToPay(Refusal):
    """There is no amount that a code could ask for."""

    code: ClassVar[str] = "nothing_to_pay"


@operation(
    router,
    "GET",
    "/carts/{cart_id}/payment-code",
    right=Right.sell,
    answers={200: None, 304: None},
    refuses=(409,),
    more=SVG,
)
def get_payment_code(request: HttpRequest, cart_id: str, kind: Kind, amount: str = "") -> HttpResponse:
    """A code that asks for an amount, or for all that is left to pay of the cart; whether it was paid it cannot say."""
    with reading() as tx:
        stored = stored_cart(tx, cart_id)
        at = place(tx, stored.register)
        shop = at.shop
        _require_set_up(shop, kind)
        if amount:
            minor = _amount(amount, shop.currency)
        else:
            cart = read_cart(stored.content)
            seen = look(tx, cart, at, now=now())
            if seen.trouble is not None:
                raise seen.trouble
            due = left_to_pay(seen.total_minor, cart.tenders, cash_increment_minor=shop.cash_increment_minor)
            minor = due.left_minor
    if minor <= 0 or (kind == "bank" and not EPC_AMOUNT_MINOR[0] <= minor <= EPC_AMOUNT_MINOR[1]):
        raise NothingToPay("There is no such amount to pay; a code asks for more than 0.", path="amount")
    if kind == "upi":
        return svg(upi_svg(upi_id=shop.upi_id, name=shop.name, amount_minor=minor, note=shop.name))
    return svg(epc_svg(iban=shop.iban, name=shop.name, amount_minor=minor, text=shop.name))


def _amount(text: str, currency: Currency) -> int:
    with at_path("amount"):
        minor = to_minor(text, currency)
        if minor <= 0:
            raise Unreadable("an amount is more than 0")
        return minor


def _require_set_up(shop: ShopSettings, kind: str) -> None:
    """Raises: NotSetUp."""
    key, value, currency = ("upi_id", shop.upi_id, UPI_CURRENCY) if kind == "upi" else ("iban", shop.iban, EPC_CURRENCY)
    if shop.currency.code != currency:
        raise NotSetUp(f"Such a code asks for {currency}; this shop's books are in {shop.currency.code}.", path="type")
    if not value:
        raise NotSetUp(f"Say where the money goes first: tillbook settings {key} …", path="type")
