"""A document of moves alone: goods in, a correction, an import. Stamped, numbered, moved, journalled."""

from __future__ import annotations

import hashlib
import json.encoder
from collections.abc import Mapping

from tillbook.core.chain import Plain
from tillbook.core.posting import Numbered, Stamp
from tillbook.core.quantity import format_quantity
from tillbook.db.statements import Tx
from tillbook.ledgers import journal, numbers
from tillbook.ledgers.stock import Move, Shelf

_quoted = json.encoder.encode_basestring
"""A string as canonical JSON has it."""

MOVES_IN_JOURNAL_MAX = 1_000
"""A journal entry spells out so many moves; beyond that it holds the SHA-256 of their lines."""


def post(
    tx: Tx,
    header: Stamp,
    shelf: Shelf,
    *,
    skus: Mapping[int, str],
    location_codes: Mapping[int, str],
    more: Mapping[str, Plain],
) -> Numbered:
    """Number a document, write what its shelf has planned, and journal it."""
    document = Document(tx, header, location_codes=location_codes)
    document.add(shelf, skus=skus)
    return document.close(more)


class Document:
    """A document whose moves are written shelf by shelf, so that one of any size takes little memory.

    It has its number from the start; `close` journals it, and nothing may follow.
    """

    __slots__ = ("_codes", "_count", "_fold", "_header", "_lines", "_tx", "numbered")

    def __init__(self, tx: Tx, header: Stamp, *, location_codes: Mapping[int, str]) -> None:
        self._tx = tx
        self._header = header
        self._codes = location_codes
        self._lines: list[dict[str, Plain]] = []
        self._count = 0
        self._fold = hashlib.sha256()
        self.numbered = numbers.issue(tx, header)

    def add(self, shelf: Shelf, *, skus: Mapping[int, str]) -> None:
        """Write what a shelf has planned, and note it for the journal."""
        if not shelf.moves:
            return
        shelf.apply(self._tx, posting_id=self.numbered.posting_id, at=self._header.at)
        for move in shelf.moves:
            if self._count < MOVES_IN_JOURNAL_MAX:
                self._lines.append(_line(move, skus, self._codes))
            self._count += 1
            self._fold.update(_line_text(move, skus[move.product_id], self._codes).encode())

    def close(self, more: Mapping[str, Plain]) -> Numbered:
        """Journal the document, with `more` of what it says."""
        header = self._header
        moves: dict[str, Plain] = {"moves": self._lines}
        if self._count > MOVES_IN_JOURNAL_MAX:
            moves = {"moves_count": self._count, "moves_sha256": self._fold.hexdigest()}
        body = {
            **header.approval(),
            "business_date": header.business_date.isoformat(),
            "note": header.note,
            "staff": str(header.staff_id),
            **moves,
            **more,
        }
        journal.append(self._tx, header, self.numbered, body)
        return self.numbered


def _line(move: Move, skus: Mapping[int, str], codes: Mapping[int, str]) -> dict[str, Plain]:
    return {
        "cost_minor": move.cost_minor,
        "from": codes[move.from_location_id],
        "product": skus[move.product_id],
        "quantity": format_quantity(move.quantity_milli),
        "reason": move.reason,
        "to": codes[move.to_location_id],
    }


def _line_text(move: Move, sku: str, codes: Mapping[int, str]) -> str:
    """The canonical text of `_line` and a line break, made faster: an import has one for each product."""
    return (
        f'{{"cost_minor":{move.cost_minor},"from":{_quoted(codes[move.from_location_id])},'
        f'"product":{_quoted(sku)},"quantity":"{format_quantity(move.quantity_milli)}",'
        f'"reason":{_quoted(move.reason)},"to":{_quoted(codes[move.to_location_id])}}}\n'
    )
