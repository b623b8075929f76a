"""What the till offers, it offers at the price that it will charge today (P1)."""

from __future__ import annotations

from datetime import date, timedelta

from tests.actions.test_prices import put
from tests.cli.console.cashier import NOBODY, last_bill, sell_by
from tests.shop import TEA, TestShop


def test_the_products_offered_have_the_price_of_the_day(shop: TestShop) -> None:
    shop.add_product("301", "Darjeeling, second flush", "80.00", short_stock="allow")
    put(shop, TEA, "99.50", since=date(2026, 11, 23))

    before = sell_by(shop, *NOBODY, "darj", "1", "1", "", "")
    shop.now += timedelta(days=1)
    after = sell_by(shop, *NOBODY, "darj", "1", "1", "", "")

    assert "₹95.00" in _offered(before.notes)
    assert "₹99.50" in _offered(after.notes)
    assert last_bill(shop).total_minor == 99_50


def _offered(notes: str) -> str:
    return next(line for line in notes.splitlines() if line.startswith("  1  101"))
