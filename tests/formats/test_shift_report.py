"""X and Z reports on paper: every line as it stands, whatever names are in them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.amounts import Currency
from tillbook.core.chain import canonical
from tillbook.core.place import ShopSettings
from tillbook.core.rights import Actor
from tillbook.core.rounding import RoundingMode
from tillbook.core.shift_report import Issued, OpenShift, Paid, ShiftTotals, Sold, TaxSum, TenderSum, sees_expected
from tillbook.core.tax import TaxRounding
from tillbook.core.text import width
from tillbook.formats.shift_content import x_content, z_content
from tillbook.formats.shift_report import report_text

MORNING = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
EVENING = datetime(2026, 11, 22, 15, 35, tzinfo=UTC)


def shop(currency: str = "INR", name: str = "Corner Shop") -> ShopSettings:
    return ShopSettings(
        name=name,
        address="12 Hill Road",
        tax_number="29AAACB1234C1Z5",
        currency=Currency.of(currency),
        country="IN",
        locale="en_IN",
        timezone="Asia/Kolkata",
        cut_over_hour=0,
        fiscal_year_first_month=4,
        prices_include_tax=True,
        tax_rounding=TaxRounding.line,
        rounding_mode=RoundingMode.half_up,
        cash_increment_minor=1,
        short_stock="forbid",
        first_sale_opens_shift=True,
        seed_files=False,
        in_store_barcodes="",
        blind_count=False,
        cart_hours=24,
        promotion_order="best",
    )


SHIFT = OpenShift(
    shift_id=1,
    register_id=1,
    register="1",
    register_name="Register 1",
    number=17,
    opened_at=MORNING,
    business_date=date(2026, 11, 22),
    opened_by="Asha",
    float_minor=500_00,
)
TOTALS = ShiftTotals(
    sales=Sold(
        documents=Issued(count=3, first="1/26-27/000041", last="1/26-27/000043"),
        discount_minor=10_00,
        net_minor=1200_00,
        tax_minor=60_00,
        gross_minor=1260_00,
        cash_rounding_minor=-25,
    ),
    credit_notes=Sold(
        documents=Issued(count=1, first="1C/26-27/000002", last="1C/26-27/000002"),
        discount_minor=0,
        net_minor=100_00,
        tax_minor=5_00,
        gross_minor=105_00,
        cash_rounding_minor=0,
    ),
    payments=Paid(
        documents=Issued(count=1, first="1P/26-27/000001", last="1P/26-27/000001"),
        amount_minor=80_00,
        cash_rounding_minor=0,
    ),
    movements=Issued(count=2, first="1M/26-27/000001", last="1M/26-27/000002"),
    taxes=(
        TaxSum(name="Deposit", rate=None, per_unit="0.25", base_minor=0, amount_minor=75),
        TaxSum(name="GST", rate="5", per_unit=None, base_minor=1100_00, amount_minor=54_25),
    ),
    tenders=(
        TenderSum(type="cash", sales_minor=759_75, payments_minor=80_00, refunds_minor=105_00),
        TenderSum(type="upi", sales_minor=500_00, payments_minor=0, refunds_minor=0),
    ),
    cash={
        "sale": (2, 759_75),
        "payment": (1, 80_00),
        "refund": (1, -105_00),
        "drop": (1, -700_00),
        "no_sale": (1, 0),
    },
)


def z(**more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "shop": shop(),
        "number": "1Z/26-27/000017",
        "at": EVENING,
        "by": "Ravi",
        "counted_minor": 530_00,
        "counts": {500_00: 1, 10_00: 3},
        "head": "0123456789abcdef" * 4,
        "length": 66,
        "open_carts": ["a", "b"],
    }
    content = z_content(SHIFT, TOTALS, **{**told, **more})
    stored: dict[str, Any] = json.loads(canonical(content))
    return stored


PRINTED = """\
               Corner Shop
               12 Hill Road
        Tax number 29AAACB1234C1Z5
