"""Each sale with all its rows: priced again, paid again, moved again, told again by the journal."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence

from tillbook.db.statements import Row
from tillbook.queries.verify import lines as priced
from tillbook.queries.verify.facts import Facts, Posting, Register
from tillbook.queries.verify.figures import money, quantity
from tillbook.queries.verify.journal import Journal, canonical
from tillbook.queries.verify.journal_bodies import sale_body, version_of
from tillbook.queries.verify.lines import Line, LineTax, Pricing, PromotionsOfLines, Sale
from tillbook.queries.verify.lots import joined_by_line
from tillbook.queries.verify.payment import TENDERS, check_payment
from tillbook.queries.verify.postings import Streams
from tillbook.queries.verify.stock import Shelves
from tillbook.queries.verify.streams import Stream

_COMMITMENT = re.compile(r"[0-9a-f]{64}")


class Sales:
    """Checks the sales of a shop in the order of posting."""

    def __init__(self, facts: Facts, streams: Streams, shelves: Shelves, journal: Journal) -> None:
        tx = facts.tx
        self._facts = facts
        self._streams = streams
        self._shelves = shelves
        self._journal = journal
        self._pricing = Pricing(facts)
        self._newest: dict[int, int] = {}
        self._customers_at = {key for key, (_, kind) in facts.locations.items() if kind == "customer"}
        self._sales = Stream(tx, "sale", priced.SALES, owner="posting_id", place="posting_id")
        self._lines = Stream(tx, "sale_line", priced.LINES, owner="sale_id", place="position")
        self._line_taxes = Stream(
            tx, "sale_line_tax", priced.LINE_TAXES, owner="sale_id", place="line_position", then="position"
        )
        self._taxes = Stream(tx, "sale_tax", priced.TAXES, owner="sale_id", place="position")
        self._tenders = Stream(tx, "sale_tender", TENDERS, owner="sale_id", place="position")
        self._promotions = Stream(
            tx,
            "sale_promotion",
            "position, name, amount_minor",
            owner="sale_id",
            place="line_position",
            then="position",
        )
        self._customers = Stream(tx, "sale_customer", "name, email, phone, salt", owner="sale_id", place="sale_id")

    def check(self, posting: Posting) -> None:
        """Check one sale."""
        found = self._facts.found
        key = posting.id
        rows = self._sales.take(key)
        entry = self._streams.entry_of(posting)
        moves = self._streams.moves.take(key)
        self._shelves.replay(posting, moves)
        self._shelves.finish(posting)
        if not rows:
            found.add("document", posting.where, "has a number but no sale")
            return
        sale = Sale(*rows[0])
        lines = list(map(Line._make, self._lines.take(key)))
        line_taxes = list(map(LineTax._make, self._line_taxes.take(key)))
        taxes = self._taxes.take(key)
        tenders = self._tenders.take(key)
        promotions = _by_line(self._promotions.take(key))
        of_lines = self._pricing.check(posting.where, sale, lines, line_taxes, taxes, promotions)
        check_payment(self._facts, posting.where, sale, lines, tenders, self._streams.cash.take(key))
        register = self._facts.registers.get(sale.register_id)
        if register is None:
            found.add("register", posting.where, "was sold at no register")
            return
        self._check_register(posting, register)
        self._check_moves(posting, register, lines, moves)
        customer = self._customer(posting, sale, entry)
        if entry is not None:
            version = self._version(posting, entry)
            body = sale_body(
                posting, sale, register.code, lines, of_lines, taxes, tenders, customer, promotions, version
            )
            self._journal.compare(posting, entry, body)

    def _version(self, posting: Posting, entry: Row) -> int:
        """The version of an entry, which never falls within a journal: one that tells less was put in later."""
        version = version_of(entry[4])
        newest = self._newest.get(entry[2], 1)
        if version < newest:
            self._facts.found.add("journal_version", posting.where, "tells less than the bills before it")
        self._newest[entry[2]] = max(version, newest)
        return version

    def finish(self) -> None:
        """All postings were read: whatever is left belongs to none."""
        streams = {
            "sales": self._sales,
            "lines": self._lines,
            "line_taxes": self._line_taxes,
            "taxes": self._taxes,
            "tenders": self._tenders,
            "promotions": self._promotions,
            "customers": self._customers,
        }
        for what, stream in streams.items():
            self._streams.close(what, stream)

    def _check_register(self, posting: Posting, register: Register) -> None:
        series = self._facts.series.get(posting.series_id)
        if series is not None and series.chain_id != register.chain_id:
            self._facts.found.add(
                "register", posting.where, f"was sold at register {register.code}, numbered elsewhere"
            )

    def _check_moves(self, posting: Posting, register: Register, lines: Sequence[Line], moves: Sequence[Row]) -> None:
        """Each line moved its goods from the register's location to the customer, at the cost it carries.

        Goods out of several lots have a move for each of them.
        """
        found = self._facts.found
        moves = joined_by_line(self._facts, lines, moves)
        if len(moves) != len(lines):
            found.add("sale_moves", posting.where, f"has {len(lines)} lines and {len(moves)} moves")
            return
        for line, (_, _, product, from_id, to_id, milli, cost, reason) in zip(lines, moves, strict=True):
            if reason != "sale":
                found.add("move_reason", f"{posting.where}, line {line.position}", f"moved goods as {reason!r}")
            if product != line.product_id or milli != line.milli:
                where = f"{posting.where}, line {line.position}"
                message = f"sold {quantity(line.milli)} of {line.name}, moved {quantity(milli)}"
                found.add("sale_moves", where, f"{message} of {self._facts.product(product)}")
            if cost != line.cost:
                where = f"{posting.where}, line {line.position}"
                digits = self._facts.digits
                message = f"cost of goods is {money(line.cost, digits)}, its move cost {money(cost, digits)}"
                found.add("line_cost", where, message)
            if from_id != register.location_id or to_id not in self._customers_at:
                found.add(
                    "move_route",
                    f"{posting.where}, line {line.position}",
                    "did not go from the shop to the customer",
                )

    def _customer(self, posting: Posting, sale: Sale, entry: Row | None) -> str | None:
        """The salted hash of who bought; of an erased person, whatever hash the journal holds."""
        rows = self._customers.take(posting.id)
        if not rows:
            if sale.customer_id is not None:
                self._facts.found.add("customer", posting.where, "names a customer, and does not say who it was")
            return None
        _, _, name, email, phone, salt = rows[0]
        due = None
        if salt:
            due = hashlib.sha256(bytes.fromhex(salt) + canonical([name, email, phone]).encode()).hexdigest()
            if entry is None or f'"customer":"{due}"' in entry[4]:
                return due
        told = _told(entry)
        if due is not None:
            message = "its customer is not who the journal was told of"
            self._facts.found.add("customer", posting.where, message)
        elif name or email or phone or not (isinstance(told, str) and _COMMITMENT.fullmatch(told)):
            self._facts.found.add("customer", posting.where, "its customer is half erased")
        return told if isinstance(told, str) else due


def _by_line(rows: Sequence[Row]) -> PromotionsOfLines:
    found: PromotionsOfLines = {}
    for row in rows:
        found.setdefault(row[1], []).append(row)
    return found


def _told(entry: Row | None) -> object:
    """What a journal entry says of the customer."""
    if entry is None:
        return None
    try:
        return json.loads(entry[4])["body"]["customer"]
    except (ValueError, LookupError, TypeError):
        return None
