"""A bill as text and as JSON, from its stored figures."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from babel import localedata
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.example_bill import BILL, PLAIN

from tillbook.core.bill import Bill, BillCustomer, BillTax, BillTender
from tillbook.core.text import width
from tillbook.formats.receipt import receipt

ON_32_COLUMNS = """\
       Asha's Corner Shop
 12 MG Road, Bengaluru 560001,
           Karnataka
   Tax number 29AAPFU0939F1ZV
--------------------------------
Bill 1/26-27/000123   Register 1
22 Nov 2026              5:30 pm
Cashier Ravi
Customer Asha Rao
  asha@example.com
  +919876543210
--------------------------------
Darjeeling First Flush from the
upper hills, 250 g
  3 × ₹95.00             ₹285.00
  asked for 5
  discount               -₹10.00
Rice
  1.25 kg × ₹64.125       ₹80.16
--------------------------------
Subtotal                 ₹355.16
Discount                 -₹17.76
TOTAL                    ₹337.40
--------------------------------
Cash rounding             -₹0.40
To pay                   ₹337.00
UPI 4711                 ₹100.00
Cash                     ₹500.00
Tendered                 ₹600.00
Change                   ₹263.00
--------------------------------
incl. CGST 2.5% on ₹248.81 ₹6.22
incl. SGST 2.5% on ₹248.81 ₹6.22
--------------------------------
Journal 0123456789abcdef
"""

ON_42_COLUMNS = """\
                 Tea & Co
------------------------------------------
Bill 1-26-000001                Register 1
22 Nov 2026                          12:00
Cashier Ravi
------------------------------------------
Tea
  2 × €1.48                          €2.96
  discount                          -€0.30
------------------------------------------
Subtotal                             €2.66
Discount                            -€1.00
Net                                  €1.66
VAT 21% on €1.66                     €0.35
TOTAL                                €2.01
------------------------------------------
Cash rounding                       -€0.01
To pay                               €2.00
Cash                                €20.00
Change                              €18.00
------------------------------------------
Journal 0123456789abcdef
"""

ON_48_COLUMNS = """\
               Asha's Corner Shop
    12 MG Road, Bengaluru 560001, Karnataka
           Tax number 29AAPFU0939F1ZV
                 *** COPY 2 ***
------------------------------------------------
Bill 1/26-27/000123                   Register 1
२२ नोव्हें, २०२६                            ५:३० PM
Cashier Ravi
Customer Asha Rao
  asha@example.com
  +919876543210
------------------------------------------------
Darjeeling First Flush from the upper hills, 250
g
  ३ × ₹९५.००                             ₹२८५.००
  asked for ५
  discount                               -₹१०.००
Rice
  १.२५ kg × ₹६४.१२५                       ₹८०.१६
