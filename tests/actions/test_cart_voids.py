"""What was entered and taken out again is recorded, not erased: who, when, how much, at which price."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st
from tests.shop import NOON, OIL, RICE, TEA, TestShop

from tillbook.actions.cart import drop_cart, keep_cart
from tillbook.actions.sell import sell
from tillbook.actions.staff import add_staff
from tillbook.core.cart_events import VoidedLine, lines_of, read_voided, voided, write_voided
from tillbook.core.discount import Discount
from tillbook.core.kept_cart import KeptCart, Step
from tillbook.core.rights import Actor, Role
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer, WantedLine
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.queries.carts import Void, cart_events, voids

TODAY = date(2026, 11, 22)
TWO_TEAS = WantedLine(product=TEA, quantity_milli=2_000)
RICE_BY_HAND = WantedLine(product=RICE, quantity_milli=1_500, unit_price=Decimal("99.50"))
CART = KeptCart(
    id="cart-1",
    register="1",
    opened_at=NOON,
    step=Step.lines,
    lines=(TWO_TEAS, RICE_BY_HAND),
    prices_seen=((TEA, Decimal("95.00")), (RICE, Decimal("120.00"))),
)


def of_day(first: date = TODAY, last: date | None = None) -> list[Void]:
    with reading() as tx:
        return voids(tx, first=first, last=last or first)


def told(found: list[Void]) -> list[tuple[str, str, int, Decimal | None, str]]:
    return [(void.kind, void.product, void.quantity_milli, void.unit_price, void.name) for void in found]


def test_a_voided_line_is_recorded_with_its_price_and_who_did_it(shop: TestShop) -> None:
    add_staff(id="hire", name="Ravi", role="cashier", now=NOON, by=shop.owner)
    with reading() as tx:
        [(ravi,)] = tx.rows("SELECT id FROM staff WHERE name = 'Ravi'")
    cashier = Actor(staff_id=ravi, name="Ravi", role=Role.cashier)
    keep_cart(CART, now=NOON, by=shop.owner)

    keep_cart(replace(CART, lines=(TWO_TEAS,)), now=NOON + timedelta(minutes=1), by=cashier)
    keep_cart(replace(CART, lines=(replace(TWO_TEAS, quantity_milli=500),)), now=NOON, by=shop.owner)

    found = of_day()
    assert told(found) == [
        ("void_line", RICE, 1_500, Decimal("99.50"), "Basmati"),
        ("void_line", TEA, 1_500, Decimal("95.00"), "Darjeeling"),
    ]
    assert [(void.staff, void.at) for void in found] == [("Ravi", NOON + timedelta(minutes=1)), ("Owner", NOON)]


def test_what_changes_and_goes_nowhere_is_not_voided(shop: TestShop) -> None:
    keep_cart(CART, now=NOON, by=shop.owner)
    dearer = replace(RICE_BY_HAND, unit_price=None, discount=Discount(percent=Decimal(5)))
    parts = (replace(TWO_TEAS, quantity_milli=500), replace(TWO_TEAS, quantity_milli=1_500, lot="L-7"))

    keep_cart(replace(CART, lines=(dearer, *parts)), now=NOON, by=shop.owner)
    keep_cart(replace(CART, lines=(dearer, *parts, TWO_TEAS)), now=NOON, by=shop.owner)

    assert of_day() == []


def test_a_cart_that_is_dropped_names_all_it_held(shop: TestShop) -> None:
    keep_cart(CART, now=NOON, by=shop.owner)

    drop_cart(CART.id, now=NOON, by=shop.owner)
    drop_cart(CART.id, now=NOON, by=shop.owner)

    assert told(of_day()) == [
        ("drop", TEA, 2_000, Decimal("95.00"), "Darjeeling"),
        ("drop", RICE, 1_500, Decimal("99.50"), "Basmati"),
    ]
    assert shop.count("cart") == 0


def test_the_last_line_that_is_voided_is_recorded_though_nothing_is_stored_any_more(shop: TestShop) -> None:
    one = replace(CART, lines=(TWO_TEAS,))
    keep_cart(one, now=NOON, by=shop.owner)

    keep_cart(replace(one, lines=()), now=NOON, by=shop.owner)

    assert told(of_day()) == [("void_line", TEA, 2_000, Decimal("95.00"), "Darjeeling")]
    assert shop.count("cart") == 0


def test_a_cart_that_was_sold_is_taken_away_without_a_trace_of_a_void(shop: TestShop) -> None:
    paid = replace(CART, lines=(TWO_TEAS,), tenders=(Tendered(type="cash", amount_minor=200_00),))
    keep_cart(paid, now=NOON, by=shop.owner)
    sell(paid.wanted(), now=NOON, by=shop.owner)

    drop_cart(paid.id, now=NOON, by=shop.owner)

    assert shop.count("cart_event") == 0


def test_a_day_is_the_shops_day(shop: TestShop) -> None:
    """In Kolkata the 22nd ends at 18:30 UTC."""
    evening = datetime(2026, 11, 22, 18, 29, tzinfo=UTC)
    for number, at in enumerate((evening, evening + timedelta(minutes=1))):
        keep_cart(replace(CART, id=f"cart-{number}"), now=NOON, by=shop.owner)
        drop_cart(f"cart-{number}", now=at, by=shop.owner)

    assert {void.cart_id for void in of_day()} == {"cart-0"}
    assert {void.cart_id for void in of_day(date(2026, 11, 23))} == {"cart-1"}
    assert {void.cart_id for void in of_day(TODAY, date(2026, 11, 23))} == {"cart-0", "cart-1"}
    assert of_day(date(2026, 11, 21)) == []


def test_nothing_of_a_person_is_recorded_for_ever(shop: TestShop) -> None:
    asha = WantedCustomer(name="Asha Rao", email="asha@example.com", phone="+919876543210")
    keep_cart(replace(CART, customer=asha), now=NOON, by=shop.owner)

    drop_cart(CART.id, now=NOON, by=shop.owner)

    with reading() as tx:
        [event] = cart_events(tx, CART.id)
    assert event.detail == '{"lines":[["101",2000,"95"],["102",1500,"99.5"]]}'


@pytest.mark.parametrize("statement", ["UPDATE cart_event SET detail = ''", "DELETE FROM cart_event"])
def test_what_was_recorded_can_be_neither_changed_nor_taken_away(shop: TestShop, statement: str) -> None:
    keep_cart(CART, now=NOON, by=shop.owner)
    drop_cart(CART.id, now=NOON, by=shop.owner)

    with pytest.raises(IntegrityError, match="a posted row is final"), transaction_of_one_action() as tx:
        tx.write(statement)
    assert shop.count("cart_event") == 1


LINES = st.lists(
    st.builds(
        WantedLine,
        product=st.sampled_from((TEA, RICE, OIL)),
        quantity_milli=st.integers(1, 5_000),
        unit_price=st.sampled_from((None, Decimal("1.5"), Decimal(0))),
    ),
    max_size=5,
)


@given(before=LINES, after=LINES)
def test_of_each_product_exactly_what_is_missing_is_voided(before: list[WantedLine], after: list[WantedLine]) -> None:
    held, left = replace(CART, lines=tuple(before)), replace(CART, lines=tuple(after))

    gone = voided(held, left)

    missing = _sums(before)
    missing.subtract(_sums(after))
    assert _sums_voided(gone) == {product: milli for product, milli in missing.items() if milli > 0}
    assert all(line.quantity_milli > 0 for line in gone)
    assert read_voided(write_voided(gone)) == gone
    assert _sums_voided(lines_of(held)) == _sums(before)


def _sums(lines: list[WantedLine]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for line in lines:
        sums[line.product] += line.quantity_milli
    return sums


def _sums_voided(lines: tuple[VoidedLine, ...]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for line in lines:
        sums[line.product] += line.quantity_milli
    return dict(sums)
