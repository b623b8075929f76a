"""Selling, example by example."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.history import ASHA
from tests.shop import NOON, OIL, RICE, TEA, TestShop, minor

from tillbook.actions.sell import BadSale, NoShift, OutOfStock, PriceChanged, UnknownProduct
from tillbook.core.bill import BillTax, BillTender
from tillbook.core.discount import Discount
from tillbook.core.errors import Refusal
from tillbook.core.quantity import OffStep
from tillbook.core.tender import NotPaid, Overpaid, Tendered
from tillbook.core.wanted import LINES_MAX, WantedLine, WantedSale
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.queries.bills import bill
from tillbook.queries.postings import IdReused
from tillbook.queries.till import UnknownRegister


def set_shop(column: str, value: object) -> None:
    """Change a setting of the shop."""
    with transaction_of_one_action() as tx:
        tx.write(f"UPDATE shop SET {column} = ?", (value,))


def rows(sql: str) -> list[tuple[object, ...]]:
    with reading() as tx:
        return tx.rows(sql)


def cash(amount: str) -> tuple[Tendered, ...]:
    return (Tendered(type="cash", amount_minor=minor(amount)),)


def card(amount: str) -> tuple[Tendered, ...]:
    return (Tendered(type="card", amount_minor=minor(amount)),)


def of_products(shop: TestShop, *lines: WantedLine, **more: object) -> WantedSale:
    """A sale of lines that are more than a product and a quantity."""
    values: dict[str, object] = {
        "id": shop.new_id(),
        "register": "1",
        "lines": lines,
        "tenders": cash("10000"),
    }
    return WantedSale(**(values | more))  # type: ignore[arg-type]


# ---------------------------------------------------------------- selling


def test_sells_and_gives_change(shop: TestShop) -> None:
    sold = shop.sell((TEA, "2"), cash="500")

    assert sold.number == "1/26-27/000001"
    assert sold.business_date == date(2026, 11, 22)
    assert sold.posted_at == NOON
    assert (sold.net_minor, sold.tax_minor, sold.total_minor) == (190_00, 0, 190_00)
    assert (sold.due_minor, sold.tendered_minor, sold.change_minor) == (190_00, 500_00, 310_00)
    assert shop.on_hand(TEA) == (8_000, 480_00)
    assert rows("SELECT kind, amount_minor FROM cash_entry") == [("sale", 190_00)]


def test_splits_the_tax_out_of_a_price_that_includes_it(shop: TestShop) -> None:
    (line,) = shop.sell((OIL, "1")).lines

    assert (line.net_minor, line.tax_minor, line.gross_minor) == (171_90, 8_60, 180_50)
    assert line.taxes == (
        BillTax(name="CGST", rate=Decimal("2.5"), base_minor=171_90, amount_minor=4_30),
        BillTax(name="SGST", rate=Decimal("2.5"), base_minor=171_90, amount_minor=4_30),
    )


def test_weighs_in_thousandths(shop: TestShop) -> None:
    sold = shop.sell((RICE, "0.333"))

    assert sold.total_minor == 39_96
    assert shop.on_hand(RICE) == (9_667, 821_70)


def test_the_bill_read_again_is_the_bill_that_was_sold(shop: TestShop) -> None:
    sold = shop.sell((TEA, "1"), (RICE, "1.5"), customer=ASHA, discount=Discount(percent=Decimal(5)))
    shop.set_product(TEA, name="Assam", price="1.00")

    with reading() as tx:
        assert bill(tx, sold.number) == sold
    assert [line.name for line in sold.lines] == ["Darjeeling", "Basmati"]


def test_pays_with_several_tenders_and_gives_change_from_the_cash(shop: TestShop) -> None:
    tenders = (*card("100"), Tendered(type="upi", amount_minor=50_00, reference="UPI-7"), *cash("100"))
    sold = shop.sell((TEA, "2"), tenders=tenders)

    assert sold.change_minor == 60_00
    assert [tender.type for tender in sold.tenders] == ["card", "upi", "cash"]
    assert sold.tenders[1] == BillTender(type="upi", amount_minor=50_00, reference="UPI-7")
    assert rows("SELECT amount_minor FROM cash_entry") == [(40_00,)]


def test_a_sale_by_card_puts_nothing_into_the_drawer(shop: TestShop) -> None:
    shop.sell((TEA, "1"), tenders=card("95"))

    assert shop.count("cash_entry") == 0


def test_the_first_sale_opens_a_shift_with_an_empty_drawer_and_the_next_one_uses_it(shop: TestShop) -> None:
    shop.sell((TEA, "1"))
    shop.sell((TEA, "1"))

    assert rows("SELECT number, float_minor, open_register_id = register_id FROM shift") == [(1, 0, 1)]


def test_a_shop_that_opens_shifts_by_hand_sells_nothing_before(shop: TestShop) -> None:
    set_shop("first_sale_opens_shift", False)

    with pytest.raises(NoShift, match=r"^Register 1 has no open shift; open one first\.$"):
        shop.sell((TEA, "1"))
    assert shop.count("sale") == 0


def test_lines_of_one_product_stay_apart_on_the_bill(shop: TestShop) -> None:
    sold = shop.sell((TEA, "1"), (RICE, "1"), (TEA, "2"))

    assert [(line.sku, line.quantity_milli) for line in sold.lines] == [
        (TEA, 1_000),
        (RICE, 1_000),
        (TEA, 2_000),
    ]
    assert shop.on_hand(TEA) == (7_000, 420_00)


def test_what_leaves_takes_its_share_of_the_value_and_the_last_piece_all_of_it(shop: TestShop) -> None:
    shop.sell((OIL, "3"))
    assert shop.on_hand(OIL) == (7_000, 933_33)
    shop.sell((OIL, "7"))

    assert shop.on_hand(OIL) == (0, 0)
    assert rows("SELECT cost_minor FROM sale_line ORDER BY id") == [(400_00,), (933_33,)]


# ---------------------------------------------------------------- short stock


def test_short_stock_is_refused_naming_what_is_left(shop: TestShop) -> None:
    with pytest.raises(OutOfStock) as refused:
        shop.sell((RICE, "1"), (TEA, "12"))

    assert refused.value.as_json()["error"] == {
        "code": "out_of_stock",
        "message": "Only 10 of Darjeeling left; sell those or cancel.",
        "path": "lines[1]",
    }
    assert shop.on_hand(RICE) == (10_000, 850_01)


def test_a_partial_purchase_sells_what_is_there(shop: TestShop) -> None:
    sold = shop.sell((TEA, "12"), partial=True, shown_total="1140")

    (line,) = sold.lines
    assert (line.quantity_milli, line.wanted_milli, sold.total_minor) == (10_000, 12_000, 950_00)
    assert shop.on_hand(TEA) == (0, 0)


def test_a_partial_purchase_leaves_out_what_is_gone_and_sells_the_rest(shop: TestShop) -> None:
    shop.sell((TEA, "10"))

    sold = shop.sell((TEA, "1"), (RICE, "1"), partial=True)

    assert [line.sku for line in sold.lines] == [RICE]


def test_nothing_left_at_all_is_refused_even_as_a_partial_purchase(shop: TestShop) -> None:
    shop.sell((TEA, "10"))

    with pytest.raises(OutOfStock, match=r"^No Darjeeling left; remove the line or cancel\.$"):
        shop.sell((TEA, "1"), partial=True)


def test_lines_of_one_product_are_summed_against_the_stock(shop: TestShop) -> None:
    with pytest.raises(OutOfStock, match=r"^Only 4 of Darjeeling left"):
        shop.sell((TEA, "6"), (TEA, "5"))

    sold = shop.sell((TEA, "6"), (TEA, "5"), partial=True)
    assert [line.quantity_milli for line in sold.lines] == [6_000, 4_000]


def test_below_zero_under_warn_leaves_one_discrepancy_and_costs_what_there_was(shop: TestShop) -> None:
    shop.set_product(TEA, short_stock="warn")

    shop.sell((TEA, "12"))
    shop.sell((TEA, "1"))

    assert shop.on_hand(TEA) == (-3_000, 0)
    assert rows("SELECT on_hand_milli FROM discrepancy") == [(-2_000,)]
    assert rows("SELECT cost_minor FROM sale_line ORDER BY id") == [(600_00,), (0,)]


def test_goods_sold_below_zero_are_costed_when_they_arrive(shop: TestShop) -> None:
    shop.set_product(TEA, short_stock="allow")
    shop.sell((TEA, "12"))

    shop.receive(TEA, "6", "330")

    assert shop.on_hand(TEA) == (4_000, 220_00)
    moves = rows("SELECT quantity_milli, cost_minor, reason FROM stock_move ORDER BY id DESC LIMIT 2")
    assert moves == [(0, 110_00, "late cost"), (6_000, 330_00, "receipt")]


# ---------------------------------------------------------------- the same id


def test_the_same_id_sent_again_gets_the_same_bill_and_sells_nothing(shop: TestShop) -> None:
    wanted = shop.sale((TEA, "1"), id="0193")
    first = shop.post(wanted)

    again = shop.post(wanted)

    assert (first.repeated, again.repeated) == (False, True)
    assert (again.number, again.posting_id) == (first.number, first.posting_id)
    assert shop.bill(again) == shop.bill(first)
    assert shop.on_hand(TEA) == (9_000, 540_00)


def test_the_same_id_gets_its_bill_whatever_changed_since(shop: TestShop) -> None:
    wanted = shop.sale((TEA, "10"), id="0193", shown_total="950")
    shop.post(wanted)
    shop.set_product(TEA, price="100", archived=True)

    assert shop.post(wanted).repeated


def test_the_same_id_with_another_content_is_refused(shop: TestShop) -> None:
    shop.post(shop.sale((TEA, "1"), id="0193"))

    with pytest.raises(IdReused) as refused:
        shop.post(shop.sale((TEA, "2"), id="0193"))
    assert refused.value.code == "id_reused"
    assert "was already used for 1/26-27/000001" in refused.value.message
    assert shop.on_hand(TEA) == (9_000, 540_00)


def test_the_same_id_for_another_customer_is_refused_and_an_erased_one_leaves_no_trace_in_the_hash(
    shop: TestShop,
) -> None:
    first = shop.post(shop.sale((TEA, "1"), id="0193", customer=ASHA))

    assert shop.post(shop.sale((TEA, "1"), id="0193", customer=ASHA)).repeated
    for other in (None, replace(ASHA, phone="+919876543211")):
        with pytest.raises(IdReused):
            shop.post(shop.sale((TEA, "1"), id="0193", customer=other))

    with transaction_of_one_action() as tx:
        tx.write("UPDATE sale_customer SET name = '', email = '', phone = '', salt = ''")
    assert shop.post(shop.sale((TEA, "1"), id="0193", customer=ASHA)).number == first.number
    assert shop.sale((TEA, "1"), customer=ASHA).fingerprint() == shop.sale((TEA, "1")).fingerprint()


def test_the_id_of_a_goods_receipt_is_no_id_of_a_sale(shop: TestShop) -> None:
    receipt = shop.receive(TEA, "1")

    with pytest.raises(IdReused, match=receipt.number):
        shop.post(shop.sale((TEA, "1"), id="test-000001"))


# ---------------------------------------------------------------- what is refused


def test_a_price_that_changed_is_refused_with_the_new_total(shop: TestShop) -> None:
    shop.set_product(TEA, price="99.00")

    with pytest.raises(PriceChanged) as refused:
        shop.sell((TEA, "2"), shown_total="190")
    assert refused.value.as_json()["error"] == {
        "code": "price_changed",
        "message": "The total is 198.00 now, not 190.00; show the new total to the customer and confirm it.",
        "path": "shown_total",
    }


def test_an_unknown_product_is_refused(shop: TestShop) -> None:
    with pytest.raises(UnknownProduct, match=r"'999'") as refused:
        shop.sell((TEA, "1"), ("999", "1"))
    assert refused.value.path == "lines[1].product"


def test_an_archived_product_is_sold_no_more(shop: TestShop) -> None:
    shop.set_product(TEA, archived=True)

    with pytest.raises(UnknownProduct):
        shop.sell((TEA, "1"))


def test_a_quantity_off_the_step_is_refused_with_those_that_are_not(shop: TestShop) -> None:
    with pytest.raises(OffStep, match=r"steps of 1: 1\.5 is between two; take 1 or 2\.$"):
        shop.sell((TEA, "1.5"))


@pytest.mark.parametrize("quantity", ["0", "-1", "1000000000"])
def test_a_quantity_out_of_bounds_is_refused(shop: TestShop, quantity: str) -> None:
    with pytest.raises(BadSale, match=r"more than 0 and at most 999999999\.999") as refused:
        shop.sell((TEA, quantity))
    assert refused.value.path == "lines[0].quantity"


def test_limits_of_a_command_are_refused(shop: TestShop) -> None:
    for wanted in (
        shop.sale(),
        shop.sale(*[(TEA, "1")] * (LINES_MAX + 1)),
        shop.sale((TEA, "1"), id="x" * 65),
        shop.sale((TEA, "1"), tenders=cash("1") * 51),
    ):
        with pytest.raises(BadSale):
            shop.post(wanted)
    assert shop.count("sale") == 0


def test_too_little_money_is_refused_naming_what_is_missing(shop: TestShop) -> None:
    with pytest.raises(NotPaid, match=r"0\.01 INR still to pay"):
        shop.sell((TEA, "1"), cash="94.99")


def test_a_card_takes_no_more_than_is_due(shop: TestShop) -> None:
    with pytest.raises(Overpaid) as refused:
        shop.sell((TEA, "1"), tenders=(*cash("50"), *card("95.01")))
    assert refused.value.path == "tenders[1].amount"


def test_an_unknown_register_is_refused(shop: TestShop) -> None:
    wanted = of_products(shop, WantedLine(product=TEA, quantity_milli=1_000), register="9")

    with pytest.raises(UnknownRegister):
        shop.post(wanted)


def test_refused_sales_leave_nothing_and_take_no_number(shop: TestShop) -> None:
    numbers = []
    for number in range(1, 6):
        numbers.append(shop.sell((TEA, "1")).number)
        for refused in (("999", "1"), (TEA, "100"), (TEA, "0.5")):
            with pytest.raises(Refusal):
                shop.sell(refused)
        with pytest.raises(NotPaid):
            shop.sell((TEA, "1"), cash="0.01")
        assert shop.count("posting") == 3 + number

    assert numbers == [f"1/26-27/{number:06}" for number in range(1, 6)]
