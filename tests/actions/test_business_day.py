"""Each posting gets its day and its fiscal year once, from the shop's own clock (P21, P10)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.shop import RICE, TEA, TestShop

from tillbook.actions.settings import change_setting
from tillbook.actions.stock import StockLine, adjust
from tillbook.db.statements import read_date
from tillbook.db.transaction import reading, transaction_of_one_action

KOLKATA = ZoneInfo("Asia/Kolkata")
BERLIN = ZoneInfo("Europe/Berlin")


def keep_open_until(shop: TestShop, hour: int) -> None:
    change_setting(id=shop.new_id(), key="cut_over_hour", text=str(hour), now=shop.now, by=shop.owner)


def sold_at(shop: TestShop, *clock: int, zone: ZoneInfo = KOLKATA, fold: int = 0) -> tuple[date, str]:
    """Sell when the shop's clock shows this; the day and the number of the bill."""
    shop.now = datetime(*clock, tzinfo=zone, fold=fold).astimezone(UTC)  # type: ignore[misc, arg-type]
    bill = shop.sell((RICE, "0.001"))
    assert bill.posted_at == shop.now
    return bill.business_date, bill.number


def test_a_day_ends_at_midnight_on_the_shops_clock_unless_it_says_otherwise(shop: TestShop) -> None:
    assert sold_at(shop, 2026, 11, 22, 23, 59, 59)[0] == date(2026, 11, 22)
    assert sold_at(shop, 2026, 11, 23, 0, 0)[0] == date(2026, 11, 23)


def test_until_the_cut_over_hour_a_night_counts_for_the_evening_before(shop: TestShop) -> None:
    keep_open_until(shop, 4)
    assert sold_at(shop, 2026, 11, 22, 23, 0)[0] == date(2026, 11, 22)
    assert sold_at(shop, 2026, 11, 23, 3, 59, 59)[0] == date(2026, 11, 22)
    assert sold_at(shop, 2026, 11, 23, 4, 0)[0] == date(2026, 11, 23)


def test_goods_in_and_corrections_count_for_the_same_day_as_sales(shop: TestShop) -> None:
    keep_open_until(shop, 4)
    shop.now = datetime(2026, 11, 23, 3, 0, tzinfo=KOLKATA).astimezone(UTC)
    shop.receive(TEA, "1", "50")
    line = StockLine(product=TEA, quantity_milli=-1000)
    adjust(id="night", lines=[line], reason="broken", now=shop.now, by=shop.owner)
    shop.sell((TEA, "1"))
    with reading() as tx:
        days = tx.rows("SELECT kind, business_date FROM posting WHERE at = '2026-11-22 21:30:00' ORDER BY id")
    assert [(kind, read_date(day)) for kind, day in days] == [
        ("receipt", date(2026, 11, 22)),
        ("adjustment", date(2026, 11, 22)),
        ("sale", date(2026, 11, 22)),
    ]


def test_a_posting_keeps_its_day_when_the_shop_changes_its_hours_or_moves(shop: TestShop) -> None:
    shop.now = datetime(2026, 11, 23, 3, 0, tzinfo=KOLKATA).astimezone(UTC)
    bill = shop.sell((TEA, "1"))
    keep_open_until(shop, 4)
    change_setting(id="moved", key="timezone", text="America/New_York", now=shop.now, by=shop.owner)
    with reading() as tx:
        [(day,)] = tx.rows("SELECT business_date FROM posting WHERE number = ?", (bill.number,))
    assert read_date(day) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("clock", "fold", "day"),
    [
        ((2026, 10, 25, 2, 30), 0, date(2026, 10, 24)),
        ((2026, 10, 25, 2, 30), 1, date(2026, 10, 24)),
        ((2026, 10, 25, 3, 0), 0, date(2026, 10, 25)),
        ((2026, 3, 29, 1, 59), 0, date(2026, 3, 28)),
        ((2026, 3, 29, 3, 0), 0, date(2026, 3, 29)),
    ],
)
def test_a_night_of_a_clock_change_has_one_end(shop: TestShop, clock: tuple[int, ...], fold: int, day: date) -> None:
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET timezone = 'Europe/Berlin', cut_over_hour = 3")
    assert sold_at(shop, *clock, zone=BERLIN, fold=fold)[0] == day


def test_a_fiscal_year_starts_with_number_one_on_the_first_of_april(shop: TestShop) -> None:
    keep_open_until(shop, 4)
    assert sold_at(shop, 2027, 3, 31, 23, 59)[1] == "1/26-27/000001"
    assert sold_at(shop, 2027, 4, 1, 3, 59)[1] == "1/26-27/000002"
    assert sold_at(shop, 2027, 4, 1, 4, 0)[1] == "1/27-28/000001"
    assert sold_at(shop, 2028, 4, 1, 4, 0)[1] == "1/28-29/000001"


def test_goods_in_have_their_own_numbers_in_each_year(shop: TestShop) -> None:
    assert shop.receive(TEA, "1").number == "GR/26-27/000004"
    shop.now = datetime(2027, 4, 1, 12, 0, tzinfo=UTC)
    assert shop.receive(TEA, "1").number == "GR/27-28/000001"
    assert shop.adjust(TEA, "1").number == "AD/27-28/000001"
