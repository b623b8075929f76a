"""A refund pays out no more money than came in, gives a whole sale what was paid for it, and empties no drawer."""

from __future__ import annotations

import pytest
from tests.actions.test_exchange_goods import exchanged
from tests.actions.test_refund import OIL_BACK, back, give, post, rows, set_shop, take_back, wanted, without
from tests.credit import customer, gift_card, tender
from tests.drawers import hire, moved
from tests.shop import OIL, TEA, TestShop

from tillbook.actions.settings import change_setting
from tillbook.actions.shift import DrawerShort
from tillbook.core.bill import Bill
from tillbook.core.credit_note import CreditNote
from tillbook.core.refunding import BeyondTender, NotPaidByThat
from tillbook.core.wanted import WantedCustomer
from tillbook.core.wanted_return import RefundTender


def given(note: CreditNote) -> list[tuple[str, int]]:
    return [(each.type, each.amount_minor) for each in note.tenders]


def half_by_gift_card(shop: TestShop) -> Bill:
    """Two at 95.00: a gift card pays 100.00, a note of 500.00 the other 90.00."""
    card = gift_card(shop, "100").code
    return shop.sell((TEA, "2"), tenders=(tender("gift_card", "100", card), tender("cash", "500")))


# ---------------------------------------------------------------- money out is money that came in


def test_what_a_gift_card_paid_of_a_bill_does_not_leave_the_drawer(shop: TestShop) -> None:
    bill = half_by_gift_card(shop)
    with pytest.raises(BeyondTender, match=r"at most 90\.00 INR in cash or to the card that paid, the rest as store"):
        take_back(shop, bill, tenders=(give("cash"),))

    assert given(take_back(shop, bill)) == [("store_credit", 100_00), ("cash", 90_00)]


def test_in_two_steps_no_more_leaves_it_than_in_one(shop: TestShop) -> None:
    bill = half_by_gift_card(shop)
    first = take_back(shop, bill, back(1, "1"), tenders=(give("cash", "90"), give("store_credit")))

    assert given(first) == [("cash", 90_00), ("store_credit", 5_00)]
    with pytest.raises(BeyondTender, match=r"Give back it as store credit\.$"):
        take_back(shop, bill, tenders=(give("cash"),))
    assert given(take_back(shop, bill)) == [("store_credit", 95_00)]


def test_change_was_never_money_that_came_in(shop: TestShop) -> None:
    """500.00 in cash for 190.00, of which 100.00 are written down: once the debt is lowered, 90.00 go back in cash."""
    customer(shop, "ASHA", limit="500")
    asha = WantedCustomer(code="ASHA", name="ASHA")
    bill = shop.sell((TEA, "2"), customer=asha, tenders=(tender("credit", "100"), tender("cash", "500")))

    with pytest.raises(NotPaidByThat, match=r"Give back 95\.00 INR as credit\.$"):
        take_back(shop, bill, back(1, "1"), tenders=(give("cash"),))
    with pytest.raises(NotPaidByThat, match=r"Give back 100\.00 INR as credit, at most 90\.00 INR in cash"):
        take_back(shop, bill, tenders=(give("store_credit"),))
    assert given(take_back(shop, bill, back(1, "1"))) == [("credit", 95_00)]
    assert given(take_back(shop, bill)) == [("credit", 5_00), ("cash", 90_00)]
    assert rows("SELECT balance_minor FROM account") == [(0,)]


def test_an_exchange_makes_no_cash_of_a_gift_card(shop: TestShop) -> None:
    card = gift_card(shop, "180.50").code
    bill = shop.sell((OIL, "1"), tenders=(tender("gift_card", "180.50", card),))
    done = exchanged(shop, bill, (), shop.sale((OIL, "1"), tenders=()))
    again = exchanged(shop, shop.bill(done.sale), (), shop.sale((TEA, "2"), cash="100"))

    bill = shop.bill(again.sale)
    with pytest.raises(BeyondTender, match=r"at most 9\.50 INR in cash"):
        take_back(shop, bill, tenders=(give("cash"),))
    assert given(take_back(shop, bill)) == [("store_credit", 180_50), ("cash", 9_50)]


def test_goods_that_a_debt_was_exchanged_for_lower_it_too(shop: TestShop) -> None:
    customer(shop, "ASHA", limit="500")
    asha = WantedCustomer(code="ASHA", name="ASHA")
    bill = shop.sell((OIL, "1"), customer=asha, tenders=(tender("credit", "180.50"),))
    done = exchanged(shop, bill, (), shop.sale((TEA, "2"), cash="100"))

    taken = shop.bill(done.sale)
    with pytest.raises(NotPaidByThat, match=r"Give back 180\.50 INR as credit, at most 9\.50 INR in cash"):
        take_back(shop, taken, tenders=(give("cash"),))
    assert given(take_back(shop, taken)) == [("credit", 180_50), ("cash", 9_50)]
    assert rows("SELECT balance_minor FROM account") == [(0,)]


