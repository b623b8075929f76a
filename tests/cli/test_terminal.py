"""What a person sees: the menu on a narrow screen, colour, paging, and names that try to confuse."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.command_line import environment
from tests.shop import OIL, TEA, TestShop

from tillbook.core.text import width

pty = pytest.importorskip("pty", reason="pseudo-terminals are of POSIX")

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def on_screen(home: Path, *words: str, columns: int = 60, lines: int = 24, **env: str) -> str:
    """Everything that the command writes to a terminal of this size."""
    import fcntl
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "tillbook", "--home", str(home), *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(home.parent, {"TERM": "xterm-256color", **env}),
    ):
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # the other end is closed
        return b""


def test_the_menu_fits_60_columns_and_marks_what_is_low_and_empty(shop: TestShop) -> None:
    shop.add_product("TEA-GREEN-LOOSE", "Green tea from the western slopes, loose, first flush, organic", "1234567.5")
    shop.set_product(OIL, reorder_point_milli=10_000)
    shop.sell((TEA, "10"))
    shown = on_screen(shop.home, "products")

    rows = COLOURS.sub("", shown).splitlines()
    assert rows == [
        "Id               Name                Price  Available",
        "101              Darjeeling         ₹95.00          0  empty",
        "102              Basmati           ₹120.00      10 kg",
        "103              Mustard o…        ₹180.50         10  low",
        "TEA-GREEN-LOOSE  Green tea…  ₹12,34,567.50          0  empty",
    ]
    assert max(map(width, rows)) == 60
    assert "\x1b[31m101" in shown
    assert "\x1b[33m103" in shown


def test_colour_can_be_declined(shop: TestShop) -> None:
    assert "\x1b" not in on_screen(shop.home, "products", NO_COLOR="1")
    assert "\x1b" not in on_screen(shop.home, "products", TERM="dumb")


def test_a_long_table_is_paged_and_a_short_one_is_not(shop: TestShop) -> None:
    pager = f"{sys.executable} -c \"import sys; print('paged', len(sys.stdin.readlines()))\""
    assert on_screen(shop.home, "products", lines=4, PAGER=pager) == "paged 4\n"
    assert "paged" not in on_screen(shop.home, "products", lines=24, PAGER=pager)
    assert "Darjeeling" in on_screen(shop.home, "products", lines=3, PAGER="no-such-pager")


def test_names_do_not_confuse_the_screen(shop: TestShop) -> None:
    shop.add_product("700", "日本茶 👨‍👩‍👧 e\u0301 =1+1 <b> ' OR 1=1--", "1.00")
    rows = COLOURS.sub("", on_screen(shop.home, "products", columns=48)).splitlines()
    assert max(map(width, rows)) <= 48
    assert all(character.isprintable() or character == "\u200d" for row in rows for character in row)


def test_what_was_typed_is_told_back_without_its_controls(shop: TestShop) -> None:
    shown = on_screen(shop.home, "bill", "\x1b[2J\u202e9", columns=200)
    assert shown == "There is no bill \ufffd[2J9; check the number on the paper.\n"


def test_json_is_not_waited_for_at_a_terminal(shop: TestShop) -> None:
    assert "JSON is expected on standard input" in on_screen(shop.home, "sell", "--json")
