"""Customers, credit and cards in a test shop: short ways to say what happens."""

from __future__ import annotations

from datetime import date

from tests.shop import TestShop, minor

from tillbook.actions.credit_limit import LimitSet, set_credit_limit
from tillbook.actions.customers import CustomerChange, add_customer
from tillbook.actions.payment import Paid, WantedGiftCard, WantedPayment, pay_on_account, sell_gift_card
from tillbook.actions.sell import Sold
from tillbook.core.customer import AccountNow, VoucherNow
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer
from tillbook.db.transaction import reading
from tillbook.queries.accounts import account_of, voucher

TEA_PRICE = "95"


def tender(type: str, amount: str, reference: str = "") -> Tendered:
    return Tendered(type=type, amount_minor=minor(amount), reference=reference)


def customer(shop: TestShop, code: str = "ASHA", *, limit: str = "0", **more: object) -> int:
    """A customer who may owe so much."""
    wanted = CustomerChange(name=f"{code.title()} Rao", code=code, **more)  # type: ignore[arg-type]
    added = add_customer(wanted, now=shop.now, by=shop.owner).customer_id
    if limit != "0":
        set_limit(shop, added, limit)
    return added


def set_limit(shop: TestShop, customer_id: int, limit: str) -> LimitSet:
    return set_credit_limit(
        id=shop.new_id(), customer_id=customer_id, limit_minor=minor(limit), now=shop.now, by=shop.owner
    )


def sell_tea(shop: TestShop, code: str, *tenders: Tendered, pieces: str = "1", id: str = "") -> Sold:
    """Sell Darjeeling at 95.00 to the customer of a code, "" for nobody."""
    buyer = WantedCustomer(code=code, name=code) if code else None
    wanted = shop.sale(("101", pieces), tenders=tenders, id=id, customer=buyer)
    return shop.post(wanted)


def pay(shop: TestShop, customer_id: int, amount: str, *tenders: Tendered, bill: str = "", id: str = "") -> Paid:
    """Pay on account, in cash unless said otherwise."""
    wanted = WantedPayment(
        id=id or shop.new_id(),
        register="1",
        customer_id=customer_id,
        amount_minor=minor(amount),
        tenders=tenders or (tender("cash", amount),),
        bill=bill,
    )
    return pay_on_account(wanted, now=shop.now, by=shop.owner)


def gift_card(shop: TestShop, amount: str, *, code: str = "", id: str = "", expires_on: date | None = None) -> Paid:
    """Sell a gift card for cash."""
    wanted = WantedGiftCard(
        id=id or shop.new_id(),
        register="1",
        amount_minor=minor(amount),
        tenders=(tender("cash", amount),),
        code=code,
        expires_on=expires_on,
    )
    return sell_gift_card(wanted, now=shop.now, by=shop.owner)


def account(shop: TestShop, customer_id: int) -> AccountNow:
    with reading() as tx:
        return account_of(tx, customer_id)


def card(shop: TestShop, code: str) -> VoucherNow:
    with reading() as tx:
        return voucher(tx, code)


def open_amounts(shop: TestShop) -> dict[str, int]:
    """What is open of each bill, by its number."""
    with reading() as tx:
        return dict(tx.rows("SELECT p.number, b.open_minor FROM open_bill b JOIN posting p ON p.id = b.sale_id"))
