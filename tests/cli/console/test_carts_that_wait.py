"""Several carts at the console: put aside under a name, listed, gone on with anywhere, expired into a list (P7)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.cli.console.cashier import NOBODY, ctrl_c, kept, last_bill, sell_by, set_product
from tests.shop import OIL, RICE, TEA, TestShop
from tests.staff import PIN, acting, give_pin, take_on

from tillbook.actions.registers import add_register
from tillbook.actions.shift import Counted, close_shift
from tillbook.actions.stock import StockLine, receive
from tillbook.cli.console.claim import Claims
from tillbook.core.kept_cart import read_cart
from tillbook.core.rights import Role
from tillbook.core.wanted import WantedLine
from tillbook.db.transaction import reading
from tillbook.queries.carts import cart_events, expired_carts, voids, waiting_carts

ASIDE = ("-", "2*101", "1*102", "/hold Asha, blue coat")


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def second_register(shop: TestShop) -> None:
    add_register(id="second", code="2", now=shop.now, by=shop.owner)


def a_minute_later(shop: TestShop) -> None:
    shop.now += timedelta(minutes=1)


def happened(shop: TestShop) -> list[str]:
    with reading() as tx:
        return [row[0] for row in tx.rows("SELECT kind FROM cart_event ORDER BY id")]


def names() -> list[str]:
    with reading() as tx:
        return [cart.name for cart in waiting_carts(tx)]


# ---------------------------------------------------------------- held, listed, recalled


def test_carts_are_held_under_names_and_recalled_by_number_or_name(shop: TestShop) -> None:
    told = sell_by(
        shop,
        *ASIDE, lambda: a_minute_later(shop),
        "-", "1*103", "/hold Ravi",
        "-", "/carts", "/recall 2", "", "card",
        "-", "/recall ravi", "", "card",
    )  # fmt: skip

    assert "The cart with 2 lines is on hold as Asha, blue coat; /recall goes on with it." in told.notes
    assert "  1  Ravi: on hold at register 1 since 17:31 by Owner, 1 line, ₹180.50: 1 × Mustard oil" in told.notes
    assert (
        "  2  Asha, blue coat: on hold at register 1 since 17:30 by Owner, 2 lines, ₹310.00: 2 × Darjeeling, "
        "1 × Basmati" in told.notes
    )
    assert told.bills.index("Darjeeling") < told.bills.index("Mustard oil")
    assert (shop.count("sale"), kept(shop)) == (2, 0)
    assert happened(shop) == ["hold", "hold", "recall", "recall"]


def test_the_cart_at_hand_is_put_aside_when_another_is_recalled(shop: TestShop) -> None:
    sell_by(shop, *ASIDE, "-", "1*103", "/recall 1", "", "card", ctrl_c)

    assert last_bill(shop).total_minor == 310_00
    [waits] = names()
    assert (waits, kept(shop)) == ("", 1)

    told = sell_by(shop, "/recall", "y", "", "card")
    assert "A cart is on hold; /carts lists, /recall goes on with one." in told.notes
    assert last_bill(shop).total_minor == 180_50


def test_a_number_is_that_of_the_list_that_was_shown(shop: TestShop) -> None:
    """What waits may change behind one's back; the number still means the cart that stood there."""
    sell_by(shop, *ASIDE, lambda: a_minute_later(shop), "-", "1*103", "/hold Ravi")

    def another_waits() -> None:
        a_minute_later(shop)
        sell_by(shop, "-", "1*101", "/hold Meena")

    told = sell_by(shop, "-", "/carts", another_waits, "/recall 1", "", "card", "-", "/recall 1", "/recall 2", "", "")

    assert "  1  Ravi:" in told.notes
    assert "Cart 1 of the list is gone: sold or dropped. /carts shows what waits now." in told.notes
    assert [name for name in ("Ravi", "Meena") if name in names()] == ["Meena"]
    assert (shop.count("sale"), last_bill(shop).total_minor) == (2, 310_00)


