"""The cart as lines on a screen, 24 columns and wider: every amount is the one that the bill will show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tillbook.cli.console.figures import Figures
from tillbook.cli.output import counted
from tillbook.core.kept_cart import KeptCart
from tillbook.core.pricing import PricedLine
from tillbook.core.text import fit, width
from tillbook.core.wanted import WantedLine
from tillbook.queries.offers import Offer
from tillbook.queries.seen_cart import Seen, base_milli

COLUMNS_MAX = 72
NAME_COLUMNS_MIN = 16
GAP = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    place: str
    name: str
    quantity: str
    amount: str
    below: tuple[tuple[str, str], ...] = ()


def cart_lines(cart: KeptCart, seen: Seen, *, columns: int, rows_max: int) -> list[str]:
    """The cart with its total; where it is longer than `rows_max`, the last lines of it and the total."""
    columns = min(columns, COLUMNS_MAX)
    figures = Figures(seen.shop)
    rows = _rows(cart, seen, figures)
    lines = _table(rows, columns)
    if len(lines) > rows_max:
        lines = [
            fit(f"… {len(cart.lines)} lines; /cart shows them all", columns).rstrip(),
            *lines[-rows_max:],
        ]
    return [*lines, *_sums(cart, seen, figures, columns)]


def _rows(cart: KeptCart, seen: Seen, figures: Figures) -> list[_Row]:
    priced = iter(() if seen.priced is None else seen.priced.lines)
    rows = []
    for place, line in enumerate(cart.lines):
        if place in seen.gone:
            rows.append(_Row(place=f"{place + 1}", name=line.product, quantity="sold no more", amount="-"))
            continue
        rows.append(_row(place + 1, line, seen.offers[line.product], next(priced, None), seen, figures))
    return rows


def _row(place: int, line: WantedLine, offer: Offer, priced: PricedLine | None, seen: Seen, figures: Figures) -> _Row:
    quantity = figures.quantity(base_milli(line, offer), offer.unit)
    stands = "-" if priced is None else figures.money(seen.amount_as_it_stands(priced))
    listed = offer.price if line.unit_price is None else line.unit_price
    price = listed if priced is None else priced.line.unit_price
    below = [(f"lot {line.lot}", "")] if line.lot else []
    below += [] if priced is None else _taken_off(line, priced, figures)
    return _Row(
        place=f"{place}",
        name=offer.name,
        quantity=f"{quantity} × {figures.price(price)}",
        amount=stands,
        below=tuple(below),
    )


def _taken_off(line: WantedLine, priced: PricedLine, figures: Figures) -> list[tuple[str, str]]:
    """What promotions take off a line, each by its name, and then the discount by hand."""
    promotions = priced.line.promotions
    taken = [(part.name, figures.money(-part.amount_minor)) for part in promotions]
    if line.discount is not None:
        said = f" {figures.discount(line.discount)}" if line.discount.percent is not None else ""
        by_hand = priced.discount_minor - sum(part.amount_minor for part in promotions)
        taken.append((f"discount{said}", figures.money(-by_hand)))
    return taken


def _table(rows: Sequence[_Row], columns: int) -> list[str]:
    """One line for each row where there is room for a name; else the name above its figures, as on a bill."""
    places = max((width(row.place) for row in rows), default=0)
    quantities = max((width(row.quantity) for row in rows), default=0)
    below = [pair for row in rows for pair in row.below]
    amounts = max(
        (width(amount) for amount in [*(row.amount for row in rows), *(pair[1] for pair in below)]), default=0
    )
    names = columns - places - quantities - amounts - 3 * len(GAP)
    lines: list[str] = []
    for row in rows:
        place = fit(row.place, places, right=True)
        if names >= NAME_COLUMNS_MIN:
            figures = (fit(row.quantity, quantities, right=True), fit(row.amount, amounts, right=True))
            lines.append(GAP.join((place, fit(row.name, names), *figures)))
        else:
            lines.append(fit(f"{place}{GAP}{row.name}", columns).rstrip())
            lines += pair(f"{' ' * places}{GAP}{row.quantity}", row.amount, columns)
        for text, amount in row.below:
            lines += pair(f"{' ' * places}{GAP}{text}", amount, columns)
    return lines


def _sums(cart: KeptCart, seen: Seen, figures: Figures, columns: int) -> list[str]:
    rule = "-" * columns
    if seen.priced is None:
        return [rule, "" if seen.trouble is None else "No total: see below."] if cart.lines else []
    lines = [rule]
    if cart.discount is not None:
        taken = sum(line.bill_discount_minor for line in seen.priced.lines)
        before = seen.total_minor if seen.shop.prices_include_tax else seen.priced.net_minor
        said = f" {figures.discount(cart.discount)}" if cart.discount.percent is not None else ""
        lines += pair("Subtotal", figures.money(before + taken), columns)
        lines += pair(f"Discount{said}", figures.money(-taken), columns)
    if not seen.shop.prices_include_tax and seen.priced.taxes:
        lines += pair("Net", figures.money(seen.priced.net_minor), columns)
        lines += pair("Tax", figures.money(seen.priced.tax_minor), columns)
    return lines + pair(f"TOTAL  {said_lines(cart)}", figures.money(seen.total_minor), columns)


def said_lines(cart: KeptCart) -> str:
    """`1 line`, `3 lines`."""
    return counted(len(cart.lines), "line")


def pair(text: str, figure: str, columns: int) -> list[str]:
    """Text at the left and a figure at the right, on one line or on two."""
    room = columns - width(figure)
    if room > width(text):
        return [fit(text, room) + figure]
    return [fit(text, columns).rstrip(), fit(figure, columns, right=True)]
