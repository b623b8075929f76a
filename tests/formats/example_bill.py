"""A bill with everything a bill can have, and a plain one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from tillbook.core.amounts import Currency
from tillbook.core.bill import Bill, BillCustomer, BillLine, BillTax, BillTender

BILL = Bill(
    id="01939f1e-6c1a-7000-8000-000000000001",
    number="1/26-27/000123",
    register="1",
    posted_at=datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC),
    business_date=date(2026, 11, 22),
    shop_name="Asha's Corner Shop",
    shop_address="12 MG Road, Bengaluru 560001, Karnataka",
    shop_tax_number="29AAPFU0939F1ZV",
    currency=Currency.of("INR"),
    locale="en_IN",
    country="IN",
    timezone="Asia/Kolkata",
    prices_include_tax=True,
    tax_rounding="line",
    rounding_mode="half_up",
    cash_increment_minor=100,
    cashier="Ravi",
    customer=BillCustomer(name="Asha Rao", email="asha@example.com", phone="+919876543210"),
    lines=(
        BillLine(
            position=1,
            sku="101",
            name="Darjeeling First Flush from the upper hills, 250 g",
            unit="pc",
            quantity_milli=3_000,
            unit_price=Decimal("95"),
            discount_minor=10_00,
            bill_discount_minor=13_75,
            net_minor=248_81,
            tax_minor=12_44,
            gross_minor=261_25,
            taxes=(
                BillTax(name="CGST", rate=Decimal("2.5"), base_minor=248_81, amount_minor=6_22),
                BillTax(name="SGST", rate=Decimal("2.5"), base_minor=248_81, amount_minor=6_22),
            ),
            wanted_milli=5_000,
        ),
        BillLine(
            position=2,
            sku="102",
            name="Rice",
            unit="kg",
            quantity_milli=1_250,
            unit_price=Decimal("64.125"),
            discount_minor=0,
            bill_discount_minor=4_01,
            net_minor=76_15,
            tax_minor=0,
            gross_minor=76_15,
        ),
    ),
    taxes=(
        BillTax(name="CGST", rate=Decimal("2.5"), base_minor=248_81, amount_minor=6_22),
        BillTax(name="SGST", rate=Decimal("2.5"), base_minor=248_81, amount_minor=6_22),
    ),
    discount_minor=17_76,
    net_minor=324_96,
    tax_minor=12_44,
    total_minor=337_40,
    cash_rounding_minor=-40,
    due_minor=337_00,
    tenders=(
        BillTender(type="upi", amount_minor=100_00, reference="4711"),
        BillTender(type="cash", amount_minor=500_00),
    ),
    tendered_minor=600_00,
    change_minor=263_00,
    journal_hash="0123456789abcdef" * 4,
)

# Two teas at 1.48 less 10 %, 1.00 off the bill, 21 % VAT on top, paid in cash to the next 0.05.
PLAIN = replace(
    BILL,
    number="1-26-000001",
    shop_name="Tea & Co",
    shop_address="",
    shop_tax_number="",
    currency=Currency.of("EUR"),
    locale="en_IE",
    country="IE",
    timezone="Europe/Dublin",
    prices_include_tax=False,
    cash_increment_minor=5,
    customer=None,
    lines=(
        BillLine(
            position=1,
            sku="TEA",
            name="Tea",
            unit="pc",
            quantity_milli=2_000,
            unit_price=Decimal("1.48"),
            discount_minor=30,
            bill_discount_minor=1_00,
            net_minor=1_66,
            tax_minor=35,
            gross_minor=2_01,
            taxes=(BillTax(name="VAT", rate=Decimal("21"), base_minor=1_66, amount_minor=35),),
        ),
    ),
    taxes=(BillTax(name="VAT", rate=Decimal("21"), base_minor=1_66, amount_minor=35),),
    discount_minor=1_00,
    net_minor=1_66,
    tax_minor=35,
    total_minor=2_01,
    cash_rounding_minor=-1,
    due_minor=2_00,
    tenders=(BillTender(type="cash", amount_minor=20_00),),
    tendered_minor=20_00,
    change_minor=18_00,
)
