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


def test_a_sale_is_found_by_what_somebody_remembers(api: Api) -> None:
    api.shop.receive(TEA, "5")
    who = {"name": "Asha Rao", "phone": "98765 43210"}
    first = api.post("/sales", {**SALE, "customer": who}).json
    second = api.post("/sales", {**SALE, "id": "s-2"}).json

    def numbers(question: str) -> list[str]:
        return [sale["number"] for sale in api.get(f"/sales?{question}").json["sales"]]

    assert numbers("") == [second["number"], first["number"]]
    of_day = f"search=1&day={first['business_date']}"
    for question in ("search=Asha", "search=rao", "search=98765%2043210", "search=43210", of_day):
        assert first["number"] in numbers(question), question
    assert numbers(f"search={first['number']}") == [first["number"]]
    assert numbers("search=000002") == numbers("search=2") == [second["number"]]
    assert numbers("search=nobody") == numbers("day=1999-01-01") == numbers("customer=NONE") == []
    page = api.get("/sales?limit=1").json
    assert api.get(f"/sales?limit=1&cursor={page['next']}").json["sales"][0]["number"] == first["number"]
    assert api.get("/sales?day=yesterday").json["path"] == "day"


def test_what_came_back_of_a_sale_is_told(api: Api) -> None:
    number = api.post("/sales", SALE).json["number"]
    back = {"id": "r-1", "sale": number, "tenders": [{"type": "cash", "amount": "95.00"}],
            "lines": [{"line": 1, "quantity": "1", "to": "sellable"}]}  # fmt: skip
    assert api.post("/returns", back).status == 201
    assert api.get("/sales").json["sales"][0]["returned"] == "part"
    assert api.post("/returns", {**back, "id": "r-2"}).status == 201
    assert api.get("/sales").json["sales"][0]["returned"] == "all"


def test_after_a_lost_answer_the_id_finds_the_bill(cashier: Api) -> None:
    assert cashier.get("/sales/by-id/s-1").status == 404
    posted = cashier.post("/sales", SALE).json
    assert cashier.get("/sales/by-id/s-1").json == posted


def test_a_bill_has_its_paper_and_copies_say_so(cashier: Api) -> None:
    posted = cashier.post("/sales", SALE).json
    number = posted["number"].replace("/", "%2F")
    paper = cashier.get(f"/sales/{number}/paper?columns=32").json
    assert "COPY" not in paper["text"]
    assert max(map(len, paper["text"].splitlines())) <= 32
    first = cashier.post(f"/sales/{number}/copies", {"id": "c-1"})
    assert (first.status, first.json["copy"]) == (201, True)
    assert "*** COPY 1 ***" in first.json["text"]
    again = cashier.post(f"/sales/{number}/copies", {"id": "c-1"})
    assert (again.status, again.json) == (200, first.json)
    assert "*** COPY 2 ***" in cashier.post(f"/sales/{number}/copies", {"id": "c-2"}).json["text"]
    assert cashier.post("/sales/nothing/copies", {"id": "c-3"}).status == 404
    assert cashier.get(f"/sales/{number}/paper?columns=10").status == 422
    assert posted["paper_url"] == f"/api/v1/sales/{number}/paper"
    code = cashier.get(f"/sales/{number}/code.svg")
    assert (code.headers["Content-Type"], code.body[:4], b"<script" in code.body) == ("image/svg+xml", b"<svg", False)
