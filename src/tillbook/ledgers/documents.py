"""A document of moves alone: goods in, a correction, an import. Stamped, numbered, moved, journalled."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from tillbook.core.calendar import business_date, fiscal_year
from tillbook.core.chain import canonical
from tillbook.core.posting import Numbered, Stamp
from tillbook.core.quantity import format_quantity
from tillbook.core.rights import Actor
from tillbook.db.statements import Tx
from tillbook.ledgers import journal, numbers
from tillbook.ledgers.stock import Move, Shelf

MOVES_IN_JOURNAL_MAX = 1_000
"""A journal entry spells out so many moves; beyond that it holds the SHA-256 of their lines."""


def stamp(
    *,
    client_id: str,
    request_hash: str,
    kind: str,
    now: datetime,
    by: Actor,
    chain: str,
    chain_id: int,
    zone: str,
    cut_over_hour: int,
    country: str,
    first_month: int,
    supplier_id: int | None = None,
    note: str = "",
) -> Stamp:
    """The header of a document posted now, with its business date and fiscal year."""
    day = business_date(now, zone, cut_over_hour)
    return Stamp(
        client_id=client_id,
        request_hash=request_hash,
        kind=kind,
        at=now,
        business_date=day,
        staff_id=by.staff_id,
        chain=chain,
        chain_id=chain_id,
        country=country,
        fiscal_year=fiscal_year(day, first_month),
        fiscal_year_first_month=first_month,
        supplier_id=supplier_id,
        note=note,
    )


def post(
    tx: Tx,
    header: Stamp,
    shelf: Shelf,
    *,
    skus: Mapping[int, str],
    location_codes: Mapping[int, str],
    more: Mapping[str, object],
) -> Numbered:
    """Number a document, write what its shelf has planned, and journal it."""
    numbered = numbers.issue(tx, header)
    shelf.apply(tx, posting_id=numbered.posting_id, at=header.at)
    body = {
        "business_date": header.business_date.isoformat(),
        "note": header.note,
        "staff": str(header.staff_id),
        **_moves(shelf.moves, skus, location_codes),
        **more,
    }
    journal.append(tx, header, numbered, body)
    return numbered


def _moves(
    moves: Sequence[Move], skus: Mapping[int, str], location_codes: Mapping[int, str]
) -> dict[str, object]:
    lines = (
        {
            "cost_minor": move.cost_minor,
            "from": location_codes[move.from_location_id],
            "product": skus[move.product_id],
            "quantity": format_quantity(move.quantity_milli),
            "reason": move.reason,
            "to": location_codes[move.to_location_id],
        }
        for move in moves
    )
    if len(moves) <= MOVES_IN_JOURNAL_MAX:
        return {"moves": list(lines)}
    fold = hashlib.sha256()
    for line in lines:
        fold.update((canonical(line) + "\n").encode())
    return {"moves_count": len(moves), "moves_sha256": fold.hexdigest()}
