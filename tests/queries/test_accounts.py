"""Statements and ageing, now and as they were (P13, P16)."""

from __future__ import annotations

from datetime import date, timedelta

from tests.credit import customer, pay, sell_tea, tender
from tests.shop import NOON, TestShop

from tillbook.core.amounts import Currency
from tillbook.core.statement import Ageing, Statement
from tillbook.db.transaction import reading
from tillbook.formats.statement import ageing_json, statement_json, statement_text
from tillbook.queries.accounts import ageing, open_bills, statement


def asked(customer_id: int, since: date | None = None, until: date | None = None) -> Statement:
    with reading() as tx:
        return statement(tx, customer_id, since=since, until=until)


def aged(day: date) -> list[Ageing]:
    with reading() as tx:
        return ageing(tx, day=day)


def a_quarter(shop: TestShop) -> int:
    """Bought for 95.00 on 22 November, 22 December and 21 January; paid 120.00 on 10 January."""
    asha = customer(shop, limit="1000")
    for day in (NOON, NOON + timedelta(days=30)):
        shop.now = day
        sell_tea(shop, "ASHA", tender("credit", "95"))
    shop.now = NOON + timedelta(days=49)
    pay(shop, asha, "120")
    shop.now = NOON + timedelta(days=60)
    sell_tea(shop, "ASHA", tender("credit", "95"))
    return asha


def test_a_statement_goes_from_the_opening_to_the_closing_balance(shop: TestShop) -> None:
    asha = a_quarter(shop)

    whole = asked(asha)
    assert [(line.number, line.amount_minor, line.balance_minor, line.open_minor) for line in whole.lines] == [
        ("1/26-27/000001", 9500, 9500, 0),
        ("1/26-27/000002", 9500, 19000, 7000),
        ("1P/26-27/000001", -12000, 7000, None),
        ("1/26-27/000003", 9500, 16500, 9500),
    ]
    assert (whole.opening_minor, whole.closing_minor) == (0, 16500)
    december = asked(asha, date(2026, 12, 1), date(2026, 12, 31))
    assert (december.opening_minor, len(december.lines), december.closing_minor) == (9500, 1, 19000)
    nothing = asked(asha, date(2027, 3, 1))
    assert (nothing.opening_minor, nothing.lines, nothing.closing_minor) == (16500, (), 16500)


def test_debts_are_aged_by_business_date_at_any_past_day(shop: TestShop) -> None:
    asha = a_quarter(shop)

    def ages(days: int) -> tuple[int, ...]:
        found = aged(NOON.date() + timedelta(days=days))
        return found[0].ages_minor if found else ()

    assert aged(date(2026, 11, 21)) == []
    assert ages(0) == (9500, 0, 0, 0, 0)
    assert ages(1) == (0, 9500, 0, 0, 0)
    assert ages(30) == (9500, 9500, 0, 0, 0)
    assert ages(31) == (0, 9500, 9500, 0, 0)
    assert ages(49) == (0, 7000, 0, 0, 0)
    assert ages(90) == (0, 9500, 7000, 0, 0)
    assert ages(120) == (0, 0, 9500, 7000, 0)
    assert ages(121) == (0, 0, 0, 9500, 7000)
    [now] = aged(NOON.date() + timedelta(days=60))
    assert (now.customer_id, now.name, now.balance_minor, now.owed_to_them_minor) == (asha, "Asha Rao", 16500, 0)


def test_who_is_owed_stands_in_the_ageing_too(shop: TestShop) -> None:
    asha = customer(shop)
    pay(shop, asha, "40")
    [found] = aged(NOON.date())
    assert (found.ages_minor, found.owed_to_them_minor, found.balance_minor) == ((0, 0, 0, 0, 0), 4000, -4000)
    assert ageing_json(found, Currency.of("INR")) == {
        "customer": {"id": str(asha), "name": "Asha Rao"},
        "ages": {"today": "0.00", "1-30": "0.00", "31-60": "0.00", "61-90": "0.00", "over 90": "0.00"},
        "owed_to_them": "40.00",
        "balance": "-40.00",
    }


def test_open_bills_are_the_oldest_first(shop: TestShop) -> None:
    asha = a_quarter(shop)
    with reading() as tx:
        found = [(bill.number, bill.amount_minor, bill.open_minor) for bill in open_bills(tx, asha)]
    assert found == [("1/26-27/000002", 9500, 7000), ("1/26-27/000003", 9500, 9500)]


def test_a_statement_asks_three_questions_however_long_it_is(shop: TestShop) -> None:
    asha = a_quarter(shop)
    with reading() as tx:
        before = tx.statements
        statement(tx, asha)
        assert tx.statements - before == 3


def test_a_statement_on_paper_and_as_json(shop: TestShop) -> None:
    asha = a_quarter(shop)
    found = asked(asha, date(2027, 1, 1), date(2027, 1, 31))
    rupees = Currency.of("INR")

    text = statement_text(found, name="Asha\x1b[31m Rao", shop_name="Corner Shop", currency=rupees, locale="en_IN")
    assert text.splitlines() == [
        "Corner Shop",
        f"Statement for Asha\ufffd[31m Rao (#{asha})",
        "Day         Document                                           Amount          Balance",
        "2027-01-01  Opening balance                                                    ₹190.00",
        "2027-01-10  Payment 1P/26-27/000001                          -₹120.00           ₹70.00",
        "2027-01-21  Bill 1/26-27/000003, open ₹95.00                   ₹95.00          ₹165.00",
        "2027-01-31  Closing balance                                                    ₹165.00",
    ]
    told = statement_json(found, name="Asha Rao", currency=rupees)
    assert (told["opening"], told["closing"], told["from"], told["until"]) == (
        "190.00", "165.00", "2027-01-01", "2027-01-31",
    )  # fmt: skip
    assert told["entries"] == [
        {
            "at": "2027-01-10T12:00:00+00:00",
            "business_date": "2027-01-10",
            "kind": "payment",
            "number": "1P/26-27/000001",
            "amount": "-120.00",
            "balance": "70.00",
            "open": None,
        },
        {
            "at": "2027-01-21T12:00:00+00:00",
            "business_date": "2027-01-21",
            "kind": "sale",
            "number": "1/26-27/000003",
            "amount": "95.00",
            "balance": "165.00",
            "open": "95.00",
        },
    ]
