"""P1 as laws: whatever is in the cart, there is one total, and no cent is lost on the way to it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Context, Inexact, localcontext

from hypothesis import given
from hypothesis import strategies as st
from tests.core.pricing_reference import (
    Expected,
    Key,
    carts,
    figures,
    key,
    priced_or_skipped,
    reference,
    standing,
)

from tillbook.core.pricing import Cart, negated, price
from tillbook.core.tax import TaxRounding


@given(carts())
def test_net_and_tax_add_up_to_the_total_on_every_level(cart: Cart) -> None:
    priced = priced_or_skipped(cart)

    assert sum(line.net_minor for line in priced.lines) == priced.net_minor
    assert sum(line.tax_minor for line in priced.lines) == priced.tax_minor
    assert priced.net_minor + priced.tax_minor == priced.total_minor
    for line in priced.lines:
        assert line.net_minor + line.tax_minor == line.gross_minor
        assert sum(tax.amount_minor for tax in line.taxes) == line.tax_minor
    assert sum(tax.amount_minor for tax in priced.taxes) == priced.tax_minor


@given(carts())
def test_the_taxes_of_the_lines_add_up_to_those_of_the_document(cart: Cart) -> None:
    priced = priced_or_skipped(cart)

    sums: dict[Key, list[int]] = {}
    for line in priced.lines:
        for tax in line.taxes:
            found = sums.setdefault(key(tax.tax), [0, 0])
            found[0] += tax.base_minor
            found[1] += tax.amount_minor
    assert [(key(tax.tax), [tax.base_minor, tax.amount_minor]) for tax in priced.taxes] == list(sums.items())


@given(carts())
def test_no_part_of_a_line_is_below_nothing(cart: Cart) -> None:
    assert min(figures(priced_or_skipped(cart))) >= 0


@given(carts(model=TaxRounding.line))
def test_rounding_by_line_is_what_exact_fractions_give(cart: Cart) -> None:
    priced = priced_or_skipped(cart)

    assert [
        Expected(
            discount=line.discount_minor,
            bill_discount=line.bill_discount_minor,
            net=line.net_minor,
            taxes=[tax.amount_minor for tax in line.taxes],
        )
        for line in priced.lines
    ] == reference(cart)


@given(carts(model=TaxRounding.line), st.sampled_from([TaxRounding.line, TaxRounding.sum_by_net_keep_gross]))
def test_a_price_with_all_its_taxes_included_never_changes_its_gross(cart: Cart, model: TaxRounding) -> None:
    priced = priced_or_skipped(replace(cart, tax_rounding=model))

    for line, expected in zip(priced.lines, reference(cart), strict=True):
        if all(tax.included for tax in line.line.taxes):
            amount, _ = standing(line.line, cart)
            assert line.gross_minor == amount - expected.bill_discount


@given(carts())
def test_a_full_return_is_the_exact_negative_of_every_amount(cart: Cart) -> None:
    priced = priced_or_skipped(cart)
    returned = negated(priced)

    assert figures(returned) == [-amount for amount in figures(priced)]
    assert negated(returned) == priced


@given(carts())
def test_a_price_does_not_depend_on_the_decimal_context_of_the_caller(cart: Cart) -> None:
    priced = priced_or_skipped(cart)

    with localcontext(Context(prec=2, traps=[Inexact])):
        assert price(cart) == priced
