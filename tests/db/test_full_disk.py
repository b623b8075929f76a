"""A disk that is full or fails is told in a clear message; nothing is half done, and the next sale works."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from tests.memory import shop_in_memory
from tests.race.tills import Answer, Till, Tills, answer
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.core.wanted import WantedCustomer, WantedSale
from tillbook.db.opening import DATABASE_NAME

FULL = "The disk is full; nothing was posted. Free some space and try again."
FAILED = "The disk reported an error; nothing was posted. Check the disk, then try again."


@pytest.fixture
def shop(shop_template: Path) -> Iterator[TestShop]:
    with shop_in_memory(shop_template) as shop:
        yield shop


@dataclass(frozen=True, kw_only=True)
class Seen:
    """How a run into a full disk went: documents before it, the refusal, and the same command after it."""

    sold: list[Answer]
    refused: Answer
    again: Answer


def a_sale(shop: TestShop, id: str) -> WantedSale:
    """A sale that writes to every table."""
    customer = WantedCustomer(name=f"Asha {id}", email=f"{id}@example.com")
    return shop.sale((TEA, "0.001"), (RICE, "0.001"), (OIL, "0.001"), id=id, customer=customer)


def must_be_as_told(shop: TestShop, seen: Seen, message: str) -> None:
    sold = [given.number for given in seen.sold]
    assert (seen.refused.refused, seen.refused.message) == ("disk", message)
    assert seen.again.sold, "the same command works once there is space"
    assert shop.count("sale") == len(sold) + 1
    assert sorted([*sold, seen.again.number]) == [f"1/26-27/{n:06}" for n in range(1, len(sold) + 2)]
    shop.must_be_clean()


def test_a_full_database_refuses_and_goes_on_when_there_is_space(shop: TestShop) -> None:
    """The engine is told that the file may not grow any more: it answers "full" in the middle of a sale."""
    for sku in (TEA, OIL):
        shop.set_product(sku, step_milli=1)
    raw: sqlite3.Connection = connection.connection
    raw.execute("PRAGMA max_page_count=1")  # the engine makes it the size of now
    sold: list[Answer] = []
    while (given := answer(shop.post, a_sale(shop, f"sale-{len(sold)}"))).sold:
        sold.append(given)
    raw.execute("PRAGMA max_page_count=1000000")
    again = answer(shop.post, a_sale(shop, f"sale-{len(sold)}"))
    must_be_as_told(shop, Seen(sold=sold, refused=given, again=again), FULL)


def run_into_a_limit(till: Till, room: int) -> Seen:
    """Sell until the system lets no file grow by more than `room` bytes; then again without that limit."""
    import resource

    shop = till.shop
    log = shop.home / f"{DATABASE_NAME}-wal"
    sold = [answer(shop.post, a_sale(shop, "first"))]
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + room, hard))
    try:
        while (given := answer(shop.post, a_sale(shop, f"sale-{len(sold)}"))).sold:
            sold.append(given)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    return Seen(sold=sold, refused=given, again=answer(shop.post, a_sale(shop, f"sale-{len(sold)}")))


@pytest.mark.skipif(sys.platform == "win32", reason="this system cannot limit the size of a file")
def test_a_file_that_cannot_grow_refuses_wherever_in_a_sale_it_happens(shop_template: Path) -> None:
    """The limit strikes at twelve places of what a sale writes: a page, its header, the middle of one."""
    with Tills(1) as one:
        for room in range(0, 60_000, 5_003):
            with shop_in_memory(shop_template) as shop:
                for sku in (TEA, OIL):
                    shop.set_product(sku, step_milli=1)
                connection.close()
                [seen] = one.at_once(shop, run_into_a_limit, room)
                must_be_as_told(shop, seen, FAILED)
