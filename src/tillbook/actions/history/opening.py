"""The start of a history: its products, and in stock what they will need, as one import document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from tillbook.actions.history.past import Past
from tillbook.core.chain import canonical, digest
from tillbook.core.errors import Refusal
from tillbook.core.history_course import PastProduct
from tillbook.core.place import Place
from tillbook.core.posting import stamp
from tillbook.core.product_import import Decision, ProductNow, decide
from tillbook.core.rights import Actor, Right
from tillbook.core.wanted_product import WantedProduct
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers.documents import Document
from tillbook.ledgers.imports import Batch, Route, write_products
from tillbook.queries.catalogue import CHUNK, import_rules, products_by_sku
from tillbook.queries.postings import IdReused, posted_before
from tillbook.queries.till import location_ids, office


class HistoryRefused(Refusal):
    """The past cannot be imported as it is; nothing was posted now."""

    code: ClassVar[str] = "history_refused"


@action(right=Right.import_file)
def open_past(tx: Tx, past: Past, products: Sequence[PastProduct], *, now: datetime, by: Actor) -> bool:
    """Make the products of a past and put in stock what they will need; answer whether that was done now.

    Raises:
        HistoryRefused
    """
    client_id = past.client_id("opening")
    asked = digest(canonical([past.file.sha256, past.file.mapping.model_dump()]))
    try:
        before = posted_before(tx, client_id=client_id, kind="import", request_hash=asked)
    except IdReused as reused:
        raise HistoryRefused(
            f"Another file, or another mapping, was imported as {past.file.mapping.name!r}; give the mapping "
            "another name to import this one too."
        ) from reused
    if before is not None:
        return False
    at = office(tx)
    decisions = _products_needed(tx, past, products, at)

    header = stamp(
        at, client_id=client_id, request_hash=asked, kind="import", now=now, by=by, note=past.file.name[-400:]
    )
    places = location_ids(tx)
    route = Route(shop_id=at.location_id, loss_id=places["loss"], customer_id=at.customer_location_id)
    document = Document(tx, header, location_codes={key: code for code, key in places.items()})
    created = sum(decision.now is None for decision in decisions)
    counts = {"created": created, "changed": len(decisions) - created}
    sha256 = past.file.sha256
    posting_id = document.numbered.posting_id
    batch = Batch(tx, posting_id, file_name=past.file.name, file_sha256=sha256)
    for start in range(0, len(decisions), CHUNK):
        write_products(tx, decisions[start : start + CHUNK], document, batch, route)
    document.close(batch.close(**counts))
    return True


def _products_needed(tx: Tx, past: Past, products: Sequence[PastProduct], at: Place) -> list[Decision]:
    """The products that are missing, with their stock, and what the others need beside what they have."""
    mapping = past.file.mapping
    rules = import_rules(tx, at)
    if mapping.tax_class is not None and mapping.tax_class not in rules.tax_classes:
        raise HistoryRefused(f"There is no tax class {mapping.tax_class!r}; add it, or write one that there is.")
    decisions = []
    for start in range(0, len(products), CHUNK):
        chunk = products[start : start + CHUNK]
        known = products_by_sku(tx, [product.sku for product in chunk], location_id=at.location_id)
        for row, product in enumerate(chunk, start + 1):
            now = known.get(product.sku)
            wanted = _wanted(row, product, now, past)
            decided = decide(wanted, now, rules, base_milli=None, record=None)
            if not isinstance(decided, Decision):
                raise HistoryRefused(f"{product.sku}: {decided[0].reason}")
            if not decided.changes_nothing:
                decisions.append(decided)
    return decisions


def _wanted(row: int, product: PastProduct, now: ProductNow | None, past: Past) -> WantedProduct:
    mapping = past.file.mapping
    cost = (product.price * mapping.opening_cost).quantize(Decimal("0.000001"))
    on_hand_milli = (now.on_hand_milli if now else 0) + product.opening_milli
    return WantedProduct(
        row=row,
        sku=product.sku,
        name=None if now else product.name,
        price=None if now else product.price,
        quantity_milli=on_hand_milli,
        step_milli=None if now else 1_000 if product.whole else 1,
        tax_class=None if now else mapping.tax_class,
        short_stock=None if product.is_goods else "allow",
        cost=cost,
    )
