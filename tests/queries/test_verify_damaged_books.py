"""Whatever is damaged by hand in stock, numbers, journal or around them, `verify` names it (P22, P23)."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.damage import Damage, findings_after, first, product, rechain, retell, run, sale, swap
from tests.history import SODA, SUGAR
from tests.shop import OIL, RICE, TEA

LINE_2 = f"sale_id = {sale('taxed')} AND position = 2"
LINE_1 = f"sale_id = {sale('taxed')} AND position = 1"
PLAIN = f"posting_id = {sale('plain')}"

DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    # ---------------------------------------------------------------- stock
    "a level is off by a thousandth": (
        run(f"UPDATE stock_level SET on_hand_milli = on_hand_milli + 1 WHERE product_id = {product(RICE)}"),
        {"on_hand"},
    ),
    "a value is off by a minor unit": (
        run(f"UPDATE stock_level SET value_minor = value_minor - 1 WHERE product_id = {product(RICE)}"),
        {"value"},
    ),
    "a level is gone": (run(f"DELETE FROM stock_level WHERE product_id = {product(TEA)}"), {"level_missing"}),
    "goods are worth something where nothing is left": (
        run(f"UPDATE stock_level SET value_minor = 5 WHERE product_id = {product(OIL)}"),
        {"damaged", "value", "value_of_nothing"},
    ),
    "a product may be sold short against its policy": (
        run(f"UPDATE stock_level SET may_go_negative = 1 WHERE product_id = {product(TEA)}"),
        {"short_stock"},
    ),
    "a move of a sale is gone": (
        run(f"DELETE FROM stock_move WHERE {PLAIN}"),
        {"move_cost", "on_hand", "sale_moves", "value"},
    ),
    "a move of a goods receipt is gone": (
        run("DELETE FROM stock_move WHERE posting_id = (SELECT MIN(id) FROM posting WHERE kind = 'receipt')"),
        {"discrepancy", "document", "journal_body", "late_cost", "move_cost", "on_hand", "value"},
    ),
    "the quantity of a receipt was changed, and the level with it": (
        run(
            f"""UPDATE stock_move SET quantity_milli = quantity_milli + 1000 WHERE id =
            (SELECT MAX(id) FROM stock_move WHERE product_id = {product(TEA)} AND reason = 'receipt')""",
            f"UPDATE stock_level SET on_hand_milli = on_hand_milli + 1000 WHERE product_id = {product(TEA)}",
        ),
        {"journal_body", "move_cost"},
    ),
    "the cost of goods on a line was changed": (
        run(f"UPDATE sale_line SET cost_minor = cost_minor - 1 WHERE {LINE_1}"),
        {"journal_body", "line_cost"},
    ),
    "the cost of goods was changed on the line and on its move": (
        run(
            f"UPDATE sale_line SET cost_minor = cost_minor - 1 WHERE {LINE_1}",
            f"UPDATE stock_move SET cost_minor = cost_minor - 1 WHERE posting_id = {sale('taxed')} "
            f"AND product_id = {product(RICE)}",
        ),
        {"journal_body", "move_cost", "value"},
    ),
    "a late cost was not passed on": (
        run("DELETE FROM stock_move WHERE reason = 'late cost'"),
        {"journal_body", "late_cost", "move_cost", "value"},
    ),
    "goods went to loss instead of to the customer": (
        run(
            f"""UPDATE stock_move SET to_location_id = (SELECT id FROM location WHERE code = 'loss')
            WHERE {PLAIN}"""
        ),
        {"move_route"},
    ),
    "goods came from nowhere": (
        run("UPDATE stock_move SET from_location_id = 99 WHERE id = 1"),
        {"journal_body", "move_route", "reference"},
    ),
    "a move is older than its document": (
        run(f"UPDATE stock_move SET at = '2026-11-22 11:00:00' WHERE {PLAIN}"),
        {"instant"},
    ),
    "a move was given to another document": (
        run(f"UPDATE stock_move SET posting_id = {sale('last')} WHERE {PLAIN}"),
        {"instant", "move_cost", "sale_moves"},
    ),
    "a fall below zero is not noted": (run("DELETE FROM discrepancy"), {"discrepancy"}),
    "a fall below zero is noted that never was": (
        run(
            f"""INSERT INTO discrepancy (posting_id, product_id, location_id, on_hand_milli)
            SELECT {sale("plain")}, {product(TEA)}, 1, -1000"""
        ),
        {"discrepancy"},
    ),
    "a goods receipt has no moves": (
        run(
            """INSERT INTO posting (client_id, request_hash, kind, series_id, sequence, number, at,
            business_date, staff_id, note)
            SELECT 'made up', request_hash, kind, series_id, sequence + 1, 'GR/27-28/000002', at,
            business_date, staff_id, note FROM posting WHERE number = 'GR/27-28/000001'""",
            "UPDATE series SET issued = issued + 1 WHERE kind = 'receipt' AND fiscal_year = 2027",
        ),
        {"document", "journal_entry"},
    ),
    # ---------------------------------------------------------------- numbers and days
    "a number is skipped": (
        run(
            f"""UPDATE posting SET sequence = sequence + 1, number = '1/27-28/000003'
            WHERE id = {sale("last")}""",
            "UPDATE series SET issued = issued + 1 WHERE kind = 'sale' AND fiscal_year = 2027",
        ),
        {"journal_body", "number_gap"},
    ),
    "the last bill was cut out with all its rows but the journal's": (
        run(
            f"DELETE FROM sale_line WHERE sale_id = {sale('last')}",
            f"DELETE FROM sale_tender WHERE sale_id = {sale('last')}",
            f"DELETE FROM cash_entry WHERE posting_id = {sale('last')}",
            f"DELETE FROM stock_move WHERE posting_id = {sale('last')}",
            f"DELETE FROM outbox WHERE posting_id = {sale('last')}",
            f"DELETE FROM sale WHERE posting_id = {sale('last')}",
            "DELETE FROM posting WHERE client_id = 'last'",
        ),
        {"journal_head", "journal_length", "number_count", "on_hand", "reference", "stray", "value"},
    ),
    "a series says that more was issued": (
        run("UPDATE series SET issued = issued + 1 WHERE kind = 'sale'"),
        {"number_count"},
    ),
    "the text of a number was changed": (
        run(f"UPDATE posting SET number = '1/26-27/000100' WHERE id = {sale('plain')}"),
        {"journal_body", "number_text"},
    ),
    "two bills changed numbers": (
        first(
            swap("posting", "number", "client_id = 'plain'", "client_id = 'taxed'"),
            swap("posting", "sequence", "client_id = 'plain'", "client_id = 'taxed'"),
        ),
        {"journal_body", "number_gap"},
    ),
    "a bill counts for another day": (
        run(f"UPDATE posting SET business_date = '2026-11-23' WHERE id = {sale('plain')}"),
        {"journal_body"},
    ),
    "a bill counts for another month": (
        run(f"UPDATE posting SET business_date = '2026-12-22' WHERE id = {sale('plain')}"),
        {"business_date", "journal_body"},
    ),
    "a bill counts for another fiscal year": (
        run(f"UPDATE posting SET business_date = '2028-11-22' WHERE id = {sale('plain')}"),
        {"business_date", "fiscal_year", "journal_body"},
    ),
    "a bill was posted at another instant": (
        run(f"UPDATE posting SET at = '2026-11-22 12:00:01' WHERE id = {sale('plain')}"),
        {"instant", "journal_body"},
    ),
    "a bill was signed by somebody else": (
        run(
            "INSERT INTO staff (name, role, active, password_hash, pin_hash) VALUES ('Mallory', 'cashier', 1, '', '')",
            f"UPDATE posting SET staff_id = (SELECT MAX(id) FROM staff) WHERE id = {sale('plain')}",
        ),
        {"journal_body", "staff"},
    ),
    "the reason of an adjustment was changed": (
        run("UPDATE posting SET note = 'a gift' WHERE kind = 'adjustment' AND note = 'broken'"),
        {"journal_body"},
    ),
    # ---------------------------------------------------------------- the journal
    "a word of the journal was changed": (
        retell("plain", "Darjeeling", "Darjeelink"),
        {"journal_body", "journal_hash"},
    ),
    "a word of the journal was changed and every hash made to fit": (
        first(retell("plain", '"total_minor":19000', '"total_minor":18000'), rechain),
        {"journal_body"},
    ),
    "a total was changed and every hash made to fit": (
        first(
            run(
                f"""UPDATE sale SET net_minor = net_minor - 100, total_minor = total_minor - 100,
                due_minor = due_minor - 100, change_minor = change_minor + 100 WHERE {PLAIN}"""
            ),
            rechain,
        ),
        {"cash_entry", "journal_body", "total"},
    ),
    "two entries of the journal changed places": (
        swap(
            "journal_entry",
            "sequence",
            f"posting_id = {sale('plain')}",
            f"posting_id = {sale('taxed')}",
        ),
        {"journal_order"},
    ),
    "two entries of the journal changed their texts and hashes": (
        first(
            swap("journal_entry", "text", f"posting_id = {sale('plain')}", f"posting_id = {sale('taxed')}"),
            swap("journal_entry", "hash", f"posting_id = {sale('plain')}", f"posting_id = {sale('taxed')}"),
        ),
        {"journal_body", "journal_link", "journal_order"},
    ),
    "the end of the journal was cut off": (
        run(f"DELETE FROM journal_entry WHERE posting_id = {sale('last')}"),
        {"journal_entry", "journal_head", "journal_length"},
    ),
    "the end of the journal was cut off and its head set back": (
        first(run(f"DELETE FROM journal_entry WHERE posting_id = {sale('last')}"), rechain),
        {"journal_entry"},
    ),
    "an entry was taken out of the journal and every hash made to fit": (
        first(run(f"DELETE FROM journal_entry WHERE posting_id = {sale('taxed')}"), rechain),
        {"journal_entry"},
    ),
    "an entry stands in the journal twice": (
        first(
            run(
                f"""INSERT INTO journal_entry (chain_id, sequence, posting_id, text, hash)
                SELECT chain_id, 1000, posting_id, text, hash FROM journal_entry WHERE {PLAIN}"""
            ),
            rechain,
        ),
        {"journal_entry", "journal_head", "journal_length"},
    ),
    "the head of the journal was changed": (
        run("UPDATE journal_chain SET head = '" + "f" * 64 + "' WHERE name = '1'"),
        {"journal_head"},
    ),
    "a hash in the journal was changed": (
        run(f"UPDATE journal_entry SET hash = '{'e' * 64}' WHERE {PLAIN}"),
        {"journal_hash", "journal_link"},
    ),
    "an entry of the journal is no JSON": (
        first(run(f"UPDATE journal_entry SET text = 'sold out' WHERE {PLAIN}")),
        {"journal_body", "journal_hash"},
    ),
    # ---------------------------------------------------------------- people, imports, the engine
    "somebody else is said to have bought": (run("UPDATE sale_customer SET name = 'Asha Rau'"), {"customer"}),
    "who bought is half erased": (
        run("UPDATE sale_customer SET name = '', email = '', salt = ''"),
        {"customer"},
    ),
    "who bought is gone": (run("DELETE FROM sale_customer"), {"customer", "journal_body"}),
    "what an import changed was retold": (
        run("UPDATE import_change SET after = replace(after, 'Salt', 'Gold') WHERE before = ''"),
        {"journal_body"},
    ),
    "a change of an import is gone": (
        run("DELETE FROM import_change WHERE before = ''"),
        {"import_batch", "journal_body"},
    ),
    "an import says another count": (
        run("UPDATE import_batch SET created = created + 1"),
        {"import_batch", "journal_body"},
    ),
    "something is to be done for a document that is not there": (
        run("INSERT INTO outbox (posting_id, topic) VALUES (999, 'seed_files')"),
        {"outbox", "reference"},
    ),
    "a line belongs to no sale": (
        run(
            """INSERT INTO sale_line (sale_id, position, product_id, sku, name, unit, tax_class,
            quantity_milli, unit_price, list_price, discount_minor, bill_discount_minor, net_minor, tax_minor,
            gross_minor, cost_minor)
            SELECT 999, position, product_id, sku, name, unit, tax_class,
            quantity_milli, unit_price, list_price, discount_minor, bill_discount_minor, net_minor, tax_minor,
            gross_minor, cost_minor FROM sale_line WHERE id = 1"""
        ),
        {"reference", "stray"},
    ),
    "a product cannot be found by searching": (
        run(f"DELETE FROM product_search_docsize WHERE id = {product(SODA)}"),
        {"search"},
    ),
    "a sold product is gone": (
        run(f"DELETE FROM product WHERE sku = '{SUGAR}'"),
        {"journal_body", "reference"},
    ),
    "a figure is not a figure": (
        run(f"UPDATE sale SET tendered_minor = 'much' WHERE {PLAIN}"),
        {"damaged", "unreadable"},
    ),
    "an instant is no instant": (
        run(f"UPDATE posting SET at = '2026-99-99 12:00:00' WHERE id = {sale('plain')}"),
        {"damaged"},
    ),
    "an instant is a word": (
        run(f"UPDATE posting SET at = 'yesterday' WHERE id = {sale('plain')}"),
        {"instant", "journal_link", "journal_order", "move_cost", "on_hand", "stray", "unreadable", "value"},
    ),
}


@pytest.mark.parametrize("sentence", DAMAGES)
def test_finds_that(sentence: str, lived_in: Path, tmp_path: Path) -> None:
    damage, expected = DAMAGES[sentence]

    found = findings_after(damage, lived_in, tmp_path)

    assert set(found) == expected, found
