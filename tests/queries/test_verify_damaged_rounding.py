"""A bill that no coin could pay is proven like any other: more than half a coin forgiven is found (P4, P12, P22)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.damage import Damage, checkpoint, findings_after, run, sale
from tests.shop import TEA, copy_shop

from tillbook.core.tender import Tendered
from tillbook.db.transaction import transaction_of_one_action

SWEET = "301"
NOTHING = Tendered(type="cash", amount_minor=0)
CARD = Tendered(type="card", amount_minor=95_00)


@pytest.fixture(scope="module")
def coarse(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop whose smallest coin is 1.00, with one sale paid by nothing and one by card and nothing."""
    home = tmp_path_factory.mktemp("coarse")
    shop = copy_shop(shop_template, home)
    with transaction_of_one_action() as tx:
        tx.write("UPDATE shop SET cash_increment_minor = 100 WHERE id = 1")
    shop.add_product(SWEET, "Sweet", "0.40", short_stock="allow")
    shop.sell((SWEET, "1"), id="nothing", tenders=())
    shop.sell((TEA, "1"), (SWEET, "1"), id="card", tenders=(CARD, NOTHING))
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home


DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    "what rounds to nothing is due again": (
        run(f"UPDATE sale SET cash_rounding_minor = 0, due_minor = 40 WHERE posting_id = {sale('nothing')}"),
        {"cash_rounding", "change", "damaged", "journal_body"},
    ),
    "the card paid a coin less, and that was forgiven too": (
        run(
            f"UPDATE sale_tender SET amount_minor = 9400 WHERE sale_id = {sale('card')}",
            f"""UPDATE sale SET cash_rounding_minor = -140, due_minor = 9400, tendered_minor = 9400
            WHERE posting_id = {sale("card")}""",
        ),
        {"cash_rounding", "journal_body"},
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_was_forgiven_is_found(name: str, coarse: Path, tmp_path: Path) -> None:
    damage, kinds = DAMAGES[name]

    assert set(findings_after(damage, coarse, tmp_path / "shop")) == kinds
