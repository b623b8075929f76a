"""Signing in and out: by password anywhere, by PIN where the browser stands at a register (P26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from tests.api.pages import PASSWORD, Page, page_of, paired_page
from tests.shop import TEA, TestShop
from tests.staff import OTHER_PIN, PIN, give_pin

from tillbook.actions.staff import change_staff
from tillbook.api import served as surroundings
from tillbook.api.browsers import COOKIE, keep_key

Clock = Callable[[timedelta], None]


@pytest.fixture
def page(shop_of_three: TestShop) -> Page:
    return page_of(shop_of_three)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Lets time go by for the server."""
    at = [datetime.now(UTC)]
    monkeypatch.setattr(surroundings, "clock", lambda: at[0])

    def go_on(by: timedelta) -> None:
        at[0] += by

    return go_on


def test_the_state_before_anybody_signs_in(page: Page) -> None:
    state = page.state()

    assert state["set_up"] and not state["setup_code_needed"] and "countries" not in state
    assert (state["session"], state["register"], state["people"]) == (None, None, [])
    assert state["shop"]["currency"] == "INR" and state["shop"]["locale"] == "en-IN"
    assert state["shop"]["denominations"][0] == "500" and state["shop"]["denominations"][-1] == "0.50"
    assert state["shop"]["tenders"][:3] == ["cash", "card", "upi"]


def test_somebody_signs_in_by_password_and_out(page: Page) -> None:
    begun = page.sign_in("asha")

    assert (begun.status, begun.json["name"], begun.json["role"], begun.json["register"]) == (
        201,
        "Asha",
        "cashier",
        None,
    )
    assert "sell" in begun.json["rights"] and begun.json["locked"] is False
    told = {key: value for key, value in begun.json.items() if key != "csrf"}
    assert page.get("/session").json == told == page.state()["session"]
    assert page.delete("/session").status == 204
    assert page.get("/session").status == 401
    assert page.state()["session"] is None


@pytest.mark.parametrize(
    "sent",
    [{"password": "wrong words here"}, {"password": ""}, {"name": "Nobody", "password": PASSWORD}],
)
def test_a_wrong_name_or_password_is_one_answer(page: Page, sent: dict[str, str]) -> None:
    page.state()
    refused = page.post("/session", {"name": "Asha", **sent})

    assert (refused.status, refused.json["code"]) == (401, "sign_in_failed")
    assert page.post("/session", {"name": "Asha"}).status == 422
    assert page.post("/session", {"name": "Asha", "pin": PIN, "password": PASSWORD}).status == 422


def test_a_pin_is_taken_from_a_paired_browser_alone(shop_of_three: TestShop) -> None:
    refused = page_of(shop_of_three).sign_in("Asha", pin=PIN)
    assert (refused.status, refused.json["code"]) == (403, "not_paired")

    paired = paired_page(shop_of_three)
    assert paired.state()["people"] == ["Asha", "Meera"]
    assert paired.state()["register"] == {"code": "1", "name": "Register 1"}
    assert paired.sign_in("Asha", pin=PIN).json["register"] == "1"
    cookie = paired.client.cookies["tillbook_browser"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 400 * 86400)
    assert not cookie["secure"] and len(cookie.value) >= 43
    with_another_key = page_of(shop_of_three)
    with_another_key.client.cookies["tillbook_browser"] = "x" * 43
    assert with_another_key.sign_in("Asha", pin=PIN).status == 403


def test_only_whoever_manages_registers_pairs_a_browser(shop_of_three: TestShop, page: Page) -> None:
    page.sign_in("Meera")
    assert page.put("/session/register", {"register": "1"}).json["code"] == "not_allowed"
    page.sign_in("Owner")
    assert page.put("/session/register", {"register": "7"}).json["code"] == "unknown_register"
    assert page.put("/session/register", {"register": "1", "name": "Counter"}).json["register"] == "1"
    assert page.put("/session/register", {"register": "1", "name": "Till"}).status == 200
    found = page.get("/browsers").json["browsers"]
    assert [(each["name"], each["register"], each["paired_by"], each["here"]) for each in found] == [
        ("Till", "1", "Owner", True)
    ]
    assert page.get("/registers").json == {"registers": [{"code": "1", "name": "Register 1", "active": True}]}

    assert page.delete(f"/browsers/{found[0]['id']}").status == 204
    assert page.delete("/browsers/12345").status == page.delete("/browsers/no").status == 404
    assert page.get("/browsers").json == {"browsers": []}
    assert page.state()["register"] is None
    assert page.sign_in("Asha", pin=PIN).json["code"] == "not_paired"


