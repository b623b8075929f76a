"""What a shift comes to, from every kind of document that counts in it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.drawers import closed, moved, opened
from tests.shop import OIL, RICE, TEA, TestShop, copy_shop

from tillbook.core.discount import Discount
from tillbook.core.shift_report import Issued, Paid, ShiftTotals, Sold, TaxSum, TenderSum
from tillbook.core.tender import Tendered
from tillbook.db.statements import Tx
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.queries.shifts import UnknownZ, find_z, open_shift, shifts, totals
from tillbook.queries.till import place

POST = """INSERT INTO posting (id, client_id, request_hash, kind, series_id, sequence, number, at, business_date,
    staff_id, note) SELECT ?, ?, '', ?, series_id, ?, ?, at, business_date, staff_id, '' FROM posting WHERE id = 1"""


def totals_now(shop: TestShop) -> ShiftTotals:
    assert shop.home
    with reading() as tx:
        return totals(tx, open_shift(tx, place(tx, "1").register_id, "1").shift_id)


def test_a_shift_with_nothing_in_it(shop: TestShop) -> None:
    opened(shop, "100")

    nothing = Issued(count=0, first="", last="")
    none_sold = Sold(
        documents=nothing, discount_minor=0, net_minor=0, tax_minor=0, gross_minor=0, cash_rounding_minor=0
    )
    assert totals_now(shop) == ShiftTotals(
        sales=none_sold,
        credit_notes=none_sold,
        payments=Paid(documents=nothing, amount_minor=0, cash_rounding_minor=0),
        movements=nothing,
        taxes=(),
        tenders=(),
        cash={},
    )
    assert totals_now(shop).expected(100_00) == 100_00


def test_discounts_of_lines_and_bills_cash_rounding_and_change(shop: TestShop) -> None:
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET cash_increment_minor = 100 WHERE id = 1")
    shop.sell((TEA, "2"), discount=Discount(amount_minor=10_25), cash="200")

    found = totals_now(shop)

    assert found.sales == Sold(
        documents=Issued(count=1, first="1/26-27/000001", last="1/26-27/000001"),
        discount_minor=10_25,
        net_minor=179_75,
        tax_minor=0,
        gross_minor=179_75,
        cash_rounding_minor=25,
    )
    assert found.tenders == (TenderSum(type="cash", sales_minor=180_00, payments_minor=0, refunds_minor=0),)
    assert found.cash == {"sale": (1, 180_00)}


def test_credit_notes_and_payments_count_by_their_rows(shop_template: Path, tmp_path: Path) -> None:
    """Their rows are written by hand here, whatever posts them elsewhere."""
    shop = copy_shop(shop_template, tmp_path / "shop")
    opened(shop, "50")
    shop.sell((RICE, "1"), (OIL, "1"), cash="400")
    with transaction_of_one_action() as tx:
        shift_id = open_shift(tx, 1, "1").shift_id
        _give_back(tx, shift_id)
        _pay(tx, shift_id)

    found = totals_now(shop)

    assert (found.sales.gross_minor, found.credit_notes.gross_minor) == (300_50, 120_00)
    assert found.credit_notes == Sold(
        documents=Issued(count=1, first="1C/26-27/000001", last="1C/26-27/000001"),
        discount_minor=3_00,
        net_minor=114_28,
        tax_minor=5_72,
        gross_minor=120_00,
        cash_rounding_minor=0,
    )
    assert found.payments == Paid(
        documents=Issued(count=1, first="1P/26-27/000001", last="1P/26-27/000001"),
        amount_minor=80_00,
        cash_rounding_minor=0,
    )
    assert found.taxes == tuple(
        TaxSum(name=name, rate="2.5", per_unit=None, base_minor=171_90, amount_minor=4_30) for name in ("CGST", "SGST")
    )
    assert found.tenders == (
        TenderSum(type="card", sales_minor=0, payments_minor=30_00, refunds_minor=0),
        TenderSum(type="cash", sales_minor=300_50, payments_minor=50_00, refunds_minor=120_00),
    )
    assert found.cash == {"payment": (1, 50_00), "refund": (1, -120_00), "sale": (1, 300_50)}
    assert found.expected(50_00) == 50_00 + 300_50 + 50_00 - 120_00


def _give_back(tx: Tx, shift_id: int) -> None:
    tx.write(POST, (901, "cn", "credit_note", 901, "1C/26-27/000001"))
    tx.write(
        """INSERT INTO credit_note (posting_id, register_id, shift_id, currency, prices_include_tax, net_minor,
        tax_minor, total_minor, cash_rounding_minor, refund_minor) VALUES (901, 1, ?, 'INR', 1, 11428, 572, 12000, 0,
        12000)""",
        (shift_id,),
    )
    tx.write(
        """INSERT INTO credit_note_line (credit_note_id, position, product_id, sku, name, unit, tax_class,
        quantity_milli, unit_price, discount_minor, bill_discount_minor, net_minor, tax_minor, gross_minor, cost_minor,
        goods_to_id)
        VALUES (901, 1, 2, '102', 'Basmati', 'kg', 'gst5', 1000, '120', 100, 200, 11428, 572, 12000, 0, 1)"""
    )
    for position, name in enumerate(("CGST", "SGST"), 1):
        tx.write(
            """INSERT INTO credit_note_line_tax (credit_note_id, line_position, position, name, rate, compound,
            included, base_minor, amount_minor) VALUES (901, 1, ?, ?, '2.5', 0, 1, 11428, 286)""",
            (position, name),
        )
    tx.write(
        "INSERT INTO credit_note_tender (credit_note_id, position, type, amount_minor, reference) "
        "VALUES (901, 1, 'cash', 12000, '')"
    )
    tx.write(
        "INSERT INTO cash_entry (shift_id, posting_id, kind, amount_minor) VALUES (?, 901, 'refund', -12000)",
        (shift_id,),
    )


def _pay(tx: Tx, shift_id: int) -> None:
    tx.write(POST, (902, "pay", "payment", 902, "1P/26-27/000001"))
    tx.write(
        """INSERT INTO payment (posting_id, register_id, shift_id, amount_minor, cash_rounding_minor, tendered_minor,
        change_minor) VALUES (902, 1, ?, 8000, 0, 10000, 2000)""",
        (shift_id,),
    )
    for position, (type_, minor) in enumerate((("cash", 70_00), ("card", 30_00)), 1):
        tx.write(
            "INSERT INTO payment_tender (payment_id, position, type, amount_minor, reference) "
            "VALUES (902, ?, ?, ?, '')",
            (position, type_, minor),
        )
    tx.write(
        "INSERT INTO cash_entry (shift_id, posting_id, kind, amount_minor) VALUES (?, 902, 'payment', 5000)",
        (shift_id,),
    )


def test_asking_changes_nothing_and_takes_the_same_statements_for_any_number_of_sales(shop: TestShop) -> None:
    opened(shop)
    counts = []
    for _ in range(2):
        shop.sell((TEA, "1"), (RICE, "1"), discount=Discount(percent=Decimal(5)))
        moved(shop, "no_sale")
        with reading() as tx:
            before = tx.statements
            totals(tx, 1)
            counts.append(tx.statements - before)

    assert counts == [13, 13]


def test_the_shift_is_found_by_an_index(shop: TestShop) -> None:
    """Of a thousand shifts, only the rows of the one asked for are read."""
    shop.sell((TEA, "1"))
    with reading() as tx:
        for table in ("sale", "credit_note", "payment", "cash_entry"):
            [plan] = tx.rows(f"EXPLAIN QUERY PLAN SELECT COUNT(*) FROM {table} WHERE shift_id = 1")
            assert "INDEX" in plan[3], table


def test_z_reports_are_found_by_document_or_shift_number(shop: TestShop) -> None:
    for float_ in ("1", "2"):
        opened(shop, float_)
        closed(shop, float_)

    with reading() as tx:
        assert find_z(tx, register="1").number == "1Z/26-27/000002"
        assert find_z(tx, register="1", number="1").number == "1Z/26-27/000001"
        assert find_z(tx, register="1", number="1Z/26-27/000002").number == "1Z/26-27/000002"
        for number in ("3", "1Z/26-27/000009", "9" * 30, "' OR 1=1--"):
            with pytest.raises(UnknownZ):
                find_z(tx, register="1", number=number)


def test_the_latest_shifts_come_first_and_no_more_than_asked(shop: TestShop) -> None:
    for _ in range(3):
        opened(shop, "1")
        closed(shop, "1")

    with reading() as tx:
        assert [each.number for each in shifts(tx, limit=2)] == [3, 2]
        assert shifts(tx, register="9", limit=2) == []


def test_tenders_are_summed_by_type(shop: TestShop) -> None:
    both = (Tendered(type="card", amount_minor=50_00), Tendered(type="cash", amount_minor=100_00))
    shop.sell((TEA, "1"), tenders=both)
    shop.sell((TEA, "1"), tenders=(Tendered(type="card", amount_minor=95_00),))

    assert totals_now(shop).tenders == (
        TenderSum(type="card", sales_minor=145_00, payments_minor=0, refunds_minor=0),
        TenderSum(type="cash", sales_minor=45_00, payments_minor=0, refunds_minor=0),
    )
