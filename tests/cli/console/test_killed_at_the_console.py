"""kill -9 at each question, and at instants in between: the shop is right, and the cart is gone on with."""

from __future__ import annotations

import os
import random
import signal
from dataclasses import replace

import pytest
from tests.cli.console.cashier import kept, sell_by
from tests.cli.console.test_leaving_and_coming_back import JOURNEY, assert_sold_once
from tests.killing import CAN_FORK, calls_of, killed_at
from tests.shop import RICE, TEA, TestShop

from tillbook.actions.cart import drop_cart, hold_cart, keep_cart, recall_cart
from tillbook.actions.registers import add_register
from tillbook.actions.sell import sell
from tillbook.core.kept_cart import KeptCart, Step
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedLine
from tillbook.db.opening import open_shop
from tillbook.db.transaction import reading
from tillbook.queries.carts import cart_of_id, sale_of

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="killing a child at a chosen question needs fork")

INSTANTS = 16
SHORT = ("Asha", "", "", TEA, "2", "", "500")


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


def kill_9() -> None:
    """The process dies at once, whatever it holds."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("answered", range(1, len(JOURNEY)))
def test_killed_at_any_question_the_sale_goes_on_where_it_was(shop: TestShop, answered: int) -> None:
    child = os.fork()
    if child == 0:
        try:
            sell_by(shop, *JOURNEY[:answered], kill_9)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    open_shop(shop.home)
    shop.must_be_clean()
    assert shop.count("sale") == 0

    back = sell_by(shop, "y", *JOURNEY[answered:])

    assert "go on with it? [Y/n/d]rop" in back.notes
    assert_sold_once(shop)


def test_killed_between_the_questions_a_sale_is_whole_or_its_cart_is_open(shop: TestShop) -> None:
    """Also between the commit and the bill: it is shown at the next start, and nothing is sold twice."""

    def sell() -> None:
        open_shop(shop.home)
        sell_by(shop, *SHORT)

    last = calls_of(sell)
    open_shop(shop.home)
    sold = shop.count("sale")
    for call in sorted(random.Random(20261122).sample(range(1, last + 1), INSTANTS)):
        killed_at(call, sell)
        open_shop(shop.home)
        shop.must_be_clean()
        posted = shop.count("sale") - sold
        assert posted in (0, 1)

        told = sell_by(shop, "d", "y") if kept(shop) and not posted else sell_by(shop)

        assert told.bills.count("Customer Asha") <= posted
        assert kept(shop) == 0
        sold += posted
        assert shop.count("sale") == sold
    shop.must_be_clean()


def test_killed_while_a_cart_is_held_and_recalled_it_is_there_or_it_is_sold_once(shop: TestShop) -> None:
    add_register(id="second", code="2", now=shop.now, by=shop.owner)
    plain = KeptCart(
        id="cart",
        register="1",
        opened_at=shop.now,
        step=Step.lines,
        lines=(WantedLine(product=RICE, quantity_milli=100),),
        tenders=(Tendered(type="cash", amount_minor=12_00),),
    )

    def hold_and_recall(cart: KeptCart) -> None:
        open_shop(shop.home)
        by = shop.owner
        hold_cart(cart.id, name="coat", now=shop.now, by=by)
        recalled = recall_cart(cart.id, register="2", now=shop.now, by=by)
        sell(recalled.wanted(), now=shop.now, by=by)
        drop_cart(cart.id, now=shop.now, by=by)

    keep_cart(plain, now=shop.now, by=shop.owner)
    last = calls_of(lambda: hold_and_recall(plain))
    for call in sorted(random.Random(20261122).sample(range(1, last + 1), INSTANTS)):
        cart = replace(plain, id=f"cart-{call}")
        open_shop(shop.home)
        keep_cart(cart, now=shop.now, by=shop.owner)
        killed_at(call, lambda cart=cart: hold_and_recall(cart))  # type: ignore[misc]
        open_shop(shop.home)
        shop.must_be_clean()

        with reading() as tx:
            stored, sold = cart_of_id(tx, cart.id), sale_of(tx, cart.id)
        assert stored is not None or sold is not None
        if sold is None:
            assert stored is not None
            again = recall_cart(cart.id, register="1", now=shop.now, by=shop.owner)
            assert again == cart
            sell(again.wanted(), now=shop.now, by=shop.owner)
        drop_cart(cart.id, now=shop.now, by=shop.owner)
    assert kept(shop) == 0
    assert shop.on_hand(RICE)[0] == 10_000 - 100 * (INSTANTS + 1)
