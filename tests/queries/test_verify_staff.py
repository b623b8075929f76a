"""Whoever writes staff or roles into the shop's file by hand is found (P22, P26)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from tests.damage import Damage, checkpoint, findings_after, first, rechain, retell, run, sale
from tests.shop import TEA, TestShop, copy_shop

from tillbook.actions.staff import add_staff, change_staff, set_password, set_pin, set_role
from tillbook.core.rights import Right
from tillbook.db.transaction import reading
from tillbook.ledgers.secrets import new_pin
from tillbook.queries.verify import verify

KNOWN_PIN = new_pin("4071").hash
"""A PIN that whoever writes into the file knows."""


def hire(shop: TestShop) -> None:
    """An owner with a password, a supervisor with a PIN, a cashier who has left; other limits for cashiers."""
    now, by = shop.now, shop.owner
    set_password(id="password", name="Owner", password="seven grey herons", now=now, by=by)
    discounts = {"line_discount_percent": Decimal("7.5"), "drawer_openings": None}
    set_role(id="role", name="supervisor", rights={Right.sell}, limits=discounts, now=now, by=by)
    set_role(id="limits", name="cashier", limits={"sale_below_cost": True}, now=now, by=by)
    add_staff(id="asha", name="Asha", role="supervisor", now=now, by=by)
    set_pin(id="pin", name="Asha", pin="9382", now=now, by=by)
    add_staff(id="ravi", name="Ravi", role="cashier", now=now, by=by)
    change_staff(id="left", name="Ravi", active=False, now=now, by=by)
    shop.sell((TEA, "1"), id="bill")


@pytest.fixture(scope="module")
def staffed(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with staff, proven, all of it in its one file."""
    home = tmp_path_factory.mktemp("staffed")
    shop = copy_shop(shop_template, home)
    hire(shop)
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home


