"""The two models that round a tax once over the whole document and then fit the lines to it.

The problem: the taxes of the lines, each rounded, do not add up to the tax of their sum, which is what an
e-invoice must state. The choice: the algorithms that pretix publishes ("Rounding of taxes", identifiers
`sum_by_net` and `sum_by_net_keep_gross`): compute the tax of each rate from the sum of nets, then move the
tax of single lines by one minor unit, the lines with the largest gross first, until they add up. Beyond what
pretix has, a line may carry several taxes: each tax by rate is fitted by itself, a compound one after those
it stands on; taxes per unit stay as the line has them.

The limit of keeping the gross: some gross sums have no net (at 19 %, no net of whole cents makes 99.99). The
gross is kept nevertheless, and the tax is the rounded share of the gross, one unit from net × rate.

Source: EN 16931-1, BR-CO-17; pretix documentation, "Pricing algorithms".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from tillbook.core.rounding import Divide
from tillbook.core.tax import HUNDRED_PERCENT, Split, TaxKey, TaxRounding

Entry = TypeVar("Entry")

SWEEPS_MAX = 8
"""Keeping the gross moves the net, and so the base of the line's other taxes: so often all are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """One tax of the document by rate: the lines that carry it, largest gross first, its place on each."""

    rate: int
    entries: list[tuple[Split, int]]

    def base(self) -> int:
        return sum(split.base(position) for split, position in self.entries)

    def amount(self) -> int:
        return sum(split.amounts[position] for split, position in self.entries)


def fit(splits: list[Split], model: TaxRounding, divide: Divide) -> None:
    """Moves the taxes of the lines, in place, so that each tax by rate is right over the document."""
    assert model is not TaxRounding.line
    groups = _groups(splits)
    if model is TaxRounding.sum_by_net:
        for group in groups:
            _fit_by_net(group, divide)
    else:
        _fit_keeping_gross(groups, divide)
    for split in splits:
        split.bases = [split.base(position) for position in range(len(split.amounts))]
        split.gross = split.net + sum(split.amounts)


def _groups(splits: list[Split]) -> list[_Group]:
    """Every tax by rate, a compound one after the taxes it stands on, else in order of first appearance."""
    found: dict[TaxKey, list[tuple[Split, int]]] = {}
    rates: dict[TaxKey, int] = {}
    stands_on: dict[TaxKey, set[TaxKey]] = {}
    for split in sorted(splits, key=lambda split: -split.gross):
        for position, (key, rate) in enumerate(zip(split.plan.keys, split.plan.rates, strict=True)):
            if rate is None:
                continue
            found.setdefault(key, []).append((split, position))
            rates[key] = rate
            before = stands_on.setdefault(key, set())
            if split.plan.taxes[position].compound:
                before.update(split.plan.keys[:position])
    first_seen = dict.fromkeys(key for split in splits for key in split.plan.keys if key in found)
    return [_Group(rate=rates[key], entries=found[key]) for key in _in_order(first_seen, stands_on)]


def _in_order(keys: Iterable[TaxKey], stands_on: dict[TaxKey, set[TaxKey]]) -> list[TaxKey]:
    """Each key after those it stands on; where they stand on each other, the first seen goes first."""
    waiting = list(keys)
    ordered: list[TaxKey] = []
    while waiting:
        ready = (key for key in waiting if not (stands_on[key] & set(waiting)) - {key})
        chosen = next(ready, waiting[0])
        waiting.remove(chosen)
        ordered.append(chosen)
    return ordered


def _fit_by_net(group: _Group, divide: Divide) -> None:
    """Nets stay; taxes, and so gross amounts, move."""
    target = divide(group.base() * group.rate, HUNDRED_PERCENT)

    def move(entry: tuple[Split, int], step: int) -> bool:
        split, position = entry
        if split.amounts[position] + step < 0:
            return False
        split.amounts[position] += step
        return True

    _spread(target - group.amount(), group.entries, move)


def _fit_keeping_gross(groups: list[_Group], divide: Divide) -> None:
    """Gross amounts stay; taxes move, and nets the other way. Twins (CGST, SGST) move together."""
    twins = _twins(groups)
    for _ in range(SWEEPS_MAX):
        moved = [_fit_twins(equal, divide) for equal in twins]
        if not any(moved):
            return


def _twins(groups: list[_Group]) -> list[list[_Group]]:
    """Groups of one rate, not compound, on the very same lines in the same way belong together."""
    together: dict[object, list[_Group]] = {}
    for number, group in enumerate(groups):
        taxes = [split.plan.taxes[position] for split, position in group.entries]
        lines = tuple((id(split), tax.included) for (split, _), tax in zip(group.entries, taxes, strict=True))
        alone = any(tax.compound for tax in taxes)
        together.setdefault(number if alone else (group.rate, lines), []).append(group)
    return list(together.values())


def _fit_twins(equal: list[_Group], divide: Divide) -> bool:
    first, count = equal[0], len(equal)
    base, amount = first.base(), first.amount()
    target = _target_within(base + count * amount, first.rate, count, divide)

    def move(entry: tuple[tuple[Split, int], ...], step: int) -> bool:
        split = entry[0][0]
        if split.net < step * count or any(split.amounts[position] + step < 0 for _, position in entry):
            return False
        for _, position in entry:
            split.amounts[position] += step
        split.net -= step * count
        return True

    return _spread(target - amount, list(zip(*(group.entries for group in equal), strict=True)), move)


def _target_within(gross: int, rate: int, count: int, divide: Divide) -> int:
    """The T within this gross for which T = round((gross − count × T) × rate); else its share, rounded."""
    share = gross * rate // (HUNDRED_PERCENT + count * rate)
    for tax in (share, share + 1, share - 1):
        if tax == divide((gross - count * tax) * rate, HUNDRED_PERCENT):
            return tax
    return divide(gross * rate, HUNDRED_PERCENT + count * rate)


def _spread(difference: int, entries: list[Entry], move: Callable[[Entry, int], bool]) -> bool:
    """Moves entries by one unit each, in order and round again, until the difference is spent or none can."""
    step = 1 if difference > 0 else -1
    left = abs(difference)
    moved = False
    while left:
        before = left
        for entry in entries:
            if left and move(entry, step):
                left -= 1
        if left == before:
            break
        moved = True
    return moved
