"""The menu shows what the till will charge that day for one of each product (P1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.actions.test_prices import put, wholesale
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.db.transaction import reading
from tillbook.queries import search
from tillbook.queries.search import menu

TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)


def prices(text: str = "", *, day: date = TODAY, order: str = "id") -> list[tuple[str, Decimal]]:
    with reading() as tx:
        return [(line.sku, line.price) for line in menu(tx, text, order=order, day=day)]


def charged(shop: TestShop, sku: str) -> Decimal:
    """What the till charges for one."""
    return Decimal(shop.sell((sku, "1")).total_minor).scaleb(-2)


def test_a_price_that_was_set_for_a_day_to_come_is_shown_on_that_day(shop: TestShop) -> None:
    put(shop, TEA, "99.50", since=TOMORROW)

    assert prices("darj") == [(TEA, Decimal(95))]
    assert charged(shop, TEA) == Decimal(95)
    shop.now += timedelta(days=1)
    assert prices("darj", day=TOMORROW) == [(TEA, Decimal("99.50"))]
    assert charged(shop, TEA) == Decimal("99.50")


def test_a_price_from_one_unit_on_is_shown_and_one_from_more_is_not(shop: TestShop) -> None:
    put(shop, TEA, "94", start="1")
    put(shop, OIL, "170", start="2")

    assert prices() == [(TEA, Decimal(94)), (RICE, Decimal("120.00")), (OIL, Decimal("180.50"))]
    assert (charged(shop, TEA), charged(shop, OIL)) == (Decimal(94), Decimal("180.50"))


def test_a_price_that_was_set_since_or_ended_or_is_of_another_list_is_not_shown(shop: TestShop) -> None:
    wholesale(shop)
    put(shop, RICE, "100", on="wholesale")
    put(shop, TEA, "99", since=TOMORROW)
    put(shop, OIL, "190", since=TOMORROW)
    shop.now += timedelta(days=2)
    put(shop, TEA, "98")
    put(shop, OIL, "")

    day = TODAY + timedelta(days=2)
    assert prices(day=day) == [(TEA, Decimal(98)), (RICE, Decimal("120.00")), (OIL, Decimal("180.50"))]
    assert [charged(shop, sku) for sku in (TEA, RICE, OIL)] == [Decimal(98), Decimal(120), Decimal("180.50")]


def test_ordered_by_price_it_is_by_the_price_of_the_day(shop: TestShop) -> None:
    put(shop, TEA, "200", since=TOMORROW)

    assert [sku for sku, _ in prices(order="price")] == [TEA, RICE, OIL]
    assert [sku for sku, _ in prices(order="price", day=TOMORROW)] == [RICE, OIL, TEA]


@pytest.mark.parametrize("named_max", [500, 2])
def test_the_prices_of_a_page_cost_one_statement_however_long_it_is(
    shop: TestShop, named_max: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(shop, TEA, "99", since=TOMORROW)
    put(shop, OIL, "190", since=TOMORROW)
    monkeypatch.setattr(search, "NAMED_MAX", named_max)

    with reading() as tx:
        plain = menu(tx)
        before = tx.statements
        found = menu(tx, day=TOMORROW)
        assert tx.statements == before + 2
    assert [line.price for line in found] == [Decimal(99), Decimal("120.00"), Decimal(190)]
    assert [replace(line, price=Decimal(0)) for line in found] == [replace(line, price=Decimal(0)) for line in plain]


def test_without_a_day_it_is_the_products_own_price(shop: TestShop) -> None:
    put(shop, TEA, "94", start="1")

    with reading() as tx:
        assert menu(tx, "darj")[0].price == Decimal(95)
