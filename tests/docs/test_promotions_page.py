"""Every table of docs/promotions.md, worked out again from its own text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.docs.test_money_page import cells

from tillbook.core.amounts import Currency, format_exact, format_minor
from tillbook.core.exemption import exempted
from tillbook.core.price_lists import RETAIL, ListedPrice, breaks_of
from tillbook.core.pricing import Cart, CartLine, Promoted, amount_of, price
from tillbook.core.promotions import Order, Promotion, PromotionLine, resolve
from tillbook.core.promotions.choosing import STEPS_MAX
from tillbook.core.quantity import parse_quantity
from tillbook.core.rounding import RoundingMode, divide
from tillbook.core.tax import Tax
from tillbook.formats.promotion_json import read_promotion

PAGE = Path(__file__).parents[2] / "docs" / "promotions.md"
EUR = Currency.of("EUR")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CART = ("product", "category", "quantity", "unit price", "taken off")
PRICES = (
    "set in this order (list, from quantity, from day, price)",
    "list of the customer",
    "day",
    "quantity",
    "unit price",
)
EXEMPT = (
    "product",
    "quantity",
    "unit price",
    "tax inside",
    "everybody pays",
    "exempt unit price",
    "taken off",
    "exempt pays",
)


@dataclass(frozen=True, kw_only=True)
class Table:
    number: int
    order: Order
    promotions: list[Promotion]
    header: tuple[str, ...]
    rows: list[dict[str, str]]


def tables() -> Iterator[Table]:
    """Each table with the promotions of the last block before it."""
    text = PAGE.read_text(encoding="utf-8")
    lines = text.splitlines()
    promotions: list[Promotion] = []
    for number, line in enumerate(lines):
        if line == "```json":
            block = "\n".join(lines[number + 1 : lines.index("```", number + 1)])
            promotions = [promotion(place, sent) for place, sent in enumerate(json.loads(block), 1)]
        if line.startswith("|") and not lines[number - 1].startswith("|"):
            header = cells(line)
            body = []
            for row in lines[number + 2 :]:
                if not row.startswith("|"):
                    break
                body.append(dict(zip(header, cells(row), strict=True)))
            order: Order = "listed" if lines[number - 2] == "*listed*" else "best"
            yield Table(number=number + 1, order=order, promotions=promotions, header=tuple(header), rows=body)


def promotion(place: int, sent: object) -> Promotion:
    made = read_promotion(sent, currency=EUR)
    return Promotion(id=place, code=made.code, name=made.name, rule=made.rule, when=made.when, stackable=made.stackable)


def check_cart(table: Table) -> None:
    lines = []
    for row in table.rows:
        milli = parse_quantity(row["quantity"])
        exact = int(Decimal(row["unit price"]) * 100) * milli
        lines.append(
            PromotionLine(
                sku=row["product"],
                category=row["category"],
                quantity_milli=milli,
                unit_price=Decimal(row["unit price"]),
                amount_minor=divide(exact, 1000, RoundingMode.half_up),
            )
        )
    applied = resolve(lines, table.promotions, at_local=NOON, order=table.order)
    found = [
        ", ".join(f"{part.name} {format_minor(part.amount_minor, EUR)}" for part in applied if part.line == place)
        for place in range(len(lines))
    ]
    assert found == [row["taken off"] for row in table.rows]


def check_exempt(table: Table) -> None:
    lines = [
        CartLine(
            product=row["product"],
            quantity_milli=parse_quantity(row["quantity"]),
            unit_price=Decimal(row["unit price"]),
            taxes=(Tax(name="VAT", rate=Decimal(row["tax inside"].removesuffix(" %")), included=True),),
        )
        for row in table.rows
    ]
    seen = [
        PromotionLine(
            sku=line.product,
            category="",
            quantity_milli=line.quantity_milli,
            unit_price=line.unit_price,
            amount_minor=amount_of(line, EUR, RoundingMode.half_up),
        )
        for line in lines
    ]
    for part in resolve(seen, table.promotions, at_local=NOON, order=table.order):
        taken = Promoted(promotion_id=part.promotion_id, name=part.name, amount_minor=part.amount_minor)
        lines[part.line] = replace(lines[part.line], promotions=(*lines[part.line].promotions, taken))
    everybody = price(Cart(currency=EUR, lines=tuple(lines)))
    exempt = price(Cart(currency=EUR, lines=tuple(exempted(line, EUR, RoundingMode.half_up) for line in lines)))
    for row, theirs, line in zip(table.rows, everybody.lines, exempt.lines, strict=True):
        off = ", ".join(f"{part.name} {format_minor(part.amount_minor, EUR)}" for part in line.line.promotions)
        assert (row["everybody pays"], row["exempt unit price"], row["taken off"], row["exempt pays"]) == (
            format_minor(theirs.gross_minor, EUR),
            str(line.line.unit_price),
            off,
            format_minor(line.gross_minor, EUR),
        )
        assert line.tax_minor == 0


def check_price(row: dict[str, str]) -> None:
    day = date.fromisoformat(row["day"])
    rows: list[tuple[date, ListedPrice]] = []
    for text in row[PRICES[0]].split(", "):
        name, quantity, since, price = text.split(" ")
        if name in {RETAIL, row["list of the customer"]} and date.fromisoformat(since) <= day:
            figure = None if price == "none" else Decimal(price)
            listed = ListedPrice(own=name != RETAIL, from_milli=parse_quantity(quantity), price=figure)
            rows.append((date.fromisoformat(since), listed))
    breaks = breaks_of(listed for _, listed in sorted(rows, key=lambda pair: pair[0]))
    found = breaks.unit_price(parse_quantity(row["quantity"]))
    assert row["unit price"] == ("own price" if found is None else format_exact(found))


@pytest.mark.parametrize("table", list(tables()), ids=lambda table: f"line-{table.number}")
def test_every_table_of_the_page_is_what_the_program_computes(table: Table) -> None:
    assert table.rows
    if table.header == CART:
        assert table.promotions
        check_cart(table)
        return
    if table.header == EXEMPT:
        check_exempt(table)
        return
    assert table.header == PRICES, f"line {table.number}: no test knows how to work out {table.header}"
    for row in table.rows:
        check_price(row)


def test_the_page_shows_each_kind_in_both_orders() -> None:
    made = list(tables())

    kinds = {type(one.rule).__name__ for table in made for one in table.promotions}
    assert kinds == {"Off", "TakePay", "Bundle"}
    assert {table.order for table in made} == {"best", "listed"}


def test_the_bound_on_the_page_is_the_programs() -> None:
    assert re.search(rf"no more than {STEPS_MAX:,} steps", PAGE.read_text(encoding="utf-8"))


def test_a_changed_figure_is_noticed() -> None:
    table = next(table for table in tables() if table.header == CART)
    table.rows[0]["taken off"] = "TEN 0.40"

    with pytest.raises(AssertionError):
        check_cart(table)