def test_a_number_without_a_list_shows_the_list_and_recalls_nothing(shop: TestShop) -> None:
    sell_by(shop, *ASIDE, "-", "1*103", "/hold Ravi")

    told = sell_by(shop, "-", "4*101", "/recall 2", "", "card")

    assert "  2  " in told.notes
    assert "This is the list; say once more which one is meant." in told.notes
    assert last_bill(shop).total_minor == 380_00


def test_the_cart_at_hand_is_not_recalled_and_put_aside_at_once(shop: TestShop) -> None:
    sell_by(shop, *ASIDE)

    told = sell_by(shop, "-", "/carts", "/recall 1", "/recall 1", "/recall asha, blue coat", ctrl_c)

    assert told.notes.count("This cart is at hand already.") == 2
    with reading() as tx:
        assert [cart.held_at for cart in waiting_carts(tx)] == [None]


def test_recalling_says_that_the_open_cart_is_held_and_what_was_taken_for_each(shop: TestShop) -> None:
    sell_by(shop, "-", "2*101", "", "card 100", "50", "/hold lunch")

    told = sell_by(shop, "-", "1*103", "/carts", "/recall lunch", ctrl_c)

    assert "1 line, ₹190.00, taken: card ₹100.00, cash ₹50.00" in told.notes.replace("2 lines", "1 line")
    assert "The cart that was open, with 1 line, is on hold; /recall goes on with it." in told.notes


@pytest.mark.parametrize("entry", ["/recall 3", "/recall nobody"])
def test_a_cart_that_is_not_in_the_list_leaves_the_one_at_hand(shop: TestShop, entry: str) -> None:
    told = sell_by(shop, *ASIDE, "-", "1*103", entry, "", "card")

    assert "This is the list; say once more" in told.notes or "No cart that waits is called 'nobody'" in told.notes
    assert last_bill(shop).total_minor == 180_50


def test_nothing_is_held_before_there_is_something(shop: TestShop) -> None:
    told = sell_by(shop, "-", "/hold", "/carts", "/recall", ctrl_c)

    assert "There is nothing to hold yet." in told.notes
    assert told.notes.count("No other cart waits.") == 2


def test_a_cart_is_held_while_it_is_being_paid_and_keeps_what_was_paid(shop: TestShop) -> None:
    sell_by(shop, "-", "2*101", "", "card 100", "/hold lunch")
    assert names() == ["lunch"]

    told = sell_by(shop, "-", "/recall lunch", "90")

    assert "Left to pay" in told.notes
    assert [(tender.type, tender.amount_minor) for tender in last_bill(shop).tenders] == [
        ("card", 100_00),
        ("cash", 90_00),
    ]


def test_a_cart_that_another_window_works_on_is_not_listed_and_not_taken(shop: TestShop) -> None:
    sell_by(shop, *ASIDE)
    with reading() as tx:
        [cart] = waiting_carts(tx)
    elsewhere = Claims(shop.home)
    assert elsewhere.take(cart.client_id)

    told = sell_by(shop, "-", "1*103", "/carts", "/recall Asha, blue coat", "", "card")

    assert "No other cart waits." in told.notes
    assert "Another window works on this cart" in told.notes
    assert last_bill(shop).total_minor == 180_50
    elsewhere.let_go()
    assert sell_by(shop, "-", "/recall 1", "", "card").status == 0
    assert last_bill(shop).total_minor == 310_00


def test_a_cart_recalled_at_another_register_is_that_registers_sale(shop: TestShop) -> None:
    second_register(shop)
    sell_by(shop, *ASIDE)
    with reading() as tx:
        [held] = waiting_carts(tx)

    told = sell_by(shop, "-", "/recall 1", "", "", register="2")

    assert "A cart is on hold" in told.notes
    assert last_bill(shop).number.startswith("2/")
    with reading() as tx:
        assert tx.row("SELECT client_id FROM posting WHERE kind = 'sale'") == (held.client_id,)


def test_a_cart_left_open_at_a_register_that_broke_is_gone_on_with_at_another(shop: TestShop) -> None:
    second_register(shop)
    sell_by(shop, "-", "2*101", ctrl_c)

    told = sell_by(shop, "-", "/carts", "/recall 1", "", "", register="2")

    assert "open at register 1 since 17:30" in told.notes
    assert last_bill(shop).number.startswith("2/")
    assert happened(shop) == ["recall"]


