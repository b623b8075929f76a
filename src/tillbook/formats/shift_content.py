"""The figures of a shift as JSON: what an X report answers, and what a Z report is stored as.

Figures and instants stand in it as they are printed: amounts as decimal strings, instants by the shop's clock of
that moment. No setting and no table of time zones is asked again. So an old Z prints again byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from tillbook.core.amounts import Currency, format_minor
from tillbook.core.calendar import find_zone
from tillbook.core.chain import Plain
from tillbook.core.place import ShopSettings
from tillbook.core.shift_report import Issued, OpenShift, ShiftTotals, Sold, TenderSum

_CASH: Final = (
    ("sale", "sales"),
    ("payment", "payments"),
    ("refund", "refunds"),
    ("pay_in", "pay_ins"),
    ("pay_out", "pay_outs"),
    ("drop", "drops"),
)


def x_content(
    shift: OpenShift, totals: ShiftTotals, *, shop: ShopSettings, at: datetime, by: str, expected_shown: bool
) -> dict[str, Plain]:
    """An X report. Where what is expected is not shown, neither is anything that it follows from."""
    content = {"kind": "x", "at": _instant(at, shop), "by": by, **_content(shift, totals, shop)}
    if not expected_shown:
        content |= {"cash": None, "tenders": None}
    return content


def z_content(
    shift: OpenShift,
    totals: ShiftTotals,
    *,
    shop: ShopSettings,
    number: str,
    at: datetime,
    by: str,
    counted_minor: int,
    counts: Mapping[int, int],
    head: str,
    length: int,
    open_carts: Sequence[str],
) -> dict[str, Plain]:
    """A Z report; `head` and `length` are those of the register's journal before it."""
    currency = shop.currency
    content = _content(shift, totals, shop)
    cash: dict[str, Any] = dict(content["cash"])  # type: ignore[arg-type]
    cash["counted"] = format_minor(counted_minor, currency)
    cash["difference"] = format_minor(counted_minor - totals.expected(shift.float_minor), currency)
    return {
        "kind": "z",
        **content,
        "number": number,
        "closed_at": _instant(at, shop),
        "closed_by": by,
        "cash": cash,
        "counts": [
            {
                "denomination": format_minor(denomination, currency),
                "count": count,
                "amount": format_minor(denomination * count, currency),
            }
            for denomination, count in sorted(counts.items(), reverse=True)
        ],
        "open_carts": list(open_carts),
        "journal": {"chain": shift.register, "head": head, "length": length},
    }


def _content(shift: OpenShift, totals: ShiftTotals, shop: ShopSettings) -> dict[str, Plain]:
    currency = shop.currency

    def money(minor: int) -> str:
        return format_minor(minor, currency)

    sales, returned, payments = totals.sales, totals.credit_notes, totals.payments
    return {
        "shop": {"name": shop.name, "address": shop.address, "tax_number": shop.tax_number},
        "register": shift.register,
        "register_name": shift.register_name,
        "shift": shift.number,
        "currency": currency.code,
        "business_date": shift.business_date.isoformat(),
        "opened_at": _instant(shift.opened_at, shop),
        "opened_by": shift.opened_by,
        "sales": _sold(sales, currency),
        "credit_notes": _sold(returned, currency),
        "payments": {
            **_issued(payments.documents),
            "amount": money(payments.amount_minor),
            "cash_rounding": money(payments.cash_rounding_minor),
        },
        "movements": _issued(totals.movements),
        "net": money(sales.net_minor - returned.net_minor),
        "tax": money(sales.tax_minor - returned.tax_minor),
        "gross": money(sales.gross_minor - returned.gross_minor),
        "taxes": [
            {
                "name": tax.name,
                **({"rate": tax.rate} if tax.rate is not None else {}),
                **({"per_unit": tax.per_unit} if tax.per_unit is not None else {}),
                "base": money(tax.base_minor),
                "amount": money(tax.amount_minor),
            }
            for tax in totals.taxes
        ],
        "tenders": [_tender(tender, currency) for tender in totals.tenders],
        "cash": {
            "float": money(shift.float_minor),
            **{said: money(totals.cash.get(kind, (0, 0))[1]) for kind, said in _CASH},
            "no_sales": totals.cash.get("no_sale", (0, 0))[0],
            "expected": money(totals.expected(shift.float_minor)),
        },
    }


def _instant(at: datetime, shop: ShopSettings) -> str:
    return at.astimezone(find_zone(shop.timezone)).isoformat()


def _issued(documents: Issued) -> dict[str, Plain]:
    return {"count": documents.count, "first": documents.first, "last": documents.last}


def _sold(sold: Sold, currency: Currency) -> dict[str, Plain]:
    amounts = {
        "discount": sold.discount_minor,
        "net": sold.net_minor,
        "tax": sold.tax_minor,
        "gross": sold.gross_minor,
        "cash_rounding": sold.cash_rounding_minor,
    }
    return {**_issued(sold.documents), **{name: format_minor(minor, currency) for name, minor in amounts.items()}}


def _tender(tender: TenderSum, currency: Currency) -> dict[str, Plain]:
    amounts = {
        "sales": tender.sales_minor,
        "payments": tender.payments_minor,
        "refunds": tender.refunds_minor,
        "total": tender.sales_minor + tender.payments_minor - tender.refunds_minor,
    }
    return {"type": tender.type, **{name: format_minor(minor, currency) for name, minor in amounts.items()}}
