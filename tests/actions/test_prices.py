"""Price lists, quantity breaks and prices from a day on."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.actions.prices import BadPrice, PriceListRefused, PricesSet, WantedPrice, add_list, set_prices
from tillbook.core.price_lists import PriceBreaks
from tillbook.core.pricing import PriceInvalid
from tillbook.core.rights import Actor, NotAllowed
from tillbook.db.transaction import reading
from tillbook.queries import prices as asked
from tillbook.queries.postings import IdReused
from tillbook.queries.prices import UnknownPriceList, list_prices, price_history, price_list_id

TODAY = date(2026, 11, 22)


def put(
    shop: TestShop,
    sku: str,
    price: str,
    *,
    on: str = "retail",
    start: str = "0",
    since: date | None = None,
    id: str = "",
) -> PricesSet:
    wanted = WantedPrice(
        product=sku,
        price=Decimal(price) if price else None,
        price_list=on,
        from_milli=int(Decimal(start) * 1000),
        valid_from=since,
    )
    return set_prices(id=id or shop.new_id(), prices=[wanted], now=shop.now, by=shop.owner)


def wholesale(shop: TestShop) -> PricesSet:
    return add_list(id="wholesale", code="wholesale", name="Wholesale", now=shop.now, by=shop.owner)


def breaks(shop: TestShop, sku: str, *, on: str = "", day: date = TODAY) -> PriceBreaks:
    with reading() as tx:
        row = tx.row("SELECT id FROM product WHERE sku = ?", (sku,))
        assert row is not None
        own = price_list_id(tx, on) if on else None
        return list_prices(tx, [row[0]], price_list_id=own, day=day).get(row[0], PriceBreaks())


def own_price(sku: str) -> str:
    with reading() as tx:
        row = tx.row("SELECT price FROM product WHERE sku = ?", (sku,))
    assert row is not None
    return str(row[0])


def test_the_retail_price_is_the_products_own_and_is_sold_at(shop: TestShop) -> None:
    assert put(shop, TEA, "99.50").number == "PR/26-27/000001"

    assert own_price(TEA) == "99.5"
    assert breaks(shop, TEA).unit_price(1000) is None
    assert shop.sell((TEA, "2")).total_minor == 19900


def test_a_price_is_journalled_with_what_it_was_before(shop: TestShop) -> None:
    put(shop, TEA, "99.50", id="first")
    put(shop, TEA, "101", id="second")

    with reading() as tx:
        rows = tx.rows(
            """SELECT j.text FROM journal_entry j JOIN posting p ON p.id = j.posting_id WHERE p.kind = 'prices'
            ORDER BY j.id"""
        )
    said = [json.loads(text)["body"]["prices"] for (text,) in rows]
    plain = {"from_milli": 0, "list": "retail", "product": TEA, "valid_from": "2026-11-22"}
    assert said == [
        [{**plain, "before": "", "after": "99.5", "own_price_before": "95.00"}],
        [{**plain, "before": "99.5", "after": "101", "own_price_before": "99.5"}],
    ]


def test_more_cost_less_from_a_quantity_on(shop: TestShop) -> None:
    put(shop, TEA, "90", start="6")
    put(shop, TEA, "85.5", start="12")

    found = breaks(shop, TEA)
    assert [found.unit_price(milli) for milli in (5_999, 6_000, 11_999, 12_000)] == [
        None, Decimal(90), Decimal(90), Decimal("85.5"),
    ]  # fmt: skip
    assert own_price(TEA) == "95.00"


def test_the_customers_own_list_comes_first_and_retail_breaks_where_it_says_nothing(shop: TestShop) -> None:
    wholesale(shop)
    put(shop, TEA, "80", on="wholesale", start="10")
    put(shop, TEA, "90", start="6")

    found = breaks(shop, TEA, on="wholesale")
    assert [found.unit_price(milli) for milli in (1_000, 6_000, 10_000)] == [None, Decimal(90), Decimal(80)]
    assert breaks(shop, TEA).unit_price(10_000) == Decimal(90)


def test_a_price_holds_from_its_day_on_until_a_later_one(shop: TestShop) -> None:
    wholesale(shop)
    put(shop, TEA, "80", on="wholesale")
    put(shop, TEA, "82", on="wholesale", since=TODAY + timedelta(days=9))
    put(shop, TEA, "81", on="wholesale", since=TODAY + timedelta(days=3))

    days = [
        breaks(shop, TEA, on="wholesale", day=TODAY + timedelta(days=days)).unit_price(0) for days in (0, 2, 3, 8, 9)
    ]
    assert days == [Decimal(80), Decimal(80), Decimal(81), Decimal(81), Decimal(82)]
    assert breaks(shop, TEA, on="wholesale", day=TODAY - timedelta(days=1)).unit_price(0) is None


def test_of_two_prices_for_one_day_the_one_set_later_counts(shop: TestShop) -> None:
    wholesale(shop)
    put(shop, TEA, "80", on="wholesale")
    put(shop, TEA, "79", on="wholesale")

    assert breaks(shop, TEA, on="wholesale").unit_price(0) == Decimal(79)


def test_an_empty_price_ends_the_one_before(shop: TestShop) -> None:
    wholesale(shop)
    put(shop, TEA, "80", on="wholesale")
    put(shop, TEA, "75", on="wholesale", start="10")
    put(shop, TEA, "", on="wholesale", since=TODAY + timedelta(days=1))

    later = breaks(shop, TEA, on="wholesale", day=TODAY + timedelta(days=1))
    assert breaks(shop, TEA, on="wholesale").unit_price(1_000) == Decimal(80)
    assert (later.unit_price(1_000), later.unit_price(10_000)) == (None, Decimal(75))


def test_a_retail_price_of_a_day_to_come_leaves_todays_alone(shop: TestShop) -> None:
    christmas, new_year = date(2026, 12, 24), date(2027, 1, 1)
    put(shop, TEA, "70", since=christmas)
    put(shop, TEA, "", since=new_year)

    assert own_price(TEA) == "95.00"
    assert [breaks(shop, TEA, day=day).unit_price(0) for day in (TODAY, christmas, new_year)] == [
        None, Decimal(70), None,
    ]  # fmt: skip


def test_a_retail_price_set_when_another_came_into_force_is_the_one_that_holds(shop: TestShop) -> None:
    put(shop, TEA, "70", since=TODAY + timedelta(days=1))
    shop.now += timedelta(days=3)
    put(shop, TEA, "96")

    assert own_price(TEA) == "96"
    assert breaks(shop, TEA, day=TODAY + timedelta(days=3)).unit_price(0) is None
    assert breaks(shop, TEA, day=TODAY + timedelta(days=2)).unit_price(0) == Decimal(70)


def test_a_retail_price_dated_back_behind_a_later_one_changes_nothing_now(shop: TestShop) -> None:
    put(shop, TEA, "97")
    put(shop, TEA, "60", since=TODAY - timedelta(days=5))

    assert own_price(TEA) == "97"


def test_all_lines_of_a_cart_are_asked_for_at_once(shop: TestShop) -> None:
    put(shop, TEA, "90", start="6")
    put(shop, OIL, "150", start="3")
    with reading() as tx:
        ids = {sku: number for number, sku in tx.rows("SELECT id, sku FROM product")}
        before = tx.statements
        found = list_prices(tx, sorted(ids.values()), price_list_id=None, day=TODAY)
        assert tx.statements - before == 1

    assert {sku: found[ids[sku]].unit_price(99_000) for sku in (TEA, OIL)} == {TEA: Decimal(90), OIL: Decimal(150)}
    assert ids[RICE] not in found


def test_who_changed_what_is_known(shop: TestShop) -> None:
    wholesale(shop)
    put(shop, TEA, "80", on="wholesale", start="10")
    shop.now += timedelta(hours=1)
    put(shop, TEA, "78.25", on="wholesale", start="10")
    put(shop, OIL, "170")

    with reading() as tx:
        history = price_history(tx, sku=TEA)
        everything = price_history(tx)
    assert [(each.before, each.after, each.person, each.at.hour) for each in history] == [
        ("80", "78.25", "Owner", 13), ("", "80", "Owner", 12),
    ]  # fmt: skip
    assert [each.sku for each in everything] == [OIL, TEA, TEA]
    assert history[0].number == "PR/26-27/000003"


def test_lists_are_shown_with_their_products_and_customers(shop: TestShop) -> None:
    wholesale(shop)
    put(shop, TEA, "80", on="wholesale", start="10")
    put(shop, TEA, "81", on="wholesale", start="5")

    with reading() as tx:
        seen = [(each.code, each.name, each.products) for each in asked.price_lists(tx)]
    assert seen == [("retail", "Retail", 0), ("wholesale", "Wholesale", 1)]


def test_sent_again_a_price_is_set_once(shop: TestShop) -> None:
    first = put(shop, TEA, "99", id="mine")
    again = put(shop, TEA, "99.00", id="mine")

    assert (again.number, again.repeated, shop.count("price")) == (first.number, True, 1)
    with pytest.raises(IdReused):
        put(shop, TEA, "98", id="mine")
    assert wholesale(shop).number == wholesale(shop).number


def test_what_cannot_be_a_price_is_refused_with_its_place(shop: TestShop) -> None:
    with pytest.raises(BadPrice, match="No product has the SKU 'NONE'") as refused:
        put(shop, "NONE", "1")
    assert refused.value.path == "prices[0].product"
    with pytest.raises(PriceInvalid):
        put(shop, TEA, "-1")
    with pytest.raises(UnknownPriceList, match="there are: retail"):
        put(shop, TEA, "1", on="friends")
    with pytest.raises(BadPrice, match="twice"):
        twice = WantedPrice(product=TEA, price=Decimal(1))
        set_prices(id="twice", prices=[twice, twice], now=shop.now, by=shop.owner)
    wholesale(shop)
    with pytest.raises(PriceListRefused, match="There is a price list wholesale"):
        add_list(id="again", code="wholesale", name="W", now=shop.now, by=shop.owner)
    with pytest.raises(PriceListRefused, match="small letters"):
        add_list(id="again", code="Whole Sale", name="W", now=shop.now, by=shop.owner)
    assert shop.count("price") == 0


def test_a_cashier_sets_no_prices(shop: TestShop) -> None:
    cashier = Actor(staff_id=1, name="Ravi", role="cashier")
    with pytest.raises(NotAllowed):
        set_prices(id="x", prices=[WantedPrice(product=TEA, price=Decimal(1))], now=shop.now, by=cashier)
