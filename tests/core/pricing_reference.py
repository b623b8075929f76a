"""Pricing again, slowly, with exact fractions, and carts to try it on; shares nothing with what it checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import assume
from hypothesis import strategies as st

from tillbook.core.discount import Discount
from tillbook.core.money import Currency, RoundingMode
from tillbook.core.pricing import Cart, CartLine, PricedCart, price
from tillbook.core.tax import Tax, TaxExceedsPrice, TaxRounding

CURRENCIES = [Currency.of(code) for code in ("EUR", "INR", "JPY", "KWD")]
RATES = [Decimal(text) for text in ("0", "2.5", "5", "8.25", "9", "12.345678", "19", "20", "21", "100", "290")]


# ---------------------------------------------------------------- the reference


def rounded(value: Fraction, mode: RoundingMode) -> int:
    """By the definition of each mode, on the size of the number."""
    size = abs(value)
    below = floor(size)
    rest = size - below
    half = Fraction(1, 2)
    up = {
        RoundingMode.half_up: rest >= half,
        RoundingMode.half_down: rest > half,
        RoundingMode.half_even: rest > half or (rest == half and below % 2 == 1),
        RoundingMode.up: rest > 0,
        RoundingMode.down: False,
    }[mode]
    return (below + up) * (-1 if value < 0 else 1)


def taken_off(discount: Discount | None, amount: int, mode: RoundingMode) -> int:
    if discount is None:
        return 0
    if discount.percent is not None:
        return rounded(amount * Fraction(discount.percent) / 100, mode)
    return discount.amount_minor or 0


def exact_taxes(taxes: Sequence[Tax], net: Fraction, units: Fraction) -> list[Fraction]:
    """Each tax of a line with this net; `units` is the quantity in minor units per whole currency."""
    amounts: list[Fraction] = []
    for tax in taxes:
        if tax.rate is None:
            amounts.append(Fraction(tax.per_unit or 0) * units)
        else:
            amounts.append((net + (sum(amounts) if tax.compound else 0)) * Fraction(tax.rate) / 100)
    return amounts


def exact_net(taxes: Sequence[Tax], amount: int, units: Fraction) -> Fraction:
    """The net for which net + included taxes is the amount; both sides are linear in the net."""

    def whole(net: Fraction) -> Fraction:
        amounts = exact_taxes(taxes, net, units)
        return net + sum(part for part, tax in zip(amounts, taxes, strict=True) if tax.included)

    at_nothing, at_one = whole(Fraction(0)), whole(Fraction(1))
    return (amount - at_nothing) / (at_one - at_nothing)


@dataclass
class Expected:
    discount: int
    bill_discount: int
    net: int
    taxes: list[int]


def standing(line: CartLine, cart: Cart) -> tuple[int, int]:
    """Amount of a line after its discount, and the discount."""
    exact = Fraction(line.unit_price) * Fraction(line.quantity_milli, 1000) * 10**cart.currency.digits
    amount = rounded(exact, cart.rounding_mode)
    discount = taken_off(line.discount, amount, cart.rounding_mode)
    return amount - discount, discount


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """Largest remainder, written as the rule is: floors, then one each by remainder, weight, place."""
    if not total:
        return [0] * len(weights)
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    shares = [floor(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda i: (exact[i] - shares[i], weights[i], -i), reverse=True)
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    return shares


def reference(cart: Cart) -> list[Expected]:
    """The lines of a cart in the model `line`."""
    before = [standing(line, cart) for line in cart.lines]
    amounts = [amount for amount, _ in before]
    shares = shared(taken_off(cart.discount, sum(amounts), cart.rounding_mode), amounts)
    lines = []
    for line, (amount, discount), share in zip(cart.lines, before, shares, strict=True):
        units = Fraction(line.quantity_milli, 1000) * 10**cart.currency.digits
        net, taxes = reference_taxes(line.taxes, amount - share, units, cart.rounding_mode)
        lines.append(Expected(discount=discount, bill_discount=share, net=net, taxes=taxes))
    return lines


def reference_taxes(taxes: Sequence[Tax], amount: int, units: Fraction, mode: RoundingMode) -> tuple[int, list[int]]:
    exact = exact_taxes(taxes, exact_net(taxes, amount, units), units)
    within = [rounded(part, mode) if tax.included else 0 for part, tax in zip(exact, taxes, strict=True)]
    if sum(within) > amount:
        within = [floor(part) if tax.included else 0 for part, tax in zip(exact, taxes, strict=True)]
    net = amount - sum(within)
    amounts: list[int] = []
    for tax, included in zip(taxes, within, strict=True):
        if tax.included:
            amounts.append(included)
        elif tax.rate is None:
            amounts.append(rounded(Fraction(tax.per_unit or 0) * units, mode))
        else:
            base = net + (sum(amounts) if tax.compound else 0)
            amounts.append(rounded(base * Fraction(tax.rate) / 100, mode))
    return net, amounts


# ---------------------------------------------------------------- carts


def exact_decimals(whole_max: int, places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, whole_max * 10**places).map(lambda number: Decimal(number).scaleb(-places))


Key = tuple[str, Decimal | None, Decimal | None]


def key(tax: Tax) -> Key:
    return tax.name, tax.rate, tax.per_unit


TAXES = [
    Tax(name=name, rate=rate, compound=compound, included=included)
    for name in ("A", "B")
    for rate in RATES
    for compound in (False, True)
    for included in (False, True)
] + [
    Tax(name="C", per_unit=Decimal(amount), included=included)
    for amount in ("0", "0.10", "0.025", "1")
    for included in (False, True)
]


def some_discount(number: int, amount: int) -> Discount | None:
    """Up to 100 none, then so many percent, then such a part of the amount: one number to draw."""
    if number <= 100:
        return None
    if number <= 200:
        return Discount(percent=Decimal(number - 100) - Decimal("0.25"))
    return Discount(amount_minor=amount * (number - 200) // 100)


TAX_SETS = st.lists(st.lists(st.sampled_from(TAXES), max_size=3, unique_by=key), min_size=1, max_size=3)
LINES = st.lists(
    st.tuples(
        st.integers(1, 10**6),
        st.one_of(exact_decimals(100, 2), exact_decimals(200, 6)),
        st.integers(0, 2),
        st.integers(0, 300),
    ),
    min_size=1,
    max_size=5,
)


def cart_of(
    currency: Currency,
    mode: RoundingMode,
    model: TaxRounding,
    tax_sets: list[list[Tax]],
    drawn: list[tuple[int, Decimal, int, int]],
    bill: int,
) -> Cart:
    cart = Cart(currency=currency, lines=(), rounding_mode=mode, tax_rounding=model)
    lines = []
    for number, (quantity, unit_price, which, some) in enumerate(drawn):
        line = CartLine(
            product=str(number),
            quantity_milli=quantity if quantity % 2 else quantity % 9 * 1000 + 1000,
            unit_price=unit_price,
            taxes=tuple(tax_sets[which % len(tax_sets)]),
        )
        lines.append(replace(line, discount=some_discount(some, standing(line, cart)[0])))
    whole = sum(standing(line, cart)[0] for line in lines)
    return replace(cart, lines=tuple(lines), discount=some_discount(bill, whole))


def carts(model: TaxRounding | None = None) -> st.SearchStrategy[Cart]:
    """Carts of a few lines that share a few sets of taxes, in every currency, mode and model."""
    models = st.sampled_from(TaxRounding) if model is None else st.just(model)
    return st.builds(
        cart_of,
        st.sampled_from(CURRENCIES),
        st.sampled_from(RoundingMode),
        models,
        TAX_SETS,
        LINES,
        st.integers(0, 300),
    )


def priced_or_skipped(cart: Cart) -> PricedCart:
    """A price that holds more tax per unit than it is has no net; that refusal has a test of its own."""
    try:
        return price(cart)
    except TaxExceedsPrice:
        assume(False)
        raise


def figures(priced: PricedCart) -> list[int]:
    amounts = [priced.net_minor, priced.tax_minor, priced.total_minor]
    for line in priced.lines:
        amounts += [line.discount_minor, line.bill_discount_minor]
        amounts += [line.net_minor, line.tax_minor, line.gross_minor]
        amounts += [part for tax in line.taxes for part in (tax.base_minor, tax.amount_minor)]
    return amounts + [part for tax in priced.taxes for part in (tax.base_minor, tax.amount_minor)]
