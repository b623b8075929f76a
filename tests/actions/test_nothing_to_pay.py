"""A bill that no coin can pay is sold for nothing in cash, and stays a bill (P4, P12)."""

from __future__ import annotations

import pytest
from tests.shop import TEA, TestShop, minor

from tillbook.actions.refund import refund
from tillbook.actions.sell import BadSale
from tillbook.core.discount import Discount
from tillbook.core.tender import NotPaid, Tendered
from tillbook.core.wanted_return import WantedReturn
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.formats.cart_json import price_json
from tillbook.queries.credit_notes import credit_note_of

SWEET = "301"
NOTHING = Tendered(type="cash", amount_minor=0)


def card(amount: str) -> Tendered:
    return Tendered(type="card", amount_minor=minor(amount))


@pytest.fixture
def coarse(shop: TestShop) -> TestShop:
    """A shop whose smallest coin is 1.00, with sweets at 0.40."""
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET cash_increment_minor = 100 WHERE id = 1")
    shop.add_product(SWEET, "Sweet", "0.40")
    shop.receive(SWEET, "10", "2")
    return shop


@pytest.mark.parametrize("tenders", [(), (NOTHING,)])
def test_what_rounds_to_nothing_in_cash_is_sold(coarse: TestShop, tenders: tuple[Tendered, ...]) -> None:
    bill = coarse.sell((SWEET, "1"), tenders=tenders)

    assert (bill.total_minor, bill.cash_rounding_minor, bill.due_minor) == (40, -40, 0)
    assert (bill.tenders, bill.tendered_minor, bill.change_minor) == ((), 0, 0)
    assert coarse.on_hand(SWEET) == (9_000, 1_80)
    assert coarse.count("cash_entry") == 0


def test_the_rest_that_a_card_leaves_is_settled_in_cash_only_when_that_is_said(coarse: TestShop) -> None:
    with pytest.raises(NotPaid, match=r"0\.40 INR still to pay"):
        coarse.sell((TEA, "1"), (SWEET, "1"), tenders=(card("95"),))

    bill = coarse.sell((TEA, "1"), (SWEET, "1"), tenders=(card("95"), NOTHING))

    assert (bill.total_minor, bill.cash_rounding_minor, bill.due_minor) == (95_40, -40, 95_00)
    assert [(tender.type, tender.amount_minor) for tender in bill.tenders] == [("card", 95_00)]


def test_it_may_be_paid_by_card_to_the_paisa(coarse: TestShop) -> None:
    bill = coarse.sell((SWEET, "1"), tenders=(card("0.40"),))

    assert (bill.cash_rounding_minor, bill.due_minor) == (0, 40)


def test_from_half_a_coin_on_a_coin_is_paid(coarse: TestShop) -> None:
    with pytest.raises(NotPaid):
        coarse.sell((SWEET, "2"), tenders=())
    with pytest.raises(NotPaid, match=r"1\.00 INR still to pay"):
        coarse.sell((SWEET, "2"), tenders=(NOTHING,))

    assert coarse.sell((SWEET, "2"), cash="1").cash_rounding_minor == 20


def test_where_there_is_a_coin_for_it_nothing_is_not_enough(shop: TestShop) -> None:
    shop.add_product(SWEET, "Sweet", "0.40", short_stock="allow")

    for tenders in ((), (NOTHING,)):
        with pytest.raises(NotPaid, match=r"0\.40 INR still to pay"):
            shop.sell((SWEET, "1"), tenders=tenders)


@pytest.mark.parametrize("tenders", [(), (NOTHING,)])
def test_a_bill_of_nothing_is_sold_without_money(shop: TestShop, tenders: tuple[Tendered, ...]) -> None:
    bill = shop.sell((TEA, "1"), discount=Discount(amount_minor=95_00), tenders=tenders)

    assert (bill.total_minor, bill.due_minor, bill.tenders) == (0, 0, ())
    assert shop.on_hand(TEA) == (9_000, 540_00)


def test_only_cash_may_be_nothing(coarse: TestShop) -> None:
    with pytest.raises(BadSale, match="more than 0") as refused:
        coarse.sell((SWEET, "1"), tenders=(card("0"),))
    assert refused.value.path == "tenders[0].amount"


def test_sent_again_it_is_sold_once(coarse: TestShop) -> None:
    wanted = coarse.sale((SWEET, "1"), tenders=(NOTHING,), id="mine")

    first, again = coarse.post(wanted), coarse.post(wanted)

    assert (again.number, again.repeated, coarse.count("sale")) == (first.number, True, 1)


def test_what_was_paid_with_nothing_comes_back_for_nothing(coarse: TestShop) -> None:
    bill = coarse.sell((SWEET, "1"), tenders=())

    wanted = WantedReturn(id=coarse.new_id(), register="1", sale=bill.number)
    posted = refund(wanted, now=coarse.now, by=coarse.owner)

    with reading() as tx:
        note = credit_note_of(tx, posted.posting_id)
    assert (note.total_minor, note.cash_rounding_minor, note.refund_minor) == (40, -40, 0)
    assert coarse.on_hand(SWEET) == (10_000, 2_00)


@pytest.mark.parametrize("tenders", [{}, {"tenders": [{"type": "cash", "amount": "0"}]}])
def test_a_cart_that_rounds_to_nothing_is_shown_as_due_nothing(tenders: dict[str, object]) -> None:
    line = {"product": "SWEET", "quantity": "1", "unit_price": "0.40"}
    answer = price_json({"currency": "INR", "cash_increment": "1.00", "lines": [line], **tenders})

    assert {key: answer[key] for key in ("total", "cash_rounding", "due", "tendered", "change")} == {
        "total": "0.40",
        "cash_rounding": "-0.40",
        "due": "0.00",
        "tendered": "0.00",
        "change": "0.00",
    }
