"""Browsers at a served shop: paired with a register, somebody signed in, and what they must never show."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.serving import Server
from tests.shop import TestShop
from tests.staff import give_password, give_pin, take_on

from tillbook.actions.access import new_browser_key, pair_browser
from tillbook.actions.staff import change_staff
from tillbook.api.browsers import COOKIE

OWNER, MANAGER, CASHIER = "Asha", "Meera", "Ravi"
PINS: Final = {OWNER: "4071", MANAGER: "5382", CASHIER: "6193"}
AXE: Final = Path(__file__).parents[2] / "tools/web/node_modules/axe-core/axe.min.js"
DESKTOP: Final = {"width": 1280, "height": 800}
PHONE: Final = {"width": 360, "height": 740}
WAIT_MS: Final = 30_000


@dataclass
class Till:
    """The served shop; `open` gives a browser at its register."""

    shop: TestShop
    server: Server
    browser: Browser
    pictures: Path | None = None
    contexts: list[BrowserContext] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def take_on_staff(self) -> None:
        shop = self.shop
        change_staff(
            id=shop.new_id(), name=shop.owner.name, new_name=OWNER, role=None, active=None, now=shop.now, by=shop.owner
        )
        take_on(shop, MANAGER, "manager")
        take_on(shop, CASHIER, "cashier")
        for name, pin in PINS.items():
            give_pin(shop, name, pin)
        give_password(shop, OWNER)

    def browser_of(self, register: str | None = "1", **options: Any) -> Page:
        """A page of a new browser, paired with a register or with none; nobody is signed in."""
        options = {"viewport": DESKTOP, "locale": "en-IN", "timezone_id": "Asia/Kolkata", **options}
        context = self.browser.new_context(**options)
        context.set_default_timeout(WAIT_MS)
        self.contexts.append(context)
        if register is not None:
            key = new_browser_key()
            pair_browser(register=register, key=key, old_key="", now=self.shop.now, by=self.shop.owner)
            context.add_cookies([{"name": COOKIE, "value": key, "url": self.server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def open(self, place: str = "", *, who: str = OWNER, **options: Any) -> Page:
        """A page of a browser of its own where `who` has signed in by PIN, at a place such as "day"."""
        page = self.browser_of(**options)
        page.goto(f"{self.server.url}/#/{place}")
        sign_in(page, who)
        return page

    def ask(self, page: Page, method: str, path: str, body: object = None) -> Any:
        """The API's answer to a request by the person who is signed in on this page."""
        csrf = page.request.get(f"{self.server.url}/api/v1/state").json()["csrf"]
        answer = page.request.fetch(
            f"{self.server.url}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body),
            headers={"Content-Type": "application/json", "X-CSRFToken": csrf, "Origin": self.server.url},
        )
        assert answer.ok, answer.text()
        return answer.json() if answer.status != 204 else None

    def picture(self, page: Page, name: str) -> None:
        """Keep what the page looks like, where pictures are wanted."""
        if self.pictures is not None:
            page.wait_for_timeout(150)
            page.screenshot(path=self.pictures / f"{name}.png")

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert self.errors == []


def sign_in(page: Page, who: str) -> None:
    """Choose a person and type the PIN."""
    page.get_by_role("button", name=who, exact=True).click()
    page.locator(".pin-input").press_sequentially(PINS[who], delay=60)
    page.keyboard.press("Enter")
    expect(page.locator(".sign, .sign-over")).to_have_count(0)


def must_be_accessible(page: Page) -> None:
    """What axe finds on the page as it stands: nothing."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
            .map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`)"""
    )
    assert found == []
