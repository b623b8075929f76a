"""Whatever is damaged by hand in a sale, `verify` names that very damage (P22)."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from tests.damage import Damage, findings_after, first, rechain, run, sale

LINE_2 = f"sale_id = {sale('taxed')} AND position = 2"
LINE_1 = f"sale_id = {sale('taxed')} AND position = 1"
PLAIN = f"posting_id = {sale('plain')}"


def retell_less(*client_ids: str) -> Damage:
    """Let bills be told as they were before entries had versions; of none, all of them."""

    def damage(db: sqlite3.Connection) -> None:
        rows = db.execute(
            """SELECT e.id, e.text, p.client_id, p.id FROM journal_entry e JOIN posting p ON p.id = e.posting_id
            WHERE p.kind = 'sale'"""
        ).fetchall()
        for row, text, client_id, posting in rows:
            if client_ids and client_id not in client_ids:
                continue
            entry = json.loads(text)
            body = entry["body"]
            for key in ("version", "request_hash"):
                del body[key]
            for line in body["lines"]:
                for key in ("unit", "tax_class", "list_price", "wanted"):
                    del line[key]
            references = db.execute(
                "SELECT reference FROM sale_tender WHERE sale_id = ? ORDER BY position", (posting,)
            ).fetchall()
            for tender, (reference,) in zip(body["tenders"], references, strict=True):
                tender["reference"] = reference
            told = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            db.execute("UPDATE journal_entry SET text = ? WHERE id = ?", (told, row))

    return damage


as_it_was_told_before = first(retell_less(), rechain)

DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    # ---------------------------------------------------------------- what the sale was asked for with
    "the id that a sale was sent with was changed": (
        run(f"UPDATE posting SET client_id = 'another' WHERE id = {sale('plain')}"),
        {"journal_body"},
    ),
    "a note was put to a sale": (
        run(f"UPDATE posting SET note = 'free of charge' WHERE id = {sale('plain')}"),
        {"journal_body"},
    ),
    "a sale says that its prices had no tax in them": (
        run(f"UPDATE sale SET prices_include_tax = 1 - prices_include_tax WHERE {PLAIN}"),
        {"journal_body"},
    ),
    "what a sale was asked for with was changed": (
        run(f"UPDATE posting SET request_hash = '{'a' * 64}' WHERE id = {sale('plain')}"),
        {"journal_body"},
    ),
    "the unit of a line was changed": (run(f"UPDATE sale_line SET unit = 'kg' WHERE {LINE_2}"), {"journal_body"}),
    "the tax class of a line was changed": (
        run(f"UPDATE sale_line SET tax_class = 'untaxed' WHERE {LINE_2}"),
        {"journal_body"},
    ),
    "the price in the list was changed on a line": (
        run(f"UPDATE sale_line SET list_price = '1' WHERE {LINE_2}"),
        {"journal_body"},
    ),
    "more is said to have been wanted": (
        run(
            f"""UPDATE sale_line SET wanted_milli = wanted_milli + 1000
            WHERE sale_id = {sale("partial")} AND position = 1"""
        ),
        {"journal_body"},
    ),
    "the end of a reference was changed": (
        run(f"UPDATE sale_tender SET reference = '4712' WHERE sale_id = {sale('several')} AND position = 1"),
        {"journal_body"},
    ),
    "entries tell as little as they did before": (as_it_was_told_before, set()),
    "one entry tells as little as those of before": (
        first(retell_less("named"), rechain),
        {"journal_version"},
    ),
    # ---------------------------------------------------------------- totals and lines
    "a total was raised by a rupee": (
        run(f"UPDATE sale SET total_minor = total_minor + 100 WHERE {PLAIN}"),
        {"damaged", "due", "journal_body", "total"},
    ),
    "a total was raised with all that hangs on it": (
        run(
            f"""UPDATE sale SET net_minor = net_minor + 100, total_minor = total_minor + 100,
            due_minor = due_minor + 100, change_minor = change_minor - 100 WHERE {PLAIN}"""
        ),
        {"cash_entry", "journal_body", "total"},
    ),
    "the tax of a line is a cent off": (
        run(f"UPDATE sale_line SET tax_minor = tax_minor + 1, net_minor = net_minor - 1 WHERE {LINE_2}"),
        {"journal_body", "line_net", "line_tax", "total"},
    ),
    "one of two taxes of a line is a cent off": (
        run(
            f"UPDATE sale_line_tax SET amount_minor = amount_minor + 1 WHERE sale_id = {sale('taxed')} "
            "AND line_position = 2 AND position = 1"
        ),
        {"journal_body", "line_taxes", "sale_tax"},
    ),
    "the base of a tax was changed": (
        run(
            f"UPDATE sale_line_tax SET base_minor = base_minor - 1 WHERE sale_id = {sale('by net')} "
            "AND line_position = 1 AND position = 2"
        ),
        {"journal_body", "line_taxes", "sale_tax"},
    ),
    "a cent of tax was moved from one line to another": (
        run(
            f"""UPDATE sale_line SET tax_minor = tax_minor + 1, gross_minor = gross_minor + 1
            WHERE sale_id = {sale("by net")} AND position = 1""",
            f"""UPDATE sale_line SET tax_minor = tax_minor - 1, gross_minor = gross_minor - 1
            WHERE sale_id = {sale("by net")} AND position = 2""",
        ),
        {"journal_body", "line_gross", "line_tax"},
    ),
    "the rate of a tax was changed": (
        run(
            f"UPDATE sale_line_tax SET rate = '2.6' WHERE sale_id = {sale('taxed')} AND line_position = 1 "
            "AND position = 2"
        ),
        {"journal_body", "line_net", "line_tax", "line_taxes", "sale_tax"},
    ),
    "a tax by rate of the document was changed": (
        run(
            f"""UPDATE sale_tax SET amount_minor = amount_minor - 1
            WHERE sale_id = {sale("named")} AND position = 1"""
        ),
        {"journal_body", "sale_tax"},
    ),
    "a unit price was changed": (
        run(f"UPDATE sale_line SET unit_price = '170.5' WHERE {LINE_2}"),
        {"journal_body", "line_gross", "line_net", "line_tax", "line_taxes"},
    ),
    "a unit price is no number": (
        run(f"UPDATE sale_line SET unit_price = 'free' WHERE {LINE_2}"),
        {"unreadable"},
    ),
    "a quantity was changed": (
        run(f"UPDATE sale_line SET quantity_milli = 700 WHERE {LINE_1}"),
        {"journal_body", "line_gross", "line_net", "line_tax", "line_taxes", "sale_moves"},
    ),
    "the name of what was sold was changed": (
        run(f"UPDATE sale_line SET name = 'Gold' WHERE {LINE_1}"),
        {"journal_body"},
    ),
    "a line is gone": (
        run(f"DELETE FROM sale_line WHERE {LINE_2}"),
        {"journal_body", "line_taxes", "sale_moves", "total"},
    ),
    "a sale has no lines": (
        run(f"DELETE FROM sale_line WHERE sale_id = {sale('plain')}"),
        {"journal_body", "sale_lines", "sale_moves", "total"},
    ),
    "a sale is gone, its number stayed": (
        run(f"DELETE FROM sale WHERE {PLAIN}"),
        {"document", "reference", "stray"},
    ),
    "the rounding of a sale's taxes was changed": (
        run(f"UPDATE sale SET tax_rounding = 'line' WHERE posting_id = {sale('by net')}"),
        {"journal_body", "line_gross", "line_tax", "line_taxes"},
    ),
    "the goods of a sale went out for another reason": (
        run(f"UPDATE stock_move SET reason = 'broken' WHERE {PLAIN}"),
        {"move_reason"},
    ),
    # ---------------------------------------------------------------- discounts
    "a line's discount is not its percentage": (
        run(
            f"""UPDATE sale_line SET discount_minor = discount_minor + 100, net_minor = net_minor - 100,
            gross_minor = gross_minor - 100 WHERE sale_id = {sale("several")} AND position = 1"""
        ),
        {"discount_shares", "journal_body", "line_discount", "line_net", "line_tax", "line_taxes", "total"},
    ),
    "a cent of the bill's discount was moved from one line to another": (
        run(
            f"""UPDATE sale_line SET bill_discount_minor = bill_discount_minor + 1
            WHERE sale_id = {sale("discounted")} AND position = 1""",
            f"""UPDATE sale_line SET bill_discount_minor = bill_discount_minor - 1
            WHERE sale_id = {sale("discounted")} AND position = 2""",
        ),
        {"discount_shares", "journal_body", "line_gross", "line_net", "line_taxes"},
    ),
    "the bill's discount is not its percentage": (
        run(f"UPDATE sale SET discount_percent = '7' WHERE posting_id = {sale('discounted')}"),
        {"bill_discount"},
    ),
    "the bill's discount is not the sum of its shares": (
        run(f"UPDATE sale SET discount_minor = discount_minor + 1 WHERE posting_id = {sale('several')}"),
        {"discount_shares"},
    ),
    # ---------------------------------------------------------------- payment and cash
    "a tender is missing": (
        run(f"DELETE FROM sale_tender WHERE sale_id = {sale('several')} AND position = 3"),
        {"cash_entry", "change", "journal_body", "tenders"},
    ),
    "a tender in the middle is missing": (
        run(f"DELETE FROM sale_tender WHERE sale_id = {sale('several')} AND position = 1"),
        {"journal_body", "tenders"},
    ),
    "a card payment became cash": (
        run(f"UPDATE sale_tender SET type = 'cash' WHERE sale_id = {sale('taxed')}"),
        {"cash_entry", "journal_body"},
    ),
    "the change was altered": (
        run(f"UPDATE sale SET change_minor = change_minor + 500 WHERE {PLAIN}"),
        {"cash_entry", "change", "damaged", "journal_body"},
    ),
    "cash rounding was altered": (
        run(
            f"""UPDATE sale SET cash_rounding_minor = cash_rounding_minor + 100, due_minor = due_minor + 100,
            change_minor = change_minor - 100 WHERE posting_id = {sale("rounded")}"""
        ),
        {"cash_entry", "cash_rounding", "journal_body"},
    ),
    "a cash entry stands twice": (
        run(
            f"""INSERT INTO cash_entry (shift_id, posting_id, kind, amount_minor)
            SELECT shift_id, posting_id, kind, amount_minor FROM cash_entry WHERE {PLAIN}"""
        ),
        {"cash_entry"},
    ),
    "a cash entry is gone": (run(f"DELETE FROM cash_entry WHERE {PLAIN}"), {"cash_entry"}),
    "a cash entry is a cent off": (
        run(f"UPDATE cash_entry SET amount_minor = amount_minor - 1 WHERE {PLAIN}"),
        {"cash_entry"},
    ),
    "cash was taken out for a goods receipt": (
        run(
            """INSERT INTO cash_entry (shift_id, posting_id, kind, amount_minor)
            SELECT (SELECT MIN(id) FROM shift), id, 'sale', -100
            FROM posting WHERE kind = 'receipt' LIMIT 1"""
        ),
        {"cash_entry", "drawer_overdrawn"},
    ),
    "a sale was moved to a shift of another register": (
        run(
            "INSERT INTO journal_chain (name, head, length) VALUES ('2', '" + "0" * 64 + "', 0)",
            """INSERT INTO register (code, name, chain_id, location_id, printer)
            SELECT '2', 'Register 2', MAX(id), (SELECT id FROM location WHERE code = 'shop'), ''
            FROM journal_chain""",
            """INSERT INTO shift (register_id, open_register_id, number, opened_at, business_date, opened_by_id,
            float_minor) SELECT r.id, r.id, 1, opened_at, business_date, opened_by_id, 0
            FROM shift, register r WHERE r.code = '2'""",
            f"UPDATE sale SET shift_id = (SELECT MAX(id) FROM shift) WHERE {PLAIN}",
        ),
        {"cash_entry", "register", "shift"},
    ),
    "a shift is missing between two": (run("UPDATE shift SET number = 2"), {"shift_number"}),
}


@pytest.mark.parametrize("sentence", DAMAGES)
def test_finds_that(sentence: str, lived_in: Path, tmp_path: Path) -> None:
    damage, expected = DAMAGES[sentence]

    found = findings_after(damage, lived_in, tmp_path)

    assert set(found) == expected, found
