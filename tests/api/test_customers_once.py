"""A customer is added once, however often the command is sent (P6)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from tests.api.calling import Api

ID = "6f1d7f0e-8a0b-4a58-9f0d-3f6a5b0a1c11"
BARE = {"id": ID, "name": "Asha Rao"}
FULL = {**BARE, "phones": ["98765 43210", "98765 43211"], "emails": ["asha@example.com"], "tax_number": ""}


@pytest.mark.parametrize("sent", [BARE, FULL], ids=["a name alone", "all that the till sends"])
def test_the_same_id_again_is_the_same_customer(cashier: Api, sent: dict[str, object]) -> None:
    first, again = cashier.post("/customers", sent), cashier.post("/customers", sent)
    assert (first.status, again.status, again.json) == (201, 200, first.json)
    assert cashier.shop.count("customer") == 1
    by_header = cashier.post("/customers", {k: v for k, v in sent.items() if k != "id"}, Idempotency_Key=ID)
    assert (by_header.status, by_header.json) == (200, first.json)


@pytest.mark.parametrize(
    "change",
    [{"name": "Asha Roy"}, {"phones": ["98765 43212"]}, {"email": "asha@example.com"}, {"although_known": True}],
)
def test_the_same_id_with_other_content_is_refused(cashier: Api, change: dict[str, object]) -> None:
    cashier.post("/customers", BARE)
    refused = cashier.post("/customers", {**BARE, **change})
    assert (refused.status, refused.json["code"], refused.json["path"]) == (409, "id_reused", "id")
    assert cashier.shop.count("customer") == 1


def test_two_of_one_name_are_two_customers(cashier: Api) -> None:
    first, second = cashier.post("/customers", BARE), cashier.post("/customers", {**BARE, "id": "another"})
    assert (second.status, second.json["id"] != first.json["id"]) == (201, True)
    assert cashier.post("/customers", {"name": "Asha Rao"}).status == 201


def test_an_id_that_added_nobody_is_free(cashier: Api) -> None:
    cashier.post("/customers", {**FULL, "id": "first"})
    known = cashier.post("/customers", {**FULL, "name": "Ravi"})
    assert (known.status, known.json["code"]) == (409, "customer_known")
    assert cashier.post("/customers", {**FULL, "name": "Ravi", "although_known": True}).status == 201


def test_an_id_that_posted_a_document_adds_nobody(api: Api, cashier: Api) -> None:
    api.shop.sell(("101", "1"), id=ID)
    assert cashier.post("/customers", BARE).json["code"] == "id_reused"
    assert api.shop.count("customer") == 0


def test_a_repeat_tells_what_the_customer_is_now(cashier: Api) -> None:
    first = cashier.post("/customers", BARE).json["id"]
    changed = cashier.call("PATCH", f"/customers/%23{first}", {"name": "Asha Menon"}).json
    assert cashier.post("/customers", BARE).json == changed
    kept = cashier.post("/customers", {"id": "kept", "name": "A. Menon", "code": "AM"}).json["id"]
    cashier.post("/customers/AM/merge", {"id": "m-1", "other": f"#{first}"})
    assert cashier.post("/customers", BARE).json["id"] == kept


def test_a_repeat_does_not_bring_back_who_was_erased(api: Api) -> None:
    first = api.post("/customers", FULL).json["id"]
    assert api.delete(f"/customers/%23{first}").status == 200
    for sent in (FULL, {**FULL, "name": "Somebody else"}):
        refused = api.post("/customers", sent)
        assert (refused.status, refused.json["code"]) == (409, "unknown_customer")
    assert api.shop.count("customer WHERE name <> ''") == 0
    assert api.shop.count("customer_added WHERE request_hash <> ''") == 0


def test_a_credit_limit_is_set_with_its_right_and_once(api: Api, cashier: Api) -> None:
    sent = {**BARE, "credit_limit": "500.00"}
    refused = cashier.post("/customers", sent)
    assert (refused.status, refused.json["code"], refused.json["path"]) == (403, "not_allowed", "credit_limit")
    below = api.post("/customers", {**sent, "credit_limit": "-1"})
    assert (below.status, below.json["path"]) == (409, "credit_limit")
    assert api.shop.count("customer") == 0
    first, again = api.post("/customers", sent), api.post("/customers", sent)
    assert (first.status, again.status, first.json["credit_limit"], again.json == first.json) == (
        201,
        200,
        "500.00",
        True,
    )
    assert api.shop.count("posting WHERE kind = 'credit_limit'") == 1
    assert api.post("/customers", {**sent, "credit_limit": "600.00"}).json["code"] == "id_reused"
    api.shop.must_be_clean()


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"id": ""}, "id"),
        ({"id": "x" * 65}, "id"),
        ({"email": "a@example.com", "emails": ["b@example.com"]}, "emails"),
        ({"emails": ["a@example.com", "b@example.com"]}, "emails"),
        ({"credit_limit": "much"}, "credit_limit"),
        ({"phone": "98765 43210"}, "phone"),
    ],
)
def test_what_cannot_be_read_adds_nobody(api: Api, more: dict[str, object], path: str) -> None:
    refused = api.post("/customers", {**BARE, **more})
    assert (refused.status, refused.json["path"]) == (422, path)
    assert api.shop.count("customer") == 0


def test_sent_at_once_it_is_added_once(cashier: Api) -> None:
    def send(_number: int) -> int:
        try:
            caller = Api(cashier.shop, Client(enforce_csrf_checks=True, SERVER_NAME="localhost"), cashier.token)
            return caller.post("/customers", BARE).status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(send, range(8)))
    assert statuses == [200] * 7 + [201]
    assert cashier.shop.count("customer") == 1
