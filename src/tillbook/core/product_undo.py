"""What an import did to a product, taken back: wholly, or not at all with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tillbook.core.product_import import Columns, ProductNow
from tillbook.core.quantity import format_quantity

MOVED = "moved_milli"
BARCODES = "barcodes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNoted:
    """A product as an import noted it: `before` is None where the import made it.

    `after` has what the import set, and the quantity that it moved and the barcodes that it added, if any.
    `cost_minor` is what that quantity cost. `moved_since`: other documents have moved the product.
    """

    before: Columns | None
    after: Mapping[str, object]
    cost_minor: int
    moved_since: bool

    @property
    def moved_milli(self) -> int:
        """What the import brought in, in thousandths; below 0 what it took away."""
        return int(str(self.after.get(MOVED, 0)))

    @property
    def barcodes(self) -> tuple[str, ...]:
        """The barcodes that the import added."""
        codes = self.after.get(BARCODES, ())
        assert isinstance(codes, list | tuple)
        return tuple(str(code) for code in codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """What takes a change back: columns to set, thousandths to move (out, below 0), barcodes to drop."""

    columns: Columns
    move_milli: int
    cost_minor: int | None
    barcodes: tuple[str, ...]


def reverse(change: ChangeNoted, now: ProductNow) -> Reversal | str:
    """How the change is taken back, or why it cannot be.

    A product that the import made is emptied and archived, if nobody has used it since.
    """
    for name, value in change.after.items():
        if name not in (MOVED, BARCODES) and now.columns[name] != value:
            return f"its {_told(name)} was changed since"
    if change.before is None and change.moved_since:
        return "it was sold, received or corrected since"
    if now.columns.get("lot_tracked") and change.moved_milli:
        return "it is kept in lots now: adjust it lot by lot"
    columns: Columns = {"archived": True} if change.before is None else change.before
    after = {**now.columns, **columns}
    target = now.on_hand_milli - change.moved_milli
    if target < 0 and after["short_stock"] == "forbid":
        return f"only {format_quantity(now.on_hand_milli)} of the {format_quantity(change.moved_milli)} are left"
    if target % int(str(after["step_milli"])):
        return f"{format_quantity(target)} on hand would be off its old step"
    return Reversal(
        columns=columns,
        move_milli=-change.moved_milli,
        cost_minor=change.cost_minor,
        barcodes=tuple([code for code in change.barcodes if code in now.barcodes]),
    )


def _told(column: str) -> str:
    return column.removesuffix("_id").removesuffix("_milli").replace("_", " ")
