"""A sale meets everything the shop decides: price lists, promotions, coupons, lots, credit, limits (P13, P19, P26)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.credit import customer, gift_card, tender
from tests.drawers import hire
from tests.shop import OIL, RICE, TEA, TestShop, milli, minor

from tillbook.actions.lots import track_lots
from tillbook.actions.prices import WantedPrice, add_list, set_prices
from tillbook.actions.promotions import add_promotion
from tillbook.actions.sell import sell
from tillbook.actions.stock import StockLine, receive
from tillbook.core.amounts import Currency
from tillbook.core.bill import Bill
from tillbook.core.discount import Discount
from tillbook.core.lots import LotExpired
from tillbook.core.promotions import Off, Per, Products, TakePay, When
from tillbook.core.rights import Actor, NeedsApproval
from tillbook.core.wanted import WantedCustomer, WantedLine, WantedSale
from tillbook.db.transaction import reading
from tillbook.formats.promotion_json import NewCoupon, NewPromotion
from tillbook.ledgers.credit import CreditExceeded
from tillbook.ledgers.promotions import CouponUsedUp
from tillbook.queries.promotions import UnknownCoupon

ASHA = WantedCustomer(code="ASHA", name="Asha Rao")
INR = Currency.of("INR")
TEA_ALONE = Products(skus=frozenset({TEA}))


def rows(sql: str) -> list[tuple[Any, ...]]:
    with reading() as tx:
        return tx.rows(sql)


def promote(shop: TestShop, code: str, rule: Off | TakePay, when: When | None = None, **more: Any) -> None:
    new = NewPromotion(code=code, name=code.title(), rule=rule, when=when or When(), **more)
    add_promotion(id=shop.new_id(), promotion=new, now=shop.now, by=shop.owner)


def sell_by(shop: TestShop, by: Actor, wanted: WantedSale) -> Bill:
    return shop.bill(sell(wanted, now=shop.now, by=by))


def line(sku: str, quantity: str = "1", **more: Any) -> WantedLine:
    return WantedLine(product=sku, quantity_milli=milli(quantity), **more)


# ---------------------------------------------------------------- prices


def wholesale(shop: TestShop, *prices: WantedPrice) -> None:
    add_list(id=shop.new_id(), code="wholesale", name="Wholesale", now=shop.now, by=shop.owner)
    set_prices(id=shop.new_id(), prices=prices, now=shop.now, by=shop.owner)


def test_a_customer_on_a_price_list_pays_its_price_and_others_pay_the_shops(shop: TestShop) -> None:
    wholesale(shop, WantedPrice(product=TEA, price=Decimal(80), price_list="wholesale"))
    customer(shop, "ASHA", price_list="wholesale")

    hers, theirs = shop.sell((TEA, "2"), customer=ASHA), shop.sell((TEA, "2"))

    assert (hers.total_minor, theirs.total_minor) == (160_00, 190_00)
    assert rows("SELECT list_price FROM sale_line ORDER BY id") == [("80",), ("95",)]


def test_a_quantity_break_counts_all_lines_of_a_product_together(shop: TestShop) -> None:
    wholesale(shop, WantedPrice(product=TEA, price=Decimal(90), from_milli=5_000))

    assert shop.sell((TEA, "2"), (TEA, "2")).total_minor == 4 * 95_00
    assert shop.sell((TEA, "2"), (TEA, "3")).total_minor == 5 * 90_00


def test_who_is_exempt_pays_the_price_without_the_tax_inside_it(shop: TestShop) -> None:
    customer(shop, "ASHA", exempt_reason="diplomat, note 7 of 2026")

    bill = shop.sell((RICE, "1"), customer=ASHA)

    # 120.00 holds 5 % of tax: 120 / 1.05 = 114.2857…
    assert (bill.total_minor, bill.tax_minor, bill.taxes) == (114_29, 0, ())
    assert rows("SELECT note FROM posting WHERE kind = 'sale'") == [("tax exempt: diplomat, note 7 of 2026",)]


# ---------------------------------------------------------------- promotions and coupons


def test_promotions_are_named_on_their_lines_and_a_discount_by_hand_is_off_what_they_leave(shop: TestShop) -> None:
    promote(shop, "tea-week", Off(percent=Decimal(20), on=TEA_ALONE))
    wanted = replace(
        shop.sale((TEA, "2"), (OIL, "1")),
        lines=(line(TEA, "2", discount=Discount(percent=Decimal(10))), line(OIL)),
    )

    bill = shop.bill(shop.post(wanted))

    tea, oil = bill.lines
    assert [(part.name, part.amount_minor) for part in tea.promotions] == [("Tea-Week", 38_00)]
    # 190.00 − 38.00 = 152.00; a tenth of that is 15.20.
    assert (tea.discount_minor, tea.gross_minor) == (53_20, 136_80)
    assert (oil.promotions, oil.gross_minor) == ((), 180_50)


def test_three_for_the_price_of_two(shop: TestShop) -> None:
    promote(shop, "three", TakePay(take=3, pay=2, on=TEA_ALONE))

    assert shop.sell((TEA, "2")).total_minor == 190_00
    assert shop.sell((TEA, "3")).total_minor == 190_00


def test_a_price_by_hand_has_no_promotion(shop: TestShop) -> None:
    promote(shop, "tea-week", Off(percent=Decimal(20), on=TEA_ALONE))

    bill = shop.bill(shop.post(replace(shop.sale(), lines=(line(TEA, unit_price=Decimal(50)),))))

    assert (bill.total_minor, bill.lines[0].promotions) == (50_00, ())


def test_a_coupon_works_as_often_as_it_may_and_only_where_it_takes_something_off(shop: TestShop) -> None:
    when, coupons = When(coupon=True), (NewCoupon(code="HELLO", uses_max=1),)
    promote(shop, "hello", Off(amount_minor=30_00, per=Per.line, on=TEA_ALONE), when, coupons=coupons)

    without = shop.bill(shop.post(replace(shop.sale((OIL, "1")), coupons=("hello",))))
    first = shop.bill(shop.post(replace(shop.sale((TEA, "1")), coupons=("hello",))))

    assert (without.total_minor, first.total_minor) == (180_50, 65_00)
    assert rows("SELECT code, uses FROM coupon") == [("HELLO", 1)]
    with pytest.raises(CouponUsedUp, match="HELLO is used up"):
        shop.post(replace(shop.sale((TEA, "1")), coupons=("hello",)))
    with pytest.raises(UnknownCoupon):
        shop.post(replace(shop.sale((TEA, "1")), coupons=("NOPE",)))


# ---------------------------------------------------------------- stored value


def test_a_sale_on_credit_ends_at_the_limit(shop: TestShop) -> None:
    owner_of_it = customer(shop, "ASHA", limit="100")

    shop.sell((TEA, "1"), customer=ASHA, tenders=(tender("credit", "95"),))

    assert rows("SELECT customer_id, balance_minor FROM account") == [(owner_of_it, 95_00)]
    with pytest.raises(CreditExceeded, match=r"5\.00"):
        shop.sell((TEA, "1"), customer=ASHA, tenders=(tender("credit", "95"),))
    assert shop.on_hand(TEA) == (9_000, 540_00)


def test_a_gift_card_pays_a_part_and_its_code_stands_nowhere(shop: TestShop) -> None:
    card = gift_card(shop, "100").code

    bill = shop.sell((TEA, "2"), tenders=(tender("gift_card", "100", card), tender("cash", "90")))

    assert [(each.type, each.amount_minor) for each in bill.tenders] == [("gift_card", 100_00), ("cash", 90_00)]
    assert rows("SELECT balance_minor FROM voucher") == [(0,)]
    stored = str(rows("SELECT text FROM journal_entry")) + str(rows("SELECT reference FROM sale_tender"))
    assert card not in stored
    assert card.replace("-", "") not in stored


# ---------------------------------------------------------------- lots


def in_lots(shop: TestShop, *lots: tuple[str, str, date]) -> None:
    shop.adjust(TEA, "-10")
    track_lots(id=shop.new_id(), product=TEA, tracked=True, now=shop.now, by=shop.owner)
    lines = [
        StockLine(product=TEA, quantity_milli=milli(quantity), cost_minor=minor("10"), lot=code, expires_on=day)
        for code, quantity, day in lots
    ]
    receive(id=shop.new_id(), lines=lines, now=shop.now, by=shop.owner)


def moved() -> list[tuple[Any, ...]]:
    return rows(
        """SELECT l.code, m.quantity_milli FROM stock_move m JOIN lot l ON l.id = m.lot_id
        JOIN posting p ON p.id = m.posting_id WHERE p.kind = 'sale' ORDER BY m.id"""
    )


def test_what_expires_first_is_sold_first_and_a_line_may_take_from_two_lots(shop: TestShop) -> None:
    in_lots(shop, ("LATE", "5", date(2027, 6, 1)), ("SOON", "2", date(2026, 12, 1)))

    shop.sell((TEA, "3"))

    assert moved() == [("SOON", 2_000), ("LATE", 1_000)]


def test_a_lot_chosen_by_hand_is_the_one_that_leaves(shop: TestShop) -> None:
    in_lots(shop, ("LATE", "5", date(2027, 6, 1)), ("SOON", "2", date(2026, 12, 1)))

    shop.post(replace(shop.sale(), lines=(line(TEA, lot="LATE"),)))

    assert moved() == [("LATE", 1_000)]


def test_an_expired_lot_is_sold_when_somebody_who_may_agrees_and_both_are_kept(shop: TestShop) -> None:
    in_lots(shop, ("OLD", "5", date(2026, 11, 1)))
    ravi = hire(shop, "Ravi", "cashier")

    with pytest.raises(LotExpired, match="expired"):
        sell(shop.sale((TEA, "1")), now=shop.now, by=ravi)
    sell_by(shop, replace(ravi, approver=shop.owner), shop.sale((TEA, "1")))

    assert rows("SELECT staff_id, approved_by_id FROM posting WHERE kind = 'sale'") == [
        (ravi.staff_id, shop.owner.staff_id)
    ]


def test_a_part_is_sold_of_what_has_not_expired(shop: TestShop) -> None:
    in_lots(shop, ("OLD", "5", date(2026, 11, 1)), ("NEW", "2", date(2027, 6, 1)))
    ravi = hire(shop, "Ravi", "cashier")

    bill = sell_by(shop, ravi, shop.sale((TEA, "4"), partial=True))

    assert [each.quantity_milli for each in bill.lines] == [2_000]


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("by_hand", "bill_discount", "path"),
    [
        ({"discount": Discount(percent=Decimal(1))}, None, "lines[0].discount"),
        ({"discount": Discount(amount_minor=1)}, None, "lines[0].discount"),
        ({"unit_price": Decimal(94)}, None, "lines[0].unit_price"),
        ({}, Discount(percent=Decimal(1)), "discount"),
    ],
)
def test_a_cashier_needs_a_second_person_for_a_figure_by_hand_and_both_names_are_kept(
    by_hand: dict[str, Any], bill_discount: Discount | None, path: str, shop: TestShop
) -> None:
    ravi, meera = hire(shop, "Ravi", "cashier"), hire(shop, "Meera", "manager")
    wanted = replace(shop.sale(), lines=(line(TEA, **by_hand),), discount=bill_discount)

    with pytest.raises(NeedsApproval) as refused:
        sell(wanted, now=shop.now, by=ravi)
    sell_by(shop, replace(ravi, approver=meera), wanted)

    assert refused.value.path == path
    assert rows("SELECT staff_id, approved_by_id FROM posting WHERE kind = 'sale'") == [(ravi.staff_id, meera.staff_id)]
    told = rows("SELECT text FROM journal_entry ORDER BY id DESC LIMIT 1")[0][0]
    assert f'"approved_by":"{meera.staff_id}"' in told


def test_nobody_agrees_to_what_they_do_themselves(shop: TestShop) -> None:
    ravi = hire(shop, "Ravi", "cashier")
    wanted = replace(shop.sale(), lines=(line(TEA, unit_price=Decimal(1)),))

    with pytest.raises(NeedsApproval):
        sell(wanted, now=shop.now, by=replace(ravi, approver=ravi))


def test_within_the_limits_nobody_is_asked(shop: TestShop) -> None:
    ravi = hire(shop, "Ravi", "cashier")
    alone = replace(ravi, own_limits=replace(ravi.limits, line_discount_percent=Decimal(10)))

    bill = sell_by(shop, alone, replace(shop.sale(), lines=(line(TEA, discount=Discount(percent=Decimal(10))),)))

    assert bill.total_minor == 85_50
    assert rows("SELECT approved_by_id FROM posting WHERE kind = 'sale'") == [(None,)]


def test_a_price_by_hand_below_cost_needs_its_own_agreement(shop: TestShop) -> None:
    ravi = hire(shop, "Ravi", "cashier")
    free_in_price = replace(ravi, own_limits=replace(ravi.limits, price_change_percent=None))

    with pytest.raises(NeedsApproval, match="below what it cost"):
        sell(replace(shop.sale(), lines=(line(TEA, unit_price=Decimal(59)),)), now=shop.now, by=free_in_price)
    assert sell_by(
        shop, free_in_price, replace(shop.sale(), lines=(line(TEA, unit_price=Decimal(60)),))
    ).total_minor == (60_00)
