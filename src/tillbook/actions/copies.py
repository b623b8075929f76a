"""Copies of bills: each is a document of its own, so that a bill that was handed out twice is known (P30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tillbook.core.chain import canonical, digest
from tillbook.core.posting import stamp
from tillbook.core.rights import Actor, Right
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers.documents import Document
from tillbook.queries.bills import bill
from tillbook.queries.till import office

PREFIX: Final = "copy:"
_COPIES: Final = "SELECT request_hash FROM posting WHERE client_id >= ? AND client_id < ? ORDER BY id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """Which copy of its bill it is, from 1; `repeated` when this id had been sent before and nothing was done now."""

    nth: int
    repeated: bool


@action(right=Right.sell)
def copy_bill(tx: Tx, *, id: str, number: str, now: datetime, by: Actor) -> Copied:
    """Record that a bill is handed out again; the same id is the same copy.

    Raises:
        UnknownBill
    """
    sale = bill(tx, number)
    request_hash = digest(canonical(["copy", sale.number, id]))
    beginning = f"{PREFIX}{sale.number}:"
    made = [found for (found,) in tx.rows(_COPIES, (beginning, f"{beginning}\U0010ffff"))]
    if request_hash in made:
        return Copied(nth=made.index(request_hash) + 1, repeated=True)

    nth = len(made) + 1
    header = stamp(
        office(tx),
        client_id=f"{beginning}{nth}",
        request_hash=request_hash,
        kind="copy",
        now=now,
        by=by,
        note=f"copy {nth} of {sale.number}",
    )
    Document(tx, header, location_codes={}).close({})
    return Copied(nth=nth, repeated=False)
