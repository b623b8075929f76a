"""The whole shop, driven at random, agrees with a model of ten lines and proves itself at each step (P22)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.damage import checkpoint
from tests.history import live_a_little, more_goods
from tests.machine import ShopMachine
from tests.shop import TestShop, copy_shop

from tillbook.db.statements import Tx
from tillbook.db.transaction import reading
from tillbook.queries.verify import verify

QUICK = settings(max_examples=25, stateful_step_count=20, suppress_health_check=list(HealthCheck), deadline=None)
LONG = settings(QUICK, max_examples=400, stateful_step_count=60)
CONTROL = settings(QUICK, max_examples=20, phases=[Phase.generate], database=None, print_blob=False)


@pytest.fixture(scope="module")
def machine(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[ShopMachine]]:
    """The state machine of a shop with a few more goods."""
    home = tmp_path_factory.mktemp("machine")
    more_goods(copy_shop(shop_template, home))
    connection.close()
    checkpoint(home)

    class Machine(ShopMachine):
        template = home

    yield Machine
    connection.close()


def test_the_shop_agrees_with_the_model_at_every_step(machine: type[ShopMachine]) -> None:
    run_state_machine_as_test(machine, settings=QUICK)


@pytest.mark.slow
def test_the_shop_agrees_with_the_model_for_a_long_time(machine: type[ShopMachine]) -> None:
    run_state_machine_as_test(machine, settings=LONG)


# ---------------------------------------------------------------- controls: a shop that forgets to write


class Forgetful:
    """Makes transactions forget statements that begin in a given way, and say that they were done."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, forgotten: str) -> None:
        self.forgot = 0
        write, write_many = Tx.write, Tx.write_many

        def forget(tx: Tx, sql: str, values: Sequence[Any] = ()) -> int:
            if sql.startswith(forgotten):
                self.forgot += 1
                return 1
            return write(tx, sql, values)

        def forget_many(tx: Tx, sql: str, rows: Any) -> int:
            if sql.startswith(forgotten):
                self.forgot += 1
                return len(list(rows))
            return write_many(tx, sql, rows)

        monkeypatch.setattr(Tx, "write", forget)
        monkeypatch.setattr(Tx, "write_many", forget_many)


FORGOTTEN = {
    "INSERT INTO stock_move": {"on_hand", "value", "sale_moves"},
    "UPDATE stock_level SET on_hand": {"on_hand", "value"},
    "INSERT INTO discrepancy": {"discrepancy"},
    "INSERT INTO cash_entry": {"cash_entry"},
    "INSERT INTO sale_line ": {"sale_lines", "total"},
    "INSERT INTO sale_line_tax": {"line_tax", "line_net"},
    "INSERT INTO sale_tax": {"sale_tax"},
    "INSERT INTO sale_tender": {"tenders"},
    "INSERT INTO sale_customer": {"customer"},
    "INSERT INTO journal_entry": {"journal_entry", "journal_length", "journal_head"},
    "UPDATE journal_chain": {"journal_length", "journal_head"},
    "INSERT INTO import_change": {"import_batch"},
}


@pytest.mark.parametrize("forgotten", FORGOTTEN)
def test_verify_sees_a_shop_that_forgets_to(
    forgotten: str, unguarded_shop: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        forgetful = Forgetful(patch, forgotten)
        # Some of it the shop notices itself, at its next step.
        with suppress(AssertionError, IntegrityError):
            live_a_little(unguarded_shop)

    assert forgetful.forgot
    with reading() as tx:
        kinds = {finding.kind for finding in verify(tx).findings}
    assert kinds >= FORGOTTEN[forgotten]


@pytest.mark.parametrize(
    "forgotten",
    ["INSERT INTO stock_move", "UPDATE journal_chain", "INSERT INTO cash_entry", "UPDATE stock_level"],
)
def test_the_machine_finds_a_shop_that_forgets_to(
    forgotten: str, machine: type[ShopMachine], monkeypatch: pytest.MonkeyPatch
) -> None:
    Forgetful(monkeypatch, forgotten)

    with pytest.raises((AssertionError, IntegrityError)):
        run_state_machine_as_test(machine, settings=CONTROL)
