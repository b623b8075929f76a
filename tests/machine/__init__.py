"""A whole shop as a state machine, beside a small model that it must agree with.

Steps receive, sell, lend, take back, exchange, count and send again; after each step the model's figures and
`verify` are asked. The rules use what a till and an office use: the actions.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis.stateful import invariant
from tests.credit import customer
from tests.drawers import hire
from tests.machine.drawers import Drawers
from tests.machine.driven import asked
from tests.machine.goods import Goods
from tests.machine.model import LOTS, MILK, WHOLESALE
from tests.machine.money import Money
from tests.machine.returns import Returns
from tests.machine.selling import COUPON_USES, Selling
from tests.promoting import promote
from tests.shop import RICE, TEA, TestShop

from tillbook.actions.prices import add_list
from tillbook.actions.staff import set_role
from tillbook.core.roles import Limit
from tillbook.db.transaction import reading
from tillbook.queries.verify import verify

_TURNOVER = """SELECT (SELECT COALESCE(SUM(due_minor), 0) FROM sale)
    + (SELECT COALESCE(SUM(tendered_minor - change_minor), 0) FROM payment)
    - (SELECT COALESCE(SUM(refund_minor), 0) FROM credit_note)"""
_COUNTS = """SELECT (SELECT COUNT(*) FROM posting), (SELECT COUNT(*) FROM sale), (SELECT COUNT(*) FROM credit_note),
    (SELECT COALESCE(SUM(amount_minor), 0) FROM cash_entry), (SELECT SUM(uses) FROM coupon)"""
_LEVELS = "SELECT p.sku, l.on_hand_milli FROM stock_level l JOIN product p ON p.id = l.product_id"
_LOTS = "SELECT l.code, v.on_hand_milli FROM lot_level v JOIN lot l ON l.id = v.lot_id"
_ACCOUNTS = """SELECT c.code, a.balance_minor, a.limit_minor FROM account a JOIN customer c ON c.id = a.customer_id
    ORDER BY c.code"""
_GONE = """SELECT l.kind, SUM(m.quantity_milli) FROM stock_move m JOIN location l ON l.id = m.to_location_id
    WHERE l.kind IN ('damaged', 'supplier') GROUP BY l.kind"""


def more_rooms(shop: TestShop) -> None:
    """Milk in lots, three customers, a price list, promotions, a cashier and a manager."""
    shop.add_product(MILK, "Milk", "30.00", lot_tracked=True)
    add_list(id="wholesale", code=WHOLESALE, name="Wholesale", now=shop.now, by=shop.owner)
    for code, limit, more in (("ANNA", "500", {}), ("BELA", "2000", {"price_list": WHOLESALE}), ("CHAND", "900", {})):
        customer(shop, code, limit=limit, **more)
    promote(shop, code="three", name="Three", take=3, pay=2, on={"products": [TEA]})
    off: dict[str, Any] = {"amount": "3.00", "per": "line", "on": {"products": [RICE]}}
    promote(shop, code="hello", name="Hello", coupons=[{"code": "hi", "uses": COUPON_USES}], **off)
    limits: dict[str, Limit] = {"line_discount_percent": Decimal(10), "sale_below_cost": True}
    set_role(id="limits", name="cashier", limits=limits, now=shop.now, by=shop.owner)
    hire(shop, "Ravi", "cashier")
    hire(shop, "Meera", "manager")


class ShopMachine(Selling, Goods, Money, Returns, Drawers):
    """All rules, and what must hold after each of them."""

    @invariant()
    def the_shop_is_what_the_model_says(self) -> None:
        model = self.model
        assert dict(asked(_LEVELS)) == model.on_hand | {MILK: sum(model.lots.values())}
        assert dict.fromkeys(LOTS, 0) | dict(asked(_LOTS)) == model.lots
        assert {"damaged": 0, "supplier": 0} | dict(asked(_GONE)) == model.gone
        assert asked(_ACCOUNTS) == [(code, model.debts[code], model.limits[code]) for code in sorted(model.debts)]
        assert sorted(asked("SELECT balance_minor FROM voucher")) == sorted((left,) for left in model.cards.values())
        counts = (model.posted, model.sold, model.notes, model.cash, model.coupon_uses)
        assert asked(_COUNTS) == [counts]
        held = {"held" if held_at else "open" for _, held_at in asked("SELECT client_id, held_at FROM cart")}
        assert held == set(model.carts.values())

    @invariant()
    def all_money_is_somewhere(self) -> None:
        """What was sold, paid and given back is in the drawers, on cards, owed, or was prepaid."""
        model = self.model
        prepaid = sum(model.cards.values()) - model.cards_sold
        owed = sum(model.debts.values()) + model.paid
        assert asked(_TURNOVER) == [(model.cash - model.moved + model.by_card + owed - prepaid,)]

    @invariant()
    def the_books_are_right(self) -> None:
        with reading() as tx:
            assert verify(tx).findings == ()
