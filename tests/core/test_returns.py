"""What comes back of a line is what it cost, in any partition of steps (P11)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillbook.core.amounts import Currency
from tillbook.core.paid import Paid
from tillbook.core.quantity import OffStep
from tillbook.core.returns import (
    Amounts,
    BadReturn,
    NothingToReturn,
    SoldLine,
    SoldSale,
    TaxOfLine,
    TooMuchReturned,
    UnknownSaleLine,
    share,
    take_back,
)
from tillbook.core.wanted_return import WantedBack

CGST = TaxOfLine(
    name="CGST", rate="2.5", per_unit=None, compound=False, included=True, base_minor=5_00, amount_minor=13
)
TEA = SoldLine(
    position=1,
    product_id=101,
    sku="101",
    name="Darjeeling",
    unit="pc",
    tax_class="gst5",
    unit_price="3.5",
    step_milli=1_000,
    sold_milli=3_000,
    returned_milli=0,
    amounts=Amounts(
        gross_minor=10_00,
        discount_minor=50,
        bill_discount_minor=1,
        cost_minor=5_00,
        taxes=(CGST, replace(CGST, name="SGST")),
    ),
)
SALE = SoldSale(
    sale_id=1,
    number="1/26-27/000001",
    currency=Currency.of("INR"),
    prices_include_tax=True,
    cash_increment_minor=1,
    customer_id=None,
    lines=(TEA,),
    paid_by=Paid(),
)

minor = st.integers(0, 10**12 - 1)


@st.composite
def lines(draw: st.DrawFn) -> Amounts:
    taxes = draw(st.lists(st.tuples(minor, minor), max_size=3))
    return Amounts(
        gross_minor=draw(minor),
        discount_minor=draw(minor),
        bill_discount_minor=draw(minor),
        cost_minor=draw(minor),
        taxes=tuple(replace(CGST, base_minor=base, amount_minor=amount) for base, amount in taxes),
    )


@st.composite
def partitions(draw: st.DrawFn) -> list[int]:
    """Steps in thousandths; together they are all that was sold."""
    return draw(st.lists(st.integers(1, 10**9), min_size=1, max_size=12))


def figures(amounts: Amounts) -> list[int]:
    parts = [amounts.gross_minor, amounts.discount_minor, amounts.bill_discount_minor, amounts.cost_minor]
    return parts + [figure for tax in amounts.taxes for figure in (tax.base_minor, tax.amount_minor)]


def steps_of(stored: Amounts, steps: list[int]) -> list[Amounts]:
    sold = sum(steps)
    return [
        share(stored, sold_milli=sold, before_milli=sum(steps[:place]), now_milli=now)
        for place, now in enumerate(steps)
    ]


@given(lines(), partitions())
def test_the_steps_of_any_partition_add_up_to_the_stored_amounts(stored: Amounts, steps: list[int]) -> None:
    given_back = steps_of(stored, steps)

    sums = [sum(column) for column in zip(*map(figures, given_back), strict=True)]
    assert sums == figures(stored)
    assert sum(each.net_minor for each in given_back) == stored.net_minor
    assert sum(each.tax_minor for each in given_back) == stored.tax_minor


@given(lines(), partitions())
def test_no_step_is_below_0_and_no_part_of_the_steps_is_more_than_was_paid(stored: Amounts, steps: list[int]) -> None:
    so_far = [0] * len(figures(stored))
    for step in steps_of(stored, steps):
        assert min(figures(step)) >= 0
        assert step.net_minor + step.tax_minor == step.gross_minor
        so_far = [one + other for one, other in zip(so_far, figures(step), strict=True)]
        assert all(given_back <= paid for given_back, paid in zip(so_far, figures(stored), strict=True))


@given(lines(), partitions())
def test_every_step_lies_within_a_unit_of_its_exact_share(stored: Amounts, steps: list[int]) -> None:
    sold = sum(steps)
    for now, step in zip(steps, steps_of(stored, steps), strict=True):
        for part, whole in zip(figures(step), figures(stored), strict=True):
            assert abs(part * sold - whole * now) <= sold


def test_a_third_of_ten_rupees_thrice_is_ten_rupees() -> None:
    thirds = steps_of(TEA.amounts, [1_000, 1_000, 1_000])

    assert [each.gross_minor for each in thirds] == [3_33, 3_34, 3_33]
    assert [each.discount_minor for each in thirds] == [17, 16, 17]
    assert [each.tax_minor for each in thirds] == [8, 10, 8]
    assert [each.net_minor for each in thirds] == [3_25, 3_24, 3_25]


def test_without_lines_all_that_is_left_comes_back() -> None:
    (back,) = take_back(replace(SALE, lines=(replace(TEA, returned_milli=1_000),)), [])

    assert (back.quantity_milli, back.returned_before_milli, back.to) == (2_000, 1_000, "sellable")
    assert back.amounts.gross_minor == 6_67


def test_one_piece_of_a_line_is_damaged_and_one_is_not() -> None:
    wanted = [WantedBack(line=1, quantity_milli=1_000, to="damaged"), WantedBack(line=1, quantity_milli=1_000)]
    damaged, sellable = take_back(SALE, wanted)

    assert (damaged.to, damaged.amounts.gross_minor) == ("damaged", 3_33)
    assert (sellable.to, sellable.amounts.gross_minor) == ("sellable", 3_34)


@pytest.mark.parametrize(
    ("returned", "wanted", "refusal", "message"),
    [
        (3_000, [], NothingToReturn, "Everything of bill 1/26-27/000001 has come back already."),
        (
            2_000,
            [WantedBack(line=1, quantity_milli=2_000)],
            TooMuchReturned,
            "Only 1 of Darjeeling on bill 1/26-27/000001 can still come back; take those or fewer.",
        ),
        (
            1_000,
            [WantedBack(line=1, quantity_milli=2_000), WantedBack(line=1)],
            NothingToReturn,
            "All of Darjeeling on bill 1/26-27/000001 has come back already.",
        ),
        (
            0,
            [WantedBack(line=2)],
            UnknownSaleLine,
            "Bill 1/26-27/000001 has lines 1 to 1; choose one of them.",
        ),
        (
            0,
            [WantedBack(line=1, quantity_milli=0)],
            BadReturn,
            "What comes back has a quantity above 0; take the line out instead.",
        ),
        (
            0,
            [WantedBack(line=1, to="garden")],
            BadReturn,
            "Goods that come back go to one of these: sellable, damaged, supplier.",
        ),
        (
            0,
            [WantedBack(line=1, quantity_milli=1_500)],
            OffStep,
            "Darjeeling is sold in steps of 1: 1.5 is between two; take 1 or 2.",
        ),
    ],
)
def test_refuses(returned: int, wanted: list[WantedBack], refusal: type[Exception], message: str) -> None:
    sale = replace(SALE, lines=(replace(TEA, returned_milli=returned),))

    with pytest.raises(refusal) as refused:
        take_back(sale, wanted)
    assert str(refused.value) == message


def test_what_is_left_may_come_back_whatever_the_step_of_today_is() -> None:
    sale = replace(SALE, lines=(replace(TEA, sold_milli=2_500, returned_milli=1_000),))

    assert take_back(sale, [])[0].quantity_milli == 1_500
