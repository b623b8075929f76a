"""Who is exempt from tax gets every promotion, and pays the price less the promotion without its tax (P1, P3, P11)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.credit import customer
from tests.promoting import promote
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.actions.refund import refund
from tillbook.core.bill import Bill
from tillbook.core.credit_note import CreditNote
from tillbook.core.discount import Discount
from tillbook.core.wanted import WantedCustomer
from tillbook.core.wanted_return import WantedBack, WantedReturn
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.queries.credit_notes import credit_note_of

ASHA = WantedCustomer(code="ASHA", name="Asha Rao")
BOTH: dict[str, Any] = {
    "code": "KITCHEN",
    "name": "Kitchen",
    "bundle": [{"product": RICE, "quantity": "1"}, {"product": OIL, "quantity": "1"}],
    "price": "252.00",
}


def exempt(shop: TestShop) -> None:
    customer(shop, "ASHA", exempt_reason="diplomat, note 7 of 2026")


def figures(bill: Bill) -> list[tuple[Decimal, int, int]]:
    """Unit price, what promotions took off, and what is paid, line by line."""
    return [(line.unit_price, line.discount_minor, line.gross_minor) for line in bill.lines]


def take_back(shop: TestShop, bill: Bill, *lines: WantedBack) -> CreditNote:
    wanted = WantedReturn(id=shop.new_id(), register="1", sale=bill.number, lines=lines)
    posted = refund(wanted, now=shop.now, by=shop.owner)
    with reading() as tx:
        return credit_note_of(tx, posted.posting_id)


def test_a_bundle_is_theirs_at_its_price_without_the_tax(shop: TestShop) -> None:
    exempt(shop)
    promote(shop, **BOTH)

    everybody = shop.sell((RICE, "1"), (OIL, "1"))
    hers = shop.sell((RICE, "1"), (OIL, "1"), customer=ASHA)

    assert figures(everybody) == [(Decimal("120"), 19_37, 100_63), (Decimal("180.50"), 29_13, 151_37)]
    # 100.63 and 151.37 hold 5 % of tax: without it they are 95.84 and 144.16, together 252.00 / 1.05.
    assert figures(hers) == [(Decimal("114.285714"), 18_45, 95_84), (Decimal("171.904762"), 27_74, 144_16)]
    assert (hers.total_minor, hers.tax_minor, hers.taxes) == (240_00, 0, ())
    assert [(part.name, part.amount_minor) for line in hers.lines for part in line.promotions] == [
        ("Kitchen", 18_45),
        ("Kitchen", 27_74),
    ]


def test_an_amount_off_is_an_amount_off_the_price_on_the_shelf(shop: TestShop) -> None:
    exempt(shop)
    promote(shop, code="TEN", amount="10.50", per="unit", on={"products": [RICE]})

    bill = shop.sell((RICE, "2"), customer=ASHA)

    # (120.00 − 10.50) × 2 / 1.05 = 208.571…; two bags cost 228.57 without the tax.
    assert figures(bill) == [(Decimal("114.285714"), 20_00, 208_57)]


def test_a_minimum_is_reached_by_the_prices_that_everybody_sees(shop: TestShop) -> None:
    exempt(shop)
    promote(shop, code="BIG", percent="10", when={"minimum": "300.50"})

    bill = shop.sell((RICE, "1"), (OIL, "1"), customer=ASHA)

    # 300.50 less 10 % is 270.45: 108.00 and 162.45, without the tax 102.857… and 154.714…
    assert [line.gross_minor for line in bill.lines] == [102_86, 154_71]


def test_a_discount_by_hand_is_off_what_the_promotion_leaves_without_the_tax(shop: TestShop) -> None:
    exempt(shop)
    promote(shop, code="HALF", percent="50", on={"products": [RICE]})
    wanted = shop.sale((RICE, "1"), customer=ASHA)
    lines = tuple(replace(line, discount=Discount(percent=Decimal(10))) for line in wanted.lines)

    bill = shop.bill(shop.post(replace(wanted, lines=lines)))

    # 60.00 / 1.05 = 57.14, less a tenth.
    assert figures(bill) == [(Decimal("114.285714"), 57_15 + 5_71, 51_43)]


def test_where_tax_comes_on_top_nothing_is_taken_out(shop: TestShop) -> None:
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET prices_include_tax = ? WHERE id = 1", (False,))
    exempt(shop)
    promote(shop, **BOTH)

    everybody = shop.sell((RICE, "1"), (OIL, "1"))
    hers = shop.sell((RICE, "1"), (OIL, "1"), customer=ASHA)

    assert (everybody.net_minor, everybody.total_minor) == (252_00, 264_60)
    assert (hers.net_minor, hers.total_minor) == (252_00, 252_00)


def test_what_comes_back_gives_exactly_what_was_paid_in_any_steps(shop: TestShop) -> None:
    exempt(shop)
    promote(shop, code="THREE", take=3, pay=2, on={"products": [OIL]})
    bill = shop.sell((OIL, "3"), (TEA, "1"), customer=ASHA)

    # Three for 361.00, without the tax 343.81; the tea has none.
    assert figures(bill) == [(Decimal("171.904762"), 171_90, 343_81), (Decimal("95"), 0, 95_00)]
    steps = [take_back(shop, bill, WantedBack(line=1, quantity_milli=1_000)) for _ in range(3)]
    last = take_back(shop, bill)

    assert [note.total_minor for note in steps] == [114_60, 114_61, 114_60]
    assert sum(note.lines[0].discount_minor for note in steps) == 171_90
    assert sum(note.total_minor for note in [*steps, last]) == bill.total_minor
    assert all(note.tax_minor == 0 for note in steps)
