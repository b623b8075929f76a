"""Goods that come back into lots: those they were sold from, else the one that is named (P11, P19)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.actions.test_exchange_goods import exchanged
from tests.actions.test_lots import GONE, LATE, SOON, adjust_lot, in_lots, receive_lot
from tests.shop import TEA, TestShop, milli

from tillbook.actions.lots import track_lots
from tillbook.actions.refund import Returned, refund
from tillbook.actions.sell import sell
from tillbook.core.bill import Bill
from tillbook.core.lots import UnknownLot
from tillbook.core.named_lots import LotNeeded, NotLotTracked
from tillbook.core.return_lots import NotSoldFromLot
from tillbook.core.wanted import WantedLine
from tillbook.core.wanted_return import WantedBack, WantedReturn
from tillbook.db.transaction import reading
from tillbook.queries.bills import bill_of
from tillbook.queries.postings import IdReused

MILK = "MILK"


@pytest.fixture
def dairy(shop: TestShop) -> TestShop:
    """A shop that sold 3 of milk before it kept it in lots: now 5 until 30 November, 10 until the end of the year."""
    shop.add_product(MILK, "Milk", "30.00")
    shop.receive(MILK, "3", cost="60")
    shop.sell((TEA, "3"))
    shop.sell((MILK, "3"), id="before lots")
    track(shop, tracked=True)
    receive_lot(shop, "5", "A", SOON, cost="100")
    receive_lot(shop, "10", "B", LATE, cost="230")
    return shop


def track(shop: TestShop, *, tracked: bool) -> None:
    track_lots(id=shop.new_id(), product=MILK, tracked=tracked, now=shop.now, by=shop.owner)


def take_back(shop: TestShop, *backs: WantedBack, sale: str = "", id: str = "") -> Returned:
    wanted = WantedReturn(id=id or shop.new_id(), register="1", sale=sale, lines=backs)
    return refund(wanted, now=shop.now, by=shop.owner)


def before_lots(shop: TestShop) -> Bill:
    """The bill of the milk that was sold before there were lots."""
    with reading() as tx:
        row = tx.row("SELECT id FROM posting WHERE client_id = 'before lots'")
        assert row is not None
        return bill_of(tx, row[0])


def moved(posting_id: int) -> list[tuple[str, str, int, str]]:
    """The moves of a document: from, to, thousandths, lot."""
    with reading() as tx:
        return tx.rows(
            """SELECT f.code, t.code, m.quantity_milli, COALESCE(l.code, '') FROM stock_move m
            JOIN location f ON f.id = m.from_location_id JOIN location t ON t.id = m.to_location_id
            LEFT JOIN lot l ON l.id = m.lot_id WHERE m.posting_id = ? ORDER BY m.id""",
            (posting_id,),
        )


def loose(quantity: str, lot: str = "", to: str = "sellable") -> WantedBack:
    """Milk that comes back without a receipt."""
    return WantedBack(product=MILK, quantity_milli=milli(quantity), lot=lot, to=to)


# ---------------------------------------------------------------- without a receipt


def test_goods_without_a_receipt_go_into_the_lot_that_is_named(dairy: TestShop) -> None:
    posted = take_back(dairy, loose("2", "A"))

    assert in_lots(dairy) == {"A": 7_000, "B": 10_000}
    assert moved(posted.posting_id) == [("customer", "shop", 2_000, "A")]
    # 330.00 for 15: two more at 22.00.
    assert dairy.on_hand(MILK) == (17_000, 374_00)


@pytest.mark.parametrize("to", ["sellable", "damaged", "supplier"])
def test_goods_without_a_receipt_and_without_a_lot_are_refused(dairy: TestShop, to: str) -> None:
    with pytest.raises(LotNeeded) as refused:
        take_back(dairy, WantedBack(product=TEA), loose("2", to=to))

    assert refused.value.path == "lines[1].lot"
    assert refused.value.message == (
        "Milk is kept in lots: say into which one the 2 go back; the newest are B, A, and goods that come in make a "
        "new one: tillbook receive MILK"
    )
    assert in_lots(dairy) == {"A": 5_000, "B": 10_000}


def test_a_lot_that_never_was_is_refused_with_those_that_are(dairy: TestShop) -> None:
    with pytest.raises(UnknownLot, match="There is no lot 'C' of Milk; the newest are B, A, and") as refused:
        take_back(dairy, loose("1", "C"))
    assert refused.value.path == "lines[0].lot"


def test_a_product_without_any_lot_says_how_the_first_is_made(dairy: TestShop) -> None:
    dairy.add_product("CREAM", "Cream", "40.00", lot_tracked=True)
    with pytest.raises(LotNeeded, match="there are none yet, and goods that come in make a new one: tillbook receive"):
        take_back(dairy, WantedBack(product="CREAM"))


def test_goods_come_back_into_a_lot_that_is_empty_or_has_expired(dairy: TestShop) -> None:
    receive_lot(dairy, "1", "OLD", GONE)
    adjust_lot(dairy, "-5", "A")

    take_back(dairy, loose("1", "A"), loose("2", "OLD"))

    assert in_lots(dairy) == {"OLD": 3_000, "A": 1_000, "B": 10_000}


@pytest.mark.parametrize("to", ["damaged", "supplier"])
def test_goods_that_go_on_pass_through_their_lot(dairy: TestShop, to: str) -> None:
    posted = take_back(dairy, loose("2", "B", to))

    assert moved(posted.posting_id) == [("customer", "shop", 2_000, "B"), ("shop", to, 2_000, "B")]
    assert in_lots(dairy) == {"A": 5_000, "B": 10_000}


def test_a_product_that_is_not_kept_in_lots_names_none(dairy: TestShop) -> None:
    with pytest.raises(NotLotTracked, match="Darjeeling is not kept in lots; leave the lot out") as refused:
        take_back(dairy, WantedBack(product=TEA, lot="A"))
    assert refused.value.path == "lines[0].lot"


def test_the_same_return_into_another_lot_is_another_return(dairy: TestShop) -> None:
    first = take_back(dairy, loose("1", "A"), id="sent")
    again = take_back(dairy, loose("1", "A"), id="sent")
    assert (again.number, again.repeated) == (first.number, True)
    with pytest.raises(IdReused):
        take_back(dairy, loose("1", "B"), id="sent")
    assert in_lots(dairy)["A"] == 6_000


# ---------------------------------------------------------------- sold before there were lots


def test_goods_sold_before_there_were_lots_come_back_into_the_lot_that_is_named(dairy: TestShop) -> None:
    number = before_lots(dairy).number
    take_back(dairy, WantedBack(line=1, quantity_milli=1_000, lot="B"), sale=number)
    take_back(dairy, WantedBack(line=1, quantity_milli=1_000, lot="A"), WantedBack(line=1, lot="B"), sale=number)

    assert in_lots(dairy) == {"A": 6_000, "B": 12_000}
    # Three that cost 60.00 are back at just that.
    assert dairy.on_hand(MILK) == (18_000, 390_00)


def test_without_a_lot_they_are_refused(dairy: TestShop) -> None:
    with pytest.raises(LotNeeded, match="say into which one the 3 go back; the newest are B, A") as refused:
        take_back(dairy, sale=before_lots(dairy).number)
    assert refused.value.path == "lines"
    with pytest.raises(LotNeeded) as refused:
        take_back(dairy, WantedBack(line=1), sale=before_lots(dairy).number)
    assert refused.value.path == "lines[0].lot"


def test_an_exchange_asks_for_the_lot_too(dairy: TestShop) -> None:
    with pytest.raises(LotNeeded) as refused:
        exchanged(dairy, before_lots(dairy), (WantedBack(line=1, quantity_milli=1_000),), dairy.sale((TEA, "1")))
    assert refused.value.path == "lines[0].lot"

    back = WantedBack(line=1, quantity_milli=1_000, lot="B")
    exchanged(dairy, before_lots(dairy), (back,), dairy.sale((TEA, "1")))
    assert in_lots(dairy) == {"A": 5_000, "B": 11_000}


def test_an_exchange_of_goods_sold_out_of_lots_asks_nothing(dairy: TestShop) -> None:
    old = dairy.sell((TEA, "1"), (MILK, "6"))
    exchanged(dairy, old, (WantedBack(line=2, quantity_milli=2_000),), dairy.sale((MILK, "1")))
    # One of B and five of A were sold; one of each came back, and the one that expires first was taken.
    assert in_lots(dairy) == {"B": 10_000}


# ---------------------------------------------------------------- sold out of lots


def sell_pieces(shop: TestShop, *lots: str) -> str:
    """The number of a bill with a line of one piece of each of these lots."""
    lines = tuple(WantedLine(product=MILK, quantity_milli=1_000, lot=lot) for lot in lots)
    return sell(replace(shop.sale(), lines=lines), now=shop.now, by=shop.owner).number


def test_a_serial_number_comes_back_as_itself(dairy: TestShop) -> None:
    """Two pieces on one line: the books would guess the one that was taken last; whoever sees it says which."""
    for number in ("SN-1", "SN-2"):
        receive_lot(dairy, "1", number)
    adjust_lot(dairy, "-5", "A")
    adjust_lot(dairy, "-10", "B")
    number = dairy.sell((MILK, "2")).number

    take_back(dairy, WantedBack(line=1, quantity_milli=1_000, lot="SN-1"), sale=number)
    assert in_lots(dairy) == {"SN-1": 1_000}
    take_back(dairy, sale=number)
    assert in_lots(dairy) == {"SN-1": 1_000, "SN-2": 1_000}


def test_no_more_comes_back_into_a_lot_than_the_bill_sold_out_of_it(dairy: TestShop) -> None:
    number = dairy.sell((MILK, "7")).number
    with pytest.raises(NotSoldFromLot, match=r"Only 2 of Milk on this bill is of lot B; .* 5 of A, 2 of B") as refused:
        take_back(dairy, WantedBack(line=1, quantity_milli=3_000, lot="B"), sale=number)
    assert refused.value.path == "lines[0].lot"
    receive_lot(dairy, "1", "C")
    with pytest.raises(NotSoldFromLot, match="Nothing of Milk on this bill is of lot C"):
        take_back(dairy, WantedBack(line=1, quantity_milli=1_000, lot="C"), sale=number)

    take_back(
        dairy,
        WantedBack(line=1, quantity_milli=4_000, lot="A"),
        WantedBack(line=1, quantity_milli=2_000),
        WantedBack(line=1, to="damaged"),
        sale=number,
    )
    # Four into A, then the two of B; the last one, of A, is damaged.
    assert in_lots(dairy) == {"A": 4_000, "B": 10_000, "C": 1_000}


def test_each_line_comes_back_into_its_own_lots_first(dairy: TestShop) -> None:
    number = sell_pieces(dairy, "B", "A")

    take_back(dairy, WantedBack(line=1), sale=number)
    assert in_lots(dairy) == {"A": 4_000, "B": 10_000}
    take_back(dairy, WantedBack(line=2), sale=number)
    assert in_lots(dairy) == {"A": 5_000, "B": 10_000}


def test_goods_that_are_kept_in_lots_no_more_come_back_into_none(dairy: TestShop) -> None:
    number = dairy.sell((MILK, "15")).number
    track(dairy, tracked=False)

    take_back(dairy, WantedBack(line=1, quantity_milli=2_000), sale=number)
    assert (dairy.on_hand(MILK)[0], in_lots(dairy)) == (2_000, {})
    dairy.sell((MILK, "2"))
    track(dairy, tracked=True)
    take_back(dairy, sale=number)
    assert in_lots(dairy) == {"A": 3_000, "B": 10_000}
