"""Four tills want the last piece of a lot at once: one gets it, and the lot never holds less than nothing (P8, P19).

Other lots hold enough of the product, so that what guards the product does not speak up. As with the product, three
things guard a lot: the write lock of a posting, the condition of the UPDATE of its level, and a constraint of the
database. Each control takes one more away; without all three the last piece is sold four times, and the test sees it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from unittest.mock import patch

from django.db import IntegrityError
from tests.race.tills import Answer, Till, Tills, answer
from tests.race.weakened import take_out
from tests.shop import TestShop

from tillbook.actions.stock import StockLine, receive
from tillbook.core.wanted import WantedLine, WantedSale
from tillbook.db.transaction import reading
from tillbook.ledgers.stock import LevelMoved
from tillbook.queries.lots import lots_of
from tillbook.queries.offers import offers
from tillbook.queries.till import place

MILK = "MILK"
ROUNDS = 15
NOT_GUARDED = """UPDATE lot_level SET on_hand_milli = on_hand_milli + ?
    WHERE lot_id = ? AND location_id = ? AND ? < 0"""


def in_lots(shop: TestShop, *lots: str) -> None:
    """Milk in lots of one piece, and 100 more in a lot that nobody asks for; at no cost, so that no value speaks up."""
    shop.add_product(MILK, "Milk", "10.00", lot_tracked=True)
    lines = [StockLine(product=MILK, quantity_milli=1_000, cost_minor=0, lot=lot) for lot in lots]
    rest = StockLine(product=MILK, quantity_milli=100_000, cost_minor=0, lot="REST", expires_on=date(2099, 1, 1))
    receive(id=shop.new_id(), lines=[*lines, rest], now=shop.now, by=shop.owner)


def one_of(shop: TestShop, lot: str, *, id: str) -> WantedSale:
    wanted = shop.sale((MILK, "1"), id=id)
    return replace(wanted, lines=(WantedLine(product=MILK, quantity_milli=1_000, lot=lot),))


def held(shop: TestShop) -> dict[str, int]:
    """Pieces in each lot by its level, and how many were sold out of it by its moves."""
    with reading() as tx:
        levels = tx.rows("SELECT l.code, v.on_hand_milli FROM lot_level v JOIN lot l ON l.id = v.lot_id ORDER BY l.id")
        sold = tx.rows(
            """SELECT LOWER(l.code), COUNT(*) FROM stock_move m JOIN lot l ON l.id = m.lot_id
            WHERE m.reason = 'sale' GROUP BY l.code ORDER BY l.code"""
        )
    return {code: milli // 1_000 for code, milli in levels} | {f"sold of {code}": count for code, count in sold}


def buy(till: Till, lots: Sequence[str]) -> list[Answer]:
    """Buy the one piece of lot after lot, each together with the other tills."""
    answers = []
    for key, lot in zip(till.ids("lot", len(lots)), lots, strict=True):
        wanted = one_of(till.shop, lot, id=key)
        till.together()
        answers.append(answer(till.shop.post, wanted))
    return answers


def test_four_tills_race_for_the_last_piece_of_a_lot_and_one_gets_it(shop: TestShop, tills: Tills) -> None:
    lots = [f"SN-{number}" for number in range(ROUNDS)]
    in_lots(shop, *lots)

    answers = tills.at_once(shop, buy, lots)

    for lot, of_one_round in zip(lots, zip(*answers, strict=True), strict=True):
        assert Counter((given.sold, given.message) for given in of_one_round) == {
            (True, ""): 1,
            (False, f"No Milk is left in lot {lot}; take another lot or leave it out."): 3,
        }
    there = held(shop)
    assert [there[lot] for lot in lots] == [0] * ROUNDS
    assert [there[f"sold of {lot.lower()}"] for lot in lots] == [1] * ROUNDS
    assert (there["REST"], shop.on_hand(MILK)) == (100, (100_000, 0))


# ---------------------------------------------------------------- controls


def buy_what_was_seen_before(till: Till, lot: str, *, guarded: bool) -> str:
    """Buy a piece of a lot that all tills read before any of them wrote."""
    with reading() as tx:
        at = place(tx, "1")
        day = till.shop.now.date()
        offer = offers(tx, [MILK], location_id=at.location_id, day=day, prices_include_tax=True)[MILK]
        seen = lots_of(tx, [offer.product_id], location_id=at.location_id)
    [key] = till.ids("stale", 1)
    till.together()
    with patch("tillbook.actions.sell.stock_lines.lots_of", return_value=seen):
        try:
            if guarded:
                return till.shop.post(one_of(till.shop, lot, id=key)).number
            with patch("tillbook.ledgers.stock._TAKE_LOT", NOT_GUARDED):
                return till.shop.post(one_of(till.shop, lot, id=key)).number
        except (LevelMoved, IntegrityError) as refused:
            return f"{type(refused).__name__}: {refused}"


def test_control_without_the_lock_the_condition_of_the_update_refuses(shop: TestShop, tills: Tills) -> None:
    in_lots(shop, "LAST")

    answers = tills.at_once(shop, buy_what_was_seen_before, "LAST", guarded=True)

    assert sorted(answers)[1:] == ["LevelMoved: "] * 3
    assert held(shop) == {"LAST": 0, "REST": 100, "sold of last": 1}


def test_control_without_the_condition_the_constraint_refuses(shop: TestShop, tills: Tills) -> None:
    in_lots(shop, "LAST")

    answers = tills.at_once(shop, buy_what_was_seen_before, "LAST", guarded=False)

    assert sorted(answers)[1:] == ["IntegrityError: CHECK constraint failed: lot_level_not_oversold"] * 3
    assert held(shop) == {"LAST": 0, "REST": 100, "sold of last": 1}


def test_control_without_all_three_the_last_of_a_lot_is_sold_four_times(unguarded_shop: TestShop, tills: Tills) -> None:
    shop = unguarded_shop
    in_lots(shop, "LAST")
    take_out(shop, "lot_level", {'CHECK ("on_hand_milli" >= 0)': "CHECK (1)"})

    answers = tills.at_once(shop, buy_what_was_seen_before, "LAST", guarded=False)

    assert len(set(answers)) == 4
    assert held(shop) == {"LAST": -3, "REST": 100, "sold of last": 4}
