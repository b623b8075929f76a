"""Programs: a token made once, kept as its SHA-256, revoked at once; in the journal like any other staff."""

from __future__ import annotations

import json

from django.test import Client
from tests.api.calling import Api
from tests.api.pages import PASSWORD, page_of
from tests.cli.command_line import inside
from tests.shop import TEA, TestShop

from tillbook.db.transaction import reading


def program(shop: TestShop, token: str) -> Api:
    return Api(shop, Client(enforce_csrf_checks=True, SERVER_NAME="localhost"), token)


def test_a_token_is_told_once_and_sells_until_it_is_revoked(api: Api) -> None:
    made = api.post("/tokens", {"id": "t-1", "name": "Web shop", "role": "cashier"})
    assert made.status == 201
    token = made.json["token"]
    assert token.startswith("tb_") and len(token) >= 46
    web = program(api.shop, token)
    api.shop.receive(TEA, "5")
    sale = {"id": "s", "lines": [{"product": TEA, "quantity": "1"}], "tenders": [{"type": "cash", "amount": "95.00"}]}

    sold = web.post("/sales", sale)
    assert (sold.status, sold.json["cashier"]) == (201, "Web shop")
    assert web.get("/tokens").json["code"] == "not_allowed"
    listed = next(each for each in api.get("/tokens").json["tokens"] if each["name"] == "Web shop")
    assert (listed["role"], listed["active"], listed["revoked_at"]) == ("cashier", True, None)
    assert token not in json.dumps(api.get("/tokens").json)
    with reading() as tx:
        kept = [*tx.rows("SELECT text FROM journal_entry"), *tx.rows("SELECT token_sha256 FROM api_token")]
    assert not any(token in row[0] for row in kept)

    assert api.delete("/tokens/Web%20shop").status == 204
    assert web.get("/session").status == 401
    assert api.delete("/tokens/Web%20shop").status == 204
    assert api.delete("/tokens/Nobody").status == 404
    assert program(api.shop, "tb_" + "x" * 43).get("/session").status == 401


def test_the_same_command_again_tells_no_second_token(api: Api) -> None:
    body = {"id": "t-1", "name": "Web shop", "role": "cashier"}
    assert api.post("/tokens", body).status == 201
    assert api.post("/tokens", body).json["code"] == "token_shown_once"
    assert api.post("/tokens", {**body, "id": "t-2"}).json["code"] == "staff_exists"
    assert api.post("/tokens", {**body, "id": "t-3", "name": "X", "role": "king"}).json["code"] == "unknown_role"


def test_nobody_hands_out_what_they_lack(api: Api, cashier: Api) -> None:
    assert cashier.post("/tokens", {"id": "t", "name": "X", "role": "cashier"}).json["code"] == "not_allowed"


def test_a_program_signs_in_by_nothing_else(api: Api) -> None:
    api.post("/tokens", {"id": "t-1", "name": "Web shop", "role": "owner"})
    ran = inside(api.shop.home, "staff", "password", "Web shop", stdin=f"{PASSWORD}\n")
    assert ran.status == 3 and "comes in by its token alone" in ran.err
    assert page_of(api.shop).sign_in("Web shop", password=PASSWORD).status == 401
    last = inside(api.shop.home, "staff", "change", "Owner", "--inactive", "--json")
    assert last.error["code"] == "last_owner"


def test_who_has_a_token_needs_no_csrf_token_and_gets_no_cookie(api: Api) -> None:
    answer = api.post("/price", {"currency": "INR", "lines": []}, Origin="https://elsewhere.example")
    assert answer.status in (200, 422)
    assert "Set-Cookie" not in api.get("/session").headers


def test_the_console_makes_lists_and_revokes(served: TestShop) -> None:
    made = inside(served.home, "token", "create", "Stock robot", "--role", "manager")
    token = made.out.strip()
    assert made.out == f"{token}\n" and token.startswith("tb_")
    assert program(served, token).get("/session").json["role"] == "manager"
    (listed,) = inside(served.home, "token", "list", "--json").json
    assert (listed["name"], listed["active"]) == ("Stock robot", True)
    assert "Stock robot" in inside(served.home, "token", "list").out

    assert "comes in no more" in inside(served.home, "token", "revoke", "stock robot").out
    assert program(served, token).get("/session").status == 401
    assert "already" in inside(served.home, "token", "revoke", "Stock robot").err
    assert inside(served.home, "token", "revoke", "Nobody", "--json").error["code"] == "unknown_token"
