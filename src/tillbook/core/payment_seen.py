"""A posted payment as its receipt shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tillbook.core.tender import Tendered


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSeen:
    """Money on account, or for a gift card (`customer` is empty then).

    `settled` are the bills that it paid, each with how much of it.
    """

    id: str
    number: str
    register: str
    at: datetime
    cashier: str
    customer: str
    amount_minor: int
    cash_rounding_minor: int
    tendered_minor: int
    change_minor: int
    tenders: tuple[Tendered, ...]
    settled: tuple[tuple[str, int], ...]
