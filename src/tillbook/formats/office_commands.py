"""Commands of the office that arrive as JSON; read strictly, each mistake with its path."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from tillbook.core.amounts import Currency, parse_decimal, to_minor
from tillbook.core.errors import Unreadable
from tillbook.core.quantity import parse_quantity
from tillbook.core.rights import Right
from tillbook.core.roles import Limit
from tillbook.formats.cart_json import Number
from tillbook.formats.commands import Id, Lot, Product, Text, read_day
from tillbook.formats.promotion_json import CouponJson, PromotionJson
from tillbook.formats.strict_json import StrictModel, at

MANY_MAX = 1_000


class IdJson(StrictModel):
    """A command that says nothing but its id."""

    id: Id


class SettingJson(IdJson):
    """The new value of a setting, as a person would type it."""

    value: Text


class NewStaffJson(IdJson):
    """A person to be taken on."""

    name: Text
    role: Text


class StaffChangeJson(IdJson):
    """What changes of a person; what is left out, or null, stays. Who is not active signs in no more."""

    name: Text | None = None
    role: Text | None = None
    active: bool | None = None


class PasswordJson(IdJson):
    """A password that is given to a person."""

    password: Text


class PinJson(IdJson):
    """A PIN that is given to a person."""

    pin: Text


class LimitsJson(StrictModel):
    """How far a role goes alone; what is left out stays, null is without a limit."""

    line_discount_percent: Number | None = None
    bill_discount_percent: Number | None = None
    price_change_percent: Number | None = None
    return_without_receipt: Number | None = None
    drawer_openings: int | None = None
    sale_below_cost: bool = True


class RoleJson(IdJson):
    """A role of the shop's own, or the limits of one that every shop has."""

    rights: Annotated[list[Text], Field(max_length=MANY_MAX)] | None = None
    limits: LimitsJson | None = None


class NewRegisterJson(IdJson):
    """A register to be added; `register` is its number."""

    register_code: Annotated[str, Field(alias="register", max_length=200)]
    name: Text = ""
    printer: Text = ""


class RegisterChangeJson(IdJson):
    """What changes of a register; what is left out, or null, stays."""

    name: Text | None = None
    printer: Text | None = None


class PriceListJson(IdJson):
    """A price list to be made."""

    code: Text
    name: Text


class PriceJson(StrictModel):
    """What one of a product costs on a list, from a quantity and a day on; null ends the price that there is."""

    product: Product
    price: Number | None
    list_: Annotated[str, Field(alias="list", max_length=64)] = "retail"
    from_quantity: Number = "0"
    valid_from: str | None = None


class PricesJson(IdJson):
    """Prices to be set, all of them or none."""

    prices: Annotated[list[PriceJson], Field(max_length=MANY_MAX)]


class NewPromotionJson(PromotionJson):
    """A promotion to be made."""

    id: Id


class CouponsJson(IdJson):
    """More coupons of a promotion."""

    coupons: Annotated[list[CouponJson], Field(max_length=MANY_MAX)]


class TrackingJson(IdJson):
    """Whether a product is kept in lots from now on."""

    product: Product
    tracked: bool


class WriteOffJson(IdJson):
    """So much of a lot that is taken off the shelf; without a quantity all of it."""

    product: Product
    lot: Lot
    quantity: Number | None = None
    to_supplier: bool = False
    reason: Text = "expired"


class PackJson(IdJson):
    """A code that stands for so many of a product."""

    sku: Product
    barcode: Text
    size: Number


class DropPackJson(IdJson):
    """A code that stands for nothing any more."""

    barcode: Text


class ClassTaxJson(StrictModel):
    """A tax in percent or per unit; `included` is null where it follows the shop's prices."""

    name: Text
    rate: Number | None = None
    per_unit: Number | None = None
    compound: bool = False
    included: bool | None = None


class TaxesJson(IdJson):
    """The taxes of a class from a day on."""

    taxes: Annotated[list[ClassTaxJson], Field(max_length=20)]
    valid_from: str | None = None


def read_rights(sent: RoleJson) -> set[Right] | None:
    """The rights of a role; None where they stay as they are. Raises: Unreadable."""
    if sent.rights is None:
        return None
    for place, text in enumerate(sent.rights):
        if text not in list(Right):
            raise Unreadable(f"rights[{place}]: not one of {', '.join(Right)}", path=f"rights[{place}]")
    return {Right(text) for text in sent.rights}


def read_limits(sent: RoleJson, *, currency: Currency) -> dict[str, Limit]:
    """The limits that are said. Raises: NotANumber, TooLarge, TooPrecise, with the path of the mistake."""
    if sent.limits is None:
        return {}
    limits: dict[str, Limit] = {}
    for name in sorted(sent.limits.model_fields_set):
        value = getattr(sent.limits, name)
        with at(f"limits.{name}"):
            if name.endswith("_percent") and value is not None:
                value = parse_decimal(value)
            if name == "return_without_receipt" and value is not None:
                value = to_minor(value, currency)
        limits["return_without_receipt_minor" if name == "return_without_receipt" else name] = value
    return limits


def read_price(sent: PriceJson, path: str) -> tuple[Decimal | None, int, date | None]:
    """A price, the thousandths that it holds from, and its first day. Raises: as `read_limits`, Unreadable."""
    with at(f"{path}.price"):
        price = None if sent.price is None else parse_decimal(sent.price)
    with at(f"{path}.from_quantity"):
        from_milli = parse_quantity(sent.from_quantity)
    return price, from_milli, None if sent.valid_from is None else read_day(sent.valid_from, f"{path}.valid_from")


def read_quantity(text: str | None, path: str) -> int | None:
    """Thousandths; None where nothing is said. Raises: NotANumber, TooPrecise, TooLarge, with the path."""
    with at(path):
        return None if text is None else parse_quantity(text)


def read_figure(text: str | None, path: str) -> Decimal | None:
    """A decimal number; None where nothing is said. Raises: NotANumber, with the path."""
    with at(path):
        return None if text is None else parse_decimal(text)
