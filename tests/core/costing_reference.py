"""What goods cost, written once more from the definition: a heap of pieces, an average, and a list of what is owed.

Nothing here is shared with `core/costing.py`, and it goes another way about it: there, two whole numbers are
changed by integer division; here, pieces and amounts are fractions, what was sold before it came in is a list
of debts, oldest first, and each arrival pays them piece by piece at its own unit cost. Rounding happens in one
place, half up, where an amount is written into the books. `Ideal` never rounds at all.

Source: IAS 2, paragraph 27: "the cost of each item is determined from the weighted average of the cost of
similar items ... calculated on a periodic basis, or as each additional shipment is received".
"""

from __future__ import annotations

from fractions import Fraction
from math import floor


class Ideal:
    """Average cost in exact fractions of a minor unit."""

    def __init__(self) -> None:
        self.pieces = Fraction(0)
        self.value = Fraction(0)
        self.owed: list[Fraction] = []
        self.cost_of_goods = Fraction(0)

    @property
    def on_hand(self) -> Fraction:
        """Pieces on the shelf less those that were sold and never came."""
        return self.pieces - sum(self.owed)

    def written(self, amount: Fraction) -> Fraction:
        """An amount as the books take it."""
        return amount

    def average(self) -> Fraction:
        return self.value / self.pieces if self.pieces else Fraction(0)

    def take(self, pieces: Fraction) -> Fraction:
        """Pieces that leave at the average; those that are not there are owed, and cost nothing yet."""
        there = min(pieces, self.pieces)
        all_of_it = there == self.pieces
        cost = self.value if all_of_it else self.written(self.average() * there)
        self.pieces -= there
        self.value -= cost
        if pieces > there:
            self.owed.append(pieces - there)
        self.cost_of_goods += cost
        return cost

    def receive(self, pieces: Fraction, cost: Fraction) -> Fraction:
        """Pieces that arrive at a cost; answers what part of it is for pieces that had been sold before."""
        left = pieces
        while self.owed and left:
            paid = min(left, self.owed[0])
            left -= paid
            self.owed[0] -= paid
            if not self.owed[0]:
                del self.owed[0]
        late = self.written(cost / pieces * (pieces - left)) if left else cost
        self.pieces += left
        self.value += cost - late
        self.cost_of_goods += late
        return late

    def find(self, pieces: Fraction) -> Fraction:
        """Pieces that turn up: worth the average of those that are there; answers the late cost."""
        return self.receive(pieces, self.written(self.average() * pieces))


class Reference(Ideal):
    """Average cost as the books must have it: whole minor units, rounded half up."""

    def written(self, amount: Fraction) -> Fraction:
        return Fraction(floor(amount + Fraction(1, 2)))


def share_back(cost: int, *, sold: int, before: int, now: int) -> int:
    """What `now` of `sold` pieces cost, when `before` of them came back before: the shares together are the cost."""
    upto = [floor(Fraction(cost * back, sold) + Fraction(1, 2)) for back in (before, before + now)]
    return upto[1] - upto[0]