def test_a_cart_survives_the_close_of_its_shift(shop: TestShop) -> None:
    sell_by(shop, "-", "1*103", "", "", *ASIDE)
    close_shift(id="z", register="1", counted=Counted(total_minor=180_50), now=shop.now, by=shop.owner)

    sell_by(shop, "-", "/recall 1", "", "")

    assert last_bill(shop).total_minor == 310_00


# ---------------------------------------------------------------- expired


def test_carts_nobody_touched_are_listed_at_the_next_start_until_recalled_or_dropped(shop: TestShop) -> None:
    sell_by(shop, *ASIDE, "-", "4*101", ctrl_c)
    shop.now += timedelta(hours=24)

    told = sell_by(shop, "-", "1*103", "", "card", ctrl_c)
    assert "Nobody touched these for 24 hours; /carts lists, /recall goes on with one:" in told.notes
    assert "  Asha, blue coat: expired at register 1 since 2026-11-22 17:30 by Owner, 2 lines, ₹310.00" in told.notes
    assert "  expired at register 1 since 2026-11-22 17:30 by Owner, 1 line, ₹380.00: 4 × Darjeeling" in told.notes
    assert "go on with it?" not in told.notes, "what expired is listed, and not in the way"
    assert last_bill(shop).total_minor == 180_50

    told = sell_by(shop, "-", "/recall Asha, blue coat", "", "card", "-", "/recall", "d", "y", ctrl_c)
    assert "Nobody touched these" in told.notes, "again, while there is one"
    assert last_bill(shop).total_minor == 310_00
    assert kept(shop) == 0
    assert "Nobody touched" not in sell_by(shop, ctrl_c).notes
    with reading() as tx:
        assert expired_carts(tx) == []


# ---------------------------------------------------------------- voids


def test_what_is_voided_at_the_console_is_recorded(shop: TestShop) -> None:
    sell_by(
        shop, "-", "2*101", "1*102", "3*103", "/price 2 100", "/void 1", "/q 2 1", "", "card",
        "-", "1*101", "/void 1", ctrl_c,
    )  # fmt: skip

    day = shop.now.date()
    with reading() as tx:
        found = voids(tx, first=day, last=day)
    assert [(void.product, void.quantity_milli, void.unit_price, void.staff) for void in found] == [
        (TEA, 2_000, Decimal("95.00"), "Owner"),
        (OIL, 2_000, Decimal("180.50"), "Owner"),
        (TEA, 1_000, Decimal("95.00"), "Owner"),
    ]
    assert kept(shop) == 0


def test_a_paid_cart_leaves_no_void_behind(shop: TestShop) -> None:
    sell_by(shop, "-", "2*101", "", "")

    assert happened(shop) == []


# ---------------------------------------------------------------- prices that changed meanwhile


def test_a_recalled_cart_says_which_lines_cost_something_else_before_it_is_paid(shop: TestShop) -> None:
    sell_by(shop, "-", "2*101", "1*102", "1*103", "/price 3 150", "/hold coat")
    set_product(TEA, price="99.50")
    set_product(OIL, price="200")

    told = sell_by(shop, "-", "/recall 1", "", "")

    assert "Line 1, Darjeeling: ₹99.50 now, not ₹95.00." in told.notes
    assert told.notes.count(" now, not ") == 1, "the price by hand and the rice stay, and it is said once"
    assert told.notes.index("now, not") < told.notes.index("TO PAY")
    assert last_bill(shop).total_minor == 469_00


def test_a_price_that_changes_at_the_product_prompt_is_said_before_it_is_paid(shop: TestShop) -> None:
    told = sell_by(shop, "-", "2*101", lambda: set_product(TEA, price="99.50"), "1*102", "", "card")

    assert "Line 1, Darjeeling: ₹99.50 now, not ₹95.00." in told.notes
    assert last_bill(shop).total_minor == 319_00


def test_a_price_that_changes_while_it_is_paid_is_named_with_the_new_total(shop: TestShop) -> None:
    told = sell_by(shop, "-", "2*101", "", lambda: set_product(TEA, price="100"), "", "y", "200")

    assert "Line 1, Darjeeling: ₹100.00 now, not ₹95.00." in told.notes
    assert "The total is ₹200.00 now, not ₹190.00." in told.notes


