"""Which units of a cart get which promotion, so that the customer pays least.

The problem: a unit gets one promotion, and several may want it. Taking the promotion that saves most first is
not best: a bundle that saves 5 may use up two products that save 4 each by themselves.

The choice: stacks that no "n for m" and no bundle wants get the best percentage or amount, which is plain.
The others are tried out in every way, with what the percentages and amounts take off the units that are left.
Where that would take more than STEPS_MAX steps, groups are taken greedily instead: at each step the group
that saves most beyond what its units would have saved otherwise, of equal ones the older promotion's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tillbook.core.promotions.groups import Group, dearest_group, every_group, touched
from tillbook.core.promotions.rules import Off, Promotion
from tillbook.core.promotions.stacks import Stack, taken_off
from tillbook.core.rounding import Divide

STEPS_MAX: Final = 4_000
"""Groups that are tried out for stacks that hang together."""

DEPTH_MAX: Final = 100
"""Groups of one way to do it, and stacks that hang together, for trying out every way."""

Saved = tuple[int, Promotion, int]
"""A stack, the promotion, and what it takes off the stack."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen; `best` says that nothing can save more."""

    saved: tuple[Saved, ...]
    best: bool
    grouped: frozenset[int]
    """The stacks that some group could have taken from."""


class _TooMany(Exception):
    """There are more ways than are tried out."""


class Chooser:
    """Chooses for the stacks of one cart; what was worked out once for a set of promotions is kept."""

    def __init__(self, stacks: Sequence[Stack], divide: Divide) -> None:
        self._stacks = stacks
        self._divide = divide
        self._known: dict[tuple[object, ...], tuple[tuple[Saved, ...], bool]] = {}

    def choose(self, promotions: Sequence[Promotion]) -> Chosen:
        """The best use of these promotions, none of them stackable or of the bill, in the order of their ids."""
        offs = [self._offs(stack, promotions) for stack in self._stacks]
        groups = [promotion for promotion in promotions if not isinstance(promotion.rule, Off)]
        saved: list[Saved] = []
        best = True
        grouped: set[int] = set()
        for members, places in _hanging_together(groups, self._stacks):
            key = (tuple(p.id for p in members), tuple((place, tuple(p.id for p in offs[place])) for place in places))
            if key not in self._known:
                self._known[key] = _Parts(self._stacks, places, members, offs, self._divide).choose()
            found, sure = self._known[key]
            saved += found
            best = best and sure
            grouped.update(places)
        for place, stack in enumerate(self._stacks):
            if place not in grouped:
                amount, promotion = _best_off(stack, stack.milli, offs[place], self._divide)
                saved += [(place, promotion, amount)] if promotion is not None else []
        return Chosen(tuple(saved), best, frozenset(grouped))

    def in_order(self, promotions: Sequence[Promotion]) -> Chosen:
        """Each promotion in its turn takes what those before it left."""
        left = [stack.milli for stack in self._stacks]
        saved: list[Saved] = []
        for promotion in promotions:
            if isinstance(promotion.rule, Off):
                for place, stack in enumerate(self._stacks):
                    amount, _ = _best_off(stack, left[place], _holding(stack, [promotion]), self._divide)
                    if amount:
                        saved.append((place, promotion, amount))
                        left[place] = 0
                continue
            among = touched(promotion, self._stacks)
            while (group := dearest_group(promotion, self._stacks, among, left)) is not None:
                saved += _taken(group, group.times(left), left)
        return Chosen(tuple(saved), best=True, grouped=frozenset())

    def _offs(self, stack: Stack, promotions: Iterable[Promotion]) -> list[Promotion]:
        """The percentage, the amount per unit and the amount per line that take most off a stack."""
        most: dict[object, Promotion] = {}
        for promotion in _holding(stack, promotions):
            rule = promotion.rule
            assert isinstance(rule, Off), "the others take several units"
            kept = most.setdefault(rule.per, promotion).rule
            assert isinstance(kept, Off), "as above"
            if (rule.percent or 0, rule.amount_minor or 0) > (kept.percent or 0, kept.amount_minor or 0):
                most[rule.per] = promotion
        return sorted(most.values(), key=lambda promotion: promotion.id)


