"""The shop that the machine drives, and what every rule of it uses: offering money, writing down what was done."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from django.db import connection
from hypothesis.stateful import RuleBasedStateMachine, initialize
from tests.machine.model import Lines, Model, Sale
from tests.memory import folder_in_memory
from tests.shop import copy_shop

from tillbook.core.bill import Bill
from tillbook.core.discount import DiscountTooLarge
from tillbook.core.tender import NotPaid, Tendered
from tillbook.core.wanted import WantedCustomer, WantedSale
from tillbook.db.transaction import reading

VOUCHERS = ("gift_card", "store_credit")


def asked(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows that the shop answers."""
    with reading() as tx:
        return tx.rows(sql, values)


def missing_of(refused: NotPaid) -> int:
    """What a refusal says is missing."""
    return int(Decimal(refused.message.split()[0]) * 100)


def buyer(code: str) -> WantedCustomer | None:
    return WantedCustomer(code=code, name=code.title()) if code else None


class Driven(RuleBasedStateMachine):
    """A shop and its model. `template` is a closed shop with `more_goods` and `more_rooms`."""

    template: ClassVar[Path]

    @initialize()
    def open(self) -> None:
        self.ends = ExitStack()
        folder = self.ends.enter_context(folder_in_memory())
        self.ends.callback(connection.close)
        self.shop = copy_shop(self.template, folder)
        self.model = Model(posted=self.shop.count("posting"))
        self.ids = dict(asked("SELECT code, id FROM customer"))
        self.sent: list[tuple[WantedSale, Bill]] = []
        self.sales: list[Sale] = []
        self.again: list[Callable[[], bool]] = []
        """Commands that were posted: sent again, each says so and does nothing."""
        self.files = itertools.count(1)
        self.shop.ids = itertools.count(1_000)

    def teardown(self) -> None:
        if hasattr(self, "ends"):
            self.ends.close()

    def register(self, which: int) -> str:
        """One of the registers that there are."""
        registers = sorted(self.model.drawers)
        return registers[which % len(registers)]

    def pay(self, wanted: WantedSale, lines: Lines, by: Callable[[int], list[Tendered]]) -> None:
        """Offer nothing: the refusal says what is missing; then by `by`, and the rest in cash and more."""
        missing = self.missing(lambda: self.shop.post(replace(wanted, tenders=())))
        if missing is None:
            return
        tenders = by(missing) if missing else []
        rest = missing - sum(tender.amount_minor for tender in tenders)
        tenders += [Tendered(type="cash", amount_minor=rest + 1_00)] if rest else []
        wanted = replace(wanted, tenders=tuple(tenders))
        self.write_down(wanted, self.shop.bill(self.shop.post(wanted)), lines)

    def missing(self, act: Callable[[], object]) -> int | None:
        """What is missing to pay a sale, 0 where it was posted; None where it cannot be."""
        try:
            act()
        except NotPaid as refused:
            return missing_of(refused)
        except DiscountTooLarge:
            return None
        return 0

    def write_down(self, wanted: WantedSale, bill: Bill, lines: Lines, handed: int | None = None) -> None:
        """What a sale changed, `handed` of it paid with goods where it is an exchange."""
        model = self.model
        who = model.kept.get(wanted.customer.code, "") if wanted.customer else ""
        others = handed or 0
        for tender in wanted.tenders:
            if tender.type == "cash":
                continue
            others += tender.amount_minor
            if tender.type == "credit":
                model.debts[who] += tender.amount_minor
            elif tender.type in VOUCHERS:
                model.cards[tender.reference] -= tender.amount_minor
            else:
                model.by_card += tender.amount_minor
        lots = model.take(lines)
        model.receive_cash(wanted.register, bill.due_minor - others)
        model.sold, model.posted = model.sold + 1, model.posted + 1
        if any(part.name == "Hello" for line in bill.lines for part in line.promotions):
            model.coupon_uses += 1
        self.sales.append(Sale(bill=bill, who=who, lots=lots))
        if handed is None:
            self.sent.append((wanted, bill))
