"""The few rows that every check needs: the shop, its registers, chains, locations, series and shifts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tillbook.db.statements import Row, Tx
from tillbook.queries.verify.figures import digits_of
from tillbook.queries.verify.report import Findings

DOCUMENTS = {
    "sale": "Bill",
    "receipt": "Goods receipt",
    "adjustment": "Adjustment",
    "import": "Import",
    "settings": "Change of settings",
    "credit_note": "Credit note",
    "opening": "Opening of a shift",
    "cash": "Movement of cash",
    "z": "Z report",
    "payment": "Payment",
    "staff": "Change of staff",
    "register": "Change of a register",
    "prices": "Change of prices",
    "promotion": "Change of a promotion",
    "credit_limit": "Change of a credit limit",
}
"""What a posting of each kind is called."""


class Posting(NamedTuple):
    """A row of `posting`, as far as it is checked; its instant and its date as the driver gives them."""

    id: int
    kind: str
    series_id: int
    sequence: int
    number: str
    at: Any
    business_date: Any
    staff_id: int
    supplier_id: int | None
    note: str
    client_id: str
    approved_by_id: int | None
    request_hash: str

    @property
    def where(self) -> str:
        """The document as a person would look for it."""
        return f"{DOCUMENTS.get(self.kind, 'Document')} {self.number}"


class Register(NamedTuple):
    code: str
    chain_id: int
    location_id: int


class Shift(NamedTuple):
    register_id: int
    number: int


@dataclass(slots=True)
class SeriesSeen:
    """A number series, and how far its numbers were seen while reading."""

    kind: str
    chain_id: int
    fiscal_year: int
    issued: int
    seen: int = 0


@dataclass(slots=True)
class ChainSeen:
    """A journal chain, and how far its entries were seen while reading."""

    name: str
    head: str
    length: int
    seen: int = 0
    hash: str = "0" * 64
    """The hash of the entry seen last."""
    before: str = ""
    """The hash of the entry before that one."""


@dataclass(slots=True)
class Facts:
    """What is known of the shop before its postings are read, and where the findings go."""

    tx: Tx
    found: Findings
    digits: int
    zone: str
    cut_over_hour: int
    registers: dict[int, Register]
    chains: dict[int, ChainSeen]
    series: dict[int, SeriesSeen]
    shifts: dict[int, Shift]
    locations: dict[int, tuple[str, str]]
    suppliers: dict[int, str]
    checked: dict[str, int] = field(default_factory=dict)

    def product(self, product_id: int) -> str:
        """A product as a person would look for it."""
        row = self.tx.row("SELECT sku, name FROM product WHERE id = ?", (product_id,))
        return f"{row[1]} ({row[0]})" if row else f"product {product_id}"

    def document(self, posting_id: int) -> str:
        """A document by its id, as a person would look for it."""
        row = self.tx.row("SELECT kind, number FROM posting WHERE id = ?", (posting_id,))
        return f"{DOCUMENTS.get(row[0], 'Document')} {row[1]}" if row else f"Posting {posting_id}"

    def kind_of(self, location_id: int) -> str:
        """The kind of a location; empty where there is none of this id."""
        return self.locations.get(location_id, ("", ""))[1]


def read_facts(tx: Tx, found: Findings) -> Facts:
    """The facts of the open shop."""
    shop = tx.rows("SELECT currency, timezone, cut_over_hour FROM shop")[0]
    series = tx.rows("SELECT id, kind, chain_id, fiscal_year, issued FROM series")
    return Facts(
        tx=tx,
        found=found,
        digits=digits_of(shop[0]),
        zone=shop[1],
        cut_over_hour=shop[2],
        registers={row[0]: Register(*row[1:]) for row in _all(tx, "register", "code, chain_id, location_id")},
        chains={row[0]: ChainSeen(*row[1:]) for row in _all(tx, "journal_chain", "name, head, length")},
        series={row[0]: SeriesSeen(*row[1:]) for row in series},
        shifts={row[0]: Shift(*row[1:]) for row in _all(tx, "shift", "register_id, number")},
        locations={row[0]: (row[1], row[2]) for row in _all(tx, "location", "code, kind")},
        suppliers={row[0]: row[1] for row in _all(tx, "supplier", "name")},
    )


def _all(tx: Tx, table: str, columns: str) -> list[Row]:
    return tx.rows(f"SELECT id, {columns} FROM {table} ORDER BY id")  # noqa: S608  (names written in verify)