def test_more_of_a_product_costs_what_it_costs_now(shop: TestShop) -> None:
    told = sell_by(shop, "-", "2*101", lambda: set_product(TEA, price="99.50"), "1*101", "", "card")

    assert "now, not" not in told.notes, "the line was entered anew, and shown at the new price"
    assert last_bill(shop).total_minor == 298_50


# ---------------------------------------------------------------- lots, hints


def test_the_lot_of_a_line_is_chosen_by_number_or_code(shop: TestShop) -> None:
    shop.add_product("201", "Milk", "30.00", lot_tracked=True)
    for code in ("L-A", "L-B"):
        line = StockLine(product="201", quantity_milli=5_000, cost_minor=50_00, lot=code)
        receive(id=shop.new_id(), lines=[line], now=shop.now, by=shop.owner)

    told = sell_by(shop, "-", "2*201", "/lot 1", "2", "/lot 1 nosuch", "/lot 1 l-a", "1*201", "2*101", "/lot 3", ctrl_c)

    assert "  2  L-B: 5 on hand" in told.notes
    assert "No lot 'nosuch' is on hand." in told.notes
    assert "Darjeeling is not kept by lots." in told.notes
    assert "lot L-A" in told.notes
    with reading() as tx:
        [stored] = waiting_carts(tx)
        assert cart_events(tx, stored.client_id) == []
    assert read_cart(stored.content).lines == (
        WantedLine(product="201", quantity_milli=2_000, lot="L-A"),
        WantedLine(product="201", quantity_milli=1_000),
        WantedLine(product=TEA, quantity_milli=2_000),
    )


def milk_in_lots(shop: TestShop) -> None:
    """Five of a lot that has expired, five of one that is good."""
    shop.add_product("201", "Milk", "30.00", lot_tracked=True)
    for code, day in (("L-OLD", date(2026, 11, 20)), ("L-NEW", date(2026, 12, 1))):
        line = StockLine(product="201", quantity_milli=5_000, cost_minor=50_00, lot=code, expires_on=day)
        receive(id=shop.new_id(), lines=[line], now=shop.now, by=shop.owner)


def test_a_lot_that_has_too_little_is_refused_when_it_is_chosen(shop: TestShop) -> None:
    milk_in_lots(shop)

    told = sell_by(shop, "-", "6*201", "/lot 1 l-new", "/q 1 3", "/lot 1 l-new", "/q 1 6", "", "card")

    assert told.notes.count("Only 5 of Milk are left in lot L-NEW; take those or another lot.") == 2, told.notes
    bill = last_bill(shop)
    assert [line.quantity_milli for line in bill.lines] == [3_000]


def test_the_lots_offered_say_which_has_expired_and_somebody_who_may_agrees_to_it(shop: TestShop) -> None:
    milk_in_lots(shop)
    take_on(shop, "Asha", Role.cashier)
    take_on(shop, "Meena", Role.manager)
    give_pin(shop, "Meena")

    told = sell_by(
        shop, "-", "1*201", "/lot 1", "1", "", "card", "Meena", PIN, "-", "1*201", "", "card", by=acting("Asha")
    )

    assert "  1  L-OLD: 5 on hand, expired 2026-11-20" in told.notes
    assert "  2  L-NEW: 5 on hand, good until 2026-12-01" in told.notes
    assert "Lot L-OLD of Milk expired 2026-11-20. Somebody who may sell it has to agree." in told.notes
    assert "Who agrees?" in told.notes
    with reading() as tx:
        sold = tx.rows("SELECT l.code FROM stock_move m JOIN lot l ON l.id = m.lot_id WHERE m.reason = 'sale'")
    assert sold == [("L-OLD",), ("L-NEW",)]


def test_what_the_prompt_does_not_do_it_says_where_to_find(shop: TestShop) -> None:
    told = sell_by(shop, *NOBODY, RICE, "1", "/refund", "/shift", "", "card")

    assert "tillbook refund --help" in told.notes
    assert "tillbook shift close" in told.notes
