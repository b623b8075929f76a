"""Weighted average cost in whole minor units.

The problem: an average cost is a fraction (10.00 for 3 pieces), and a fraction that is rounded and stored
loses a little with every movement, until value on hand and cost of goods no longer add up to what was paid.

The choice: no average is stored. A product has a quantity on hand (thousandths) and a value on hand (minor
units); both are whole numbers. What leaves takes its share of the value, rounded to a minor unit, and the
last piece takes all that is left, so that nothing is lost and nothing appears:

    purchases = cost of goods taken + late costs + value on hand        (always, exactly)
    value on hand = 0 wherever the quantity on hand is 0 or less; it is never negative

Goods sold before they came in have no cost yet, so they leave at 0. When goods arrive, the share of their
cost that covers what was already sold is a *late cost*: the shop books it on the day of the arrival, because
a closed day never changes.

Limits: the average is one per product, whatever the location or the lot; a late cost is taken from the
arrival that fills the gap, at that arrival's cost.
Source: IAS 2 Inventories, paragraph 27 (weighted average, "calculated ... as each additional shipment is
received").
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """How the cost of goods that came in is split: the two parts add up to the cost."""

    value_added_minor: int
    late_cost_minor: int


def take(*, on_hand_milli: int, value_minor: int, quantity_milli: int) -> int:
    """The cost of goods that leave (sold, lost, sent back), in minor units, rounded half up.

    Whoever takes all there is, or more, takes the whole value; what is taken below zero costs 0 until
    goods arrive (see `receive`).

    >>> take(on_hand_milli=3_000, value_minor=10_00, quantity_milli=1_000)
    333
    >>> take(on_hand_milli=3_000, value_minor=10_00, quantity_milli=5_000)
    1000
    >>> take(on_hand_milli=0, value_minor=0, quantity_milli=1_000)
    0
    """
    _require_sound(on_hand_milli=on_hand_milli, value_minor=value_minor)
    assert quantity_milli > 0, "goods that leave have a quantity"

    if quantity_milli >= on_hand_milli:
        return value_minor
    return _share(value_minor, of=on_hand_milli, part=quantity_milli)


def receive(*, on_hand_milli: int, value_minor: int, quantity_milli: int, cost_minor: int) -> Received:
    """How `cost_minor`, paid for goods that come in, is split between value on hand and late cost.

    Below zero the share of the cost that covers what was already sold is a late cost, rounded half up.

    >>> receive(on_hand_milli=2_000, value_minor=5_00, quantity_milli=1_000, cost_minor=3_00)
    Received(value_added_minor=300, late_cost_minor=0)
    >>> receive(on_hand_milli=-1_000, value_minor=0, quantity_milli=3_000, cost_minor=10_00)
    Received(value_added_minor=667, late_cost_minor=333)
    """
    _require_sound(on_hand_milli=on_hand_milli, value_minor=value_minor)
    assert quantity_milli > 0, "goods that come in have a quantity"
    assert cost_minor >= 0, "a cost is never negative"

    sold_before_milli = max(0, -on_hand_milli)
    if quantity_milli <= sold_before_milli:
        late_cost_minor = cost_minor
    else:
        late_cost_minor = _share(cost_minor, of=quantity_milli, part=sold_before_milli)
    return Received(value_added_minor=cost_minor - late_cost_minor, late_cost_minor=late_cost_minor)


def at_average(*, on_hand_milli: int, value_minor: int, quantity_milli: int) -> int:
    """What `quantity_milli` is worth at the average cost of now, in minor units, rounded half up.

    0 where nothing is on hand: there is no average then.

    >>> at_average(on_hand_milli=2_000, value_minor=5_00, quantity_milli=3_000)
    750
    """
    _require_sound(on_hand_milli=on_hand_milli, value_minor=value_minor)
    if on_hand_milli <= 0:
        return 0
    return _share(value_minor, of=on_hand_milli, part=quantity_milli)


def find(*, on_hand_milli: int, value_minor: int, quantity_milli: int, cost_minor: int | None = None) -> Received:
    """Goods that a count found: received at `cost_minor` for all of them, else at the average cost of now.

    The counterpart, goods lost, is `take`.

    >>> find(on_hand_milli=2_000, value_minor=5_00, quantity_milli=1_000)
    Received(value_added_minor=250, late_cost_minor=0)
    """
    if cost_minor is None:
        cost_minor = at_average(on_hand_milli=on_hand_milli, value_minor=value_minor, quantity_milli=quantity_milli)
    return receive(
        on_hand_milli=on_hand_milli,
        value_minor=value_minor,
        quantity_milli=quantity_milli,
        cost_minor=cost_minor,
    )


def _share(amount_minor: int, *, of: int, part: int) -> int:
    return (2 * amount_minor * part + of) // (2 * of)


def _require_sound(*, on_hand_milli: int, value_minor: int) -> None:
    assert value_minor >= 0, "value on hand is never negative"
    assert on_hand_milli > 0 or value_minor == 0, "value on hand is 0 where nothing is on hand"
