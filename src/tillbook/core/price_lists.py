"""Which of a product's listed prices holds: by list, quantity and day.

A row says what one unit costs by a list, from a quantity on, from a day on. Rows are never changed: where two
speak of the same list and quantity, the one that is valid from the later day counts, of the same day the one
written later. A row without a price ends the one before it.

The retail price of any quantity stands on the product itself (it is what the menu shows and what a file
brings in), so a retail row from quantity 0 counts only where it was set for a day that was still to come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

RETAIL: Final = "retail"
"""The list that everybody pays by who has no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPrice:
    """A row that is valid already: in the order in which rows were written by valid-from, then by age.

    `own` is of the customer's own list, else of retail; `price` is None where the row ends the one before.
    """

    own: bool
    from_milli: int
    price: Decimal | None
    scheduled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBreaks:
    """The prices of one product that hold on a day, as (from thousandths, unit price), greatest quantity first."""

    own: tuple[tuple[int, Decimal], ...] = ()
    retail: tuple[tuple[int, Decimal], ...] = ()

    def unit_price(self, quantity_milli: int) -> Decimal | None:
        """What one unit costs of so many: by the customer's list, else by retail; None is the product's own price.

        >>> breaks = PriceBreaks(retail=((12_000, Decimal("0.90")), (6_000, Decimal("0.95"))))
        >>> breaks.unit_price(5_999), breaks.unit_price(6_000), breaks.unit_price(99_000)
        (None, Decimal('0.95'), Decimal('0.90'))
        """
        for breaks in (self.own, self.retail):
            for from_milli, price in breaks:
                if from_milli <= quantity_milli:
                    return price
        return None


def breaks_of(rows: Iterable[ListedPrice]) -> PriceBreaks:
    """The breaks that rows of one product come to; the rows in order of valid-from, then as they were written.

    >>> rows = [ListedPrice(own=False, from_milli=6_000, price=Decimal(9)),
    ...         ListedPrice(own=False, from_milli=6_000, price=None)]
    >>> breaks_of(rows).unit_price(6_000) is None
    True
    """
    last: dict[tuple[bool, int], ListedPrice] = {(row.own, row.from_milli): row for row in rows}
    kept = [row for row in last.values() if row.own or row.from_milli or row.scheduled]
    return PriceBreaks(own=_sorted(kept, own=True), retail=_sorted(kept, own=False))


def _sorted(rows: Iterable[ListedPrice], *, own: bool) -> tuple[tuple[int, Decimal], ...]:
    found = [(row.from_milli, row.price) for row in rows if row.own is own and row.price is not None]
    return tuple(sorted(found, reverse=True))
