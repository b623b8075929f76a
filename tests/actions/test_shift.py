"""A shift from its float to its Z report (P20)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.credit import gift_card
from tests.drawers import closed, hire, moved, opened, said
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.actions.refund import refund
from tillbook.actions.shift import BadShiftCommand, Counted, DrawerShort, ShiftOpen, close_shift
from tillbook.core.rights import LIMITS, Actor, NeedsApproval, NotAllowed, Role
from tillbook.core.tender import Tendered
from tillbook.core.wanted_return import WantedReturn
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.formats.shift_report import report_text
from tillbook.queries.postings import IdReused
from tillbook.queries.shifts import NoOpenShift, find_z, shifts

UPI = (Tendered(type="upi", amount_minor=180_50),)


def set_shop(column: str, value: object) -> None:
    with transaction_of_one_action() as tx:
        tx.write(f"UPDATE shop SET {column} = ? WHERE id = 1", (value,))


def a_little_trade(shop: TestShop) -> None:
    """500.00 in the drawer, 310.00 taken in cash, 20.00 in, 50.00 and 600.00 out: 180.00 are left."""
    opened(shop, "500")
    shop.sell((TEA, "2"), (RICE, "1"), cash="400")
    shop.sell((OIL, "1"), tenders=UPI)
    moved(shop, "pay_in", "20", "coins from the bank")
    moved(shop, "pay_out", "50", "milk")
    moved(shop, "drop", "600", "to the safe")
    moved(shop, "no_sale", reason="changed a note")


def test_a_shift_from_float_to_z(shop: TestShop) -> None:
    a_little_trade(shop)

    z = closed(shop, pieces={"100": 1, "50": 1, "10": 2, "5": 1})

    content = said(z)
    assert (z.number, content["number"], content["shift"]) == ("1Z/26-27/000001", "1Z/26-27/000001", 1)
    assert content["cash"] == {
        "float": "500.00",
        "sales": "310.00",
        "payments": "0.00",
        "refunds": "0.00",
        "pay_ins": "20.00",
        "pay_outs": "-50.00",
        "drops": "-600.00",
        "no_sales": 1,
        "expected": "180.00",
        "counted": "175.00",
        "difference": "-5.00",
    }
    assert content["sales"] == {
        "count": 2,
        "first": "1/26-27/000001",
        "last": "1/26-27/000002",
        "discount": "0.00",
        "net": "476.18",
        "tax": "14.32",
        "gross": "490.50",
        "cash_rounding": "0.00",
    }
    assert content["taxes"] == [
        {"name": "CGST", "rate": "2.5", "base": "286.18", "amount": "7.16"},
        {"name": "SGST", "rate": "2.5", "base": "286.18", "amount": "7.16"},
    ]
    assert [(each["type"], each["total"]) for each in content["tenders"]] == [("cash", "310.00"), ("upi", "180.50")]
    assert content["counts"][0] == {"denomination": "100.00", "count": 1, "amount": "100.00"}
    assert (content["opened_at"], content["closed_by"]) == ("2026-11-22T17:30:00+05:30", "Owner")


def test_over_and_short_are_kept_with_the_shift(shop: TestShop) -> None:
    for counted in ("100", "101.50", "0"):
        opened(shop, "100")
        closed(shop, counted)

    with reading() as tx:
        seen = shifts(tx, limit=10)

    assert [(each.number, each.expected_minor, each.counted_minor) for each in seen] == [
        (3, 100_00, 0),
        (2, 100_00, 101_50),
        (1, 100_00, 100_00),
    ]


def test_the_z_prints_the_journal_head_that_stood_before_it(shop: TestShop) -> None:
    opened(shop)
    bill = shop.sell((TEA, "1"))

    z = closed(shop, "95")

    assert said(z)["journal"] == {"chain": "1", "head": bill.journal_hash, "length": 2}
    assert bill.journal_hash[:32] in report_text(said(z), columns=32)


def test_an_old_z_reprints_byte_for_byte_whatever_was_changed_since(shop: TestShop) -> None:
    a_little_trade(shop)
    z = closed(shop, "180")
    printed = report_text(said(z), columns=42)
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET name = 'Another', timezone = 'Europe/Berlin', locale = 'de_DE' WHERE id = 1")
        tx.write("UPDATE staff SET name = 'Somebody' WHERE id = 1")
        tx.write("UPDATE register SET printer = '' WHERE id = 1")
    opened(shop)
    shop.sell((TEA, "1"))
    closed(shop, "0")

    with reading() as tx:
        again = find_z(tx, register="1", number="1")

    assert again.content == z.content
    assert report_text(json.loads(again.content), columns=42) == printed
    set_shop("timezone", "Asia/Kolkata")


def test_a_second_shift_on_an_open_register_is_refused(shop: TestShop) -> None:
    opened(shop, "10")

    with pytest.raises(ShiftOpen, match="Shift 1 of register 1 is open; close it first"):
        opened(shop, "20")

    assert shop.count("shift") == 1


def test_the_first_sale_opens_a_shift_where_the_shop_lets_it(shop: TestShop) -> None:
    shop.sell((TEA, "1"))

    with pytest.raises(ShiftOpen):
        opened(shop)

    assert said(closed(shop, "95"))["cash"]["float"] == "0.00"


def test_after_closing_the_next_sale_counts_in_the_next_shift(shop: TestShop) -> None:
    shop.sell((TEA, "1"))
    closed(shop, "95")
    shop.sell((TEA, "2"))

    second = said(closed(shop, "190"))

    assert (second["shift"], second["sales"]["count"], second["gross"]) == (2, 1, "190.00")


def test_cash_needs_an_open_shift(shop: TestShop) -> None:
    with pytest.raises(NoOpenShift, match="Register 1 has no open shift; open one with: tillbook shift open"):
        moved(shop, "pay_in", "10")
    with pytest.raises(NoOpenShift):
        closed(shop, "0")


@pytest.mark.parametrize("kind", ["pay_out", "drop"])
def test_no_more_goes_out_than_should_be_there(shop: TestShop, kind: str) -> None:
    opened(shop, "50")

    with pytest.raises(DrawerShort, match=r"Only 50\.00 INR should be in the drawer"):
        moved(shop, kind, "50.01")
    moved(shop, kind, "50")

    assert said(closed(shop, "0"))["cash"]["expected"] == "0.00"


def test_who_counts_blindly_is_not_told_what_should_be_there(shop: TestShop) -> None:
    set_shop("blind_count", True)
    cashier = hire(shop, "Ravi", "cashier")
    opened(shop, "50", by=cashier)

    with pytest.raises(DrawerShort, match="So much should not be in the drawer"):
        moved(shop, "drop", "60", by=cashier)
    with pytest.raises(DrawerShort, match=r"^Only 50\.00"):
        moved(shop, "drop", "60")


@pytest.mark.parametrize(
    ("kind", "amount", "reason", "path"),
    [
        ("pay_in", "0", "why", "amount"),
        ("pay_out", "-1", "why", "amount"),
        ("drop", "20000000000", "why", "amount"),
        ("no_sale", "1", "why", "amount"),
        ("pay_in", "1", " ", "reason"),
        ("tip", "1", "why", "kind"),
    ],
)
def test_a_movement_that_is_none_is_refused(shop: TestShop, kind: str, amount: str, reason: str, path: str) -> None:
    opened(shop, "50")

    with pytest.raises(BadShiftCommand) as refused:
        moved(shop, kind, amount, reason)

    assert refused.value.path == path


def test_a_no_sale_beyond_the_limit_needs_a_second_person_and_both_are_kept(shop: TestShop) -> None:
    manager = hire(shop, "Meera", "manager")
    cashier = replace(hire(shop, "Ravi", "cashier"), own_limits=replace(LIMITS[Role.cashier], drawer_openings=1))
    opened(shop, by=cashier)
    moved(shop, "no_sale", by=cashier)

    with pytest.raises(NeedsApproval, match=r"Ravi \(cashier\) may not open the drawer without a sale alone"):
        moved(shop, "no_sale", by=cashier)
    second = moved(shop, "no_sale", by=replace(cashier, approver=manager))

    with reading() as tx:
        assert tx.rows("SELECT staff_id, approved_by_id FROM posting WHERE id = ?", (second.posting_id,)) == [
            (cashier.staff_id, manager.staff_id)
        ]
        assert tx.rows("SELECT amount_minor FROM cash_entry WHERE kind = 'no_sale'") == [(0,), (0,)]


def test_an_accountant_opens_no_drawer(shop: TestShop) -> None:
    accountant = Actor(staff_id=shop.owner.staff_id, name="Asha", role="accountant")
    with pytest.raises(NotAllowed):
        opened(shop, by=accountant)


def test_a_repeat_posts_nothing_and_answers_the_same(shop: TestShop) -> None:
    first = [
        opened(shop, "10", id="open"),
        moved(shop, "drop", "5", id="drop"),
        closed(shop, "5", id="close"),
    ]
    again = [
        opened(shop, "10", id="open"),
        moved(shop, "drop", "5", id="drop"),
        closed(shop, "5", id="close"),
    ]

    assert [each.repeated for each in first + again] == [False] * 3 + [True] * 3
    assert [replace(each, repeated=True) for each in first] == again
    assert shop.count("z_report") == 1


def test_an_id_with_another_content_is_refused(shop: TestShop) -> None:
    opened(shop, "10", id="open")
    moved(shop, "drop", "5", id="drop")
    with pytest.raises(IdReused):
        moved(shop, "drop", "4", id="drop")
    with pytest.raises(IdReused):
        closed(shop, "5", id="open")
    closed(shop, pieces={"5": 1}, id="close")
    with pytest.raises(IdReused):
        closed(shop, "5", id="close")


def test_a_count_that_contradicts_itself_closes_nothing(shop: TestShop) -> None:
    opened(shop, "10")

    with pytest.raises(BadShiftCommand, match="do not add up to the total"):
        closed(shop, "10", pieces={"5": 1})
    with pytest.raises(BadShiftCommand, match="Count the drawer"):
        close_shift(id="none", register="1", counted=Counted(), now=shop.now, by=shop.owner)
    with pytest.raises(BadShiftCommand):
        closed(shop, pieces={"5": -1})
    with pytest.raises(BadShiftCommand):
        closed(shop, "-0.01")

    assert said(closed(shop, "10", pieces={"5": 2, "1": 0}))["counts"] == [
        {"denomination": "5.00", "count": 2, "amount": "10.00"}
    ]


def test_carts_that_are_open_stay_and_are_named(shop: TestShop) -> None:
    opened(shop)
    with transaction_of_one_action() as tx:
        tx.write(
            """INSERT INTO cart (client_id, register_id, staff_id, content, updated_at, name, expired_at)
            VALUES ('kept', 1, 1, '{}', '2026-11-22 10:00:00', '', NULL),
            ('late', 1, 1, '{}', '2026-11-22 11:00:00', 'Asha', NULL),
            ('old', 1, 1, '{}', '2026-11-21 10:00:00', '', '2026-11-22 10:00:00')"""
        )

    z = closed(shop, "0", id="close")

    assert z.open_carts == ("kept", "late")
    assert "Carts carried over" in report_text(said(z), columns=42)
    assert shop.count("cart") == 3
    with transaction_of_one_action() as tx:
        tx.write("DELETE FROM cart")
    assert closed(shop, "0", id="close").open_carts == ("kept", "late")


def test_refunds_and_payments_move_the_drawer_of_the_shift_that_pays_them(shop: TestShop) -> None:
    """120.00 sold in the first shift come back in cash in the second, where 80.00 are paid for a gift card."""
    opened(shop, "100")
    rice = shop.sell((RICE, "1"), cash="120")
    first = said(closed(shop, "220"))
    opened(shop, "220")
    refund(WantedReturn(id="back", register="1", sale=rice.number), now=shop.now, by=shop.owner)
    gift_card(shop, "80")

    second = said(closed(shop, "180"))

    assert (first["gross"], first["cash"]["expected"], first["cash"]["difference"]) == ("120.00", "220.00", "0.00")
    assert second["sales"]["count"] == 0
    assert second["credit_notes"]["gross"] == "120.00"
    assert (second["net"], second["tax"], second["gross"]) == ("-114.28", "-5.72", "-120.00")
    assert second["taxes"][0] == {"name": "CGST", "rate": "2.5", "base": "-114.28", "amount": "-2.86"}
    assert second["payments"]["amount"] == "80.00"
    assert second["tenders"] == [
        {"type": "cash", "sales": "0.00", "payments": "80.00", "refunds": "120.00", "total": "-40.00"}
    ]
    assert (second["cash"]["refunds"], second["cash"]["payments"]) == ("-120.00", "80.00")
    assert (second["cash"]["expected"], second["cash"]["difference"]) == ("180.00", "0.00")
