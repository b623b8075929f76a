"""The till as a window of its own: by pywebview where it is installed, else by a browser without its bars.

Source: docs/decisions, "A window is the system's own web view".
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import subprocess
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

TITLE: Final = "Tillbook"
SIZE: Final = (1280, 860)
APP_BROWSERS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "brave-browser",
)
"""Browsers that show one page as a window by `--app=`."""


def show(address: str, *, home: Path) -> None:
    """Show the page in a window, and come back when that is closed.

    Where no window can be made it is opened in the usual browser, and this comes back at once.
    """
    for way in (_by_webview, _by_app_browser):
        if way(address, home):
            return
    webbrowser.open(address)


def has_window(which: Callable[[str], str | None] = shutil.which) -> bool:
    """Whether a window will be made, and not a page in the usual browser."""
    return importlib.util.find_spec("webview") is not None or _app_browser(which) is not None


def _by_webview(address: str, home: Path) -> bool:
    if importlib.util.find_spec("webview") is None:
        return False
    webview: Any = importlib.import_module("webview")
    webview.create_window(TITLE, address, width=SIZE[0], height=SIZE[1], min_size=(360, 560))
    # Not private: the browser's key of its register is kept, so that a PIN is enough tomorrow.
    webview.start(private_mode=False, storage_path=str(home / "window"))
    return True


def _by_app_browser(address: str, home: Path) -> bool:
    browser = _app_browser(shutil.which)
    if browser is None:
        return False
    subprocess.run(app_command(browser, address, home), check=False)  # noqa: S603  (a browser that was found by name)
    return True


def _app_browser(which: Callable[[str], str | None]) -> str | None:
    return next(filter(None, map(which, APP_BROWSERS)), None)


def app_command(browser: str, address: str, home: Path) -> Sequence[str]:
    """What starts a browser as a window: with a profile of its own, so that it ends when the window is closed."""
    return (
        browser,
        f"--app={address}",
        f"--user-data-dir={home / 'window'}",
        f"--window-size={SIZE[0]},{SIZE[1]}",
        "--no-first-run",
        "--no-default-browser-check",
    )
