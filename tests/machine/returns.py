"""Rules of goods that come back: for money, for store credit, for other goods; to the shelf or not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from tests.machine.driven import Driven, asked, missing_of
from tests.machine.model import LINES, MILK, SKUS, WHICH, Lines, Sale, is_refused, quantity_of, what_can_be_sold

from tillbook.actions.refund import refund
from tillbook.actions.sell import Exchanged, OutOfStock, exchange
from tillbook.actions.shift import DrawerShort
from tillbook.core.errors import Refusal
from tillbook.core.refunding import BeyondTender, NotPaidByThat
from tillbook.core.returns import NothingToReturn, TooMuchReturned
from tillbook.core.tender import NotPaid, Tendered
from tillbook.core.wanted_exchange import WantedExchange
from tillbook.core.wanted_return import RefundTender, WantedBack, WantedReturn
from tillbook.queries.shifts import NoOpenShift

_NOTE = "SELECT total_minor FROM credit_note WHERE posting_id = ?"
_TENDERS = "SELECT type, amount_minor FROM credit_note_tender WHERE credit_note_id = ?"


class Returns(Driven):
    @precondition(lambda self: self.sales)
    @rule(
        which=WHICH,
        line=st.integers(0, 3),
        number=st.integers(0, 4),
        to=st.sampled_from(["sellable", "damaged", "supplier"]),
        how=st.sampled_from(["cash", "store_credit", "credit"]),
    )
    def take_back(self, which: int, line: int, number: int, to: str, how: str) -> None:
        """Some of a line, or all that is left of it; never more."""
        sale = self.sales[which % len(self.sales)]
        line %= len(sale.bill.lines)
        quantity = quantity_of(sale.bill.lines[line].sku, number) or sale.left(line)
        back = WantedBack(line=line + 1, quantity_milli=quantity if number else None, to=to)
        how = "cash" if how == "credit" and not sale.who else how
        wanted = self._back(sale, which, (back,), how)
        if self.model.drawers[wanted.register] is None:
            is_refused(lambda: self._refund(wanted), NoOpenShift)
        elif not sale.left(line):
            is_refused(lambda: self._refund(wanted), NothingToReturn)
        elif quantity > sale.left(line):
            is_refused(lambda: self._refund(wanted), TooMuchReturned)
        elif self._give(sale, wanted):
            self._came_back(sale, line, quantity, to)

    @precondition(lambda self: self.sales)
    @rule(which=WHICH, how=st.sampled_from(["cash", "store_credit"]))
    def take_everything_back(self, which: int, how: str) -> None:
        """All that is left of a bill: then it has given back what it cost, to the paisa."""
        sale = self.sales[which % len(self.sales)]
        wanted = self._back(sale, which, (), how)
        lines = range(len(sale.bill.lines))
        if self.model.drawers[wanted.register] is None or not any(map(sale.left, lines)):
            return
        if self._give(sale, wanted):
            for line in lines:
                self._came_back(sale, line, sale.left(line), "sellable")

    @rule(sku=SKUS, number=st.integers(1, 3), which=WHICH)
    def take_back_without_a_receipt(self, sku: str, number: int, which: int) -> None:
        back = WantedBack(product=sku, quantity_milli=quantity_of(sku, number))
        wanted = WantedReturn(id=self.shop.new_id(), register=self.register(which), lines=(back,))
        if self.model.drawers[wanted.register] is None:
            is_refused(lambda: self._refund(wanted), NoOpenShift)
            return
        if self._give(None, wanted):
            self.model.on_hand[sku] += quantity_of(sku, number)

    @precondition(lambda self: self.sales)
    @rule(which=WHICH, line=st.integers(0, 3), lines=LINES, how=st.sampled_from(["cash", "store_credit"]))
    def exchange(self, which: int, line: int, lines: Lines, how: str) -> None:
        """All that is left of a line for other goods: what comes back may be sold at once, even itself."""
        model, sale = self.model, self.sales[which % len(self.sales)]
        line %= len(sale.bill.lines)
        quantity = sale.left(line)
        register = self.register(which)
        wished = [(sku, quantity_of(sku, number)) for sku, number in lines]
        if model.drawers[register] is None or not quantity or sale.bill.lines[line].sku == MILK:
            return
        milli = tuple((sku, f"{quantity / 1000:.3f}") for sku, quantity in wished)
        back = self._back(sale, which, (WantedBack(line=line + 1),), how)
        wanted = WantedExchange(back=back, sale=replace(self.shop.sale(*milli, tenders=()), register=register))

        model.on_hand[sale.bill.lines[line].sku] += quantity
        can_be = what_can_be_sold(model, wished) == wished
        model.on_hand[sale.bill.lines[line].sku] -= quantity
        if not can_be:
            is_refused(lambda: exchange(wanted, now=self.shop.now, by=self.shop.owner), OutOfStock)
            return
        try:
            done = exchange(wanted, now=self.shop.now, by=self.shop.owner)
        except NotPaid as refused:
            cash = Tendered(type="cash", amount_minor=missing_of(refused) + 1_00)
            wanted = replace(wanted, sale=replace(wanted.sale, tenders=(cash,)))
            done = exchange(wanted, now=self.shop.now, by=self.shop.owner)
        except (BeyondTender, DrawerShort, NotPaidByThat) as refused:
            _is_right(refused, sale, how)
            return
        self.again.append(lambda: exchange(wanted, now=self.shop.now, by=self.shop.owner).sale.repeated)
        self._exchanged(sale, line, wanted, wished, done)

    def _exchanged(self, sale: Sale, line: int, wanted: WantedExchange, wished: Lines, done: Exchanged) -> None:
        """Written down: the note, then the bill."""
        ((note,),) = asked("SELECT id FROM posting WHERE number = ?", done.credit_note)
        quantity = sale.left(line)
        self._write_note(sale, note, done.codes, wanted.back.register)
        self._came_back(sale, line, quantity, "sellable")
        handed = sum(amount for type_, amount in asked(_TENDERS, note) if type_ == "exchange")
        self.write_down(wanted.sale, self.shop.bill(done.sale), wished, handed=handed)

    def _back(self, sale: Sale, which: int, lines: tuple[WantedBack, ...], how: str) -> WantedReturn:
        return WantedReturn(
            id=self.shop.new_id(),
            register=self.register(which),
            sale=sale.bill.number,
            lines=lines,
            tenders=(RefundTender(type=how),),
        )

    def _refund(self, wanted: WantedReturn) -> object:
        return refund(wanted, now=self.shop.now, by=self.shop.owner)

    def _give(self, sale: Sale | None, wanted: WantedReturn) -> bool:
        """Whether it was given; cash that is not there, or was never paid in money, is not."""
        try:
            done = refund(wanted, now=self.shop.now, by=self.shop.owner)
        except (BeyondTender, DrawerShort, NotPaidByThat) as refused:
            _is_right(refused, sale, wanted.tenders[0].type if wanted.tenders else "cash")
            return False
        self.again.append(lambda: refund(wanted, now=self.shop.now, by=self.shop.owner).repeated)
        self._write_note(sale, done.posting_id, done.codes, wanted.register)
        return True

    def _write_note(self, sale: Sale | None, note: int, codes: tuple[str, ...], register: str) -> None:
        """What a credit note gave back, and by what."""
        model = self.model
        ((total,),) = asked(_NOTE, note)
        cash = 0
        for type_, amount in asked(_TENDERS, note):
            if type_ == "cash":
                cash += amount
            elif type_ == "store_credit":
                model.cards[codes[0]] = amount
            elif type_ == "credit":
                assert sale is not None
                model.debts[model.kept[sale.who]] -= amount
        model.receive_cash(register, -cash)
        model.notes, model.posted = model.notes + 1, model.posted + 1
        if sale is not None:
            sale.given_minor += total

    def _came_back(self, sale: Sale, line: int, quantity: int, to: str) -> None:
        self.model.put(sale, line, quantity, to)
        sale.back[line] = sale.back.get(line, 0) + quantity
        left = sum(map(sale.left, range(len(sale.bill.lines))))
        assert sale.given_minor <= sale.bill.total_minor
        assert left or sale.given_minor == sale.bill.total_minor


def _is_right(refused: Refusal, sale: Sale | None, how: str) -> None:
    """Cash may be short in the drawer; what was not paid in money goes back otherwise, and a debt is lowered first."""
    if isinstance(refused, DrawerShort):
        assert how == "cash"
        return
    assert sale is not None
    paid_by = {tender.type for tender in sale.bill.tenders}
    assert paid_by & {"credit", "exchange"} or (how == "cash" and paid_by & {"gift_card", "store_credit"})
    assert how != "credit"
