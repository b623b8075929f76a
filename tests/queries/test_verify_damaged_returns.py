"""Whatever is damaged by hand in a credit note, `verify` names that very damage (P22)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from tests.credit import customer, gift_card, sell_tea
from tests.damage import Damage, checkpoint, findings_after, first, rechain, run, sale
from tests.shop import OIL, RICE, TEA, TestShop, copy_shop

from tillbook.actions.refund import refund
from tillbook.core.discount import Discount
from tillbook.core.tender import Tendered
from tillbook.core.wanted_return import RefundTender, WantedBack, WantedReturn
from tillbook.db.transaction import transaction_of_one_action

FIRST, SECOND, LOOSE = (sale(name) for name in ("back 1", "back 2", "loose"))
BY_CARD, DEBT = (sale(name) for name in ("by card", "debt"))
SOLD = sale("sold")


def take_things_back(shop: TestShop) -> None:
    """A sale by card and cash comes back in two steps, a part of it damaged; oil comes back without a receipt."""
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET cash_increment_minor = 50 WHERE id = 1")
    tenders = (
        Tendered(type="card", amount_minor=200_00, reference="4711"),
        Tendered(type="cash", amount_minor=500_00),
    )
    discount = Discount(percent=Decimal(7))
    bill = shop.sell((TEA, "3"), (RICE, "1.5"), (OIL, "1"), id="sold", tenders=tenders, discount=discount)
    steps = (
        ("back 1", (WantedBack(line=1, quantity_milli=1_000, to="damaged"), WantedBack(line=2, quantity_milli=500))),
        ("back 2", (WantedBack(line=1, quantity_milli=1_000), WantedBack(line=2))),
    )
    for name, lines in steps:
        by_card = RefundTender(type="card", amount_minor=100_00)
        back = WantedReturn(
            id=name, register="1", sale=bill.number, lines=lines, tenders=(by_card, RefundTender(type="cash"))
        )
        refund(back, now=shop.now, by=shop.owner)
    loose = WantedReturn(id="loose", register="1", lines=(WantedBack(product=OIL, quantity_milli=1_000),))
    refund(loose, now=shop.now, by=shop.owner)
    take_back_what_was_no_money(shop)


def take_back_what_was_no_money(shop: TestShop) -> None:
    """A bill that a gift card and cash paid, one on credit; on each store credit or credit goes back."""
    customer(shop, "ASHA", limit="500")
    card = gift_card(shop, "60").code
    half = (Tendered(type="gift_card", amount_minor=60_00, reference=card), Tendered(type="cash", amount_minor=50_00))
    bills = (
        ("by card", shop.sell((TEA, "1"), id="half", tenders=half)),
        ("debt", shop.bill(sell_tea(shop, "ASHA", Tendered(type="credit", amount_minor=95_00), id="on credit"))),
    )
    for name, bill in bills:
        back = WantedReturn(id=name, register="1", sale=bill.number)
        refund(back, now=shop.now, by=shop.owner)


@pytest.fixture(scope="module")
def gave_back(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("returns")
    shop = copy_shop(shop_template, home)
    take_things_back(shop)
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home


def set_line(posting: str, position: int, change: str) -> Damage:
    return run(f"UPDATE credit_note_line SET {change} WHERE credit_note_id = {posting} AND position = {position}")


def set_note(posting: str, change: str) -> Damage:
    return run(f"UPDATE credit_note SET {change} WHERE posting_id = {posting}")


def set_tender(posting: str, position: int, change: str) -> Damage:
    return run(f"UPDATE credit_note_tender SET {change} WHERE credit_note_id = {posting} AND position = {position}")


DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    # ---------------------------------------------------------------- shares
    "a line gave back a cent more, and everything else with it": (
        first(
            set_line(FIRST, 1, "gross_minor = gross_minor + 1, net_minor = net_minor + 1"),
            set_note(FIRST, "net_minor = net_minor + 1, total_minor = total_minor + 1, "
                            "cash_rounding_minor = cash_rounding_minor - 1"),
        ),
        {"credit_note_share", "journal_body"},
    ),
    "a line says that its goods cost less": (
        set_line(SECOND, 1, "cost_minor = cost_minor - 1"),
        {"credit_note_moves", "credit_note_share", "journal_body"},
    ),
    "the share of the bill's discount is another": (
        set_line(FIRST, 2, "bill_discount_minor = bill_discount_minor + 1"),
        {"credit_note_share", "journal_body"},
    ),
    "a tax gave back a cent more": (
        run(f"UPDATE credit_note_line_tax SET amount_minor = amount_minor + 1 WHERE credit_note_id = {SECOND} "
            "AND line_position = 2 AND position = 2"),
        {"credit_note_share", "journal_body"},
    ),
    "the base of a tax is another": (
        run(f"UPDATE credit_note_line_tax SET base_minor = base_minor - 1 WHERE credit_note_id = {FIRST} "
            "AND line_position = 2 AND position = 1"),
        {"credit_note_share", "journal_body"},
    ),
    "a tax is gone": (
        run(f"DELETE FROM credit_note_line_tax WHERE credit_note_id = {FIRST} AND position = 2"),
        {"credit_note_taxes", "journal_body"},
    ),
    "a tax has another rate": (
        run(f"UPDATE credit_note_line_tax SET rate = '3' WHERE credit_note_id = {FIRST} AND position = 2"),
        {"credit_note_taxes", "journal_body"},
    ),
    "without a receipt the price is a rupee more": (
        set_line(LOOSE, 1, "unit_price = '181.5'"),
        {"credit_note_share", "journal_body"},
    ),
    "what came back without a receipt says a line of a bill": (
        set_line(LOOSE, 1, "sale_position = 3"),
        {"credit_note_line", "journal_body"},
    ),
    # ---------------------------------------------------------------- what came back
    "another product is said to have come back": (
        set_line(SECOND, 1, f"product_id = (SELECT id FROM product WHERE sku = '{OIL}')"),
        {"credit_note_line", "credit_note_moves"},
    ),
    "a line has another name": (set_line(SECOND, 1, "name = 'Gold'"), {"credit_note_line", "journal_body"}),
    "a line is of another line of the sale": (
        set_line(SECOND, 1, "sale_position = 3"),
        {"credit_note_line", "credit_note_share", "credit_note_taxes", "journal_body", "returned_line"},
    ),
    "more came back than was sold": (
        first(
            set_line(SECOND, 1, "quantity_milli = 3000"),
            run(f"UPDATE returned_line SET returned_milli = 4000 WHERE sale_id = {SOLD} AND position = 1"),
        ),
        {"credit_note_moves", "credit_note_share", "damaged", "journal_body", "returned_beyond_sold"},
    ),
    "a line is gone": (
        run(
            f"DELETE FROM credit_note_line WHERE credit_note_id = {FIRST} AND position = 2",
            f"DELETE FROM credit_note_line_tax WHERE credit_note_id = {FIRST} AND line_position = 2",
        ),
        {"credit_note_moves", "credit_note_total", "journal_body", "returned_line"},
    ),
    "goods that were damaged are said to be on the shelf": (
        set_line(FIRST, 1, "goods_to_id = (SELECT id FROM location WHERE code = 'shop')"),
        {"credit_note_moves", "journal_body"},
    ),
    "less is counted to have come back": (
        run(f"UPDATE returned_line SET returned_milli = 1000 WHERE sale_id = {SOLD} AND position = 1"),
        {"returned_line"},
    ),
    "more is counted to have been sold": (
        run(f"UPDATE returned_line SET sold_milli = 9000 WHERE sale_id = {SOLD} AND position = 1"),
        {"returned_line"},
    ),
    "what came back is not counted any more": (
        run(f"DELETE FROM returned_line WHERE sale_id = {SOLD} AND position = 2"),
        {"returned_line"},
    ),
    "a line that never came back is counted": (
        run(
            "INSERT INTO returned_line (sale_id, position, sold_milli, returned_milli) "
            f"VALUES ({SOLD}, 3, 1000, 1000)"
        ),
        {"returned_line"},
    ),
    # ---------------------------------------------------------------- totals, tenders, cash
    "a total is a rupee more": (
        set_note(FIRST, "net_minor = net_minor + 100, total_minor = total_minor + 100"),
        {"credit_note_total", "damaged", "journal_body"},
    ),
    "more went back than the tenders say": (
        set_note(SECOND, "refund_minor = refund_minor + 100"),
        {"credit_note_tenders", "credit_note_total", "damaged", "journal_body"},
    ),
    "cash was rounded the other way": (
        first(
            set_note(FIRST, "cash_rounding_minor = cash_rounding_minor + 50, refund_minor = refund_minor + 50"),
            set_tender(FIRST, 2, "amount_minor = amount_minor + 50"),
            run(f"UPDATE cash_entry SET amount_minor = amount_minor - 50 WHERE posting_id = {FIRST}"),
        ),
        {"credit_note_rounding", "journal_body"},
    ),
    "what went to the card went in cash": (
        set_tender(FIRST, 1, "type = 'cash', reference = ''"),
        {"cash_entry", "journal_body"},
    ),
    "another card got the money": (
        set_tender(FIRST, 1, "reference = '0815'"),
        {"journal_body", "refund_beyond_tender"},
    ),
    "a tender is gone": (
        run(f"DELETE FROM credit_note_tender WHERE credit_note_id = {FIRST} AND position = 1"),
        {"credit_note_tenders", "journal_body"},
    ),
    "more went back in money than came in": (
        first(
            set_tender(BY_CARD, 1, "amount_minor = amount_minor - 100"),
            set_tender(BY_CARD, 2, "amount_minor = amount_minor + 100"),
            run(
                f"UPDATE cash_entry SET amount_minor = amount_minor - 100 WHERE posting_id = {BY_CARD}",
                f"UPDATE voucher_entry SET amount_minor = amount_minor - 100 WHERE posting_id = {BY_CARD}",
                f"UPDATE voucher SET balance_minor = balance_minor - 100 WHERE issued_by_id = {BY_CARD}",
            ),
        ),
        {"journal_body", "refund_beyond_money"},
    ),
    "what was bought on credit went back in cash": (
        first(
            set_tender(DEBT, 1, "type = 'cash'"),
            run(
                f"""INSERT INTO cash_entry (shift_id, posting_id, kind, amount_minor)
                SELECT shift_id, posting_id, 'refund', -9500 FROM credit_note WHERE posting_id = {DEBT}""",
                f"DELETE FROM settled WHERE posting_id = {DEBT}",
                f"DELETE FROM account_entry WHERE posting_id = {DEBT}",
                "UPDATE open_bill SET open_minor = amount_minor",
                "UPDATE account SET balance_minor = 9500",
            ),
        ),
        {"journal_body", "refund_before_debt", "refund_beyond_money"},
    ),
    "without a receipt cash was rounded beyond the nearest coin": (
        first(
            set_note(LOOSE, "cash_rounding_minor = cash_rounding_minor + 50, refund_minor = refund_minor + 50"),
            set_tender(LOOSE, 1, "amount_minor = amount_minor + 50"),
            run(f"UPDATE cash_entry SET amount_minor = amount_minor - 50 WHERE posting_id = {LOOSE}"),
        ),
        {"credit_note_rounding", "journal_body"},
    ),
    "a gift card was paid for with goods": (
        run("UPDATE payment_tender SET type = 'exchange' WHERE type = 'cash'"),
        {"cash_entry", "exchange", "journal_body"},
    ),
    "half of an exchange": (
        set_tender(LOOSE, 1, "type = 'exchange'"),
        {"cash_entry", "exchange", "journal_body"},
    ),
    "an exchange with a sale that took nothing": (
        run(f"INSERT INTO goods_exchange (credit_note_id, sale_id, amount_minor) VALUES ({LOOSE}, {SOLD}, 100)"),
        {"exchange"},
    ),
    "the cash did not leave the drawer": (
        run(f"DELETE FROM cash_entry WHERE posting_id = {LOOSE}"),
        {"cash_entry"},
    ),
    "less cash left the drawer": (
        run(f"UPDATE cash_entry SET amount_minor = amount_minor + 100 WHERE posting_id = {LOOSE}"),
        {"cash_entry"},
    ),
    "the cash left as a pay-out": (
        run(f"UPDATE cash_entry SET kind = 'pay_out' WHERE posting_id = {LOOSE}"),
        {"cash_entry"},
    ),
    # ---------------------------------------------------------------- the document
    "the credit note is gone, its number is not": (
        run(
            f"DELETE FROM credit_note_line_tax WHERE credit_note_id = {LOOSE}",
            f"DELETE FROM credit_note_line WHERE credit_note_id = {LOOSE}",
            f"DELETE FROM credit_note_tender WHERE credit_note_id = {LOOSE}",
            f"DELETE FROM credit_note WHERE posting_id = {LOOSE}",
        ),
        {"document"},
    ),
    "a sale pretends to be a credit note": (
        run(
            f"""INSERT INTO credit_note SELECT {SOLD}, sale_id, register_id, shift_id, customer_id, currency,
            prices_include_tax, net_minor, tax_minor, total_minor, cash_rounding_minor, refund_minor
            FROM credit_note WHERE posting_id = {LOOSE}"""
        ),
        {"stray"},
    ),
    "it names no sale any more": (
        set_note(SECOND, "sale_id = NULL"),
        {"credit_note_line", "credit_note_share", "journal_body", "returned_line"},
    ),
    "its prices are said to be without tax": (
        set_note(SECOND, "prices_include_tax = 0"),
        {"credit_note_sale", "journal_body"},
    ),
    "everything of it was raised, the journal too, and every chain was built anew": (
        first(
            set_line(LOOSE, 1, "gross_minor = gross_minor + 100, net_minor = net_minor + 100"),
            set_note(
                LOOSE,
                "net_minor = net_minor + 100, total_minor = total_minor + 100, refund_minor = refund_minor + 100",
            ),
            set_tender(LOOSE, 1, "amount_minor = amount_minor + 100"),
            run(
                f"UPDATE cash_entry SET amount_minor = amount_minor - 100 WHERE posting_id = {LOOSE}",
                f"""UPDATE journal_entry SET text = replace(replace(replace(text, ':18050,', ':18150,'),
                'total_minor":18050', 'total_minor":18150'), 'net_minor":17190', 'net_minor":17290')
                WHERE posting_id = {LOOSE}""",
            ),
            rechain,
        ),
        {"credit_note_share"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("sentence", DAMAGES)
def test_finds_that(sentence: str, gave_back: Path, tmp_path: Path) -> None:
    damage, expected = DAMAGES[sentence]

    found = findings_after(damage, gave_back, tmp_path)

    assert set(found) == expected, found
