"""A shop that lives a little in every room: staff, prices, promotions, credit, cards, lots, returns, carts, shifts.

Each posting that a test may want to damage has its client id for a name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.credit import customer, gift_card, pay, tender
from tests.drawers import closed, hire, moved, opened
from tests.promoting import end, hand_out, promote
from tests.shop import OIL, RICE, TEA, TestShop
from tests.staff import acting

from tillbook.actions.cart import drop_cart, hold_cart, keep_cart, recall_cart
from tillbook.actions.customers import merge_customers
from tillbook.actions.lots import take_off
from tillbook.actions.payment import new_code
from tillbook.actions.prices import WantedPrice, add_list, set_prices
from tillbook.actions.refund import refund
from tillbook.actions.registers import add_register, change_register
from tillbook.actions.sell import exchange, sell
from tillbook.actions.staff import change_staff, set_role
from tillbook.actions.stock import StockLine, receive
from tillbook.core.discount import Discount
from tillbook.core.kept_cart import KeptCart
from tillbook.core.rights import Right
from tillbook.core.roles import Limit
from tillbook.core.wanted import WantedCustomer, WantedLine
from tillbook.core.wanted_exchange import WantedExchange
from tillbook.core.wanted_return import RefundTender, WantedBack, WantedReturn
from tillbook.db.transaction import reading

MILK = "107"
NEHA = WantedCustomer(code="NEHA", name="Neha Rao")


def employ(shop: TestShop) -> None:
    """A cashier who may give a little discount, a manager, one who left again, and a role of the shop's own."""
    limits: dict[str, Limit] = {"line_discount_percent": Decimal(5), "sale_below_cost": True}
    set_role(id="limits", name="cashier", limits=limits, now=shop.now, by=shop.owner)
    set_role(id="role", name="helper", rights={Right.sell}, now=shop.now, by=shop.owner)
    set_role(id="role again", name="helper", rights={Right.sell, Right.refund}, now=shop.now, by=shop.owner)
    for name, role in (("Ravi", "cashier"), ("Meera", "manager"), ("Gita", "helper")):
        hire(shop, name, role)
    change_staff(id="left", name="Gita", active=False, now=shop.now, by=shop.owner)


def price(shop: TestShop) -> None:
    """A list for good customers, a price from five on, and one that ends."""
    add_list(id="list of prices", code="wholesale", name="Wholesale", now=shop.now, by=shop.owner)
    prices = (
        WantedPrice(product=TEA, price=Decimal(80), price_list="wholesale"),
        WantedPrice(product=OIL, price=Decimal(170), price_list="wholesale"),
        WantedPrice(product=TEA, price=Decimal(90), from_milli=5_000),
    )
    set_prices(id="prices", prices=prices, now=shop.now, by=shop.owner)
    ended = WantedPrice(product=OIL, price=None, price_list="wholesale")
    set_prices(id="price ends", prices=(ended,), now=shop.now, by=shop.owner)
    customer(shop, "NEHA", limit="800", price_list="wholesale")


def promise(shop: TestShop) -> None:
    """Three for two, a tenth off that is over, and coupons, one of them used."""
    promote(shop, code="three", take=3, pay=2, on={"products": [TEA]}, id="three")
    promote(shop, code="over", percent="10", id="over")
    end(shop, "over")
    promote(shop, code="hello", amount="20.00", coupons=[{"code": "hi", "uses": 2}], id="hello")
    hand_out(shop, "hello", "later")
    for sku in (TEA, RICE, OIL):
        shop.receive(sku, "40", "2000")
    shop.sell((TEA, "7"), id="promoted")
    shop.post(replace(shop.sale((OIL, "1"), id="with coupon"), coupons=("hi",)))


def lend(shop: TestShop) -> None:
    """Sales on credit, paid in part and too much; two who are one; what was owed and taken back."""
    ravi, double = customer(shop, "RAVI", limit="300"), customer(shop, "DOUBLE", limit="100")
    shop.sell((OIL, "2"), id="on credit", customer=NEHA, tenders=(tender("credit", "300"), tender("cash", "61")))
    shop.sell((RICE, "0.5"), id="double", customer=_named("DOUBLE"), tenders=(tender("credit", "60"),))
    pay(shop, ravi, "50", id="too much")
    shop.sell((RICE, "1"), id="prepaid", customer=_named("RAVI"), tenders=(tender("credit", "120"),))
    pay(shop, ravi, "40", tender("card", "30"), tender("cash", "20"), id="paid")
    back = WantedReturn(
        id="owed back", register="1", sale=_number(shop, "double"), tenders=(RefundTender(type="credit"),)
    )
    refund(back, now=shop.now, by=shop.owner)
    shop.sell((RICE, "0.5"), id="double again", customer=_named("DOUBLE"), tenders=(tender("credit", "60"),))
    merge_customers(id="merge", kept_id=ravi, other_id=double, now=shop.now, by=shop.owner)


def give_cards(shop: TestShop) -> None:
    """Gift cards, one used in part."""
    code = gift_card(shop, "150", code=new_code(), id="card").code
    gift_card(shop, "30", id="other card")
    shop.sell((RICE, "1"), id="by card", tenders=(tender("gift_card", "100", code), tender("cash", "20")))


