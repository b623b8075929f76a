"""A shop that is killed while it sells holds the whole sale or none of it (P7), whatever the instant."""

from __future__ import annotations

import random
from functools import partial

import pytest
from tests.killing import CAN_FORK, calls_of, killed_at
from tests.shop import OIL, TEA, TestShop

from tillbook.db.opening import open_shop

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="killing a child at a chosen call needs fork")

INSTANTS = 40


def test_a_sale_killed_at_any_instant_is_whole_or_absent_and_can_be_sent_again(shop: TestShop) -> None:
    def sell(id: str) -> None:
        open_shop(shop.home)
        shop.post(shop.sale((TEA, "0.001"), (OIL, "0.001"), id=id))

    for sku in (TEA, OIL):
        shop.set_product(sku, step_milli=1)
    last = calls_of(lambda: sell("measured"))
    open_shop(shop.home)
    sales = shop.count("sale")
    chosen = random.Random(20261122).sample(range(1, last + 1), INSTANTS)
    for number, call in enumerate(sorted(chosen)):
        killed_at(call, partial(sell, f"sale-{number}"))
        open_shop(shop.home)
        shop.must_be_clean()
        stored = shop.count("sale") - sales
        assert stored in (0, 1)
        again = shop.post(shop.sale((TEA, "0.001"), (OIL, "0.001"), id=f"sale-{number}"))
        assert again.repeated == bool(stored)
        sales += 1
        assert shop.count("sale") == sales
