"""What is on hand, its value and its moves as JSON."""

from __future__ import annotations

from typing import Any

from tillbook.core.amounts import Currency, format_minor
from tillbook.core.quantity import format_quantity
from tillbook.core.stock_seen import MoveLine, StockLine


def stock_json(line: StockLine, currency: Currency, *, value: bool) -> dict[str, Any]:
    """What is on hand of a product; its value only for who may see costs, else null."""
    return {
        "sku": line.sku,
        "name": line.name,
        "on_hand": format_quantity(line.on_hand_milli),
        "value": format_minor(line.value_minor, currency) if value else None,
    }


def move_json(move: MoveLine) -> dict[str, str]:
    """A move, without what it cost."""
    return {
        "at": move.at.isoformat(),
        "from": move.source,
        "to": move.destination,
        "quantity": format_quantity(move.quantity_milli),
        "reason": move.reason,
        "document": move.document,
        "person": move.person,
    }