class _Parts:
    """Stacks that hang together by the groups that want them."""

    def __init__(
        self,
        stacks: Sequence[Stack],
        places: Sequence[int],
        groups: Sequence[Promotion],
        offs: Sequence[Sequence[Promotion]],
        divide: Divide,
    ) -> None:
        self._stacks = [stacks[place] for place in places]
        self._places = places
        self._groups = [(promotion, touched(promotion, self._stacks)) for promotion in groups]
        self._offs = [offs[place] for place in places]
        self._divide = divide
        self._steps = 0
        self._ways: dict[tuple[int, ...], tuple[int, Group | None]] = {}
        self._kept_offs: dict[tuple[int, int], tuple[int, Promotion | None]] = {}

    def choose(self) -> tuple[tuple[Saved, ...], bool]:
        left = [stack.milli for stack in self._stacks]
        saved: list[Saved] = []
        try:
            self._best(tuple(left), 0)
        except _TooMany:
            self._greedily(left, saved)
            sure = False
        else:
            while (group := self._ways[tuple(left)][1]) is not None:
                saved += _taken(group, 1, left)
            sure = True
        for place, milli in enumerate(left):
            amount, promotion = self._off(place, milli)
            saved += [(place, promotion, amount)] if promotion is not None else []
        return tuple((self._places[place], promotion, amount) for place, promotion, amount in saved), sure

    def _best(self, left: tuple[int, ...], depth: int) -> int:
        """The most that can be saved on what is left; remembers the group to begin with."""
        known = self._ways.get(left)
        if known is not None:
            return known[0]
        if max(depth, len(left)) > DEPTH_MAX:
            raise _TooMany
        most = sum([self._off(place, milli)[0] for place, milli in enumerate(left)])
        first: Group | None = None
        for promotion, among in self._groups:
            for group in every_group(promotion, self._stacks, among, left):
                self._steps += 1
                if self._steps > STEPS_MAX:
                    raise _TooMany
                saving = group.saving_minor + self._best(_without(group, left), depth + 1)
                if saving > most:
                    most, first = saving, group
        self._ways[left] = (most, first)
        return most

    def _greedily(self, left: list[int], saved: list[Saved]) -> None:
        """Take the group that gains most, as often as there are units for it, until none gains anything."""
        for _ in range(STEPS_MAX):
            best: tuple[int, Group, int] | None = None
            for promotion, among in self._groups:
                group = dearest_group(promotion, self._stacks, among, left)
                gain, times = (0, 0) if group is None else self._gain(group, left)
                if group is not None and gain > (best[0] if best else 0):
                    best = (gain, group, times)
            if best is None:
                return
            saved += _taken(best[1], best[2], left)

    def _gain(self, group: Group, left: Sequence[int]) -> tuple[int, int]:
        """What a group saves beyond what its units would save otherwise, and how often it is worth taking."""

        def gain(times: int) -> int:
            displaced = [
                self._off(place, left[place])[0] - self._off(place, left[place] - times * milli)[0]
                for place, milli in group.takes
            ]
            return times * group.saving_minor - sum(displaced)

        times = group.times(left)
        return (gain(1), times) if gain(times) >= gain(1) else (gain(1), 1)

    def _off(self, place: int, milli: int) -> tuple[int, Promotion | None]:
        key = (place, milli)
        if key not in self._kept_offs:
            self._kept_offs[key] = _best_off(self._stacks[place], milli, self._offs[place], self._divide)
        return self._kept_offs[key]


def _holding(stack: Stack, promotions: Iterable[Promotion]) -> list[Promotion]:
    """The percentages and amounts off products that speak of a stack."""
    return [
        promotion
        for promotion in promotions
        if isinstance(promotion.rule, Off)
        and promotion.rule.on is not None
        and promotion.rule.on.hold(stack.sku, stack.category)
    ]


def _best_off(stack: Stack, milli: int, offs: Sequence[Promotion], divide: Divide) -> tuple[int, Promotion | None]:
    """The most that one of these takes off so much of a stack; of equal ones the older."""
    most, chosen = 0, None
    worth = stack.worth(milli)
    for promotion in offs:
        assert isinstance(promotion.rule, Off), "the others take several units"
        amount = taken_off(promotion.rule, worth, milli, divide)
        if amount > most:
            most, chosen = amount, promotion
    return most, chosen


def _without(group: Group, left: tuple[int, ...]) -> tuple[int, ...]:
    """What is left behind a group."""
    after = list(left)
    for place, milli in group.takes:
        after[place] -= milli
    return tuple(after)


def _taken(group: Group, times: int, left: list[int]) -> list[Saved]:
    """Take a group so often from what is left."""
    for place, milli in group.takes:
        left[place] -= milli * times
    return [(place, group.promotion, amount * times) for place, amount in group.saves]


def _hanging_together(groups: Sequence[Promotion], stacks: Sequence[Stack]) -> list[tuple[list[Promotion], list[int]]]:
    """Promotions that want the same stacks, directly or by others, with the stacks that they want."""
    parts: list[tuple[list[Promotion], set[int]]] = []
    for promotion in groups:
        members, places = [promotion], set(touched(promotion, stacks))
        apart = []
        for part in parts:
            if part[1] & places:
                members, places = [*part[0], *members], places | part[1]
            else:
                apart.append(part)
        parts = [*apart, (members, places)] if places else parts
    return [(sorted(members, key=lambda one: one.id), sorted(places)) for members, places in parts]
