"""One's own password and PIN: changed by whoever knows the old one; this session goes on, the others end (P26)."""

from __future__ import annotations

import pytest
from tests.api.calling import Api
from tests.api.pages import PASSWORD, Page, page_of, paired_page
from tests.shop import TestShop
from tests.staff import OTHER_PIN, PIN

NEW = "nine brown otters"


@pytest.fixture
def page(shop_of_three: TestShop) -> Page:
    page = page_of(shop_of_three)
    assert page.sign_in("Asha").status == 201
    return page


def session_of(page: Page) -> str:
    return str(page.client.cookies["tillbook_session"].value)


def test_a_new_password_ends_all_other_sessions_and_renews_this_one(page: Page) -> None:
    elsewhere, manager = page_of(page.shop, address="10.0.0.2"), page_of(page.shop, address="10.0.0.3")
    assert elsewhere.sign_in("Asha").status == manager.sign_in("Meera").status == 201
    before = session_of(page)

    assert page.put("/session/password", {"old": PASSWORD, "password": NEW}).status == 204

    assert session_of(page) != before
    assert page.get("/session").json["name"] == "Asha"
    assert page.put("/session/pin", {"old": PIN, "pin": OTHER_PIN}).status == 204  # its CSRF token is good still
    assert (elsewhere.get("/session").status, manager.get("/session").status) == (401, 200)
    thief = page_of(page.shop)
    thief.client.cookies["tillbook_session"] = before
    assert thief.get("/session").status == 401
    assert elsewhere.sign_in("Asha").json["code"] == "sign_in_failed"
    assert elsewhere.sign_in("Asha", password=NEW).status == 201


def test_a_new_pin_is_the_one_that_signs_in(page: Page) -> None:
    till = paired_page(page.shop, address="10.0.0.4")
    assert till.sign_in("Asha", pin=PIN).status == 201
    assert till.put("/session/pin", {"old": PIN, "pin": OTHER_PIN}).status == 204
    assert (till.get("/session").status, page.get("/session").status) == (200, 401)
    assert till.sign_in("Asha", pin=PIN).status == 401
    assert till.sign_in("Asha", pin=OTHER_PIN).status == 201


@pytest.mark.parametrize(
    ("path", "sent", "status", "code"),
    [
        ("password", {"old": "not my old words", "password": NEW}, 403, "wrong_secret"),
        ("password", {"old": PASSWORD, "password": "short"}, 409, "weak_secret"),
        ("password", {"old": PASSWORD}, 422, "unreadable"),
        ("pin", {"old": OTHER_PIN, "pin": "8264"}, 403, "wrong_secret"),
        ("pin", {"old": PIN, "pin": "1234"}, 409, "weak_secret"),
        ("pin", {"old": PIN, "pin": "8264", "name": "Meera"}, 422, "unreadable"),
    ],
)
def test_what_is_refused_changes_nothing(page: Page, path: str, sent: dict[str, str], status: int, code: str) -> None:
    before, posted = session_of(page), page.shop.count("posting")
    refused = page.put(f"/session/{path}", sent)
    assert (refused.status, refused.json["code"]) == (status, code)
    assert (session_of(page), page.shop.count("posting")) == (before, posted)
    assert page.get("/session").status == 200


def test_whoever_guesses_is_slowed_down(page: Page) -> None:
    codes = [
        page.put("/session/password", {"old": f"wrong words {each}", "password": NEW}).json["code"]
        for each in range(12)
    ]
    assert codes[0] == "wrong_secret" and codes[-1] == "too_many_attempts"
    assert page.get("/session").status == 200


def test_the_same_command_again_changes_nothing(page: Page) -> None:
    sent = {"id": "own-1", "old": PASSWORD, "password": NEW}
    assert page.put("/session/password", sent).status == 204
    posted = page.shop.count("posting")
    assert page.put("/session/password", sent).status == 204
    assert page.put("/session/password", {**sent, "password": "ten white geese"}).json["code"] == "id_reused"
    assert page.shop.count("posting") == posted


def test_nobody_changes_a_secret_without_a_session_or_from_another_page(shop_of_three: TestShop, page: Page) -> None:
    sent = {"old": PASSWORD, "password": NEW}
    assert page_of(shop_of_three).put("/session/password", sent).status == 401
    assert page.put("/session/password", sent, X_CSRFToken="").json["code"] == "csrf"


def test_a_program_has_no_password_to_change(api: Api) -> None:
    refused = api.put("/session/password", {"old": PASSWORD, "password": NEW})
    assert (refused.status, refused.json["code"]) == (403, "wrong_secret")
    assert "tillbook_session" not in api.client.cookies