def keep_lots(shop: TestShop) -> None:
    """Milk in two lots: sold out of both, taken back, written off."""
    shop.add_product(MILK, "Milk", "30.00", lot_tracked=True)
    lines = [
        StockLine(product=MILK, quantity_milli=5_000, cost_minor=100_00, lot="A", expires_on=date(2027, 5, 30)),
        StockLine(product=MILK, quantity_milli=9_000, cost_minor=230_00, lot="B", expires_on=date(2027, 6, 30)),
    ]
    receive(id="lots", lines=lines, now=shop.now, by=shop.owner)
    shop.sell((MILK, "7"), id="milk")
    _take_back(shop, "milk", "milk back", WantedBack(line=1, quantity_milli=3_000))
    take_off(id="off", product=MILK, lot="B", quantity_milli=2_000, reason="broken", now=shop.now, by=shop.owner)


def take_back(shop: TestShop) -> None:
    """A sale that comes back in two steps, by card, in cash and as store credit; goods without a receipt."""
    tenders = (tender("card", "200", "4711"), tender("cash", "700"))
    off = Discount(percent=Decimal(7))
    shop.sell((TEA, "3"), (RICE, "1.5"), (OIL, "2"), id="to come back", tenders=tenders, discount=off)
    lines = (WantedBack(line=1, quantity_milli=1_000, to="damaged"), WantedBack(line=2, quantity_milli=500))
    by_card = RefundTender(type="card", amount_minor=50_00)
    _take_back(shop, "to come back", "back 1", *lines, tenders=(by_card, RefundTender(type="cash")))
    lines = (WantedBack(line=1, quantity_milli=1_000, to="supplier"), WantedBack(line=2))
    _take_back(shop, "to come back", "back 2", *lines, tenders=(RefundTender(type="store_credit"),))
    loose = WantedReturn(id="loose", register="1", lines=(WantedBack(product=OIL, quantity_milli=1_000),))
    refund(loose, now=shop.now, by=shop.owner)


def change_goods(shop: TestShop) -> None:
    """One thing for a dearer one, and one for a cheaper one."""
    for name, cash, gives in (("dearer", "300", OIL), ("cheaper", "0", TEA)):
        shop.sell((RICE, "1"), id=f"before {name}")
        sale = shop.sale((gives, "1"), id=name, tenders=(tender("cash", cash),) if cash != "0" else ())
        back = WantedReturn(id="", register="1", sale=_number(shop, f"before {name}"))
        exchange(WantedExchange(back=back, sale=sale), now=shop.now, by=shop.owner)


def agree(shop: TestShop) -> None:
    """A discount that a second person agreed to."""
    line = WantedLine(product=RICE, quantity_milli=1_000, discount=Discount(percent=Decimal(20)))
    by = replace(acting("Ravi"), approver=acting("Meera"))
    sell(replace(shop.sale(id="agreed"), lines=(line,)), now=shop.now, by=by)


def wait(shop: TestShop) -> None:
    """Carts: one held and recalled, one held, one dropped."""
    for cart_id in ("recalled", "held", "dropped"):
        line = WantedLine(product=RICE, quantity_milli=500)
        keep_cart(KeptCart(id=cart_id, register="1", opened_at=shop.now, lines=(line,)), now=shop.now, by=shop.owner)
    for cart_id in ("recalled", "held"):
        hold_cart(cart_id, name="", now=shop.now, by=shop.owner)
    recall_cart("recalled", register="1", now=shop.now, by=shop.owner)
    drop_cart("dropped", now=shop.now, by=shop.owner)


def use_the_drawer(shop: TestShop) -> None:
    """Cash moved, the shift counted and closed, another begun; a second register sells."""
    add_register(id="register", code="2", now=shop.now, by=shop.owner)
    change_register(id="printer", code="2", printer="/dev/lp1", now=shop.now, by=shop.owner)
    opened(shop, "500", id="opened", register="2")
    shop.post(replace(shop.sale((TEA, "1"), id="elsewhere", cash="100"), register="2"))
    for kind, amount in (("pay_in", "10"), ("pay_out", "20"), ("drop", "100"), ("no_sale", "0")):
        moved(shop, kind, amount, id=kind)
    closed(shop, pieces={"100": 11, "10": 3}, id="z")
    shop.sell((TEA, "1"), id="next shift")
    closed(shop, "400", register="2", id="z 2")


ROOMS: tuple[Callable[[TestShop], None], ...] = (
    employ,
    price,
    promise,
    lend,
    give_cards,
    keep_lots,
    take_back,
    change_goods,
    agree,
    wait,
    use_the_drawer,
)
"""What happens in each room, in an order in which each finds what it needs."""


def _named(code: str) -> WantedCustomer:
    return WantedCustomer(code=code, name=code.title())


def _number(shop: TestShop, client_id: str) -> str:
    with reading() as tx:
        row = tx.row("SELECT number FROM posting WHERE client_id = ?", (client_id,))
    assert row is not None
    return str(row[0])


def _take_back(
    shop: TestShop, sale: str, name: str, *lines: WantedBack, tenders: tuple[RefundTender, ...] = ()
) -> None:
    back = WantedReturn(id=name, register="1", sale=_number(shop, sale), lines=lines, tenders=tenders)
    refund(back, now=shop.now, by=shop.owner)
