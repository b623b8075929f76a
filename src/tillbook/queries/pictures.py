"""Pictures of products: which there are, and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.db.statements import Tx


class UnknownPicture(Refusal):
    """The product has no picture."""

    code: ClassVar[str] = "unknown_picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as WebP, with its SHA-256."""

    webp: bytes
    sha256: str


def pictured(tx: Tx, product_ids: Sequence[int]) -> dict[int, str]:
    """The SHA-256 of the picture of each of these products that has one, by product. One SELECT."""
    if not product_ids:
        return {}
    marks = ",".join("?" * len(product_ids))
    return dict(
        tx.rows(f"SELECT product_id, sha256 FROM product_picture WHERE product_id IN ({marks})", tuple(product_ids))  # noqa: S608  (marks only)
    )


def picture(tx: Tx, sku: str) -> Picture:
    """The picture of the product of this SKU.

    Raises:
        UnknownPicture: there is no such product, or it has none.
    """
    row = tx.row(
        """SELECT i.webp, i.sha256 FROM product p JOIN product_picture i ON i.product_id = p.id
        WHERE p.sku = ? AND NOT p.archived""",
        (sku,),
    )
    if row is None:
        raise UnknownPicture(f"There is no picture of {sku[:64]!r}; put one there first.")
    return Picture(webp=bytes(row[0]), sha256=row[1])
