"""The promotions of the shop, parsed once for each of its versions, and coupons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import connection

from tillbook.core.errors import Refusal
from tillbook.core.office import CouponSeen, PromotionSeen
from tillbook.core.promotions import PromotionBook, coupon_code
from tillbook.core.promotions.spec import promotion_of
from tillbook.db.statements import Tx, read_instant

__all__ = [
    "CouponNow",
    "CouponSeen",
    "PromotionBook",
    "PromotionSeen",
    "UnknownCoupon",
    "UnknownPromotion",
    "book",
    "coupons",
    "coupons_of",
    "promotion_id",
    "promotions",
]

_books: dict[str, tuple[int, PromotionBook]] = {}
"""The last book of each database that this process has open."""


class UnknownCoupon(Refusal):
    """No coupon has this code, or its promotion has ended."""

    code: ClassVar[str] = "unknown_coupon"


class UnknownPromotion(Refusal):
    """The shop has no promotion of this code."""

    code: ClassVar[str] = "unknown_promotion"


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponNow:
    """A coupon that was shown, and the promotion that it is for."""

    coupon_id: int
    promotion_id: int


def book(tx: Tx, version: int) -> PromotionBook:
    """The active promotions of a version, from memory where it is the one that was asked for last.

    Ask with the version as read in the same transaction, never in one that changes promotions.
    """
    database = str(connection.settings_dict["NAME"])
    known = _books.get(database)
    if known is not None and known[0] == version:
        return known[1]
    rows = tx.rows("SELECT id, code, name, spec FROM promotion WHERE active ORDER BY id")
    made = PromotionBook(promotion_of(id=row[0], code=row[1], name=row[2], spec=row[3]) for row in rows)
    _books[database] = (version, made)
    return made


def coupons(tx: Tx, codes: Sequence[str]) -> dict[str, CouponNow]:
    """The coupons of these codes, by the code as it was given; of a promotion, the first one alone.

    Raises:
        UnknownCoupon: naming the code, with its place as path.
        TextRefused: what was typed can be no code.
    """
    spelled = {code: coupon_code(code) for code in codes}
    wanted = sorted(set(spelled.values()))
    marks = ",".join("?" * len(wanted))
    rows = tx.rows(
        f"""SELECT c.code, c.id, c.promotion_id, p.active FROM coupon c JOIN promotion p ON p.id = c.promotion_id
        WHERE c.code IN ({marks})""",  # noqa: S608  (marks only)
        wanted,
    )
    known = {row[0]: row for row in rows}
    found: dict[str, CouponNow] = {}
    for place, code in enumerate(codes):
        row = known.get(spelled[code])
        if row is None or not row[3]:
            why = "is no coupon of this shop" if row is None else "is over: its promotion has ended"
            raise UnknownCoupon(f"{spelled[code]} {why}; take it off the cart.", path=f"coupons[{place}]")
        if all(other.promotion_id != row[2] for other in found.values()):
            found[code] = CouponNow(coupon_id=row[1], promotion_id=row[2])
    return found


_SEEN = """SELECT p.id, p.code, p.name, p.spec, p.active, g.number, g.at, s.name,
    (SELECT COUNT(*) FROM coupon c WHERE c.promotion_id = p.id),
    (SELECT COUNT(DISTINCT t.sale_id) FROM sale_promotion t WHERE t.promotion_id = p.id),
    (SELECT COALESCE(SUM(t.amount_minor), 0) FROM sale_promotion t WHERE t.promotion_id = p.id)
    FROM promotion p JOIN posting g ON g.id = p.posting_id JOIN staff s ON s.id = g.staff_id
    WHERE p.active OR ? ORDER BY p.id"""


def promotions(tx: Tx, *, ended: bool = False) -> list[PromotionSeen]:
    """The active promotions, or all of them, in the order in which they were made."""
    return [
        PromotionSeen(
            promotion=promotion_of(id=row[0], code=row[1], name=row[2], spec=row[3]),
            active=bool(row[4]),
            number=row[5],
            at=read_instant(row[6]),
            person=row[7],
            coupons=row[8],
            sales=row[9],
            taken_minor=row[10],
        )
        for row in tx.rows(_SEEN, (ended,))
    ]


def promotion_id(tx: Tx, code: str) -> tuple[int, bool]:
    """The id of the promotion of this code, and whether it is active.

    Raises:
        UnknownPromotion
    """
    row = tx.row("SELECT id, active FROM promotion WHERE code = ?", (code,))
    if row is None:
        raise UnknownPromotion(
            f"There is no promotion {code[:40]!r}; see them with: tillbook promo list --all", path="code"
        )
    return int(row[0]), bool(row[1])


def coupons_of(tx: Tx, promotion_code: str) -> list[CouponSeen]:
    """The coupons of a promotion in the order in which they were made.

    Raises:
        UnknownPromotion
    """
    number, _ = promotion_id(tx, promotion_code)
    rows = tx.rows("SELECT code, uses, uses_max FROM coupon WHERE promotion_id = ? ORDER BY id", (number,))
    return [CouponSeen(code=row[0], uses=row[1], uses_max=row[2]) for row in rows]
