"""Goods come back at a real terminal: the lines are shown, asked for, and the sum is agreed to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from tests.shop import OIL, TEA, TestShop

from tillbook.db.opening import open_shop

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from tests.cli.console.terminals import Terminal

NUMBER = "1/26-27/000001"


def at_a_terminal(home: Path, *words: str) -> Terminal:
    """`tillbook` with these words at a terminal of 80 columns."""
    start = subprocess.Popen

    def started(command: list[str], **more: Any) -> subprocess.Popen[bytes]:
        return start([*command[:-1], *words], **more)

    with patch.object(subprocess, "Popen", started):
        return Terminal(home)


def test_the_lines_are_asked_for_and_the_sum_is_agreed_to(shop: TestShop) -> None:
    shop.sell((TEA, "2"), (OIL, "1"))
    connection.close()

    terminal = at_a_terminal(shop.home, "refund", NUMBER)
    terminal.wait_for("Mustard oil")
    terminal.answer("Enter for all) []: ", "1=1 2")
    terminal.answer("Give back ₹275.50 by cash? [y/N]: ", "y")
    terminal.wait_for("TOTAL BACK")
    assert terminal.end() == 0

    open_shop(shop.home)
    assert shop.count("credit_note_line") == 2
    assert shop.on_hand(TEA) == (9_000, 540_00)


def test_whoever_says_no_or_leaves_takes_nothing_back(shop: TestShop) -> None:
    shop.sell((TEA, "2"))
    connection.close()

    no = at_a_terminal(shop.home, "refund", NUMBER, "--line", "1")
    no.answer("Give back ₹190.00 by cash? [y/N]: ", "")
    no.wait_for("Nothing was taken back.")
    assert no.end() == 3

    leaves = at_a_terminal(shop.home, "refund", NUMBER)
    leaves.wait_for("Enter for all)")
    leaves.type("\x04")
    assert leaves.end() == 130

    open_shop(shop.home)
    assert shop.count("credit_note") == 0
