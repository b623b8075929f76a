"""Undoing an import: a posting that takes back what can be taken back, and names the rest (P28)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tillbook.core.chain import digest
from tillbook.core.errors import Refusal
from tillbook.core.posting import stamp
from tillbook.core.product_import import ProductNow
from tillbook.core.product_undo import ChangeNoted, Reversal, reverse
from tillbook.core.rights import Actor, Right
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers.documents import Document
from tillbook.ledgers.imports import Route, mark_undone, write_reversals
from tillbook.queries.catalogue import products_by_id
from tillbook.queries.imports import changes, import_to_undo
from tillbook.queries.postings import posted_before
from tillbook.queries.till import location_ids, office

KEPT_TOLD_MAX = 1_000


class NothingToUndo(Refusal):
    """No row of the import can be taken back; the message says why for the first of them."""

    code: ClassVar[str] = "nothing_to_undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A product that stays as it is, and why."""

    sku: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What an undo did: how many products it took back, how many it could not, and the first of those.

    `repeated` when this id had been posted before and nothing was done now.
    """

    number: str
    posting_id: int
    repeated: bool = False
    undone: int = 0
    kept_count: int = 0
    kept: tuple[Kept, ...] = ()


@action(right=Right.import_file)
def undo_import(tx: Tx, number: str, *, client_id: str, now: datetime, by: Actor) -> Undone:
    """Take back what the import `number` did; a product that was used or changed since stays as it is.

    A product that the import added is emptied and archived. An undo cannot be undone: import the file again.

    Raises:
        UnknownImport, AlreadyUndone, NothingToUndo, IdReused: nothing was changed.
    """
    request_hash = digest(f"undo {number}")
    before = posted_before(tx, client_id=client_id, kind="import", request_hash=request_hash)
    if before is not None:
        return Undone(number=before.number, posting_id=before.posting_id, repeated=True)
    batch = import_to_undo(tx, number)
    at = office(tx)
    places = location_ids(tx)

    header = stamp(
        at,
        client_id=client_id,
        request_hash=request_hash,
        kind="import",
        now=now,
        by=by,
        note=f"undo of {batch.number}",
    )
    document = Document(tx, header, location_codes={key: code for code, key in places.items()})
    route = Route(shop_id=at.location_id, loss_id=places["loss"], customer_id=at.customer_location_id)
    undone = kept_count = 0
    kept: list[Kept] = []
    for noted in changes(tx, batch.posting_id):
        products = products_by_id(tx, list(noted), location_id=at.location_id)
        reversals, stay = _decided(noted, products)
        write_reversals(tx, reversals, document, route)
        undone += len(reversals)
        kept_count += len(stay)
        kept += stay[: KEPT_TOLD_MAX - len(kept)]
    if not undone:
        raise NothingToUndo(f"Nothing of {number} can be undone: {kept[0].sku}: {kept[0].reason}.")
    numbered = document.close({"undoes": batch.number})
    mark_undone(tx, posting_id=batch.posting_id, undone_by=numbered.posting_id)
    return Undone(
        number=numbered.number,
        posting_id=numbered.posting_id,
        undone=undone,
        kept_count=kept_count,
        kept=tuple(kept),
    )


def _decided(
    noted: Mapping[int, ChangeNoted], products: Mapping[int, ProductNow]
) -> tuple[list[tuple[ProductNow, Reversal]], list[Kept]]:
    reversals, stay = [], []
    for product_id, change in noted.items():
        product = products[product_id]
        decided = reverse(change, product)
        if isinstance(decided, str):
            stay.append(Kept(sku=str(product.columns["sku"]), reason=decided))
        else:
            reversals.append((product, decided))
    return reversals, stay
