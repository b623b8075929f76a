"""What the documents of one history have in common: ids, headers, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tillbook.core.chain import digest
from tillbook.core.history import HistoryLine
from tillbook.core.history_course import Part
from tillbook.core.history_report import HistoryReport
from tillbook.core.place import Place
from tillbook.core.wanted import ID_LENGTH_MAX
from tillbook.formats.history_table import HistoryFile
from tillbook.ledgers.stock import Level, Shelf
from tillbook.queries.offers import Offer

NOTE_LENGTH_MAX = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What every invoice of one history is posted with; `refused` are the invoices that were not posted."""

    file: HistoryFile
    register: str
    parts_of: Mapping[int, tuple[Part, ...]]
    report: HistoryReport
    refused: set[str] = field(default_factory=set)

    def client_id(self, what: str) -> str:
        """The id of the posting of one of its documents."""
        plain = f"{self.prefix}{what}"
        return plain if len(plain) <= ID_LENGTH_MAX else f"{self.prefix}{digest(what)[:32]}"

    @property
    def prefix(self) -> str:
        """How all its ids begin."""
        return f"history:{self.file.mapping.name}:"


def joined(*parts: str) -> str:
    """A note of the parts that are not empty."""
    return "; ".join([part for part in parts if part])[:NOTE_LENGTH_MAX]


def shelf_of(at: Place, found: Mapping[str, Offer]) -> Shelf:
    """The shelf of these products, as they lie there now."""
    levels = {offer.product_id: Level(offer.on_hand_milli, offer.value_minor) for offer in found.values()}
    return Shelf(at.location_id, levels)


def fingerprint(lines: Sequence[HistoryLine]) -> str:
    """SHA-256 of what a document is made of: the same lines, the same posting."""
    told = [f"{line.sku}\n{line.name}\n{line.quantity_milli}\n{line.price}\n{line.instant}" for line in lines]
    return digest("\n".join([lines[0].customer, lines[0].note, *told]))
