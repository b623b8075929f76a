"""A bill as JSON: the answer to a sale command."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

from tests.formats.example_bill import BILL, PLAIN

from tillbook.core.amounts import Currency
from tillbook.formats.bill_json import bill_json


def test_the_json_of_a_bill_is_the_priced_cart_and_the_sale() -> None:
    assert bill_json(PLAIN) == {
        "id": "01939f1e-6c1a-7000-8000-000000000001",
        "number": "1-26-000001",
        "register": "1",
        "posted_at": "2026-11-22T12:00:00.123456+00:00",
        "business_date": "2026-11-22",
        "cashier": "Ravi",
        "customer": None,
        "currency": "EUR",
        "prices_include_tax": False,
        "tax_rounding": "line",
        "rounding_mode": "half_up",
        "lines": [
            {
                "product": "TEA",
                "name": "Tea",
                "quantity": "2",
                "unit": "pc",
                "unit_price": "1.48",
                "discount": "0.30",
                "bill_discount": "1.00",
                "net": "1.66",
                "tax": "0.35",
                "gross": "2.01",
                "taxes": [{"name": "VAT", "rate": "21", "base": "1.66", "amount": "0.35"}],
            }
        ],
        "taxes": [{"name": "VAT", "rate": "21", "base": "1.66", "amount": "0.35"}],
        "discount": "1.00",
        "net": "1.66",
        "tax": "0.35",
        "total": "2.01",
        "cash_rounding": "-0.01",
        "due": "2.00",
        "tendered": "20.00",
        "change": "18.00",
        "tenders": [{"type": "cash", "amount": "20.00"}],
        "journal_hash": "0123456789abcdef" * 4,
    }


def test_the_json_names_the_customer_and_what_was_asked_for() -> None:
    answer = bill_json(BILL)
    assert answer["customer"] == {"name": "Asha Rao", "email": "asha@example.com", "phone": "+919876543210"}
    assert [line["quantity"] for line in answer["lines"]] == ["3", "1.25"]
    assert answer["lines"][0]["wanted"] == "5"
    assert "wanted" not in answer["lines"][1]
    assert answer["lines"][1]["unit_price"] == "64.125"
    assert answer["tenders"][0] == {"type": "upi", "amount": "100.00", "reference": "4711"}
    assert json.loads(json.dumps(answer)) == answer


def test_the_json_has_the_decimals_of_the_currency() -> None:
    dinar, yen = (replace(PLAIN, currency=Currency.of(code)) for code in ("KWD", "JPY"))
    assert (bill_json(dinar)["total"], bill_json(yen)["total"]) == ("0.201", "201")
    per_unit = replace(PLAIN.taxes[0], rate=None, per_unit=Decimal("0.5"))
    assert bill_json(replace(PLAIN, taxes=(per_unit,)))["taxes"][0]["per_unit"] == "0.50"
