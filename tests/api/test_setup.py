"""The first run: a shop with its owner and products, made in one go by whoever has the code, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.api.pages import PASSWORD, Page
from tests.shop import TestShop

from tillbook.api import setup
from tillbook.api.throttle import BUCKETS
from tillbook.db.opening import DATABASE_NAME, point_at

CODE = "0123456789abcdef"
PIN = "4071"
WANTED: dict[str, Any] = {
    "name": "Corner Shop",
    "currency": "INR",
    "country": "IN",
    "timezone": "Asia/Kolkata",
    "prices_include_tax": True,
    "owner": "Asha Rao",
    "password": PASSWORD,
    "pin": PIN,
    "products": "demo",
    "code": CODE,
}
FILE = '{"A1": {"Product_Name": "Tea", "Price": 95, "Quantity": 4}}'


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestShop]:
    """A folder that is served, and has no shop yet."""
    home = tmp_path / "new"
    home.mkdir()
    monkeypatch.setattr(settings, "TILLBOOK_HOME", home)
    monkeypatch.setattr(settings, "TILLBOOK_FIRST_RUN_CODE", CODE, raising=False)
    monkeypatch.setattr(settings, "FIRST_RUN_UNTIL", datetime.now(UTC) + timedelta(minutes=15), raising=False)
    point_at(home / DATABASE_NAME)
    BUCKETS.forget()
    yield TestShop(home=home)


@pytest.fixture
def page(empty: TestShop) -> Page:
    page = Page(empty, Client(enforce_csrf_checks=True, SERVER_NAME="localhost"))
    page.state()
    return page


def nothing_is_there(page: Page) -> None:
    assert [path.name for path in page.shop.home.iterdir()] == []
    assert page.state()["set_up"] is False


def test_before_there_is_a_shop_it_says_so_and_touches_nothing(page: Page) -> None:
    page.client.cookies["tillbook_session"] = "a" * 32
    page.client.cookies["tillbook_browser"] = "b" * 43
    state = page.state()

    assert (state["set_up"], state["setup_code_needed"], state["shop"]) == (False, True, None)
    found = {each["code"]: each for each in state["countries"]}
    assert found["IN"] == {"code": "IN", "name": "India", "currency": "INR", "timezone": "Asia/Kolkata"}
    assert (found["DE"]["currency"], found["DE"]["timezone"], found["US"]["currency"]) == (
        "EUR",
        "Europe/Berlin",
        "USD",
    )
    assert page.post("/session", {"name": "Owner", "password": PASSWORD}).json["code"] == "no_shop"
    assert page.get("/session").status == page.delete("/session").status == 503
    assert Page(page.shop, page.client, "tb_x").get("/sales").status == 503
    assert page.client.get("/health").status_code == 503
    nothing_is_there(page)


def test_the_demo_shop_is_made_and_its_owner_is_at_the_till(page: Page) -> None:
    made = page.post("/setup", WANTED)

    assert (made.status, made.json["imported"]) == (201, 62)
    assert (made.json["shop"]["name"], made.json["shop"]["timezone"]) == ("Corner Shop", "Asia/Kolkata")
    assert (made.json["session"]["name"], made.json["session"]["role"]) == ("Asha Rao", "owner")
    assert made.json["session"]["register"] == "1"
    assert page.state()["session"] == page.get("/session").json == made.json["session"]
    assert page.state()["people"] == ["Asha Rao"]
    assert page.delete("/session").status == 204
    assert page.sign_in("Asha Rao", pin=PIN).status == 201
    assert page.sign_in("asha rao").status == 201
    page.shop.must_be_clean()
    again = page.post("/setup", WANTED)
    assert (again.status, again.json["code"]) == (409, "shop_exists")


def test_what_is_left_unsaid_follows_from_the_currency_and_a_file_can_be_sent(page: Page) -> None:
    sent = {key: value for key, value in WANTED.items() if key not in ("country", "timezone")}
    made = page.post("/setup", {**sent, "products": "file", "file": FILE})

    assert (made.json["imported"], made.json["shop"]["country"], made.json["shop"]["timezone"]) == (
        1,
        "IN",
        "Asia/Kolkata",
    )
    assert page.shop.on_hand("A1")[0] == 4000


def test_a_shop_can_begin_without_products(page: Page) -> None:
    assert page.post("/setup", {**WANTED, "products": "none", "owner": "Owner"}).json["imported"] == 0
    assert page.shop.count("product") == 0
    page.shop.must_be_clean()


@pytest.mark.parametrize(
    ("changed", "status", "code", "path"),
    [
        ({"code": "fedcba9876543210"}, 403, "wrong_code", "code"),
        ({"code": "é"}, 403, "wrong_code", "code"),
        ({"password": "short"}, 409, "weak_secret", "password"),
        ({"password": "password123"}, 409, "weak_secret", "password"),
        ({"pin": "1234"}, 409, "weak_secret", "pin"),
        ({"owner": " "}, 409, "text_refused", "owner"),
        ({"name": ""}, 409, "text_refused", "name"),
        ({"currency": "XXQ"}, 409, "unknown_currency", "currency"),
        ({"country": "QQ"}, 409, "setting_refused", "country"),
        ({"timezone": "Asia/Nowhere"}, 409, "unknown_timezone", "timezone"),
        ({"products": "file"}, 422, "unreadable", "file"),
        ({"file": FILE}, 422, "unreadable", "file"),
        ({"products": "file", "file": "{"}, 422, "seed_file_unreadable", None),
        ({"products": "all"}, 422, "unreadable", "products"),
        ({"more": 1}, 422, "unreadable", "more"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    page: Page, changed: dict[str, Any], status: int, code: str, path: str | None
) -> None:
    refused = page.post("/setup", {**WANTED, **changed})

    assert (refused.status, refused.json["code"], refused.json.get("path")) == (status, code, path)
    nothing_is_there(page)


def test_an_old_code_or_none_makes_no_shop(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FIRST_RUN_UNTIL", datetime.now(UTC) - timedelta(seconds=1))
    assert page.post("/setup", WANTED).json["code"] == "wrong_code"
    monkeypatch.setattr(settings, "FIRST_RUN_UNTIL", datetime.now(UTC) + timedelta(minutes=1))
    monkeypatch.setattr(settings, "TILLBOOK_FIRST_RUN_CODE", "")
    assert page.post("/setup", {**WANTED, "code": ""}).json["code"] == "wrong_code"
    nothing_is_there(page)


def test_what_breaks_in_the_middle_leaves_nothing_behind(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(setup, "pair_browser", full)
    refused = page.post("/setup", WANTED)
    assert refused.json["code"] == "disk"
    nothing_is_there(page)
    monkeypatch.undo()


def test_guessing_the_code_is_bounded(page: Page) -> None:
    tried = [page.post("/setup", {**WANTED, "code": f"{number:016x}"}) for number in range(40)]
    assert {each.json["code"] for each in tried} == {"wrong_code", "too_many"}
    assert int(tried[-1].headers["Retry-After"]) >= 1


def test_its_body_has_a_bound_of_its_own(page: Page) -> None:
    names = {
        f"P{number}": {"Product_Name": f"Tea number {number} of a long file", "Price": 95, "Quantity": 4}
        for number in range(15_000)
    }
    text = json.dumps(names)
    assert len(text) > 1_000_000
    assert page.post("/setup", {**WANTED, "products": "file", "file": text + " " * 9_000_000}).status == 422
    too_large = page.post("/setup", b" " * 16_000_001)
    assert (too_large.status, too_large.json["code"]) == (413, "too_large")
    assert page.post("/setup", b"{}", Content_Type="text/plain").status == 415
    assert page.post("/setup", b"\xff").status == 422
    nothing_is_there(page)
    assert page.post("/setup", {**WANTED, "products": "file", "file": text}).json["imported"] == 15_000


def test_the_demo_is_the_example() -> None:
    example = Path(__file__).parents[2] / "examples" / "product_Records.json"
    assert (files("tillbook") / "demo" / "product_Records.json").read_bytes() == example.read_bytes()
