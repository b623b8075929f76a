"""Goods that come back over HTTP: looked at, rehearsed, posted; and others taken for them."""

from __future__ import annotations

import pytest
from tests.api.calling import Api
from tests.shop import OIL, RICE, TEA

from tillbook.core.bill import Bill


@pytest.fixture
def sold(api: Api) -> Bill:
    api.post("/shift/open", {"id": "o-1", "float": "1000"})
    return api.shop.sell((TEA, "2"), (RICE, "1.5"), cash="400", id="s-1")


def quoted(number: str) -> str:
    return number.replace("/", "%2F")


def back(sold: Bill, **more: object) -> dict[str, object]:
    return {"id": "r-1", "sale": sold.number, "lines": [{"line": 1, "quantity": "1"}], **more}


def test_a_bill_says_what_can_come_back(cashier: Api, sold: Bill) -> None:
    told = cashier.get(f"/sales/{quoted(sold.number)}/returnable").json
    assert (told["number"], told["total"], told["refund_default"]) == (sold.number, "370.00", "cash")
    assert told["lines"][1] == {
        "line": 2,
        "sku": RICE,
        "name": "Basmati",
        "unit": "kg",
        "price": "120.00",
        "sold": "1.5",
        "returned": "0",
        "returnable": "1.5",
        "paid": "180.00",
        "lot_tracked": False,
    }
    assert told["tenders"] == [{"type": "cash", "reference": "", "paid": "370.00", "given_back": "0.00"}]
    assert cashier.get("/sales/1%2F26-27%2F999999/returnable").status == 404
    assert cashier.get("/returnable?customer=nobody").json == {"sales": []}


def test_a_return_is_rehearsed_then_posted_once(cashier: Api, sold: Bill) -> None:
    before = cashier.shop.count("posting")
    rehearsed = cashier.post("/returns", back(sold, dry_run=True, reason="stale"))
    assert (rehearsed.status, cashier.shop.count("posting")) == (200, before)
    first, again = (
        cashier.post("/returns", back(sold, reason="stale")),
        cashier.post("/returns", back(sold, reason="stale")),
    )
    assert (first.status, again.status, first.json == again.json) == (201, 200, True)
    apart = ("number", "posted_at", "business_date", "journal_hash", "text", "paper_url")
    assert {**first.json, **dict.fromkeys(apart)} == {**rehearsed.json, **dict.fromkeys(apart)}
    assert (rehearsed.json["number"], rehearsed.json["paper_url"]) == ("", None)
    assert (first.json["due"], first.json["tenders"]) == ("95.00", [{"type": "cash", "amount": "95.00"}])
    shown = cashier.get(f"/credit-notes/{quoted(first.json['number'])}")
    assert shown.json == first.json
    assert "*** COPY 1 ***" in cashier.get(first.json["paper_url"].removeprefix("/api/v1")).json["text"]
    assert cashier.get("/credit-notes/1C%2F26-27%2F9").status == 404


def test_what_cannot_come_back_is_refused_in_a_rehearsal_too(cashier: Api, sold: Bill) -> None:
    too_much = back(sold, lines=[{"line": 1, "quantity": "3"}])
    refusals = [cashier.post("/returns", {**too_much, "dry_run": dry}) for dry in (True, False)]
    assert [(each.status, each.json["code"]) for each in refusals] == [(409, "too_much_returned")] * 2
    assert refusals[0].json == refusals[1].json


def test_store_credit_tells_its_code_once(cashier: Api, sold: Bill) -> None:
    wanted = back(sold, tenders=[{"type": "store_credit"}])
    first, again = cashier.post("/returns", wanted), cashier.post("/returns", wanted)
    assert (len(first.json["codes"]), again.json["codes"]) == (1, [])
    assert first.json["codes"][0] in first.json["text"]
    assert first.json["codes"][0] not in again.json["text"]


def test_without_a_receipt_a_second_person_agrees(api: Api, cashier: Api, sold: Bill) -> None:
    wanted = {"id": "r-2", "lines": [{"product": OIL, "quantity": "1", "to": "damaged"}]}
    alone = cashier.post("/returns", wanted)
    assert (alone.status, alone.json["code"]) == (403, "needs_approval")
    rehearsed = cashier.post("/returns", {**wanted, "dry_run": True})
    assert (rehearsed.status, rehearsed.json["needs_approval"]) == (200, alone.json["detail"])
    posted = api.post("/returns", wanted)
    assert (posted.status, posted.json["sale"], posted.json["total"]) == (201, None, "180.50")
    assert posted.json["lines"][0]["to"] == "damaged"


def an_exchange(sold: Bill, **more: object) -> dict[str, object]:
    taken = [{"product": OIL, "quantity": "1"}]
    return {"id": "x-1", "sale": sold.number, "back": [{"line": 1}], "lines": taken, **more}


def test_an_exchange_is_rehearsed_without_anything_paid(cashier: Api, sold: Bill) -> None:
    before = cashier.shop.count("posting")
    dearer = cashier.post("/exchanges", an_exchange(sold, back=[{"line": 1, "quantity": "1"}], dry_run=True))
    assert (dearer.status, cashier.shop.count("posting")) == (200, before)
    assert (dearer.json["due"], dearer.json["due_other"], dearer.json["refund"]) == ("85.50", "85.50", "0.00")
    assert (dearer.json["bill"]["number"], dearer.json["bill"]["change"]) == ("", "0.00")
    cheaper = cashier.post("/exchanges", an_exchange(sold, dry_run=True))
    assert (cheaper.json["due"], cheaper.json["refund"]) == ("0.00", "9.50")


def test_an_exchange_is_posted_once(cashier: Api, sold: Bill) -> None:
    wanted = an_exchange(sold, back=[{"line": 1, "quantity": "1"}], tenders=[{"type": "cash", "amount": "100"}])
    first, again = cashier.post("/exchanges", wanted), cashier.post("/exchanges", wanted)
    assert (first.status, again.status, first.json == again.json) == (201, 200, True)
    assert (first.json["bill"]["change"], first.json["credit_note"]["total"]) == ("14.50", "95.00")
    unreadable = cashier.post("/exchanges", an_exchange(sold, back=[{"line": 0}]))
    assert (unreadable.status, unreadable.json["path"]) == (422, "back[0].line")


def test_nobody_takes_goods_back_without_signing_in(stranger: Api) -> None:
    assert stranger.post("/returns", {"id": "r-1"}).status == 401
    assert stranger.get("/credit-notes/1C%2F26-27%2F000001").status == 401
