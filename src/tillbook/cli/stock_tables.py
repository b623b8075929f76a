"""What is on hand, as a table for people or JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence

from babel.dates import format_date

from tillbook.cli import output
from tillbook.cli.figures import quantity_text
from tillbook.cli.output import Coloured, Column
from tillbook.core.amounts import format_minor
from tillbook.core.calendar import find_zone
from tillbook.core.locale_money import format_money
from tillbook.core.place import ShopSettings
from tillbook.core.quantity import format_quantity
from tillbook.queries.stock import MoveLine, StockLine

COLUMNS = [
    Column(heading="Id", gives_way=True),
    Column(heading="Name", gives_way=True),
    Column(heading="On hand", right=True),
    Column(heading="Value", right=True),
]
MOVE_COLUMNS = [
    Column(heading="At"),
    Column(heading="From→to"),
    Column(heading="Quantity", right=True),
    Column(heading="Reason", gives_way=True, spared=True),
    Column(heading="Document"),
    Column(heading="Person", gives_way=True, spared=True),
]


def all_products(lines: Sequence[StockLine], shop: ShopSettings, *, as_json: bool) -> None:
    """Print what is on hand of every product, and its value in all."""
    if as_json:
        output.json_list(_json(line, shop) for line in lines)
        return
    total = format_money(sum(line.value_minor for line in lines), shop.currency, shop.locale)
    output.table(COLUMNS, [_row(line, shop) for line in lines], footer=f"Value in all: {total}")


def one_product(line: StockLine, moves: Sequence[MoveLine], shop: ShopSettings, *, as_json: bool) -> None:
    """Print what is on hand of one product, and the moves it is the sum of."""
    if as_json:
        output.json_line({**_json(line, shop), "moves": [_move_json(move) for move in moves]})
        return
    output.table(COLUMNS, [_row(line, shop)])
    if moves:
        output.line("")
        output.table(MOVE_COLUMNS, [_move_row(move, shop) for move in moves])


def _row(line: StockLine, shop: ShopSettings) -> Coloured:
    value = format_money(line.value_minor, shop.currency, shop.locale)
    return Coloured((line.sku, line.name, quantity_text(line.on_hand_milli, "pc", shop.locale), value))


def _json(line: StockLine, shop: ShopSettings) -> dict[str, str]:
    return {
        "sku": line.sku,
        "name": line.name,
        "on_hand": format_quantity(line.on_hand_milli),
        "value": format_minor(line.value_minor, shop.currency),
    }


def _move_json(move: MoveLine) -> dict[str, str]:
    return {
        "at": move.at.isoformat(),
        "from": move.source,
        "to": move.destination,
        "quantity": format_quantity(move.quantity_milli),
        "reason": move.reason,
        "document": move.document,
        "person": move.person,
    }


def _move_row(move: MoveLine, shop: ShopSettings) -> Coloured:
    wall = move.at.astimezone(find_zone(shop.timezone))
    at = f"{format_date(wall, 'short', locale=shop.locale)} {wall:%H:%M}"
    course = f"{move.source}→{move.destination}"
    quantity = quantity_text(move.quantity_milli, "pc", shop.locale)
    return Coloured((at, course, quantity, move.reason, move.document, move.person))
