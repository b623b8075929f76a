"""Whole carts: the order of the steps, the taxes of the document, what is refused, and what length costs."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from tillbook.core.discount import Discount, DiscountTooLarge
from tillbook.core.money import Currency, TooLarge, TooPrecise
from tillbook.core.pricing import Cart, CartLine, PricedCart, PriceInvalid, QuantityNotPositive, price
from tillbook.core.tax import Tax, TaxRounding

EUR, JPY = Currency.of("EUR"), Currency.of("JPY")
VAT21 = Tax(name="VAT", rate=Decimal(21))
VAT19 = Tax(name="VAT", rate=Decimal(19), included=True)


def tea(unit_price: str = "1.00", *taxes: Tax, milli: int = 1000, discount: Discount | None = None) -> CartLine:
    return CartLine(product="TEA", quantity_milli=milli, unit_price=Decimal(unit_price), discount=discount, taxes=taxes)


def cart(*lines: CartLine, model: TaxRounding = TaxRounding.line, discount: Discount | None = None) -> Cart:
    return Cart(currency=EUR, lines=lines, tax_rounding=model, discount=discount)


def rows(priced: PricedCart) -> list[tuple[int, int, int]]:
    return [(line.net_minor, line.tax_minor, line.gross_minor) for line in priced.lines]


def sums(priced: PricedCart) -> tuple[int, int, int]:
    return priced.net_minor, priced.tax_minor, priced.total_minor


def test_line_discount_then_bill_discount_then_tax() -> None:
    ten_percent = Discount(percent=Decimal(10))
    priced = price(cart(tea("1.48", VAT21, milli=2000, discount=ten_percent), discount=Discount(amount_minor=100)))

    line = priced.lines[0]
    assert (line.discount_minor, line.bill_discount_minor) == (30, 100)
    assert rows(priced) == [(166, 35, 201)]
    assert sums(priced) == (166, 35, 201)


def test_a_bill_discount_is_shared_by_what_the_lines_cost_after_their_own_discounts() -> None:
    half_off = Discount(percent=Decimal(50))
    priced = price(cart(tea("2.00", discount=half_off), tea("1.00"), tea("1.00"), discount=Discount(amount_minor=100)))

    assert [line.bill_discount_minor for line in priced.lines] == [34, 33, 33]
    assert priced.total_minor == 200


def test_a_discount_of_everything_leaves_nothing() -> None:
    priced = price(cart(tea("1.00", VAT21), tea("2.00", VAT19), discount=Discount(percent=Decimal(100))))

    assert rows(priced) == [(0, 0, 0), (0, 0, 0)]


def test_taxes_of_one_name_and_rate_are_one_on_the_document() -> None:
    reduced = Tax(name="VAT", rate=Decimal("9"))
    same = Tax(name="VAT", rate=Decimal("21.0"), included=True)
    priced = price(cart(tea("1.00", VAT21), tea("1.00", reduced), tea("1.21", same)))

    assert [(tax.tax.rate, tax.base_minor, tax.amount_minor) for tax in priced.taxes] == [
        (Decimal(21), 200, 42),
        (Decimal(9), 100, 9),
    ]


def test_five_tickets_in_each_model() -> None:
    """The worked example of pretix' page, line by line."""
    tickets = [tea("100.00", VAT19) for _ in range(5)]

    by_line = price(cart(*tickets))
    assert rows(by_line) == [(8403, 1597, 10000)] * 5
    assert sums(by_line) == (42015, 7985, 50000)

    by_net = price(cart(*tickets, model=TaxRounding.sum_by_net))
    assert rows(by_net) == [(8403, 1596, 9999)] * 2 + [(8403, 1597, 10000)] * 3
    assert sums(by_net) == (42015, 7983, 49998)

    keep_gross = price(cart(*tickets, model=TaxRounding.sum_by_net_keep_gross))
    assert rows(keep_gross) == [(8404, 1596, 10000)] * 2 + [(8403, 1597, 10000)] * 3
    assert sums(keep_gross) == (42017, 7983, 50000)


def test_the_line_with_the_largest_gross_is_corrected_first() -> None:
    lines = [tea("1.00", VAT19), tea("100.00", VAT19), tea("100.00", VAT19), tea("100.00", VAT19)]
    priced = price(cart(*lines, model=TaxRounding.sum_by_net))
    by_line = price(cart(*lines))

    moved = [a.tax_minor - b.tax_minor for a, b in zip(priced.lines, by_line.lines, strict=True)]
    assert moved == [0, -1, 0, 0]


def test_where_no_net_gives_the_gross_the_gross_is_kept_all_the_same() -> None:
    priced = price(cart(tea("99.99", VAT19), model=TaxRounding.sum_by_net_keep_gross))

    assert sums(priced) == (8403, 1596, 9999)


