"""Taxes that a shop rounds once over the whole document, worked out again.

The tax of each rate is rounded from the sum of the nets (or, keeping the gross, from the sum of the gross
amounts), and the lines, those with the largest gross first, are moved by one minor unit until they add up.
Source: EN 16931-1, BR-CO-17; pretix documentation, "Pricing algorithms".
"""

from __future__ import annotations

from collections.abc import Sequence

from tillbook.queries.verify.figures import Rounded, percent_of_any
from tillbook.queries.verify.tax import Charged, Named, Split, TaxPlan, base

SWEEPS_MAX = 8
Line = tuple[TaxPlan, Split]
Places = list[tuple[int, int]]
"""Where a tax of the document stands: (line, place on the line), lines with the largest gross first."""


def fit(lines: Sequence[Line], model: str, rounded: Rounded) -> None:
    """Change the splits of the lines so that each tax by rate is right over the document.

    Raises:
        ValueError: no such model.
    """
    if model == "line":
        return
    carried = _carried(lines)
    if model == "sum_by_net":
        for name in carried:
            _fit_by_net(lines, name, carried[name], rounded)
    elif model == "sum_by_net_keep_gross":
        _fit_by_gross(lines, carried, rounded)
    else:
        raise ValueError(f"there is no tax rounding {model!r}")
    for plan, split in lines:
        split.bases = [base(plan, split.net, split.amounts, place) for place in range(len(split.amounts))]


def _carried(lines: Sequence[Line]) -> dict[Named, Places]:
    """The taxes by rate, a compound one after those it stands on, else as they first appear."""
    places: dict[Named, Places] = {}
    under: dict[Named, set[Named]] = {}
    for plan, _ in lines:
        for place, tax in _by_rate(plan):
            places[tax[:3]] = []
            below = under.setdefault(tax[:3], set())
            if tax[3]:
                below.update(other[:3] for other in plan.taxes[:place])
    for number in sorted(range(len(lines)), key=lambda number: -lines[number][1].gross):
        for place, tax in _by_rate(lines[number][0]):
            places[tax[:3]].append((number, place))
    waiting = list(places)
    ordered: dict[Named, Places] = {}
    while waiting:
        free = [name for name in waiting if not any(other in under[name] for other in waiting if other != name)]
        name = (free or waiting)[0]
        waiting.remove(name)
        ordered[name] = places[name]
    return ordered


def _by_rate(plan: TaxPlan) -> list[tuple[int, Charged]]:
    return [(place, tax) for place, tax in enumerate(plan.taxes) if tax[1] is not None]


def _fit_by_net(lines: Sequence[Line], name: Named, places: Places, rounded: Rounded) -> None:
    """The nets stay; taxes move."""
    due = rounded(*_of(sum(base(*_parts(lines[n]), place) for n, place in places), name))
    left = due - sum(lines[n][1].amounts[place] for n, place in places)
    step = 1 if left > 0 else -1
    moved = True
    while left and moved:
        moved = False
        for number, place in places:
            amounts = lines[number][1].amounts
            if left and amounts[place] + step >= 0:
                amounts[place] += step
                left -= step
                moved = True


def _fit_by_gross(lines: Sequence[Line], carried: dict[Named, Places], rounded: Rounded) -> None:
    """The gross amounts stay; taxes move, and nets the other way. Twins such as CGST and SGST move as one."""
    twins = _twins(lines, carried)
    for _ in range(SWEEPS_MAX):
        moved = [_fit_twins(lines, names, carried, rounded) for names in twins]
        if not any(moved):
            return


def _twins(lines: Sequence[Line], carried: dict[Named, Places]) -> list[list[Named]]:
    """Taxes of one rate, none compound, on the same lines, included alike."""
    together: dict[object, list[Named]] = {}
    for name, places in carried.items():
        taxes = [lines[number][0].taxes[place] for number, place in places]
        alike = tuple((number, tax[4]) for (number, _), tax in zip(places, taxes, strict=True))
        compound = any(tax[3] for tax in taxes)
        together.setdefault(name if compound else (percent_of_any(name[1]), alike), []).append(name)
    return list(together.values())


def _fit_twins(lines: Sequence[Line], names: list[Named], carried: dict[Named, Places], rounded: Rounded) -> bool:
    count, places = len(names), carried[names[0]]
    net = sum(base(*_parts(lines[n]), place) for n, place in places)
    tax = sum(lines[n][1].amounts[place] for n, place in places)
    left = _tax_within(net + count * tax, names[0], count, rounded) - tax
    step = 1 if left > 0 else -1
    changed, moved = False, True
    while left and moved:
        moved = False
        for spots in zip(*(carried[name] for name in names), strict=True):
            split = lines[spots[0][0]][1]
            amounts = split.amounts
            if left and split.net >= step * count and all(amounts[place] + step >= 0 for _, place in spots):
                for _, place in spots:
                    amounts[place] += step
                split.net -= step * count
                left -= step
                changed = moved = True
    return changed


def _tax_within(gross: int, name: Named, count: int, rounded: Rounded) -> int:
    """The tax, carried `count` times within this gross, that is the rounded rate of the net it leaves."""
    numerator, denominator = percent_of_any(name[1])
    whole = denominator + count * numerator
    near = gross * numerator // whole
    for tax in (near, near + 1, near - 1):
        if tax == rounded((gross - count * tax) * numerator, denominator):
            return tax
    return rounded(gross * numerator, whole)


def _of(net: int, name: Named) -> tuple[int, int]:
    numerator, denominator = percent_of_any(name[1])
    return net * numerator, denominator


def _parts(line: Line) -> tuple[TaxPlan, int, list[int]]:
    plan, split = line
    return plan, split.net, split.amounts
