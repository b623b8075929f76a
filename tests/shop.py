"""A shop for tests: founded once, copied for each test, proven clean at the end of each."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from tillbook.actions.found import NewShop, founding
from tillbook.actions.sell import Sold, sell
from tillbook.actions.stock import Posted, StockLine, adjust, receive
from tillbook.core.bill import Bill
from tillbook.core.discount import Discount
from tillbook.core.rights import Actor
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer, WantedLine, WantedSale
from tillbook.db.opening import DATABASE_NAME, open_shop, point_at
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.ledgers import catalogue
from tillbook.queries.bills import bill_of
from tillbook.queries.people import owner
from tillbook.queries.till import location_ids
from tillbook.queries.verify import verify

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TEA, RICE, OIL = "101", "102", "103"


@dataclass
class TestShop:
    """Short ways to say what happens in a shop; every figure that a test checks is written in the test."""

    __test__ = False
    home: Path
    now: datetime = NOON
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def owner(self) -> Actor:
        with reading() as tx:
            return owner(tx)

    def new_id(self) -> str:
        return f"test-{next(self.ids):06}"

    def add_product(self, sku: str, name: str, price: str, *, tax_class: str = "untaxed", **columns: object) -> None:
        """A product without stock."""
        with transaction_of_one_action() as tx:
            row = tx.row("SELECT id FROM tax_class WHERE name = ?", (tax_class,))
            assert row is not None
            fields = catalogue.ProductFields(sku=sku, name=name, price=price, tax_class_id=row[0], **columns)  # type: ignore[arg-type]
            catalogue.add(tx, [fields], location_id=location_ids(tx)["shop"])

    def add_tax_class(self, name: str, *taxes: tuple[str, str]) -> None:
        """A tax class with taxes (name, rate), valid since 2000."""
        with transaction_of_one_action() as tx:
            class_id = tx.insert("INSERT INTO tax_class (name) VALUES (?)", (name,))
            for position, (tax, rate) in enumerate(taxes, 1):
                tx.write(
                    """INSERT INTO tax (tax_class_id, position, name, rate, compound, valid_from)
                    VALUES (?, ?, ?, ?, ?, '2000-01-01')""",
                    (class_id, position, tax, rate, False),
                )

    def receive(self, sku: str, quantity: str, cost: str = "0") -> Posted:
        line = StockLine(product=sku, quantity_milli=milli(quantity), cost_minor=minor(cost))
        return receive(id=self.new_id(), lines=[line], now=self.now, by=self.owner)

    def adjust(self, sku: str, quantity: str, reason: str = "counted") -> Posted:
        line = StockLine(product=sku, quantity_milli=milli(quantity))
        return adjust(id=self.new_id(), lines=[line], reason=reason, now=self.now, by=self.owner)

    def sale(
        self,
        *lines: tuple[str, str],
        cash: str = "10000",
        id: str = "",
        partial: bool = False,
        discount: Discount | None = None,
        customer: WantedCustomer | None = None,
        tenders: tuple[Tendered, ...] | None = None,
        shown_total: str | None = None,
    ) -> WantedSale:
        """A command to sell (SKU, quantity) lines, paid with a large note unless said otherwise."""
        return WantedSale(
            id=id or self.new_id(),
            register="1",
            lines=tuple(
                WantedLine(product=sku, quantity_milli=milli(quantity), partial=partial) for sku, quantity in lines
            ),
            tenders=(Tendered(type="cash", amount_minor=minor(cash)),) if tenders is None else tenders,
            discount=discount,
            customer=customer,
            shown_total_minor=None if shown_total is None else minor(shown_total),
        )

    def sell(self, *lines: tuple[str, str], **more: object) -> Bill:
        """Sell and answer the bill."""
        return self.bill(self.post(self.sale(*lines, **more)))  # type: ignore[arg-type]

    def post(self, wanted: WantedSale) -> Sold:
        return sell(wanted, now=self.now, by=self.owner)

    def bill(self, sold: Sold) -> Bill:
        with reading() as tx:
            return bill_of(tx, sold.posting_id)

    def on_hand(self, sku: str) -> tuple[int, int]:
        """On hand in thousandths and value in minor units."""
        with reading() as tx:
            row = tx.row(
                """SELECT l.on_hand_milli, l.value_minor FROM stock_level l JOIN product p ON p.id = l.product_id
                WHERE p.sku = ?""",
                (sku,),
            )
        assert row is not None
        return row

    def set_product(self, sku: str, **columns: object) -> None:
        """Change columns of a product, as the owner would by importing a list."""
        with transaction_of_one_action() as tx:
            row = tx.row("SELECT id FROM product WHERE sku = ?", (sku,))
            assert row is not None
            catalogue.change(tx, row[0], columns)

    def must_be_clean(self) -> None:
        """The books are right: `verify` finds nothing."""
        with reading() as tx:
            assert verify(tx).findings == ()

    def count(self, table: str) -> int:
        with reading() as tx:
            row = tx.row(f"SELECT COUNT(*) FROM {table}")
        assert row is not None
        return int(row[0])


def milli(text: str) -> int:
    return int(Decimal(text) * 1000)


def minor(text: str) -> int:
    return int(Decimal(text) * 100)


def found_template(folder: Path) -> Path:
    """A founded shop with three products, 10 of each on hand, closed."""
    home = folder / "template"
    new = NewShop(
        name="Corner Shop",
        currency="INR",
        country="IN",
        timezone="Asia/Kolkata",
        locale="en_IN",
        prices_include_tax=True,
    )
    home.mkdir()
    point_at(home / DATABASE_NAME)
    with founding(home, new):
        shop = TestShop(home=home)
        shop.ids = itertools.count(900_000)
        shop.add_tax_class("gst5", ("CGST", "2.5"), ("SGST", "2.5"))
        shop.add_product(TEA, "Darjeeling", "95.00")
        shop.add_product(RICE, "Basmati", "120.00", tax_class="gst5", unit="kg", step_milli=1)
        shop.add_product(OIL, "Mustard oil", "180.50", tax_class="gst5")
        for sku, cost in ((TEA, "600"), (RICE, "850.01"), (OIL, "1333.33")):
            shop.receive(sku, "10", cost)
    return home


def copy_shop(template: Path, home: Path) -> TestShop:
    """A copy of the closed shop, opened."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(template / DATABASE_NAME, home / DATABASE_NAME)
    open_shop(home)
    return TestShop(home=home)
