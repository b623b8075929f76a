"""What a sale is posted under: rights, discounts, customers, days and coins, example by example."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.actions.test_sell_examples import card, cash, of_products, rows, set_shop
from tests.history import ASHA
from tests.shop import OIL, RICE, TEA, TestShop, milli

from tillbook.actions.sell import sell
from tillbook.core.bill import BillCustomer
from tillbook.core.discount import Discount
from tillbook.core.rights import Actor, NotAllowed, Role
from tillbook.core.wanted import WantedCustomer, WantedLine
from tillbook.db.transaction import transaction_of_one_action

# ---------------------------------------------------------------- rights


CASHIER = Actor(staff_id=1, name="Cora", role=Role.cashier)


def test_a_cashier_sells(shop: TestShop) -> None:
    assert not sell(shop.sale((TEA, "1")), now=shop.now, by=CASHIER).repeated


@pytest.mark.parametrize(
    ("more", "line", "path"),
    [
        ({"discount": Discount(percent=Decimal(1))}, {}, "discount"),
        ({}, {"discount": Discount(amount_minor=1)}, "lines[0].discount"),
        ({}, {"unit_price": Decimal(1)}, "lines[0].unit_price"),
    ],
)
def test_a_price_or_a_discount_by_hand_needs_its_right(
    shop: TestShop, more: dict[str, object], line: dict[str, object], path: str
) -> None:
    wanted = of_products(shop, WantedLine(product=TEA, quantity_milli=1_000, **line), **more)  # type: ignore[arg-type]

    with pytest.raises(NotAllowed, match=r"^Cora \(cashier\) may not") as refused:
        sell(wanted, now=shop.now, by=CASHIER)
    assert refused.value.path == path
    assert not shop.post(wanted).repeated


def test_an_accountant_does_not_sell(shop: TestShop) -> None:
    with pytest.raises(NotAllowed):
        sell(shop.sale((TEA, "1")), now=shop.now, by=Actor(staff_id=1, name="Ada", role=Role.accountant))


# ---------------------------------------------------------------- discounts and prices by hand


def test_a_line_discount_comes_off_before_the_bills(shop: TestShop) -> None:
    line = WantedLine(product=TEA, quantity_milli=2_000, discount=Discount(percent=Decimal(10)))
    wanted = of_products(shop, line, discount=Discount(amount_minor=1_00))

    sold = shop.bill(shop.post(wanted))

    assert (sold.lines[0].discount_minor, sold.lines[0].bill_discount_minor) == (19_00, 1_00)
    assert (sold.discount_minor, sold.total_minor) == (1_00, 170_00)


def test_a_bill_discount_is_shared_without_losing_a_cent(shop: TestShop) -> None:
    sold = shop.sell((TEA, "1"), (OIL, "1"), (RICE, "1"), discount=Discount(amount_minor=10_00))

    assert [line.bill_discount_minor for line in sold.lines] == [2_40, 4_56, 3_04]
    assert sold.total_minor == 385_50


def test_a_price_by_hand_stands_beside_the_list_price(shop: TestShop) -> None:
    wanted = of_products(shop, WantedLine(product=TEA, quantity_milli=1_000, unit_price=Decimal("80")))
    shop.post(wanted)

    assert rows("SELECT unit_price, list_price FROM sale_line") == [("80", "95")]


# ---------------------------------------------------------------- customers


def test_the_customer_stands_on_the_bill_and_only_a_hash_of_them_in_the_journal(shop: TestShop) -> None:
    sold = shop.sell((TEA, "1"), customer=ASHA)

    assert sold.customer == BillCustomer(name="Asha Rao", email="asha@example.com", phone="+919876543210")
    ((text, salt),) = rows(
        """SELECT j.text, c.salt FROM journal_entry j JOIN sale_customer c ON c.sale_id = j.posting_id"""
    )
    assert "Asha" not in str(text)
    assert "9876543210" not in str(text)
    assert len(str(salt)) == 32


def test_a_customer_who_comes_again_is_one_customer(shop: TestShop) -> None:
    shop.sell((TEA, "1"), customer=ASHA)
    shop.sell((TEA, "1"), customer=WantedCustomer(name="A. Rao", phone="+919876543210"))

    assert rows("SELECT name, phone FROM customer") == [("Asha Rao", "+919876543210")]
    assert rows("SELECT name FROM sale_customer ORDER BY sale_id") == [("Asha Rao",), ("A. Rao",)]


# ---------------------------------------------------------------- days, years, coins


def test_a_new_fiscal_year_numbers_from_one_again(shop: TestShop) -> None:
    shop.now = datetime(2027, 3, 31, 18, 29, tzinfo=UTC)  # 23:59 in India
    last = shop.sell((TEA, "1"))
    shop.now = datetime(2027, 3, 31, 18, 30, tzinfo=UTC)  # midnight
    first = shop.sell((TEA, "1"))

    assert (last.number, last.business_date) == ("1/26-27/000001", date(2027, 3, 31))
    assert (first.number, first.business_date) == ("1/27-28/000001", date(2027, 4, 1))


def test_before_the_cut_over_hour_it_is_still_yesterday(shop: TestShop) -> None:
    set_shop("cut_over_hour", 4)
    shop.now = datetime(2026, 11, 22, 22, 29, tzinfo=UTC)  # 03:59 on the 23rd in India

    assert shop.sell((TEA, "1")).business_date == date(2026, 11, 22)


def test_cash_is_rounded_to_the_smallest_coin_and_a_card_is_not(shop: TestShop) -> None:
    set_shop("cash_increment_minor", 100)

    in_cash = shop.sell((OIL, "1"), cash="200")
    by_card = shop.sell((OIL, "1"), tenders=card("180.50"))
    in_both = shop.sell((OIL, "1"), tenders=(*card("100.30"), *cash("100")))

    assert (in_cash.cash_rounding_minor, in_cash.due_minor, in_cash.change_minor) == (50, 181_00, 19_00)
    assert (by_card.cash_rounding_minor, by_card.due_minor) == (0, 180_50)
    assert (in_both.cash_rounding_minor, in_both.due_minor, in_both.change_minor) == (-20, 180_30, 20_00)


def test_a_shop_outside_india_numbers_with_hyphens(shop: TestShop) -> None:
    set_shop("country", "DE")
    set_shop("fiscal_year_first_month", 1)

    assert shop.sell((TEA, "1")).number == "1-26-000001"


def test_a_free_sale_needs_no_tender(shop: TestShop) -> None:
    sold = shop.sell((TEA, "1"), discount=Discount(percent=Decimal(100)), tenders=())

    assert (sold.total_minor, sold.tenders, sold.change_minor) == (0, (), 0)


def test_a_barcode_of_a_pack_sells_its_pieces(shop: TestShop) -> None:
    with transaction_of_one_action() as tx:
        tx.write(
            """INSERT INTO barcode (code, product_id, quantity_milli)
            SELECT 'BOX', id, 6000 FROM product WHERE sku = '101'"""
        )

    sold = shop.sell(("BOX", "1"), (TEA, "1"))

    assert [line.quantity_milli for line in sold.lines] == [milli("6"), milli("1")]
    assert shop.on_hand(TEA) == (3_000, 180_00)
