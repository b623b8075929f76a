"""Whatever is damaged by hand in what was recorded of carts, `verify` names it (P7, P22)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.damage import Damage, checkpoint, findings_after, run
from tests.shop import NOON, TEA, copy_shop

from tillbook.actions.cart import drop_cart, expire_carts, hold_cart, keep_cart, recall_cart
from tillbook.actions.sell import sell
from tillbook.core.kept_cart import KeptCart, Step
from tillbook.core.tender import Tendered
from tillbook.core.wanted import WantedLine
from tillbook.db.transaction import reading
from tillbook.queries.verify import verify

TWO_TEAS = WantedLine(product=TEA, quantity_milli=2_000)


def cart(id: str) -> KeptCart:
    return KeptCart(
        id=id,
        register="1",
        opened_at=NOON,
        step=Step.lines,
        lines=(TWO_TEAS,),
        tenders=(Tendered(type="cash", amount_minor=500_00),),
        prices_seen=((TEA, Decimal("95.00")),),
    )


@pytest.fixture(scope="module")
def carts(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with a cart on hold, one expired, one recalled and sold, one voided in part and dropped."""
    home = tmp_path_factory.mktemp("carts") / "shop"
    shop = copy_shop(shop_template, home)
    for name in ("expired", "held", "sold", "dropped"):
        keep_cart(cart(name), now=NOON, by=shop.owner)
    for name in ("held", "sold"):
        hold_cart(name, name="", now=NOON + timedelta(hours=20), by=shop.owner)
    recalled = recall_cart("sold", register="1", now=NOON + timedelta(hours=20), by=shop.owner)
    sell(recalled.wanted(), now=NOON + timedelta(hours=20), by=shop.owner)
    drop_cart("sold", now=NOON + timedelta(hours=20), by=shop.owner)
    smaller = KeptCart(id="dropped", register="1", opened_at=NOON, lines=(WantedLine(product=TEA, quantity_milli=500),))
    keep_cart(smaller, now=NOON + timedelta(hours=20), by=shop.owner)
    drop_cart("dropped", now=NOON + timedelta(hours=20), by=shop.owner)
    assert expire_carts(now=NOON + timedelta(hours=30), by=shop.owner) == ("expired",)
    with reading() as tx:
        report = verify(tx)
    assert report.findings == ()
    assert report.checked["cart_events"] == 6
    checkpoint(home)
    return home


DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    "a cart on hold was taken away": (run("DELETE FROM cart WHERE client_id = 'held'"), {"cart_gone"}),
    "an expired cart was taken away": (run("DELETE FROM cart WHERE client_id = 'expired'"), {"cart_gone"}),
    "that a cart was dropped was taken away, and the void too": (
        run("DELETE FROM cart_event WHERE kind IN ('drop', 'void_line')", "UPDATE cart_event SET cart_id = 'lost' "
            "WHERE kind = 'recall'"),
        {"cart_gone"},
    ),
    "that a cart was put on hold was taken away": (
        run("DELETE FROM cart_event WHERE cart_id = 'held'"),
        {"cart_state"},
    ),
    "a cart on hold is on hold no more": (
        run("UPDATE cart SET held_at = NULL WHERE client_id = 'held'"),
        {"cart_state"},
    ),
    "an expired cart is expired no more": (
        run("UPDATE cart SET expired_at = NULL WHERE client_id = 'expired'"),
        {"cart_state"},
    ),
    "that a cart expired was taken away": (run("DELETE FROM cart_event WHERE kind = 'expire'"), {"cart_state"}),
    "a cart that was recalled is on hold again": (
        run("INSERT INTO cart_event (cart_id, at, staff_id, kind, detail) SELECT 'held', at, staff_id, 'recall', "
            "detail FROM cart_event WHERE kind = 'recall'"),
        {"cart_state"},
    ),
    "a cart that was recalled is expired again": (
        run("INSERT INTO cart_event (cart_id, at, staff_id, kind, detail) SELECT 'expired', at, staff_id, 'recall', "
            "detail FROM cart_event WHERE kind = 'recall'"),
        {"cart_state"},
    ),
    "a cart that was dropped is still there": (
        run("INSERT INTO cart_event (cart_id, at, staff_id, kind, detail) SELECT 'held', '2026-11-24 12:00:00', "
            "staff_id, 'drop', detail FROM cart_event WHERE kind = 'drop'"),
        {"cart_state"},
    ),
    "a void was turned into something else": (
        run("UPDATE cart_event SET kind = 'nothing' WHERE kind = 'void_line'"),
        {"cart_event"},
    ),
    "a void of nothing": (
        run("""UPDATE cart_event SET detail = '{"lines":[["101",0,null]]}' WHERE kind = 'void_line'"""),
        {"cart_event"},
    ),
    "a void that nobody can read": (run("UPDATE cart_event SET detail = '{' WHERE kind = 'void_line'"), {"cart_event"}),
    "a void by nobody": (run("UPDATE cart_event SET staff_id = 99 WHERE kind = 'void_line'"), {"reference"}),
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGES)
def test_damage_is_found(carts: Path, tmp_path: Path, what: str) -> None:
    damage, kinds = DAMAGES[what]

    assert set(findings_after(damage, carts, tmp_path / "damaged")) == kinds
