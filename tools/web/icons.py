#!/usr/bin/env python3
"""Draws the till's icon as the pictures that devices ask for, from web/static/till/icons/till.svg.

python tools/web/icons.py        needs playwright and a Chromium
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

ICONS: Final = Path(__file__).parent.parent.parent / "src/tillbook/web/static/till/icons"
GROUND: Final = "#0b5f5c"
DRAWN: Final = {"till-192.png": (192, 192, "transparent"), "till-512.png": (512, 512, "transparent")}
# A maskable icon fills its square and keeps what matters in the middle four fifths.
MASKED: Final = {"till-mask.png": (512, 512, GROUND)}


def main() -> None:
    svg = (ICONS / "till.svg").read_text("utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (width, drawn, ground) in (DRAWN | MASKED).items():
            page = browser.new_page(viewport={"width": width, "height": width})
            page.set_content(
                f"<style>*{{margin:0}}body{{background:{ground}}}svg{{display:block;width:{drawn}px}}</style>{svg}"
            )
            page.screenshot(path=ICONS / name, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
