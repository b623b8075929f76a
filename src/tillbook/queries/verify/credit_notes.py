"""Credit notes worked out again: in any number of steps what was paid, and never more (P9, P11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.figures import money, quantity
from tillbook.queries.verify.note_lines import LINE_TAXES, LINES, NoteLine, NoteLines, NoteTax
from tillbook.queries.verify.note_money import Coins
from tillbook.queries.verify.note_tenders import TENDERS, NoteSums, check_exchanges, check_tenders
from tillbook.queries.verify.postings import Streams
from tillbook.queries.verify.stock import MOVES
from tillbook.queries.verify.streams import Stream

_NOTES = """sale_id, register_id, shift_id, currency, prices_include_tax, net_minor, tax_minor, total_minor,
    cash_rounding_minor, refund_minor"""
_SALE = """SELECT p.number, s.currency, s.prices_include_tax, s.cash_increment_minor FROM sale s
    JOIN posting p ON p.id = s.posting_id WHERE s.posting_id = ?"""
_MOVES = f"SELECT posting_id, id, {MOVES} FROM stock_move WHERE posting_id = ? ORDER BY id"  # noqa: S608  (columns)
_RETURNED = """SELECT sale_id, position, sold, counted, came_back FROM (
    SELECT b.sale_id, b.position, l.quantity_milli AS sold, b.sold_milli, b.returned_milli AS counted, COALESCE((
        SELECT SUM(c.quantity_milli) FROM credit_note n JOIN credit_note_line c ON c.credit_note_id = n.posting_id
        WHERE n.sale_id = b.sale_id AND c.sale_position = b.position), 0) AS came_back
    FROM returned_line b LEFT JOIN sale_line l ON l.sale_id = b.sale_id AND l.position = b.position)
    WHERE counted <> came_back OR sold_milli IS NOT sold ORDER BY sale_id, position LIMIT 1"""
_UNCOUNTED = """SELECT n.posting_id, c.sale_position FROM credit_note n
    JOIN credit_note_line c ON c.credit_note_id = n.posting_id
    LEFT JOIN returned_line b ON b.sale_id = n.sale_id AND b.position = c.sale_position
    WHERE n.sale_id IS NOT NULL AND b.sale_id IS NULL LIMIT 1"""


class CreditNotes:
    """Checks the credit notes of a shop in the order of posting."""

    counted: ClassVar[Mapping[str, str]] = {"credit_note": "credit_notes"}

    def __init__(self, facts: Facts, streams: Streams) -> None:
        tx = facts.tx
        self._facts = facts
        self._shared = streams
        self._lines_of = NoteLines(facts)
        self._coins = Coins(facts)
        self._notes = Stream(tx, "credit_note", _NOTES, owner="posting_id", place="posting_id")
        self._lines = Stream(tx, "credit_note_line", LINES, owner="credit_note_id", place="position")
        self._taxes = Stream(
            tx, "credit_note_line_tax", LINE_TAXES, owner="credit_note_id", place="line_position", then="position"
        )
        self._tenders = Stream(tx, "credit_note_tender", TENDERS, owner="credit_note_id", place="position")

    def more(self, posting: Posting, moves: Sequence[Row], cash: Sequence[Row]) -> dict[str, object]:  # noqa: ARG002  (a room's shape)
        """Check one credit note; answer what its journal entry says beside its moves.

        `moves` are the first part of them alone, where a page ended within; so all are asked for again.
        """
        rows = self._notes.take(posting.id)
        lines = [NoteLine(*row) for row in self._lines.take(posting.id)]
        taxes: dict[int, list[NoteTax]] = {}
        for tax in self._taxes.take(posting.id):
            taxes.setdefault(tax[1], []).append(NoteTax(*tax))
        tenders = self._tenders.take(posting.id)
        if not rows:
            self._say("document", posting, "has a number but no credit note")
            return {}
        _, _, sale_id, register_id, shift_id, currency, included, net, tax_minor, total, rounded, refund = rows[0]
        number, increment = self._sale(posting, sale_id, currency, included)
        self._lines_of.check(posting, sale_id, lines, taxes)
        self._totals(posting, lines, net=net, tax=tax_minor, total=total, rounding=rounded, refund=refund)
        sums = NoteSums(sale_id=sale_id, total=total, rounding=rounded, refund=refund, increment=increment)
        check_tenders(self._facts, posting, sums, tenders, self._coins)
        self._check_drawer(posting, register_id, shift_id, tenders, cash)
        self._check_moves(posting, register_id, lines, self._facts.tx.rows(_MOVES, (posting.id,)))
        return {
            "cash_rounding_minor": rounded,
            "currency": currency,
            "id": posting.client_id,
            "lines": [self._told(line, taxes.get(line.position, ())) for line in lines],
            "net_minor": net,
            "prices_include_tax": bool(included),
            "refund_minor": refund,
            "register": self._facts.registers[register_id].code if register_id in self._facts.registers else "",
            "sale": number,
            "tax_minor": tax_minor,
            "tenders": [{"amount_minor": row[3], "reference": row[4], "type": row[2]} for row in tenders],
            "total_minor": total,
        }

    def finish(self) -> None:
        """What came back by each line of a sale is the sum of its credit notes, and exchanges have both sides."""
        facts = self._facts
        for sale_id, position, sold, counted, came_back in facts.tx.rows(_RETURNED):
            message = (
                f"{quantity(counted)} of {quantity(sold or 0)} are said to be back, {quantity(came_back)} came back"
            )
            facts.found.add("returned_line", f"{facts.document(sale_id)}, line {position}", message)
        for posting_id, position in facts.tx.rows(_UNCOUNTED):
            where = facts.document(posting_id)
            facts.found.add("returned_line", where, f"what came back of line {position} is not counted at its sale")
        check_exchanges(facts)
        for what, stream in (
            ("credit_notes_read", self._notes),
            ("credit_note_lines", self._lines),
            ("credit_note_taxes", self._taxes),
            ("credit_note_tenders", self._tenders),
        ):
            self._shared.close(what, stream)

    def _sale(
        self, posting: Posting, sale_id: int | None, currency: str, included: object
    ) -> tuple[str | None, int | None]:
        """The number of the sale that came back, and its smallest coin; None of both without a receipt."""
        if sale_id is None:
            return None, None
        row = self._facts.tx.row(_SALE, (sale_id,))
        if row is None or sale_id >= posting.id:
            self._say("credit_note_sale", posting, "takes back a sale that is not there before it")
            return (row[0] if row else None), None
        number, sold_currency, sold_included, increment = row
        if (currency, included) != (sold_currency, sold_included):
            self._say("credit_note_sale", posting, f"has not the currency and kind of prices of bill {number}")
        return number, increment

    def _totals(self, posting: Posting, lines: Sequence[NoteLine], **stored: int) -> None:
        due = {
            "net": sum(line.net for line in lines),
            "tax": sum(line.tax for line in lines),
            "total": sum(line.gross for line in lines),
            "refund": stored["total"] + stored["rounding"],
        }
        for what, minor in due.items():
            if stored[what] != minor:
                told = f"{what} is {self._money(stored[what])}, {self._money(minor)} was due"
                self._say("credit_note_total", posting, told)

    def _check_drawer(
        self, posting: Posting, register_id: int, shift_id: int, tenders: Sequence[Row], cash: Sequence[Row]
    ) -> None:
        """The cash left the drawer of the shift that paid it, at the register that issued the number."""
        paid = sum(row[3] for row in tenders if row[2] == "cash")
        due = [(shift_id, "refund", -paid)] if paid else []
        if [entry[2:] for entry in cash] != due:
            out = -sum(entry[4] for entry in cash)
            message = f"{self._money(out)} left the drawer, {self._money(paid)} was due in its shift"
            self._say("cash_entry", posting, message)
        shift = self._facts.shifts.get(shift_id)
        if shift is None or shift.register_id != register_id:
            self._say("shift", posting, "counts in a shift of another register")
        register, series = self._facts.registers.get(register_id), self._facts.series.get(posting.series_id)
        if register is None or (series is not None and series.chain_id != register.chain_id):
            self._say("register", posting, "was posted at one register and numbered at another")

    def _check_moves(self, posting: Posting, register_id: int, lines: Sequence[NoteLine], moves: Sequence[Row]) -> None:
        """Each line moved its goods from the customer into the shop at its cost, and on to where they went."""
        register = self._facts.registers.get(register_id)
        here = register.location_id if register else 0
        # A move of nothing carries a late cost; the shelves check those.
        left = [move for move in moves if move[5]][::-1]
        for line in lines:
            came = gone = cost = 0
            on = line.milli if line.goods_to != here else 0
            while left and (came < line.milli or gone < on) and left[-1][2] == line.product_id:
                _, _, _, from_id, to_id, milli, cost_minor, _ = left[-1]
                if to_id == here and self._facts.kind_of(from_id) == "customer":
                    came, cost = came + milli, cost + cost_minor
                elif (from_id, to_id) == (here, line.goods_to):
                    gone += milli
                else:
                    break
                left.pop()
            if (came, gone, cost) != (line.milli, on, line.cost):
                message = f"line {line.position}: {quantity(came)} came in for {self._money(cost)}, {quantity(gone)} "
                message += f"went on; {quantity(line.milli)} for {self._money(line.cost)} and {quantity(on)} were due"
                self._say("credit_note_moves", posting, message)
        if left:
            self._say("credit_note_moves", posting, "moved more than its lines took back")

    def _told(self, line: NoteLine, taxes: Sequence[NoteTax]) -> dict[str, Any]:
        code, kind = self._facts.locations.get(line.goods_to, ("", ""))
        return {
            "bill_discount_minor": line.bill_discount,
            "cost_minor": line.cost,
            "discount_minor": line.discount,
            "gross_minor": line.gross,
            "line": line.sale_position,
            "name": line.name,
            "net_minor": line.net,
            "product": line.sku,
            "quantity": quantity(line.milli),
            "tax_minor": line.tax,
            "taxes": [
                {
                    "amount_minor": tax.amount,
                    "base_minor": tax.base,
                    "name": tax.name,
                    "per_unit": tax.per_unit,
                    "rate": tax.rate,
                }
                for tax in taxes
            ],
            "to": "sellable" if kind == "shop" else code,
            "unit_price": line.unit_price,
        }

    def _say(self, kind: str, posting: Posting, message: str) -> None:
        self._facts.found.add(kind, posting.where, message)

    def _money(self, minor: int) -> str:
        return money(minor, self._facts.digits)