def test_what_was_paid_in_cash_comes_back_in_cash_after_an_exchange(shop: TestShop) -> None:
    bill = shop.sell((TEA, "1"))
    done = exchanged(shop, bill, (), shop.sale((TEA, "1"), tenders=()))

    assert given(take_back(shop, shop.bill(done.sale))) == [("cash", 95_00)]


# ---------------------------------------------------------------- what was rounded


@pytest.mark.parametrize(("price", "paid"), [("0.49", 1_00), ("0.51", 1_00)])
def test_a_whole_return_gives_what_was_paid_as_store_credit_too(shop: TestShop, price: str, paid: int) -> None:
    set_shop("cash_increment_minor", 5)
    shop.set_product(TEA, price=price)
    bill = shop.sell((TEA, "2"))
    note = take_back(shop, bill, tenders=(give("store_credit"),))

    assert (bill.due_minor, note.refund_minor, note.cash_rounding_minor) == (paid, paid, paid - note.total_minor)
    assert given(note) == [("store_credit", paid)]


@pytest.mark.parametrize(
    ("means", "refunds"),
    [
        (("store_credit", "store_credit"), (51, 49)),
        (("cash", "cash"), (50, 50)),
        (("cash", "store_credit"), (50, 50)),
        (("store_credit", "cash"), (51, 45)),
    ],
)
def test_in_parts_it_is_never_more_than_was_paid(
    shop: TestShop, means: tuple[str, str], refunds: tuple[int, int]
) -> None:
    """1.02 for two, and 1.00 was paid in coins of 0.05; where coins cannot give the rest, it is the coins below."""
    set_shop("cash_increment_minor", 5)
    shop.set_product(TEA, price="0.51")
    bill = shop.sell((TEA, "2"))

    notes = [take_back(shop, bill, back(1, "1"), tenders=(give(each),)) for each in means]

    assert tuple(note.refund_minor for note in notes) == refunds
    assert bill.due_minor == 1_00


# ---------------------------------------------------------------- what lies in the drawer


def test_no_more_cash_goes_back_than_lies_in_the_drawer(shop: TestShop) -> None:
    bill = shop.sell((TEA, "2"))
    moved(shop, "drop", "100")
    with pytest.raises(DrawerShort, match=r"^Only 90\.00 INR should be in the drawer; give the rest as store credit"):
        take_back(shop, bill)

    assert shop.count("credit_note") == 0
    assert given(take_back(shop, bill, back(1, "1"), tenders=(give("cash", "90"), give("store_credit")))) == [
        ("cash", 90_00),
        ("store_credit", 5_00),
    ]
    moved(shop, "pay_in", "95")
    take_back(shop, bill)
    assert rows("SELECT SUM(amount_minor) FROM cash_entry") == [(0,)]


def test_without_a_receipt_the_drawer_gives_no_more_either(shop: TestShop) -> None:
    shop.sell((TEA, "1"))

    with pytest.raises(DrawerShort):
        post(shop, without(shop, OIL_BACK))


def test_a_cashier_who_counts_blind_learns_nothing_from_it(shop: TestShop) -> None:
    ravi = hire(shop, "Ravi", "cashier")
    set_shop("blind_count", 1)
    bill = shop.sell((TEA, "2"))
    moved(shop, "drop", "100")

    with pytest.raises(DrawerShort, match=r"^So much should not be in the drawer; give the rest as store credit"):
        post(shop, wanted(shop, bill), by=ravi)


def test_an_exchange_takes_no_more_out_of_the_drawer_either(shop: TestShop) -> None:
    bill = shop.sell((OIL, "1"))
    moved(shop, "drop", "100")
    with pytest.raises(DrawerShort, match=r"^So much should not be in the drawer; give the rest by another tender"):
        exchanged(shop, bill, (), shop.sale((TEA, "1"), tenders=()))

    exchanged(shop, bill, (), shop.sale((TEA, "1"), tenders=()), tenders=(RefundTender(type="store_credit"),))


def test_a_smallest_coin_that_changes_later_says_nothing_of_what_was_rounded_before(shop: TestShop) -> None:
    """Without a receipt a note is rounded to the coin of its day, and the books stay clean when that changes."""
    for coin, refunded in (("0.50", 180_50), ("1.00", 181_00), ("0.01", 180_50)):
        change_setting(id=shop.new_id(), key="cash_increment", text=coin, now=shop.now, by=shop.owner)
        shop.sell((TEA, "2"))
        posted = post(shop, without(shop, OIL_BACK))
        assert rows("SELECT refund_minor FROM credit_note WHERE posting_id = ?", posted.posting_id) == [(refunded,)]
        shop.must_be_clean()