def test_each_sign_in_has_a_new_id_and_ends_the_one_before(page: Page) -> None:
    page.sign_in("Asha")
    first = page.client.cookies["tillbook_session"].value
    page.sign_in("Asha")
    assert page.client.cookies["tillbook_session"].value != first

    stolen = page_of(page.shop)
    stolen.client.cookies["tillbook_session"] = first
    assert stolen.get("/session").status == 401


def test_an_id_that_somebody_else_chose_signs_nobody_in(page: Page) -> None:
    page.client.cookies["tillbook_session"] = chosen = "a" * 32
    page.sign_in("Asha")
    assert page.client.cookies["tillbook_session"].value != chosen
    other = page_of(page.shop)
    other.client.cookies["tillbook_session"] = chosen
    assert other.get("/session").status == 401


def test_after_a_quarter_of_an_hour_it_is_locked_and_the_cart_is_there_still(
    shop_of_three: TestShop, later: Clock
) -> None:
    page = paired_page(shop_of_three)
    page.sign_in("Asha", pin=PIN)
    later(timedelta(minutes=14))
    assert page.get("/session").status == 200
    later(timedelta(minutes=14))
    assert page.state()["session"]["locked"] is False
    later(timedelta(minutes=2))

    assert page.get("/session").status == 401
    locked = page.state()["session"]
    assert (locked["name"], locked["locked"]) == ("Asha", True)
    assert page.sign_in("Asha", pin=PIN).json["locked"] is False
    assert page.get("/session").status == 200


def test_a_locked_session_can_be_left(shop_of_three: TestShop, later: Clock) -> None:
    page = page_of(shop_of_three)
    page.sign_in("Asha")
    later(timedelta(minutes=16))
    assert page.delete("/session").status == 204
    assert page.state()["session"] is None


def test_after_twelve_hours_it_has_ended_however_busy(shop_of_three: TestShop, later: Clock) -> None:
    page = page_of(shop_of_three)
    page.sign_in("Asha")
    for _ in range(12 * 6):
        later(timedelta(minutes=10))
        assert page.get("/session").status == 200
    later(timedelta(minutes=1))
    assert page.get("/session").status == 401
    assert page.state()["session"] is None


def test_who_leaves_or_has_another_secret_is_out_at_once(page: Page) -> None:
    shop = page.shop
    page.sign_in("Asha")
    give_pin(shop, "Asha", OTHER_PIN)
    assert page.get("/session").status == 401

    page.sign_in("Asha")
    change_staff(id=shop.new_id(), name="Asha", active=False, now=shop.now, by=shop.owner)
    assert page.get("/session").status == 401
    assert page.sign_in("Asha").status == 401


def test_another_role_counts_from_the_next_request(page: Page) -> None:
    shop = page.shop
    page.sign_in("Asha")
    change_staff(id=shop.new_id(), name="Asha", role="accountant", now=shop.now, by=shop.owner)
    shop.receive(TEA, "5")

    assert page.get("/session").json["role"] == "accountant"
    sale = {"id": "s", "lines": [{"product": TEA, "quantity": "1"}], "tenders": [{"type": "cash", "amount": "95"}]}
    assert page.post("/sales", sale).json["code"] == "not_allowed"


def test_guessing_is_bounded_for_an_account_and_for_a_place(shop_of_three: TestShop) -> None:
    pages = [page_of(shop_of_three, address=f"10.0.0.{place}") for place in range(1, 8)]
    refused = [page.sign_in("Asha", password=f"wrong words {place}") for place, page in enumerate(pages)]

    assert [each.status for each in refused] == [401] * 5 + [429] * 2
    assert refused[-1].json["code"] == "too_many_attempts"
    assert int(refused[-1].headers["Retry-After"]) >= 60
    assert page_of(shop_of_three, address="10.9.9.9").sign_in("Meera").status == 201
    one = page_of(shop_of_three, address="10.7.7.7")
    guessed = [one.sign_in(f"Guess {place}", password="wrong words") for place in range(21)]
    assert [each.status for each in guessed] == [401] * 20 + [429]


def test_what_changes_anything_comes_from_our_own_page(page: Page) -> None:
    page.sign_in("Asha")
    for headers in (
        {"X_CSRFToken": ""},
        {"X_CSRFToken": "a" * 64},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Content_Type": "multipart/form-data; boundary=x"},
    ):
        refused = page.post("/price", {"currency": "INR", "lines": []}, **headers)
        assert (refused.status, refused.json["code"]) == (403, "csrf"), headers
        signing = page.post("/session", {"name": "Asha", "password": PASSWORD}, **headers)
        assert (signing.status, signing.json["code"]) == (403, "csrf"), headers


def test_the_cookie_of_https_is_kept_from_http(shop_of_three: TestShop) -> None:
    request = RequestFactory().get("/", secure=True)
    answer = keep_key(request, HttpResponse(), "key")

    assert answer.cookies[COOKIE]["secure"] and answer.cookies[COOKIE]["httponly"]
