"""Each action, tried by each role: refused exactly where the table says, before anything is read (P26)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.shop import TestShop

from tillbook import actions
from tillbook.core.rights import RIGHTS, Actor, NotAllowed, Right, Role
from tillbook.db.opening import point_at
from tillbook.db.transaction import DECLARED, DiskTrouble

for _module in pkgutil.walk_packages(actions.__path__, f"{actions.__name__}."):
    importlib.import_module(_module.name)

SOURCE = Path(actions.__file__).parents[1]
OPENS_BY_ITSELF = {
    "actions/checkpoint.py",
    "actions/deliver.py",
    "actions/deliver_mail.py",
    "actions/found.py",
    "db/transaction.py",
    "ledgers/proving.py",
}
"""Where a transaction is opened that is no person's: a shop that nobody works in yet, signing in, and the work
that is done behind everybody's back and posts nothing."""


def declared(name: str) -> Callable[..., Any]:
    """The action of this name, wrapped in its check."""
    module, _, function = name.rpartition(".")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def somebody(role: str, rights: frozenset[Right] | None = None) -> Actor:
    return Actor(staff_id=1, name="Asha", role=role, own_rights=rights)


@pytest.fixture
def nowhere(shop: TestShop) -> Iterator[None]:
    """A shop whose database cannot be opened: whoever reads anything notices."""
    point_at(shop.home / "no such folder" / "books")
    yield
    point_at(shop.home / "tillbook.sqlite3")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", sorted(DECLARED))
def test_an_action_is_refused_exactly_where_the_table_says(nowhere: None, name: str, role: Role) -> None:
    allowed = DECLARED[name] in RIGHTS[role]

    # Whoever may goes on, and finds that there is no shop: nothing was read before.
    with pytest.raises(DiskTrouble if allowed else NotAllowed) as raised:
        declared(name)(by=somebody(role))

    assert type(raised.value) is (DiskTrouble if allowed else NotAllowed)


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_role_of_the_shops_own_has_the_rights_it_was_given_and_no_other(nowhere: None, name: str) -> None:
    needed = DECLARED[name]

    with pytest.raises(DiskTrouble):
        declared(name)(by=somebody("helper", frozenset({needed})))
    with pytest.raises(NotAllowed):
        declared(name)(by=somebody("helper", frozenset(Right) - {needed}))


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_second_person_lends_no_right(nowhere: None, name: str) -> None:
    alone = Actor(staff_id=1, name="Asha", role="helper", own_rights=frozenset(), approver=somebody(Role.owner))

    with pytest.raises(NotAllowed):
        declared(name)(by=alone)


def test_nothing_else_opens_a_transaction_that_writes() -> None:
    opening = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "transaction_of_one_action" in path.read_text(encoding="utf-8")
    }

    assert opening == OPENS_BY_ITSELF


def test_the_table_has_every_right_for_the_owner_and_every_right_is_of_use() -> None:
    assert RIGHTS[Role.owner] == frozenset(Right)
    assert set(DECLARED.values()) <= set(Right)
