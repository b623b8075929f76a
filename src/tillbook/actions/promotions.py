"""Promotions and coupons: made, ended, handed out; each change in the journal, and at every till with its next sale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tillbook.core.chain import Plain, canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.posting import stamp
from tillbook.core.promotions import Bundle, Products, Rule
from tillbook.core.promotions.spec import promotion_of, spec_text
from tillbook.core.rights import Actor, Right
from tillbook.core.wanted import ID_LENGTH_MAX
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.formats.promotion_json import NewCoupon, NewPromotion
from tillbook.ledgers import promotions as ledger
from tillbook.ledgers.documents import Document
from tillbook.queries.postings import posted_before
from tillbook.queries.promotions import promotion_id
from tillbook.queries.till import office

CHUNK = 500


class PromotionRefused(Refusal):
    """A promotion of this code is there, has ended, or speaks of what the shop does not sell."""

    code: ClassVar[str] = "promotion_refused"


class CouponTaken(Refusal):
    """A coupon of this code is there already."""

    code: ClassVar[str] = "coupon_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionChanged:
    """A posted change; `repeated` when this id had been posted before and nothing was done now."""

    number: str
    repeated: bool


@action(right=Right.manage_promotions)
def add_promotion(tx: Tx, *, id: str, promotion: NewPromotion, now: datetime, by: Actor) -> PromotionChanged:
    """Make a promotion, with its coupons; its rule and conditions never change.

    Raises:
        PromotionRefused, CouponTaken, IdReused: nothing was made.
    """
    _require_id(id)
    spec = spec_text(promotion.rule, promotion.when, stackable=promotion.stackable)
    asked = ["promotion", promotion.code, promotion.name, spec, _coupon_rows(promotion.coupons)]
    request_hash = digest(canonical(asked))
    repeated = posted_before(tx, client_id=id, kind="promotion", request_hash=request_hash)
    if repeated is not None:
        return PromotionChanged(number=repeated.number, repeated=True)
    if tx.row("SELECT id FROM promotion WHERE code = ?", (promotion.code,)) is not None:
        raise PromotionRefused(f"There is a promotion {promotion.code} already; choose another code.", path="code")
    _require_sold(tx, promotion.rule)
    if promotion.coupons and not promotion.when.coupon:
        raise PromotionRefused("It has coupons and needs none; let it need one.", path="coupons")
    _require_new_codes(tx, promotion.coupons)

    header = stamp(office(tx), client_id=id, request_hash=request_hash, kind="promotion", now=now, by=by)
    document = Document(tx, header, location_codes={})
    made = ledger.add(
        tx,
        code=promotion.code,
        name=promotion.name,
        spec=spec,
        posting_id=document.numbered.posting_id,
    )
    if promotion.coupons:
        ledger.add_coupons(tx, made, [(coupon.code, coupon.uses_max) for coupon in promotion.coupons])
    told: dict[str, Plain] = {"added": promotion.code, "name": promotion.name, "spec": spec}
    numbered = document.close({**told, **_told_of(promotion.coupons)})
    return PromotionChanged(number=numbered.number, repeated=False)


@action(right=Right.manage_promotions)
def end_promotion(tx: Tx, *, id: str, code: str, now: datetime, by: Actor) -> PromotionChanged:
    """End a promotion for good: the next sale does not get it, and its coupons are over.

    Raises:
        UnknownPromotion, PromotionRefused, IdReused: nothing was changed.
    """
    _require_id(id)
    request_hash = digest(canonical(["end", code]))
    repeated = posted_before(tx, client_id=id, kind="promotion", request_hash=request_hash)
    if repeated is not None:
        return PromotionChanged(number=repeated.number, repeated=True)
    number, active = promotion_id(tx, code)
    if not active:
        raise PromotionRefused(f"The promotion {code} has ended already; there is nothing to do.", path="code")

    ledger.end(tx, number)
    header = stamp(office(tx), client_id=id, request_hash=request_hash, kind="promotion", now=now, by=by)
    ended: dict[str, Plain] = {"ended": code}
    numbered = Document(tx, header, location_codes={}).close(ended)
    return PromotionChanged(number=numbered.number, repeated=False)


@action(right=Right.manage_promotions)
def add_coupons(
    tx: Tx, *, id: str, promotion: str, coupons: Sequence[NewCoupon], now: datetime, by: Actor
) -> PromotionChanged:
    """Make more coupons of a promotion that needs one.

    Raises:
        UnknownPromotion, PromotionRefused, CouponTaken, IdReused: nothing was made.
    """
    _require_id(id)
    request_hash = digest(canonical(["coupons", promotion, _coupon_rows(coupons)]))
    repeated = posted_before(tx, client_id=id, kind="promotion", request_hash=request_hash)
    if repeated is not None:
        return PromotionChanged(number=repeated.number, repeated=True)
    number, active = promotion_id(tx, promotion)
    if not active or not _needs_coupon(tx, number):
        why = "needs no coupon" if active else "has ended"
        raise PromotionRefused(f"The promotion {promotion} {why}; make another one.", path="promotion")
    if not coupons:
        raise PromotionRefused("Say which coupons.", path="coupons")
    _require_new_codes(tx, coupons)

    ledger.add_coupons(tx, number, [(coupon.code, coupon.uses_max) for coupon in coupons])
    header = stamp(office(tx), client_id=id, request_hash=request_hash, kind="promotion", now=now, by=by)
    told: dict[str, Plain] = {"coupons_of": promotion}
    numbered = Document(tx, header, location_codes={}).close({**told, **_told_of(coupons)})
    return PromotionChanged(number=numbered.number, repeated=False)


def _needs_coupon(tx: Tx, promotion: int) -> bool:
    row = tx.row("SELECT spec FROM promotion WHERE id = ?", (promotion,))
    return row is not None and promotion_of(id=promotion, code="", name="", spec=row[0]).when.coupon


def _require_id(id: str) -> None:
    if not 1 <= len(id) <= ID_LENGTH_MAX:
        raise PromotionRefused(f"The id must have 1 to {ID_LENGTH_MAX} characters.", path="id")


def _coupon_rows(coupons: Sequence[NewCoupon]) -> list[list[Plain]]:
    return [[coupon.code, coupon.uses_max] for coupon in coupons]


def _told_of(coupons: Sequence[NewCoupon]) -> dict[str, Plain]:
    """What the journal says of coupons: how many, and the hash of them all, for whoever reads it may not use them."""
    if not coupons:
        return {}
    return {"coupons": len(coupons), "coupons_sha256": digest(canonical(_coupon_rows(coupons)))}


def _require_sold(tx: Tx, rule: Rule) -> None:
    """The products and categories of a rule are there: a mistyped one would never apply, and nobody would know."""
    on = Products(skus=frozenset(sku for sku, _ in rule.parts)) if isinstance(rule, Bundle) else rule.on
    if on is None:
        return
    for column, what, names in (("sku", "SKU", on.skus), ("category", "category", on.categories)):
        there: set[str] = set()
        wanted = sorted(names)
        for start in range(0, len(wanted), CHUNK):
            some = wanted[start : start + CHUNK]
            marks = ",".join("?" * len(some))
            sql = f"SELECT DISTINCT {column} FROM product WHERE {column} IN ({marks})"  # noqa: S608  (columns of ours)
            there.update(row[0] for row in tx.rows(sql, some))
        missing = sorted(names - there)
        if missing:
            raise PromotionRefused(f"No product has the {what} {missing[0][:60]!r}; search the menu.", path="on")


def _require_new_codes(tx: Tx, coupons: Sequence[NewCoupon]) -> None:
    for start in range(0, len(coupons), CHUNK):
        codes = [coupon.code for coupon in coupons[start : start + CHUNK]]
        marks = ",".join("?" * len(codes))
        taken = tx.rows(f"SELECT code FROM coupon WHERE code IN ({marks}) ORDER BY code", codes)  # noqa: S608  (our own names and marks)
        if taken:
            raise CouponTaken(f"There is a coupon {taken[0][0]} already; choose another code.", path="coupons")
