"""The worker: brings product_Records.json and sales.txt up to date after the commit, never inside a sale.

Each file has an intent in the database: written before the file is touched, cleared after it is on disk. So
whoever is killed in between, the next run knows what was under way and finds the file as it was or as it was
meant to be. A product file that is neither was edited by a person: it is left alone, and the difference told.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from filelock import FileLock, Timeout

from tillbook.core.calendar import find_zone
from tillbook.core.errors import Refusal
from tillbook.core.place import ShopSettings
from tillbook.core.quantity import format_quantity
from tillbook.db.statements import Tx
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.formats.seed_products import SeedProduct, read_seed_products
from tillbook.formats.seed_products_write import SeedRow, write_seed_products
from tillbook.formats.seed_sales import sales_line
from tillbook.ledgers import files, outbox
from tillbook.ledgers.files import PRODUCT_FILE, SALES_FILE
from tillbook.outside.files import append_durably, replace_file
from tillbook.queries.seed_files import SaleRow, postings_written, product_rows, sale_rows
from tillbook.queries.till import settings

SALES_AT_ONCE = 500
WAIT_SECONDS_MAX = 10
ASIDE = ".tillbook"
"""The folder, beside the files, of the lock and of the product file as Tillbook last wrote it."""


class EditedUnreadable(Refusal):
    """A person edited the product file, and it cannot be read since."""

    code = "edited_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What a run did: sales logged, and what a person should know.

    `held` tells, line by line, how product_Records.json differs from what was last written there;
    `problems` are files that could not be written now, and why; they will be tried again.
    """

    sales: int = 0
    held: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def deliver(home: Path) -> Delivered:
    """Empty the outbox of the open shop into its two files; a second run finds nothing to do."""
    with reading() as tx:
        shop = settings(tx)
    if not shop.seed_files:
        return Delivered()
    (home / ASIDE).mkdir(exist_ok=True)
    try:
        with FileLock(home / ASIDE / "deliver.lock", timeout=WAIT_SECONDS_MAX):
            return _deliver(home, shop)
    except Timeout:
        return Delivered(problems=("Another program is writing the shop's files; they follow with the next sale.",))
    except OSError as error:
        return Delivered(problems=(f"The shop's files could not be written ({error.strerror}); they follow later.",))


def _deliver(home: Path, shop: ShopSettings) -> Delivered:
    problems: list[str] = []
    sales = 0
    held: tuple[str, ...] = ()
    try:
        sales = _log_sales(home / SALES_FILE, shop)
    except Refusal as refusal:
        problems.append(refusal.message)
    try:
        held = _write_products(home)
    except Refusal as refusal:
        problems.append(refusal.message)
    return Delivered(sales=sales, held=held, problems=tuple(problems))


