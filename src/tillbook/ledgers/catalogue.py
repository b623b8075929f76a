"""Products: made and changed here alone, with the level and the barcodes that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from tillbook.core.words import key_of, words_of
from tillbook.db.models import Barcode, Product
from tillbook.db.statements import Tx, insert_into
from tillbook.ledgers.stock import open_levels


# Not frozen: one is made for each of a hundred thousand rows, and a frozen one takes 2.5 times as long.
@dataclass(slots=True, kw_only=True)
class ProductFields:
    """A product's columns; `price` is exact decimal text, `seed_record` its source text in product_Records.json."""

    sku: str
    name: str
    price: str
    category: str = ""
    unit: str = "pc"
    step_milli: int = 1000
    tax_class_id: int
    short_stock: str = "forbid"
    reorder_point_milli: int | None = None
    archived: bool = False
    lot_tracked: bool = False
    seed_record: str = ""


COLUMNS = tuple(field.name for field in fields(ProductFields))
_INSERT = insert_into(Product, *(name.removesuffix("_id") for name in COLUMNS))
_BARCODE = insert_into(Barcode, "code", "product", "quantity_milli")
_INDEX = """INSERT INTO product_search (rowid, sku, name, category)
    SELECT id, sku, name, category FROM product WHERE id > ?"""
_WORD = "INSERT INTO product_word (key, word) VALUES (?, ?) ON CONFLICT DO NOTHING"
_SEARCHED = ("sku", "name", "category")
_LEVEL_POLICY = "UPDATE stock_level SET may_go_negative = ? WHERE product_id = ?"


def add(tx: Tx, products: Sequence[ProductFields], *, location_id: int) -> list[int]:
    """Insert products with an empty level at a location each; answer their ids in order."""
    first = tx.row("SELECT COALESCE(MAX(id), 0) FROM product")
    assert first is not None, "an aggregate always answers"
    tx.write_many(_INSERT, [tuple([getattr(product, name) for name in COLUMNS]) for product in products])
    tx.write(_INDEX, first)
    _note_words(tx, [text for product in products for text in (product.sku, product.name, product.category)])
    added = tx.rows("SELECT id FROM product WHERE id > ? ORDER BY id", first)
    ids = [row[0] for row in added]
    assert len(ids) == len(products), "every product got a row"
    policies = [product.short_stock != "forbid" for product in products]
    open_levels(tx, location_id, zip(ids, policies, strict=True))
    return ids


def change(tx: Tx, product_id: int, changes: Mapping[str, object]) -> None:
    """Set columns of a product; a changed short-stock policy reaches its levels.

    Raises:
        django.db.IntegrityError: the product is below zero and may not be any more.
    """
    unknown = set(changes) - set(COLUMNS)
    assert not unknown, unknown
    names = ", ".join(f"{name} = ?" for name in changes)
    tx.write(f"UPDATE product SET {names} WHERE id = ?", (*changes.values(), product_id))  # noqa: S608  (our columns)
    _note_words(tx, [str(changes[name]) for name in _SEARCHED if name in changes])
    if "short_stock" in changes:
        tx.write(_LEVEL_POLICY, (changes["short_stock"] != "forbid", product_id))


def _note_words(tx: Tx, texts: Iterable[str]) -> None:
    """Have the words of these texts found by their beginnings; words that no product has any more stay."""
    words = {word for text in texts for word in words_of(text)}
    if words:
        tx.write_many(_WORD, sorted((key_of(word), word) for word in words))


def add_barcodes(tx: Tx, codes: Iterable[tuple[str, int, int]]) -> None:
    """Insert barcodes: code in normal form, product id, thousandths that one scan stands for."""
    tx.write_many(_BARCODE, codes)


def drop_barcodes(tx: Tx, codes: Iterable[str]) -> None:
    """Delete barcodes: their products are no longer found by them."""
    tx.write_many("DELETE FROM barcode WHERE code = ?", [(code,) for code in codes])
