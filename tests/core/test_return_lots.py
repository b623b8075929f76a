"""Which lots goods go back into: those they were sold from, in any steps (P11, P19)."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.named_lots import LotNeeded
from tillbook.core.return_lots import ReturnLots, into_lots
from tillbook.core.returns import Amounts, LineBack

MILK = 7
NOTHING = Amounts(gross_minor=0, discount_minor=0, bill_discount_minor=0, cost_minor=0)

sales = st.lists(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3_000)), min_size=1, max_size=4, unique_by=lambda lot: lot[0]),
    min_size=1,
    max_size=3,
)
"""The lines of a sale, each the lots (id, thousandths) that it was taken from."""


def back(position: int | None, milli: int) -> LineBack:
    return LineBack(
        sale_position=position,
        product_id=MILK,
        sku="MILK",
        name="Milk",
        unit="",
        tax_class="untaxed",
        unit_price="30",
        quantity_milli=milli,
        amounts=NOTHING,
        to="sellable",
    )


def known(not_back: Counter[int], *, sold_from: dict[int, list[tuple[int, int]]], named: tuple[str, ...]) -> ReturnLots:
    return ReturnLots(
        named=named,
        known={(MILK, f"L{lot}"): lot for lot in range(1, 7)},
        not_back={MILK: {lot: milli for lot, milli in not_back.items() if milli}},
        codes={lot: f"L{lot}" for lot in range(1, 6)},
        newest={MILK: ("L6",)},
        sold_from=sold_from,
    )


@given(sale=sales, data=st.data())
def test_in_any_steps_each_lot_gets_back_just_what_was_sold_out_of_it(
    sale: list[list[tuple[int, int]]], data: st.DataObject
) -> None:
    """A step names a lot of the bill that has enough left to come back, or none."""
    sold_from = dict(enumerate(sale, 1))
    sold = Counter[int]()
    for lots in sale:
        for lot, milli in lots:
            sold[lot] += milli
    came: Counter[int] = Counter()
    steps = []
    for position, lots in sold_from.items():
        total = sum(milli for _, milli in lots)
        cuts = sorted(data.draw(st.sets(st.integers(1, total), max_size=3)) | {total})
        steps += [(position, after - before) for before, after in zip([0, *cuts], cuts, strict=False)]
    for position, milli in data.draw(st.permutations(steps)):
        enough = ["", *[f"L{lot}" for lot in sold if sold[lot] - came[lot] >= milli]]
        code = data.draw(st.sampled_from(enough))
        [picked] = into_lots([back(position, milli)], known(sold - came, sold_from=sold_from, named=(code,)))

        assert sum(part for _, part in picked) == milli
        assert not code or picked == ((int(code[1:]), milli),)
        came.update(dict(picked))

    assert came == sold


@given(sale=sales, data=st.data())
def test_steps_of_one_return_are_as_returns_one_after_the_other(
    sale: list[list[tuple[int, int]]], data: st.DataObject
) -> None:
    sold_from = dict(enumerate(sale, 1))
    sold = Counter[int]()
    for lots in sale:
        for lot, milli in lots:
            sold[lot] += milli
    total = sum(milli for _, milli in sale[0])
    cuts = sorted(data.draw(st.sets(st.integers(1, total), max_size=3)) | {total})
    lines = [back(1, after - before) for before, after in zip([0, *cuts], cuts, strict=False)]

    at_once = into_lots(lines, known(sold, sold_from=sold_from, named=()))

    assert [sum(milli for _, milli in picked) for picked in at_once] == [line.quantity_milli for line in lines]
    together = Counter[int]()
    for picked in at_once:
        together.update(dict(picked))
    assert together <= sold, "no lot gets back more than was sold out of it"
    before = list(accumulate((Counter(dict(picked)) for picked in at_once), initial=Counter[int]()))
    for line, picked, came in zip(lines, at_once, before, strict=False):
        assert into_lots([line], known(sold - came, sold_from=sold_from, named=())) == [picked]


def test_what_was_taken_last_comes_back_first_and_the_rest_goes_where_it_is_told() -> None:
    """Two of L1 and one of L2 are known to have been sold; two more were sold when there were no lots."""
    sold = {1: [(1, 2_000), (2, 1_000)]}
    lots = Counter({1: 2_000, 2: 1_000})

    assert into_lots([back(1, 2_000)], known(lots, sold_from=sold, named=())) == [((2, 1_000), (1, 1_000))]
    assert into_lots([back(1, 5_000)], known(lots, sold_from=sold, named=("L6",))) == [
        ((2, 1_000), (1, 2_000), (6, 2_000))
    ]
    with pytest.raises(LotNeeded, match=r"say into which one the 5 go back; the newest are L6, and") as refused:
        into_lots([back(1, 5_000)], known(lots, sold_from=sold, named=("",)))
    assert refused.value.path == "lines[0].lot"
