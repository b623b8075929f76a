"""What the office lists, as JSON: staff and roles, prices, promotions, lots, packs, taxes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tillbook.core.amounts import Currency, format_exact, format_minor
from tillbook.core.office import (
    CouponSeen,
    LotSeen,
    PackSeen,
    PriceChange,
    PriceListSeen,
    PriceNow,
    PromotionSeen,
    StaffNow,
    TaxClassSeen,
    TaxOfClass,
)
from tillbook.core.quantity import format_quantity
from tillbook.core.roles import RoleNow, limits_plain
from tillbook.formats.promotion_json import write_promotion


def staff_json(each: StaffNow) -> dict[str, Any]:
    """A person; of their secrets only whether there are any."""
    return {
        "name": each.name,
        "role": each.role,
        "active": each.active,
        "password": bool(each.password_hash),
        "pin": bool(each.pin_hash),
    }


def role_json(role: RoleNow, currency: Currency) -> dict[str, Any]:
    """A role with its rights and how far it goes alone."""
    limits: dict[str, Any] = dict(limits_plain(role.limits))
    without_receipt = limits.pop("return_without_receipt_minor")
    limits["return_without_receipt"] = None if without_receipt is None else format_minor(without_receipt, currency)
    return {"name": role.name, "own": role.own, "rights": sorted(role.rights), "limits": limits}


def price_list_json(each: PriceListSeen) -> dict[str, Any]:
    """A price list with how many products and customers it has."""
    return {"list": each.code, "name": each.name, "products": each.products, "customers": each.customers}


def price_json(each: PriceNow, currency: Currency) -> dict[str, Any]:
    """A price of a list."""
    return {
        "sku": each.sku,
        "name": each.name,
        "from_quantity": format_quantity(each.from_milli),
        "price": _price(each.price, currency),
        "valid_from": each.valid_from.isoformat(),
    }


def price_change_json(each: PriceChange, currency: Currency) -> dict[str, Any]:
    """A price as it was set, and what it was before."""
    return {
        "number": each.number,
        "at": each.at.isoformat(),
        "person": each.person,
        "sku": each.sku,
        "list": each.price_list,
        "from_quantity": format_quantity(each.from_milli),
        "valid_from": each.valid_from.isoformat(),
        "before": _price(each.before, currency) if each.before else None,
        "after": _price(each.after, currency) if each.after else None,
    }


def promotion_seen_json(each: PromotionSeen, currency: Currency, *, sums: bool) -> dict[str, Any]:
    """A promotion with who made it; what it came to only for who sees reports."""
    return {
        **write_promotion(each.promotion, currency),
        "active": each.active,
        "document": each.number,
        "made_at": each.at.isoformat(),
        "made_by": each.person,
        "coupons": each.coupons,
        "sales": each.sales if sums else None,
        "taken_off": format_minor(each.taken_minor, currency) if sums else None,
    }


def coupon_json(each: CouponSeen) -> dict[str, Any]:
    """A coupon and how often it was used."""
    return {"code": each.code, "uses": each.uses, "uses_max": each.uses_max}


def lot_json(lot: LotSeen, today: date) -> dict[str, Any]:
    """A lot on hand."""
    return {
        "sku": lot.sku,
        "name": lot.name,
        "lot": lot.code,
        "expires_on": None if lot.expires_on is None else lot.expires_on.isoformat(),
        "expired": expired(lot, today),
        "on_hand": format_quantity(lot.on_hand_milli),
    }


def expired(lot: LotSeen, today: date) -> bool:
    """Whether its last good day is over."""
    return lot.expires_on is not None and lot.expires_on < today


def pack_json(pack: PackSeen) -> dict[str, str]:
    """A code and how many it stands for."""
    return {"sku": pack.sku, "name": pack.name, "barcode": pack.code, "size": format_quantity(pack.size_milli)}


def tax_class_json(each: TaxClassSeen) -> dict[str, Any]:
    """A tax class with its taxes."""
    return {"name": each.name, "products": each.products, "taxes": [_tax_json(tax) for tax in each.taxes]}


def _tax_json(tax: TaxOfClass) -> dict[str, Any]:
    return {
        "name": tax.name,
        **({"rate": format_exact(tax.rate)} if tax.rate is not None else {}),
        **({"per_unit": format_exact(tax.per_unit)} if tax.per_unit is not None else {}),
        "compound": tax.compound,
        "included": tax.included,
        "valid_from": tax.valid_from.isoformat(),
        "valid_until": tax.valid_until.isoformat() if tax.valid_until else None,
    }


def _price(text: str | Decimal, currency: Currency) -> str:
    return format_exact(Decimal(text), digits=currency.digits)
