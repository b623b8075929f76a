"""P2 as laws: each model rounds where it says, over any number of lines and taxes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from hypothesis import given
from hypothesis import strategies as st
from tests.core.pricing_reference import (
    CURRENCIES,
    RATES,
    Key,
    carts,
    exact_decimals,
    key,
    priced_or_skipped,
    reference,
    rounded,
)

from tillbook.core.money import RoundingMode
from tillbook.core.pricing import Cart, CartLine, price
from tillbook.core.tax import Tax, TaxRounding


@given(carts(model=TaxRounding.sum_by_net))
def test_rounded_by_sum_each_tax_is_its_base_times_its_rate(cart: Cart) -> None:
    """EN 16931, BR-CO-17. Compound taxes that stand on each other in a ring have no base to agree on."""
    priced = priced_or_skipped(cart)
    ring = stand_on_each_other(cart)

    for tax in priced.taxes:
        compound = any(t.compound for line in cart.lines for t in line.taxes if key(t) == key(tax.tax))
        if tax.tax.rate is not None and not (ring and compound):
            exact = tax.base_minor * Fraction(tax.tax.rate) / 100
            assert tax.amount_minor == rounded(exact, cart.rounding_mode)


def stand_on_each_other(cart: Cart) -> bool:
    below: TopologicalSorter[Key] = TopologicalSorter()
    for line in cart.lines:
        for place, tax in enumerate(line.taxes):
            below.add(key(tax), *(key(before) for before in line.taxes[:place] if tax.compound))
    try:
        below.prepare()
    except CycleError:
        return True
    return False


@given(carts(model=TaxRounding.sum_by_net))
def test_rounded_by_sum_the_nets_stay_as_by_line(cart: Cart) -> None:
    priced = priced_or_skipped(cart)

    assert [line.net_minor for line in priced.lines] == [line.net for line in reference(cart)]


@given(carts(model=TaxRounding.sum_by_net_keep_gross))
def test_keeping_gross_every_gross_stays_as_by_line(cart: Cart) -> None:
    priced = priced_or_skipped(cart)

    assert [line.gross_minor for line in priced.lines] == [line.net + sum(line.taxes) for line in reference(cart)]


@st.composite
def carts_of_one_tax(draw: st.DrawFn, rate: st.SearchStrategy[Decimal]) -> Cart:
    """Many small lines of one tax: where rounding by line and by sum part ways."""
    tax = Tax(name="VAT", rate=draw(rate), included=draw(st.booleans()))
    lines = draw(st.lists(exact_decimals(30, 2), min_size=1, max_size=40))
    return Cart(
        currency=CURRENCIES[0],
        lines=tuple(
            CartLine(product=str(number), quantity_milli=1000, unit_price=unit_price, taxes=(tax,))
            for number, unit_price in enumerate(lines)
        ),
        rounding_mode=draw(st.sampled_from([RoundingMode.half_up, RoundingMode.half_even])),
        tax_rounding=TaxRounding.sum_by_net_keep_gross,
    )


@given(carts_of_one_tax(st.sampled_from(RATES)))
def test_keeping_gross_the_tax_is_net_times_rate_wherever_a_net_gives_that_gross(cart: Cart) -> None:
    priced = price(cart)
    rate = Fraction(cart.lines[0].taxes[0].rate or 0) / 100
    gross, tax, mode = priced.total_minor, priced.tax_minor, cart.rounding_mode

    fitting = [t for t in range(tax - 2, tax + 3) if t == rounded((gross - t) * rate, mode)]
    if fitting:
        assert tax == fitting[0]
    else:
        assert tax == rounded(gross * rate / (1 + rate), mode)
        assert rate > 1 or abs(tax - rounded((gross - tax) * rate, mode)) == 1


@given(carts(), st.sampled_from(RATES), st.booleans())
def test_halves_of_a_split_tax_are_equal_on_every_line_and_in_sum(cart: Cart, rate: Decimal, included: bool) -> None:
    halves = tuple(Tax(name=name, rate=rate, included=included) for name in ("CGST", "SGST"))
    lines = tuple(replace(line, taxes=halves) for line in cart.lines)
    priced = price(replace(cart, lines=lines))

    assert priced.taxes[0].amount_minor == priced.taxes[1].amount_minor
    assert priced.taxes[0].base_minor == priced.taxes[1].base_minor
    for line in priced.lines:
        assert line.taxes[0].amount_minor == line.taxes[1].amount_minor


@given(st.lists(exact_decimals(500, 2), min_size=1, max_size=30), st.sampled_from(TaxRounding), st.data())
def test_the_order_of_the_lines_changes_no_sum(prices: list[Decimal], model: TaxRounding, data: st.DataObject) -> None:
    taxes = (Tax(name="VAT", rate=Decimal(19), included=True),)
    lines = [
        CartLine(product=str(number), quantity_milli=1000, unit_price=each, taxes=taxes)
        for number, each in enumerate(prices)
    ]
    cart = Cart(currency=CURRENCIES[0], lines=tuple(lines), tax_rounding=model)
    mixed = replace(cart, lines=tuple(data.draw(st.permutations(lines))))

    first, second = price(cart), price(mixed)
    assert (first.net_minor, first.tax_minor) == (second.net_minor, second.tax_minor)
