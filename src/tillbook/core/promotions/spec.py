"""A promotion's rule and conditions as the text that is kept: canonical JSON, amounts in minor units."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal
from typing import Any

from tillbook.core.amounts import format_exact
from tillbook.core.chain import Plain, plain_text
from tillbook.core.promotions.rules import Bundle, Off, Per, Products, Promotion, Rule, TakePay, When


def spec_text(rule: Rule, when: When, *, stackable: bool) -> str:
    """The text of a promotion but for its code and name; equal for equal promotions.

    >>> spec_text(Off(percent=Decimal("10.0")), When(coupon=True), stackable=False)
    '{"off":{"percent":"10"},"when":{"coupon":true}}'
    """
    kept: dict[str, Plain] = {}
    if isinstance(rule, Off):
        kept["off"] = _off(rule)
    elif isinstance(rule, TakePay):
        kept["take_pay"] = {"take": rule.take, "pay": rule.pay, "on": _products(rule.on)}
    else:
        kept["bundle"] = {"parts": [[sku, milli] for sku, milli in rule.parts], "price_minor": rule.price_minor}
    conditions = _when(when)
    if conditions:
        kept["when"] = conditions
    if stackable:
        kept["stackable"] = True
    return plain_text(kept)


def _off(rule: Off) -> dict[str, Plain]:
    kept: dict[str, Plain] = {}
    if rule.percent is not None:
        kept["percent"] = format_exact(rule.percent)
    if rule.amount_minor is not None:
        kept["amount_minor"] = rule.amount_minor
    if rule.per is not None:
        kept["per"] = rule.per.value
    if rule.on is not None:
        kept["on"] = _products(rule.on)
    return kept


def _products(on: Products) -> dict[str, Plain]:
    said = {"skus": sorted(on.skus), "categories": sorted(on.categories)}
    return {key: names for key, names in said.items() if names}


def _when(when: When) -> dict[str, Plain]:
    said: dict[str, Plain] = {
        "first_day": None if when.first_day is None else when.first_day.isoformat(),
        "last_day": None if when.last_day is None else when.last_day.isoformat(),
        "from_time": None if when.from_time is None else when.from_time.isoformat("minutes"),
        "until_time": None if when.until_time is None else when.until_time.isoformat("minutes"),
        "weekdays": sorted(when.weekdays),
        "customer_group": when.customer_group,
        "coupon": when.coupon,
        "minimum_minor": when.minimum_minor,
    }
    return {key: value for key, value in said.items() if value}


def promotion_of(*, id: int, code: str, name: str, spec: str) -> Promotion:
    """The promotion that a kept text stands for.

    Raises:
        ValueError, LookupError: the text is none that `spec_text` wrote.
    """
    kept = json.loads(spec)
    return Promotion(
        id=id,
        code=code,
        name=name,
        rule=_read_rule(kept),
        when=_read_when(kept.get("when", {})),
        stackable=kept.get("stackable", False),
    )


def _read_rule(kept: dict[str, Any]) -> Rule:
    if "off" in kept:
        off = kept["off"]
        return Off(
            percent=Decimal(off["percent"]) if "percent" in off else None,
            amount_minor=off.get("amount_minor"),
            per=Per(off["per"]) if "per" in off else None,
            on=_read_products(off["on"]) if "on" in off else None,
        )
    if "take_pay" in kept:
        several = kept["take_pay"]
        return TakePay(take=several["take"], pay=several["pay"], on=_read_products(several["on"]))
    bundle = kept["bundle"]
    return Bundle(parts=tuple((sku, milli) for sku, milli in bundle["parts"]), price_minor=bundle["price_minor"])


def _read_products(kept: dict[str, Any]) -> Products:
    return Products(skus=frozenset(kept.get("skus", ())), categories=frozenset(kept.get("categories", ())))


def _read_when(kept: dict[str, Any]) -> When:
    return When(
        first_day=_read(date.fromisoformat, kept.get("first_day")),
        last_day=_read(date.fromisoformat, kept.get("last_day")),
        from_time=_read(time.fromisoformat, kept.get("from_time")),
        until_time=_read(time.fromisoformat, kept.get("until_time")),
        weekdays=frozenset(kept.get("weekdays", ())),
        customer_group=kept.get("customer_group", ""),
        coupon=kept.get("coupon", False),
        minimum_minor=kept.get("minimum_minor", 0),
    )


def _read(reader: Any, text: str | None) -> Any:
    return None if text is None else reader(text)
