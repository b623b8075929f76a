"""What a terminal of 60 columns shows: nothing is broken into two, and what matters is there (and at 100 all of it)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from tests.cli.command_line import Ran, process
from tests.cli.console.cashier import NOBODY, ctrl_c, sell_by
from tests.credit import customer, pay, sell_tea, tender
from tests.shop import OIL, RICE, TEA, TestShop, copy_shop

from tillbook.actions.promotions import add_promotion
from tillbook.actions.shift import Counted, close_shift
from tillbook.core.promotions.rules import Off, Products, When
from tillbook.core.text import width
from tillbook.db.opening import open_shop
from tillbook.formats.promotion_json import NewPromotion


@pytest.fixture(scope="module")
def lived_in(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with long names: carts that wait, a promotion, a statement, shifts."""
    shop = copy_shop(shop_template, tmp_path_factory.mktemp("lived_in"))
    for name in ("Mrs Subramanian of the blue coat", "Ravi"):
        sell_by(shop, "-", "2*101", "1*102", "1*103", f"/hold {name}")
    rule = Off(percent=Decimal(10), on=Products(skus=frozenset({TEA, RICE, OIL})))
    happy = When(first_day=date(2026, 11, 1), last_day=date(2027, 1, 31), customer_group="neighbours")
    made = NewPromotion(code="AUTUMN-NEIGHBOURS-10", name="Ten percent for neighbours", rule=rule, when=happy)
    add_promotion(id="promo", promotion=made, now=shop.now, by=shop.owner)
    asha = customer(shop, limit="100000")
    for _ in range(2):
        sell_tea(shop, "ASHA", tender("credit", "95"))
    pay(shop, asha, "195")
    close_shift(id="z", register="1", counted=Counted(total_minor=200_00), now=shop.now, by=shop.owner)
    sell_by(shop, *NOBODY, TEA, "1", "", "")
    connection.close()
    return shop.home


def on(home: Path, columns: int, *words: str) -> Ran:
    ran = process(home, *words, env={"COLUMNS": str(columns)})
    assert (ran.status, ran.err) == (0, "")
    return ran


def test_carts_that_wait_at_60_columns(lived_in: Path) -> None:
    narrow = on(lived_in, 60, "cart", "list").out.splitlines()
    wide = on(lived_in, 100, "cart", "list").out.splitlines()

    assert max(map(width, narrow)) <= 60
    assert narrow[0].split() == ["Cart", "Name", "State", "Touched", "Holds"]
    assert max(map(width, wide)) <= 100
    assert wide[0].split() == ["Cart", "Name", "State", "Register", "Touched", "By", "Lines", "Holds"]
    shortened = narrow[1].split()[0]
    assert json.loads(on(lived_in, 60, "cart", "show", shortened, "--json").out)["id"].startswith(shortened)


def test_promotions_at_60_columns(lived_in: Path) -> None:
    narrow = on(lived_in, 60, "promo", "list").out.splitlines()

    assert max(map(width, narrow)) <= 60
    assert narrow[0].split() == ["Code", "Takes", "off", "When"]


def test_a_statement_at_60_columns(lived_in: Path) -> None:
    narrow = on(lived_in, 60, "customer", "statement", "ASHA").out.splitlines()
    whole = process(lived_in, "customer", "statement", "ASHA").out.splitlines()

    assert max(map(width, narrow)) <= 60
    assert narrow[2].split() == ["Day", "Document", "Amount", "Balance"]
    assert [line.split()[-1] for line in narrow[2:]] == [line.split()[-1] for line in whole[2:]]
    assert narrow[-1].split() == ["Closing", "balance,", "in", "credit", "-₹5.00"]


def test_shifts_at_60_and_100_columns(lived_in: Path) -> None:
    narrow = on(lived_in, 60, "shift", "list").out.splitlines()
    wide = on(lived_in, 100, "shift", "list").out.splitlines()

    assert max(map(width, narrow)) <= 60
    assert narrow[0].split() == ["Register", "Shift", "Opened", "Closed", "Difference"]
    assert [line.split()[4:] for line in narrow[1:]] == [["open"], ["17:30", "5.00"]]
    assert max(map(width, wide)) <= 100
    assert wide[0].split()[-3:] == ["Z", "report", "By"]


def test_the_help_of_the_product_prompt_stands_in_two_columns(shop: TestShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")

    told = sell_by(shop, "-", "?", ctrl_c).notes.splitlines()

    assert max(map(width, told)) <= 60
    [discount] = [line for line in told if line.lstrip().startswith("/discount")]
    [refund] = [line for line in told if line.lstrip().startswith("/refund")]
    assert discount.index("off a line") == refund.index("how to take")


@pytest.fixture(autouse=True)
def _closed(lived_in: Path) -> Iterator[None]:
    yield
    open_shop(lived_in)
    connection.close()
