"""Carts wait: held under a name, recalled at another register, expired into a list, and never lost (P7)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.shop import NOON, RICE, TEA, TestShop

from tillbook.actions.cart import CartPosted, drop_cart, expire_carts, hold_cart, keep_cart, recall_cart
from tillbook.actions.registers import add_register
from tillbook.actions.sell import sell
from tillbook.actions.settings import change_setting
from tillbook.actions.shift import Counted, close_shift
from tillbook.core.kept_cart import KeptCart, Step, read_cart, write_cart
from tillbook.core.rights import Actor, NotAllowed, Role
from tillbook.core.tender import Tendered
from tillbook.core.text import TextRefused
from tillbook.core.wanted import WantedLine
from tillbook.db.transaction import reading
from tillbook.formats.settings import SettingRefused
from tillbook.queries.carts import (
    CartUnclear,
    StoredCart,
    UnknownCart,
    cart_events,
    expired_carts,
    find_cart,
    open_carts,
    waiting_carts,
)
from tillbook.queries.postings import IdReused
from tillbook.queries.till import UnknownRegister

CART = KeptCart(
    id="cart-0001",
    register="1",
    opened_at=NOON,
    step=Step.lines,
    lines=(WantedLine(product=TEA, quantity_milli=2_000),),
    prices_seen=((TEA, Decimal("95.00")),),
)
LATER = NOON + timedelta(hours=24)


def waiting() -> list[StoredCart]:
    with reading() as tx:
        return waiting_carts(tx)


def expired() -> list[StoredCart]:
    with reading() as tx:
        return expired_carts(tx)


def happened(client_id: str = CART.id) -> list[tuple[str, str]]:
    with reading() as tx:
        return [(event.kind, event.detail) for event in cart_events(tx, client_id)]


def test_what_was_stored_before_lots_and_coupons_is_read_as_it_was() -> None:
    whole = replace(CART, lines=(replace(CART.lines[0], lot="L-7"),), coupons=("TEN",))
    assert read_cart(write_cart(whole)) == whole

    older = json.loads(write_cart(CART))
    older["lines"] = [line[:5] for line in older["lines"]]
    del older["coupons"], older["prices_seen"]
    assert read_cart(json.dumps(older)) == replace(CART, prices_seen=())


def test_the_sale_of_a_cart_has_its_lots_and_coupons_and_not_the_prices_that_were_seen() -> None:
    cart = replace(CART, lines=(replace(CART.lines[0], lot="L-7"),), coupons=("TEN",))

    assert (cart.wanted().coupons, cart.wanted().lines[0].lot) == (("TEN",), "L-7")
    assert cart.wanted().fingerprint() == replace(cart, prices_seen=()).wanted().fingerprint()


def test_a_cart_is_held_under_a_name_that_stays_out_of_what_is_kept_for_ever(shop: TestShop) -> None:
    keep_cart(CART, now=NOON, by=shop.owner)

    hold_cart(CART.id, name="  Asha, blue coat ", now=NOON + timedelta(minutes=5), by=shop.owner)

    [held] = waiting()
    assert (held.name, held.held_at, held.register) == ("Asha, blue coat", NOON + timedelta(minutes=5), "1")
    assert happened() == [("hold", "")]
    with reading() as tx:
        assert find_cart(tx, "asha, BLUE coat").client_id == CART.id
        assert find_cart(tx, "cart").client_id == CART.id


def test_a_name_that_two_carts_have_is_asked_back(shop: TestShop) -> None:
    for number in (1, 2):
        keep_cart(replace(CART, id=f"cart-000{number}"), now=NOON, by=shop.owner)
        hold_cart(f"cart-000{number}", name="coat", now=NOON, by=shop.owner)

    with reading() as tx:
        with pytest.raises(CartUnclear, match="2 carts are called 'coat'"):
            find_cart(tx, "coat")
        with pytest.raises(CartUnclear):
            find_cart(tx, "cart-000")
        with pytest.raises(UnknownCart):
            find_cart(tx, "car")
        assert find_cart(tx, "cart-0002").client_id == "cart-0002"


def test_a_cart_recalled_at_another_register_is_that_registers_sale_under_the_same_id(shop: TestShop) -> None:
    add_register(id="second", code="2", now=NOON, by=shop.owner)
    keep_cart(CART, now=NOON, by=shop.owner)
    hold_cart(CART.id, name="coat", now=NOON, by=shop.owner)

    cart = recall_cart(CART.id, register="2", now=NOON, by=shop.owner)

    assert cart == replace(CART, register="2")
    with reading() as tx:
        assert open_carts(tx, "1") == []
        [stored] = open_carts(tx, "2")
    assert (stored.held_at, read_cart(stored.content)) == (None, cart)
    assert happened() == [("hold", ""), ("recall", '{"from":"1","to":"2"}')]

    paid = replace(cart, tenders=(Tendered(type="cash", amount_minor=200_00),))
    keep_cart(paid, now=NOON, by=shop.owner)
    sold = sell(paid.wanted(), now=NOON, by=shop.owner)
    assert sell(paid.wanted(), now=NOON, by=shop.owner).repeated
    assert sold.number.startswith("2/")
    assert shop.count("sale") == 1
    with pytest.raises(CartPosted):
        recall_cart(CART.id, register="1", now=NOON, by=shop.owner)
    with pytest.raises(CartPosted):
        hold_cart(CART.id, name="", now=NOON, by=shop.owner)


def test_a_cart_that_two_registers_sell_is_one_sale(shop: TestShop) -> None:
    """The one register still has the cart on its screen when the other recalls it and is faster."""
    add_register(id="second", code="2", now=NOON, by=shop.owner)
    paid = replace(CART, tenders=(Tendered(type="cash", amount_minor=200_00),))
    keep_cart(paid, now=NOON, by=shop.owner)
    recalled = recall_cart(CART.id, register="2", now=NOON, by=shop.owner)

    sell(recalled.wanted(), now=NOON, by=shop.owner)
    with pytest.raises(IdReused):
        sell(paid.wanted(), now=NOON, by=shop.owner)
    with pytest.raises(CartPosted):
        keep_cart(paid, now=NOON, by=shop.owner)

    assert shop.count("sale") == 1
    assert shop.on_hand(TEA)[0] == 8_000


def test_going_on_with_a_cart_that_was_left_open_is_no_recall(shop: TestShop) -> None:
    keep_cart(CART, now=NOON, by=shop.owner)

    assert recall_cart(CART.id, register="1", now=NOON, by=shop.owner) == CART
    assert happened() == []


def test_a_cart_survives_the_end_of_the_shift_it_was_opened_in(shop: TestShop) -> None:
    keep_cart(CART, now=NOON, by=shop.owner)
    hold_cart(CART.id, name="coat", now=NOON, by=shop.owner)

    shop.sell((RICE, "1"), cash="120")
    close_shift(id="z", register="1", counted=Counted(total_minor=120_00), now=NOON, by=shop.owner)

    assert [cart.client_id for cart in waiting()] == [CART.id]
    assert recall_cart(CART.id, register="1", now=LATER, by=shop.owner) == CART


def test_a_cart_expires_into_a_list_when_nobody_touched_it_for_so_many_hours_and_not_sooner(shop: TestShop) -> None:
    keep_cart(CART, now=NOON, by=shop.owner)
    keep_cart(replace(CART, id="cart-0002"), now=NOON, by=shop.owner)
    hold_cart("cart-0002", name="coat", now=NOON + timedelta(hours=1), by=shop.owner)

    assert expire_carts(now=LATER - timedelta(seconds=1), by=shop.owner) == ()
    assert expire_carts(now=LATER, by=shop.owner) == (CART.id,)
    assert expire_carts(now=LATER, by=shop.owner) == (), "once"

    [gone] = expired()
    assert (gone.expired_at, read_cart(gone.content)) == (LATER, CART)
    assert [cart.client_id for cart in waiting()] == ["cart-0002"]
    assert happened() == [("expire", "")]

    assert expire_carts(now=LATER + timedelta(hours=1), by=shop.owner) == ("cart-0002",), "one on hold too"


@pytest.mark.parametrize("how", ["recall", "hold", "keep"])
def test_an_expired_cart_that_is_touched_waits_again(shop: TestShop, how: str) -> None:
    keep_cart(CART, now=NOON, by=shop.owner)
    expire_carts(now=LATER, by=shop.owner)

    if how == "recall":
        recall_cart(CART.id, register="1", now=LATER, by=shop.owner)
    elif how == "hold":
        hold_cart(CART.id, name="", now=LATER, by=shop.owner)
    else:
        keep_cart(CART, now=LATER, by=shop.owner)

    assert [cart.client_id for cart in waiting()] == [CART.id]
    assert expired() == []
    assert expire_carts(now=LATER + timedelta(hours=23), by=shop.owner) == ()


def test_a_cart_that_was_sold_does_not_expire(shop: TestShop) -> None:
    paid = replace(CART, tenders=(Tendered(type="cash", amount_minor=200_00),))
    keep_cart(paid, now=NOON, by=shop.owner)
    sell(paid.wanted(), now=NOON, by=shop.owner)

    assert expire_carts(now=LATER, by=shop.owner) == ()
    assert (waiting(), expired()) == ([], [])


def test_the_shop_says_how_long_a_cart_waits(shop: TestShop) -> None:
    change_setting(id="hours", key="cart_hours", text="168", now=NOON, by=shop.owner)
    keep_cart(CART, now=NOON, by=shop.owner)

    assert expire_carts(now=NOON + timedelta(hours=167), by=shop.owner) == ()
    assert expire_carts(now=NOON + timedelta(hours=168), by=shop.owner) == (CART.id,)
    for text in ("0", "-1", "8785", "1.5", ""):
        with pytest.raises(SettingRefused):
            change_setting(id=f"no-{text}", key="cart_hours", text=text, now=NOON, by=shop.owner)


def test_what_is_not_there_is_neither_held_nor_recalled(shop: TestShop) -> None:
    keep_cart(CART, now=NOON, by=shop.owner)

    with pytest.raises(UnknownCart):
        hold_cart("cart-9", name="", now=NOON, by=shop.owner)
    with pytest.raises(UnknownCart):
        recall_cart("cart-9", register="1", now=NOON, by=shop.owner)
    with pytest.raises(UnknownRegister):
        recall_cart(CART.id, register="9", now=NOON, by=shop.owner)
    with pytest.raises(TextRefused):
        hold_cart(CART.id, name="x" * 121, now=NOON, by=shop.owner)
    assert happened() == []


def test_who_may_not_sell_moves_no_carts(shop: TestShop) -> None:
    accountant = Actor(staff_id=shop.owner.staff_id, name="Meena", role=Role.accountant)
    keep_cart(CART, now=NOON, by=shop.owner)

    for work in (
        lambda: hold_cart(CART.id, name="", now=NOON, by=accountant),
        lambda: recall_cart(CART.id, register="1", now=NOON, by=accountant),
        lambda: expire_carts(now=LATER, by=accountant),
        lambda: drop_cart(CART.id, now=NOON, by=accountant),
    ):
        with pytest.raises(NotAllowed):
            work()
    assert [cart.client_id for cart in waiting()] == [CART.id]
