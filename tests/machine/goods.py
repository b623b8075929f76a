"""Rules of goods: received, corrected, imported, kept in lots; and of the shop's settings."""

from __future__ import annotations

import hashlib
from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import rule
from tests.machine.driven import Driven
from tests.machine.model import LOTS, MILK, SKUS, is_refused, quantity_of

from tillbook.actions.exchange import import_products
from tillbook.actions.lots import take_off
from tillbook.actions.settings import change_setting
from tillbook.actions.stock import NotEnough, StockLine, adjust, receive
from tillbook.core.errors import Refusal
from tillbook.core.wanted_product import WantedProduct

SETTINGS = st.sampled_from(
    [
        ("tax_rounding", "line"),
        ("tax_rounding", "sum_by_net"),
        ("tax_rounding", "sum_by_net_keep_gross"),
        ("rounding_mode", "half_even"),
        ("rounding_mode", "half_up"),
        ("cash_increment", "0.01"),
        ("cash_increment", "1.00"),
        ("prices_include_tax", "yes"),
        ("prices_include_tax", "no"),
        ("cut_over_hour", "4"),
        ("cut_over_hour", "20"),
    ]
)


class Goods(Driven):
    @rule(sku=SKUS, number=st.integers(1, 20), cost=st.integers(0, 10_000_00))
    def receive(self, sku: str, number: int, cost: int) -> None:
        line = StockLine(product=sku, quantity_milli=quantity_of(sku, number), cost_minor=cost)
        receive(id=self.shop.new_id(), lines=[line], now=self.shop.now, by=self.shop.owner)
        self.model.move(sku, quantity_of(sku, number))

    @rule(sku=SKUS, number=st.integers(-15, 15).filter(bool))
    def adjust(self, sku: str, number: int) -> None:
        quantity = quantity_of(sku, number) or -1
        line = StockLine(product=sku, quantity_milli=quantity)

        def post() -> object:
            return adjust(id=self.shop.new_id(), lines=[line], reason="counted", now=self.shop.now, by=self.shop.owner)

        if self.model.left(sku) + quantity < 0:
            is_refused(post, NotEnough)
        else:
            post()
            self.model.move(sku, quantity)

    @rule(counts=st.dictionaries(SKUS, st.integers(0, 12), min_size=1))
    def import_a_list(self, counts: dict[str, int]) -> None:
        """A list says what is on hand; where it says nothing new, nothing is posted."""
        wanted = {sku: number * 1_000 for sku, number in counts.items()}
        rows = [WantedProduct(row=row, sku=sku, quantity_milli=q) for row, (sku, q) in enumerate(wanted.items(), 2)]
        done = import_products(
            lambda: iter(rows),
            client_id=self.shop.new_id(),
            file_name="list.csv",
            file_sha256=hashlib.sha256(str(next(self.files)).encode()).hexdigest(),
            now=self.shop.now,
            by=self.shop.owner,
        )
        changes = {sku: q for sku, q in wanted.items() if self.model.on_hand[sku] != q}
        assert bool(done.number) == bool(changes)
        self.model.on_hand |= changes
        self.model.posted += bool(changes)

    @rule(setting=SETTINGS)
    def change_the_rules(self, setting: tuple[str, str]) -> None:
        """What was posted keeps the rules it was posted under."""
        key, text = setting
        done = change_setting(id=self.shop.new_id(), key=key, text=text, now=self.shop.now, by=self.shop.owner)
        self.model.posted += bool(done.number)

    @rule(place=st.integers(0, 2), number=st.integers(1, 9), cost=st.integers(0, 500_00))
    def receive_milk(self, place: int, number: int, cost: int) -> None:
        """Into a new lot, or one that is there."""
        lot, expires_on = LOTS[place], date(2027, 1 + place, 1)
        quantity = number * 1_000
        line = StockLine(product=MILK, quantity_milli=quantity, cost_minor=cost, lot=lot, expires_on=expires_on)
        receive(id=self.shop.new_id(), lines=[line], now=self.shop.now, by=self.shop.owner)
        self.model.lots[lot] += quantity
        self.model.posted += 1

    @rule(place=st.integers(0, 2), number=st.integers(1, 9), to_supplier=st.booleans())
    def write_milk_off(self, place: int, number: int, to_supplier: bool) -> None:
        lot, quantity = LOTS[place], number * 1_000

        def post() -> object:
            return take_off(
                id=self.shop.new_id(),
                product=MILK,
                lot=lot,
                quantity_milli=quantity,
                to_supplier=to_supplier,
                reason="broken",
                now=self.shop.now,
                by=self.shop.owner,
            )

        if self.model.lots[lot] < quantity:
            is_refused(post, Refusal)
            return
        post()
        self.model.lots[lot] -= quantity
        self.model.posted += 1
        self.model.gone["supplier"] += quantity if to_supplier else 0
