"""At the till, Enter pays what no coin can pay."""

from __future__ import annotations

import pytest
from tests.cli.console.cashier import NOBODY, kept, last_bill, sell_by, set_shop
from tests.shop import TEA, TestShop

SWEET = "301"


@pytest.fixture
def coarse(shop: TestShop) -> TestShop:
    """A shop whose smallest coin is 1.00, with sweets at 0.40."""
    set_shop(cash_increment_minor=100)
    shop.add_product(SWEET, "Sweet", "0.40")
    shop.receive(SWEET, "10", "2")
    return shop


def test_enter_pays_what_rounds_to_nothing(coarse: TestShop) -> None:
    told = sell_by(coarse, *NOBODY, SWEET, "1", "", "")

    assert "TO PAY" in told.notes
    assert "in cash, rounded" in told.notes
    assert "Cash: Enter ₹0.00" in told.notes
    bill = last_bill(coarse)
    assert (bill.total_minor, bill.cash_rounding_minor, bill.due_minor, bill.tenders) == (40, -40, 0, ())
    assert kept(coarse) == 0


def test_it_may_be_paid_by_card_instead(coarse: TestShop) -> None:
    sell_by(coarse, *NOBODY, SWEET, "1", "", "c")

    bill = last_bill(coarse)
    assert (bill.due_minor, [(tender.type, tender.amount_minor) for tender in bill.tenders]) == (40, [("card", 40)])


def test_enter_settles_what_a_card_leaves(coarse: TestShop) -> None:
    told = sell_by(coarse, *NOBODY, TEA, "1", SWEET, "1", "", "c 95", "")

    assert "Left to pay" in told.notes
    bill = last_bill(coarse)
    assert (bill.total_minor, bill.cash_rounding_minor, bill.due_minor) == (95_40, -40, 95_00)
    assert [(tender.type, tender.amount_minor) for tender in bill.tenders] == [("card", 95_00)]


def test_a_cart_that_costs_nothing_is_sold_when_that_is_meant(coarse: TestShop) -> None:
    told = sell_by(coarse, *NOBODY, TEA, "1", "/d 100%", "", "y")

    assert "Nothing to pay. Sell it?" in told.notes
    assert (last_bill(coarse).total_minor, last_bill(coarse).tenders) == (0, ())
