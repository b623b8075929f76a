"""Which listed price holds."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.price_lists import ListedPrice, breaks_of

ROWS = st.lists(
    st.builds(
        lambda own, start, price, scheduled: ListedPrice(
            own=own, from_milli=start * 1000, price=None if price == 0 else Decimal(price), scheduled=scheduled
        ),
        st.booleans(),
        st.integers(0, 4),
        st.integers(0, 9),
        st.booleans(),
    ),
    max_size=20,
)


def expected(rows: list[ListedPrice], milli: int) -> Decimal | None:
    """By the rule, word by word: own list first, greatest quantity, latest row, an empty one ends."""
    for own in (True, False):
        for start in range(milli - milli % 1000, -1, -1000):
            of_start = [row for row in rows if row.own is own and row.from_milli == start]
            if not of_start or of_start[-1].price is None:
                continue
            if own or start or of_start[-1].scheduled:
                return of_start[-1].price
    return None


@given(ROWS, st.integers(0, 6_000))
def test_the_price_is_the_one_that_the_rule_names(rows: list[ListedPrice], milli: int) -> None:
    assert breaks_of(rows).unit_price(milli) == expected(rows, milli)
