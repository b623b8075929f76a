"""Pictures of products: put there and taken away. Nothing is posted."""

from __future__ import annotations

import hashlib

from tillbook.core.rights import Actor, Right
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.queries.asking import UnknownProduct


@action(right=Right.set_prices)
def put_picture(tx: Tx, *, sku: str, webp: bytes, by: Actor) -> str:  # noqa: ARG001  (its right is checked before)
    """Let a product look so, by a WebP that `outside/pictures.py` made; answers its SHA-256.

    Raises:
        UnknownProduct
    """
    product_id = _product(tx, sku)
    sha256 = hashlib.sha256(webp).hexdigest()

    tx.write("DELETE FROM product_picture WHERE product_id = ?", (product_id,))
    tx.write("INSERT INTO product_picture (product_id, webp, sha256) VALUES (?, ?, ?)", (product_id, webp, sha256))
    return sha256


@action(right=Right.set_prices)
def remove_picture(tx: Tx, *, sku: str, by: Actor) -> None:  # noqa: ARG001  (its right is checked before)
    """Take a product's picture away; twice is once.

    Raises:
        UnknownProduct
    """
    tx.write("DELETE FROM product_picture WHERE product_id = ?", (_product(tx, sku),))


def _product(tx: Tx, sku: str) -> int:
    row = tx.row("SELECT id FROM product WHERE sku = ? AND NOT archived", (sku,))
    if row is None:
        raise UnknownProduct(f"No product has the SKU {sku[:64]!r}; search the menu.", path="sku")
    return int(row[0])
