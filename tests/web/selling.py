"""What a cashier does at the till in a browser, and what is then on the screen."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect
from tests.web.till import Till

SCANNER = """async (codes) => {
    const pause = (ms) => new Promise((go) => { setTimeout(go, ms); });
    const press = (key) => {
        const target = document.activeElement ?? document.body;
        const event = new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true});
        if (!target.dispatchEvent(event) || key.length > 1 || !(target instanceof HTMLInputElement)) return;
        target.setRangeText(key, target.selectionStart, target.selectionEnd, "end");
        target.dispatchEvent(new Event("input", {bubbles: true}));
    };
    for (const code of codes) {
        const began = performance.now();
        for (const key of [...code, "Enter"]) press(key);
        await pause(Math.max(0, 50 - (performance.now() - began)));
    }
}"""

SLOWLY_MS = 60
"""So far apart are the keys of a person; a scanner's follow each other at once."""


def ready(page: Page) -> Page:
    """The till is there and takes what comes."""
    expect(page.locator(".cart-foot")).to_be_visible()
    expect(page.locator(".search-input")).to_be_visible()
    return page


def typed(page: Page, text: str) -> None:
    """A person types and presses Enter."""
    page.keyboard.type(text, delay=SLOWLY_MS)
    page.wait_for_timeout(80)
    page.keyboard.press("Enter")


def scan(page: Page, *codes: str) -> None:
    """A scanner types codes, 20 in a second, each ended with Enter, into whatever has the focus.

    It is one script in the page, so that a busy machine does not turn a scanner into a person: the keys do what
    real ones do, with the times of a scanner.
    """
    page.evaluate(SCANNER, list(codes))


def line(page: Page, name: str) -> Locator:
    return page.locator(".line").filter(has_text=name)


def has_line(page: Page, name: str, quantity: str, total: str) -> None:
    """The line is on the screen, priced by the server."""
    row = line(page, name)
    expect(row.locator(".step-figure")).to_have_text(quantity)
    expect(row.locator(".line-total")).to_have_text(total)


def has_total(page: Page, total: str) -> None:
    """The total is on the screen, of what was entered last."""
    expect(page.locator(".total-figure")).to_have_text(total)
    expect(page.locator(".cart-foot[data-stale]")).to_have_count(0)


def paid(page: Page, figure: str) -> None:
    """The sale is posted, and this stands large on the screen."""
    expect(page.locator(".bill-change strong")).to_have_text(figure)


def sales(till: Till) -> int:
    return till.shop.count("sale")
