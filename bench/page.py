"""The till's page in a real browser: how soon it is ready, how soon a scan is a line, how soon a key changes the cart.

Chromium runs on the same cores as the server. Times are the page's own: from the event of the last key of a scan,
or of the key, to the frame after the change of the cart was painted.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.server import serving
from bench.shops import NOON, barcode_of, fill, receive_all, shop, the_owner
from bench.table import Figure
from tillbook.actions.staff import set_password

PRODUCTS = 100_000
LINES = 200
CHANGES = 60
SCANS = 60
COLD_SECONDS = 3.0
WARM_SECONDS = 1.0
SCAN_MS = 50
KEY_MS = 100
PASSWORD = "only-for-measuring-4711"
FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync""".split()

SIGN_IN = """async (password) => {
    const json = { "Content-Type": "application/json" };
    let csrf = (await (await fetch("/api/v1/state")).json()).csrf;
    const send = async (method, path, body) => {
        const headers = { ...json, "X-CSRFToken": csrf };
        const answer = await fetch("/api/v1" + path, { method, headers, body: JSON.stringify(body) });
        if (!answer.ok) throw new Error(path + " " + answer.status + " " + await answer.text());
        return answer.json();
    };
    csrf = (await send("POST", "/session", { name: "Owner", password })).csrf;
    await send("PUT", "/session/register", { register: "1" });
}"""

PRESS = """(keys) => {
    for (const key of keys) {
        (document.activeElement ?? document.body).dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
}"""
"""A scanner's keys at once: sent one by one from outside, a busy machine would make a person's typing of them."""

WATCH = """() => {
    window.taken = [];
    let from = null;
    addEventListener("keydown", (event) => { from = event.timeStamp; }, true);
    const cart = document.querySelector(".cart");
    new MutationObserver(() => {
        if (from === null) return;
        const began = from;
        from = null;
        requestAnimationFrame(() => { setTimeout(() => window.taken.push(performance.now() - began)); });
    }).observe(cart, { childList: true, subtree: true, characterData: true, attributes: true });
}"""


def measure(small: bool) -> list[Figure]:
    """How soon the page is ready, and how soon it answers a scan and a key."""
    products, lines, times = (300, 12, 6) if small else (PRODUCTS, LINES, CHANGES)
    with shop() as home:
        fill(products)
        receive_all(products, each_milli=10**9, each_cost_minor=10**7)
        set_password(id="bench-password", name="Owner", password=PASSWORD, now=NOON, by=the_owner())
        with serving(home) as (port, _), _browser() as browser:
            address = f"http://localhost:{port}/"
            context = _signed_in(browser, address)
            cold = _ready(browser.new_context(storage_state=context.storage_state()), address)
            page = context.new_page()
            _until_ready(page, address)
            page.close()
            warm = _ready(context, address)
            scans, keys = _at_the_till(context, address, lines, times)
    return [
        _under("the page is ready, nothing kept by the browser", cold, COLD_SECONDS, "s"),
        _under("the page is ready, its files kept", warm, WARM_SECONDS, "s"),
        _under("from a scan to its line on the screen, p95", p95(scans), SCAN_MS, "ms"),
        _under(f"from a key to the changed cart of {lines} lines, p95", p95(keys), KEY_MS, "ms"),
    ]


def _under(what: str, measured: float, bound: float, unit: str) -> Figure:
    shown = f"{measured:.2f} {unit}" if unit == "s" else f"{measured:.0f} {unit}"
    return Figure(part="page", what=what, measured=shown, target=f"under {bound:g} {unit}", met=measured < bound)


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def _signed_in(browser: Browser, address: str) -> BrowserContext:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address, wait_until="networkidle")  # the page asks for the state too, and gets a token of its own
    page.evaluate(SIGN_IN, PASSWORD)
    page.close()
    return context


def _until_ready(page: Page, address: str) -> float:
    """Seconds until the till can take a scan: its cart and its first tiles are there."""
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".cart")
    page.wait_for_selector(".tile")
    return time.perf_counter() - start


def _ready(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    seconds = _until_ready(page, address)
    page.close()
    return seconds


def _at_the_till(context: BrowserContext, address: str, lines: int, times: int) -> tuple[list[float], list[float]]:
    """Fill the cart by scans; what the last of these took, then what a key on a line takes, in milliseconds."""
    page = context.new_page()
    _until_ready(page, address)
    page.evaluate(WATCH)
    for number in range(lines):
        _scan(page, barcode_of(number))
        page.locator(".lines > li").nth(number).wait_for(state="attached")
    scans = _taken(page)[-times:]
    for number in range(times):
        page.keyboard.press("+" if number % 2 else "ArrowUp")
        page.wait_for_timeout(120)
    keys = _taken(page)[-times:]
    assert len(keys) >= times // 2, "keys change the cart"
    page.close()
    return scans, keys


def _scan(page: Page, code: str) -> None:
    page.evaluate(PRESS, [*code, "Enter"])
    page.wait_for_timeout(50)


def _taken(page: Page) -> list[float]:
    found: Any = page.evaluate("() => { const all = window.taken; window.taken = []; return all; }")
    return [float(each) for each in found]


def p95(values: list[float]) -> float:
    """What 95 of 100 stayed under."""
    return sorted(values)[int(len(values) * 0.95)]
