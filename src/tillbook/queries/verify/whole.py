"""The whole shop, read once from its first posting to its last."""

from __future__ import annotations

import sqlite3

from tillbook.db.statements import Tx
from tillbook.queries.verify.carts import check_carts
from tillbook.queries.verify.checkpoints import check_checkpoints
from tillbook.queries.verify.credit import Credit
from tillbook.queries.verify.credit_notes import CreditNotes
from tillbook.queries.verify.documents import Documents
from tillbook.queries.verify.drawers import check_drawers
from tillbook.queries.verify.engine import check_engine, check_triggers
from tillbook.queries.verify.facts import Facts, Posting, read_facts
from tillbook.queries.verify.journal import Journal
from tillbook.queries.verify.lots import check_lots
from tillbook.queries.verify.lots_made import LotsMade
from tillbook.queries.verify.numbers import check_number, check_series
from tillbook.queries.verify.outbox import Outbox
from tillbook.queries.verify.people import check_people
from tillbook.queries.verify.postings import Streams
from tillbook.queries.verify.prices import Prices, Promotions
from tillbook.queries.verify.registers import Registers
from tillbook.queries.verify.report import Findings, Report
from tillbook.queries.verify.rooms import Room
from tillbook.queries.verify.sales import Sales
from tillbook.queries.verify.settings import Settings
from tillbook.queries.verify.shifts import Shifts, check_shifts
from tillbook.queries.verify.staff import StaffRoom
from tillbook.queries.verify.stock import Shelves
from tillbook.queries.verify.tables import check_tables
from tillbook.queries.verify.z_reports import ZReports

POSTINGS_A_PAGE = 2_000
_POSTINGS = """SELECT id, kind, series_id, sequence, number, at, business_date, staff_id, supplier_id, note, client_id,
    approved_by_id, request_hash
    FROM posting WHERE id > ? ORDER BY id LIMIT ?"""

NOT_AS_STORED = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
"""What a figure or a text raises that is not what its column holds: SQLite takes anything anywhere."""


def verify(tx: Tx) -> Report:
    """Work out every balance, cost, total, number and journal entry again; compare with what is stored.

    Reads one snapshot once through, in bounded memory, and changes nothing. Each kind of difference is named
    once, where it is first met.
    """
    found = Findings()
    checked: dict[str, int] = {}
    try:
        check_engine(tx, found)
        check_triggers(tx, found, checked)
        facts = read_facts(tx, found)
        facts.checked = checked
        _read_through(facts)
        check_tables(facts)
        check_carts(facts)
        check_people(facts)
        check_checkpoints(facts)
    except (sqlite3.Error, *NOT_AS_STORED) as damage:
        found.add("damaged", "The database", f"cannot be read to its end: {damage!r}")
    findings = found.all()
    return Report(clean=not findings, checked=checked, findings=findings)


def _read_through(facts: Facts) -> None:
    """Every posting in the order of posting, with all that belongs to it."""
    shelves, journal = Shelves(facts), Journal(facts)
    streams = Streams(facts, journal)
    sales = Sales(facts, streams, shelves, journal)
    settings = Settings(facts)
    outbox = Outbox(facts, keeps_files=lambda: settings.seed_files)
    rooms: tuple[Room, ...] = (
        Shifts(facts),
        ZReports(facts),
        Registers(facts),
        settings,
        StaffRoom(facts),
        Credit(facts),
        CreditNotes(facts, streams),
        LotsMade(facts),
        Prices(facts, streams),
        Promotions(facts, streams),
    )
    documents = Documents(facts, streams, shelves, journal, rooms)
    facts.checked["postings"] = _read_postings(facts, outbox, sales, documents)
    sales.finish()
    outbox.finish()
    for room in rooms:
        room.finish()
    streams.finish()
    check_series(facts)
    check_shifts(facts)
    check_drawers(facts)
    journal.check_heads()
    shelves.check_levels()
    shelves.check_discrepancies()
    check_lots(facts)


def _read_postings(facts: Facts, outbox: Outbox, sales: Sales, documents: Documents) -> int:
    """Check each posting with its rows; answer how many there are."""
    last = postings = 0
    while rows := facts.tx.rows(_POSTINGS, (last, POSTINGS_A_PAGE)):
        for row in rows:
            posting = Posting(*row)
            try:
                if posting.kind == "sale":
                    outbox.check(posting)
                check_number(facts, posting)
                if posting.kind == "sale":
                    sales.check(posting)
                else:
                    documents.check(posting)
            except NOT_AS_STORED as odd:
                facts.found.add("unreadable", posting.where, f"holds what cannot be: {odd!r}")
        last = rows[-1][0]
        postings += len(rows)
    return postings
