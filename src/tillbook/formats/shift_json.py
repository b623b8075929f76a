"""Shifts and their reports as JSON: what a door answers of a drawer; instants by the shop's clock."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tillbook.core.amounts import Currency, format_minor
from tillbook.core.calendar import find_zone
from tillbook.core.place import ShopSettings
from tillbook.core.shift_report import OpenShift, ShiftSeen, ZSeen
from tillbook.formats.shift_report import report_text


def posted_json(id: str, kind: str, number: str) -> dict[str, str]:
    """A posted document by the id of its command; a repeat is answered as the first time was."""
    return {"id": id, "kind": kind, "number": number}


def drawer_json(
    shift: OpenShift | None, *, carts_open: int, last_z: ZSeen | None, shop: ShopSettings
) -> dict[str, Any]:
    """What a till shows of its drawer before anything is done with it."""
    opened = None
    if shift is not None:
        opened = {
            "number": shift.number,
            "opened_at": _instant(shift.opened_at, shop),
            "by": shift.opened_by,
            "float": format_minor(shift.float_minor, shop.currency),
            "business_date": shift.business_date.isoformat(),
        }
    last = None if last_z is None else {"number": last_z.number, "closed_at": _instant(last_z.closed_at, shop)}
    return {"open": opened, "carts_open": carts_open, "last_z": last}


def report_json(content: dict[str, Any], *, columns: int) -> dict[str, Any]:
    """An X or Z report, as JSON and as its paper shows it."""
    return {"report": content, "text": report_text(content, columns=columns)}


def closed_json(number: str, content: str, *, id: str, columns: int) -> dict[str, Any]:
    """A shift that was counted, from the stored text of its Z report."""
    report: dict[str, Any] = json.loads(content)
    cash = report["cash"]
    return {
        "id": id,
        "number": number,
        "expected": cash["expected"],
        "counted": cash["counted"],
        "difference": cash["difference"],
        "open_carts": report["open_carts"],
        **report_json(report, columns=columns),
    }


def z_list_json(found: Sequence[ZSeen], shop: ShopSettings) -> list[dict[str, Any]]:
    """Z reports of a list; `total` is gross sales less credit notes."""
    return [_z_json(each, shop) for each in found]


def _z_json(each: ZSeen, shop: ShopSettings) -> dict[str, Any]:
    return {
        "number": each.number,
        "register": each.register,
        "shift": each.shift,
        "closed_at": _instant(each.closed_at, shop),
        "by": each.closed_by,
        "total": each.gross,
        "difference": format_minor(each.counted_minor - each.expected_minor, shop.currency),
    }


def shift_json(each: ShiftSeen, shop: ShopSettings) -> dict[str, Any]:
    """A shift of a list; what belongs to its end is null while it is open."""
    amounts: dict[str, int | None] = {
        "float": each.float_minor,
        "expected": each.expected_minor,
        "counted": each.counted_minor,
        "difference": None
        if each.counted_minor is None or each.expected_minor is None
        else each.counted_minor - each.expected_minor,
    }
    return {
        "register": each.register,
        "shift": each.number,
        "opened_at": _instant(each.opened_at, shop),
        "opened_by": each.opened_by,
        "closed_at": None if each.closed_at is None else _instant(each.closed_at, shop),
        "closed_by": each.closed_by,
        **{key: _amount(minor, shop.currency) for key, minor in amounts.items()},
        "z": each.z_number,
    }


def _amount(minor: int | None, currency: Currency) -> str | None:
    return None if minor is None else format_minor(minor, currency)


def _instant(at: datetime, shop: ShopSettings) -> str:
    return at.astimezone(find_zone(shop.timezone)).isoformat()
