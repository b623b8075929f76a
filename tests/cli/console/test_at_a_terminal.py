"""Selling at a real terminal: a pseudo-terminal with a process of its own (Linux and macOS)."""

from __future__ import annotations

import sys

import pytest
from django.db import connection
from tests.cli.console.cashier import kept, last_bill
from tests.shop import OIL, TEA, TestShop

from tillbook.db.opening import open_shop

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from tests.cli.console.terminals import Terminal


def test_a_sale_from_start_to_bill_with_a_stop_and_a_kill_in_between(shop: TestShop) -> None:
    connection.close()

    first = Terminal(shop.home, columns=60)
    first.answer("Customer: ", "Asha Rao")
    first.answer("E-mail: ", "asha@example.com")
    first.answer("Phone: ", "")
    first.wait_for("Product: ")
    first.type("dar")
    first.wait_for("10 left")
    first.type("\t\r")
    first.wait_for("How many Darjeeling? [1]")
    first.type("\x03")
    first.wait_for("is kept")
    assert first.end() == 0

    second = Terminal(shop.home, columns=60)
    second.answer("[Y/n/d]rop", "")
    second.answer("How many Darjeeling? [1]", "2")
    second.answer("Product: ", "3*103")
    second.answer("Product: ", "")
    second.wait_for("TO PAY")
    second.wait_for("Pay: ")
    second.kill_9()

    third = Terminal(shop.home, columns=60)
    third.answer("[Y/n/d]rop", "y")
    third.answer("Pay: ", "card 100")
    third.answer("Pay: ", "1000")
    third.wait_for("Customer Asha Rao")
    third.wait_for("CHANGE ₹368.50")
    third.wait_for("Customer: ")
    third.type("\x04")
    assert third.end() == 0

    open_shop(shop.home)
    assert shop.count("sale") == 1
    assert last_bill(shop).total_minor == 731_50
    assert (shop.on_hand(TEA)[0], shop.on_hand(OIL)[0]) == (8_000, 7_000)
    assert kept(shop) == 0


def test_without_colour_nothing_is_coloured(shop: TestShop) -> None:
    connection.close()

    terminal = Terminal(shop.home, NO_COLOR="1")
    terminal.answer("Customer: ", TEA)
    terminal.answer("How many Darjeeling? [1]", "x")
    terminal.wait_for("'x' is not a quantity")
    terminal.wait_for("How many Darjeeling? [1]")
    terminal.type("\x03")
    assert terminal.end() == 0

    open_shop(shop.home)
    assert "[31m" not in terminal.raw
    assert ";31m" not in terminal.raw
    assert "38;5" not in terminal.raw
    assert kept(shop) == 1
