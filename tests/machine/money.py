"""Rules of what is owed and prepaid: credit within a limit, payments, gift cards, customers who are one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from tests.credit import set_limit
from tests.machine.driven import Driven, buyer
from tests.machine.model import CODES, LINES, WHICH, Lines, is_refused, quantity_of, what_can_be_sold

from tillbook.actions.customers import merge_customers
from tillbook.actions.payment import WantedGiftCard, WantedPayment, new_code, pay_on_account, sell_gift_card
from tillbook.core.tender import Tendered
from tillbook.ledgers.credit import CreditExceeded
from tillbook.ledgers.vouchers import VoucherEmpty

RUPEES = st.integers(1, 300)


class Money(Driven):
    @rule(lines=LINES, who=CODES, percent=st.integers(1, 100), which=WHICH)
    def sell_on_credit(self, lines: Lines, who: str, percent: int, which: int) -> None:
        """All or a part of a bill is written down, never beyond the limit."""
        wished = [(sku, quantity_of(sku, number)) for sku, number in lines]
        if what_can_be_sold(self.model, wished) != wished:
            return
        milli = tuple((sku, f"{quantity / 1000:.3f}") for sku, quantity in wished)
        wanted = replace(self.shop.sale(*milli), customer=buyer(who), register=self.register(which))
        kept = self.model.kept[who]
        free = self.model.limits[kept] - self.model.debts[kept]

        def by(missing: int) -> list[Tendered]:
            credit = max(missing * percent // 100, 1)
            if credit > free:
                tenders = (Tendered(type="credit", amount_minor=credit), Tendered(type="cash", amount_minor=10_000_00))
                is_refused(lambda: self.shop.post(replace(wanted, tenders=tenders)), CreditExceeded)
                credit = max(free, 0)
            return [Tendered(type="credit", amount_minor=credit)] if credit else []

        self.pay(wanted, wished, by)

    @rule(who=CODES, rupees=RUPEES, which=WHICH)
    def pay_on_account(self, who: str, rupees: int, which: int) -> None:
        """Less than is owed, or more: then the shop owes."""
        wanted = WantedPayment(
            id=self.shop.new_id(),
            register=self.register(which),
            customer_id=self.ids[who],
            amount_minor=rupees * 100,
            tenders=(Tendered(type="cash", amount_minor=rupees * 100 + 1_00),),
        )
        pay_on_account(wanted, now=self.shop.now, by=self.shop.owner)
        self.model.debts[self.model.kept[who]] -= rupees * 100
        self.model.paid += rupees * 100
        self.model.receive_cash(wanted.register, rupees * 100)
        self.model.posted += 1
        self.again.append(lambda: pay_on_account(wanted, now=self.shop.now, by=self.shop.owner).repeated)

    @rule(who=CODES, rupees=st.integers(0, 1_000))
    def change_a_limit(self, who: str, rupees: int) -> None:
        kept = self.model.kept[who]
        done = set_limit(self.shop, self.ids[kept], str(rupees))
        self.model.limits[kept] = rupees * 100
        self.model.posted += bool(done.number)

    @rule(rupees=RUPEES, which=WHICH)
    def sell_a_gift_card(self, rupees: int, which: int) -> None:
        wanted = WantedGiftCard(
            id=self.shop.new_id(),
            register=self.register(which),
            amount_minor=rupees * 100,
            tenders=(Tendered(type="cash", amount_minor=rupees * 100),),
            code=new_code(),
        )
        sell_gift_card(wanted, now=self.shop.now, by=self.shop.owner)
        self.model.cards[wanted.code] = rupees * 100
        self.model.cards_sold += rupees * 100
        self.model.receive_cash(wanted.register, rupees * 100)
        self.model.posted += 1
        self.again.append(lambda: sell_gift_card(wanted, now=self.shop.now, by=self.shop.owner).repeated)

    @precondition(lambda self: self.model.cards)
    @rule(lines=LINES, card=WHICH, percent=st.integers(1, 100), which=WHICH)
    def pay_by_gift_card(self, lines: Lines, card: int, percent: int, which: int) -> None:
        """As much as is on it, and not a paisa more."""
        wished = [(sku, quantity_of(sku, number)) for sku, number in lines]
        if what_can_be_sold(self.model, wished) != wished:
            return
        milli = tuple((sku, f"{quantity / 1000:.3f}") for sku, quantity in wished)
        wanted = replace(self.shop.sale(*milli), register=self.register(which))
        code = list(self.model.cards)[card % len(self.model.cards)]
        balance = self.model.cards[code]

        def by(missing: int) -> list[Tendered]:
            amount = max(missing * percent // 100, 1)
            if amount > balance:
                tenders = (
                    Tendered(type="gift_card", amount_minor=amount, reference=code),
                    Tendered(type="cash", amount_minor=10_000_00),
                )
                is_refused(lambda: self.shop.post(replace(wanted, tenders=tenders)), VoucherEmpty)
                amount = balance
            return [Tendered(type="gift_card", amount_minor=amount, reference=code)] if amount else []

        self.pay(wanted, wished, by)

    @rule(who=CODES, other=CODES, really=st.integers(0, 3))
    def merge(self, who: str, other: str, really: int) -> None:
        """Two are one: they owe together, and may owe what the one of them may who may owe more."""
        model = self.model
        kept, gone = model.kept[who], model.kept[other]
        if kept == gone or really:
            return
        done = merge_customers(
            id=self.shop.new_id(),
            kept_id=self.ids[who],
            other_id=self.ids[other],
            now=self.shop.now,
            by=self.shop.owner,
        )
        assert (done.kept_id, bool(done.number)) == (self.ids[kept], True)
        model.posted += 1
        model.debts[kept] += model.debts[gone]
        model.limits[kept] = max(model.limits[kept], model.limits[gone])
        model.debts[gone] = model.limits[gone] = 0
        model.lists[kept] = model.lists[kept] or model.lists[gone]
        for code, now in model.kept.items():
            model.kept[code] = kept if now == gone else now
