"""Promotions that take several units together: "n for m" and bundles.

A group is one application of such a promotion: so much of these stacks, and what it saves on each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tillbook.core.discount import allocate
from tillbook.core.promotions.rules import PIECE_MILLI, Bundle, Promotion, TakePay
from tillbook.core.promotions.stacks import Stack

Left = Sequence[int]
"""Thousandths of each stack that no group has taken."""


@dataclass(frozen=True, slots=True)
class Group:
    """One application: (stack, thousandths) that it takes, and (stack, minor units) that it saves."""

    promotion: Promotion
    takes: tuple[tuple[int, int], ...]
    saves: tuple[tuple[int, int], ...]
    saving_minor: int

    def times(self, left: Left) -> int:
        """How often it can be applied to what is left."""
        return min(left[stack] // milli for stack, milli in self.takes)


def touched(promotion: Promotion, stacks: Sequence[Stack]) -> list[int]:
    """The stacks that a promotion can take from."""
    rule = promotion.rule
    if isinstance(rule, TakePay):
        return [place for place, stack in enumerate(stacks) if rule.on.hold(stack.sku, stack.category)]
    assert isinstance(rule, Bundle), "what takes several units"
    skus = {sku for sku, _ in rule.parts}
    return [place for place, stack in enumerate(stacks) if stack.sku in skus]


def every_group(promotion: Promotion, stacks: Sequence[Stack], among: Sequence[int], left: Left) -> Iterator[Group]:
    """Each group that can be made of what is left; a bundle is made of the dearest units alone."""
    if isinstance(promotion.rule, TakePay):
        places = [place for place in among if left[place] >= PIECE_MILLI]
        rooms = [left[place] // PIECE_MILLI for place in places]
        for counts in _choices(rooms, promotion.rule.take):
            pieces = [(place, count) for place, count in zip(places, counts, strict=True) if count]
            yield _free_pieces(promotion, promotion.rule, stacks, pieces)
        return
    group_or_none = dearest_group(promotion, stacks, among, left)
    if group_or_none is not None:
        yield group_or_none


def dearest_group(promotion: Promotion, stacks: Sequence[Stack], among: Sequence[int], left: Left) -> Group | None:
    """The group that is made of the dearest units left; None where there are too few, or it saves nothing."""
    dearest = sorted(among, key=lambda place: (-stacks[place].unit_price, place))
    rule = promotion.rule
    if isinstance(rule, TakePay):
        pieces = _first(dearest, [left[place] // PIECE_MILLI for place in dearest], rule.take)
        group = None if pieces is None else _free_pieces(promotion, rule, stacks, pieces)
    else:
        assert isinstance(rule, Bundle), "what takes several units"
        group = _bundled(promotion, rule, stacks, dearest, left)
    return group if group is not None and group.saving_minor > 0 else None


def _free_pieces(
    promotion: Promotion, rule: TakePay, stacks: Sequence[Stack], pieces: Sequence[tuple[int, int]]
) -> Group:
    """Of these pieces the cheapest are free."""
    free = rule.take - rule.pay
    saves = []
    for place, count in sorted(pieces, key=lambda piece: (stacks[piece[0]].unit_price, piece[0])):
        here = min(free, count)
        free -= here
        worth = stacks[place].worth(here * PIECE_MILLI)
        if worth:
            saves.append((place, worth))
    takes = tuple((place, count * PIECE_MILLI) for place, count in pieces)
    return Group(promotion, takes, tuple(saves), sum([amount for _, amount in saves]))


def _bundled(
    promotion: Promotion, rule: Bundle, stacks: Sequence[Stack], dearest: Sequence[int], left: Left
) -> Group | None:
    takes: list[tuple[int, int]] = []
    for sku, milli in rule.parts:
        places = [place for place in dearest if stacks[place].sku == sku]
        part = _first(places, [left[place] for place in places], milli)
        if part is None:
            return None
        takes += part
    worths = [stacks[place].worth(milli) for place, milli in takes]
    saving = sum(worths) - rule.price_minor
    if saving <= 0:
        return None
    shares = allocate(saving, worths)
    saves = tuple((place, share) for (place, _), share in zip(takes, shares, strict=True) if share)
    return Group(promotion, tuple(takes), saves, saving)


def _first(places: Sequence[int], rooms: Sequence[int], wanted: int) -> list[tuple[int, int]] | None:
    """So much from these places, the first ones first; None where there is less."""
    found = []
    for place, room in zip(places, rooms, strict=True):
        here = min(room, wanted)
        if here:
            found.append((place, here))
            wanted -= here
        if not wanted:
            return found
    return None


def _choices(rooms: Sequence[int], wanted: int) -> Iterator[tuple[int, ...]]:
    """Each way to take so many pieces from places that have so many."""
    if not rooms:
        if not wanted:
            yield ()
        return
    others = sum(rooms[1:])
    for here in range(min(rooms[0], wanted), max(0, wanted - others) - 1, -1):
        for rest in _choices(rooms[1:], wanted - here):
            yield (here, *rest)
