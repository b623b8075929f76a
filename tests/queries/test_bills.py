"""A bill is read from what was stored with it, whatever the shop, its products and its rules are now (P1)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.core.bill import Bill
from tillbook.core.discount import Discount
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.queries.bills import UnknownBill, bill


def read(number: str) -> Bill:
    with reading() as tx:
        return bill(tx, number)


def full_sale(shop: TestShop) -> Bill:
    return shop.sell(
        (TEA, "2"),
        (RICE, "0.333"),
        (OIL, "1"),
        discount=Discount(percent=Decimal(5)),
        customer=WantedCustomer(name="Asha Rao", email="asha@example.com", phone="+919876543210"),
        tenders=(
            Tendered(type="upi", amount_minor=100_00, reference="UPI 42"),
            Tendered(type="cash", amount_minor=500_00),
        ),
    )


def test_a_bill_shows_every_figure_of_the_sale(shop: TestShop) -> None:
    sold = full_sale(shop)
    lines = [
        (line.sku, line.name, line.unit, line.quantity_milli, line.unit_price, line.bill_discount_minor,
         line.net_minor, line.tax_minor, line.gross_minor)
        for line in sold.lines
    ]  # fmt: skip
    assert lines == [
        (TEA, "Darjeeling", "pc", 2000, Decimal("95.00"), 9_50, 180_50, 0, 180_50),
        (RICE, "Basmati", "kg", 333, Decimal("120.00"), 2_00, 36_16, 1_80, 37_96),
        (OIL, "Mustard oil", "pc", 1000, Decimal("180.50"), 9_02, 163_32, 8_16, 171_48),
    ]
    assert [(tax.name, tax.rate, tax.base_minor, tax.amount_minor) for tax in sold.taxes] == [
        ("CGST", Decimal("2.5"), 199_48, 4_98),
        ("SGST", Decimal("2.5"), 199_48, 4_98),
    ]
    assert (sold.net_minor, sold.tax_minor, sold.total_minor, sold.discount_minor) == (
        379_98,
        9_96,
        389_94,
        20_52,
    )
    assert (sold.due_minor, sold.tendered_minor, sold.change_minor) == (389_94, 600_00, 210_06)
    assert [(tender.type, tender.amount_minor, tender.reference) for tender in sold.tenders] == [
        ("upi", 100_00, "UPI 42"),
        ("cash", 500_00, ""),
    ]


def test_a_bill_stays_as_it_was_whatever_is_changed_afterwards(shop: TestShop) -> None:
    sold = full_sale(shop)
    shop.set_product(TEA, name="Assam", price="9.99", unit="box", archived=True)
    shop.set_product(RICE, price="1000", step_milli=1000)
    with transaction_of_one_action() as tx:
        tx.write("UPDATE tax SET rate = '28', name = 'IGST', included = 0")
        tx.write("UPDATE tax_class SET name = 'luxury' WHERE name = 'gst5'")
        tx.write(
            """UPDATE shop SET prices_include_tax = 0, tax_rounding = 'sum_by_net', rounding_mode = 'up',
            cash_increment_minor = 100, cut_over_hour = 23, fiscal_year_first_month = 1,
            short_stock = 'allow'"""
        )
        tx.write("UPDATE customer SET name = 'Somebody else'")

    assert read(sold.number) == sold


def test_an_erased_customer_leaves_the_figures(shop: TestShop) -> None:
    sold = full_sale(shop)
    with transaction_of_one_action() as tx:
        tx.write("UPDATE sale_customer SET name = '', email = '', phone = '', salt = ''")
    again = read(sold.number)
    assert again.customer is not None
    assert again.customer.name == ""
    assert (again.total_minor, again.lines, again.journal_hash) == (
        sold.total_minor,
        sold.lines,
        sold.journal_hash,
    )


def test_a_partial_line_remembers_what_was_wanted(shop: TestShop) -> None:
    sold = shop.sell((TEA, "12"), (OIL, "1"), partial=True)
    assert [(line.quantity_milli, line.wanted_milli) for line in sold.lines] == [
        (10_000, 12_000),
        (1_000, None),
    ]


def test_a_number_that_is_not_there_is_refused(shop: TestShop) -> None:
    with pytest.raises(UnknownBill, match="There is no bill 1/26-27/000099; check the number on the paper"):
        read("1/26-27/000099")
    goods_in = shop.receive(TEA, "1").number
    with pytest.raises(UnknownBill):
        read(goods_in)
