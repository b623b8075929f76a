"""The whole shop, driven at random, agrees with a small model and proves itself at each step (P22)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.credit import customer
from tests.damage import checkpoint
from tests.history import LIVED, more_goods
from tests.machine import ShopMachine, more_rooms
from tests.shop import TEA, TestShop, copy_shop

from tillbook.actions.cart import drop_cart, expire_carts, hold_cart, keep_cart
from tillbook.actions.customers import erase_person
from tillbook.actions.refund import refund
from tillbook.actions.settings import change_setting
from tillbook.actions.staff import set_pin
from tillbook.core.errors import Refusal
from tillbook.core.kept_cart import KeptCart
from tillbook.core.wanted import WantedCustomer, WantedLine
from tillbook.core.wanted_return import RefundTender, WantedReturn
from tillbook.db.statements import Tx
from tillbook.db.transaction import reading
from tillbook.queries.verify import verify

QUICK = settings(max_examples=20, stateful_step_count=25, suppress_health_check=list(HealthCheck), deadline=None)
LONG = settings(QUICK, max_examples=250, stateful_step_count=60)
CONTROL = settings(
    QUICK,
    max_examples=200,
    stateful_step_count=60,
    phases=[Phase.generate],
    database=None,
    print_blob=False,
    report_multiple_bugs=False,
)


@pytest.fixture(scope="module")
def machine(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[ShopMachine]]:
    """The state machine of a shop with a few more goods."""
    home = tmp_path_factory.mktemp("machine")
    shop = copy_shop(shop_template, home)
    more_goods(shop)
    more_rooms(shop)
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
        write, write_many, insert = Tx.write, Tx.write_many, Tx.insert

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

        def forget_one(tx: Tx, sql: str, values: Sequence[Any]) -> int:
            if sql.startswith(forgotten):
                self.forgot += 1
                return 10**9 + self.forgot
            return insert(tx, sql, values)

        monkeypatch.setattr(Tx, "write", forget)
        monkeypatch.setattr(Tx, "write_many", forget_many)
        monkeypatch.setattr(Tx, "insert", forget_one)


def live_on(shop: TestShop) -> None:
    """A rule that is changed, a new PIN, carts that nobody comes back for, and a person who is erased."""
    change_setting(id="rule", key="cut_over_hour", text="4", now=shop.now, by=shop.owner)
    keep_a_cart(shop, "dropped late")
    keep_a_cart(shop, "expired")
    shop.now += timedelta(hours=30)
    drop_cart("dropped late", now=shop.now, by=shop.owner)
    expire_carts(now=shop.now, by=shop.owner)
    keep_a_cart(shop, "held late")
    hold_cart("held late", name="", now=shop.now, by=shop.owner)
    set_pin(id="pin", name="Ravi", pin="4071", now=shop.now, by=shop.owner)
    places = (("home", "12 Hill Road"),)
    gone = customer(shop, "GONE", phones=("+919000000001", "+919000000002"), addresses=places)
    number = shop.sell((TEA, "1"), id="gone", customer=WantedCustomer(code="GONE")).number
    tenders = (RefundTender(type="store_credit"),)
    refund(WantedReturn(id="back", register="1", sale=number, tenders=tenders), now=shop.now, by=shop.owner)
    erase_person(gone, now=shop.now, by=shop.owner)


def keep_a_cart(shop: TestShop, id: str) -> None:
    line = WantedLine(product=TEA, quantity_milli=1_000)
    cart = KeptCart(id=id, register="1", opened_at=shop.now, lines=(line,))
    keep_cart(cart, now=shop.now, by=shop.owner)


FORGOTTEN = {
    # Goods.
    "INSERT INTO stock_move ": {"on_hand", "value", "sale_moves", "credit_note_moves", "lot_level"},
    "UPDATE stock_level SET on_hand": {"on_hand", "value"},
    "INSERT INTO stock_level ": {"level_missing"},
    "INSERT INTO discrepancy ": {"discrepancy"},
    "INSERT INTO lot ": {"lot_of_other", "lot_sum", "reference"},
    "INSERT INTO lot_level ": {"lot_level", "lot_sum"},
    "UPDATE lot_level ": {"lot_level", "lot_sum"},
    "INSERT INTO import_batch ": {"import_batch", "reference"},
    "INSERT INTO import_change ": {"import_batch"},
    # Sales.
    "INSERT INTO posting ": {"reference", "stray"},
    "INSERT INTO sale ": {"document", "reference"},
    "INSERT INTO sale_line ": {"sale_lines", "total"},
    "INSERT INTO sale_line_tax ": {"line_tax", "line_net"},
    "INSERT INTO sale_tax ": {"sale_tax"},
    "INSERT INTO sale_tender ": {"tenders"},
    "INSERT INTO sale_customer ": {"customer"},
    "INSERT INTO cash_entry ": {"cash_entry"},
    # The journal.
    "INSERT INTO journal_entry ": {"journal_entry", "journal_length", "journal_head"},
    "UPDATE journal_chain ": {"journal_length", "journal_head"},
    "INSERT INTO journal_chain ": {"reference", "register"},
    # Prices and promotions.
    "INSERT INTO price_list ": {"price_list"},
    "INSERT INTO price ": {"price_list"},
    "INSERT INTO promotion ": {"promotion"},
    "UPDATE promotion ": {"promotion"},
    "INSERT INTO sale_promotion ": {"coupon_use", "journal_body"},
    "INSERT INTO coupon ": {"journal_body"},
    "UPDATE coupon ": {"coupon_uses"},
    "INSERT INTO coupon_use ": {"coupon_uses"},
    # Credit, payments, cards.
    "INSERT INTO account ": {"account_limit"},
    "UPDATE account SET balance_minor = balance_minor +": {"account_balance"},
    "UPDATE account SET balance_minor = balance_minor -": {"account_balance", "account_open"},
    "UPDATE account SET limit_minor": {"account_limit"},
    "INSERT INTO account_entry ": {"account_balance", "account_entry"},
    "INSERT INTO open_bill ": {"open_bill", "account_open"},
    "UPDATE open_bill SET open_minor": {"open_bill", "account_open"},
    "UPDATE open_bill SET account_id": {"account_open"},
    "INSERT INTO settled ": {"open_bill"},
    "INSERT INTO payment ": {"document", "reference"},
    "INSERT INTO payment_tender ": {"tenders"},
    "INSERT INTO voucher ": {"voucher_issued", "reference"},
    "UPDATE voucher SET balance_minor": {"voucher_balance"},
    "INSERT INTO voucher_entry ": {"voucher_balance", "voucher_entry"},
    "UPDATE customer SET merged_into_id": {"settled"},
    # Goods that came back.
    "INSERT INTO credit_note ": {"document", "reference"},
    "INSERT INTO credit_note_line ": {"credit_note_lines", "credit_note_total"},
    "INSERT INTO credit_note_line_tax ": {"credit_note_taxes"},
    "INSERT INTO credit_note_tender ": {"credit_note_tenders"},
    "INSERT INTO returned_line ": {"returned_line"},
    "UPDATE returned_line ": {"returned_line"},
    "INSERT INTO goods_exchange ": {"exchange"},
    # The drawer.
    "INSERT INTO shift ": {"shift", "reference"},
    "UPDATE shift ": {"shift"},
    "INSERT INTO shift_count ": {"z_report"},
    # People, registers and carts.
    "INSERT INTO role ": {"role"},
    "UPDATE role ": {"role"},
    "INSERT INTO register ": {"register"},
    "UPDATE register ": {"register"},
    "INSERT INTO staff ": {"staff"},
    "UPDATE staff SET name": {"staff"},
    "UPDATE staff SET pin_hash": {"staff"},
    "INSERT INTO cart_event ": {"cart_state"},
    "UPDATE cart SET name": {"cart_state"},
    "UPDATE cart SET expired_at": {"cart_state"},
    "DELETE FROM cart ": {"cart_state"},
    # The shop's own.
    "UPDATE shop SET cut_over_hour": {"setting"},
    "UPDATE shop SET promotions_version": {"promotions_version"},
    "INSERT INTO outbox ": {"outbox"},
    # Who was erased.
    "DELETE FROM customer_phone": {"erased"},
    "DELETE FROM customer_address": {"erased"},
    "UPDATE sale_customer ": {"erased"},
    "UPDATE sale SET customer_id": {"erased"},
    "UPDATE credit_note SET customer_id": {"erased"},
    "UPDATE voucher SET customer_id = NULL": {"erased"},
}
"""What is forgotten, and some of what `verify` then finds: the kinds that name what is missing."""

NOTICED_AT_ONCE = (
    "INSERT INTO product ",
    "INSERT INTO series ",
    "UPDATE series ",
    "INSERT INTO z_report ",
)
"""What a shop that forgets it cannot go on with: the command that forgot is undone as a whole."""

STUMBLES = (AssertionError, IntegrityError, Refusal)
"""What a shop says that misses, in a later step, what it forgot."""


def _live_forgetting(forgotten: str, shop: TestShop, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], int]:
    """What `verify` finds in a shop that lived everywhere and forgot that, and how often something missed it."""
    # Else the engine would see some of it before `verify` may.
    connection.cursor().execute("PRAGMA foreign_keys = OFF")
    stumbled = 0
    with monkeypatch.context() as patch:
        forgetful = Forgetful(patch, forgotten)
        for live in (*LIVED, live_on):
            try:
                live(shop)
            except STUMBLES:
                stumbled += 1
    assert forgetful.forgot
    with reading() as tx:
        return {finding.kind for finding in verify(tx).findings}, stumbled


@pytest.mark.parametrize("forgotten", FORGOTTEN)
def test_verify_sees_a_shop_that_forgets_to(
    forgotten: str, unguarded_shop: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds, _ = _live_forgetting(forgotten, unguarded_shop, monkeypatch)

    assert kinds >= FORGOTTEN[forgotten]


@pytest.mark.parametrize("forgotten", NOTICED_AT_ONCE)
def test_a_command_stops_that_forgets_to(
    forgotten: str, unguarded_shop: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds, stumbled = _live_forgetting(forgotten, unguarded_shop, monkeypatch)

    assert stumbled
    assert kinds == set()


@pytest.mark.parametrize(
    "forgotten",
    [
        "INSERT INTO stock_move",
        "UPDATE account SET balance_minor",
        "UPDATE voucher SET balance_minor",
        "INSERT INTO returned_line",
        "UPDATE coupon",
    ],
)
def test_the_machine_finds_a_shop_that_forgets_to(
    forgotten: str, machine: type[ShopMachine], monkeypatch: pytest.MonkeyPatch
) -> None:
    Forgetful(monkeypatch, forgotten)

    with pytest.raises((*STUMBLES, LookupError)):
        run_state_machine_as_test(machine, settings=CONTROL)
