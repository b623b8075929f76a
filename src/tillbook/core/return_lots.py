"""Which lots goods go back into: those that they were sold from, else the one that is named (P11, P19).

The problem: goods that come into no lot are on hand and can never be sold, and goods that come into a wrong one
expire on a wrong day. The choice: what a bill sold out of lots goes back into them, what was taken last first, or
into that one of them which the line names. What was sold before its product was kept in lots, and what comes
without a receipt, goes into the lot that its line names; nobody can guess it. Goods that are damaged, or go on to
their supplier, pass through their lot too, so that a lot that is recalled can be followed to its end. A product
that is kept in lots no more has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from tillbook.core.errors import Refusal
from tillbook.core.lots import UnknownLot
from tillbook.core.named_lots import LotNeeded, NotLotTracked
from tillbook.core.quantity import format_quantity
from tillbook.core.returns import LineBack, LotMilli


class NotSoldFromLot(Refusal):
    """The bill sold less out of this lot than would go back into it."""

    code: ClassVar[str] = "not_sold_from_lot"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLots:
    """What is known of the lots of goods that come back.

    `named` are the codes that the lines name, line by line, empty where they name none; of no lines at all where
    everything that is left comes back. `known` are the ids of those that there are, by product and code.
    `not_back` are the thousandths that were sold out of each lot and have not come back, by product and id, with
    the `codes` of these lots. `newest` are some codes of each product that is kept in lots; no other product is
    there. `sold_from` are the lots of each line of the bill, in the order in which they were taken.
    """

    named: Sequence[str]
    known: Mapping[tuple[int, str], int]
    not_back: Mapping[int, Mapping[int, int]]
    codes: Mapping[int, str]
    newest: Mapping[int, Sequence[str]]
    sold_from: Mapping[int, Sequence[LotMilli]]


def into_lots(lines: Sequence[LineBack], lots: ReturnLots) -> list[tuple[LotMilli, ...]]:
    """The lots of each line, that add up to it; none where its product is not kept in lots.

    Raises:
        LotNeeded, NotLotTracked, UnknownLot, NotSoldFromLot: with the path of the line.
    """
    left = {product_id: dict(of_product) for product_id, of_product in lots.not_back.items()}
    found = []
    for index, line in enumerate(lines):
        code = lots.named[index] if lots.named else ""
        path = f"lines[{index}].lot" if lots.named else "lines"
        there = left.get(line.product_id, {})
        picked = _of_line(line, code, lots, there, path)
        for lot_id, milli in picked:
            there[lot_id] = there.get(lot_id, 0) - milli
        found.append(picked)
    return found


def _of_line(line: LineBack, code: str, lots: ReturnLots, left: Mapping[int, int], path: str) -> tuple[LotMilli, ...]:
    if line.product_id not in lots.newest:
        if code:
            raise NotLotTracked(f"{line.name} is not kept in lots; leave the lot out.", path=path)
        return ()
    lot_id = _known(line, code, lots, path) if code else None
    milli = line.quantity_milli
    if lot_id is not None and left.get(lot_id, 0) >= milli:
        return ((lot_id, milli),)
    sold = _sold_last_first(line, lots, left)
    rest = milli - sum([part for _, part in sold])
    if not rest:
        if code:
            raise NotSoldFromLot(_other_lots(line, code, lots, left, left.get(lot_id or 0, 0)), path=path)
        return tuple(sold)
    if lot_id is None:
        raise LotNeeded(_say_which(line, lots), path=path)
    return (*sold, (lot_id, rest))


def _known(line: LineBack, code: str, lots: ReturnLots, path: str) -> int:
    lot_id = lots.known.get((line.product_id, code))
    if lot_id is None:
        raise UnknownLot(f"There is no lot {code!r} of {line.name}; {_which(line, lots)}", path=path)
    return lot_id


def _sold_last_first(line: LineBack, lots: ReturnLots, left: Mapping[int, int]) -> list[LotMilli]:
    """So much of a line as was sold out of lots: its own first, then those of other lines of its product."""
    of_line = list(reversed(lots.sold_from.get(line.sale_position or 0, ())))
    wanted = line.quantity_milli
    taken: dict[int, int] = {}
    for lot_id, most in [*of_line, *reversed(list(left.items()))]:
        part = min(wanted, most, left.get(lot_id, 0) - taken.get(lot_id, 0))
        if part > 0:
            taken[lot_id] = taken.get(lot_id, 0) + part
            wanted -= part
    return list(taken.items())


def _say_which(line: LineBack, lots: ReturnLots) -> str:
    back = format_quantity(line.quantity_milli)
    return f"{line.name} is kept in lots: say into which one the {back} go back; {_which(line, lots)}"


def _which(line: LineBack, lots: ReturnLots) -> str:
    codes = ", ".join(lots.newest[line.product_id])
    there = f"the newest are {codes}" if codes else "there are none yet"
    return f"{there}, and goods that come in make a new one: tillbook receive {line.sku}"


def _other_lots(line: LineBack, code: str, lots: ReturnLots, left: Mapping[int, int], there_milli: int) -> str:
    sold = ", ".join([f"{format_quantity(milli)} of {lots.codes[key]}" for key, milli in left.items() if milli > 0])
    only = f"Only {format_quantity(there_milli)}" if there_milli > 0 else "Nothing"
    return f"{only} of {line.name} on this bill is of lot {code}; what can come back is {sold}."
