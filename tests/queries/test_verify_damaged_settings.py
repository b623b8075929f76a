"""Whatever is damaged by hand in the shop's settings, `verify` names it (P22)."""

from __future__ import annotations

import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from tests.damage import Damage, checkpoint, findings_after, first, rechain, retell, run, sale
from tests.shop import TEA, TestShop, copy_shop

from tillbook.actions.settings import change_setting
from tillbook.actions.taxes import ClassTax, set_taxes

CHANGES = (("name", "Corner Store"), ("cut_over_hour", "4"), ("cash_increment", "1.00"), ("cut_over_hour", "3"))


def change_the_rules(shop: TestShop) -> None:
    """Four changes of settings, and one of taxes."""
    for number, (key, text) in enumerate(CHANGES):
        change_setting(id=f"change {number}", key=key, text=text, now=shop.now, by=shop.owner)
    taxes = [ClassTax(name="VAT", rate=Decimal(5))]
    set_taxes(id="taxes", tax_class="plain", taxes=taxes, now=shop.now, by=shop.owner)
    shop.sell((TEA, "1"), id="bill")


def as_it_was_told_before(db: sqlite3.Connection) -> None:
    """Entries say what was changed, and not how everything stood afterwards; every hash is made to fit."""
    for row, text in db.execute("SELECT id, text FROM journal_entry").fetchall():
        entry = json.loads(text)
        entry["body"].pop("settings", None)
        told = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        db.execute("UPDATE journal_entry SET text = ? WHERE id = ?", (told, row))
    rechain(db)


@pytest.fixture(scope="module")
def ruled(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop whose settings were changed, proven, all of it in its one file."""
    home = tmp_path_factory.mktemp("ruled")
    shop = copy_shop(shop_template, home)
    change_the_rules(shop)
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home


DAMAGES: dict[str, tuple[Damage, dict[str, str]]] = {
    "a setting was changed by hand": (
        run("UPDATE shop SET cut_over_hour = 5"),
        {"setting": "Setting cut_over_hour: is '5'; '3' was the last that was set"},
    ),
    "a setting that nobody ever changed was changed by hand": (
        run("UPDATE shop SET tax_rounding = 'sum_by_net'"),
        {"setting": "Setting tax_rounding: is 'sum_by_net'; 'line' was the last that was set"},
    ),
    "a yes was made a no": (
        run("UPDATE shop SET prices_include_tax = 0"),
        {"setting": "Setting prices_include_tax: is 'no'; 'yes' was the last that was set"},
    ),
    "the smallest coin was changed by hand": (
        run("UPDATE shop SET cash_increment_minor = 50"),
        {"setting": "Setting cash_increment: is '0.50'; '1.00' was the last that was set"},
    ),
    "the shop has another name": (
        run("UPDATE shop SET name = 'Mallory'"),
        {"setting": "Setting name: is 'Mallory'; 'Corner Store' was the last that was set"},
    ),
    "the last change was retold, and every hash made to fit": (
        first(retell("change 3", '"to":"3"', '"to":"7"'), rechain),
        {
            "setting": "Change of settings ST/26-27/000004: found cut_over_hour at '3'; '7' was the last that was set",
        },
    ),
    "an earlier change was retold, and every hash made to fit": (
        first(
            retell("change 1", '"to":"4"', '"to":"7"'),
            retell("change 1", '"cut_over_hour":"4"', '"cut_over_hour":"7"'),
            rechain,
        ),
        {
            "setting": "Change of settings ST/26-27/000003: found cut_over_hour at '4'; '7' was the last that was set",
        },
    ),
    "a change says nothing": (
        first(retell("change 3", '"changed":', '"chanced":'), rechain),
        {
            "unreadable": "Change of settings ST/26-27/000004: holds what cannot be: KeyError('changed')",
            "setting": "Setting cut_over_hour: is '3'; '4' was the last that was set",
        },
    ),
    "entries of before tell less, and a setting that one tells was changed by hand": (
        first(as_it_was_told_before, run("UPDATE shop SET cut_over_hour = 5")),
        {"setting": "Setting cut_over_hour: is '5'; '3' was the last that was set"},
    ),
    "entries of before tell less": (as_it_was_told_before, {}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_names_what_was_done_to_settings_by_hand(ruled: Path, tmp_path: Path, damage: str) -> None:
    done, expected = DAMAGES[damage]

    assert findings_after(done, ruled, tmp_path / "shop") == expected


def test_goods_that_a_change_of_settings_moves_are_found(ruled: Path, tmp_path: Path) -> None:
    done = run(f"UPDATE stock_move SET posting_id = {sale('change 1')} WHERE posting_id = {sale('bill')}")

    assert "moves goods" in findings_after(done, ruled, tmp_path / "shop")["document"]
