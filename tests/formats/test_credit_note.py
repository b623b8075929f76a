"""A credit note as text and as JSON, from its stored figures."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tillbook.core.amounts import Currency
from tillbook.core.bill import BillTax, BillTender
from tillbook.core.credit_note import CreditNote, NoteLine
from tillbook.core.text import width
from tillbook.formats.credit_note import credit_note_json, credit_note_text

NOTE = CreditNote(
    id="0193-back",
    number="1C/26-27/000007",
    sale="1/26-27/000123",
    register="1",
    posted_at=datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC),
    business_date=date(2026, 11, 22),
    shop_name="Asha's Corner Shop",
    shop_address="12 MG Road, Bengaluru 560001",
    shop_tax_number="29AAPFU0939F1ZV",
    currency=Currency.of("INR"),
    locale="en_IN",
    timezone="Asia/Kolkata",
    prices_include_tax=True,
    cashier="Ravi",
    approved_by="Asha",
    reason="leaf was damp",
    lines=(
        NoteLine(
            position=1,
            sale_line=1,
            sku="101",
            name="Darjeeling First Flush from the upper hills, 250 g",
            unit="pc",
            quantity_milli=1_000,
            unit_price=Decimal("95"),
            discount_minor=3_33,
            bill_discount_minor=4_58,
            net_minor=82_95,
            tax_minor=4_14,
            gross_minor=87_09,
            to="damaged",
            taxes=(
                BillTax(name="CGST", rate=Decimal("2.5"), base_minor=82_95, amount_minor=2_07),
                BillTax(name="SGST", rate=Decimal("2.5"), base_minor=82_95, amount_minor=2_07),
            ),
        ),
        NoteLine(
            position=2,
            sale_line=2,
            sku="102",
            name="Rice",
            unit="kg",
            quantity_milli=1_250,
            unit_price=Decimal("64.125"),
            discount_minor=0,
            bill_discount_minor=0,
            net_minor=80_16,
            tax_minor=0,
            gross_minor=80_16,
            to="shop",
        ),
    ),
    taxes=(
        BillTax(name="CGST", rate=Decimal("2.5"), base_minor=82_95, amount_minor=2_07),
        BillTax(name="SGST", rate=Decimal("2.5"), base_minor=82_95, amount_minor=2_07),
    ),
    net_minor=163_11,
    tax_minor=4_14,
    total_minor=167_25,
    cash_rounding_minor=-25,
    refund_minor=167_00,
    tenders=(
        BillTender(type="card", amount_minor=100_00, reference="4711"),
        BillTender(type="store_credit", amount_minor=50_00, reference="…W8TP"),
        BillTender(type="cash", amount_minor=17_00),
    ),
    journal_hash="0123456789abcdef" * 4,
)

ON_32_COLUMNS = """\
       Asha's Corner Shop
  12 MG Road, Bengaluru 560001
   Tax number 29AAPFU0939F1ZV
          CREDIT NOTE
--------------------------------
Credit note 1C/26-27/000007
                      Register 1
  for bill 1/26-27/000123
22 Nov 2026              5:30 pm
Cashier Ravi
Approved by Asha
Reason leaf was damp
--------------------------------
Darjeeling First Flush from the
upper hills, 250 g
  1 × ₹95.00              ₹95.00
  discount                -₹7.91
  damaged
Rice
  1.25 kg × ₹64.125       ₹80.16
--------------------------------
TOTAL BACK               ₹167.25
--------------------------------
Cash rounding             -₹0.25
Given back               ₹167.00
Card 4711                ₹100.00
Store credit …W8TP        ₹50.00
Cash                      ₹17.00
  Code 7ZK2-9QXM-4D0V-HH3E-W8TP
--------------------------------
incl. CGST 2.5% on ₹82.95  ₹2.07
incl. SGST 2.5% on ₹82.95  ₹2.07
--------------------------------
Journal 0123456789abcdef
"""

ON_42_COLUMNS = """\
                   Tea
               CREDIT NOTE
              *** COPY 2 ***
------------------------------------------
Credit note 1C/26-27/000007     Register 1
  without a receipt
