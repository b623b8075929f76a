"""Goods come back and others are taken for them, on one bill (P9, P11, P12)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.actions.test_sell_by_the_rules import ASHA, rows, wholesale
from tests.credit import customer, tender
from tests.shop import OIL, TEA, TestShop

from tillbook.actions.prices import WantedPrice
from tillbook.actions.sell import BadSale, Exchanged, exchange
from tillbook.core.bill import Bill
from tillbook.core.returns import TooMuchReturned
from tillbook.core.tender import NotPaid, Tendered
from tillbook.core.wanted import WantedSale
from tillbook.core.wanted_exchange import WantedExchange
from tillbook.core.wanted_return import RefundTender, WantedBack, WantedReturn


def exchanged(shop: TestShop, bill: Bill, back: tuple[WantedBack, ...], sale: WantedSale, **more: Any) -> Exchanged:
    wanted = WantedExchange(back=WantedReturn(id="", register="1", sale=bill.number, lines=back, **more), sale=sale)
    return exchange(wanted, now=shop.now, by=shop.owner)


def test_a_dearer_thing_for_a_cheaper_one_costs_the_difference(shop: TestShop) -> None:
    bill = shop.sell((TEA, "1"))

    done = exchanged(shop, bill, (WantedBack(line=1),), shop.sale((OIL, "1"), cash="100"))

    taken = shop.bill(done.sale)
    assert (done.credit_note, taken.number) == ("1C/26-27/000001", "1/26-27/000002")
    assert [(each.type, each.amount_minor, each.reference) for each in taken.tenders] == [
        ("exchange", 95_00, "1C/26-27/000001"),
        ("cash", 100_00, ""),
    ]
    assert taken.change_minor == 14_50
    assert (shop.on_hand(TEA), shop.on_hand(OIL)[0]) == ((10_000, 600_00), 9_000)


def test_a_cheaper_thing_for_a_dearer_one_gives_the_rest_back(shop: TestShop) -> None:
    bill = shop.sell((OIL, "1"))

    done = exchanged(shop, bill, (), shop.sale((TEA, "1"), tenders=()))

    assert rows("SELECT type, amount_minor FROM credit_note_tender ORDER BY position") == [
        ("exchange", 95_00),
        ("cash", 85_50),
    ]
    assert shop.bill(done.sale).due_minor == 95_00
    assert rows("SELECT SUM(amount_minor) FROM cash_entry") == [(95_00,)]


def test_the_last_piece_is_exchanged_for_itself(shop: TestShop) -> None:
    bill = shop.sell((TEA, "10"))

    exchanged(shop, bill, (WantedBack(line=1, quantity_milli=1_000),), shop.sale((TEA, "1"), tenders=()))

    assert shop.on_hand(TEA) == (0, 0)


def test_an_exchange_sent_again_is_the_same_one(shop: TestShop) -> None:
    bill = shop.sell((TEA, "2"))
    sale = shop.sale((OIL, "1"))

    first = exchanged(shop, bill, (WantedBack(line=1, quantity_milli=1_000),), sale)
    again = exchanged(shop, bill, (WantedBack(line=1, quantity_milli=1_000),), sale)

    assert (again.sale.number, again.credit_note, again.sale.repeated) == (first.sale.number, first.credit_note, True)
    assert shop.count("credit_note") == 1


def test_an_exchange_that_cannot_be_leaves_nothing(shop: TestShop) -> None:
    bill = shop.sell((TEA, "1"))
    before = shop.count("posting")

    with pytest.raises(NotPaid):
        exchanged(shop, bill, (), shop.sale((OIL, "1"), tenders=()))
    with pytest.raises(TooMuchReturned):
        exchanged(shop, bill, (WantedBack(line=1, quantity_milli=2_000),), shop.sale((OIL, "1")))
    with pytest.raises(BadSale, match="names the bill"):
        exchange(
            WantedExchange(back=WantedReturn(id="", register="1"), sale=shop.sale((OIL, "1"))),
            now=shop.now,
            by=shop.owner,
        )

    assert shop.count("posting") == before
    assert shop.on_hand(TEA)[0] == 9_000


def test_what_is_left_over_may_become_store_credit(shop: TestShop) -> None:
    bill = shop.sell((OIL, "1"))

    done = exchanged(shop, bill, (), shop.sale((TEA, "1"), tenders=()), tenders=(RefundTender(type="store_credit"),))

    assert len(done.codes) == 1
    assert rows("SELECT kind, balance_minor FROM voucher") == [("store_credit", 85_50)]


def test_nobody_pays_with_an_exchange_that_never_was(shop: TestShop) -> None:
    with pytest.raises(BadSale, match="exchange"):
        shop.post(shop.sale((TEA, "1"), tenders=(Tendered(type="exchange", amount_minor=95_00),)))


def test_who_bought_before_buys_in_the_exchange_at_their_own_prices(shop: TestShop) -> None:
    wholesale(shop, WantedPrice(product=OIL, price=Decimal(150), price_list="wholesale"))
    customer(shop, "ASHA", price_list="wholesale")
    bill = shop.sell((TEA, "1"), customer=ASHA)

    taken = shop.bill(exchanged(shop, bill, (), shop.sale((OIL, "1"), cash="55")).sale)

    assert (taken.total_minor, taken.change_minor) == (150_00, 0)
    assert taken.customer is not None
    assert taken.customer.name == "Asha Rao"


def test_nobody_invents_a_part_of_an_exchange(shop: TestShop) -> None:
    bill = shop.sell((TEA, "1"))
    invented = Tendered(type="exchange", amount_minor=85_50)

    with pytest.raises(BadSale, match="worked out here"):
        exchanged(shop, bill, (), shop.sale((OIL, "1"), tenders=(invented,)))
    with pytest.raises(BadSale, match="worked out here"):
        exchanged(shop, bill, (), shop.sale((OIL, "1")), tenders=(RefundTender(type="exchange", amount_minor=1),))


def test_what_was_bought_on_credit_leaves_no_cash_in_an_exchange(shop: TestShop) -> None:
    customer(shop, "ASHA", limit="500")
    bill = shop.sell((OIL, "2"), customer=ASHA, tenders=(tender("credit", "361"),))

    exchanged(shop, bill, (), shop.sale((TEA, "1"), tenders=()))

    assert rows("SELECT COALESCE(SUM(amount_minor), 0) FROM cash_entry") == [(0,)]
    # 361.00 owed, 95.00 of it for the goods that were taken.
    assert rows("SELECT balance_minor FROM account") == [(95_00,)]
