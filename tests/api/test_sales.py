"""Selling over HTTP."""

from __future__ import annotations

from tests.api.calling import Api
from tests.shop import TEA

SALE = {"id": "s-1", "lines": [{"product": TEA, "quantity": "2"}], "tenders": [{"type": "cash", "amount": "500.00"}]}


def test_a_sale_is_posted_once_and_answered_twice(api: Api) -> None:
    api.shop.receive(TEA, "5")
    first, second = api.post("/sales", SALE), api.post("/sales", SALE)
    assert (first.status, second.status) == (201, 200)
    assert first.json == second.json
    number = first.json["number"].replace("/", "%2F")
    assert api.get(f"/sales/{number}").json == first.json


def test_the_header_is_the_id_of_a_command_without_one(api: Api) -> None:
    api.shop.receive(TEA, "5")
    body = {key: value for key, value in SALE.items() if key != "id"}
    first = api.post("/sales", body, Idempotency_Key="k-1")
    assert (first.status, first.json["id"]) == (201, "k-1")
    assert api.post("/sales", body, Idempotency_Key="k-1").status == 200
    assert api.post("/sales", SALE, Idempotency_Key="k-1").json["code"] == "unreadable"


def test_what_cannot_be_sold_says_why_and_where(api: Api) -> None:
    refused = api.post("/sales", {**SALE, "lines": [{"product": TEA, "quantity": "2000"}]})
    assert (refused.status, refused.json["code"], refused.json["path"]) == (409, "out_of_stock", "lines[0]")
    unreadable = api.post("/sales", {**SALE, "lines": [{"product": TEA, "quantity": 2}]})
    assert (unreadable.status, unreadable.json["path"]) == (422, "lines[0].quantity")
    assert api.get("/sales/nothing").status == 404


def test_nobody_sells_without_signing_in(stranger: Api) -> None:
    assert (stranger.post("/sales", SALE).status, stranger.post("/sales", SALE).json["code"]) == (401, "not_signed_in")
