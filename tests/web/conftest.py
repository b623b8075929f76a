"""The till in a browser, against the real server with a shop of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from tests.serving import serving
from tests.shop import TestShop
from tests.web.till import AXE, WAIT_MS, Till

ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each takes contexts of its own."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine")
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci --prefix tools/web")
    expect.set_options(timeout=WAIT_MS)  # a busy machine is slow, and that is not what is tested
    with sync_playwright() as play:
        # Playwright keeps a loop in this thread, where Django's connections are used on purpose.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        browser = play.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def till(shop: TestShop, chromium: Browser) -> Iterator[Till]:
    """The served shop with Asha (owner), Meera (manager) and Ravi (cashier); an error of a page fails the test."""
    pictures = os.environ.get("TILLBOOK_SCREENSHOTS")
    with serving(shop.home) as server:
        till = Till(shop, server, chromium, Path(pictures) if pictures else None)
        till.take_on_staff()
        yield till
        till.close()
