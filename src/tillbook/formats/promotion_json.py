"""A promotion as JSON: how it is sent to be made, and how it is shown.

One of `percent`, `amount`, `take` with `pay`, or `bundle` with `price` says what is taken off; `on` names products
or categories (left out: the bill); `when` holds the conditions. Amounts and quantities are decimal strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import Field

from tillbook.core.amounts import Currency, format_exact, format_minor, parse_decimal, to_minor
from tillbook.core.discount import DiscountInvalid
from tillbook.core.errors import Unreadable
from tillbook.core.promotions import Bundle, Off, Per, Products, Promotion, PromotionInvalid, Rule, TakePay, When
from tillbook.core.promotions.rules import coupon_code
from tillbook.core.quantity import format_quantity, parse_quantity
from tillbook.core.text import clean_line
from tillbook.formats.strict_json import StrictModel, at, loads, read_as

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USES_MAX: Final = 10**9
COUPONS_AT_ONCE_MAX: Final = 10_000

Text = Annotated[str, Field(min_length=1, max_length=200)]
T = TypeVar("T")

_hours: Final = re.compile(r"([0-2][0-9]:[0-5][0-9])-([0-2][0-9]:[0-5][0-9])", re.ASCII)


class OnJson(StrictModel):
    """The products that a promotion is for."""

    products: list[Text] = Field(default_factory=list, max_length=1_000)
    categories: list[Text] = Field(default_factory=list, max_length=1_000)


class PartJson(StrictModel):
    """One product of a bundle."""

    product: Text
    quantity: Text


class WhenJson(StrictModel):
    """The conditions; days are inclusive, `hours` are `17:00-19:00` by the shop's clock."""

    first: Text | None = Field(default=None, alias="from")
    until: Text | None = None
    hours: Text | None = None
    weekdays: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = Field(default_factory=list)
    customer_group: Annotated[str, Field(max_length=64)] = ""
    coupon: bool = False
    minimum: Text | None = None


class CouponJson(StrictModel):
    """A coupon's code, and how often it can be used in all."""

    code: Text
    uses: Annotated[int, Field(ge=1, le=USES_MAX)] | None = None


