"""What a sale asks of the database, statement by statement: more of them is a decision, not an accident."""

from __future__ import annotations

from typing import Any

from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.actions.sell import sell
from tillbook.db.transaction import transaction_of_one_action


def test_a_sale_of_three_lines_runs_19_statements_from_begin_to_commit(shop: TestShop) -> None:
    shop.sell((TEA, "1"))
    wanted = shop.sale((TEA, "1"), (RICE, "0.5"), (OIL, "2"))
    by = shop.owner
    inside: Any = sell

    with transaction_of_one_action() as tx:
        inside.__wrapped__(tx, wanted, now=shop.now, by=by)

    # Asked: the id, the register, the products. Written: the number (taken, read with the journal head), then
    # the posting; levels, moves; sale, lines, their taxes, its taxes, tenders, cash; head and entry; outbox.
    assert tx.statements == 19


def test_lines_add_no_statements(shop: TestShop) -> None:
    shop.sell((TEA, "1"))
    by = shop.owner
    inside: Any = sell
    counts = []
    for lines in ([(TEA, "1"), (RICE, "1")], [(TEA, "1"), (RICE, "1"), (OIL, "1"), (RICE, "2"), (OIL, "2")]):
        with transaction_of_one_action() as tx:
            inside.__wrapped__(tx, shop.sale(*lines), now=shop.now, by=by)
        counts.append(tx.statements)

    assert counts[0] == counts[1]
