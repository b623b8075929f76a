"""Whatever is damaged by hand in accounts, payments, vouchers or their entries, `verify` names it (P13, P22)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.credit import customer, gift_card, pay, sell_tea, tender
from tests.damage import Damage, checkpoint, findings_after, first, rechain, retell, run, sale
from tests.shop import TestShop, copy_shop

from tillbook.actions.credit_limit import set_credit_limit
from tillbook.actions.customers import merge_customers
from tillbook.actions.payment import new_code

PAYMENT = f"payment_id = {sale('pay')}"
OF_PAYMENT = f"posting_id = {sale('pay')}"
OF_SALE = f"posting_id = {sale('on-credit')}"
ASHA = "(SELECT id FROM customer WHERE code = 'ASHA')"
RAVI = "(SELECT id FROM customer WHERE code = 'RAVI')"
CARD = f"(SELECT id FROM voucher WHERE issued_by_id = {sale('card')})"


@pytest.fixture(scope="module")
def with_credit(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with bills on credit, payments, cards and a merge; proven, in its one file."""
    home = tmp_path_factory.mktemp("credit")
    shop = copy_shop(shop_template, home)
    live_on_credit(shop)
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home


def live_on_credit(shop: TestShop) -> None:
    asha, ravi = customer(shop, "ASHA", limit="500"), customer(shop, "RAVI", limit="300")
    double = customer(shop, "DOUBLE", limit="100")
    sell_tea(shop, "ASHA", tender("credit", "95"), id="on-credit")
    sell_tea(shop, "ASHA", tender("credit", "45"), tender("cash", "50"), id="part")
    sell_tea(shop, "DOUBLE", tender("credit", "95"), id="double")
    sell_tea(shop, "RAVI", tender("credit", "95"), id="ravi")
    pay(shop, asha, "60", tender("card", "20"), tender("cash", "50"), id="pay")
    pay(shop, ravi, "120", id="too-much")
    sell_tea(shop, "RAVI", tender("credit", "45"), tender("cash", "50"), id="prepaid")
    code = gift_card(shop, "150", code=new_code(), id="card").code
    sell_tea(shop, "", tender("gift_card", "95", code), id="by-card")
    pay(shop, asha, "10", tender("gift_card", "10", code), id="pay-by-card")
    gift_card(shop, "30", id="other-card")
    merge_customers(id="merge", kept_id=asha, other_id=double, now=shop.now, by=shop.owner)
    set_credit_limit(id="limit", customer_id=asha, limit_minor=60000, now=shop.now, by=shop.owner)


DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    # ---------------------------------------------------------------- accounts
    "a customer owes a paisa less": (
        run(f"UPDATE account SET balance_minor = balance_minor - 1 WHERE customer_id = {ASHA}"),
        {"account_balance", "account_open"},
    ),
    "a customer may owe more": (
        run(f"UPDATE account SET limit_minor = limit_minor + 1 WHERE customer_id = {RAVI}"),
        {"account_limit"},
    ),
    "what was bought on credit was forgotten, and owed no more": (
        run(
            f"DELETE FROM account_entry WHERE {OF_SALE}",
            f"UPDATE account SET balance_minor = balance_minor - 9500 WHERE customer_id = {ASHA}",
        ),
        {"account_entry", "account_open"},
    ),
    "less was entered than was bought": (
        run(f"UPDATE account_entry SET amount_minor = 9400 WHERE {OF_SALE}"),
        {"account_balance", "account_entry"},
    ),
    "a bill is owed by another customer": (
        run(
            f"UPDATE account_entry SET account_id = {RAVI} WHERE posting_id = {sale('part')}",
            f"UPDATE account SET balance_minor = balance_minor - 4500 WHERE customer_id = {ASHA}",
            f"UPDATE account SET balance_minor = balance_minor + 4500 WHERE customer_id = {RAVI}",
        ),
        {"account_of_another", "account_open"},
    ),
    "a debt was entered on another day": (
        run(f"UPDATE account_entry SET business_date = '2026-11-21' WHERE {OF_SALE}"),
        {"account_entry"},
    ),
    "a payment was not entered": (
        run(f"DELETE FROM account_entry WHERE {OF_PAYMENT}"),
        {"account_balance", "account_entry", "settled"},
    ),
    "a merge moved another amount": (
        run(f"UPDATE account_entry SET amount_minor = amount_minor * 2 WHERE posting_id = {sale('merge')}"),
        {"account_balance", "account_entry"},
    ),
    # ---------------------------------------------------------------- open bills
    "a bill is more open than it is": (
        run(f"UPDATE open_bill SET open_minor = open_minor + 1 WHERE sale_id = {sale('on-credit')}"),
        {"account_open", "open_bill"},
    ),
    "an open bill is gone": (
        run(
            f"DELETE FROM settled WHERE sale_id = {sale('ravi')}",
            f"DELETE FROM open_bill WHERE sale_id = {sale('ravi')}",
        ),
        {"journal_body", "open_bill"},
    ),
    "a bill was bought on credit, and its tender says cash": (
        run(f"UPDATE sale_tender SET type = 'card' WHERE sale_id = {sale('on-credit')}"),
        {"account_entry", "journal_body", "open_bill"},
    ),
    "a settled part is gone": (
        run(f"DELETE FROM settled WHERE {OF_PAYMENT}"),
        {"journal_body", "open_bill"},
    ),
    "a payment settled more than was paid": (
        run(
            f"UPDATE settled SET amount_minor = amount_minor + 500 WHERE {OF_PAYMENT}",
            f"UPDATE open_bill SET open_minor = open_minor - 500 WHERE sale_id = {sale('on-credit')}",
        ),
        {"account_open", "journal_body", "settled"},
    ),
    "a payment settled somebody else's bill": (
        run(
            f"UPDATE settled SET sale_id = {sale('prepaid')} WHERE {OF_PAYMENT}",
            f"UPDATE open_bill SET open_minor = open_minor + 6000 WHERE sale_id = {sale('on-credit')}",
            f"UPDATE open_bill SET open_minor = open_minor - 6000 WHERE sale_id = {sale('prepaid')}",
        ),
        {"account_open", "damaged", "journal_body", "settled"},
    ),
    # ---------------------------------------------------------------- payments
    "a payment has no row": (
        run(f"DELETE FROM payment_tender WHERE {PAYMENT}", f"DELETE FROM payment WHERE {OF_PAYMENT}"),
        {"document"},
    ),
    "a tender of a payment is gone": (
        run(f"DELETE FROM payment_tender WHERE {PAYMENT} AND position = 1"),
        {"journal_body", "tenders"},
    ),
    "a tender of a payment was raised": (
        run(f"UPDATE payment_tender SET amount_minor = amount_minor + 1 WHERE {PAYMENT} AND type = 'cash'"),
        {"cash_entry", "journal_body", "tenders"},
    ),
    "a payment took more than was owed less by it": (
        run(f"UPDATE payment SET amount_minor = amount_minor + 1, change_minor = change_minor - 1 WHERE {OF_PAYMENT}"),
        {"account_entry", "cash_entry", "journal_body"},
    ),
    "change came out of a card": (
        run(
            f"UPDATE payment_tender SET type = 'upi' WHERE {PAYMENT} AND type = 'cash'",
            f"DELETE FROM cash_entry WHERE {OF_PAYMENT}",
        ),
        {"cash_entry", "change", "journal_body"},
    ),
    "cash of a payment never reached the drawer": (
        run(f"DELETE FROM cash_entry WHERE {OF_PAYMENT}"),
        {"cash_entry"},
    ),
    "a payment by card is rounded for cash": (
        run(
            f"""UPDATE payment SET cash_rounding_minor = 1, tendered_minor = tendered_minor + 1
            WHERE posting_id = {sale("pay-by-card")}""",
            f"UPDATE payment_tender SET amount_minor = amount_minor + 1 WHERE payment_id = {sale('pay-by-card')}",
        ),
        {"cash_rounding", "journal_body", "voucher_entry"},
    ),
    "a payment belongs to a sale's document": (
        run(f"UPDATE payment_tender SET payment_id = {sale('on-credit')} WHERE {PAYMENT}"),
        {"cash_entry", "change", "journal_body", "reference", "stray", "tenders"},
    ),
    # ---------------------------------------------------------------- vouchers
    "a card is worth more": (
        run(f"UPDATE voucher SET balance_minor = balance_minor + 1 WHERE id = {CARD}"),
        {"voucher_balance"},
    ),
    "a card was overspent": (
        run(
            f"UPDATE voucher_entry SET amount_minor = amount_minor - 10000 WHERE posting_id = {sale('by-card')}",
            f"UPDATE voucher SET balance_minor = balance_minor - 10000 WHERE id = {CARD}",
        ),
        {"damaged", "voucher_entry", "voucher_overspent"},
    ),
    "what was taken off a card is not noted": (
        run(
            f"DELETE FROM voucher_entry WHERE posting_id = {sale('by-card')}",
            f"UPDATE voucher SET balance_minor = balance_minor + 9500 WHERE id = {CARD}",
        ),
        {"voucher_entry"},
    ),
    "it was taken off another card": (
        run(
            f"""UPDATE voucher_entry SET voucher_id = (SELECT MAX(id) FROM voucher)
            WHERE posting_id = {sale("pay-by-card")}""",
            f"UPDATE voucher SET balance_minor = balance_minor + 1000 WHERE id = {CARD}",
            "UPDATE voucher SET balance_minor = balance_minor - 1000 WHERE id = (SELECT MAX(id) FROM voucher)",
        ),
        {"voucher_entry", "voucher_overspent"},
    ),
    "more was put on a card than was paid": (
        run(
            f"UPDATE voucher_entry SET amount_minor = amount_minor + 500 WHERE posting_id = {sale('card')}",
            f"UPDATE voucher SET balance_minor = balance_minor + 500 WHERE id = {CARD}",
        ),
        {"voucher_issued"},
    ),
    "a card was made by hand": (
        run(
            f"""INSERT INTO voucher (code_hash, tail, kind, issued_by_id, balance_minor)
            SELECT 'made up', '0000', 'gift_card', {sale("on-credit")}, 0"""
        ),
        {"voucher_issued"},
    ),
    "a card was sold as store credit": (
        run(f"UPDATE voucher SET kind = 'store_credit' WHERE id = {CARD}"),
        {"journal_body", "voucher_entry", "voucher_issued"},
    ),
    # ---------------------------------------------------------------- journal
    "the journal was told another limit": (
        first(retell("limit", '"limit_minor":60000', '"limit_minor":90000'), rechain),
        {"account_limit"},
    ),
    "the journal was told that a merge moved more": (
        first(retell("merge", '"balance_minor":9500', '"balance_minor":9600'), rechain),
        {"account_entry"},
    ),
    "the journal was told that another customer paid": (
        first(retell("pay", '"customer":"1"', '"customer":"2"'), rechain),
        {"journal_body"},
    ),
    "the journal was told nothing of a limit": (
        first(retell("limit", '"limit_minor"', '"limit"'), rechain),
        {"account_limit", "unreadable"},
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_named(name: str, with_credit: Path, tmp_path: Path) -> None:
    damage, kinds = DAMAGES[name]
    found = findings_after(damage, with_credit, tmp_path)
    assert set(found) == kinds, found
