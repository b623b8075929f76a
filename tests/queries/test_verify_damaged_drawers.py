"""A drawer that more cash left than had come into it is named (P20, P22)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.damage import Damage, checkpoint, findings_after, run, sale
from tests.drawers import moved, opened
from tests.shop import TEA, TestShop, copy_shop

from tillbook.actions.refund import refund
from tillbook.core.wanted_return import WantedReturn


@pytest.fixture(scope="module")
def paid_out(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A float of 20.00; 95.00 come in and go back; 20.00 are paid out, and 50.00 paid in at last."""
    home = tmp_path_factory.mktemp("drawers")
    shop: TestShop = copy_shop(shop_template, home)
    opened(shop, "20")
    bill = shop.sell((TEA, "1"), id="sold")
    refund(WantedReturn(id="back", register="1", sale=bill.number), now=shop.now, by=shop.owner)
    moved(shop, "pay_out", "20", id="out")
    moved(shop, "pay_in", "50", id="in")
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home


DAMAGES: dict[str, tuple[Damage, set[str], str]] = {
    "more was paid out than there was": (
        run(f"UPDATE cash_entry SET amount_minor = amount_minor - 1000 WHERE posting_id = {sale('out')}"),
        {"drawer_overdrawn", "journal_body"},
        "Register 1, shift 1: Movement of cash 1M/26-27/000001 left -10.00 in the drawer",
    ),
    "more went back than there was": (
        run(f"UPDATE cash_entry SET amount_minor = amount_minor - 2500 WHERE posting_id = {sale('back')}"),
        {"cash_entry", "drawer_overdrawn"},
        "Register 1, shift 1: Credit note 1C/26-27/000001 left -5.00 in the drawer (and 1 more like it)",
    ),
}


@pytest.mark.parametrize("sentence", DAMAGES)
def test_finds_that(sentence: str, paid_out: Path, tmp_path: Path) -> None:
    damage, expected, told = DAMAGES[sentence]

    found = findings_after(damage, paid_out, tmp_path)

    assert set(found) == expected, found
    assert found["drawer_overdrawn"] == told
