"""What an import changed: written once with the import, read again by whoever undoes it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tillbook.core.chain import Plain, canonical
from tillbook.core.product_import import Decision, ProductNow
from tillbook.core.product_undo import BARCODES, MOVED, Reversal
from tillbook.db.models import ImportBatch, ImportChange
from tillbook.db.statements import Tx, insert_into
from tillbook.ledgers import catalogue
from tillbook.ledgers.documents import Document
from tillbook.ledgers.stock import Level, Shelf

OPENING_STOCK = "opening stock"
IMPORT = "import"
UNDO = "undo of import"

_BATCH = insert_into(ImportBatch, "posting", "file_name", "file_sha256", "created", "changed")
_COUNTED = "UPDATE import_batch SET created = ?, changed = ? WHERE posting_id = ?"
_CHANGE = insert_into(ImportChange, "batch", "product", "before", "after")
_UNDONE = "UPDATE import_batch SET undone_by_id = ? WHERE posting_id = ? AND undone_by_id IS NULL"


class Batch:
    """The changes of one import, noted as they are made; `sha256` of them all goes into its journal entry."""

    __slots__ = ("_file_sha256", "_fold", "_posting_id", "_tx")

    def __init__(self, tx: Tx, posting_id: int, *, file_name: str, file_sha256: str) -> None:
        self._tx = tx
        self._posting_id = posting_id
        self._file_sha256 = file_sha256
        self._fold = hashlib.sha256()
        # Before its changes: SQLite searches every child of every row once a parent is missing.
        tx.write(_BATCH, (posting_id, file_name[-255:], file_sha256, 0, 0))

    def note(self, changes: Sequence[tuple[int, dict[str, object] | None, dict[str, object]]]) -> None:
        """Note changes: product id, what was there before (None for a new product), what is there now."""
        rows = []
        for product_id, before, after in changes:
            texts = ("" if before is None else canonical(before), canonical(after))
            self._fold.update(f"{texts[0]}\n{texts[1]}\n".encode())
            rows.append((self._posting_id, product_id, *texts))
        self._tx.write_many(_CHANGE, rows)

    def close(self, *, created: int, changed: int) -> dict[str, Plain]:
        """Count the import's changes, when all are noted; answer what its journal entry says of them."""
        self._tx.write(_COUNTED, (created, changed, self._posting_id))
        return {
            "created": created,
            "changed": changed,
            "changes_sha256": self.sha256,
            "file_sha256": self._file_sha256,
        }

    @property
    def sha256(self) -> str:
        """SHA-256 of the changes so far: the texts before and after, a line each, in order."""
        return self._fold.hexdigest()


def mark_undone(tx: Tx, *, posting_id: int, undone_by: int) -> None:
    """Tie an import to the posting that undid it; each import is undone once."""
    touched = tx.write(_UNDONE, (undone_by, posting_id))
    assert touched == 1, "whoever undoes an import has seen that it is not undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The locations of an import: goods come from loss, the place of what was never accounted for."""

    shop_id: int
    loss_id: int
    customer_id: int


def write_products(tx: Tx, decisions: Sequence[Decision], document: Document, batch: Batch, route: Route) -> None:
    """Make and change the products of one chunk, move their quantities, and note what was done."""
    added = [decision for decision in decisions if decision.now is None]
    fields = [catalogue.ProductFields(**decision.columns) for decision in added]  # type: ignore[arg-type]  # columns
    ids = catalogue.add(tx, fields, location_id=route.shop_id) if added else []
    changed = [(decision.now.product_id, decision) for decision in decisions if decision.now is not None]
    pairs = [*zip(ids, added, strict=True), *changed]
    before, after = _around_the_moves([(key, decision.columns) for key, decision in changed])
    _change(tx, before)
    catalogue.add_barcodes(tx, [(code, key, milli) for key, decision in pairs for code, milli in decision.barcodes])
    shelf = Shelf(route.shop_id, {key: _level(decision.now) for key, decision in pairs})
    for product_id, decision in pairs:
        reason = IMPORT if decision.now else OPENING_STOCK
        _move_milli(shelf, product_id, decision.move_milli, decision.cost_minor, route, reason)
    document.add(shelf, skus={key: decision.wanted.sku for key, decision in pairs})
    _change(tx, after)
    batch.note([(key, _before(decision), _after(decision)) for key, decision in pairs])


Change = tuple[int, Mapping[str, object]]
"""A product's id and the columns to set."""


def _around_the_moves(changes: Iterable[Change]) -> tuple[list[Change], list[Change]]:
    """What is changed before the moves, and after them: goods that are below zero come in before that is forbidden."""
    before: list[Change] = []
    after: list[Change] = []
    for key, columns in changes:
        if columns:
            (after if columns.get("short_stock") == "forbid" else before).append((key, columns))
    return before, after


def _change(tx: Tx, changes: Iterable[Change]) -> None:
    for product_id, columns in changes:
        catalogue.change(tx, product_id, columns)


def _level(now: ProductNow | None) -> Level:
    return Level(now.on_hand_milli, now.value_minor) if now else Level(0, 0)


def _move_milli(shelf: Shelf, product_id: int, milli: int, cost_minor: int | None, route: Route, reason: str) -> None:
    if milli > 0:
        shelf.put(
            product_id,
            milli,
            cost_minor=cost_minor,
            from_location_id=route.loss_id,
            customer_location_id=route.customer_id,
            reason=reason,
        )
    elif milli < 0:
        shelf.take(product_id, -milli, to_location_id=route.loss_id, reason=reason)


def _before(decision: Decision) -> dict[str, object] | None:
    now = decision.now
    return None if now is None else {name: now.columns[name] for name in decision.columns}


def _after(decision: Decision) -> dict[str, object]:
    after = dict(decision.columns)
    if decision.move_milli:
        after[MOVED] = decision.move_milli
    if decision.barcodes:
        after[BARCODES] = [code for code, _ in decision.barcodes]
    return after


def write_reversals(tx: Tx, reversals: Sequence[tuple[ProductNow, Reversal]], document: Document, route: Route) -> None:
    """Take back what an import did to the products of one chunk."""
    catalogue.drop_barcodes(tx, [code for _, reversal in reversals for code in reversal.barcodes])
    before, after = _around_the_moves([(now.product_id, reversal.columns) for now, reversal in reversals])
    _change(tx, before)
    shelf = Shelf(route.shop_id, {now.product_id: _level(now) for now, _ in reversals})
    for now, reversal in reversals:
        _move_milli(shelf, now.product_id, reversal.move_milli, reversal.cost_minor, route, UNDO)
    document.add(shelf, skus={now.product_id: str(now.columns["sku"]) for now, _ in reversals})
    _change(tx, after)
