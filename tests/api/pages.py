"""A page in a browser: it keeps cookies, and sends the CSRF token that it was given."""

from __future__ import annotations

from typing import Any

from django.test import Client
from tests.api.calling import Answer, Api
from tests.shop import TestShop
from tests.staff import PIN, give_password, give_pin, take_on

PASSWORD = "seven grey herons"


class Page(Api):
    """As `Api`, without a token: whatever changes anything is sent with the CSRF token of the last state."""

    csrf = ""

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        if self.csrf and method != "GET":
            headers.setdefault("X_CSRFToken", self.csrf)
        answer = super().call(method, path, body, **headers)
        if isinstance(answer.json, dict) and "csrf" in answer.json:
            self.csrf = answer.json["csrf"]
        return answer

    def state(self) -> dict[str, Any]:
        answer = self.get("/state")
        assert answer.status == 200
        found: dict[str, Any] = answer.json
        return found

    def sign_in(self, name: str, **secret: str) -> Answer:
        if not self.csrf:
            self.state()
        return self.post("/session", {"name": name, **(secret or {"password": PASSWORD})})


def page_of(shop: TestShop, *, address: str = "10.0.0.1") -> Page:
    """A page that was just opened."""
    return Page(shop, Client(enforce_csrf_checks=True, SERVER_NAME="localhost", REMOTE_ADDR=address))


def staffed(shop: TestShop) -> None:
    """The owner with a password; Asha, a cashier, and Meera, a manager, each with a PIN and a password."""
    give_password(shop, "Owner", PASSWORD)
    for name, role in (("Asha", "cashier"), ("Meera", "manager")):
        take_on(shop, name, role)
        give_password(shop, name, PASSWORD)
    give_pin(shop, "Asha", PIN)
    give_pin(shop, "Meera", "9382")


def paired_page(shop: TestShop, **more: str) -> Page:
    """A page in a browser that the owner paired with register 1, and left."""
    page = page_of(shop, **more)
    assert page.sign_in("Owner").status == 201
    assert page.put("/session/register", {"register": "1"}).status == 200
    assert page.delete("/session").status == 204
    return page
