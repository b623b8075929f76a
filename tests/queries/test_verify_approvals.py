"""Who agreed is in the journal for good: whoever strikes the second person from a document is found (P26)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.damage import checkpoint, damage_shop, report_on, run
from tests.drawers import hire, moved, opened
from tests.shop import TestShop, copy_shop

from tillbook.actions.sell import sell
from tillbook.core.discount import Discount


@pytest.mark.parametrize("document", ["sold", "opened the drawer"])
def test_who_agreed_cannot_be_struck_out(document: str, shop: TestShop, tmp_path: Path) -> None:
    ravi = replace(hire(shop, "Ravi", "cashier"), approver=hire(shop, "Meera", "manager"))
    opened(shop)
    sell(replace(shop.sale(("101", "1"), id="sold"), discount=Discount(amount_minor=1_00)), now=shop.now, by=ravi)
    moved(shop, "no_sale", id="opened the drawer", by=ravi)
    checkpoint(shop.home)
    copy_shop(shop.home, tmp_path / "struck")

    damage_shop(tmp_path / "struck", run(f"UPDATE posting SET approved_by_id = NULL WHERE client_id = '{document}'"))
    found = {finding.kind: finding.message for finding in report_on(tmp_path / "struck").findings}

    assert found == {"journal_body": "says more than the books do"}
    copy_shop(shop.home, tmp_path / "whole")
