"""From what was typed or scanned to one product: by its id, its barcode or label, or a part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from tillbook.cli.console.asking import Suggestion, choose
from tillbook.cli.console.figures import Figures
from tillbook.cli.console.till import Till
from tillbook.core.calendar import business_date
from tillbook.core.errors import Refusal
from tillbook.core.text import fit, shown, width
from tillbook.core.typed import Entry, entries
from tillbook.db.transaction import reading
from tillbook.queries.entered import exact_ways
from tillbook.queries.offers import Offer
from tillbook.queries.search import MenuLine, menu
from tillbook.queries.till import place

OFFERED_MAX = 9
SUGGESTED_MAX = 30
SCAN_DIGITS_MIN = 6
"""So many digits are a code and no part of a name: if it is unknown, nothing like it is offered."""


class NothingFound(Refusal):
    """Nothing is sold under this code or name."""

    code: ClassVar[str] = "unknown_product"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The product that an entry names; `code` is what it was found by, `quantity` as typed or ""."""

    offer: Offer
    code: str
    quantity: str = ""


def find(till: Till, text: str) -> Found | None:
    """The product that is meant; None where the person chose none of those offered.

    Raises:
        NothingFound, Misread: nothing is sold under that.
    """
    with reading() as tx:
        exact, offers = exact_ways(tx, text, place(tx, till.register), now=till.clock())
    if exact:
        way = exact[0] if len(exact) == 1 else _which_way(till, exact, offers)
        return None if way is None else Found(offer=offers[way.code], code=way.code, quantity=way.quantity)
    return _by_name(till, entries(text))


def _which_way(till: Till, ways: Sequence[Entry], offers: dict[str, Offer]) -> Entry | None:
    """`3*101` where both 3 and 101 are ids: which is the quantity?"""
    for number, way in enumerate(ways, 1):
        till.asker.say(f"  {number}  {way.quantity} × {offers[way.code].name}")
    choices = {**{str(number): way.code for number, way in enumerate(ways, 1)}, "n": "none"}
    answer = choose(till.asker, f"Which one: 1 to {len(ways)}, or [n]one?", choices)
    return None if answer == "n" else ways[int(answer) - 1]


def _by_name(till: Till, ways: Sequence[Entry]) -> Found | None:
    # "3*darj" is looked up as "darj"; "basmati 5" as it stands, and only then as 5 of "basmati".
    starred = len(ways) > 1 and ("*" in ways[0].code or "×" in ways[0].code)
    for way in ways[1:] if starred else ways:
        if way.code.isdecimal() and len(way.code) >= SCAN_DIGITS_MIN:
            raise NothingFound(f"Unknown code {way.code}: nothing was added.")
        matches = _menu(till, way.code, OFFERED_MAX + 1)
        if matches:
            line = matches[0] if len(matches) == 1 else _which_product(till, matches)
            offer = None if line is None else till.offers_of([line.sku]).get(line.sku)
            return None if offer is None else Found(offer=offer, code=offer.sku, quantity=way.quantity)
    raise NothingFound(f"Nothing is called {shown(ways[0].code)[:60]!r}: nothing was added; ? helps.")


def _menu(till: Till, text: str, limit: int) -> list[MenuLine]:
    """The products that a text finds, at the prices of today."""
    day = business_date(till.clock(), till.shop.timezone, till.shop.cut_over_hour)
    with reading() as tx:
        return menu(tx, text, limit=limit, day=day)


def _which_product(till: Till, matches: Sequence[MenuLine]) -> MenuLine | None:
    offered = matches[:OFFERED_MAX]
    skus = max(width(line.sku) for line in offered)
    notes = [_note(till, line) for line in offered]
    names = till.asker.columns - 9 - skus - max(map(width, notes))
    for number, (line, note) in enumerate(zip(offered, notes, strict=True), 1):
        name = fit(line.name, max(8, min(names, max(width(each.name) for each in offered))))
        till.asker.say(fit(f"  {number}  {fit(line.sku, skus)}  {name}  {note}", till.asker.columns).rstrip())
    if len(matches) > OFFERED_MAX:
        till.asker.say("  …  and more: type more of the name")
    choices = {**{str(number): line.sku for number, line in enumerate(offered, 1)}, "n": "none"}
    answer = choose(till.asker, f"Which one: 1 to {len(offered)}? [none]", choices, default="n")
    return None if answer == "n" else offered[int(answer) - 1]


def suggest_products(till: Till, text: str) -> list[Suggestion]:
    """The products that what is typed may become; of `3*dar`, those that `dar` may become."""
    star = max(text.rfind("*"), text.rfind("×"))
    typed = text[star + 1 :].lstrip()
    if not typed:
        return []
    matches = _menu(till, typed, SUGGESTED_MAX)
    notes = [_note(till, line) for line in matches]
    wide = max(map(width, notes), default=0)
    skus = max((width(line.sku) for line in matches), default=0)
    return [
        Suggestion(
            text=line.sku,
            replaces=len(typed),
            shown=f"{fit(line.sku, skus)}  {line.name}",
            note=fit(note, wide, right=True),
        )
        for line, note in zip(matches, notes, strict=True)
    ]


def _note(till: Till, line: MenuLine) -> str:
    figures = Figures(till.shop)
    there = figures.quantity(line.available_milli, line.unit)
    left = "none left" if line.mark == "empty" else f"{there} left"
    return f"{figures.price(line.price)}  {fit(left, 9, right=True)}"
