"""Payments on account over HTTP."""

from __future__ import annotations

from tests.api.calling import Api
from tests.credit import customer, sell_tea, tender

PAID = {"id": "p-1", "customer": "ASHA", "amount": "60.00", "tenders": [{"type": "cash", "amount": "100"}]}


def test_a_payment_settles_the_oldest_bill_once(cashier: Api) -> None:
    customer(cashier.shop, limit="500")
    bill = cashier.shop.bill(sell_tea(cashier.shop, "ASHA", tender("credit", "95")))
    first, again = cashier.post("/payments", PAID), cashier.post("/payments", PAID)
    assert (first.status, again.status, first.json == again.json) == (201, 200, True)
    assert (first.json["balance"], first.json["change"]) == ("35.00", "40.00")
    assert first.json["bills"] == [{"number": bill.number, "amount": "60.00"}]
    assert "Asha Rao" in first.json["text"]


def test_what_is_not_open_is_not_paid(cashier: Api) -> None:
    customer(cashier.shop, limit="500")
    refused = cashier.post("/payments", {**PAID, "bill": "1/26-27/999999"})
    assert (refused.status, refused.json["code"]) == (409, "bill_not_open")
    unknown = cashier.post("/payments", {**PAID, "customer": "NOBODY"})
    assert (unknown.status, unknown.json["code"], unknown.json["path"]) == (409, "unknown_customer", "customer")
    assert cashier.post("/payments", {**PAID, "amount": "1.005"}).json["path"] == "amount"


def test_without_an_amount_all_that_is_tendered_is_paid(cashier: Api) -> None:
    customer(cashier.shop)
    body = {key: value for key, value in PAID.items() if key != "amount"}
    assert cashier.post("/payments", body).json["balance"] == "-100.00"


def test_nobody_pays_without_signing_in(stranger: Api) -> None:
    assert stranger.post("/payments", PAID).status == 401
