"""sales.txt holds each sale's lines once and product_Records.json is whole, whenever the worker is killed."""

from __future__ import annotations

import csv
import json
import random
import shutil
from pathlib import Path

import pytest
from tests.killing import CAN_FORK, calls_of, killed_at
from tests.shop import OIL, RICE, TEA, TestShop

from tillbook.actions.deliver import deliver
from tillbook.db.opening import open_shop

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="killing a child at a chosen call needs fork")

INSTANTS = 60


def names_in_log(shop: TestShop) -> list[str]:
    with (shop.home / "sales.txt").open(newline="") as file:
        rows = list(csv.reader(file, skipinitialspace=True))
    assert {len(row) for row in rows} <= {8}
    return [row[4] for row in rows]


def test_files_are_exact_after_a_kill_at_any_instant(shop: TestShop, tmp_path: Path) -> None:
    def run() -> None:
        open_shop(shop.home)
        deliver(shop.home)

    shop.sell((TEA, "1"))
    deliver(shop.home)
    shop.sell((TEA, "2"), (RICE, "0.5"))
    shop.sell((OIL, "1"))
    before = tmp_path / "before"
    shutil.copytree(shop.home, before)
    last = calls_of(run)
    killed = 0
    for call in random.Random(11).sample(range(1, last + 1), INSTANTS):
        shutil.rmtree(shop.home)
        shutil.copytree(before, shop.home)
        killed += not killed_at(call, run)

        run()

        assert names_in_log(shop) == ["Darjeeling", "Darjeeling", "Basmati", "Mustard oil"]
        records = json.loads((shop.home / "product_Records.json").read_text())
        assert [records[sku]["Quantity"] for sku in (TEA, RICE, OIL)] == [7, 9.5, 9]
        assert shop.count("outbox") == 0
        assert not list(shop.home.glob("*.tmp*"))
    # The last calls of a run may not come in another one.
    assert killed >= INSTANTS - 2
