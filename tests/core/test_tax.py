"""Taxes on one line: included, on top, several, compound, per unit, split."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tillbook.core.money import Currency
from tillbook.core.pricing import Cart, CartLine, PricedLine, price
from tillbook.core.rounding import RoundingMode
from tillbook.core.tax import TAXES_PER_LINE_MAX, Tax, TaxExceedsPrice, TaxInvalid, plan_of

EUR, INR = Currency.of("EUR"), Currency.of("INR")


def rate(name: str, percent: str, *, included: bool = False, compound: bool = False) -> Tax:
    return Tax(name=name, rate=Decimal(percent), included=included, compound=compound)


def per_unit(name: str, amount: str, *, included: bool = False) -> Tax:
    return Tax(name=name, per_unit=Decimal(amount), included=included)


def line(unit_price: str, *taxes: Tax, quantity: int = 1, mode: str = "half_up") -> PricedLine:
    sold = CartLine(product="TEA", quantity_milli=quantity * 1000, unit_price=Decimal(unit_price), taxes=taxes)
    return price(Cart(currency=EUR, lines=(sold,), rounding_mode=RoundingMode(mode))).lines[0]


def parts(priced: PricedLine) -> tuple[int, list[int], int]:
    return priced.net_minor, [tax.amount_minor for tax in priced.taxes], priced.gross_minor


def bases(priced: PricedLine) -> list[int]:
    return [tax.base_minor for tax in priced.taxes]


def test_a_tax_on_top_is_the_net_times_its_rate() -> None:
    assert parts(line("1.66", rate("VAT", "21"))) == (166, [35], 201)


def test_a_tax_within_the_price_leaves_the_price_as_it_is() -> None:
    assert parts(line("100.00", rate("VAT", "19", included=True))) == (8403, [1597], 10000)


def test_a_price_without_tax_is_net_and_gross() -> None:
    assert parts(line("1.66")) == (166, [], 166)


def test_halves_of_a_split_tax_are_each_rounded_and_equal() -> None:
    on_top = line("10.05", rate("CGST", "9"), rate("SGST", "9"))
    within = line("100.00", rate("CGST", "9", included=True), rate("SGST", "9", included=True))

    assert parts(on_top) == (1005, [90, 90], 1185)
    assert parts(within) == (8474, [763, 763], 10000)


def test_a_compound_tax_stands_on_the_taxes_before_it() -> None:
    priced = line("100.00", rate("GST", "5"), rate("PST", "9.5", compound=True))

    assert parts(priced) == (10000, [500, 998], 11498)
    assert bases(priced) == [10000, 10500]


def test_a_compound_tax_within_the_price_is_taken_out_exactly() -> None:
    taxes = (rate("GST", "5", included=True), rate("PST", "9.5", included=True, compound=True))

    assert parts(line("114.98", *taxes)) == (10000, [500, 998], 11498)


def test_a_tax_per_unit_counts_the_units() -> None:
    assert parts(line("0.80", per_unit("DEPOSIT", "0.25"), quantity=6)) == (480, [150], 630)
    assert parts(line("1.05", per_unit("DEPOSIT", "0.25", included=True), quantity=6)) == (480, [150], 630)


def test_a_rate_may_stand_on_a_tax_per_unit() -> None:
    on_top = line("2.00", per_unit("EXCISE", "0.50"), rate("VAT", "20", compound=True), quantity=2)
    within = line(
        "3.00",
        per_unit("EXCISE", "0.50", included=True),
        rate("VAT", "20", compound=True, included=True),
        quantity=2,
    )

    assert parts(on_top) == (400, [100, 100], 600)
    assert parts(within) == (400, [100, 100], 600)
    assert bases(within) == [400, 500]


def test_a_line_may_have_a_tax_within_and_a_tax_on_top() -> None:
    priced = line("121.00", rate("VAT", "21", included=True), rate("LEVY", "1"))

    assert parts(priced) == (10000, [2100, 100], 12200)


def test_a_tax_within_may_stand_on_a_tax_on_top() -> None:
    priced = line("110.50", rate("LEVY", "5"), rate("VAT", "10", included=True, compound=True))

    assert parts(priced) == (10000, [500, 1050], 11550)


def test_the_price_of_a_cent_is_never_less_than_its_taxes() -> None:
    taxes = (rate("CGST", "9", included=True), rate("SGST", "9", included=True))

    assert parts(line("0.01", *taxes, mode="up")) == (1, [0, 0], 1)
    assert parts(line("0.03", *taxes, mode="up")) == (1, [1, 1], 3)


def test_a_price_below_the_taxes_per_unit_it_includes_is_refused() -> None:
    with pytest.raises(TaxExceedsPrice, match="raise it or discount less") as refused:
        line("0.20", per_unit("DEPOSIT", "0.25", included=True))
    assert refused.value.path == "lines[0]"


@pytest.mark.parametrize(
    "made",
    [
        {},
        {"rate": Decimal(1), "per_unit": Decimal(1)},
        {"rate": Decimal(-1)},
        {"rate": Decimal("1000.01")},
        {"rate": Decimal("NaN")},
        {"rate": Decimal("0.0000001")},
        {"rate": Decimal("1e-999999")},
        {"per_unit": Decimal(-1)},
        {"per_unit": Decimal("Infinity")},
        {"per_unit": Decimal(10**12)},
    ],
)
def test_a_tax_is_a_rate_or_an_amount_per_unit_within_bounds(made: dict[str, Any]) -> None:
    with pytest.raises(TaxInvalid):
        Tax(name="VAT", **made)


def test_a_line_names_a_tax_once() -> None:
    with pytest.raises(TaxInvalid, match="twice"):
        plan_of((rate("VAT", "21"), rate("VAT", "21.0", included=True)))
    assert plan_of((rate("VAT", "21"), rate("VAT", "9"))).rates == (21_000_000, 9_000_000)


def test_a_line_has_a_bounded_number_of_taxes() -> None:
    with pytest.raises(TaxInvalid, match=f"at most {TAXES_PER_LINE_MAX} taxes"):
        plan_of(tuple(rate(f"T{number}", "1") for number in range(TAXES_PER_LINE_MAX + 1)))
