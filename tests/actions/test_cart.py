"""A cart is kept from its first line on, as it was entered, until it is posted or dropped (P7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.shop import NOON, RICE, TEA, TestShop

from tillbook.actions.cart import CartPosted, CartTooLong, drop_cart, keep_cart
from tillbook.actions.sell import sell
from tillbook.core.kept_cart import KeptCart, Step, read_cart
from tillbook.core.rights import Actor, NotAllowed, Role
from tillbook.core.tender import Tendered
from tillbook.core.wanted import LINES_MAX, WantedLine
from tillbook.db.transaction import reading
from tillbook.queries.carts import open_carts, posted_carts, sale_of
from tillbook.queries.till import UnknownRegister

CART = KeptCart(
    id="cart-1",
    register="1",
    opened_at=NOON,
    step=Step.lines,
    lines=(WantedLine(product=TEA, quantity_milli=2_000),),
)
PAID = replace(CART, step=Step.paying, tenders=(Tendered(type="cash", amount_minor=200_00),))


def waiting(register: str = "1") -> list[KeptCart]:
    with reading() as tx:
        return [read_cart(each.content) for each in open_carts(tx, register)]


def test_a_cart_is_kept_as_it_is_and_replaced_as_it_grows(shop: TestShop) -> None:
    keep_cart(CART, now=NOON, by=shop.owner)
    assert waiting() == [CART]

    more = replace(CART, lines=(*CART.lines, WantedLine(product=RICE, quantity_milli=500)))
    keep_cart(more, now=NOON, by=shop.owner)
    assert waiting() == [more]
    assert shop.on_hand(TEA)[0] == 10_000, "nothing is reserved"


def test_the_cart_that_was_used_last_comes_first(shop: TestShop) -> None:
    for number in range(3):
        keep_cart(replace(CART, id=f"cart-{number}"), now=NOON + timedelta(minutes=number), by=shop.owner)
    keep_cart(replace(CART, id="cart-0"), now=NOON + timedelta(hours=1), by=shop.owner)

    assert [cart.id for cart in waiting()] == ["cart-0", "cart-2", "cart-1"]
    assert waiting("2") == []


def test_a_cart_dropped_twice_is_gone_once(shop: TestShop) -> None:
    keep_cart(CART, now=NOON, by=shop.owner)

    drop_cart(CART.id, now=NOON, by=shop.owner)
    drop_cart(CART.id, now=NOON, by=shop.owner)

    assert waiting() == []


def test_a_cart_whose_sale_was_posted_is_open_no_more_and_cannot_be_kept(shop: TestShop) -> None:
    keep_cart(PAID, now=NOON, by=shop.owner)
    sold = sell(PAID.wanted(), now=NOON, by=shop.owner)

    assert waiting() == []
    with reading() as tx:
        [unseen] = posted_carts(tx, "1")
        assert (unseen.client_id, unseen.posting_id) == ("cart-1", sold.posting_id)
        assert sale_of(tx, "cart-1") == sold.posting_id
    with pytest.raises(CartPosted, match="paid already"):
        keep_cart(PAID, now=NOON, by=shop.owner)

    drop_cart(PAID.id, now=NOON, by=shop.owner)
    with reading() as tx:
        assert posted_carts(tx, "1") == []


def test_a_cart_beyond_what_a_sale_can_have_is_refused(shop: TestShop) -> None:
    with pytest.raises(CartTooLong, match="2000 lines"):
        keep_cart(replace(CART, lines=CART.lines * (LINES_MAX + 1)), now=NOON, by=shop.owner)
    with pytest.raises(UnknownRegister):
        keep_cart(replace(CART, register="9"), now=NOON, by=shop.owner)
    assert shop.count("cart") == 0


def test_an_accountant_keeps_no_carts(shop: TestShop) -> None:
    accountant = Actor(staff_id=shop.owner.staff_id, name="Meena", role=Role.accountant)

    with pytest.raises(NotAllowed):
        keep_cart(CART, now=NOON, by=accountant)
    with pytest.raises(NotAllowed):
        drop_cart(CART.id, now=NOON, by=accountant)
