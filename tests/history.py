"""A little history of a shop: a bit of everything that can be posted, so that damage has something to hit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from tests.rooms import ROOMS
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.actions.exchange import import_products
from tillbook.core.discount import Discount
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer, WantedLine, WantedSale
from tillbook.core.wanted_product import WantedProduct
from tillbook.db.transaction import transaction_of_one_action

SUGAR, SODA = "104", "105"
ASHA = WantedCustomer(name="Asha Rao", email="asha@example.com", phone="+919876543210")
NEXT_YEAR = datetime(2027, 4, 1, 6, 30, tzinfo=UTC)


def live_everywhere(shop: TestShop) -> None:
    """All of `live_a_little`, and a bit of everything that happens in the other rooms."""
    for live in LIVED:
        live(shop)


def live_a_little(shop: TestShop) -> None:
    """Sell, receive, correct and import; each sale has its client id for a name."""
    more_goods(shop)
    _import_a_list(shop)
    _sell_simply(shop)
    _sell_with_everything(shop)
    _fall_below_zero(shop)
    _change_the_rules(shop)


def more_goods(shop: TestShop) -> None:
    """Sugar that may be sold short, and soda that warns, taxed thrice: plainly, compound and by the unit."""
    shop.add_tax_class("fizzy", ("GST", "18"))
    with transaction_of_one_action() as tx:
        tx.write(
            """INSERT INTO tax (tax_class_id, position, name, rate, per_unit, compound, included, valid_from)
            SELECT id, 2, 'Cess', '4', NULL, 1, 0, '2000-01-01' FROM tax_class WHERE name = 'fizzy' UNION ALL
            SELECT id, 3, 'Deposit', NULL, '0.25', 0, 0, '2000-01-01' FROM tax_class WHERE name = 'fizzy'"""
        )
    shop.add_product(SUGAR, "Sugar", "45.50", tax_class="gst5", unit="kg", step_milli=1, short_stock="allow")
    shop.add_product(SODA, "Soda", "33.33", tax_class="fizzy", short_stock="warn")
    shop.receive(SUGAR, "2.5", "100.01")
    shop.receive(SODA, "24", "400")


def _import_a_list(shop: TestShop) -> None:
    rows = [
        WantedProduct(row=2, sku="106", name="Salt", price=Decimal("20"), quantity_milli=7_000, cost=Decimal("11.11")),
        WantedProduct(row=3, sku=TEA, name="Darjeeling", price=Decimal("95"), quantity_milli=12_000),
    ]
    import_products(
        lambda: iter(rows),
        client_id="list",
        file_name="list.csv",
        file_sha256="a" * 64,
        now=shop.now,
        by=shop.owner,
    )


def _sell_simply(shop: TestShop) -> None:
    shop.sell((TEA, "2"), id="plain", cash="200")
    shop.sell((RICE, "0.750"), (OIL, "1"), id="taxed", tenders=(Tendered(type="card", amount_minor=270_50),))
    shop.sell((TEA, "1"), (RICE, "1.333"), id="named", customer=ASHA)
    shop.adjust(OIL, "-1", reason="broken")
    shop.adjust(TEA, "2", reason="found")


def _sell_with_everything(shop: TestShop) -> None:
    shop.sell((TEA, "3"), (RICE, "2"), (OIL, "1"), id="discounted", discount=Discount(percent=Decimal("7.5")))
    lines = (
        WantedLine(product=OIL, quantity_milli=2_000, discount=Discount(percent=Decimal(10))),
        WantedLine(product=TEA, quantity_milli=1_000, discount=Discount(amount_minor=5_00)),
        WantedLine(product=SODA, quantity_milli=6_000, unit_price=Decimal("30.125")),
    )
    tenders = (
        Tendered(type="card", amount_minor=300_00, reference="4711"),
        Tendered(type="upi", amount_minor=100_00),
        Tendered(type="cash", amount_minor=500_00),
    )
    shop.post(
        WantedSale(id="several", register="1", lines=lines, tenders=tenders, discount=Discount(amount_minor=10_01))
    )
    shop.sell((OIL, "20"), (TEA, "1"), id="partial", partial=True)


def _fall_below_zero(shop: TestShop) -> None:
    shop.sell((SUGAR, "4"), id="short")
    shop.receive(SUGAR, "10", "405")
    shop.sell((SODA, "1"), (SUGAR, "1"), (SODA, "2"), id="twice")


def _change_the_rules(shop: TestShop) -> None:
    """Documents keep the rules they were posted under."""
    _set(shop, "cash_increment_minor", 100)
    shop.sell((RICE, "0.333"), id="rounded", cash="50")
    _set(shop, "tax_rounding", "sum_by_net")
    shop.sell((RICE, "0.111"), (SUGAR, "0.333"), (SODA, "1"), id="by net")
    shop.now = NEXT_YEAR
    _set(shop, "tax_rounding", "sum_by_net_keep_gross")
    shop.sell((RICE, "0.211"), (SUGAR, "0.777"), (SODA, "1"), id="by gross")
    shop.receive(TEA, "5", "333.33")
    shop.sell((TEA, "1"), id="last")


def _set(shop: TestShop, column: str, value: object) -> None:
    with transaction_of_one_action() as tx:
        tx.write(f"UPDATE shop SET {column} = ? WHERE id = 1", (value,))


LIVED: tuple[Callable[[TestShop], None], ...] = (live_a_little, *ROOMS)
"""What `live_everywhere` does, one after the other."""
