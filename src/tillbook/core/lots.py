"""Which lots goods leave from: what expires first goes first, what has expired stays (P19).

The problem: whoever takes the nearest box sells the goods of next year today and throws those of last month
away tomorrow; and a total on hand does not say that part of it may not be sold any more.

The choice: goods leave in the order in which they expire, those without a date last. Goods that have expired
are left on the shelf while others are enough, and leave after them only where somebody may sell them. A lot
chosen by hand is taken alone. A serial number is a lot that holds one piece.

Limits: a lot is good on the whole of the day on which it expires, by the business date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.core.quantity import format_quantity

Pick = tuple[int, int]
"""A lot by its id, and the thousandths that leave it."""


class LotExpired(Refusal):
    """Goods that have expired would have to be sold, by somebody who may not."""

    code: ClassVar[str] = "lot_expired"


class NotInLots(Refusal):
    """The lots that may be taken from hold less than is asked for."""

    code: ClassVar[str] = "not_in_lots"


class UnknownLot(Refusal):
    """The product has no lot of this code, and never had one."""

    code: ClassVar[str] = "unknown_lot"


@dataclass(frozen=True, slots=True, kw_only=True)
class LotNow:
    """A lot of a product and how much of it is there; without a date it never expires."""

    lot_id: int
    code: str
    expires_on: date | None
    on_hand_milli: int

    def has_expired(self, day: date) -> bool:
        """Whether `day` is after the last day on which it is good."""
        return self.expires_on is not None and self.expires_on < day


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLine:
    """A line that takes goods out of lots; `lot` is a lot's code where one is chosen by hand."""

    product_id: int
    name: str
    quantity_milli: int
    lot: str = ""
    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """The lots that a line takes its goods from; they add up to its quantity. `expired`: one of them has."""

    lots: tuple[Pick, ...]
    expired: bool


def available(lots: Iterable[LotNow], *, day: date, code: str = "", expired_allowed: bool) -> int:
    """The thousandths that `pick` could take: of one lot, or of all of them."""
    return sum(
        [
            lot.on_hand_milli
            for lot in lots
            if (not code or lot.code == code) and (expired_allowed or not lot.has_expired(day))
        ]
    )


def pick(
    lots: Sequence[LotNow],
    milli: int,
    *,
    day: date,
    code: str = "",
    expired_allowed: bool,
    name: str = "this product",
    path: str | None = None,
) -> tuple[Pick, ...]:
    """The lots that so many thousandths leave from, in the order of `lots` (what expires first stands first).

    Those that have expired by `day` come last, and only if `expired_allowed`. A `code` takes from that lot alone.

    >>> old = LotNow(lot_id=1, code="A", expires_on=date(2026, 11, 1), on_hand_milli=5_000)
    >>> new = LotNow(lot_id=2, code="B", expires_on=date(2027, 5, 1), on_hand_milli=2_000)
    >>> pick([old, new], 2_000, day=date(2026, 11, 22), expired_allowed=False)
    ((2, 2000),)
    >>> pick([old, new], 3_000, day=date(2026, 11, 22), expired_allowed=True)
    ((2, 2000), (1, 1000))

    Raises:
        UnknownLot: `code` names none of these lots.
        NotInLots: there is not so much in them; nothing, where `code` names one that is empty.
        LotExpired: there is, but what is missing has expired.
    """
    assert milli > 0, "goods that leave have a quantity"
    lots = [lot for lot in lots if (lot.code == code if code else lot.on_hand_milli > 0)]
    if code and not lots:
        raise UnknownLot(f"There is no lot {code!r} of {name}; see which are with: tillbook lot list", path=_lot(path))
    there = available(lots, day=day, expired_allowed=True)
    if there < milli:
        raise NotInLots(_too_few(there, code, name), path=path)
    good = available(lots, day=day, expired_allowed=False)
    if good < milli and not expired_allowed:
        raise LotExpired(_expired(lots, good, day, code, name), path=_lot(path) if code else path)
    return _in_order([*_good(lots, day), *[lot for lot in lots if lot.has_expired(day)]], milli)


def pick_all(
    lines: Sequence[LotLine], lots: Mapping[int, Sequence[LotNow]], *, day: date, expired_allowed: bool
) -> list[Picked]:
    """The lots of each line, in the order of the lines; no two lines take the same goods.

    Lots chosen by hand are set aside first. `lots` are those of each product, what expires first standing first.

    Raises:
        UnknownLot, NotInLots, LotExpired: with the path of the line.
    """
    left = {product_id: list(of_product) for product_id, of_product in lots.items()}
    picked: dict[int, Picked] = {}
    for index in sorted(range(len(lines)), key=lambda index: (not lines[index].lot, index)):
        line = lines[index]
        there = left.get(line.product_id, [])
        taken = pick(
            there,
            line.quantity_milli,
            day=day,
            code=line.lot,
            expired_allowed=expired_allowed,
            name=line.name,
            path=line.path,
        )
        by_lot = dict(taken)
        expired = any(lot.has_expired(day) for lot in there if lot.lot_id in by_lot)
        picked[index] = Picked(lots=taken, expired=expired)
        left[line.product_id] = [_without(lot, by_lot.get(lot.lot_id, 0)) for lot in there]
    return [picked[index] for index in range(len(lines))]


def _good(lots: Iterable[LotNow], day: date) -> list[LotNow]:
    return [lot for lot in lots if not lot.has_expired(day)]


def _in_order(lots: Iterable[LotNow], milli: int) -> tuple[Pick, ...]:
    taken = []
    for lot in lots:
        part = min(lot.on_hand_milli, milli)
        if part > 0:
            taken.append((lot.lot_id, part))
            milli -= part
    assert milli == 0, "there is enough of them"
    return tuple(taken)


def _without(lot: LotNow, milli: int) -> LotNow:
    return replace(lot, on_hand_milli=lot.on_hand_milli - milli) if milli else lot


def _too_few(there_milli: int, code: str, name: str) -> str:
    where = f"in lot {code}" if code else "in its lots"
    if there_milli <= 0:
        return f"No {name} is left {where}; take another lot or leave it out."
    return f"Only {format_quantity(there_milli)} of {name} are left {where}; take those or another lot."


def _expired(lots: Iterable[LotNow], good_milli: int, day: date, code: str, name: str) -> str:
    last = max([lot.expires_on for lot in lots if lot.expires_on is not None and lot.has_expired(day)])
    who = "let somebody who may sell it agree, or"
    if code:
        return f"Lot {code} of {name} expired on {last.isoformat()}; {who} take another lot."
    if good_milli:
        there = format_quantity(good_milli)
        return f"Only {there} of {name} have not expired (the rest did by {last.isoformat()}); {who} sell those."
    return f"All {name} on hand expired by {last.isoformat()}; {who} take it off the shelf: tillbook lot write-off"


def _lot(path: str | None) -> str | None:
    return None if path is None else f"{path}.lot"
