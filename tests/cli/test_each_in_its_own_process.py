"""Every command starts by itself: what a test in one process has loaded already, a person's shell has not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.command_line import process
from tests.shop import OIL, TEA, TestShop

BILL = "1/26-27/000001"
COMMANDS = [
    f"bill {BILL}",
    "cart list",
    "cart voids",
    "customer add Meera --phone 9876543210",
    "customer change Asha --group staff",
    "customer show Asha",
    "customer list",
    "customer limit Asha 100",
    "customer pay Asha 10",
    "customer statement Asha",
    "customer ageing",
    "customer export Asha",
    f"exchange {BILL} --line 1=1 --take {OIL} --tender cash=100",
    "giftcard sell 100",
    "giftcard list",
    f"lot track {TEA}",
    "lot list",
    f"pack add {TEA} 4006381333931 12",
    "pack list",
    f"price set {TEA} 99",
    "price add-list wholesale Wholesale",
    "price list",
    "price history",
    f"promo add ten --percent 10 --product {TEA}",
    "promo list",
    f"refund {BILL} --line 1=1",
    f"returnable {BILL}",
    "register list",
    "register add 2",
    "shift list",
    "shift x",
    "shift close --total 1000",
    "staff list",
    "staff add Ravi --role cashier",
    "staff role list",
]


@pytest.fixture(scope="module")
def home(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop that sold a little to Asha."""
    from tests.credit import customer
    from tests.shop import copy_shop

    shop: TestShop = copy_shop(shop_template, tmp_path_factory.mktemp("shop"))
    customer(shop, "ASHA", limit="500")
    shop.sell((TEA, "2"), (OIL, "1"))
    return shop.home


@pytest.mark.parametrize("words", COMMANDS)
def test_it_answers_or_says_what_to_do(home: Path, words: str) -> None:
    ran = process(home, *words.split())

    assert ran.status in {0, 2, 3}, ran.err
    assert "mistake in Tillbook" not in ran.err
