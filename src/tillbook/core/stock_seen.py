"""What is in the shop, and what moved: as questions answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLine:
    """What is in the shop of one product: thousandths on hand, and their value in minor units."""

    product_id: int
    sku: str
    name: str
    on_hand_milli: int
    value_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """One move of a product, with its document and the person who posted it."""

    at: datetime
    source: str
    destination: str
    quantity_milli: int
    cost_minor: int
    reason: str
    document: str
    person: str
