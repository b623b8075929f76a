"""From the lines of a cart to its total: the one function that does it.

Till, receipt, API, report and journal read the stored result of `price`; nobody adds up again. Everything is
whole minor units; a unit price is an exact decimal of at most 6 places. The steps, each rounded once:

1. amount of a line = unit price × quantity, rounded; less what promotions take off it, less its discount
2. the discount of the bill, shared out over the lines by what they cost after step 1
3. what remains is the amount as the price stands; it is split into net and taxes
4. where the shop rounds taxes over the document, the lines are fitted to it

Cash rounding and tenders come after (`core/tender.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from tillbook.core.amounts import AMOUNT_MINOR_MAX, Currency, TooLarge, TooPrecise, bounded
from tillbook.core.discount import Discount, DiscountTooLarge, allocate, discount_of
from tillbook.core.errors import Refusal
from tillbook.core.quantity import QUANTITY_MILLI_MAX
from tillbook.core.rounding import DIVIDE, Divide, RoundingMode
from tillbook.core.tax import MICRO, Split, Tax, TaxKey, TaxRounding, plan_of, split
from tillbook.core.tax_rounding import fit


class QuantityNotPositive(Refusal):
    """A line of a cart sells something: its quantity is more than 0."""

    code = "quantity_not_positive"


class PriceInvalid(Refusal):
    """A unit price below 0, or none at all."""

    code = "price_invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoted:
    """What one promotion takes off a line, in minor units (> 0)."""

    promotion_id: int
    name: str
    amount_minor: int


@dataclass(slots=True, kw_only=True)
class CartLine:
    """A product, a quantity in thousandths (> 0), an exact unit price (>= 0) as the price tag has it, and its
    taxes in order. `discount` is given by hand, on what `promotions` leave.
    """

    product: str
    quantity_milli: int
    unit_price: Decimal
    discount: Discount | None = None
    promotions: tuple[Promoted, ...] = ()
    taxes: tuple[Tax, ...] = ()


@dataclass(slots=True, kw_only=True)
class Cart:
    """What is to be priced, and by which rules."""

    currency: Currency
    lines: tuple[CartLine, ...]
    tax_rounding: TaxRounding = TaxRounding.line
    rounding_mode: RoundingMode = RoundingMode.half_up
    discount: Discount | None = None


@dataclass(slots=True, kw_only=True)
class PricedTax:
    """A tax of a line or of the document: what it was taken of, and what it comes to."""

    tax: Tax
    base_minor: int
    amount_minor: int


@dataclass(slots=True, kw_only=True)
class PricedLine:
    """A line with its discounts (0 or more, already taken off) and its parts: net + tax = gross.

    `discount_minor` is what promotions and the discount by hand take off together.
    """

    line: CartLine
    discount_minor: int
    bill_discount_minor: int
    net_minor: int
    tax_minor: int
    gross_minor: int
    taxes: tuple[PricedTax, ...]


@dataclass(slots=True, kw_only=True)
class PricedCart:
    """The lines priced, the taxes by name, rate and amount per unit in order of first appearance, and the
    sums.
    """

    cart: Cart
    lines: tuple[PricedLine, ...]
    taxes: tuple[PricedTax, ...]
    net_minor: int
    tax_minor: int
    total_minor: int


def price(cart: Cart) -> PricedCart:
    """The cart with every amount that will be stored; the same cart gives the same answer, always.

    Sum of line nets + sum of line taxes = total; net + tax = gross on each line; the taxes of the lines add
    up to those of the document. The total is before cash rounding.

    >>> tea = CartLine(product="TEA", quantity_milli=2000, unit_price=Decimal("1.48"),
    ...                taxes=(Tax(name="VAT", rate=Decimal(21)),))
    >>> price(Cart(currency=Currency.of("EUR"), lines=(tea,))).total_minor
    358

    Raises: QuantityNotPositive, PriceInvalid, DiscountTooLarge, TaxInvalid, TaxExceedsPrice, TooLarge,
    TooPrecise; with the path of the line.
    """
    divide = DIVIDE[cart.rounding_mode]
    unit = 10 ** (9 - cart.currency.digits)
    amounts: list[int] = []
    discounts: list[int] = []
    for line in cart.lines:
        try:
            amount = _amount(line, unit, divide, cart.currency)
            taken = _off(line, amount, divide) if line.promotions or line.discount is not None else 0
        except Refusal as refusal:
            raise _on_line(refusal, len(amounts)) from None
        discounts.append(taken)
        amounts.append(amount - taken)
    shares = _bill_discount(cart, amounts, divide)
    if shares is not None:
        amounts = [amount - share for amount, share in zip(amounts, shares, strict=True)]
    splits = _split_all(cart, amounts, unit, divide)
    if cart.tax_rounding is not TaxRounding.line:
        fit(splits, cart.tax_rounding, divide)
    return _priced(cart, splits, discounts, shares or [0] * len(amounts))


@lru_cache(maxsize=8192)
def _micro(unit_price: Decimal) -> int:
    """Exact millionths of a unit price. Raises: PriceInvalid, TooLarge, TooPrecise."""
    if not unit_price.is_finite() or unit_price < 0:
        raise PriceInvalid("A price is 0 or more.", path="unit_price")
    if unit_price.adjusted() > 12:
        raise TooLarge("too large: a unit price has at most 12 digits before the point.", path="unit_price")
    exponent = unit_price.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -40:
        raise TooPrecise("too precise: a unit price has at most 6 digits after the point.", path="unit_price")
    numerator, denominator = unit_price.as_integer_ratio()
    micro, rest = divmod(numerator * MICRO, denominator)
    if rest:
        raise TooPrecise("too precise: a unit price has at most 6 digits after the point.", path="unit_price")
    return micro


def _amount(line: CartLine, unit: int, divide: Divide, currency: Currency) -> int:
    """Unit price × quantity in minor units, rounded once."""
    quantity = line.quantity_milli
    if quantity <= 0:
        raise QuantityNotPositive("A quantity is more than 0; take the line out instead.", path="quantity")
    if quantity > QUANTITY_MILLI_MAX:
        raise TooLarge("too large: a quantity is at most 999999999.999.", path="quantity")
    amount = divide(_micro(line.unit_price) * quantity, unit)
    if amount > AMOUNT_MINOR_MAX:
        bounded(amount, currency)
    return amount


def amount_of(line: CartLine, currency: Currency, mode: RoundingMode) -> int:
    """Unit price × quantity in minor units, before anything is taken off.

    Raises: QuantityNotPositive, PriceInvalid, TooLarge, TooPrecise.
    """
    return _amount(line, 10 ** (9 - currency.digits), DIVIDE[mode], currency)


def _off(line: CartLine, amount: int, divide: Divide) -> int:
    promoted = sum([part.amount_minor for part in line.promotions])
    assert 0 <= promoted <= amount, "promotions take off no more than there is"
    by_hand = discount_of(line.discount, amount - promoted, divide) if line.discount is not None else 0
    return promoted + by_hand


def _on_line(refusal: Refusal, number: int) -> Refusal:
    inner = f".{refusal.path}" if refusal.path else ""
    return type(refusal)(refusal.message, path=f"lines[{number}]{inner}")


def _bill_discount(cart: Cart, amounts: Sequence[int], divide: Divide) -> list[int] | None:
    if cart.discount is None:
        return None
    try:
        return allocate(discount_of(cart.discount, sum(amounts), divide), amounts)
    except DiscountTooLarge as refusal:
        raise DiscountTooLarge(refusal.message, path="discount") from None


def _split_all(cart: Cart, amounts: Sequence[int], unit: int, divide: Divide) -> list[Split]:
    splits: list[Split] = []
    for line, amount in zip(cart.lines, amounts, strict=True):
        try:
            splits.append(split(plan_of(line.taxes), amount, line.quantity_milli, unit, divide))
        except Refusal as refusal:
            raise _on_line(refusal, len(splits)) from None
    return splits


def _priced(cart: Cart, splits: Sequence[Split], discounts: Sequence[int], shares: Sequence[int]) -> PricedCart:
    lines: list[PricedLine] = []
    sums: dict[TaxKey, list[int]] = {}
    taxes: dict[TaxKey, Tax] = {}
    net = total = 0
    for line, parts, discount, share in zip(cart.lines, splits, discounts, shares, strict=True):
        net += parts.net
        total += parts.gross
        priced = []
        for tax, key, base, amount in zip(parts.plan.taxes, parts.plan.keys, parts.bases, parts.amounts, strict=True):
            priced.append(PricedTax(tax=tax, base_minor=base, amount_minor=amount))
            found = sums.get(key)
            if found is None:
                sums[key] = [base, amount]
                taxes[key] = tax
            else:
                found[0] += base
                found[1] += amount
        lines.append(
            PricedLine(
                line=line,
                discount_minor=discount,
                bill_discount_minor=share,
                net_minor=parts.net,
                tax_minor=parts.gross - parts.net,
                gross_minor=parts.gross,
                taxes=tuple(priced),
            )
        )
    if total > AMOUNT_MINOR_MAX:
        bounded(total, cart.currency, path="lines")
    return PricedCart(
        cart=cart,
        lines=tuple(lines),
        taxes=tuple(
            PricedTax(tax=taxes[key], base_minor=base, amount_minor=amount) for key, (base, amount) in sums.items()
        ),
        net_minor=net,
        tax_minor=total - net,
        total_minor=total,
    )


def negated(priced: PricedCart) -> PricedCart:
    """A full return: every amount that was stored, with the other sign; nothing is computed again.

    `cart` and each `line` stay as they were sold.
    """
    return replace(
        priced,
        lines=tuple(
            replace(
                line,
                discount_minor=-line.discount_minor,
                bill_discount_minor=-line.bill_discount_minor,
                net_minor=-line.net_minor,
                tax_minor=-line.tax_minor,
                gross_minor=-line.gross_minor,
                taxes=_negated(line.taxes),
            )
            for line in priced.lines
        ),
        taxes=_negated(priced.taxes),
        net_minor=-priced.net_minor,
        tax_minor=-priced.tax_minor,
        total_minor=-priced.total_minor,
    )


def _negated(taxes: tuple[PricedTax, ...]) -> tuple[PricedTax, ...]:
    return tuple(replace(tax, base_minor=-tax.base_minor, amount_minor=-tax.amount_minor) for tax in taxes)
