"""Promotions worked out by trying everything, piece by piece: slow, plain, and of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import floor

from hypothesis import strategies as st

from tillbook.core.promotions import Bundle, Off, Per, Products, Promotion, PromotionLine, TakePay

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SKUS = {"A": ("tea", 700), "B": ("tea", 450), "C": ("rice", 1000), "D": ("rice", 333)}


def line(sku: str, pieces: int) -> PromotionLine:
    """So many pieces of one of the four products."""
    category, minor = SKUS[sku]
    return PromotionLine(
        sku=sku,
        category=category,
        quantity_milli=pieces * 1000,
        unit_price=Decimal(minor).scaleb(-2),
        amount_minor=pieces * minor,
    )


def most_saved(lines: Sequence[PromotionLine], promotions: Sequence[Promotion]) -> int:
    """The most that promotions (none stackable, none of the bill) can take off whole pieces at whole prices."""
    pieces = sorted(each.sku for each in lines for _ in range(each.quantity_milli // 1000))
    return _most(tuple(pieces), promotions)


def _most(pieces: tuple[str, ...], promotions: Sequence[Promotion]) -> int:
    best = sum(_most_off(sku, pieces.count(sku), promotions) for sku in set(pieces))
    for promotion in promotions:
        for taken in set(_ways(promotion, pieces)):
            rest = list(pieces)
            for sku in taken:
                rest.remove(sku)
            best = max(best, _saving(promotion, taken) + _most(tuple(rest), promotions))
    return best


def _ways(promotion: Promotion, pieces: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    rule = promotion.rule
    if isinstance(rule, TakePay):
        yield from combinations([sku for sku in pieces if _in(rule.on, sku)], rule.take)
    elif isinstance(rule, Bundle):
        wanted = tuple(sku for sku, milli in rule.parts for _ in range(milli // 1000))
        if all(pieces.count(sku) >= wanted.count(sku) for sku in wanted):
            yield wanted


def _saving(promotion: Promotion, taken: tuple[str, ...]) -> int:
    prices = sorted(SKUS[sku][1] for sku in taken)
    rule = promotion.rule
    if isinstance(rule, TakePay):
        return sum(prices[: rule.take - rule.pay])
    assert isinstance(rule, Bundle)
    return sum(prices) - rule.price_minor


def _most_off(sku: str, pieces: int, promotions: Sequence[Promotion]) -> int:
    amount = pieces * SKUS[sku][1]
    best = 0
    for promotion in promotions:
        rule = promotion.rule
        if not isinstance(rule, Off) or rule.on is None or not _in(rule.on, sku):
            continue
        if rule.percent is not None:
            off = floor(Fraction(rule.percent) * amount / 100 + Fraction(1, 2))
        else:
            assert rule.amount_minor is not None
            off = rule.amount_minor * (pieces if rule.per is Per.unit else 1)
        best = max(best, min(off, amount))
    return best


def _in(on: Products, sku: str) -> bool:
    return sku in on.skus or SKUS[sku][0] in on.categories


# ---------------------------------------------------------------- what Hypothesis makes

ON = st.one_of(
    st.sets(st.sampled_from("ABCD"), min_size=1, max_size=3).map(lambda skus: Products(skus=frozenset(skus))),
    st.sampled_from(["tea", "rice"]).map(lambda category: Products(categories=frozenset({category}))),
)
PERCENT = st.integers(1, 100).map(lambda percent: Off(percent=Decimal(percent)))
OFF = st.one_of(
    st.builds(lambda percent, on: Off(percent=Decimal(percent), on=on), st.integers(1, 100), ON),
    st.builds(
        lambda amount, per, on: Off(amount_minor=amount, per=per, on=on),
        st.integers(1, 1500),
        st.sampled_from(Per),
        ON,
    ),
)
OFF_BILL = st.one_of(PERCENT, st.integers(1, 3000).map(lambda amount: Off(amount_minor=amount)))
TAKE_PAY = st.builds(
    lambda take, free, on: TakePay(take=take, pay=max(1, take - free), on=on),
    st.integers(2, 4),
    st.integers(1, 2),
    ON,
)
BUNDLE = st.builds(
    lambda parts, price: Bundle(
        parts=tuple((sku, count * 1000) for sku, count in sorted(parts.items())), price_minor=price
    ),
    st.dictionaries(st.sampled_from("ABCD"), st.integers(1, 2), min_size=1, max_size=3),
    st.integers(0, 2500),
)
SINGLE = st.one_of(OFF, TAKE_PAY, BUNDLE)


@st.composite
def promotions(draw: st.DrawFn, *, size_max: int = 6, all_kinds: bool = True) -> list[Promotion]:
    """Promotions in the order in which a shop made them."""
    made = []
    for number in range(1, draw(st.integers(0, size_max)) + 1):
        stackable = all_kinds and draw(st.sampled_from([False, False, True]))
        rules = st.one_of(OFF, OFF_BILL) if stackable else st.one_of(SINGLE, OFF_BILL) if all_kinds else SINGLE
        made.append(
            Promotion(id=number, code=f"P{number}", name=f"Promotion {number}", rule=draw(rules), stackable=stackable)
        )
    return made


SMALL = st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(1, 3)), min_size=1, max_size=4).filter(
    lambda parts: sum(pieces for _, pieces in parts) <= 7
)
SMALL_CARTS = SMALL.map(lambda parts: [line(sku, pieces) for sku, pieces in parts])


@st.composite
def any_carts(draw: st.DrawFn) -> list[PromotionLine]:
    """Carts with odd quantities and amounts: weights, prices that do not divide, lines worth nothing."""
    made = []
    for _ in range(draw(st.integers(0, 8))):
        sku = draw(st.sampled_from("ABCD"))
        price = draw(st.sampled_from(["7.00", "4.50", "3.335", "0.01"]))
        milli = draw(st.one_of(st.integers(1, 5).map(lambda pieces: pieces * 1000), st.integers(1, 9_999)))
        exact = Fraction(price) * milli / 10
        made.append(
            PromotionLine(
                sku=sku,
                category=SKUS[sku][0],
                quantity_milli=milli,
                unit_price=Decimal(price),
                amount_minor=floor(exact + Fraction(1, 2)),
            )
        )
    return made
