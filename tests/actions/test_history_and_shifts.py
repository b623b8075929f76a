"""What was sold before Tillbook came counts in nobody's shift and in no drawer (P20)."""

from __future__ import annotations

import json

import pytest
from tests.actions.test_history import HEADER, PAST, bring, mapping
from tests.drawers import closed, opened, said
from tests.shop import TEA, TestShop

from tillbook.actions.history import import_history
from tillbook.actions.refund import refund
from tillbook.actions.registers import add_register
from tillbook.core.shift_report import ShiftTotals
from tillbook.core.wanted_return import WantedReturn
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.formats.history_table import open_history
from tillbook.queries.shifts import NoOpenShift, open_shift, shifts, totals
from tillbook.queries.till import place


def x_report(register: str = "1") -> ShiftTotals:
    with reading() as tx:
        at = place(tx, register)
        return totals(tx, open_shift(tx, at.register_id, register).shift_id)


def listed() -> list[tuple[int, int | None]]:
    """The shifts that a person sees, with what was expected in their drawers."""
    with reading() as tx:
        return [(each.number, each.expected_minor) for each in shifts(tx, limit=10)]


def test_a_past_that_is_imported_while_a_shift_is_open_is_no_part_of_it(shop: TestShop) -> None:
    opened(shop, "500")
    shop.sell((TEA, "1"), cash="95")
    before = x_report()

    report = bring(shop)

    assert report.new_sales == 4
    assert x_report() == before
    z = said(closed(shop, "595"))
    assert (z["sales"]["count"], z["gross"], z["sales"]["first"]) == (1, "95.00", "1/26-27/000001")
    assert [tender["type"] for tender in z["tenders"]] == ["cash"]
    assert (z["cash"]["expected"], z["cash"]["counted"], z["cash"]["difference"]) == ("595.00", "595.00", "0.00")


def test_a_past_needs_no_shift_and_opens_none(shop: TestShop) -> None:
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET first_sale_opens_shift = ?", (False,))

    assert bring(shop).new_sales == 4

    with pytest.raises(NoOpenShift):
        x_report()
    assert listed() == []


def test_shifts_are_counted_from_one_whether_there_is_a_past_or_not(shop: TestShop) -> None:
    bring(shop)

    shop.sell((TEA, "1"))
    closed(shop, "95")
    bring(shop, name="another")
    opened(shop, "10")

    assert listed() == [(2, None), (1, 95_00)]
    assert shop.count("shift") == 3


def test_each_register_has_a_past_of_its_own(shop: TestShop) -> None:
    add_register(id="add 2", code="2", name="Garden", now=shop.now, by=shop.owner)
    bring(shop)
    path = shop.home / "garden.csv"
    path.write_text(HEADER + PAST, encoding="utf-8")
    import_history(open_history(path, mapping(name="garden")), register="2", by=shop.owner)

    with reading() as tx:
        pasts = tx.rows("SELECT register_id, number, float_minor, expected_minor, counted_minor FROM shift ORDER BY id")
    assert [row[1:] for row in pasts] == [(0, 0, 0, 0)] * 2
    assert len({row[0] for row in pasts}) == 2


def test_what_was_sold_in_the_past_and_comes_back_today_is_of_todays_shift(shop: TestShop) -> None:
    bring(shop)
    opened(shop, "100")

    refund(
        WantedReturn(id=shop.new_id(), register="1", sale="1/11-12/000002"),
        now=shop.now,
        by=shop.owner,
    )

    totals_now = x_report()
    assert (totals_now.sales.documents.count, totals_now.credit_notes.gross_minor) == (0, 10_20)
    assert totals_now.cash == {"refund": (1, -10_20)}


def test_the_note_of_a_past_sale_says_that_it_is_one(shop: TestShop) -> None:
    bring(shop)

    with reading() as tx:
        rows = tx.rows(
            """SELECT p.note, j.text FROM posting p JOIN journal_entry j ON j.posting_id = p.id
            WHERE p.kind = 'sale' ORDER BY p.id LIMIT 1"""
        )
    assert rows[0][0] == "past invoice 536365; United Kingdom"
    assert json.loads(rows[0][1])["body"]["note"] == rows[0][0]