def test_a_compound_tax_is_summed_after_the_taxes_it_stands_on() -> None:
    gst, pst = Tax(name="GST", rate=Decimal(5)), Tax(name="PST", rate=Decimal("9.5"), compound=True)
    priced = price(cart(*[tea("0.10", gst, pst) for _ in range(7)], model=TaxRounding.sum_by_net))

    assert [(tax.base_minor, tax.amount_minor) for tax in priced.taxes] == [(70, 4), (74, 7)]


def test_taxes_per_unit_stay_as_the_line_has_them() -> None:
    levy = Tax(name="LEVY", per_unit=Decimal("0.005"))
    priced = price(cart(tea("1.00", levy), tea("1.00", levy), model=TaxRounding.sum_by_net))

    assert [tax.amount_minor for tax in priced.taxes] == [2]


def test_taxes_that_stand_on_each_other_are_still_all_accounted_for() -> None:
    a, b = Tax(name="A", rate=Decimal(7), compound=True), Tax(name="B", rate=Decimal(11), compound=True)
    for model in TaxRounding:
        priced = price(cart(tea("3.33", a, b), tea("4.44", b, a), model=model))
        assert priced.tax_minor == sum(tax.amount_minor for tax in priced.taxes)


def test_one_cent_lines_keep_their_gross_and_no_net_falls_below_nothing() -> None:
    halves = [Tax(name=name, rate=Decimal(9), included=True) for name in ("CGST", "SGST")]
    priced = price(cart(*[tea("0.01", *halves) for _ in range(12)], model=TaxRounding.sum_by_net_keep_gross))

    assert rows(priced) == [(1, 0, 1)] * 12


def test_yen_have_no_decimals() -> None:
    taxed = tea("98", Tax(name="CT", rate=Decimal(10)), milli=3000)
    assert sums(price(Cart(currency=JPY, lines=(taxed,)))) == (294, 29, 323)


def test_prices_may_be_finer_than_a_cent() -> None:
    assert price(cart(tea("0.001", milli=1_500_000))).total_minor == 150
    assert price(cart(tea("1.999999", milli=1))).total_minor == 0


def test_an_empty_cart_costs_nothing() -> None:
    assert sums(price(cart())) == (0, 0, 0)


@pytest.mark.parametrize(
    ("line", "kind", "says", "path"),
    [
        (tea(milli=0), QuantityNotPositive, "more than 0", "lines[1].quantity"),
        (tea(milli=-1000), QuantityNotPositive, "more than 0", "lines[1].quantity"),
        (tea(milli=10**12), TooLarge, r"at most 999999999\.999", "lines[1].quantity"),
        (tea("-0.01"), PriceInvalid, "0 or more", "lines[1].unit_price"),
        (tea("NaN"), PriceInvalid, "0 or more", "lines[1].unit_price"),
        (tea("1e13"), TooLarge, "at most 12 digits", "lines[1].unit_price"),
        (tea("0.0000001"), TooPrecise, "at most 6 digits", "lines[1].unit_price"),
        (tea("1e-99999"), TooPrecise, "at most 6 digits", "lines[1].unit_price"),
        (tea("10000000000"), TooLarge, r"at most 9999999999\.99 EUR", "lines[1]"),
        (tea(discount=Discount(amount_minor=101)), DiscountTooLarge, "lower it", "lines[1].discount"),
    ],
)
def test_a_line_that_cannot_be_priced_is_refused_by_name(
    line: CartLine, kind: type[Exception], says: str, path: str
) -> None:
    with pytest.raises(kind, match=says) as refused:
        price(cart(tea(), line))
    assert getattr(refused.value, "path", None) == path


def test_a_bill_beyond_what_is_stored_is_refused() -> None:
    with pytest.raises(TooLarge, match=r"at most 9999999999\.99 EUR") as refused:
        price(cart(tea("9999999999.99"), tea("0.01")))
    assert refused.value.path == "lines"


def test_a_bill_discount_is_at_most_the_bill() -> None:
    assert price(cart(tea("1.00"), discount=Discount(amount_minor=100))).total_minor == 0
    with pytest.raises(DiscountTooLarge, match="lower it") as refused:
        price(cart(tea("1.00"), discount=Discount(amount_minor=101)))
    assert refused.value.path == "discount"


@pytest.mark.parametrize("model", list(TaxRounding))
def test_a_line_of_a_long_cart_costs_about_what_a_line_of_a_short_one_costs(model: TaxRounding) -> None:
    def seconds(count: int) -> float:
        long = cart(*[tea("1.99", VAT19, milli=1000 + number) for number in range(count)], model=model)
        best = 9.9
        for _ in range(5):
            started = time.perf_counter()
            price(long)
            best = min(best, time.perf_counter() - started)
        return best / count

    assert seconds(4000) < 6 * seconds(200)
