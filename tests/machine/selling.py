"""Rules of selling: with what there is, by hand, by lists and promotions, with a cashier, from a cart that waited."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from tests.history import ASHA
from tests.machine.driven import Driven, asked, buyer
from tests.machine.model import (
    CODES,
    DISCOUNTS,
    LINES,
    MILK,
    PERCENTS,
    RETAIL,
    SKUS,
    WHICH,
    WHOLESALE,
    Lines,
    is_refused,
    quantity_of,
    what_can_be_sold,
)
from tests.promoting import end
from tests.shop import RICE, TEA
from tests.staff import acting

from tillbook.actions.cart import CartPosted, drop_cart, hold_cart, keep_cart, recall_cart
from tillbook.actions.prices import WantedPrice, set_prices
from tillbook.actions.sell import OutOfStock, sell
from tillbook.core.discount import Discount
from tillbook.core.kept_cart import KeptCart
from tillbook.core.rights import NeedsApproval
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedLine, WantedSale
from tillbook.ledgers.promotions import CouponUsedUp
from tillbook.queries.postings import IdReused

COUPON_USES = 3


class Selling(Driven):
    @rule(
        lines=LINES,
        percent=st.one_of(st.none(), PERCENTS),
        partial=st.booleans(),
        who=st.one_of(st.sampled_from(["", "asha"]), CODES),
        which=WHICH,
    )
    def sell(self, lines: Lines, percent: Discount | None, partial: bool, who: str, which: int) -> None:
        """Sell what there is; what there is not is left out, or refuses the sale."""
        wished = [(sku, quantity_of(sku, number)) for sku, number in lines]
        due = what_can_be_sold(self.model, wished)
        wanted = WantedSale(
            id=self.shop.new_id(),
            register=self.register(which),
            lines=tuple(WantedLine(product=sku, quantity_milli=quantity, partial=partial) for sku, quantity in wished),
            tenders=(Tendered(type="cash", amount_minor=10_000_00),),
            discount=percent,
            customer=ASHA if who == "asha" else buyer(who),
        )
        if not due or (due != wished and not partial):
            is_refused(lambda: self.shop.post(wanted), OutOfStock)
            return
        bill = self.shop.bill(self.shop.post(wanted))
        assert [(line.sku, line.quantity_milli) for line in bill.lines] == due
        for sku, _ in due:
            together = sum(quantity for other, quantity in due if other == sku)
            prices = {Decimal(line.unit_price) for line in bill.lines if line.sku == sku}
            assert prices == {self.model.price(sku, who, together)}
        taken = sum(part.amount_minor for line in bill.lines if line.sku == TEA for part in line.promotions)
        threes = sum(quantity for sku, quantity in due if sku == TEA) // 3_000
        price = next((line.unit_price for line in bill.lines if line.sku == TEA), 0)
        assert taken == (threes * Decimal(price) * 100 if "three" in self.model.promoted else 0)
        self.write_down(wanted, bill, due)

    @rule(lines=LINES, discount=DISCOUNTS, line_discount=DISCOUNTS, by_card=st.integers(0, 100), which=WHICH)
    def sell_by_hand(
        self, lines: Lines, discount: Discount | None, line_discount: Discount | None, by_card: int, which: int
    ) -> None:
        """Prices and discounts by hand, paid by card and cash, with what is missing refused first."""
        wished = [(sku, quantity_of(sku, number)) for sku, number in lines]
        if what_can_be_sold(self.model, wished) != wished:
            return
        wanted = WantedSale(
            id=self.shop.new_id(),
            register=self.register(which),
            lines=tuple(
                WantedLine(product=sku, quantity_milli=quantity, unit_price=Decimal("71.333"), discount=line_discount)
                for sku, quantity in wished
            ),
            discount=discount,
        )

        def by(missing: int) -> list[Tendered]:
            card = missing * by_card // 100
            return [Tendered(type="card", amount_minor=card)] if card else []

        self.pay(wanted, wished, by)

    @precondition(lambda self: self.sent)
    @rule(which=WHICH)
    def send_again(self, which: int) -> None:
        """The same id and content: the same bill, and nothing else."""
        wanted, bill = self.sent[which % len(self.sent)]
        again = self.shop.post(wanted)
        assert again.repeated
        assert self.shop.bill(again) == bill

    @precondition(lambda self: self.sent)
    @rule(which=WHICH)
    def reuse_an_id(self, which: int) -> None:
        """The same id with another content is refused."""
        wanted, _ = self.sent[which % len(self.sent)]
        other = replace(wanted, tenders=(*wanted.tenders, Tendered(type="cash", amount_minor=1)))
        is_refused(lambda: self.shop.post(other), IdReused)

    @precondition(lambda self: self.again)
    @rule(which=WHICH)
    def send_something_else_again(self, which: int) -> None:
        assert self.again[which % len(self.again)]()

    @rule(number=st.integers(1, 7), partial=st.booleans(), which=WHICH)
    def sell_milk(self, number: int, partial: bool, which: int) -> None:
        """What expires first is sold first; never more than its lots hold."""
        wished = [(MILK, number * 1_000)]
        due = what_can_be_sold(self.model, wished)
        wanted = replace(
            self.shop.sale((MILK, str(number)), cash="210", partial=partial), register=self.register(which)
        )
        if not due or (due != wished and not partial):
            is_refused(lambda: self.shop.post(wanted), OutOfStock)
            return
        self.write_down(wanted, self.shop.bill(self.shop.post(wanted)), due)

    # ------------------------------------------------------------ prices and promotions

    @rule(
        sku=SKUS,
        rupees=st.integers(20, 99),
        on=st.sampled_from([RETAIL, WHOLESALE]),
        start=st.sampled_from([0, 3, 5]),
        ends=st.booleans(),
    )
    def set_a_price(self, sku: str, rupees: int, on: str, start: int, ends: bool) -> None:
        """A price of a list, of any quantity or from some on; or it ends."""
        there = self.model.breaks.setdefault((on, sku), {})
        ends = ends and start * 1_000 in there and (on, start) != (RETAIL, 0)
        price = None if ends else Decimal(rupees)
        wanted = WantedPrice(product=sku, price=price, price_list=on, from_milli=start * 1_000)
        set_prices(id=self.shop.new_id(), prices=(wanted,), now=self.shop.now, by=self.shop.owner)
        self.model.posted += 1
        if price is None:
            del there[start * 1_000]
        else:
            there[start * 1_000] = price

    @precondition(lambda self: "three" in self.model.promoted)
    @rule(really=st.integers(0, 3))
    def end_three_for_two(self, really: int) -> None:
        if not really:
            end(self.shop, "three")
            self.model.promoted.remove("three")
            self.model.posted += 1

    @rule(number=st.integers(1, 6), which=WHICH)
    def use_a_coupon(self, number: int, which: int) -> None:
        """It takes something off as often as it may, and never once more."""
        wished = [(RICE, quantity_of(RICE, number))]
        if what_can_be_sold(self.model, wished) != wished:
            return
        wanted = replace(self.shop.sale((RICE, str(Decimal(wished[0][1]) / 1000))), coupons=("hi",))
        wanted = replace(wanted, register=self.register(which))
        uses = self.model.coupon_uses
        if uses == COUPON_USES:
            is_refused(lambda: self.shop.post(wanted), CouponUsedUp)
            return
        self.write_down(wanted, self.shop.bill(self.shop.post(wanted)), wished)
        assert self.model.coupon_uses == uses + 1

    # ------------------------------------------------------------ a second person, and carts

    @rule(percent=st.integers(1, 30), agreed=st.booleans(), which=WHICH)
    def discount_by_a_cashier(self, percent: int, agreed: bool, which: int) -> None:
        """Up to 10 % alone; beyond it only with somebody who may, and both are kept."""
        if self.model.left(TEA) < 1_000:
            return
        ravi, meera = acting("Ravi"), acting("Meera")
        by = replace(ravi, approver=meera if agreed else None)
        line = WantedLine(product=TEA, quantity_milli=1_000, discount=Discount(percent=Decimal(percent)))
        wanted = replace(self.shop.sale(), lines=(line,), register=self.register(which))
        if percent > 10 and not agreed:
            is_refused(lambda: sell(wanted, now=self.shop.now, by=by), NeedsApproval)
            return
        sold = sell(wanted, now=self.shop.now, by=by)
        names = asked("SELECT staff_id, approved_by_id FROM posting WHERE id = ?", sold.posting_id)
        assert names == [(ravi.staff_id, meera.staff_id if percent > 10 else None)]
        self.write_down(wanted, self.shop.bill(sold), [(TEA, 1_000)])

    @rule(number=st.integers(1, 3), held=st.booleans(), which=WHICH)
    def keep_a_cart(self, number: int, held: bool, which: int) -> None:
        cart = KeptCart(
            id=self.shop.new_id(),
            register=self.register(which),
            opened_at=self.shop.now,
            lines=(WantedLine(product=TEA, quantity_milli=number * 1_000),),
            tenders=(Tendered(type="cash", amount_minor=1_000_00),),
        )
        keep_cart(cart, now=self.shop.now, by=self.shop.owner)
        if held:
            hold_cart(cart.id, name="later", now=self.shop.now, by=self.shop.owner)
        self.model.carts[cart.id] = "held" if held else "open"

    @precondition(lambda self: self.model.carts)
    @rule(which=WHICH, paid=st.booleans())
    def go_on_with_a_cart(self, which: int, paid: bool) -> None:
        """Recalled anywhere, it is paid once or goes on waiting."""
        cart_id = sorted(self.model.carts)[which % len(self.model.carts)]
        now, by = self.shop.now, self.shop.owner
        cart = recall_cart(cart_id, register=self.register(which), now=now, by=by)
        self.model.carts[cart_id] = "open"
        lines = [(TEA, line.quantity_milli) for line in cart.lines]
        if paid and what_can_be_sold(self.model, lines) == lines:
            wanted = cart.wanted()
            self.write_down(wanted, self.shop.bill(self.shop.post(wanted)), lines)
            is_refused(lambda: hold_cart(cart_id, name="", now=now, by=by), CartPosted)
            drop_cart(cart_id, now=now, by=by)
            del self.model.carts[cart_id]

    @precondition(lambda self: self.model.carts)
    @rule(which=WHICH)
    def drop_a_cart(self, which: int) -> None:
        cart_id = sorted(self.model.carts)[which % len(self.model.carts)]
        drop_cart(cart_id, now=self.shop.now, by=self.shop.owner)
        del self.model.carts[cart_id]