class PromotionJson(StrictModel):
    """A promotion as it is sent."""

    code: Text
    name: Text | None = None
    percent: Text | None = None
    amount: Text | None = None
    per: Literal["unit", "line"] | None = None
    on: OnJson | None = None
    take: int | None = None
    pay: int | None = None
    bundle: list[PartJson] | None = None
    price: Text | None = None
    stackable: bool = False
    when: WhenJson | None = None
    coupons: list[CouponJson] = Field(default_factory=list, max_length=COUPONS_AT_ONCE_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCoupon:
    """A coupon to be made; `uses_max` is None where it is good without end."""

    code: str
    uses_max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPromotion:
    """A promotion to be made, read and well-formed."""

    code: str
    name: str
    rule: Rule
    when: When
    stackable: bool = False
    coupons: tuple[NewCoupon, ...] = ()


def read_promotion(value: str | object, *, currency: Currency) -> NewPromotion:
    """A promotion from JSON text, or from the object that was read from it. Coupons make it need one.

    Raises: Unreadable, PromotionInvalid, DiscountInvalid, DiscountTooLarge, TooLarge, TooPrecise, TextRefused; with
    the path of the mistake.
    """
    sent = read_as(PromotionJson, loads(value) if isinstance(value, str) else value)
    code = clean_line(sent.code, what="the code", length_max=64)
    when = _when(sent.when or WhenJson(), currency, coupon=bool(sent.coupons))
    made = NewPromotion(
        code=code,
        name=clean_line(sent.name, what="the name", length_max=120) if sent.name else code,
        rule=_rule(sent, currency),
        when=when,
        stackable=sent.stackable,
        coupons=read_coupons(sent.coupons),
    )
    Promotion(id=0, code=code, name=made.name, rule=made.rule, when=when, stackable=made.stackable)
    return made


def read_coupons(sent: list[CouponJson]) -> tuple[NewCoupon, ...]:
    """Raises: PromotionInvalid where one code stands twice; TextRefused."""
    coupons = tuple(NewCoupon(code=coupon_code(coupon.code), uses_max=coupon.uses) for coupon in sent)
    if len({coupon.code for coupon in coupons}) < len(coupons):
        raise PromotionInvalid("A coupon's code stands twice; keep one.", path="coupons")
    return coupons


def _rule(sent: PromotionJson, currency: Currency) -> Rule:
    kinds = {
        "percent": sent.percent is not None,
        "amount": sent.amount is not None,
        "take": sent.take is not None or sent.pay is not None,
        "bundle": sent.bundle is not None or sent.price is not None,
    }
    chosen = [kind for kind, said in kinds.items() if said]
    if len(chosen) != 1:
        raise PromotionInvalid("Say one thing: a percent, an amount, take and pay, or a bundle with its price.")
    if chosen == ["bundle"]:
        return _bundle(sent, currency)
    on = None if sent.on is None else Products(skus=_names(sent.on.products), categories=_names(sent.on.categories))
    if chosen == ["take"]:
        if sent.take is None or sent.pay is None or on is None:
            raise PromotionInvalid("Say how many are taken, how many are paid, and of which products.", path="take")
        _none(sent, "per")
        return TakePay(take=sent.take, pay=sent.pay, on=on)
    with at(chosen[0]):
        try:
            return Off(
                percent=None if sent.percent is None else parse_decimal(sent.percent),
                amount_minor=None if sent.amount is None else to_minor(sent.amount, currency),
                per=None if sent.per is None else Per(sent.per),
                on=on,
            )
        except DiscountInvalid as refusal:
            raise PromotionInvalid(refusal.message) from None


def _bundle(sent: PromotionJson, currency: Currency) -> Bundle:
    if sent.bundle is None or sent.price is None:
        raise PromotionInvalid("A bundle is products and the price of all of them.", path="bundle")
    _none(sent, "on")
    _none(sent, "per")
    parts = []
    for place, part in enumerate(sent.bundle):
        with at(f"bundle[{place}].quantity"):
            parts.append((part.product.strip(), parse_quantity(part.quantity)))
    with at("price"):
        price_minor = to_minor(sent.price, currency)
    return Bundle(parts=tuple(sorted(parts)), price_minor=price_minor)


def _none(sent: PromotionJson, key: str) -> None:
    if getattr(sent, key) is not None:
        raise PromotionInvalid(f"{key} has no meaning for this kind of promotion; take it out.", path=key)


def _names(names: list[str]) -> frozenset[str]:
    return frozenset(name.strip() for name in names)


def _when(sent: WhenJson, currency: Currency, *, coupon: bool) -> When:
    hours = (None, None) if sent.hours is None else _clock(sent.hours)
    minimum_minor = 0
    if sent.minimum is not None:
        with at("when.minimum"):
            minimum_minor = to_minor(sent.minimum, currency)
    group = sent.customer_group
    return When(
        first_day=_read(date.fromisoformat, sent.first, "when.from", "a day, as 2026-12-24"),
        last_day=_read(date.fromisoformat, sent.until, "when.until", "a day, as 2026-12-24"),
        from_time=hours[0],
        until_time=hours[1],
        weekdays=frozenset(WEEKDAYS.index(day) for day in sent.weekdays),
        customer_group=clean_line(group, what="the customer group", length_max=64) if group else "",
        coupon=sent.coupon or coupon,
        minimum_minor=minimum_minor,
    )


def _clock(text: str) -> tuple[time | None, time | None]:
    found = _hours.fullmatch(text)
    hint = "hours, as 17:00-19:00"
    if found is None:
        raise Unreadable(f"when.hours: not {hint}", path="when.hours")
    begin, end = (_read(time.fromisoformat, part, "when.hours", hint) for part in found.groups())
    return begin, end


def _read(reader: Callable[[str], T], text: str | None, path: str, hint: str) -> T | None:
    if text is None:
        return None
    try:
        return reader(text)
    except ValueError:
        raise Unreadable(f"{path}: not {hint}", path=path) from None


def write_promotion(promotion: Promotion, currency: Currency) -> dict[str, Any]:
    """A promotion as it could be sent, without its coupons."""
    rule = promotion.rule
    shown: dict[str, Any] = {"code": promotion.code, "name": promotion.name}
    if isinstance(rule, Bundle):
        shown["bundle"] = [{"product": sku, "quantity": format_quantity(milli)} for sku, milli in rule.parts]
        shown["price"] = format_minor(rule.price_minor, currency)
    elif isinstance(rule, TakePay):
        shown |= {"take": rule.take, "pay": rule.pay, "on": _on(rule.on)}
    else:
        said = {
            "percent": None if rule.percent is None else format_exact(rule.percent),
            "amount": None if rule.amount_minor is None else format_minor(rule.amount_minor, currency),
            "per": None if rule.per is None else rule.per.value,
            "on": None if rule.on is None else _on(rule.on),
        }
        shown |= {key: value for key, value in said.items() if value is not None}
    if promotion.stackable:
        shown["stackable"] = True
    conditions = _conditions(promotion.when, currency)
    return shown | ({"when": conditions} if conditions else {})


def _on(on: Products) -> dict[str, list[str]]:
    said = {"products": sorted(on.skus), "categories": sorted(on.categories)}
    return {key: names for key, names in said.items() if names}


def _conditions(when: When, currency: Currency) -> dict[str, Any]:
    hours = None
    if when.from_time is not None and when.until_time is not None:
        hours = f"{when.from_time.isoformat('minutes')}-{when.until_time.isoformat('minutes')}"
    said = {
        "from": when.first_day and when.first_day.isoformat(),
        "until": when.last_day and when.last_day.isoformat(),
        "hours": hours,
        "weekdays": [WEEKDAYS[day] for day in sorted(when.weekdays)],
        "customer_group": when.customer_group,
        "coupon": when.coupon,
        "minimum": format_minor(when.minimum_minor, currency) if when.minimum_minor else None,
    }
    return {key: value for key, value in said.items() if value}
