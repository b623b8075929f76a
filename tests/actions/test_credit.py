"""Buying on credit, and paying for it (P13)."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.credit import account, customer, gift_card, open_amounts, pay, sell_tea, set_limit, tender
from tests.shop import TEA, TestShop, minor

from tillbook.actions.credit_limit import set_credit_limit
from tillbook.actions.payment import BadPayment, BillNotOpen, NoShift, WantedPayment, pay_on_account
from tillbook.actions.refund import Returned, refund
from tillbook.core.errors import Refusal
from tillbook.core.rights import Actor, NotAllowed, Role
from tillbook.core.tender import NotPaid, Overpaid
from tillbook.core.wanted_return import RefundTender, WantedReturn
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.ledgers.credit import BadLimit, CreditExceeded, CustomerNeeded
from tillbook.ledgers.vouchers import VoucherEmpty
from tillbook.queries.accounts import open_bills, statement
from tillbook.queries.postings import IdReused


def cash_in_drawer(shop: TestShop) -> list[tuple[str, int]]:
    with reading() as tx:
        return [tuple(row) for row in tx.rows("SELECT kind, amount_minor FROM cash_entry ORDER BY id")]


def test_buys_on_credit_up_to_the_limit_and_not_a_paisa_beyond(shop: TestShop) -> None:
    asha = customer(shop, limit="190")

    bill = sell_tea(shop, "ASHA", tender("credit", "95"))
    assert (account(shop, asha).balance_minor, account(shop, asha).available_minor) == (9500, 9500)
    assert open_amounts(shop) == {bill.number: 9500}
    with pytest.raises(CreditExceeded, match=r"95\.00 INR of credit left"):
        sell_tea(shop, "ASHA", tender("credit", "95.01"), tender("cash", "100"), pieces="2")
    sell_tea(shop, "ASHA", tender("credit", "95"))
    with pytest.raises(CreditExceeded, match="no credit left"):
        sell_tea(shop, "ASHA", tender("credit", "95"))

    assert account(shop, asha).balance_minor == 19000
    assert shop.on_hand(TEA)[0] == 8000


def test_part_on_credit_part_in_cash(shop: TestShop) -> None:
    asha = customer(shop, limit="50")

    sell_tea(shop, "ASHA", tender("credit", "50"), tender("cash", "100"))

    assert account(shop, asha).balance_minor == 5000
    assert cash_in_drawer(shop) == [("sale", 4500)]


def test_credit_is_somebodys(shop: TestShop) -> None:
    with pytest.raises(CustomerNeeded) as refused:
        sell_tea(shop, "", tender("credit", "95"))
    assert refused.value.path == "tenders[0]"


def test_who_has_no_limit_buys_nothing_on_credit(shop: TestShop) -> None:
    customer(shop)
    with pytest.raises(CreditExceeded):
        sell_tea(shop, "ASHA", tender("credit", "0.01"), tender("cash", "100"))


def test_a_lowered_limit_leaves_what_is_owed_and_stops_buying(shop: TestShop) -> None:
    asha = customer(shop, limit="190")
    sell_tea(shop, "ASHA", tender("credit", "95"))
    done = set_limit(shop, asha, "20")

    assert (done.number, done.before_minor, done.after_minor) == ("CL/26-27/000002", 19000, 2000)
    assert account(shop, asha).balance_minor == 9500
    with pytest.raises(CreditExceeded):
        sell_tea(shop, "ASHA", tender("credit", "1"), tender("cash", "94"))


def test_the_same_limit_again_posts_nothing(shop: TestShop) -> None:
    asha = customer(shop, limit="190")
    assert set_limit(shop, asha, "190").number == ""
    with pytest.raises(BadLimit):
        set_limit(shop, asha, "-1")
    assert shop.count("posting") == 4


def test_a_limit_is_not_a_cashiers_to_set(shop: TestShop) -> None:
    asha = customer(shop)
    cashier = Actor(staff_id=shop.owner.staff_id, name="Ravi", role=Role.cashier)
    with pytest.raises(NotAllowed):
        set_credit_limit(id="limit", customer_id=asha, limit_minor=1, now=shop.now, by=cashier)


# ---------------------------------------------------------------- payments


def three_bills(shop: TestShop) -> tuple[int, list[str]]:
    """Asha owes 285.00: a bill of 95.00 on each of three days."""
    asha = customer(shop, limit="1000")
    numbers = []
    for _ in range(3):
        numbers.append(sell_tea(shop, "ASHA", tender("credit", "95")).number)
        shop.now += timedelta(days=1)
    return asha, numbers


def test_a_payment_settles_the_oldest_bills_first(shop: TestShop) -> None:
    asha, (first, second, third) = three_bills(shop)

    paid = pay(shop, asha, "100", tender("cash", "500"))

    assert paid.number == "1P/26-27/000001"
    assert open_amounts(shop) == {first: 0, second: 9000, third: 9500}
    assert account(shop, asha).balance_minor == 18500
    assert cash_in_drawer(shop) == [("payment", 10000)]


def test_a_payment_for_a_named_bill_settles_that_one_then_the_oldest(shop: TestShop) -> None:
    asha, (first, second, third) = three_bills(shop)

    pay(shop, asha, "30", bill=third)
    assert open_amounts(shop) == {first: 9500, second: 9500, third: 6500}
    pay(shop, asha, "70", bill=third)
    assert open_amounts(shop) == {first: 9000, second: 9500, third: 0}
    with pytest.raises(BillNotOpen):
        pay(shop, asha, "1", bill=third)


def test_what_is_paid_too_much_stands_as_credit_and_pays_the_next_bill(shop: TestShop) -> None:
    asha, numbers = three_bills(shop)

    pay(shop, asha, "325")
    assert account(shop, asha).balance_minor == -4000
    assert set(open_amounts(shop).values()) == {0}
    assert set_limit(shop, asha, "0").after_minor == 0
    bill = sell_tea(shop, "ASHA", tender("credit", "40"), tender("cash", "55"))
    assert open_amounts(shop)[bill.number] == 0
    set_limit(shop, asha, "100")
    pay(shop, asha, "20")
    later = sell_tea(shop, "ASHA", tender("credit", "95"))

    assert open_amounts(shop) == {**dict.fromkeys(numbers, 0), bill.number: 0, later.number: 7500}
    assert account(shop, asha).balance_minor == 7500


def test_the_same_payment_sent_twice_is_one(shop: TestShop) -> None:
    asha, _ = three_bills(shop)

    once, again = pay(shop, asha, "100", id="pay"), pay(shop, asha, "100", id="pay")
    assert (again.number, again.repeated) == (once.number, True)
    with pytest.raises(IdReused):
        pay(shop, asha, "101", id="pay")
    assert account(shop, asha).balance_minor == 18500


def test_change_comes_from_cash_alone_and_a_payment_is_paid_exactly(shop: TestShop) -> None:
    asha = customer(shop)

    with pytest.raises(Overpaid):
        pay(shop, asha, "100", tender("card", "100.01"))
    with pytest.raises(NotPaid):
        pay(shop, asha, "100", tender("card", "99.99"))
    pay(shop, asha, "100", tender("card", "60", "auth 7"), tender("cash", "50"))

    with reading() as tx:
        row = tx.row("SELECT amount_minor, cash_rounding_minor, tendered_minor, change_minor FROM payment")
    assert row == (10000, 0, 11000, 1000)
    assert cash_in_drawer(shop) == [("payment", 4000)]


def test_cash_is_rounded_to_the_smallest_coin_and_a_card_is_not(shop: TestShop) -> None:
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET cash_increment_minor = 50")
    asha = customer(shop)

    pay(shop, asha, "99.80", tender("cash", "100"))
    pay(shop, asha, "99.80", tender("card", "99.80"))
    with pytest.raises(BadPayment, match="smallest coin"):
        pay(shop, asha, "0.20", tender("cash", "0.20"))

    with reading() as tx:
        assert tx.rows("SELECT cash_rounding_minor FROM payment ORDER BY posting_id") == [(20,), (0,)]
    assert cash_in_drawer(shop) == [("payment", 10000)]
    assert account(shop, asha).balance_minor == -19960


def test_a_debt_may_be_paid_with_a_gift_card_and_never_on_credit(shop: TestShop) -> None:
    asha, (first, _, _) = three_bills(shop)
    code = gift_card(shop, "60").code

    pay(shop, asha, "95", tender("gift_card", "60", code), tender("cash", "35"))
    assert open_amounts(shop)[first] == 0
    with pytest.raises(BadPayment):
        pay(shop, asha, "1", tender("credit", "1"))


def test_a_payment_counts_in_the_open_shift_or_opens_one(shop: TestShop) -> None:
    asha = customer(shop)
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET first_sale_opens_shift = 0")
    with pytest.raises(NoShift):
        pay(shop, asha, "10")
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET first_sale_opens_shift = 1")
    pay(shop, asha, "10")
    assert shop.count("shift") == 1


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_nothing_is_no_payment(shop: TestShop, amount: str) -> None:
    asha = customer(shop)
    with pytest.raises(Refusal):
        pay(shop, asha, amount, tender("cash", "5"))


def test_a_payment_without_the_right_is_refused(shop: TestShop) -> None:
    asha = customer(shop)
    wanted = WantedPayment(
        id="pay", register="1", customer_id=asha, amount_minor=minor("1"), tenders=(tender("cash", "1"),)
    )
    accountant = replace(shop.owner, role=Role.accountant)
    with pytest.raises(NotAllowed):
        pay_on_account(wanted, now=shop.now, by=accountant)


def test_the_journal_knows_the_customer_by_id_alone(shop: TestShop) -> None:
    asha = customer(shop, limit="100", email="asha@example.com", phones=("098765 43210",))
    pay(shop, asha, "10")

    with reading() as tx:
        texts = [text for (text,) in tx.rows("SELECT text FROM journal_entry ORDER BY id")]
    assert not any(word in text for text in texts for word in ("Asha", "example.com", "98765"))
    assert f'"customer":"{asha}"' in texts[-1]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_bought_and_paid_in_whatever_order_open_bills_are_what_is_owed(shop: TestShop, seed: int) -> None:
    """A hundred steps at random; the books are proven at the end, and the figures kept by hand after each step."""
    chance = random.Random(seed)
    shop.receive(TEA, "100", "1000")
    people = {code: customer(shop, code, limit="300") for code in ("ASHA", "RAVI")}
    owed = dict.fromkeys(people, 0)
    bills: dict[str, list[str]] = {code: [] for code in people}
    for _ in range(100):
        code = chance.choice(list(people))
        amount = chance.randint(1, 9500)
        text = f"{amount / 100:.2f}"
        if chance.random() < 0.6:
            room = owed[code] + amount <= 30000
            try:
                bill = sell_tea(shop, code, tender("credit", text), tender("cash", "100"))
            except CreditExceeded:
                assert not room
                continue
            assert room
            bills[code].append(bill.number)
            owed[code] += amount
        else:
            with reading() as tx:
                named = [each.number for each in open_bills(tx, people[code])]
            pay(shop, people[code], text, bill=chance.choice([*named, ""]))
            owed[code] -= amount
        open_now = open_amounts(shop)
        for each, customer_id in people.items():
            assert account(shop, customer_id).balance_minor == owed[each]
            assert sum([open_now[number] for number in bills[each]]) == max(owed[each], 0)


# ---------------------------------------------------------------- taken back


def take_back(shop: TestShop, bill: str, *tenders: RefundTender) -> Returned:
    wanted = WantedReturn(id=shop.new_id(), register="1", sale=bill, lines=(), tenders=tenders)
    return refund(wanted, now=shop.now, by=shop.owner)


def test_a_bill_on_credit_that_comes_back_is_owed_no_more(shop: TestShop) -> None:
    asha = customer(shop, limit="190")
    first = sell_tea(shop, "ASHA", tender("credit", "95"))
    second = sell_tea(shop, "ASHA", tender("credit", "95"))

    take_back(shop, second.number, RefundTender(type="credit"))

    assert open_amounts(shop) == {first.number: 9500, second.number: 0}
    assert account(shop, asha).balance_minor == 9500
    with reading() as tx:
        assert [line.kind for line in statement(tx, asha).lines] == ["sale", "sale", "credit_note"]


def test_a_paid_bill_that_comes_back_on_credit_pays_the_oldest_open_one(shop: TestShop) -> None:
    asha = customer(shop, limit="190")
    first = sell_tea(shop, "ASHA", tender("credit", "95"))
    pay(shop, asha, "95")
    second = sell_tea(shop, "ASHA", tender("credit", "95"))

    take_back(shop, first.number, RefundTender(type="credit"))

    assert open_amounts(shop) == {first.number: 0, second.number: 0}
    assert account(shop, asha).balance_minor == 0


def test_store_credit_from_a_return_buys_again_and_is_spent_once(shop: TestShop) -> None:
    bought = shop.sell((TEA, "1"))
    (code,) = take_back(shop, bought.number, RefundTender(type="store_credit")).codes

    sell_tea(shop, "", tender("store_credit", "95", code))
    with pytest.raises(VoucherEmpty):
        sell_tea(shop, "", tender("gift_card", "95", code))
