"""Whatever is damaged by hand in shifts, their cash, Z reports and registers, `verify` names it (P20, P22, P23)."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.damage import Damage, checkpoint, findings_after, first, rechain, report_on, retell, run, sale
from tests.drawers import closed, hire, moved, opened
from tests.shop import OIL, RICE, TEA, copy_shop

from tillbook.actions.registers import add_register, change_register
from tillbook.core.tender import Tendered


@pytest.fixture(scope="module")
def days(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with two shifts closed and one open on register 1, and one closed on register 2."""
    home = tmp_path_factory.mktemp("days")
    shop = copy_shop(shop_template, home)
    add_register(id="add 2", code="2", name="Garden", now=shop.now, by=shop.owner)
    change_register(id="change 2", code="2", printer="tm-20", now=shop.now, by=shop.owner)
    hire(shop, "Ravi", "cashier")
    opened(shop, "500", id="open")
    shop.sell((TEA, "2"), (RICE, "1"), id="cash", cash="400")
    shop.sell((OIL, "1"), id="upi", tenders=(Tendered(type="upi", amount_minor=180_50),))
    moved(shop, "pay_in", "20", "coins", id="in")
    moved(shop, "pay_out", "50", "milk", id="out")
    moved(shop, "drop", "600", "safe", id="drop")
    moved(shop, "no_sale", reason="a note changed", id="no sale")
    closed(shop, pieces={"100": 1, "50": 1, "5": 5}, id="z1")
    shop.sell((TEA, "1"), id="second")
    closed(shop, "90", id="z2")
    opened(shop, "10", id="open 3")
    shop.sell((TEA, "1"), id="third")
    opened(shop, "7", id="open 2", register="2")
    closed(shop, "7", id="z of 2", register="2")
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home


SHIFT_1 = "(SELECT id FROM shift WHERE register_id = 1 AND number = 1)"
SHIFT_2 = "(SELECT id FROM shift WHERE register_id = 1 AND number = 2)"


def rewrite(client_id: str, change: Callable[[dict[str, Any]], object]) -> Damage:
    """Change what a Z report says, in its one spelling, and its hash in the journal too."""

    def damage(db: sqlite3.Connection) -> None:
        (text,) = db.execute(f"SELECT content FROM z_report WHERE posting_id = {sale(client_id)}").fetchone()
        content = json.loads(text)
        change(content)
        new = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert new != text
        db.execute(f"UPDATE z_report SET content = ? WHERE posting_id = {sale(client_id)}", (new,))
        hashes = [hashlib.sha256(each.encode()).hexdigest() for each in (text, new)]
        retell(client_id, *hashes)(db)

    return damage


def and_rechained(damage: Damage) -> Damage:
    """And every chain rebuilt, so that all hashes fit again: only what was printed shows it."""
    return first(damage, rechain)


DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    # ---------------------------------------------------------------- openings
    "the float of a closed shift was changed": (
        run(f"UPDATE shift SET float_minor = float_minor + 100 WHERE id = {SHIFT_1}"),
        {"drawer", "journal_body", "z_total"},
    ),
    "a shift was opened by a sale, and has a float": (
        run(f"UPDATE shift SET float_minor = 100 WHERE id = {SHIFT_2}"),
        {"drawer", "opening", "z_total"},
    ),
    "a shift is not tied to its opening any more": (
        run("UPDATE shift SET opening_id = NULL WHERE register_id = 1 AND number = 3"),
        {"opening"},
    ),
    "a shift was opened by somebody else": (
        run(
            f"UPDATE shift SET opened_by_id = (SELECT MAX(id) FROM staff) WHERE id = {SHIFT_1}",
        ),
        {"opening"},
    ),
    "a shift was opened on another day": (
        run(f"UPDATE shift SET business_date = '2026-11-21' WHERE id = {SHIFT_1}"),
        {"opening", "z_report"},
    ),
    "a shift was given to another register": (
        run("UPDATE shift SET register_id = 2, open_register_id = 2, number = 2 WHERE register_id = 1 AND number = 3"),
        {"journal_body", "register", "shift"},
    ),
    "a shift is missing between two": (
        run(
            "UPDATE shift SET number = 4 WHERE register_id = 1 AND number = 3",
        ),
        {"journal_body", "shift_number"},
    ),
    # ---------------------------------------------------------------- cash
    "a movement took more than it says": (
        run(f"UPDATE cash_entry SET amount_minor = amount_minor - 100 WHERE posting_id = {sale('drop')}"),
        {"drawer", "journal_body", "z_total"},
    ),
    "a pay-in takes cash out": (
        run(f"UPDATE cash_entry SET amount_minor = -amount_minor WHERE posting_id = {sale('in')}"),
        {"cash_entry", "drawer", "journal_body", "z_total"},
    ),
    "a pay-out became a drop": (
        run(f"UPDATE cash_entry SET kind = 'drop' WHERE posting_id = {sale('out')}"),
        {"journal_body", "z_total"},
    ),
    "a movement has no cash": (
        run(f"DELETE FROM cash_entry WHERE posting_id = {sale('no sale')}"),
        {"cash_entry", "z_total"},
    ),
    "a movement lost its reason": (
        run(f"UPDATE posting SET note = '' WHERE id = {sale('out')}"),
        {"journal_body", "reason"},
    ),
    "cash was put into a shift after it was closed": (
        run(
            f"UPDATE sale SET shift_id = {SHIFT_1} WHERE posting_id = {sale('third')}",
            f"UPDATE cash_entry SET shift_id = {SHIFT_1} WHERE posting_id = {sale('third')}",
        ),
        {"after_closing", "drawer", "z_total"},
    ),
    "a sale counts in a shift that was opened after it": (
        run(
            f"""UPDATE sale SET shift_id = (SELECT id FROM shift WHERE register_id = 1 AND number = 3)
            WHERE posting_id = {sale("upi")}"""
        ),
        {"before_opening", "z_total"},
    ),
    # ---------------------------------------------------------------- Z reports
    "what was expected was changed": (
        run(f"UPDATE shift SET expected_minor = expected_minor - 500 WHERE id = {SHIFT_1}"),
        {"drawer", "journal_body"},
    ),
    "what was counted was changed": (
        run(f"UPDATE shift SET counted_minor = counted_minor + 500 WHERE id = {SHIFT_2}"),
        {"drawer", "journal_body"},
    ),
    "a note more was counted": (
        run(f"UPDATE shift_count SET count = count + 1 WHERE shift_id = {SHIFT_1} AND denomination_minor = 500"),
        {"shift_count", "z_report"},
    ),
    "an open shift was counted": (
        run(
            """INSERT INTO shift_count (shift_id, denomination_minor, count)
            SELECT id, 100, 1 FROM shift WHERE register_id = 1 AND number = 3"""
        ),
        {"shift_count"},
    ),
    "a closed shift was opened again": (
        run(
            """UPDATE shift SET open_register_id = NULL, closed_at = opened_at, closed_by_id = 1, expected_minor = 0,
            counted_minor = 0 WHERE register_id = 1 AND number = 3""",
            f"""UPDATE shift SET open_register_id = 1, closed_at = NULL, closed_by_id = NULL, expected_minor = NULL,
            counted_minor = NULL WHERE id = {SHIFT_2}""",
        ),
        {"shift", "z_missing"},
    ),
    "a Z report was closed at another time": (
        run(f"UPDATE shift SET closed_at = '2026-11-22 13:00:00' WHERE id = {SHIFT_1}"),
        {"shift", "z_report"},
    ),
    "a Z report is gone": (
        run(f"DELETE FROM z_report WHERE posting_id = {sale('z1')}"),
        {"shift_count", "z_missing", "z_report"},
    ),
    "a Z report belongs to another document": (
        run(f"UPDATE z_report SET posting_id = {sale('third')} WHERE posting_id = {sale('z2')}"),
        {"stray", "z_report"},
    ),
    "a Z report is no JSON": (
        run(f"UPDATE z_report SET content = 'Z' WHERE posting_id = {sale('z2')}"),
        {"journal_body", "z_report"},
    ),
    "a Z report is spelled otherwise": (
        run(f"UPDATE z_report SET content = content || ' ' WHERE posting_id = {sale('z2')}"),
        {"journal_body", "z_report"},
    ),
    "a name on a Z report was changed": (
        run(f"UPDATE z_report SET content = replace(content, 'Owner', 'Eve') WHERE posting_id = {sale('z2')}"),
        {"journal_body"},
    ),
    "a Z report says a sale less, and the journal agrees": (
        and_rechained(rewrite("z2", lambda z: z["sales"].update(count=0))),
        {"z_total"},
    ),
    "a Z report gives the other number of its shift, and the journal agrees": (
        and_rechained(rewrite("z2", lambda z: z.update(shift=3))),
        {"z_report"},
    ),
    "a Z report of the last shift hides a difference, and the journal agrees": (
        and_rechained(rewrite("z of 2", lambda z: z["cash"].update(difference="1.00"))),
        {"drawer"},
    ),
    "a Z report prints another head, and the journal agrees": (
        and_rechained(rewrite("z of 2", lambda z: z["journal"].update(head="f" * 64))),
        {"z_journal"},
    ),
    "an entry before a Z report was retold and the whole chain rebuilt": (
        and_rechained(
            first(
                retell("out", '"note":"milk"', '"note":"mild"'),
                run(f"UPDATE posting SET note = 'mild' WHERE id = {sale('out')}"),
            )
        ),
        {"z_journal"},
    ),
    # ---------------------------------------------------------------- registers
    "a register was renamed by hand": (run("UPDATE register SET name = 'Yard' WHERE code = '2'"), {"register"}),
    "a register was added by hand": (
        run(
            "INSERT INTO journal_chain (name, head, length) VALUES ('3', '" + "0" * 64 + "', 0)",
            """INSERT INTO register (code, name, chain_id, location_id, printer)
            SELECT '3', 'Register 3', MAX(id), 1, '' FROM journal_chain""",
        ),
        {"register"},
    ),
    "a register sells from elsewhere": (
        run("UPDATE register SET location_id = (SELECT id FROM location WHERE code = 'loss') WHERE code = '2'"),
        {"register"},
    ),
    "the journal does not say which register was added": (
        and_rechained(retell("add 2", '"register":"2"', '"registers":"2"')),
        {"register"},
    ),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_is_found(what: str, days: Path, tmp_path: Path) -> None:
    damage, kinds = DAMAGES[what]

    assert set(findings_after(damage, days, tmp_path / "damaged")) == kinds


def test_undamaged_it_is_clean_and_everything_was_counted(days: Path, tmp_path: Path) -> None:
    copy_shop(days, tmp_path / "shop")
    report = report_on(tmp_path / "shop")

    assert report.findings == ()
    counted = {key: report.checked[key] for key in ("openings", "cash_movements", "z_reports", "register_changes")}
    assert counted == {"openings": 3, "cash_movements": 4, "z_reports": 3, "register_changes": 2}
    assert report.checked["shifts"] == 4


def test_a_head_that_was_printed_shows_that_a_chain_was_rebuilt(days: Path, tmp_path: Path) -> None:
    """All hashes fit; only the Z report, which hangs on the wall, says otherwise."""
    damage, _ = DAMAGES["an entry before a Z report was retold and the whole chain rebuilt"]

    found = findings_after(damage, days, tmp_path / "damaged")

    assert found["z_journal"].startswith("Z report 1Z/26-27/000001: says head is ")
