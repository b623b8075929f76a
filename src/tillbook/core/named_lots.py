"""Lots that a person names: goods that come into them, are found in them or leave them.

Every quantity of a product kept in lots says its lot; no other product has one. A lot is made by the first
goods that come into it, and whoever names it again means the same date. A serial number is the lot of one
piece, and comes in once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Final

from tillbook.core.errors import Refusal
from tillbook.core.lots import LotNow, pick

ONE_MILLI: Final = 1000
LOT_LENGTH_MAX: Final = 64


class LotNeeded(Refusal):
    """A quantity of a product kept in lots says no lot."""

    code: ClassVar[str] = "lot_needed"


class NotLotTracked(Refusal):
    """A lot is named of a product that is not kept in lots."""

    code: ClassVar[str] = "not_lot_tracked"


class LotDiffers(Refusal):
    """The lot is known with another date."""

    code: ClassVar[str] = "lot_differs"


class SerialTaken(Refusal):
    """A serial number that is on hand already, or that stands for more than one piece."""

    code: ClassVar[str] = "serial_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLot:
    """One line: thousandths of a product that come into a lot or, below 0, leave it; `lot` may be empty."""

    product_id: int
    sku: str
    name: str
    lot_tracked: bool
    quantity_milli: int
    lot: str = ""
    expires_on: date | None = None
    serial: bool = False

    @property
    def key(self) -> tuple[int, str]:
        return self.product_id, self.lot


Key = tuple[int, str]
"""A product and the code of one of its lots."""
NEW_LOT: Final = 0
"""The id of a lot that is still to be made."""


class NamedLots:
    """The lots that the lines of one document name, and what is in them as its lines are read in turn."""

    def __init__(self, known: Mapping[Key, LotNow]) -> None:
        self._now = dict(known)

    @property
    def new(self) -> dict[Key, date | None]:
        """The lots that are still to be made, with the last day on which they are good."""
        return {key: lot.expires_on for key, lot in self._now.items() if lot.lot_id == NEW_LOT}

    def read(self, line: NamedLot, *, path: str) -> None:
        """Take one line.

        Raises:
            LotNeeded, NotLotTracked, LotDiffers, SerialTaken, UnknownLot, NotInLots: with the path of the mistake.
        """
        if not line.lot_tracked:
            if line.lot or line.expires_on is not None:
                raise NotLotTracked(
                    f"{line.name} is not kept in lots; leave the lot out, or start with: tillbook lot track {line.sku}",
                    path=f"{path}.lot",
                )
            return
        if not line.lot:
            raise LotNeeded(
                f"{line.name} is kept in lots: say which one (and when it expires, if it is new).", path=f"{path}.lot"
            )
        lot = self._arrived(line, path) if line.quantity_milli > 0 else self._left(line, path)
        self._now[line.key] = replace(lot, on_hand_milli=lot.on_hand_milli + line.quantity_milli)

    def _arrived(self, line: NamedLot, path: str) -> LotNow:
        lot = self._now.get(line.key)
        if line.serial and (line.quantity_milli != ONE_MILLI or (lot is not None and lot.on_hand_milli)):
            why = "is on hand already" if line.quantity_milli == ONE_MILLI else "stands for one piece"
            raise SerialTaken(
                f"The serial number {line.lot} of {line.name} {why}; give each piece its own.", path=f"{path}.serial"
            )
        if lot is None:
            return LotNow(lot_id=NEW_LOT, code=line.lot, expires_on=line.expires_on, on_hand_milli=0)
        _require_same_date(lot, line, path)
        return lot

    def _left(self, line: NamedLot, path: str) -> LotNow:
        lot = self._now.get(line.key)
        # Whatever has expired may leave, so the day does not matter.
        there = () if lot is None else (lot,)
        pick(there, -line.quantity_milli, day=date.min, code=line.lot, expired_allowed=True, name=line.name, path=path)
        assert lot is not None, "picked above"
        _require_same_date(lot, line, path)
        return lot


def _require_same_date(lot: LotNow, line: NamedLot, path: str) -> None:
    if line.expires_on not in (None, lot.expires_on):
        known = "never expires" if lot.expires_on is None else f"expires on {lot.expires_on.isoformat()}"
        raise LotDiffers(
            f"Lot {lot.code} of {line.name} {known}; leave the date out, or give these goods a lot of their own.",
            path=f"{path}.expires_on",
        )