------------------------------------------
Z report 1Z/26-27/000017        Register 1
Shift 17                    day 2026-11-22
Amounts in INR
Opened 2026-11-22 09:00               Asha
Closed 2026-11-22 21:05               Ravi
------------------------------------------
Sales                                    3
  1/26-27/000041 to 1/26-27/000043
  Discounts                          10.00
  Net                              1200.00
  Tax                                60.00
  Gross                            1260.00
  Cash rounding                      -0.25
Credit notes                             1
  1C/26-27/000002 to 1C/26-27/000002
  Net                               100.00
  Tax                                 5.00
  Gross                             105.00
Payments                                 1
  1P/26-27/000001 to 1P/26-27/000001
  Amount                             80.00
Movements of cash                        2
  1M/26-27/000001 to 1M/26-27/000002
NET                                1100.00
TAX                                  55.00
GROSS                              1155.00
------------------------------------------
Deposit 0.25 each                     0.75
GST 5 % on 1100.00                   54.25
------------------------------------------
Cash                                734.75
  sales                             759.75
  payments                           80.00
  given back                        105.00
UPI                                 500.00
------------------------------------------
Float                               500.00
Sales in cash                       759.75
Payments in cash                     80.00
Refunds in cash                    -105.00
Drops                              -700.00
EXPECTED                            534.75
COUNTED                             530.00
DIFFERENCE                           -4.75
Drawer opened without a sale             1
------------------------------------------
1 × 500.00                          500.00
3 × 10.00                            30.00
------------------------------------------
Carts carried over                       2
Journal 1                       66 entries
0123456789abcdef0123456789abcdef
0123456789abcdef0123456789abcdef
"""


def test_a_z_report_as_it_is_printed() -> None:
    assert report_text(z(), columns=42) == PRINTED


def test_its_json_is_amounts_as_decimal_strings_and_instants_by_the_shops_clock() -> None:
    content = z()

    assert content["cash"] == {
        "float": "500.00",
        "sales": "759.75",
        "payments": "80.00",
        "refunds": "-105.00",
        "pay_ins": "0.00",
        "pay_outs": "0.00",
        "drops": "-700.00",
        "no_sales": 1,
        "expected": "534.75",
        "counted": "530.00",
        "difference": "-4.75",
    }
    assert content["closed_at"] == "2026-11-22T21:05:00+05:30"
    assert content["taxes"][0] == {"name": "Deposit", "per_unit": "0.25", "base": "0.00", "amount": "0.75"}


def test_an_x_report_shows_what_is_expected_or_nothing_that_it_follows_from() -> None:
    open_, blind = (
        x_content(SHIFT, TOTALS, shop=shop(), at=EVENING, by="Ravi", expected_shown=shown) for shown in (True, False)
    )

    assert "EXPECTED                            534.75" in report_text(open_, columns=42)
    assert (blind["cash"], blind["tenders"]) == (None, None)
    text = report_text(blind, columns=42)
    assert not any(figure in text for figure in ("534.75", "759.75", "734.75", "500.00"))
    assert "What is in the drawer is shown when it was" in text


@pytest.mark.parametrize(
    ("role", "blind", "sees"),
    [("cashier", True, False), ("cashier", False, True), ("manager", True, True), ("accountant", True, True)],
)
def test_who_sees_what_is_expected(role: str, blind: bool, sees: bool) -> None:
    assert sees_expected(Actor(staff_id=1, name="A", role=role), blind_count=blind) is sees


@pytest.mark.parametrize("currency", ["JPY", "KWD"])
def test_currencies_with_no_and_with_three_decimals(currency: str) -> None:
    printed = report_text(z(shop=shop(currency)), columns=32)
    assert {"JPY": "EXPECTED                   53475", "KWD": "EXPECTED                  53.475"}[currency] in printed


@given(name=st.text(max_size=60), columns=st.integers(32, 80))
def test_no_name_breaks_a_line_or_steers_a_printer(name: str, columns: int) -> None:
    content = z(by=name) | {"register_name": name, "shop": {"name": name, "address": name, "tax_number": name}}

    printed = report_text(content, columns=columns)

    lines = printed.split("\n")
    assert lines.pop() == ""
    assert max(map(width, lines)) <= columns
    assert not any(ord(each) < 32 or 0x7F <= ord(each) < 0xA0 for line in lines for each in line)
