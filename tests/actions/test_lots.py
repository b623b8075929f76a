"""Goods kept in lots: received, corrected, written off, returned, and told by `verify` (P19)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.actions.test_import_products import bring, csv
from tests.shop import RICE, TEA, TestShop, milli, minor

from tillbook.actions.exchange import ImportRefused
from tillbook.actions.lots import NotEmpty, UnknownGoods, take_off, track_lots
from tillbook.actions.sell import sell
from tillbook.actions.stock import Posted, StockLine, adjust, receive
from tillbook.actions.undo import NothingToUndo, undo_import
from tillbook.core.errors import Refusal
from tillbook.core.lots import NotInLots, UnknownLot
from tillbook.core.named_lots import LotDiffers, LotNeeded, NotLotTracked, SerialTaken
from tillbook.core.rights import Actor, NotAllowed, Role
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedLine, WantedSale
from tillbook.db.transaction import reading
from tillbook.queries.lots import lots_listed
from tillbook.queries.postings import IdReused

MILK = "MILK"
TODAY = date(2026, 11, 22)
SOON, LATE, GONE = date(2026, 11, 30), date(2026, 12, 31), date(2026, 11, 1)


@pytest.fixture
def dairy(shop: TestShop) -> TestShop:
    """A shop that keeps milk in lots: 5 good until 30 November, 10 until the end of the year."""
    shop.add_product(MILK, "Milk", "30.00", lot_tracked=True)
    receive_lot(shop, "5", "A", SOON, cost="100")
    receive_lot(shop, "10", "B", LATE, cost="230")
    return shop


def receive_lot(shop: TestShop, quantity: str, lot: str, expires_on: date | None = None, cost: str = "0") -> Posted:
    line = StockLine(
        product=MILK, quantity_milli=milli(quantity), cost_minor=minor(cost), lot=lot, expires_on=expires_on
    )
    return receive(id=shop.new_id(), lines=[line], now=shop.now, by=shop.owner)


def adjust_lot(shop: TestShop, quantity: str, lot: str, sku: str = MILK) -> Posted:
    line = StockLine(product=sku, quantity_milli=milli(quantity), lot=lot)
    return adjust(id=shop.new_id(), lines=[line], reason="counted", now=shop.now, by=shop.owner)


def sell_milk(shop: TestShop, *lines: tuple[str, str], by: Actor | None = None) -> list[str]:
    """Sell (quantity, lot) lines; answer what each move took: quantity and lot."""
    wanted = WantedSale(
        id=shop.new_id(),
        register="1",
        lines=tuple(WantedLine(product=MILK, quantity_milli=milli(quantity), lot=lot) for quantity, lot in lines),
        tenders=(Tendered(type="cash", amount_minor=minor("10000")),),
    )
    sold = sell(wanted, now=shop.now, by=by or shop.owner)
    with reading() as tx:
        moves = tx.rows(
            """SELECT m.quantity_milli, l.code FROM stock_move m JOIN lot l ON l.id = m.lot_id
            WHERE m.posting_id = ? ORDER BY m.id""",
            (sold.posting_id,),
        )
    return [f"{quantity // 1000} of {code}" for quantity, code in moves]


def in_lots(shop: TestShop, sku: str = MILK) -> dict[str, int]:
    """The thousandths in each lot on hand, what expires first standing first."""
    with reading() as tx:
        return {lot.code: lot.on_hand_milli for lot in lots_listed(tx, sku=sku)}


def journalled(number: str) -> str:
    with reading() as tx:
        row = tx.row(
            "SELECT e.text FROM journal_entry e JOIN posting p ON p.id = e.posting_id WHERE p.number = ?", (number,)
        )
    assert row is not None
    return str(row[0])


# ---------------------------------------------------------------- goods in and corrections


def test_goods_come_into_the_lots_that_they_name(dairy: TestShop) -> None:
    receive_lot(dairy, "2", "A")
    receive_lot(dairy, "1", "Z")

    assert in_lots(dairy) == {"A": 7_000, "B": 10_000, "Z": 1_000}
    assert dairy.on_hand(MILK) == (18_000, 330_00)
    assert dairy.count("lot") == 3


def test_the_journal_tells_each_lot_once_with_its_last_good_day(dairy: TestShop) -> None:
    lines = [
        StockLine(product=MILK, quantity_milli=1_000, cost_minor=0, lot="C", expires_on=LATE),
        StockLine(product=MILK, quantity_milli=1_000, cost_minor=0, lot="Z"),
    ]
    made = receive(id="made", lines=[*lines, *lines], now=dairy.now, by=dairy.owner)
    again = receive(id="again", lines=lines, now=dairy.now, by=dairy.owner)

    assert (
        '"lots":[{"expires_on":"2026-12-31","lot":"C","product":"MILK"},'
        '{"expires_on":null,"lot":"Z","product":"MILK"}],"moves"'
    ) in journalled(made.number)
    assert '"lots"' not in journalled(again.number)


def test_one_document_may_fill_a_new_lot_twice(dairy: TestShop) -> None:
    line = StockLine(product=MILK, quantity_milli=2_000, cost_minor=0, lot="C", expires_on=LATE)
    receive(id="twice", lines=[line, line], now=dairy.now, by=dairy.owner)
    assert in_lots(dairy)["C"] == 4_000


@pytest.mark.parametrize("quantity", ["1", "-1"])
def test_a_quantity_of_a_product_in_lots_says_its_lot(dairy: TestShop, quantity: str) -> None:
    with pytest.raises(LotNeeded, match="Milk is kept in lots: say which one") as refused:
        adjust_lot(dairy, quantity, "")
    assert refused.value.path == "lines[0].lot"


def test_goods_without_a_lot_do_not_come_in(dairy: TestShop) -> None:
    with pytest.raises(LotNeeded):
        dairy.receive(MILK, "1")


def test_a_product_without_lots_names_none(dairy: TestShop) -> None:
    with pytest.raises(NotLotTracked, match=r"Darjeeling is not kept in lots; .*: tillbook lot track 101$"):
        adjust_lot(dairy, "-1", "A", sku=TEA)
    with pytest.raises(NotLotTracked):
        line = StockLine(product=TEA, quantity_milli=1_000, expires_on=LATE)
        receive(id="dated", lines=[line], now=dairy.now, by=dairy.owner)


def test_a_lot_keeps_its_date(dairy: TestShop) -> None:
    receive_lot(dairy, "1", "A", SOON)
    with pytest.raises(LotDiffers, match="Lot A of Milk expires on 2026-11-30; leave the date out") as refused:
        receive_lot(dairy, "1", "A", LATE)
    assert refused.value.path == "lines[0].expires_on"
    receive_lot(dairy, "1", "Z")
    with pytest.raises(LotDiffers, match="never expires"):
        receive_lot(dairy, "1", "Z", LATE)


def test_no_more_leaves_a_lot_than_is_in_it(dairy: TestShop) -> None:
    adjust_lot(dairy, "-2", "A")
    with pytest.raises(NotInLots, match="Only 3 of Milk are left in lot A"):
        adjust_lot(dairy, "-4", "A")
    with pytest.raises(UnknownLot, match="There is no lot 'C' of Milk"):
        adjust_lot(dairy, "-1", "C")
    with pytest.raises(NotInLots):
        twice = StockLine(product=MILK, quantity_milli=-2_000, lot="A")
        adjust(id="twice", lines=[twice, twice], reason="broken", now=dairy.now, by=dairy.owner)
    assert in_lots(dairy) == {"A": 3_000, "B": 10_000}


def test_goods_found_go_into_a_lot_that_was_empty(dairy: TestShop) -> None:
    adjust_lot(dairy, "-5", "A")
    assert in_lots(dairy) == {"B": 10_000}
    adjust_lot(dairy, "2", "A")
    assert in_lots(dairy) == {"A": 2_000, "B": 10_000}


def test_the_same_goods_sent_twice_come_in_once_and_another_lot_is_another_command(dairy: TestShop) -> None:
    def send(lot: str) -> Posted:
        line = StockLine(product=MILK, quantity_milli=1_000, cost_minor=0, lot=lot)
        return receive(id="sent", lines=[line], now=dairy.now, by=dairy.owner)

    first = send("A")
    assert send("A") == Posted(posting_id=first.posting_id, number=first.number, repeated=True)
    with pytest.raises(IdReused):
        send("B")
    assert in_lots(dairy)["A"] == 6_000


def test_a_serial_number_is_one_piece_that_comes_in_once(dairy: TestShop) -> None:
    def piece(number: str, quantity_milli: int = 1_000) -> None:
        line = StockLine(product=MILK, quantity_milli=quantity_milli, cost_minor=0, lot=number, serial=True)
        receive(id=dairy.new_id(), lines=[line], now=dairy.now, by=dairy.owner)

    piece("SN-1")
    with pytest.raises(SerialTaken, match="The serial number SN-1 of Milk is on hand already") as refused:
        piece("SN-1")
    assert refused.value.path == "lines[0].serial"
    with pytest.raises(SerialTaken, match="SN-2 of Milk stands for one piece"):
        piece("SN-2", 2_000)
    assert sell_milk(dairy, ("1", "SN-1")) == ["1 of SN-1"]
    piece("SN-1")


# ---------------------------------------------------------------- switching


def test_a_product_is_kept_in_lots_from_the_day_it_is_empty(shop: TestShop) -> None:
    with pytest.raises(NotEmpty, match="10 of Darjeeling are on hand: adjust that to 0 first, then receive it again"):
        track_lots(id="one", product=TEA, tracked=True, now=shop.now, by=shop.owner)
    shop.adjust(TEA, "-10")

    done = track_lots(id="two", product=TEA, tracked=True, now=shop.now, by=shop.owner)
    again = track_lots(id="two", product=TEA, tracked=True, now=shop.now, by=shop.owner)
    already = track_lots(id="three", product=TEA, tracked=True, now=shop.now, by=shop.owner)

    assert (again.number, again.repeated, already.number) == (done.number, True, "")
    assert '"changed":"lots of 101","from":"no"' in journalled(done.number)
    with pytest.raises(LotNeeded):
        shop.receive(TEA, "1")


def test_a_product_leaves_its_lots_and_comes_back_to_them(dairy: TestShop) -> None:
    def track(tracked: bool) -> None:
        track_lots(id=dairy.new_id(), product=MILK, tracked=tracked, now=dairy.now, by=dairy.owner)

    with pytest.raises(NotEmpty, match="15 of Milk are on hand"):
        track(tracked=False)
    adjust_lot(dairy, "-5", "A")
    adjust_lot(dairy, "-10", "B")
    track(tracked=False)
    dairy.receive(MILK, "2")
    dairy.sell((MILK, "2"))
    track(tracked=True)
    receive_lot(dairy, "3", "A")
    assert in_lots(dairy) == {"A": 3_000}


def test_only_who_may_change_the_menu_switches_lots(shop: TestShop) -> None:
    cashier = Actor(staff_id=shop.owner.staff_id, name="Ravi", role=Role.cashier)
    with pytest.raises(NotAllowed):
        track_lots(id="one", product=TEA, tracked=True, now=shop.now, by=cashier)
    with pytest.raises(UnknownGoods):
        track_lots(id="one", product="999", tracked=True, now=shop.now, by=shop.owner)


# ---------------------------------------------------------------- off the shelf


def test_an_expired_lot_is_written_off_or_returned_whatever_the_day(dairy: TestShop) -> None:
    receive_lot(dairy, "4", "OLD", GONE, cost="40")

    part = take_off(
        id="part", product=MILK, lot="OLD", quantity_milli=1_000, reason="expired", now=dairy.now, by=dairy.owner
    )
    rest = take_off(
        id="rest", product=MILK, lot="OLD", to_supplier=True, reason="expired", now=dairy.now, by=dairy.owner
    )
    again = take_off(
        id="rest", product=MILK, lot="OLD", to_supplier=True, reason="expired", now=dairy.now, by=dairy.owner
    )

    assert (part.quantity_milli, rest.quantity_milli) == (1_000, 3_000)
    assert (again.number, again.quantity_milli, again.repeated) == (rest.number, 3_000, True)
    assert in_lots(dairy) == {"A": 5_000, "B": 10_000}
    with reading() as tx:
        moves = tx.rows(
            """SELECT b.code, m.quantity_milli, m.cost_minor, m.reason FROM stock_move m
            JOIN location b ON b.id = m.to_location_id WHERE m.posting_id IN (?, ?) ORDER BY m.id""",
            (part.posting_id, rest.posting_id),
        )
    # 370.00 for 19: one costs 19.47, three of the 18 left 58.42 of 350.53.
    assert moves == [("loss", 1_000, 19_47, "write-off"), ("supplier", 3_000, 58_42, "return to supplier")]
    with pytest.raises(NotInLots, match="Nothing is left of lot OLD of Milk; see what is with: tillbook lot list MILK"):
        take_off(id="none", product=MILK, lot="OLD", reason="expired", now=dairy.now, by=dairy.owner)
    with pytest.raises(NotInLots):
        take_off(id="more", product=MILK, lot="A", quantity_milli=6_000, reason="broken", now=dairy.now, by=dairy.owner)


# ---------------------------------------------------------------- at the till


def test_the_till_sells_what_expires_first(dairy: TestShop) -> None:
    assert sell_milk(dairy, ("2", "")) == ["2 of A"]
    assert sell_milk(dairy, ("5", "")) == ["3 of A", "2 of B"]
    assert in_lots(dairy) == {"B": 8_000}


def test_the_cost_of_a_line_is_that_of_all_its_lots(dairy: TestShop) -> None:
    sell_milk(dairy, ("6", ""))
    with reading() as tx:
        line = tx.row("SELECT cost_minor FROM sale_line ORDER BY sale_id DESC LIMIT 1")
    # 330.00 for 15: five for 110.00, one more for 22.00.
    assert line == (132_00,)
    assert dairy.on_hand(MILK) == (9_000, 198_00)


def test_a_lot_chosen_by_hand_is_sold(dairy: TestShop) -> None:
    assert sell_milk(dairy, ("2", "B"), ("1", "")) == ["2 of B", "1 of A"]


def test_expired_goods_are_sold_by_who_may_or_when_somebody_who_may_agrees(dairy: TestShop) -> None:
    dairy.now = datetime(2026, 12, 5, 12, 0, tzinfo=UTC)
    cashier = Actor(staff_id=dairy.owner.staff_id, name="Ravi", role=Role.cashier)

    with pytest.raises(Refusal) as refused:
        sell_milk(dairy, ("11", ""), by=cashier)
    assert refused.value.code == "lot_expired"
    assert "Only 10 of Milk have not expired" in refused.value.message
    with pytest.raises(Refusal) as refused:
        sell_milk(dairy, ("1", "A"), by=cashier)
    assert refused.value.code == "lot_expired"
    assert sell_milk(dairy, ("1", ""), by=cashier) == ["1 of B"]
    assert sell_milk(dairy, ("11", "")) == ["9 of B", "2 of A"]


def test_the_day_of_the_shop_decides_and_not_that_of_greenwich(dairy: TestShop) -> None:
    """20:00 UTC on the 30th is half past one on 1 December in Kolkata, a day too late for lot A."""
    cashier = Actor(staff_id=dairy.owner.staff_id, name="Ravi", role=Role.cashier)
    dairy.now = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
    assert sell_milk(dairy, ("1", ""), by=cashier) == ["1 of A"]
    dairy.now = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
    assert sell_milk(dairy, ("1", ""), by=cashier) == ["1 of B"]


# ---------------------------------------------------------------- lists


def test_a_list_that_would_change_a_quantity_in_lots_is_refused_by_row(dairy: TestShop) -> None:
    bring(dairy, csv("sku,price,quantity\nMILK,32,15\n"))
    with pytest.raises(ImportRefused) as refused:
        bring(dairy, csv("sku,quantity\n101,9\nMILK,14\n"))
    assert "kept in lots" in str(refused.value.message)
    assert dairy.on_hand(TEA)[0] == 10_000


def test_an_import_that_put_goods_on_hand_is_not_undone_once_they_are_in_lots(shop: TestShop) -> None:
    number = bring(shop, csv("sku,name,price,quantity\nMILK,Milk,30,4\n")).number
    shop.sell((MILK, "4"))
    track_lots(id="lots", product=MILK, tracked=True, now=shop.now, by=shop.owner)
    receive_lot(shop, "4", "A")
    with pytest.raises(NothingToUndo):
        undo_import(number, client_id=shop.new_id(), now=shop.now, by=shop.owner)


def test_other_goods_go_on_as_before(dairy: TestShop) -> None:
    dairy.sell((TEA, "1"), (RICE, "0.5"))
    dairy.adjust(TEA, "-1")
    assert dairy.on_hand(TEA)[0] == 8_000
