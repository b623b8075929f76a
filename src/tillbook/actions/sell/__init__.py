"""Selling: one transaction from the command to the numbered, paid, journalled sale."""

from __future__ import annotations

from tillbook.actions.sell.deciding import BadSale, NoShift, PriceChanged, Sold
from tillbook.actions.sell.exchange import Exchanged, exchange
from tillbook.actions.sell.selling import sell
from tillbook.actions.sell.stock_lines import OutOfStock
from tillbook.queries.asking import UnknownProduct

__all__ = [
    "BadSale",
    "Exchanged",
    "NoShift",
    "OutOfStock",
    "PriceChanged",
    "Sold",
    "UnknownProduct",
    "exchange",
    "sell",
]