------------------------------------------------
Subtotal                                 ₹३५५.१६
Discount                                 -₹१७.७६
TOTAL                                    ₹३३७.४०
------------------------------------------------
Cash rounding                             -₹०.४०
To pay                                   ₹३३७.००
UPI 4711                                 ₹१००.००
Cash                                     ₹५००.००
Tendered                                 ₹६००.००
Change                                   ₹२६३.००
------------------------------------------------
incl. CGST २.५% on ₹२४८.८१                 ₹६.२२
incl. SGST २.५% on ₹२४८.८१                 ₹६.२२
------------------------------------------------
Journal 0123456789abcdef
"""


def test_a_bill_with_tax_included_on_58_mm() -> None:
    assert receipt(BILL, columns=32) == ON_32_COLUMNS


def test_a_bill_with_tax_on_top_on_80_mm() -> None:
    assert receipt(PLAIN, columns=42) == ON_42_COLUMNS


def test_the_second_copy_of_a_bill_in_marathi_on_80_mm() -> None:
    assert receipt(replace(BILL, copy_number=2, locale="mr_IN"), columns=48) == ON_48_COLUMNS


def test_a_bill_says_the_shops_time_and_not_that_of_the_machine() -> None:
    late = replace(BILL, posted_at=datetime(2026, 11, 22, 18, 45, tzinfo=UTC))
    assert "23 Nov 2026             12:15 am" in receipt(late, columns=32).splitlines()


def test_a_tax_per_unit_and_a_card_payment_are_named() -> None:
    bag = BillTax(name="Bag levy", per_unit=Decimal("0.22"), base_minor=0, amount_minor=44)
    bill = replace(
        PLAIN,
        taxes=(bag,),
        cash_rounding_minor=0,
        tenders=(BillTender(type="store_credit", amount_minor=2_01, reference="G-1"),),
        change_minor=0,
    )
    lines = receipt(bill, columns=42).splitlines()
    assert "Bag levy €0.22 each                  €0.44" in lines
    assert "Store credit G-1                     €2.01" in lines
    assert not [line for line in lines if line.startswith(("Change", "To pay", "Cash rounding", "Tendered"))]


hostile = st.text(max_size=60) | st.sampled_from(
    [
        "\x1b[2J",
        "two\r\nlines",
        "\u202eeert",
        "日本茶" * 9,
        "x" * 90,
        "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻",
        "👩\u200d👩\u200d👧" * 20,
        "शुभ " * 20,
    ]
)
amounts = st.integers(-(10**12) + 1, 10**12 - 1)


def assert_is_on_paper(text: str, columns: int) -> None:
    assert text.endswith("\n")
    for line in text.removesuffix("\n").split("\n"):
        assert width(line) <= columns
        assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
        assert not set(line) & set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00a0")
        assert line == line.rstrip() or not line.strip()


def with_names(name: str) -> Bill:
    line = replace(BILL.lines[0], name=name, unit=name)
    tax = replace(BILL.taxes[0], name=name)
    return replace(
        BILL,
        number=name,
        register=name,
        shop_name=name,
        shop_address=name,
        shop_tax_number=name,
        cashier=name,
        customer=BillCustomer(name=name, email=name, phone=name),
        lines=(line,),
        taxes=(tax,),
        tenders=(BillTender(type=name, amount_minor=1, reference=name),),
        journal_hash=name,
    )


@given(hostile, amounts, st.integers(24, 80), st.sampled_from(["en_IN", "de_DE", "ar_EG", "mr_IN", "ja", "fa"]))
def test_no_name_and_no_amount_leaves_its_line(name: str, amount: int, columns: int, locale: str) -> None:
    bill = replace(
        with_names(name), locale=locale, total_minor=amount, discount_minor=amount, cash_rounding_minor=amount
    )
    assert_is_on_paper(receipt(bill, columns=columns), columns)


@pytest.mark.parametrize("columns", [24, 42])
def test_the_public_corpora_stay_on_their_lines(columns: int) -> None:
    folder = os.environ.get("TILLBOOK_DATA")
    if not folder:
        pytest.skip("TILLBOOK_DATA names no folder with the public corpora of naughty strings")
    for name in json.loads((Path(folder) / "security" / "blns.json").read_text("utf-8")):
        assert_is_on_paper(receipt(with_names(name), columns=columns), columns)


def test_every_language_has_a_bill() -> None:
    for locale in [name for name in localedata.locale_identifiers() if "_" not in name]:
        assert_is_on_paper(receipt(replace(BILL, locale=locale), columns=32), 32)


stored_lines = st.lists(st.tuples(*[st.integers(0, 10**9)] * 2, *[st.integers(0, 10**6)] * 2), min_size=1, max_size=8)


@given(stored_lines, st.booleans())
def test_the_figures_of_a_bill_add_up_to_its_total(stored: list[tuple[int, int, int, int]], included: bool) -> None:
    lines = tuple(
        replace(
            PLAIN.lines[0],
            net_minor=net,
            tax_minor=tax,
            gross_minor=net + tax,
            discount_minor=discount,
            bill_discount_minor=share,
        )
        for net, tax, discount, share in stored
    )
    net, tax, discount = (sum(each[n] for each in stored) for n in (0, 1, 3))
    bill = replace(
        PLAIN,
        locale="en_US",
        prices_include_tax=included,
        lines=lines,
        taxes=(replace(PLAIN.taxes[0], amount_minor=tax),),
        net_minor=net,
        tax_minor=tax,
        total_minor=net + tax,
        discount_minor=discount,
    )
    printed = receipt(bill, columns=80).splitlines()
    figures = {"line": 0, "Subtotal": 0, "Discount": 0, "Net": 0, "VAT": 0, "TOTAL": 0}
    for line in printed:
        found = re.search(r"^(  2 ×|  discount|Subtotal|Discount|Net|VAT|TOTAL).* (-?)€([\d,]+)\.(\d\d)$", line)
        if found:
            kind = "line" if found[1].startswith("  ") else found[1]
            figures[kind] += int(f"{found[2]}{found[3]}{found[4]}".replace(",", ""))
    if discount:
        assert figures["line"] == figures["Subtotal"]
    assert figures["line"] + figures["Discount"] + figures["VAT"] == figures["TOTAL"] == net + tax
