"""Goods come back: what was paid goes back, once, and the books say so (P9, P11)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.shop import OIL, RICE, TEA, TestShop, milli, minor

from tillbook.actions.refund import Returned, UnknownReturned, refund
from tillbook.actions.shift import Counted, close_shift
from tillbook.actions.staff import add_staff
from tillbook.core.bill import Bill
from tillbook.core.credit_note import CreditNote
from tillbook.core.discount import Discount
from tillbook.core.quantity import OffStep
from tillbook.core.refunding import BeyondTender, NotPaidByThat, RefundNotExact
from tillbook.core.returns import BadReturn, NothingToReturn, TooMuchReturned
from tillbook.core.rights import Actor, Limits, NeedsApproval
from tillbook.core.tender import Tendered
from tillbook.core.wanted_return import RefundTender, WantedBack, WantedReturn
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.queries.bills import UnknownBill
from tillbook.queries.credit_notes import credit_note_of
from tillbook.queries.postings import IdReused
from tillbook.queries.shifts import NoOpenShift

Row = tuple[object, ...]


def rows(sql: str, *values: object) -> Sequence[Row]:
    with reading() as tx:
        return tx.rows(sql, values)


def set_shop(column: str, value: object) -> None:
    with transaction_of_one_action() as tx:
        tx.write(f"UPDATE shop SET {column} = ? WHERE id = 1", (value,))


def back(line: int, quantity: str | None = None, to: str = "sellable") -> WantedBack:
    return WantedBack(line=line, quantity_milli=None if quantity is None else milli(quantity), to=to)


def give(type: str, amount: str | None = None, reference: str = "") -> RefundTender:
    return RefundTender(type=type, amount_minor=None if amount is None else minor(amount), reference=reference)


def wanted(
    shop: TestShop, bill: Bill | None, *lines: WantedBack, tenders: tuple[RefundTender, ...] = ()
) -> WantedReturn:
    return WantedReturn(id=shop.new_id(), register="1", sale=bill.number if bill else "", lines=lines, tenders=tenders)


def post(shop: TestShop, command: WantedReturn, *, by: Actor | None = None) -> Returned:
    return refund(command, now=shop.now, by=by or shop.owner)


def note(posted: Returned) -> CreditNote:
    with reading() as tx:
        return credit_note_of(tx, posted.posting_id)


def take_back(shop: TestShop, bill: Bill, *lines: WantedBack, tenders: tuple[RefundTender, ...] = ()) -> CreditNote:
    return note(post(shop, wanted(shop, bill, *lines, tenders=tenders)))


CARD = (Tendered(type="card", amount_minor=100_00, reference="4711"),)


def test_a_sale_comes_back_and_its_money_goes_back_in_cash(shop: TestShop) -> None:
    sold = shop.sell((TEA, "2"), (OIL, "1"))
    given = take_back(shop, sold)

    assert (given.number, given.sale) == ("1C/26-27/000001", "1/26-27/000001")
    assert [(line.sale_line, line.sku, line.quantity_milli, line.gross_minor) for line in given.lines] == [
        (1, TEA, 2_000, 190_00),
        (2, OIL, 1_000, 180_50),
    ]
    assert (given.net_minor, given.tax_minor, given.total_minor) == (361_90, 8_60, 370_50)
    assert [(tender.type, tender.amount_minor) for tender in given.tenders] == [("cash", 370_50)]
    assert rows("SELECT kind, amount_minor FROM cash_entry ORDER BY id") == [("sale", 370_50), ("refund", -370_50)]
    assert shop.on_hand(TEA) == (10_000, 600_00)
    assert shop.on_hand(OIL) == (10_000, 1333_33)


def test_a_full_return_is_every_stored_amount_of_the_sale(shop: TestShop) -> None:
    sold = shop.sell((TEA, "3"), (RICE, "1.333"), (OIL, "2"), discount=Discount(percent=Decimal("7.5")))
    given = take_back(shop, sold)

    figures = ("sku", "quantity_milli", "unit_price", "discount_minor", "bill_discount_minor", "net_minor", "tax_minor",
               "gross_minor", "taxes")  # fmt: skip
    for line, of_sale in zip(given.lines, sold.lines, strict=True):
        assert [getattr(line, name) for name in figures] == [getattr(of_sale, name) for name in figures]
    assert given.taxes == sold.taxes
    assert (given.net_minor, given.tax_minor, given.total_minor) == (sold.net_minor, sold.tax_minor, sold.total_minor)


def test_the_moves_of_a_sale_and_of_its_full_return_add_up_to_zero(shop: TestShop) -> None:
    sold = shop.sell((TEA, "3"), (RICE, "1.333"))
    take_back(shop, sold, back(1, "1"), back(2))
    take_back(shop, sold)

    moved = rows(
        """SELECT product_id, location_id, SUM(milli), SUM(cost) FROM (
            SELECT product_id, from_location_id AS location_id, -quantity_milli AS milli, -cost_minor AS cost,
                posting_id
            FROM stock_move UNION ALL
            SELECT product_id, to_location_id, quantity_milli, cost_minor, posting_id FROM stock_move)
        WHERE posting_id IN (SELECT id FROM posting WHERE kind IN ('sale', 'credit_note'))
        GROUP BY product_id, location_id"""
    )
    assert len(moved) == 4
    assert {row[2:] for row in moved} == {(0, 0)}


def test_a_second_full_reversal_is_refused(shop: TestShop) -> None:
    sold = shop.sell((TEA, "2"))
    take_back(shop, sold)

    with pytest.raises(NothingToReturn, match=r"^Everything of bill 1/26-27/000001 has come back already\.$"):
        take_back(shop, sold)
    assert shop.count("credit_note") == 1
    assert shop.on_hand(TEA) == (10_000, 600_00)


def test_three_for_ten_rupees_come_back_one_by_one_for_ten_rupees(shop: TestShop) -> None:
    shop.set_product(TEA, price="3.34")
    sold = shop.sell((TEA, "3"), discount=Discount(amount_minor=2))
    steps = [take_back(shop, sold, back(1, "1")) for _ in range(3)]

    assert sold.total_minor == 10_00
    assert [each.total_minor for each in steps] == [3_33, 3_34, 3_33]
    assert [each.lines[0].bill_discount_minor for each in steps] == [1, 0, 1]


def test_in_many_random_steps_it_is_the_sale_to_the_minor_unit(shop: TestShop) -> None:
    """Kilograms in crumbs, two taxes, two discounts, cash to the next 0.05: all of it adds up to what was stored."""
    set_shop("cash_increment_minor", 5)
    sold = shop.sell((RICE, "7.777"), (TEA, "5"), discount=Discount(amount_minor=17_77))
    chance = random.Random(11)
    left = {1: 7_777, 2: 5_000}
    notes = []
    while any(left.values()):
        line = chance.choice([place for place, milli_left in left.items() if milli_left])
        milli_back = chance.randint(1, min(1_500, left[1])) if line == 1 else 1_000
        to = chance.choice(["sellable", "damaged"])
        notes.append(take_back(shop, sold, WantedBack(line=line, quantity_milli=milli_back, to=to)))
        left[line] -= milli_back

    assert len(notes) > 10
    for line in (1, 2):
        of_sale = sold.lines[line - 1]
        back_of_it = [each for given in notes for each in given.lines if each.sale_line == line]
        for name in ("bill_discount_minor", "net_minor", "tax_minor", "gross_minor", "quantity_milli"):
            assert sum(getattr(each, name) for each in back_of_it) == getattr(of_sale, name)
    assert sum(given.refund_minor for given in notes) == sold.due_minor
    assert rows("SELECT SUM(amount_minor) FROM cash_entry") == [(0,)]


def test_more_than_was_sold_does_not_come_back(shop: TestShop) -> None:
    sold = shop.sell((TEA, "3"))
    take_back(shop, sold, back(1, "2"))

    with pytest.raises(TooMuchReturned, match=r"^Only 1 of Darjeeling on bill 1/26-27/000001 can still come back; "):
        take_back(shop, sold, back(1, "2"))
    assert rows("SELECT sold_milli, returned_milli FROM returned_line") == [(3_000, 2_000)]


def test_the_same_command_again_answers_the_same_credit_note(shop: TestShop) -> None:
    sold = shop.sell((TEA, "3"))
    command = wanted(shop, sold, back(1, "1"))
    first, again = post(shop, command), post(shop, command)

    assert again == replace(first, repeated=True)
    assert shop.count("credit_note") == 1
    with pytest.raises(IdReused):
        post(shop, replace(command, lines=(back(1, "2"),)))


def test_a_price_that_changed_since_changes_nothing(shop: TestShop) -> None:
    sold = shop.sell((OIL, "1"))
    shop.set_product(OIL, price="999.00", name="Other oil")
    given = take_back(shop, sold)

    assert (given.total_minor, given.lines[0].name) == (180_50, "Mustard oil")


def test_damaged_goods_pass_through_the_shop_and_leave_no_value_in_it(shop: TestShop) -> None:
    sold = shop.sell((TEA, "2"))
    given = take_back(shop, sold, back(1, "1", to="damaged"), back(1, "1", to="supplier"))

    assert [line.to for line in given.lines] == ["damaged", "supplier"]
    assert shop.on_hand(TEA) == (8_000, 480_00)
    assert rows(
        """SELECT f.code, t.code, m.quantity_milli, m.cost_minor FROM stock_move m JOIN posting p ON p.id = m.posting_id
        JOIN location f ON f.id = m.from_location_id JOIN location t ON t.id = m.to_location_id
        WHERE p.kind = 'credit_note' ORDER BY m.id"""
    ) == [
        ("customer", "shop", 1_000, 60_00),
        ("shop", "damaged", 1_000, 60_00),
        ("customer", "shop", 1_000, 60_00),
        ("shop", "supplier", 1_000, 60_00),
    ]


def test_goods_come_back_at_the_cost_they_were_sold_at_and_leave_for_damaged_at_the_average(shop: TestShop) -> None:
    """Sold at 60 each; 9 on hand for 540. Nine more come in for 720: 18 for 1260. One back at 60: 19 for 1320."""
    sold = shop.sell((TEA, "1"))
    shop.receive(TEA, "9", "720")
    take_back(shop, sold, back(1, to="damaged"))

    assert rows("SELECT cost_minor FROM stock_move ORDER BY id DESC LIMIT 2") == [(69_47,), (60_00,)]
    assert shop.on_hand(TEA) == (18_000, 1250_53)


def test_what_was_sold_below_zero_comes_back_at_the_cost_its_line_had(shop: TestShop) -> None:
    shop.add_product("SHORT", "Sugar", "40.00", short_stock="allow")
    sold = shop.sell(("SHORT", "3"))
    shop.receive("SHORT", "1", "25")
    take_back(shop, sold)

    assert shop.on_hand("SHORT") == (1_000, 0)
    assert rows("SELECT cost_minor FROM credit_note_line") == [(0,)]


def test_cash_goes_back_as_the_till_took_it_in_however_many_steps(shop: TestShop) -> None:
    """0.99 in three steps of 0.33 by the smallest coin of 0.05: 1.00 came in, and 1.00 goes out."""
    set_shop("cash_increment_minor", 5)
    shop.set_product(TEA, price="0.33")
    sold = shop.sell((TEA, "3"))
    set_shop("cash_increment_minor", 100)
    steps = [take_back(shop, sold, back(1, "1")) for _ in range(3)]

    assert sold.due_minor == 1_00
    assert [(each.total_minor, each.cash_rounding_minor, each.refund_minor) for each in steps] == [
        (33, 2, 35),
        (33, -3, 30),
        (33, 2, 35),
    ]


def test_money_goes_back_to_the_card_that_paid_and_the_rest_in_cash(shop: TestShop) -> None:
    sold = shop.sell((TEA, "2"), tenders=(*CARD, Tendered(type="cash", amount_minor=100_00)))
    given = take_back(shop, sold, tenders=(give("card", "100"), give("cash")))

    assert [(tender.type, tender.amount_minor, tender.reference) for tender in given.tenders] == [
        ("card", 100_00, "4711"),
        ("cash", 90_00, ""),
    ]
    assert rows("SELECT amount_minor FROM cash_entry WHERE kind = 'refund'") == [(-90_00,)]


def test_a_card_never_gets_more_than_it_paid_over_several_returns(shop: TestShop) -> None:
    sold = shop.sell((TEA, "2"), tenders=(*CARD, Tendered(type="cash", amount_minor=100_00)))
    take_back(shop, sold, back(1, "1"), tenders=(give("card"),))

    with pytest.raises(BeyondTender, match=r"^At most 5\.00 INR can go back to card 4711; "):
        take_back(shop, sold, tenders=(give("card"),))
    take_back(shop, sold, tenders=(give("card", "5.00"), give("cash")))


def test_a_sale_paid_in_cash_gives_no_card_anything(shop: TestShop) -> None:
    sold = shop.sell((TEA, "1"))

    with pytest.raises(NotPaidByThat):
        take_back(shop, sold, tenders=(give("card"),))
    with pytest.raises(NotPaidByThat, match="exchange"):
        take_back(shop, sold, tenders=(give("exchange"),))
    with pytest.raises(RefundNotExact):
        take_back(shop, sold, tenders=(give("cash", "94.99"),))


def test_store_credit_has_a_code_that_is_shown_once_and_a_tail_that_is_kept(shop: TestShop) -> None:
    sold = shop.sell((TEA, "1"))
    command = wanted(shop, sold, tenders=(give("store_credit"),))
    posted = post(shop, command)

    (code,) = posted.codes
    assert [(tender.type, tender.reference) for tender in note(posted).tenders] == [("store_credit", f"…{code[-4:]}")]
    assert rows("SELECT kind, balance_minor FROM voucher") == [("store_credit", 95_00)]
    assert post(shop, command).codes == ()
    assert shop.count("cash_entry") == 1


def test_a_refund_counts_in_the_shift_that_pays_it_and_needs_an_open_one(shop: TestShop) -> None:
    sold = shop.sell((TEA, "1"))
    close_shift(id=shop.new_id(), register="1", counted=Counted(total_minor=95_00), now=shop.now, by=shop.owner)
    with pytest.raises(NoOpenShift, match=r"^Register 1 has no open shift; "):
        take_back(shop, sold)

    shop.sell((OIL, "1"))
    take_back(shop, sold)

    paid_by = rows("SELECT s.number FROM cash_entry c JOIN shift s ON s.id = c.shift_id WHERE c.kind = 'refund'")
    assert paid_by == [(2,)]


def test_an_unknown_bill_is_refused(shop: TestShop) -> None:
    with pytest.raises(UnknownBill, match=r"^There is no bill 1/26-27/000099; "):
        post(shop, WantedReturn(id="one", register="1", sale="1/26-27/000099"))


def test_a_full_return_of_a_line_frees_no_quantity_off_its_step(shop: TestShop) -> None:
    sold = shop.sell((TEA, "2"))
    with pytest.raises(OffStep):
        take_back(shop, sold, back(1, "0.5"))


# ---------------------------------------------------------------- without a receipt


def without(shop: TestShop, *lines: WantedBack, tenders: tuple[RefundTender, ...] = ()) -> WantedReturn:
    return wanted(shop, None, *lines, tenders=tenders)


OIL_BACK = WantedBack(product=OIL, quantity_milli=1_000)


def test_without_a_receipt_goods_come_back_at_the_price_and_the_taxes_of_today(shop: TestShop) -> None:
    shop.sell((TEA, "4"))
    given = note(post(shop, without(shop, replace(OIL_BACK, quantity_milli=2_000))))

    assert (given.sale, given.lines[0].sale_line) == ("", None)
    assert (given.net_minor, given.tax_minor, given.total_minor) == (343_80, 17_20, 361_00)
    assert [(tax.name, tax.base_minor, tax.amount_minor) for tax in given.taxes] == [
        ("CGST", 343_80, 8_60),
        ("SGST", 343_80, 8_60),
    ]
    assert shop.on_hand(OIL) == (12_000, 1600_00)
    assert shop.count("returned_line") == 0


def test_without_a_receipt_no_card_is_known(shop: TestShop) -> None:
    shop.sell((TEA, "1"), tenders=(Tendered(type="card", amount_minor=95_00, reference="4711"),))
    with pytest.raises(NotPaidByThat, match="the sale was paid by nothing that is known"):
        post(shop, without(shop, OIL_BACK, tenders=(give("card", reference="4711"),)))


def cashier(shop: TestShop, *, alone: str = "0", approver: Actor | None = None) -> Actor:
    staff = rows("SELECT id FROM staff WHERE name = 'Ravi'")
    if not staff:
        add_staff(id=shop.new_id(), name="Ravi", role="cashier", now=shop.now, by=shop.owner)
        staff = rows("SELECT id FROM staff WHERE name = 'Ravi'")
    limits = Limits(return_without_receipt_minor=minor(alone), price_change_percent=Decimal(0))
    return Actor(staff_id=int(str(staff[0][0])), name="Ravi", role="cashier", own_limits=limits, approver=approver)


def test_without_a_receipt_a_cashier_goes_as_far_as_the_limit_and_a_second_person_further(shop: TestShop) -> None:
    shop.sell((TEA, "4"))
    post(shop, without(shop, OIL_BACK), by=cashier(shop, alone="180.50"))

    with pytest.raises(
        NeedsApproval, match=r"^Ravi \(cashier\) may not give back 180\.50 INR without a receipt alone; "
    ):
        post(shop, without(shop, OIL_BACK), by=cashier(shop, alone="180.49"))
    agreed = post(shop, without(shop, OIL_BACK), by=cashier(shop, approver=shop.owner))
    assert note(agreed).approved_by == shop.owner.name


def test_more_than_the_price_of_today_needs_a_second_person_and_less_does_not(shop: TestShop) -> None:
    shop.sell((TEA, "4"))
    dear, cheap = (replace(OIL_BACK, unit_price=Decimal(price)) for price in ("180.51", "100"))
    with pytest.raises(NeedsApproval, match="may not give back more than the price of Mustard oil alone"):
        post(shop, without(shop, dear), by=cashier(shop, alone="1000"))

    assert note(post(shop, without(shop, cheap), by=cashier(shop, alone="1000"))).total_minor == 100_00
    agreed = note(post(shop, without(shop, dear), by=cashier(shop, alone="1000", approver=shop.owner)))
    assert (agreed.total_minor, agreed.approved_by) == (180_51, shop.owner.name)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((), "Name the bill, or the products that come back without one."),
        ((WantedBack(line=1),), "With a bill a line is named by its place on it; without one it names a product."),
        ((replace(OIL_BACK, quantity_milli=0),), "A quantity is more than 0 and at most 999999999.999."),
        ((replace(OIL_BACK, to="garden"),), "Goods that come back go to one of these: sellable, damaged, supplier."),
    ],
)
def test_a_return_that_is_none_is_refused(shop: TestShop, lines: tuple[WantedBack, ...], message: str) -> None:
    with pytest.raises(BadReturn) as refused:
        post(shop, without(shop, *lines))
    assert str(refused.value) == message


def test_an_unknown_product_is_refused(shop: TestShop) -> None:
    with pytest.raises(UnknownReturned, match=r"^No product has the SKU or barcode '999'; search the menu\.$"):
        post(shop, without(shop, WantedBack(product="999")))
