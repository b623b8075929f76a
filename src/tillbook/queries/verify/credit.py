"""Stored value from its entries: accounts, open bills, vouchers; payments with their tenders and cash (P12, P13)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import ClassVar, Final, NamedTuple

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import Facts, Posting
from tillbook.queries.verify.figures import money
from tillbook.queries.verify.journal_bodies import tail
from tillbook.queries.verify.stored_value import check_stored_value
from tillbook.queries.verify.streams import Stream

_PAYMENTS = """register_id, shift_id, account_id, amount_minor, cash_rounding_minor, tendered_minor, change_minor"""
_TENDERS = "type, amount_minor, reference"
_SETTLED = """SELECT p.number, s.amount_minor FROM settled s JOIN posting p ON p.id = s.sale_id
    WHERE s.posting_id = ? ORDER BY s.id"""
_ENTRIES = "SELECT account_id, amount_minor FROM account_entry WHERE posting_id = ? ORDER BY id"
_ISSUED = "SELECT kind, tail, customer_id FROM voucher WHERE issued_by_id = ? ORDER BY id"
_PUT_ON = "SELECT COALESCE(SUM(amount_minor), 0) FROM voucher_entry WHERE posting_id = ? AND amount_minor > 0"
_TOLD = "SELECT text FROM journal_entry WHERE posting_id = ? ORDER BY id LIMIT 1"
_MOVED: Final = ("balance_minor", "customer", "from_minor", "limit_minor", "merged")


class _Payment(NamedTuple):
    """A row of `payment`."""

    posting_id: int
    posting_again: int
    register_id: int
    shift_id: int
    account_id: int | None
    amount: int
    cash_rounding: int
    tendered: int
    change: int


class Credit:
    """Payments and changes of credit limits, in the order of posting."""

    counted: ClassVar[Mapping[str, str]] = {"payment": "payments", "credit_limit": "credit_limits"}

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._payments = Stream(facts.tx, "payment", _PAYMENTS, owner="posting_id", place="posting_id")
        self._tenders = Stream(facts.tx, "payment_tender", _TENDERS, owner="payment_id", place="position")
        self._limits: dict[int, int] = {}

    def more(self, posting: Posting, moves: Sequence[Row], cash: Sequence[Row]) -> dict[str, object]:
        """What the journal must say of a payment, or of a change of a limit."""
        if moves:
            self._facts.found.add("document", posting.where, "moves goods, and is no document that does")
        if posting.kind == "payment":
            return self._payment(posting, cash)
        if cash:
            self._facts.found.add("cash_entry", posting.where, "moves cash, and is no document that does")
        return self._limit(posting)

    def _payment(self, posting: Posting, cash: Sequence[Row]) -> dict[str, object]:
        found = self._facts.found
        rows = self._payments.take(posting.id)
        tenders = self._tenders.take(posting.id)
        if not rows:
            found.add("document", posting.where, "has a number but no payment")
            return {}
        payment = _Payment(*rows[0])
        self._check_paid(posting, payment, tenders, cash)
        register = self._facts.registers.get(payment.register_id)
        series = self._facts.series.get(posting.series_id)
        if register is None or (series is not None and series.chain_id != register.chain_id):
            found.add("register", posting.where, "was taken at another register than the one that numbered it")
        card = self._bought(posting, payment)
        settled = self._facts.tx.rows(_SETTLED, (posting.id,))
        version = self._told(posting).get("version")
        return {
            **({} if version is None else {"version": 2}),
            "amount_minor": payment.amount,
            "cash_rounding_minor": payment.cash_rounding,
            "change_minor": payment.change,
            "customer": None if payment.account_id is None else str(payment.account_id),
            "gift_card": card,
            "register": "" if register is None else register.code,
            "settled": [{"amount_minor": amount, "bill": number} for number, amount in settled],
            "tendered_minor": payment.tendered,
            "tenders": [
                {"amount_minor": row[3], "reference": row[4] if version is None else tail(row[4]), "type": row[2]}
                for row in tenders
            ],
        }

    def _check_paid(self, posting: Posting, payment: _Payment, tenders: Sequence[Row], cash: Sequence[Row]) -> None:
        """The tenders come to what was tendered; what is kept of the cash went into the drawer of its shift."""
        found = self._facts.found
        in_cash = sum([row[3] for row in tenders if row[2] == "cash"])
        handed = sum([row[3] for row in tenders])
        due = payment.amount + payment.cash_rounding
        figures = (
            ("tenders", "tendered", payment.tendered, handed),
            ("change", "the change", payment.change, payment.tendered - due),
        )
        for kind, what, is_minor, due_minor in figures:
            if is_minor != due_minor:
                message = f"{what} is {self._money(is_minor)}, {self._money(due_minor)} was due"
                found.add(kind, posting.where, message)
        if [row[1] for row in tenders] != list(range(1, len(tenders) + 1)):
            found.add("tenders", posting.where, "a tender is missing from its place")
        if not 0 <= payment.change <= in_cash:
            message = f"{self._money(payment.change)} of change out of {self._money(in_cash)} in cash"
            found.add("change", posting.where, message)
        if payment.cash_rounding and not any(row[2] == "cash" for row in tenders):
            found.add("cash_rounding", posting.where, "is rounded for cash, and nothing was paid in cash")
        kept = in_cash - payment.change
        if [row[2:] for row in cash] != ([(payment.shift_id, "payment", kept)] if kept else []):
            message = f"{self._money(sum([row[4] for row in cash]))} went into the drawer"
            found.add("cash_entry", posting.where, f"{message}, {self._money(kept)} was due in its shift")
        shift = self._facts.shifts.get(payment.shift_id)
        if shift is None or shift.register_id != payment.register_id:
            found.add("shift", posting.where, "counts in a shift of another register")

    def _bought(self, posting: Posting, payment: _Payment) -> str | None:
        """A payment lowers one account by its amount, or puts its amount on one new gift card; answers that one."""
        tx, found = self._facts.tx, self._facts.found
        entries = [tuple(row) for row in tx.rows(_ENTRIES, (posting.id,))]
        issued = tx.rows(_ISSUED, (posting.id,))
        put_on = tx.rows(_PUT_ON, (posting.id,))[0][0]
        due = [] if payment.account_id is None else [(payment.account_id, -payment.amount)]
        if entries != due:
            message = f"lowers accounts by {self._money(-sum([amount for _, amount in entries]))}"
            owed = payment.amount if due else 0
            found.add("account_entry", posting.where, f"{message}, {self._money(owed)} was due on one")
        if len(issued) != (payment.account_id is None) or any(row[0] != "gift_card" for row in issued):
            found.add("voucher_issued", posting.where, f"issued {len(issued)} cards that it was not paid for")
            return None
        if put_on != (payment.amount if issued else 0):
            message = f"put {self._money(put_on)} on a card that {self._money(payment.amount)} was paid for"
            found.add("voucher_issued", posting.where, message)
        return f"…{issued[0][1]}" if issued else None

    def _limit(self, posting: Posting) -> dict[str, object]:
        """What the journal says of a limit is compared with the account's at the end."""
        told = self._told(posting)
        more = {key: told[key] for key in _MOVED if key in told}
        customer, limit_minor = int(str(more["customer"])), int(str(more["limit_minor"]))
        self._limits[customer] = limit_minor
        entries = sorted([tuple(row) for row in self._facts.tx.rows(_ENTRIES, (posting.id,))])
        due: list[tuple[int, int]] = []
        if "merged" in more:
            other, moved = int(str(more["merged"])), int(str(more["balance_minor"]))
            self._limits[other] = 0
            due = sorted([(other, -moved), (customer, moved)]) if moved else []
        if entries != due:
            self._facts.found.add("account_entry", posting.where, "changed other accounts than the journal says")
        return more

    def _told(self, posting: Posting) -> Mapping[str, object]:
        rows = self._facts.tx.rows(_TOLD, (posting.id,))
        body = json.loads(rows[0][0])["body"] if rows else {}
        if not isinstance(body, dict):
            raise ValueError("the body of an entry is an object")
        return body

    def finish(self) -> None:
        """All documents were read: balances are the sums of their entries, limits what was set last."""
        for what, stream in (("payments", self._payments), ("payment_tenders", self._tenders)):
            stream.rest()
            if stream.strays:
                where = self._facts.document(stream.strays[0][0])
                self._facts.found.add("stray", where, f"has {what.replace('_', ' ')}, and is no payment")
        self._facts.checked["payment_tenders"] = self._tenders.taken
        stored: dict[int, int] = dict(self._facts.tx.rows("SELECT customer_id, limit_minor FROM account"))
        for customer in sorted(stored.keys() | self._limits.keys()):
            limit_minor, due = stored.get(customer, 0), self._limits.get(customer, 0)
            if limit_minor != due:
                message = f"may owe {self._money(limit_minor)}, {self._money(due)} was set"
                self._facts.found.add("account_limit", f"Customer #{customer}", message)
        check_stored_value(self._facts)

    def _money(self, minor: int) -> str:
        return money(minor, self._facts.digits)
