"""A command that is sent several times at once is done once, and everyone gets the same answer (P6).

Four tills, processes of their own, send the very same command at the same instant, round after round. The
controls take away what prevents a second sale, first the look-up of the id, then the database's rule behind
it. The look-up gone, the rule refuses; both gone, the same command sells four times, which the test sees.
"""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

from django.db import IntegrityError
from tests.race.tills import Answer, Till, Tills, answer
from tests.race.weakened import take_out
from tests.shop import RICE, TEA, TestShop, milli, minor

from tillbook.actions.stock import StockLine, adjust, receive
from tillbook.core.bill import Bill
from tillbook.core.wanted import WantedCustomer
from tillbook.db.transaction import reading
from tillbook.queries.bills import bill

ROUNDS = 25
KINDS_OF_ROWS = (
    "posting",
    "journal_entry",
    "sale",
    "sale_line",
    "sale_tender",
    "stock_move",
    "cash_entry",
    "outbox",
)
LOOK_UP = "tillbook.actions.sell.selling.posted_before"


def rows(shop: TestShop) -> dict[str, int]:
    return {table: shop.count(table) for table in KINDS_OF_ROWS}


def grown(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {table: after[table] - before[table] for table in before if after[table] != before[table]}


def send_same(till: Till, ids: list[str]) -> list[tuple[Answer, Bill]]:
    """All tills send one command for each id, together."""
    answers = []
    for key in ids:
        wanted = till.shop.sale((TEA, "0.001"), (RICE, "0.002"), id=key, customer=WantedCustomer(name="Asha Rao"))
        till.together()
        given = answer(till.shop.post, wanted)
        with reading() as tx:
            answers.append((given, bill(tx, given.number)))
    return answers


def test_a_sale_sent_by_four_tills_at_once_is_sold_once_and_all_get_its_bill(shop: TestShop, tills: Tills) -> None:
    shop.set_product(TEA, step_milli=1)
    before = rows(shop)

    answers = tills.at_once(shop, send_same, [f"round-{number}" for number in range(ROUNDS)])

    for of_one_round in zip(*answers, strict=True):
        assert sorted(given.repeated for given, _ in of_one_round) == [False, True, True, True]
        assert len({given.number for given, _ in of_one_round}) == 1
        bills = [shown for _, shown in of_one_round]
        assert bills == [bills[0]] * 4
    assert grown(before, rows(shop)) == {
        "posting": ROUNDS, "journal_entry": ROUNDS, "sale": ROUNDS, "sale_line": 2 * ROUNDS,
        "sale_tender": ROUNDS, "stock_move": 2 * ROUNDS, "cash_entry": ROUNDS, "outbox": ROUNDS,
    }  # fmt: skip
    assert shop.on_hand(TEA)[0] == 10_000 - ROUNDS
    assert shop.on_hand(RICE)[0] == 10_000 - 2 * ROUNDS


def send_different(till: Till, ids: list[str]) -> list[Answer]:
    """Each till means something else by the same id."""
    answers = []
    for key in ids:
        wanted = till.shop.sale((RICE, f"0.00{till.place + 1}"), id=key)
        till.together()
        answers.append(answer(lambda wanted=wanted: till.shop.post(wanted)))  # type: ignore[misc]
    return answers


def test_one_id_with_four_contents_at_once_sells_one_and_refuses_three(shop: TestShop, tills: Tills) -> None:
    before = shop.count("posting")

    answers = tills.at_once(shop, send_different, [f"round-{number}" for number in range(ROUNDS)])

    for of_one_round in zip(*answers, strict=True):
        assert sorted(given.refused for given in of_one_round) == ["", "id_reused", "id_reused", "id_reused"]
        sold = next(given.number for given in of_one_round if given.sold)
        told = {given.message for given in of_one_round if given.refused}
        assert all(sold in message for message in told)
    assert shop.count("posting") == before + ROUNDS


def test_the_same_id_with_another_content_is_refused_and_writes_nothing(shop: TestShop) -> None:
    shop.post(shop.sale((TEA, "1"), id="one"))
    before = rows(shop)
    others = [
        shop.sale((TEA, "2"), id="one"),
        shop.sale((RICE, "1"), id="one"),
        shop.sale((TEA, "1"), (TEA, "1"), id="one"),
        shop.sale((TEA, "1"), id="one", cash="200"),
        shop.sale((TEA, "1"), id="one", partial=True),
        shop.sale((TEA, "1"), id="one", customer=WantedCustomer(name="Asha Rao")),
        shop.sale((TEA, "1"), id="one", shown_total="95.00"),
    ]

    refused = [answer(shop.post, other).refused for other in others]

    assert refused == ["id_reused"] * len(others)
    assert rows(shop) == before
    line = StockLine(product=TEA, quantity_milli=1000)
    assert answer(receive, id="one", lines=[line], now=shop.now, by=shop.owner).refused == "id_reused"
    assert rows(shop) == before


def test_an_id_never_expires(shop: TestShop) -> None:
    wanted = shop.sale((TEA, "1"), id="one")
    first = shop.post(wanted)
    shop.set_product(TEA, price="120.00", name="Darjeeling, first flush", archived=True)
    shop.now += timedelta(days=400)

    again = shop.post(wanted)

    assert (again.number, again.repeated) == (first.number, True)
    assert shop.bill(again).total_minor == 9500
    assert shop.on_hand(TEA)[0] == 9000


def test_a_refused_command_may_be_put_right_and_sent_under_its_id(shop: TestShop) -> None:
    """What was refused was not posted, so its id is still free."""
    assert answer(shop.post, shop.sale((TEA, "11"), id="one")).refused == "out_of_stock"
    assert answer(shop.post, shop.sale((TEA, "10"), id="one")).sold


def receive_and_adjust(till: Till, ids: list[str]) -> list[tuple[Answer, Answer]]:
    answers = []
    by = till.shop.owner
    for key in ids:
        came = [StockLine(product=TEA, quantity_milli=milli("3"), cost_minor=minor("120"))]
        lost = [StockLine(product=TEA, quantity_milli=milli("-1"))]
        till.together()
        answers.append(
            (
                answer(receive, id=f"in-{key}", lines=came, now=till.shop.now, by=by),
                answer(adjust, id=f"lost-{key}", lines=lost, reason="broken", now=till.shop.now, by=by),
            )
        )
    return answers


def test_goods_in_and_corrections_sent_at_once_are_posted_once(shop: TestShop, tills: Tills) -> None:
    answers = tills.at_once(shop, receive_and_adjust, ["a", "b", "c"])

    for of_one_round in zip(*answers, strict=True):
        for given in zip(*of_one_round, strict=True):
            assert sorted(each.repeated for each in given) == [False, True, True, True]
            assert len({each.number for each in given}) == 1
    assert shop.on_hand(TEA)[0] == milli("16")


# ---------------------------------------------------------------- controls


def send_without_look_up(till: Till, key: str) -> str:
    wanted = till.shop.sale((RICE, "0.001"), id=key)
    till.together()
    with patch(LOOK_UP, return_value=None):
        try:
            return till.shop.post(wanted).number
        except IntegrityError as error:
            return str(error)


def test_control_without_the_look_up_the_database_still_refuses_a_second_sale(shop: TestShop, tills: Tills) -> None:
    sales = shop.count("sale")

    answers = tills.at_once(shop, send_without_look_up, "one")

    assert sorted(answers)[1:] == ["UNIQUE constraint failed: posting.client_id"] * 3
    assert shop.count("sale") == sales + 1


def test_control_with_neither_look_up_nor_rule_it_is_sold_four_times(unguarded_shop: TestShop, tills: Tills) -> None:
    shop = unguarded_shop
    take_out(shop, "posting", {'"client_id" varchar(64) NOT NULL UNIQUE': '"client_id" varchar(64) NOT NULL'})
    sales = shop.count("sale")

    answers = tills.at_once(shop, send_without_look_up, "one")

    assert len(set(answers)) == 4
    assert shop.count("sale") == sales + 4
