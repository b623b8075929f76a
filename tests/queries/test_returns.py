"""What was sold and can come back, found by number, buyer and card; lots go back to where they came from."""

from __future__ import annotations

from datetime import date

import pytest
from tests.shop import OIL, TEA, TestShop, milli, minor

from tillbook.actions.refund import refund
from tillbook.actions.stock import StockLine, receive
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedCustomer
from tillbook.core.wanted_return import WantedBack, WantedReturn
from tillbook.db.transaction import reading
from tillbook.queries.bills import UnknownBill
from tillbook.queries.credit_notes import UnknownCreditNote, credit_note, credit_notes_of_sale
from tillbook.queries.returns import sale_found, sales_by_reference, sales_of_customer, sold_sale
from tillbook.queries.verify.streams import Stream

ASHA = WantedCustomer(name="Asha Rao", email="asha@example.com", phone="+919876543210")
NUMBER = "1/26-27/000001"


def card(amount: str, reference: str) -> tuple[Tendered, ...]:
    return (Tendered(type="card", amount_minor=minor(amount), reference=reference),)


def take_back(shop: TestShop, number: str, *lines: WantedBack) -> str:
    wanted = WantedReturn(id=shop.new_id(), register="1", sale=number, lines=lines)
    return refund(wanted, now=shop.now, by=shop.owner).number


def test_a_bill_is_found_as_it_was_typed_or_scanned_with_what_is_left_of_it(shop: TestShop) -> None:
    shop.sell((TEA, "3"), (OIL, "1"), customer=ASHA)
    take_back(shop, NUMBER, WantedBack(line=1, quantity_milli=2_000))

    with reading() as tx:
        found = sale_found(tx, f"  {NUMBER.lower()} ")
        assert credit_notes_of_sale(tx, found.sale.sale_id or 0) == ("1C/26-27/000001",)
    assert (found.customer, found.total_minor, found.register) == ("Asha Rao", 465_50, "1")
    assert [(line.sold_milli, line.returned_milli, line.returnable_milli) for line in found.sale.lines] == [
        (3_000, 2_000, 1_000),
        (1_000, 0, 1_000),
    ]


def test_what_is_no_bill_is_not_found(shop: TestShop) -> None:
    shop.sell((TEA, "1"))
    note = take_back(shop, NUMBER)

    with reading() as tx:
        for number in (note, "GR/26-27/000001", "", "%"):
            with pytest.raises(UnknownBill):
                sold_sale(tx, number)
        with pytest.raises(UnknownCreditNote):
            credit_note(tx, NUMBER)


def test_sales_are_found_by_the_card_that_paid_and_how_much(shop: TestShop) -> None:
    for amount, reference in (("95", "4711"), ("95", "0815"), ("95", "4711")):
        shop.sell((TEA, "1"), tenders=card(amount, reference))
    shop.sell((TEA, "2"), tenders=(*card("100", "4711"), Tendered(type="upi", amount_minor=90_00, reference="4711")))

    def found(reference: str, type: str = "", amount_minor: int | None = None) -> list[str]:
        with reading() as tx:
            sales = sales_by_reference(tx, reference, type=type, amount_minor=amount_minor)
        return [each.sale.number[-1] for each in sales]

    assert found("4711") == ["4", "3", "1"]
    assert found("4711", amount_minor=95_00) == ["3", "1"]
    assert found("4711", type="upi") == ["4"]
    assert found("9999") == []


def test_sales_are_found_by_who_bought(shop: TestShop) -> None:
    shop.sell((TEA, "1"), customer=ASHA)
    shop.sell((TEA, "1"))
    shop.sell((OIL, "1"), customer=WantedCustomer(phone="+919876543210"))

    with reading() as tx:
        for text in ("Asha Rao", "asha@example.com", "+919876543210"):
            assert [each.sale.number[-1] for each in sales_of_customer(tx, text)] == ["3", "1"]
        assert sales_of_customer(tx, "Asha") == ()
        assert sales_of_customer(tx, "") == ()


@pytest.mark.parametrize("page", [3, 4, 5, 6, 7])
def test_books_are_read_in_pages_and_a_page_may_end_within_a_credit_note(
    shop: TestShop, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    for _ in range(3):
        sold = shop.sell((TEA, "1"), (OIL, "1"))
        take_back(shop, sold.number, WantedBack(line=1, to="damaged"), WantedBack(line=2, to="damaged"))

    usual = Stream.__init__.__kwdefaults__
    assert usual is not None
    monkeypatch.setitem(usual, "size", page)
    shop.must_be_clean()


# ---------------------------------------------------------------- lots


def receive_lot(shop: TestShop, quantity: str, lot: str, expires_on: date, cost: str) -> None:
    line = StockLine(
        product="MILK", quantity_milli=milli(quantity), cost_minor=minor(cost), lot=lot, expires_on=expires_on
    )
    receive(id=shop.new_id(), lines=[line], now=shop.now, by=shop.owner)


def in_lots() -> dict[str, int]:
    with reading() as tx:
        rows = tx.rows("SELECT l.code, v.on_hand_milli FROM lot_level v JOIN lot l ON l.id = v.lot_id ORDER BY l.id")
    return {code: on_hand // 1000 for code, on_hand in rows}


@pytest.fixture
def dairy(shop: TestShop) -> TestShop:
    """A shop that keeps milk in lots: 5 good until 30 November, 10 until the end of the year."""
    shop.add_product("MILK", "Milk", "30.00", lot_tracked=True)
    receive_lot(shop, "5", "A", date(2026, 11, 30), "100")
    receive_lot(shop, "10", "B", date(2026, 12, 31), "230")
    return shop


def test_what_was_taken_last_of_several_lots_comes_back_first(dairy: TestShop) -> None:
    dairy.sell(("MILK", "3"), ("MILK", "4"), (TEA, "1"))
    assert in_lots() == {"A": 0, "B": 8}

    take_back(dairy, NUMBER, WantedBack(line=2, quantity_milli=3_000))
    assert in_lots() == {"A": 1, "B": 10}
    take_back(dairy, NUMBER)
    assert in_lots() == {"A": 5, "B": 10}
    assert dairy.on_hand("MILK") == (15_000, 330_00)


def test_damaged_goods_of_a_lot_leave_that_lot_again(dairy: TestShop) -> None:
    dairy.sell(("MILK", "7"))
    take_back(dairy, NUMBER, WantedBack(line=1, quantity_milli=3_000, to="damaged"))

    assert in_lots() == {"A": 0, "B": 8}
    assert dairy.on_hand("MILK")[0] == 8_000
