"""A cart to be priced, as JSON, and the priced cart as JSON: the contract of `price` and of `POST
/api/v1/price`.

Amounts and quantities are decimal strings both ways. What has not this shape is `Unreadable`; what has it and
breaks a rule of the shop is a refusal of that rule, both with the path of the mistake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from tillbook.core.discount import Discount
from tillbook.core.errors import Unreadable
from tillbook.core.money import Currency, RoundingMode, format_exact, format_minor, parse_decimal, to_minor
from tillbook.core.pricing import Cart, CartLine, PricedCart, PricedLine, PricedTax, price
from tillbook.core.quantity import format_quantity, parse_quantity
from tillbook.core.tax import Tax, TaxRounding
from tillbook.core.tender import Settlement, Tendered, settle
from tillbook.formats.strict_json import StrictModel, at, loads, read_as

NAME_LENGTH_MAX = 200

Name = Annotated[str, Field(min_length=1, max_length=NAME_LENGTH_MAX)]
Number = Annotated[str, Field(max_length=NAME_LENGTH_MAX)]


class DiscountJson(StrictModel):
    """Off a line or the bill: one of the two."""

    percent: Number | None = None
    amount: Number | None = None


class TaxJson(StrictModel):
    """A tax by `rate` in percent or `per_unit`; `included` left out means as `prices_include_tax` has it."""

    name: Name
    rate: Number | None = None
    per_unit: Number | None = None
    compound: bool = False
    included: bool | None = None


class LineJson(StrictModel):
    """One line of the cart."""

    product: Name
    quantity: Number
    unit_price: Number
    discount: DiscountJson | None = None
    taxes: list[TaxJson] | None = None


class TenderJson(StrictModel):
    """One means of payment and its amount."""

    type: Annotated[str, Field(min_length=1, max_length=40)]
    amount: Number


class CartJson(StrictModel):
    """The cart as it is sent."""

    currency: Annotated[str, Field(max_length=NAME_LENGTH_MAX)]
    prices_include_tax: bool = False
    tax_rounding: str = TaxRounding.line.value
    rounding_mode: str = RoundingMode.half_up.value
    cash_increment: Number | None = None
    lines: list[LineJson]
    discount: DiscountJson | None = None
    tenders: list[TenderJson] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CartToPrice:
    """What was asked: the cart, the tenders (none where they were left out), the smallest coin (0: none)."""

    cart: Cart
    tenders: tuple[Tendered, ...] = ()
    cash_increment_minor: int = 0


def read_cart(value: str | object) -> CartToPrice:
    """A cart from JSON text, or from the object that was read from it.

    Raises: Unreadable; UnknownCurrency, TooLarge, TooPrecise, DiscountInvalid, DiscountTooLarge, TaxInvalid.
    """
    sent = read_as(CartJson, loads(value) if isinstance(value, str) else value)
    with at("currency"):
        currency = Currency.of(sent.currency)
    cart = Cart(
        currency=currency,
        lines=tuple(_line(line, number, sent.prices_include_tax) for number, line in _lines(sent, currency)),
        tax_rounding=_tax_rounding(sent.tax_rounding),
        rounding_mode=_rounding_mode(sent.rounding_mode),
        discount=read_discount(sent.discount, currency, "discount"),
    )
    return CartToPrice(
        cart=cart,
        tenders=read_tenders(sent.tenders or (), currency),
        cash_increment_minor=_increment(sent.cash_increment, currency),
    )


def price_json(value: str | object) -> dict[str, object]:
    """The answer to a cart: read, priced, settled as far as its tenders go, and written.

    Raises: as `read_cart`, and the refusals of `price` and `settle`.
    """
    asked = read_cart(value)
    priced = price(asked.cart)
    settlement = settle(priced.total_minor, asked.tenders, cash_increment_minor=asked.cash_increment_minor)
    return write_priced(priced, settlement)


def _lines(sent: CartJson, currency: Currency) -> list[tuple[int, tuple[LineJson, Discount | None]]]:
    return [
        (number, (line, read_discount(line.discount, currency, f"lines[{number}].discount")))
        for number, line in enumerate(sent.lines)
    ]


def _line(read: tuple[LineJson, Discount | None], number: int, prices_include_tax: bool) -> CartLine:
    line, discount = read
    with at(f"lines[{number}].quantity"):
        quantity_milli = parse_quantity(line.quantity)
    with at(f"lines[{number}].unit_price"):
        unit_price = parse_decimal(line.unit_price)
    return CartLine(
        product=line.product,
        quantity_milli=quantity_milli,
        unit_price=unit_price,
        discount=discount,
        taxes=tuple(
            _tax(tax, f"lines[{number}].taxes[{place}]", prices_include_tax)
            for place, tax in enumerate(line.taxes or ())
        ),
    )


def _tax(sent: TaxJson, path: str, prices_include_tax: bool) -> Tax:
    if (sent.rate is None) == (sent.per_unit is None):
        raise Unreadable(f"{path}: a tax has a rate or a per_unit, and not both", path=path)
    with at(f"{path}.{'rate' if sent.rate is not None else 'per_unit'}"):
        return Tax(
            name=sent.name,
            rate=parse_decimal(sent.rate) if sent.rate is not None else None,
            per_unit=parse_decimal(sent.per_unit) if sent.per_unit is not None else None,
            compound=sent.compound,
            included=prices_include_tax if sent.included is None else sent.included,
        )


def read_discount(sent: DiscountJson | None, currency: Currency, path: str) -> Discount | None:
    """A discount as sent, at its path. Raises: Unreadable, TooPrecise, TooLarge, DiscountInvalid,
    DiscountTooLarge.
    """
    if sent is None:
        return None
    if sent.percent is not None and sent.amount is None:
        with at(f"{path}.percent"):
            return Discount(percent=parse_decimal(sent.percent))
    if sent.amount is not None and sent.percent is None:
        with at(f"{path}.amount"):
            return Discount(amount_minor=to_minor(sent.amount, currency))
    raise Unreadable(f"{path}: a discount has a percent or an amount, and not both", path=path)


def read_tenders(sent: Sequence[TenderJson], currency: Currency) -> tuple[Tendered, ...]:
    """The tenders as sent. Raises: Unreadable, TooPrecise, TooLarge, with the path `tenders[i].amount`."""
    tenders = []
    for number, tender in enumerate(sent):
        with at(f"tenders[{number}].amount"):
            tenders.append(Tendered(type=tender.type, amount_minor=to_minor(tender.amount, currency)))
    return tuple(tenders)


def _increment(sent: str | None, currency: Currency) -> int:
    if sent is None:
        return 0
    with at("cash_increment"):
        increment = to_minor(sent, currency)
        if increment < 0:
            raise Unreadable("below 0; write the smallest coin, such as 0.05")
        return increment


def _tax_rounding(name: str) -> TaxRounding:
    with at("tax_rounding"):
        if name not in TaxRounding.__members__:
            raise Unreadable(f"not one of {', '.join(TaxRounding)}")
        return TaxRounding(name)


def _rounding_mode(name: str) -> RoundingMode:
    with at("rounding_mode"):
        if name not in RoundingMode.__members__:
            raise Unreadable(f"not one of {', '.join(RoundingMode)}")
        return RoundingMode(name)


def write_priced(priced: PricedCart, settlement: Settlement) -> dict[str, object]:
    """The priced cart as the contract shows it: the same keys in the same order, all amounts as text."""
    currency = priced.cart.currency
    return {
        "currency": currency.code,
        "lines": [_line_json(line, currency) for line in priced.lines],
        "taxes": [tax_json(tax, currency) for tax in priced.taxes],
        "net": format_minor(priced.net_minor, currency),
        "tax": format_minor(priced.tax_minor, currency),
        "total": format_minor(priced.total_minor, currency),
        "cash_rounding": format_minor(settlement.cash_rounding_minor, currency),
        "due": format_minor(settlement.due_minor, currency),
        "tendered": format_minor(settlement.tendered_minor, currency),
        "change": format_minor(settlement.change_minor, currency),
    }


def _line_json(line: PricedLine, currency: Currency) -> dict[str, object]:
    return {
        "product": line.line.product,
        "quantity": format_quantity(line.line.quantity_milli),
        "unit_price": format_exact(line.line.unit_price, digits=currency.digits),
        "discount": format_minor(line.discount_minor, currency),
        "bill_discount": format_minor(line.bill_discount_minor, currency),
        "net": format_minor(line.net_minor, currency),
        "tax": format_minor(line.tax_minor, currency),
        "gross": format_minor(line.gross_minor, currency),
        "taxes": [tax_json(tax, currency) for tax in line.taxes],
    }


def tax_json(priced: PricedTax, currency: Currency) -> dict[str, str]:
    """A tax of a line or of a whole cart: what it was taken of, and what it comes to."""
    tax = priced.tax
    how = (
        {"rate": format_exact(tax.rate)}
        if tax.rate is not None
        else {"per_unit": format_exact(tax.per_unit or parse_decimal("0"), digits=currency.digits)}
    )
    return {
        "name": tax.name,
        **how,
        "base": format_minor(priced.base_minor, currency),
        "amount": format_minor(priced.amount_minor, currency),
    }
