"""Tills that want the last use of a coupon at once: one gets it, and the others sell nothing (P13).

The write lock of a posting, the condition in the UPDATE and a constraint of the database stand one behind the other.
The control takes the condition and the constraint away and lets all tills read before any of them writes: then
the coupon is used four times, and the test would see it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from unittest.mock import patch

from django.db import IntegrityError
from tests.promoting import promote
from tests.race.tills import Answer, Till, Tills, answer
from tests.race.weakened import take_out
from tests.shop import TestShop

from tillbook.core.errors import Refusal
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.ledgers import promotions as ledger

MUG = "MUG"
ROUNDS = 15
USED_UP = "coupon_used_up"
CONDITION = " AND (uses_max IS NULL OR uses < uses_max)"
CONSTRAINT = 'CHECK (("uses" >= 0 AND ("uses_max" IS NULL OR "uses" <= ("uses_max"))))'


def with_coupons(shop: TestShop, *codes: str, uses: int) -> None:
    """A mug at 10.00, as many as are wanted, and coupons of 3.00 off the bill."""
    shop.add_product(MUG, "Mug", "10.00", short_stock="allow")
    promote(shop, code="MUGS", amount="3.00", coupons=[{"code": code, "uses": uses} for code in codes])


def buy(till: Till, codes: list[str], *, name: str) -> list[Answer]:
    """Sell a mug with coupon after coupon, each together with the other tills."""
    answers = []
    for key, code in zip(till.ids(name, len(codes)), codes, strict=True):
        wanted = replace(till.shop.sale((MUG, "1"), id=key), coupons=(code,))
        till.together()
        answers.append(answer(till.shop.post, wanted))
    return answers


def uses() -> dict[str, tuple[int, int]]:
    """How often each coupon says it was used, and how many sales used it."""
    with reading() as tx:
        rows = tx.rows(
            """SELECT c.code, c.uses, (SELECT COUNT(*) FROM coupon_use u WHERE u.coupon_id = c.id)
            FROM coupon c ORDER BY c.code"""
        )
    return {code: (said, counted) for code, said, counted in rows}


def test_four_tills_want_the_last_use_of_a_coupon_and_one_gets_it(shop: TestShop, tills: Tills) -> None:
    codes = [f"ONCE-{number}" for number in range(ROUNDS)]
    with_coupons(shop, *codes, uses=1)

    answers = tills.at_once(shop, buy, codes, name="once")

    for of_one_round in zip(*answers, strict=True):
        assert Counter(given.refused for given in of_one_round) == {"": 1, USED_UP: 3}
    assert uses() == dict.fromkeys(codes, (1, 1))
    with reading() as tx:
        assert tx.rows("SELECT total_minor, COUNT(*) FROM sale GROUP BY total_minor") == [(700, ROUNDS)]


def test_a_coupon_good_for_twenty_is_used_by_twenty_of_forty(shop: TestShop, tills: Tills) -> None:
    with_coupons(shop, "TWENTY", uses=20)

    answers = tills.at_once(shop, buy, ["TWENTY"] * 10, name="twenty")

    assert Counter(given.refused for of_till in answers for given in of_till) == {"": 20, USED_UP: 20}
    assert uses() == {"TWENTY": (20, 20)}


# ---------------------------------------------------------------- control


def use_what_was_seen_before(till: Till, *, guarded: bool) -> str:
    """Use a coupon whose uses all tills read, and found to be enough, before any of them wrote."""
    with reading() as tx:
        (row,) = tx.rows("SELECT id, uses_max - uses FROM coupon")
    assert row[1] == 1
    till.together()
    use = ledger._USE if guarded else ledger._USE.replace(CONDITION, "")
    with patch("tillbook.ledgers.promotions._USE", use):
        try:
            with transaction_of_one_action() as tx:
                ledger.use_coupons(tx, [row[0]])
        except Refusal as refused:
            return refused.code
        except IntegrityError as refused:
            return str(refused)
    return "used"


def said_uses() -> int:
    with reading() as tx:
        return int(tx.rows("SELECT uses FROM coupon")[0][0])


def test_control_without_the_lock_the_condition_of_the_update_refuses(unguarded_shop: TestShop, tills: Tills) -> None:
    with_coupons(unguarded_shop, "LAST", uses=1)

    answers = tills.at_once(unguarded_shop, use_what_was_seen_before, guarded=True)

    assert sorted(answers) == [USED_UP] * 3 + ["used"]
    assert said_uses() == 1


def test_control_without_the_condition_the_constraint_refuses(unguarded_shop: TestShop, tills: Tills) -> None:
    with_coupons(unguarded_shop, "LAST", uses=1)

    answers = tills.at_once(unguarded_shop, use_what_was_seen_before, guarded=False)

    assert sorted(answers) == ["CHECK constraint failed: coupon_not_overused"] * 3 + ["used"]
    assert said_uses() == 1


def test_control_without_all_three_the_coupon_is_used_four_times(unguarded_shop: TestShop, tills: Tills) -> None:
    with_coupons(unguarded_shop, "LAST", uses=1)
    take_out(unguarded_shop, "coupon", {CONSTRAINT: "CHECK (1)"})

    answers = tills.at_once(unguarded_shop, use_what_was_seen_before, guarded=False)

    assert answers == ["used"] * 4
    assert said_uses() == 4
