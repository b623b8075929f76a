"""Every operation, as everybody: refused exactly where its declared right is lacking; no question changes anything."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from tests.api.calling import BASE, Api, described
from tests.api.pages import Page, page_of
from tests.api.tokens import token_of
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.api.base import PUBLIC, SIGNED_IN
from tillbook.api.throttle import BUCKETS
from tillbook.api.urls import ROUTERS
from tillbook.core.rights import RIGHTS, Right, Role
from tillbook.core.wanted import WantedCustomer
from tillbook.db.opening import DATABASE_NAME


@dataclass(frozen=True)
class Operation:
    """One operation as it is described."""

    method: str
    path: str
    right: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def address(self, value: str = "1") -> str:
        """Its path, with every part that varies as `value`."""
        parts = self.path.split("/")
        return "/".join(quote(value, safe="") if part.startswith("{") else part for part in parts)


def operations() -> list[Operation]:
    return [
        Operation(method.upper(), path.removeprefix(BASE), found["x-right"])
        for path, item in described()["paths"].items()
        for method, found in item.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]


def unsafe() -> list[Operation]:
    return [each for each in operations() if each.method != "GET"]


def questions() -> list[Operation]:
    return [each for each in operations() if each.method == "GET"]


def test_every_operation_declares_a_right_and_no_address_is_served_twice() -> None:
    rights = {PUBLIC, SIGNED_IN, *Right}
    addresses: list[str] = []
    for module in ROUTERS:
        for path, view in module.router.path_operations.items():
            addresses.append(path)
            for each in view.operations:
                assert each.openapi_extra and each.openapi_extra["x-right"] in rights, (path, each.methods)
                assert each.auth_callbacks, (path, each.methods)
    # Two routers with one address: the first would answer 405 to what the second has.
    assert sorted(addresses) == sorted(set(addresses))
    public = {str(each) for each in operations() if each.right == PUBLIC}
    assert public == {"GET /state", "POST /setup", "POST /session", "DELETE /session"}


def test_nobody_gets_in(stranger: Api) -> None:
    for each in operations():
        if each.right != PUBLIC:
            refused = stranger.call(each.method, each.address(), b"{}")
            assert (refused.status, refused.json["code"]) == (401, "not_signed_in"), each


@pytest.mark.parametrize("role", Role)
def test_each_role_is_refused_exactly_where_it_lacks_the_right(api: Api, role: Role) -> None:
    caller = api if role == Role.owner else Api(api.shop, api.client, token_of(api.shop, role))
    for each in operations():
        if each.right == PUBLIC:
            continue
        BUCKETS.forget()
        answer = caller.call(each.method, each.address(), b"{}")
        lacking = each.right != SIGNED_IN and Right(each.right) not in RIGHTS[role]
        assert answer.status < 500 or answer.status == 503, (each, answer)
        assert answer.status != 401, each
        if lacking:
            assert (answer.status, answer.json["code"]) == (403, "not_allowed"), (each, answer.body)
        elif answer.json is not None and "code" in answer.json:
            assert answer.json["code"] != "not_allowed", (each, answer.body)


@pytest.fixture
def traded(api: Api) -> Api:
    """A shop in which something has happened, so that the questions have something to tell."""
    api.shop.receive(TEA, "5", "400")
    api.shop.sell((TEA, "1"), (RICE, "0.5"), customer=WantedCustomer(name="Meera", phone="+919876543210"))
    api.shop.sell((OIL, "1"))
    return api


def rows_of(shop: TestShop) -> str:
    """A digest of everything in the shop's file but the sessions, which note when they were used."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(f"file:{shop.home / DATABASE_NAME}?mode=ro", uri=True)) as db:
        for line in db.iterdump():
            if "django_session" not in line:
                digest.update(line.encode())
    return digest.hexdigest()


def values(shop: TestShop) -> Iterator[str]:
    yield from ("1", TEA, "Owner", "shop", "nothing", "2026-11-22")
    with closing(sqlite3.connect(f"file:{shop.home / DATABASE_NAME}?mode=ro", uri=True)) as db:
        yield from (row[0] for row in db.execute("SELECT number FROM posting ORDER BY id LIMIT 3"))
        yield from (row[0] for row in db.execute("SELECT client_id FROM posting WHERE kind = 'sale' LIMIT 1"))
        yield from (row[0] for row in db.execute("SELECT code FROM customer WHERE code IS NOT NULL LIMIT 1"))


def test_no_question_changes_anything(traded: Api) -> None:
    before = rows_of(traded.shop)
    for each in questions():
        for value in values(traded.shop) if "{" in each.path else ("",):
            BUCKETS.forget()
            answer = traded.get(each.address(value))
            assert answer.status < 500, (each, value, answer.body)
            assert rows_of(traded.shop) == before, (each, value)


@pytest.fixture
def signed_in(shop_of_three: TestShop) -> Page:
    page = page_of(shop_of_three)
    assert page.sign_in("Owner").status == 201
    return page


@pytest.mark.parametrize(
    "headers",
    [{"X_CSRFToken": ""}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}],
    ids=["no token", "foreign", "no origin of its own"],
)
def test_a_session_changes_nothing_from_a_foreign_page(signed_in: Page, headers: dict[str, str]) -> None:
    before = rows_of(signed_in.shop)
    for each in unsafe():
        BUCKETS.forget()
        refused = signed_in.call(each.method, each.address(), b"{}", **headers)
        assert (refused.status, refused.json["code"]) == (403, "csrf"), each
    assert rows_of(signed_in.shop) == before
    assert signed_in.get("/session").status == 200
