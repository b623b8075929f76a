"""Short ways to say what happens to a register's drawer in a test."""

from __future__ import annotations

import json
from typing import Any

from tests.shop import TestShop, minor

from tillbook.actions.shift import Closed, Counted, Posted, close_shift, move_cash, open_shift
from tillbook.actions.staff import add_staff
from tillbook.core.rights import Actor
from tillbook.db.transaction import reading


def hire(shop: TestShop, name: str, role: str) -> Actor:
    """A new person of the staff."""
    add_staff(id=shop.new_id(), name=name, role=role, now=shop.now, by=shop.owner)
    with reading() as tx:
        row = tx.row("SELECT id FROM staff WHERE name = ?", (name,))
    assert row is not None
    return Actor(staff_id=row[0], name=name, role=role)


def opened(
    shop: TestShop, float_: str = "0", *, id: str = "", register: str = "1", by: Actor | None = None, note: str = ""
) -> Posted:
    return open_shift(
        id=id or shop.new_id(),
        register=register,
        float_minor=minor(float_),
        note=note,
        now=shop.now,
        by=by or shop.owner,
    )


def moved(
    shop: TestShop,
    kind: str,
    amount: str = "0",
    reason: str = "a reason",
    *,
    id: str = "",
    register: str = "1",
    by: Actor | None = None,
) -> Posted:
    return move_cash(
        id=id or shop.new_id(),
        register=register,
        kind=kind,
        amount_minor=minor(amount),
        reason=reason,
        now=shop.now,
        by=by or shop.owner,
    )


def closed(
    shop: TestShop,
    total: str | None = None,
    pieces: dict[str, int] | None = None,
    *,
    id: str = "",
    register: str = "1",
    by: Actor | None = None,
) -> Closed:
    counted = Counted(
        total_minor=None if total is None else minor(total),
        pieces=None if pieces is None else {minor(value): count for value, count in pieces.items()},
    )
    return close_shift(id=id or shop.new_id(), register=register, counted=counted, now=shop.now, by=by or shop.owner)


def said(z: Closed) -> dict[str, Any]:
    """What a Z report says."""
    content: dict[str, Any] = json.loads(z.content)
    return content
