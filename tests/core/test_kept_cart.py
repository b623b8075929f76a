"""A kept cart reads back as it was, whatever was entered."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.discount import Discount
from tillbook.core.kept_cart import CartUnreadable, KeptCart, Step, read_cart, write_cart
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer, WantedLine

AT = datetime(2026, 11, 22, 8, 35, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
minor = st.integers(0, 10**12 - 1)
prices = st.decimals(0, 10**9, places=2)
discounts = st.none() | st.builds(Discount, percent=st.decimals(0, 100, places=3)) | st.builds(
    Discount, amount_minor=minor
)  # fmt: skip
carts = st.builds(
    KeptCart,
    id=texts,
    register=texts,
    opened_at=st.datetimes(timezones=st.just(UTC)),
    step=st.sampled_from(Step),
    customer=st.builds(WantedCustomer, name=texts, email=texts, phone=texts, code=texts),
    lines=st.lists(
        st.builds(
            WantedLine,
            product=texts,
            quantity_milli=minor,
            unit_price=st.none() | prices,
            discount=discounts,
            partial=st.booleans(),
        ),
        max_size=4,
    ).map(tuple),
    pending=texts,
    pending_milli=minor,
    discount=discounts,
    tenders=st.lists(st.builds(Tendered, type=texts, amount_minor=minor, reference=texts), max_size=3).map(tuple),
    shown_total_minor=st.none() | minor,
)


@given(carts)
def test_what_is_kept_reads_back_as_it_was(cart: KeptCart) -> None:
    again = read_cart(write_cart(cart))

    assert again == cart
    assert again.wanted().fingerprint() == cart.wanted().fingerprint(), "a repeat is the same command"


@given(st.text(max_size=30) | st.recursive(st.none() | st.integers() | texts, st.lists).map(json.dumps))
def test_anything_else_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(CartUnreadable, match="another version"):
        read_cart(text)


def test_a_cart_is_empty_until_something_was_entered() -> None:
    cart = KeptCart(id="1", register="1", opened_at=AT, step=Step.paying, shown_total_minor=0)
    assert cart.is_empty
    assert cart.wanted().customer is None

    line = WantedLine(product="TEA", quantity_milli=1000, unit_price=Decimal("9.5"))
    for entered in (
        {"customer": WantedCustomer(name="Asha")},
        {"lines": (line,)},
        {"pending": "TEA"},
        {"discount": Discount(percent=Decimal(5))},
        {"tenders": (Tendered(type="cash", amount_minor=5),)},
    ):
        assert not KeptCart(id="1", register="1", opened_at=AT, **entered).is_empty
