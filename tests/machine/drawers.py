"""Rules of the drawer: shifts opened, cash moved, counted and closed, and one more register."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from tests.machine.driven import Driven
from tests.machine.model import WHICH, is_refused
from tests.staff import acting

from tillbook.actions.registers import RegisterExists, add_register
from tillbook.actions.shift import Counted, DrawerShort, ShiftOpen, close_shift, move_cash, open_shift
from tillbook.core.rights import NeedsApproval
from tillbook.queries.shifts import NoOpenShift

SIGNS = {"pay_in": 1, "pay_out": -1, "drop": -1}


class Drawers(Driven):
    @rule(rupees=st.integers(0, 500), which=WHICH)
    def open_a_shift(self, rupees: int, which: int) -> None:
        register, id_ = self.register(which), self.shop.new_id()

        def post() -> bool:
            return open_shift(
                id=id_, register=register, float_minor=rupees * 100, now=self.shop.now, by=self.shop.owner
            ).repeated

        if self.model.drawers[register] is not None:
            is_refused(post, ShiftOpen)
            return
        post()
        self.model.drawers[register] = rupees * 100
        self.model.posted += 1
        self.again.append(post)

    @rule(kind=st.sampled_from(sorted(SIGNS)), rupees=st.integers(1, 400), which=WHICH)
    def move_cash(self, kind: str, rupees: int, which: int) -> None:
        """Never more out of the drawer than should lie in it."""
        register, id_, amount = self.register(which), self.shop.new_id(), rupees * 100

        def post() -> bool:
            return move_cash(
                id=id_,
                register=register,
                kind=kind,
                amount_minor=amount,
                reason="a reason",
                now=self.shop.now,
                by=self.shop.owner,
            ).repeated

        there = self.model.drawers[register]
        if there is None:
            is_refused(post, NoOpenShift)
        elif SIGNS[kind] < 0 and amount > there:
            is_refused(post, DrawerShort)
        else:
            post()
            self.model.receive_cash(register, SIGNS[kind] * amount)
            self.model.moved += SIGNS[kind] * amount
            self.model.posted += 1
            self.again.append(post)

    @rule(agreed=st.booleans(), which=WHICH)
    def open_the_drawer(self, agreed: bool, which: int) -> None:
        """A cashier does it with a second person alone."""
        register, id_ = self.register(which), self.shop.new_id()
        by = replace(acting("Ravi"), approver=acting("Meera") if agreed else None)

        def post() -> object:
            return move_cash(
                id=id_, register=register, kind="no_sale", amount_minor=0, reason="change", now=self.shop.now, by=by
            )

        if self.model.drawers[register] is None:
            is_refused(post, NoOpenShift)
        elif not agreed:
            is_refused(post, NeedsApproval)
        else:
            post()
            self.model.posted += 1

    @rule(difference=st.integers(-5_00, 5_00), which=WHICH)
    def close_a_shift(self, difference: int, which: int) -> None:
        """The Z report expects what the model does."""
        register, id_ = self.register(which), self.shop.new_id()
        there = self.model.drawers[register]
        counted = Counted(total_minor=max((there or 0) + difference, 0))

        def post() -> str:
            done = close_shift(id=id_, register=register, counted=counted, now=self.shop.now, by=self.shop.owner)
            return done.content

        if there is None:
            is_refused(post, NoOpenShift)
            return
        content = post()
        cash = json.loads(content)["cash"]
        assert counted.total_minor is not None
        assert [int(Decimal(cash[key]) * 100) for key in ("expected", "counted", "difference")] == [
            there,
            counted.total_minor,
            counted.total_minor - there,
        ]
        self.model.drawers[register] = None
        self.model.posted += 1
        self.again.append(lambda: post() == content)

    @precondition(lambda self: len(self.model.drawers) < 3)
    @rule(really=st.integers(0, 3))
    def add_a_register(self, really: int) -> None:
        if really:
            return
        code = str(len(self.model.drawers) + 1)

        def post() -> object:
            return add_register(id=self.shop.new_id(), code=code, now=self.shop.now, by=self.shop.owner)

        post()
        is_refused(post, RegisterExists)
        self.model.drawers[code] = None
        self.model.posted += 1
