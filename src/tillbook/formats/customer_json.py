"""Customers, what they owe, and vouchers as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tillbook.core.amounts import Currency, format_minor
from tillbook.core.customer import CustomerDetails, OpenBillNow, VoucherNow
from tillbook.core.statement import Ageing, Statement
from tillbook.formats.statement import AGES, statement_json


def customer_json(customer: CustomerDetails, currency: Currency) -> dict[str, Any]:
    """All that is kept of a customer, with what they owe and may owe."""
    return {
        "id": str(customer.customer_id),
        "code": customer.code,
        "name": customer.name,
        "email": customer.email,
        "phones": list(customer.phones),
        "addresses": dict(customer.addresses),
        "tax_number": customer.tax_number,
        "price_list": customer.price_list,
        "group": customer.customer_group,
        "exempt_reason": customer.exempt_reason,
        "consent_at": None if customer.consent_at is None else customer.consent_at.isoformat(),
        "balance": format_minor(customer.balance_minor, currency),
        "credit_limit": format_minor(customer.limit_minor, currency),
    }


def found_json(customer: CustomerDetails, currency: Currency) -> dict[str, Any]:
    """A customer as a till finds them; `credit_left` is null for who may not buy on credit."""
    left = max(customer.limit_minor - customer.balance_minor, 0)
    return {
        "id": str(customer.customer_id),
        "code": customer.code,
        "name": customer.name,
        "phone": customer.phones[0] if customer.phones else "",
        "email": customer.email,
        "owes": format_minor(customer.balance_minor, currency),
        "credit_left": format_minor(left, currency) if customer.limit_minor else None,
    }


def bill_open_json(bill: OpenBillNow, currency: Currency) -> dict[str, str]:
    """A bill of which something is still to be paid."""
    return {
        "number": bill.number,
        "business_date": bill.day.isoformat(),
        "amount": format_minor(bill.amount_minor, currency),
        "open": format_minor(bill.open_minor, currency),
    }


def account_json(
    statement: Statement, bills: Sequence[OpenBillNow], ageing: Ageing | None, *, name: str, currency: Currency
) -> dict[str, Any]:
    """A statement with what is open of it, and how old that is."""
    ages = (0,) * len(AGES) if ageing is None else ageing.ages_minor
    return {
        **statement_json(statement, name=name, currency=currency),
        "owes": format_minor(0 if ageing is None else ageing.balance_minor, currency),
        "ageing": [
            {"label": label, "amount": format_minor(minor, currency)} for label, minor in zip(AGES, ages, strict=True)
        ],
        "open_bills": [
            {
                "number": bill.number,
                "date": bill.day.isoformat(),
                "due": format_minor(bill.amount_minor, currency),
                "left": format_minor(bill.open_minor, currency),
            }
            for bill in bills
        ],
    }


def voucher_json(card: VoucherNow, currency: Currency) -> dict[str, Any]:
    """A voucher as it is known without its code."""
    return {
        "kind": card.kind,
        "code_ends_in": card.tail,
        "balance": format_minor(card.balance_minor, currency),
        "expires_on": None if card.expires_on is None else card.expires_on.isoformat(),
        "issued_by": card.issued_by,
        "issued_on": card.issued_on.isoformat(),
    }