def _log_sales(path: Path, shop: ShopSettings) -> int:
    """Append the lines of every sale still to be logged; answer how many sales that were."""
    logged = 0
    while batch := _next_batch(path):
        with reading() as tx:
            sold = sale_rows(tx, list(batch.postings))
        append_durably(path, "".join([_line(row, shop) for row in sold]), after=batch.offset)
        with transaction_of_one_action() as tx:
            outbox.done(tx, list(batch.outbox))
            files.remember(tx, SALES_FILE, files.FileKnown())
        logged += len(batch.postings)
    return logged


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Sales that are appended together, at `offset` of the log or after it."""

    outbox: tuple[int, ...]
    postings: tuple[int, ...]
    offset: int


def _next_batch(path: Path) -> _Batch | None:
    """The batch that was under way, or the next one, written down before it is appended."""
    with reading() as tx:
        intent = files.known(tx, SALES_FILE).intent
        rows = outbox.pending(tx, outbox.SALES_LOG, -1 if intent else SALES_AT_ONCE)
    if intent:
        under_way = json.loads(intent)
        rows = [row for row in rows if row[0] in set(under_way["outbox"])]
        return _batch(rows, under_way["offset"])
    if not rows:
        return None
    batch = _batch(rows, path.stat().st_size if path.exists() else 0)
    with transaction_of_one_action() as tx:
        intent = json.dumps({"offset": batch.offset, "outbox": batch.outbox})
        files.remember(tx, SALES_FILE, files.FileKnown(intent=intent))
    return batch


def _batch(rows: Sequence[tuple[int, int]], offset: int) -> _Batch:
    return _Batch(outbox=tuple(row[0] for row in rows), postings=tuple(row[1] for row in rows), offset=offset)


def _line(row: SaleRow, shop: ShopSettings) -> str:
    digits = shop.currency.digits
    return sales_line(
        user_name=row.customer_name,
        user_email=row.customer_email,
        user_phone=row.customer_phone,
        product_id=row.sku,
        product_name=row.name,
        quantity_milli=row.quantity_milli,
        total_price=Decimal(row.gross_minor).scaleb(-digits),
        at=row.at,
        zone=find_zone(shop.timezone),
    )


def _write_products(home: Path) -> tuple[str, ...]:
    """Write the product file anew where it is not current; answer how it differs if a person edited it."""
    path = home / PRODUCT_FILE
    with reading() as tx:
        known = files.known(tx, PRODUCT_FILE)
        through = postings_written(tx)
        current = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
        if current and current not in (known.written_sha256, known.intent):
            return _differences(home)
        if current and known.written_through == through and not known.intent:
            return ()
        chunks = _product_file(tx)
    meant = hashlib.sha256("".join(chunks).encode()).hexdigest()
    if meant != current:
        with transaction_of_one_action() as tx:
            files.remember(tx, PRODUCT_FILE, replace(known, intent=meant))
        replace_file(home / ASIDE / PRODUCT_FILE, chunks)
        replace_file(path, chunks)
    with transaction_of_one_action() as tx:
        files.remember(tx, PRODUCT_FILE, files.FileKnown(written_sha256=meant, written_through=through))
    return ()


def _product_file(tx: Tx) -> list[str]:
    return list(
        write_seed_products(
            SeedRow(
                sku=row.sku,
                name=row.name,
                price=row.price,
                quantity_milli=row.on_hand_milli,
                raw=row.seed_record or None,
            )
            for row in product_rows(tx)
        )
    )


def last_written(home: Path) -> dict[str, SeedProduct]:
    """The products of product_Records.json as Tillbook last wrote it, by SKU; nothing before the first time."""
    path = home / ASIDE / PRODUCT_FILE
    if not path.exists():
        return {}
    return _by_sku(path.read_bytes(), below_zero=None)


def _by_sku(data: bytes, *, below_zero: Collection[str] | None) -> dict[str, SeedProduct]:
    """The products of a file; what Tillbook wrote itself (None) may stand below zero anywhere."""
    allowed = list(json.loads(data)) if below_zero is None else below_zero
    return {product.sku: product for product in read_seed_products(data, below_zero=allowed)}


def _differences(home: Path) -> tuple[str, ...]:
    """How the file in the shop's folder differs from what was last written there, a line for each product.

    Raises:
        EditedUnreadable: it cannot be told, nor the file imported.
    """
    before = last_written(home)
    below_zero = [sku for sku, product in before.items() if product.quantity_milli < 0]
    try:
        now = _by_sku((home / PRODUCT_FILE).read_bytes(), below_zero=below_zero)
    except Refusal as refusal:
        # The places of the mistakes follow a line of what an import would say.
        mistakes = refusal.message.splitlines()
        told = [
            f"{home / PRODUCT_FILE} was edited since Tillbook last wrote it, and cannot be read any more. "
            "Correct it, or delete it: then it is written anew.",
            *(f"  {mistake}" for mistake in mistakes[1:] or mistakes),
        ]
        raise EditedUnreadable("\n".join(told)) from refusal
    lines = []
    for sku in [*now, *(gone for gone in before if gone not in now)]:
        if sku not in now:
            lines.append(f"{sku} {before[sku].name}: no longer in the file")
        elif sku not in before:
            lines.append(f"{sku} {now[sku].name}: new")
        else:
            lines += _changes(before[sku], now[sku])
    return tuple(lines) or ("The file is spelled differently; nothing in it has changed.",)


def _changes(before: SeedProduct, now: SeedProduct) -> list[str]:
    changes = []
    if now.name != before.name:
        changes.append(f"name {before.name} → {now.name}")
    if now.price != before.price:
        changes.append(f"price {before.price_text} → {now.price_text}")
    if now.quantity_milli != before.quantity_milli:
        changes.append(f"quantity {format_quantity(before.quantity_milli)} → {format_quantity(now.quantity_milli)}")
    return [f"{now.sku} {now.name}: {', '.join(changes)}"] if changes else []
