"""Who moves a past sale into a shift, or a shift's sale into the past, is found (P20, P22)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.actions.test_history import bring
from tests.damage import Damage, checkpoint, findings_after, report_on, run, sale
from tests.drawers import closed, opened
from tests.shop import TEA, copy_shop

from tillbook.core.tender import Tendered

PAST = "(SELECT id FROM shift WHERE register_id = 1 AND number = 0)"
CLOSED = "(SELECT id FROM shift WHERE register_id = 1 AND number = 1)"
OPEN = "(SELECT id FROM shift WHERE register_id = 1 AND number = 2)"
IMPORTED = sale("history:past:536366")


@pytest.fixture(scope="module")
def with_a_past(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with an imported past, a shift that was closed and one that is open."""
    home = tmp_path_factory.mktemp("past")
    shop = copy_shop(shop_template, home)
    bring(shop)
    opened(shop, "50")
    shop.sell((TEA, "1"), id="first", cash="95")
    closed(shop, "145", id="z1")
    opened(shop, "50")
    shop.sell((TEA, "1"), id="by card", tenders=(Tendered(type="card", amount_minor=95_00),))
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home


DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    "a past sale counts in the open shift": (
        run(f"UPDATE sale SET shift_id = {OPEN} WHERE posting_id = {IMPORTED}"),
        {"before_opening", "past"},
    ),
    "a past sale counts in a shift that was closed": (
        run(f"UPDATE sale SET shift_id = {CLOSED} WHERE posting_id = {IMPORTED}"),
        {"before_opening", "past", "z_total"},
    ),
    "a sale by card was hidden in the past": (
        run(f"UPDATE sale SET shift_id = {PAST} WHERE posting_id = {sale('by card')}"),
        {"past"},
    ),
    "a sale was hidden in the past with its cash": (
        run(
            f"UPDATE sale SET shift_id = {PAST} WHERE posting_id = {sale('first')}",
            f"UPDATE cash_entry SET shift_id = {PAST} WHERE posting_id = {sale('first')}",
        ),
        {"drawer", "past", "z_total"},
    ),
    "a past sale moved cash": (
        run(
            f"""INSERT INTO cash_entry (shift_id, posting_id, kind, amount_minor)
            VALUES ({PAST}, {IMPORTED}, 'sale', 1020)"""
        ),
        {"cash_entry", "past"},
    ),
    "the past was counted": (run(f"UPDATE shift SET counted_minor = 100 WHERE id = {PAST}"), {"past"}),
    "the past has a float": (run(f"UPDATE shift SET float_minor = 100 WHERE id = {PAST}"), {"opening"}),
    "the past became a shift": (
        run(f"UPDATE shift SET number = 3 WHERE id = {PAST}"),
        {"past", "z_missing"},
    ),
    "a shift became the past": (
        run("UPDATE shift SET number = -1 WHERE number = 0", f"UPDATE shift SET number = 0 WHERE id = {CLOSED}"),
        {"journal_body", "past", "shift_number", "z_report"},
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_was_done_to_the_past_is_found(name: str, with_a_past: Path, tmp_path: Path) -> None:
    damage, kinds = DAMAGES[name]

    assert set(findings_after(damage, with_a_past, tmp_path / "shop")) == kinds


def test_undamaged_it_is_clean(with_a_past: Path, tmp_path: Path) -> None:
    copy_shop(with_a_past, tmp_path / "shop")

    assert report_on(tmp_path / "shop").clean
