"""Products as files bring them in and take them out: many at a time, a chunk at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from tillbook.core.place import Place
from tillbook.core.product_import import ImportRules, ProductNow
from tillbook.core.wanted_product import WantedProduct
from tillbook.db.statements import Row, Tx

CHUNK = 1_000

_NAMES = (
    "sku",
    "name",
    "category",
    "unit",
    "step_milli",
    "price",
    "tax_class_id",
    "short_stock",
    "reorder_point_milli",
    "archived",
    "lot_tracked",
    "seed_record",
)
_COLUMNS = ", ".join(f"p.{name}" for name in _NAMES)
_NOW = f"""SELECT p.id, l.on_hand_milli, l.value_minor, {_COLUMNS} FROM product p
    JOIN stock_level l ON l.product_id = p.id AND l.location_id = ?"""  # noqa: S608  (constant columns)
_EXPORT = """SELECT p.id, p.sku, p.name, p.price, l.on_hand_milli, p.unit, p.step_milli, t.name, p.category,
    p.short_stock, p.reorder_point_milli FROM product p
    JOIN tax_class t ON t.id = p.tax_class_id
    JOIN stock_level l ON l.product_id = p.id
    AND l.location_id = (SELECT id FROM location WHERE code = 'shop')
    WHERE p.id > ? AND NOT p.archived ORDER BY p.id LIMIT ?"""


def products_by_sku(tx: Tx, skus: Sequence[str], *, location_id: int) -> dict[str, ProductNow]:
    """The products of these SKUs, archived ones too, by SKU; an unknown SKU is left out."""
    rows = tx.rows(f"{_NOW} WHERE p.sku IN ({_marks(skus)})", (location_id, *skus))
    return {product.columns["sku"]: product for product in _read(tx, rows)}  # type: ignore[misc]  # a SKU is text


def products_by_id(tx: Tx, ids: Sequence[int], *, location_id: int) -> dict[int, ProductNow]:
    """The products of these ids, by id."""
    rows = tx.rows(f"{_NOW} WHERE p.id IN ({_marks(ids)})", (location_id, *ids))
    return {product.product_id: product for product in _read(tx, rows)}


def _read(tx: Tx, rows: Sequence[Row]) -> Iterator[ProductNow]:
    codes = _barcodes(tx, [row[0] for row in rows])
    for row in rows:
        columns = dict(zip(_NAMES, row[3:], strict=True))
        columns["archived"] = bool(columns["archived"])
        columns["lot_tracked"] = bool(columns["lot_tracked"])
        yield ProductNow(
            product_id=row[0],
            on_hand_milli=row[1],
            value_minor=row[2],
            columns=columns,
            barcodes=dict(codes.get(row[0], ())),
        )


def _barcodes(tx: Tx, product_ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    if not product_ids:
        return {}
    sql = (
        f"SELECT product_id, code, quantity_milli FROM barcode WHERE product_id IN ({_marks(product_ids)}) ORDER BY id"  # noqa: S608  (our own names and marks)
    )
    codes: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for product_id, code, milli in tx.rows(sql, product_ids):
        codes[product_id].append((code, milli))
    return codes


def barcode_owners(tx: Tx, codes: Sequence[str]) -> dict[str, str]:
    """Whose these barcodes are: the SKU by code; an unknown code is left out."""
    if not codes:
        return {}
    sql = f"""SELECT b.code, p.sku FROM barcode b JOIN product p ON p.id = b.product_id
        WHERE b.code IN ({_marks(codes)})"""  # noqa: S608  (marks only)
    return dict(tx.rows(sql, codes))


def import_rules(tx: Tx, at: Place) -> ImportRules:
    """What the shop brings to the rows of a file; its first tax class is for products without one."""
    classes = tx.rows("SELECT name, id FROM tax_class ORDER BY id")
    return ImportRules(
        currency=at.shop.currency,
        tax_classes=dict(classes),
        tax_class_unsaid=classes[0][1],
        short_stock_unsaid=at.shop.short_stock,
    )


class SeenCodes:
    """The codes that a file has used so far, in a temporary table: so they take no memory."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        tx.write("DROP TABLE IF EXISTS code_seen")
        tx.write("CREATE TEMPORARY TABLE code_seen (code VARCHAR(80) PRIMARY KEY, row_number BIGINT)")

    def first_rows(self, codes: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Note codes with their rows; answer those seen before, with the first row that had them."""
        asked = list(codes)
        repeated: dict[str, int] = {}
        for start in range(0, len(asked), CHUNK):
            part = asked[start : start + CHUNK]
            marks = ",".join("?" * len(part))
            sql = f"SELECT code, row_number FROM code_seen WHERE code IN ({marks})"  # noqa: S608  (marks only)
            seen: dict[str, int] = dict(self._tx.rows(sql, [code for code, _ in part]))
            fresh: dict[str, int] = {}
            for code, row in part:
                first = seen.get(code, fresh.setdefault(code, row))
                if first != row:
                    repeated[code] = first
            fresh = {code: row for code, row in fresh.items() if code not in seen}
            self._tx.write_many("INSERT INTO code_seen (code, row_number) VALUES (?, ?)", list(fresh.items()))
        return repeated


def export_rows(tx: Tx) -> Iterator[WantedProduct]:
    """All products that are sold, in the order in which they were made, as an import takes them back.

    Barcodes stand in the order in which they were added; rows are counted under a header.
    """
    last, above = 0, 2
    while rows := tx.rows(_EXPORT, (last, CHUNK)):
        codes = _barcodes(tx, [row[0] for row in rows])
        for number, row in enumerate(rows, above):
            yield WantedProduct(
                row=number,
                sku=row[1],
                name=row[2],
                price=Decimal(row[3]),
                quantity_milli=row[4],
                unit=row[5],
                step_milli=row[6],
                tax_class=row[7],
                category=row[8],
                short_stock=row[9],
                reorder_point_milli=row[10],
                barcodes=tuple(codes.get(row[0], ())),
            )
        last, above = rows[-1][0], above + len(rows)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
