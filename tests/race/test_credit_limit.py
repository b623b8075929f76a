"""One customer's credit used from several tills at once: never beyond the limit (P13).

The limit stands in the condition of the UPDATE, under the write lock. No constraint of the database can stand
behind it, because a limit may be set below what is owed already; so without the condition the limit is crossed.
"""

from __future__ import annotations

from collections import Counter
from unittest.mock import patch

from tests.credit import account, customer, open_amounts, pay, sell_tea, tender
from tests.race.tills import Answer, Till, Tills, answer
from tests.shop import TestShop

WITHOUT_CONDITION = "UPDATE account SET balance_minor = balance_minor + ? WHERE customer_id = ? AND ? > 0"


def borrow(till: Till, times: int, amount: str, *, name: str) -> list[Answer]:
    """Buy a tea so often, some of it on credit, each time together with the other tills."""
    answers = []
    for key in till.ids(name, times):
        till.together()
        tenders = (tender("credit", amount), tender("cash", "100"))
        answers.append(answer(sell_tea, till.shop, "ASHA", *tenders, id=key))
    return answers


def test_four_tills_use_one_limit_and_none_goes_beyond(shop: TestShop, tills: Tills) -> None:
    shop.receive("101", "100", "1000")
    asha = customer(shop, limit="155")

    answers = tills.at_once(shop, borrow, 5, "10", name="limit")

    given = Counter(each.refused for of_till in answers for each in of_till)
    assert given == {"": 15, "credit_exceeded": 5}
    assert account(shop, asha).balance_minor == 15000
    assert sum(open_amounts(shop).values()) == 15000


def pay_or_borrow(till: Till, asha: int) -> None:
    """Two tills buy on credit while two take payments."""
    for key in till.ids("both", 6):
        till.together()
        if till.place % 2:
            answer(sell_tea, till.shop, "ASHA", tender("credit", "30"), tender("cash", "100"), id=key)
        else:
            pay(till.shop, asha, "20", id=key)


def test_payments_meet_bills_and_every_paisa_is_open_or_settled(shop: TestShop, tills: Tills) -> None:
    shop.receive("101", "100", "1000")
    asha = customer(shop, limit="1000")

    tills.at_once(shop, pay_or_borrow, asha)

    assert account(shop, asha).balance_minor == 12 * 3000 - 12 * 2000
    assert sum(open_amounts(shop).values()) == 12000


def borrow_unguarded(till: Till) -> str:
    """Use the whole limit in every till, without the condition."""
    [key] = till.ids("stale", 1)
    till.together()
    with patch("tillbook.ledgers.credit._BORROW", WITHOUT_CONDITION):
        return answer(sell_tea, till.shop, "ASHA", tender("credit", "95"), id=key).refused


def test_control_without_the_condition_the_limit_is_crossed(unguarded_shop: TestShop, tills: Tills) -> None:
    asha = customer(unguarded_shop, limit="95")

    answers = tills.at_once(unguarded_shop, borrow_unguarded)

    assert answers == ["", "", "", ""]
    assert account(unguarded_shop, asha).balance_minor == 4 * 9500
