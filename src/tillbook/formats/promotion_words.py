"""A promotion in a few words: what it takes off, and when."""

from __future__ import annotations

from tillbook.core.amounts import Currency, format_exact, format_minor
from tillbook.core.promotions import Bundle, Products, Promotion, TakePay, When
from tillbook.core.quantity import format_quantity
from tillbook.formats.promotion_json import WEEKDAYS


def rule_words(promotion: Promotion, currency: Currency) -> str:
    """What a promotion takes off: `10 % off Tea`, `3 for 2 of Tea`."""
    rule = promotion.rule
    if isinstance(rule, Bundle):
        parts = " + ".join(f"{format_quantity(milli)} {sku}" for sku, milli in rule.parts)
        return f"{parts} for {format_minor(rule.price_minor, currency)}"
    if isinstance(rule, TakePay):
        return f"{rule.take} for {rule.pay} of {_names(rule.on)}"
    amount = format_minor(rule.amount_minor or 0, currency)
    off = amount if rule.percent is None else f"{format_exact(rule.percent)} %"
    each = f" a {rule.per.value}" if rule.per is not None else ""
    on = "the bill" if rule.on is None else _names(rule.on)
    return f"{off} off {on}{each}{', with others' if promotion.stackable else ''}"


def _names(on: Products) -> str:
    return ", ".join([*sorted(on.categories), *sorted(on.skus)])


def when_words(when: When, currency: Currency) -> str:
    """Under what conditions: `sat, sun 17:00-19:00, with a coupon`; `always` where there are none."""
    parts = []
    if when.first_day is not None:
        parts.append(f"from {when.first_day.isoformat()}")
    if when.last_day is not None:
        parts.append(f"until {when.last_day.isoformat()}")
    days = ", ".join(WEEKDAYS[day] for day in sorted(when.weekdays))
    clock = ""
    if when.from_time is not None and when.until_time is not None:
        clock = f"{when.from_time.isoformat('minutes')}-{when.until_time.isoformat('minutes')}"
    parts.append(" ".join(part for part in (days, clock) if part))
    parts.append(f"for {when.customer_group}" if when.customer_group else "")
    parts.append("with a coupon" if when.coupon else "")
    parts.append(f"from {format_minor(when.minimum_minor, currency)} on" if when.minimum_minor else "")
    return ", ".join(part for part in parts if part) or "always"
