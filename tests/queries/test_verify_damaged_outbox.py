"""A sale that would never be written into the shop's files is found (P22, P30)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.damage import Damage, checkpoint, findings_after, run, sale
from tests.shop import TEA, TestShop, copy_shop

from tillbook.actions.deliver import deliver
from tillbook.actions.settings import change_setting
from tillbook.db.statements import Tx


def switch(shop: TestShop, text: str) -> None:
    change_setting(id=f"files {text}", key="seed_files", text=text, now=shop.now, by=shop.owner)


@pytest.fixture(scope="module")
def logged(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop: two sales that are in its files, one when it kept none, three that are still to be written."""
    home = tmp_path_factory.mktemp("logged")
    shop = copy_shop(shop_template, home)
    for name in ("first", "second"):
        shop.sell((TEA, "1"), id=name)
    assert deliver(home).sales == 2
    switch(shop, "no")
    shop.sell((TEA, "1"), id="apart")
    switch(shop, "yes")
    for name in ("third", "fourth", "fifth"):
        shop.sell((TEA, "1"), id=name)
    shop.must_be_clean()
    connection.close()
    checkpoint(home)
    return home


def waiting(name: str) -> str:
    return f"posting_id = {sale(name)}"


NEVER = "would never be written into sales.txt, as those around it"
DAMAGES: dict[str, tuple[Damage, dict[str, str]]] = {
    "what is to be done for one sale was taken away": (
        run(f"DELETE FROM outbox WHERE {waiting('fourth')}"),
        {"outbox": f"Bill 1/26-27/000005: {NEVER}"},
    ),
    "what is to be done for the last sale was taken away": (
        run(f"DELETE FROM outbox WHERE {waiting('fifth')}"),
        {"outbox": f"Bill 1/26-27/000006: {NEVER}"},
    ),
    "what is to be done for one sale is to be done for another": (
        run(f"UPDATE outbox SET posting_id = {sale('fifth')} WHERE {waiting('fourth')}"),
        {"outbox": f"Bill 1/26-27/000005: {NEVER} (and 1 more like it)"},
    ),
    "a sale is to be written into files that were not kept": (
        run(f"INSERT INTO outbox (posting_id, topic) SELECT {sale('apart')}, 'sales_log'"),
        {"outbox": "Bill 1/26-27/000003: is to be written into sales.txt 1 times"},
    ),
    "a change of settings is to be written into sales.txt": (
        run(f"INSERT INTO outbox (posting_id, topic) SELECT {sale('files no')}, 'sales_log'"),
        {"outbox": "Change of settings ST/26-27/000001: is to be written into sales.txt, and is no sale"},
    ),
    "the engine never made so many rows": (
        run("DELETE FROM outbox", "UPDATE sqlite_sequence SET seq = 2 WHERE name = 'outbox'"),
        {"outbox": "sales.txt: 5 sales were to be written into it, 2 were ever put down for that"},
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_names_the_sale_that_is_missing(logged: Path, tmp_path: Path, damage: str) -> None:
    done, expected = DAMAGES[damage]

    assert findings_after(done, logged, tmp_path / "shop") == expected


def test_one_sale_of_many_that_was_never_put_down_is_found(
    shop_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = copy_shop(shop_template, tmp_path)
    write = Tx.write

    def forget(tx: Tx, sql: str, values: Sequence[Any] = ()) -> int:
        return 1 if sql.startswith("INSERT INTO outbox ") else write(tx, sql, values)

    shop.sell((TEA, "1"))
    with monkeypatch.context() as patch:
        patch.setattr(Tx, "write", forget)
        shop.sell((TEA, "1"))
    shop.sell((TEA, "1"))
    assert deliver(shop.home).sales == 2
    connection.close()
    checkpoint(shop.home)

    found = findings_after(lambda _: None, tmp_path, tmp_path / "copy")

    assert found == {"outbox": "sales.txt: 3 sales were to be written into it, 2 were ever put down for that"}
