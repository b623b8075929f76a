"""What is on hand, as a table for people or JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tillbook.cli import output
from tillbook.cli.figures import quantity_text
from tillbook.cli.output import Coloured, Column
from tillbook.core.calendar import find_zone
from tillbook.core.locale_money import format_money
from tillbook.core.place import ShopSettings
from tillbook.core.stock_seen import MoveLine, StockLine
from tillbook.formats.stock_json import move_json, stock_json

COLUMNS = [
    Column(heading="Id", gives_way=True),
    Column(heading="Name", gives_way=True),
    Column(heading="On hand", right=True),
]
VALUE_COLUMN = Column(heading="Value", right=True)
MOVE_COLUMNS = [
    Column(heading="At"),
    Column(heading="From→to"),
    Column(heading="Quantity", right=True),
    Column(heading="Reason", gives_way=True, spared=True),
    Column(heading="Document"),
    Column(heading="Person", gives_way=True, spared=True),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shows:
    """How the shop writes its figures, and whether who asks may see what the goods cost."""

    shop: ShopSettings
    value: bool

    @property
    def columns(self) -> list[Column]:
        return [*COLUMNS, VALUE_COLUMN] if self.value else COLUMNS


def all_products(lines: Sequence[StockLine], shows: Shows, *, as_json: bool) -> None:
    """Print what is on hand of every product, and its value in all."""
    if as_json:
        output.json_list(stock_json(line, shows.shop.currency, value=shows.value) for line in lines)
        return
    total = format_money(sum(line.value_minor for line in lines), shows.shop.currency, shows.shop.locale)
    footer = f"Value in all: {total}" if shows.value else ""
    output.table(shows.columns, [_row(line, shows) for line in lines], footer=footer)


def one_product(line: StockLine, moves: Sequence[MoveLine], shows: Shows, *, as_json: bool) -> None:
    """Print what is on hand of one product, and the moves it is the sum of."""
    if as_json:
        told = stock_json(line, shows.shop.currency, value=shows.value)
        output.json_line({**told, "moves": [move_json(move) for move in moves]})
        return
    output.table(shows.columns, [_row(line, shows)])
    if moves:
        output.line("")
        output.table(MOVE_COLUMNS, [_move_row(move, shows.shop) for move in moves])


def _row(line: StockLine, shows: Shows) -> Coloured:
    shop = shows.shop
    value = [format_money(line.value_minor, shop.currency, shop.locale)] if shows.value else []
    return Coloured((line.sku, line.name, quantity_text(line.on_hand_milli, "pc", shop.locale), *value))


def _move_row(move: MoveLine, shop: ShopSettings) -> Coloured:
    wall = move.at.astimezone(find_zone(shop.timezone))
    at = f"{wall:%Y-%m-%d %H:%M}"
    course = f"{move.source}→{move.destination}"
    quantity = quantity_text(move.quantity_milli, "pc", shop.locale)
    return Coloured((at, course, quantity, move.reason, move.document, move.person))
