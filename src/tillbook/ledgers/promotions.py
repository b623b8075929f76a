"""Promotions and coupons: made, ended and used here alone (P13).

Two tills may hold the same coupon at once. It is used by one UPDATE that carries its own condition, in the order
of the coupons' ids, and a database constraint stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.core.promotions import Applied
from tillbook.db.models import Coupon, CouponUse, Promotion, SalePromotion
from tillbook.db.statements import Tx, insert_into

_PROMOTION = insert_into(Promotion, "code", "name", "spec", "active", "posting")
_COUPON = insert_into(Coupon, "code", "promotion", "uses_max", "uses")
_USE = "UPDATE coupon SET uses = uses + 1 WHERE id = ? AND (uses_max IS NULL OR uses < uses_max)"
_COUPON_USE = insert_into(CouponUse, "coupon", "sale")
_SALE_PROMOTION = insert_into(SalePromotion, "sale", "line_position", "position", "promotion", "name", "amount_minor")


class CouponUsedUp(Refusal):
    """The coupon was used as often as it can be."""

    code: ClassVar[str] = "coupon_used_up"


def add(tx: Tx, *, code: str, name: str, spec: str, posting_id: int) -> int:
    """Make a promotion; answer its id. Every till takes it up with its next sale."""
    _changed(tx)
    return tx.insert(_PROMOTION, (code, name, spec, True, posting_id))


def end(tx: Tx, promotion_id: int) -> None:
    """End a promotion: no sale gets it any more."""
    _changed(tx)
    touched = tx.write("UPDATE promotion SET active = ? WHERE id = ? AND active", (False, promotion_id))
    assert touched == 1, "the promotion was active"


def add_coupons(tx: Tx, promotion_id: int, coupons: Iterable[tuple[str, int | None]]) -> None:
    """Make coupons of a promotion, in this order: code, and how often it can be used (None: without end)."""
    _changed(tx)
    tx.write_many(_COUPON, [(code, promotion_id, uses_max, 0) for code, uses_max in coupons])


def _changed(tx: Tx) -> None:
    tx.write("UPDATE shop SET promotions_version = promotions_version + 1 WHERE id = 1")


def use_coupons(tx: Tx, coupon_ids: Iterable[int]) -> None:
    """Use each of these coupons once.

    Raises:
        CouponUsedUp: one of them is used up; the caller's transaction must be undone.
    """
    for coupon_id in sorted(set(coupon_ids)):
        if not tx.write(_USE, (coupon_id,)):
            row = tx.row("SELECT code FROM coupon WHERE id = ?", (coupon_id,))
            code = row[0] if row else coupon_id
            raise CouponUsedUp(f"The coupon {code} is used up; take it off the cart.", path="coupons")


def enter(tx: Tx, *, posting_id: int, applied: Sequence[Applied], coupon_ids: Iterable[int]) -> None:
    """Write what promotions took off the lines of a sale (lines are counted from 1 there), and the coupons used."""
    places: dict[int, int] = {}
    rows = []
    for part in applied:
        places[part.line] = places.get(part.line, 0) + 1
        rows.append((posting_id, part.line + 1, places[part.line], part.promotion_id, part.name, part.amount_minor))
    if rows:
        tx.write_many(_SALE_PROMOTION, rows)
    used = sorted(set(coupon_ids))
    if used:
        tx.write_many(_COUPON_USE, [(coupon_id, posting_id) for coupon_id in used])