22 Nov 2026                        5:30 pm
Cashier Ravi
------------------------------------------
Rice
  1.25 kg × ₹64.125                 ₹80.16
------------------------------------------
Net                                 ₹80.16
Excise ₹2.00 each                    ₹2.50
TOTAL BACK                          ₹82.66
------------------------------------------
Cash                                ₹82.66
------------------------------------------
Journal 0123456789abcdef
"""

PLAIN = replace(
    NOTE,
    shop_name="Tea",
    shop_address="",
    shop_tax_number="",
    sale="",
    prices_include_tax=False,
    approved_by="",
    reason="",
    lines=(replace(NOTE.lines[1], sale_line=None, tax_minor=2_50, gross_minor=82_66),),
    taxes=(BillTax(name="Excise", per_unit=Decimal(2), base_minor=80_16, amount_minor=2_50),),
    net_minor=80_16,
    tax_minor=2_50,
    total_minor=82_66,
    cash_rounding_minor=0,
    refund_minor=82_66,
    tenders=(BillTender(type="cash", amount_minor=82_66),),
    copy_number=2,
)


def test_on_a_roll_of_58_mm() -> None:
    assert credit_note_text(NOTE, columns=32, codes=("7ZK2-9QXM-4D0V-HH3E-W8TP",)) == ON_32_COLUMNS


def test_on_a_roll_of_80_mm_a_copy_without_a_receipt() -> None:
    assert credit_note_text(PLAIN, columns=42) == ON_42_COLUMNS


@pytest.mark.parametrize("columns", [24, 32, 42, 48, 80])
def test_no_name_breaks_out_of_its_lines(columns: int) -> None:
    hostile = "\x1b[2J\u202eevil\r\nTOTAL BACK ₹0.00" + "界" * 40
    note = replace(NOTE, shop_name=hostile, reason=hostile, lines=(replace(NOTE.lines[0], name=hostile),))
    lines = credit_note_text(note, columns=columns).split("\n")

    assert all(width(line) <= columns for line in lines)
    assert not any(character in "\x1b\u202e\r" for line in lines for character in line)
    assert not any(line.startswith("TOTAL BACK ₹0.00") for line in lines)


def test_as_json() -> None:
    told = credit_note_json(NOTE, codes=("7ZK2-9QXM-4D0V-HH3E-W8TP",))

    assert json.loads(json.dumps(told)) == told
    assert {key: told[key] for key in told if key not in ("lines", "taxes", "tenders", "journal_hash")} == {
        "id": "0193-back",
        "number": "1C/26-27/000007",
        "sale": "1/26-27/000123",
        "register": "1",
        "posted_at": "2026-11-22T12:00:00.123456+00:00",
        "business_date": "2026-11-22",
        "cashier": "Ravi",
        "approved_by": "Asha",
        "reason": "leaf was damp",
        "currency": "INR",
        "prices_include_tax": True,
        "net": "163.11",
        "tax": "4.14",
        "total": "167.25",
        "cash_rounding": "-0.25",
        "refund": "167.00",
        "codes": ["7ZK2-9QXM-4D0V-HH3E-W8TP"],
    }
    assert told["lines"][1] == {
        "line": 2,
        "product": "102",
        "name": "Rice",
        "quantity": "1.25",
        "unit": "kg",
        "unit_price": "64.125",
        "discount": "0.00",
        "bill_discount": "0.00",
        "net": "80.16",
        "tax": "0.00",
        "gross": "80.16",
        "taxes": [],
        "to": "sellable",
    }
    assert told["taxes"][0] == {"name": "CGST", "rate": "2.5", "base": "82.95", "amount": "2.07"}
    assert told["tenders"][1:] == [
        {"type": "store_credit", "amount": "50.00", "reference": "…W8TP"},
        {"type": "cash", "amount": "17.00"},
    ]
    plain = credit_note_json(PLAIN)
    assert (plain["sale"], plain["approved_by"], plain["lines"][0]["line"], "codes" in plain) == (
        None,
        None,
        None,
        False,
    )
    assert plain["taxes"] == [{"name": "Excise", "per_unit": "2.00", "base": "80.16", "amount": "2.50"}]
