"""One gift card redeemed from several tills at once: never below nothing, and never refused while enough is left (P13).

The guards stand one behind the other, as those of the stock do: the write lock, the condition of the UPDATE, and
a constraint of the database. Each control takes one more away.
"""

from __future__ import annotations

from collections import Counter
from unittest.mock import patch

from django.db import IntegrityError
from tests.credit import card, gift_card, sell_tea, tender
from tests.race.tills import Answer, Till, Tills, answer
from tests.race.weakened import take_out
from tests.shop import TestShop

ROUNDS = 10
WITHOUT_CONDITION = "UPDATE voucher SET balance_minor = balance_minor - ? WHERE id = ? AND ? > 0"


def spend(till: Till, codes: list[str], amount: str, *, name: str) -> list[Answer]:
    """Pay a tea with card after card, each together with the other tills; the rest in cash."""
    answers = []
    for key, code in zip(till.ids(name, len(codes)), codes, strict=True):
        tenders = (tender("gift_card", amount, code), tender("cash", "100"))
        till.together()
        answers.append(answer(sell_tea, till.shop, "", *tenders, id=key))
    return answers


def test_four_tills_spend_one_card_and_it_is_spent_once(shop: TestShop, tills: Tills) -> None:
    shop.receive("101", "100", "1000")
    codes = [gift_card(shop, "50").code for _ in range(ROUNDS)]

    answers = tills.at_once(shop, spend, codes, "50", name="once")

    for code, of_one_round in zip(codes, zip(*answers, strict=True), strict=True):
        assert Counter(given.refused for given in of_one_round) == {"": 1, "voucher_empty": 3}
        assert card(shop, code).balance_minor == 0


def test_nobody_is_refused_while_enough_is_left_on_the_card(shop: TestShop, tills: Tills) -> None:
    shop.receive("101", "100", "1000")
    code = gift_card(shop, "300").code

    answers = tills.at_once(shop, spend, [code] * 10, "10", name="parts")

    given = Counter(each.refused for of_till in answers for each in of_till)
    assert given == {"": 30, "voucher_empty": 10}
    assert card(shop, code).balance_minor == 0


# ---------------------------------------------------------------- controls


def spend_what_was_read_before(till: Till, code: str, *, guarded: bool) -> str:
    """Spend all of a card that every till looked at, and found full, before any of them spent it."""
    assert card(till.shop, code).balance_minor == 5000
    [key] = till.ids("stale", 1)
    till.together()
    tenders = (tender("gift_card", "50", code), tender("cash", "100"))
    try:
        if guarded:
            return answer(sell_tea, till.shop, "", *tenders, id=key).refused
        with patch("tillbook.ledgers.vouchers._REDEEM", WITHOUT_CONDITION):
            return answer(sell_tea, till.shop, "", *tenders, id=key).refused
    except IntegrityError as refused:
        return str(refused)


def test_control_what_was_read_before_does_not_count_the_condition_does(shop: TestShop, tills: Tills) -> None:
    code = gift_card(shop, "50").code
    answers = tills.at_once(shop, spend_what_was_read_before, code, guarded=True)
    assert sorted(answers) == ["", "voucher_empty", "voucher_empty", "voucher_empty"]


def test_control_without_the_condition_the_constraint_refuses(shop: TestShop, tills: Tills) -> None:
    code = gift_card(shop, "50").code
    answers = tills.at_once(shop, spend_what_was_read_before, code, guarded=False)
    assert sorted(answers) == ["", *["CHECK constraint failed: voucher_not_overspent"] * 3]


def test_control_without_both_the_card_is_spent_four_times(unguarded_shop: TestShop, tills: Tills) -> None:
    shop = unguarded_shop
    code = gift_card(shop, "50").code
    take_out(shop, "voucher", {'CHECK ("balance_minor" >= 0)': "CHECK (1)"})

    answers = tills.at_once(shop, spend_what_was_read_before, code, guarded=False)

    assert answers == ["", "", "", ""]
    assert card(shop, code).balance_minor == -15000
