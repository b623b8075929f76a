"""Whatever is damaged by hand in lots, `verify` names it (P19, P22)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from tests.damage import Damage, checkpoint, findings_after, first, product, rechain, retell, run, sale
from tests.shop import TEA, TestShop, copy_shop

from tillbook.actions.lots import take_off
from tillbook.actions.stock import StockLine, receive

MILK, CREAM = "MILK", "CREAM"
A = "(SELECT id FROM lot WHERE code = 'A')"
B = "(SELECT id FROM lot WHERE code = 'B')"
LEVEL_OF_MILK = f"product_id = {product(MILK)}"
TELLS_D = '"lots":[{"expires_on":"2027-01-31","lot":"D","product":"CREAM"}],'
SPLIT = f"posting_id = {sale('split')}"


def live_with_lots(shop: TestShop) -> None:
    """Milk and cream in lots: received, sold out of two of them, written off."""
    for sku, name in ((MILK, "Milk"), (CREAM, "Cream")):
        shop.add_product(sku, name, "30.00", lot_tracked=True)
    lines = [
        StockLine(product=MILK, quantity_milli=5_000, cost_minor=100_00, lot="A", expires_on=date(2026, 11, 30)),
        StockLine(product=MILK, quantity_milli=10_000, cost_minor=230_00, lot="B", expires_on=date(2026, 12, 31)),
        StockLine(product=CREAM, quantity_milli=4_000, cost_minor=80_00, lot="C"),
    ]
    receive(id="goods", lines=lines, now=shop.now, by=shop.owner)
    shop.sell((MILK, "7"), (TEA, "1"), (MILK, "1"), id="split")
    shop.sell((CREAM, "1"), id="cream")
    line = StockLine(product=CREAM, quantity_milli=1_000, cost_minor=20_00, lot="D", expires_on=date(2027, 1, 31))
    receive(id="more goods", lines=[line], now=shop.now, by=shop.owner)
    take_off(id="off", product=MILK, lot="B", quantity_milli=2_000, reason="broken", now=shop.now, by=shop.owner)


@pytest.fixture(scope="module")
def with_lots(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop that keeps lots, proven, all of it in its one file."""
    home = tmp_path_factory.mktemp("lots")
    shop = copy_shop(shop_template, home)
    live_with_lots(shop)
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home


DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    "a lot holds a thousandth too much": (
        run(f"UPDATE lot_level SET on_hand_milli = on_hand_milli + 1 WHERE lot_id = {B}"),
        {"lot_level", "lot_sum"},
    ),
    "goods were put from one lot into another": (
        run(
            f"UPDATE lot_level SET on_hand_milli = on_hand_milli - 1000 WHERE lot_id = {B}",
            f"UPDATE lot_level SET on_hand_milli = on_hand_milli + 1000 WHERE lot_id = {A}",
        ),
        {"lot_level"},
    ),
    "the level of a lot is gone": (
        run("DELETE FROM lot_level WHERE lot_id = (SELECT id FROM lot WHERE code = 'C')"),
        {"lot_level", "lot_sum"},
    ),
    "a level is off, and its lots are not": (
        run(f"UPDATE stock_level SET on_hand_milli = on_hand_milli + 1000 WHERE {LEVEL_OF_MILK}"),
        {"lot_sum", "on_hand"},
    ),
    "goods were sold out of another lot than was written": (
        run(
            f"""UPDATE stock_move SET lot_id = {A} WHERE id = (SELECT MAX(id) FROM stock_move
            WHERE {SPLIT} AND product_id = {product(MILK)})"""
        ),
        {"lot_level", "lot_oversold"},
    ),
    "goods of one product were sold out of a lot of another": (
        run(f"UPDATE stock_move SET lot_id = {A} WHERE posting_id = {sale('cream')}"),
        {"lot_level", "lot_of_other", "lot_oversold"},
    ),
    "goods were sold out of no lot": (
        run(f"UPDATE stock_move SET lot_id = NULL WHERE posting_id = {sale('cream')}"),
        {"lot_level", "lot_missing"},
    ),
    "goods came into no lot": (
        run(f"UPDATE stock_move SET lot_id = NULL WHERE product_id = {product(CREAM)}"),
        {"journal_body", "lot_level", "lot_made"},
    ),
    "a line was sold out of one lot twice": (
        run(f"UPDATE stock_move SET lot_id = {A} WHERE {SPLIT} AND product_id = {product(MILK)}"),
        {"lot_level", "lot_oversold", "sale_moves"},
    ),
    "a move of a line out of two lots is gone": (
        run(
            f"""DELETE FROM stock_move WHERE id = (SELECT MIN(id) FROM stock_move
            WHERE {SPLIT} AND product_id = {product(MILK)})"""
        ),
        {"line_cost", "lot_level", "on_hand", "sale_moves", "value"},
    ),
    "a product is kept in lots no more, and its lots are full": (
        run("UPDATE product SET lot_tracked = 0 WHERE sku = 'MILK'"),
        {"lot_sum"},
    ),
    "a product was put into lots, and none holds it": (
        run(f"UPDATE product SET lot_tracked = 1 WHERE sku = '{TEA}'"),
        {"lot_sum"},
    ),
    "a lot is gone": (
        run("DELETE FROM lot WHERE code = 'C'"),
        {"journal_body", "lot_of_other", "lot_sum", "reference"},
    ),
    "a lot was given to another product": (
        run(f"UPDATE lot SET product_id = {product(CREAM)} WHERE code = 'A'"),
        {"journal_body", "lot_of_other"},
    ),
    "a lot is good for longer than it was": (
        run("UPDATE lot SET expires_on = '2027-12-31' WHERE code = 'B'"),
        {"journal_body"},
    ),
    "a lot that expires never does": (run("UPDATE lot SET expires_on = NULL WHERE code = 'D'"), {"journal_body"}),
    "a lot that never expired does": (
        run("UPDATE lot SET expires_on = '2027-12-31' WHERE code = 'C'"),
        {"journal_body"},
    ),
    "a lot is called otherwise": (run("UPDATE lot SET code = 'B2' WHERE code = 'B'"), {"journal_body"}),
    "a lot that nothing ever came into": (
        run(f"INSERT INTO lot (product_id, code) VALUES ({product(MILK)}, 'F')"),
        {"lot_made"},
    ),
    "the journal says another last day": (
        first(retell("goods", '"expires_on":"2026-12-31"', '"expires_on":"2027-12-31"'), rechain),
        {"journal_body"},
    ),
    "the journal says nothing of a lot, as it did before it told of any": (
        first(retell("more goods", TELLS_D, ""), rechain),
        {"journal_body"},
    ),
    "the journal says that a lot was made again": (
        first(retell("off", '"moves"', f'{TELLS_D}"moves"'), rechain),
        {"journal_body"},
    ),
    "the journal says that more was written off": (
        first(retell("off", '"quantity":"2"', '"quantity":"3"'), rechain),
        {"journal_body"},
    ),
}


@pytest.mark.parametrize("sentence", DAMAGES)
def test_finds_that(sentence: str, with_lots: Path, tmp_path: Path) -> None:
    damage, expected = DAMAGES[sentence]

    found = findings_after(damage, with_lots, tmp_path)

    assert set(found) == expected, found


def test_says_which_lot_of_which_product(with_lots: Path, tmp_path: Path) -> None:
    damage = run(f"UPDATE lot_level SET on_hand_milli = 1000 WHERE lot_id = {A}")

    found = findings_after(damage, with_lots, tmp_path)

    assert found["lot_level"] == "Milk (MILK), lot A: 1 in it, its moves add up to 0"
    assert found["lot_sum"] == "Milk (MILK): 5 on hand, its lots hold 6"


def test_books_from_before_lots_were_told_are_clean(with_lots: Path, tmp_path: Path) -> None:
    told = '{"expires_on":"2026-11-30","lot":"A","product":"MILK"},{"expires_on":"2026-12-31","lot":"B",'
    told += '"product":"MILK"},{"expires_on":null,"lot":"C","product":"CREAM"}'
    damage = first(retell("goods", f'"lots":[{told}],', ""), retell("more goods", TELLS_D, ""), rechain)

    assert findings_after(damage, with_lots, tmp_path) == {}


def test_says_what_the_last_day_of_a_lot_was(with_lots: Path, tmp_path: Path) -> None:
    found = findings_after(run("UPDATE lot SET expires_on = '2027-02-28' WHERE code = 'D'"), with_lots, tmp_path)

    assert found["journal_body"] == (
        'Journal office, Goods receipt GR/26-27/000005: says lots[0].expires_on is "2027-01-31", '
        'the books say "2027-02-28"'
    )