DAMAGES: dict[str, tuple[Damage, dict[str, str]]] = {
    "a cashier made an owner of themselves": (
        run("UPDATE staff SET role = 'owner', active = 1 WHERE name = 'Ravi'"),
        {
            "staff": "Staff 3: the leave to sign in was changed by nobody: it is True, False was posted "
            "(and 1 more like it)"
        },
    ),
    "whoever left may sign in again": (
        run("UPDATE staff SET active = 1 WHERE name = 'Ravi'"),
        {"staff": "Staff 3: the leave to sign in was changed by nobody: it is True, False was posted"},
    ),
    "the owner's password was exchanged": (
        run("UPDATE staff SET password_hash = (SELECT pin_hash FROM staff WHERE name = 'Asha') WHERE id = 1"),
        {"staff": "Staff 1: the password was changed by nobody"},
    ),
    "the owner was given a PIN": (
        run(f"UPDATE staff SET pin_hash = '{KNOWN_PIN}' WHERE id = 1"),
        {"staff": "Staff 1: the PIN was changed by nobody"},
    ),
    "a PIN was taken away": (
        run("UPDATE staff SET pin_hash = '' WHERE name = 'Asha'"),
        {"staff": "Staff 2: the PIN was changed by nobody"},
    ),
    "a person was slipped in": (
        run(
            "INSERT INTO staff (name, role, active, password_hash, pin_hash) "
            f"VALUES ('Mallory', 'owner', 1, '', '{KNOWN_PIN}')"
        ),
        {"staff": "Staff 4: was never taken on by anybody"},
    ),
    "a person was deleted": (
        run("DELETE FROM staff WHERE name = 'Ravi'"),
        {"staff": "Staff 3: was taken on, and is not there any more"},
    ),
    "the last owner is none any more": (
        run("UPDATE staff SET active = 0 WHERE id = 1"),
        {
            "staff": "Staff 1: the leave to sign in was changed by nobody: it is False, True was posted",
            "owner": "Staff: has no owner who may sign in",
        },
    ),
    "a person has a role that the shop has not": (
        run("UPDATE staff SET role = 'boss' WHERE name = 'Asha'"),
        {
            "staff": "Staff 2: the role was changed by nobody: it is boss, supervisor was posted",
            "staff_role": "Staff 2: has the role 'boss', which the shop has not",
        },
    ),
    "a role may do more": (
        run("""UPDATE role SET rights = '["adjust","sell","set_own_secret"]' WHERE name = 'supervisor'"""),
        {"role": "Role supervisor: may do other things than were posted"},
    ),
    "cashiers may give discounts": (
        run("""UPDATE role SET limits = replace(limits, '"bill_discount_percent":"0"', '"bill_discount_percent":"9"')
            WHERE name = 'cashier'"""),
        {"role": "Role cashier: may do other things than were posted"},
    ),
    "cashiers were given rights of their own": (
        run("""UPDATE role SET rights = '["manage_staff"]' WHERE name = 'cashier'"""),
        {"role": "Role cashier: is as in every shop, and has rights or limits of its own"},
    ),
    "the owner was given limits": (
        run("INSERT INTO role (name, rights, limits) VALUES ('owner', '', '{}')"),
        {"role": "Role owner: is as in every shop, and has rights or limits of its own"},
    ),
    "a role was slipped in": (
        run("""INSERT INTO role (name, rights, limits) VALUES ('helper', '["sell"]', '')"""),
        {"role": "Role helper: was made by nobody"},
    ),
    "a role was deleted": (
        run("DELETE FROM role WHERE name = 'cashier'"),
        {"role": "Role cashier: was posted, and is not there any more"},
    ),
    "the journal was retold, and every hash made to fit": (
        first(retell("asha", '"role":"supervisor"', '"role":"cashier"'), rechain),
        {"staff_change": "Change of staff SF/26-27/000005: also changed role"},
    ),
    "the journal tells another end, and every hash made to fit": (
        first(retell("left", '"active":false', '"active":true'), rechain),
        {"staff": "Staff 3: the leave to sign in was changed by nobody: it is False, True was posted"},
    ),
    "the journal takes somebody on twice": (
        first(retell("pin", '"change":"pin"', '"change":"added"'), rechain),
        {"staff_change": "Change of staff SF/26-27/000005: is about person 2, out of order"},
    ),
    "the journal tells of a change that nobody can make": (
        first(retell("left", '"change":"changed"', '"change":"forgiven"'), rechain),
        {
            "staff_change": "Change of staff SF/26-27/000007: changed forgiven, which nobody can",
            "staff": "Staff 3: the leave to sign in was changed by nobody: it is False, True was posted",
        },
    ),
    "a posting of staff has an entry that says nothing": (
        first(retell("left", '"member":"3"', '"nobody":"3"'), rechain),
        {
            "unreadable": "Change of staff SF/26-27/000007: holds what cannot be: KeyError('member')",
            "staff": "Staff 3: the leave to sign in was changed by nobody: it is False, True was posted",
        },
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_names_what_was_done_to_staff_by_hand(staffed: Path, tmp_path: Path, damage: str) -> None:
    done, expected = DAMAGES[damage]

    assert findings_after(done, staffed, tmp_path / "shop") == expected


def test_nobody_agrees_with_themselves(staffed: Path, tmp_path: Path) -> None:
    done = run(f"UPDATE posting SET approved_by_id = staff_id WHERE id = {sale('bill')}")

    found = findings_after(done, staffed, tmp_path / "shop")

    assert found["approval"] == "Bill 1/26-27/000001: was agreed to by the very person who asked"


def test_goods_that_a_change_of_staff_moves_are_found(staffed: Path, tmp_path: Path) -> None:
    done = run(f"UPDATE stock_move SET posting_id = {sale('asha')} WHERE posting_id = {sale('bill')}")

    assert "moves goods or cash" in findings_after(done, staffed, tmp_path / "shop")["document"]


def test_counts_what_was_looked_at(shop: TestShop) -> None:
    hire(shop)

    with reading() as tx:
        checked = verify(tx).checked

    assert (checked["staff_changes"], checked["staff"]) == (7, 3)
