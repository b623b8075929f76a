"""The rows of one sale: whoever sells, or brings in what was sold before, writes them here."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from tillbook.core.chain import Plain, commitment
from tillbook.core.posting import Numbered, Stamp
from tillbook.core.pricing import PricedCart
from tillbook.core.promotions import Applied
from tillbook.core.sale_journal import LineTold, sale_body
from tillbook.core.stored_value import CREDIT, VOUCHERS
from tillbook.core.tender import CASH, Settlement, Tendered
from tillbook.core.wanted import WantedCustomer
from tillbook.db.statements import Tx
from tillbook.ledgers import cash, credit, journal, numbers, outbox, people, promotions, sales
from tillbook.ledgers.sales import SoldLine
from tillbook.ledgers.stock import Shelf

STORED_VALUE = frozenset({CREDIT, *VOUCHERS})


@dataclass(slots=True, kw_only=True)
class DecidedSale:
    """A sale priced, allowed and paid, with the cost of its goods: nothing is left to decide.

    `shift_id` is the register's open shift, or None where this sale opens one with an empty drawer.
    """

    stamp: Stamp
    register_id: int
    register: str
    shift_id: int | None
    prices_include_tax: bool
    cash_increment_minor: int
    seed_files: bool
    priced: PricedCart
    lines: Sequence[SoldLine]
    settlement: Settlement
    tenders: Sequence[Tendered]
    customer: WantedCustomer | None
    coupon_ids: Sequence[int] = ()


def post(tx: Tx, sale: DecidedSale, shelf: Shelf) -> Numbered:
    """Number a sale, move its goods, write it with its tenders, cash, journal entry and outbox row."""
    stamp = sale.stamp
    customer_id = people.find_or_add(tx, sale.customer) if sale.customer else None
    taken = _stored_value(tx, sale, customer_id)
    tenders = sale.tenders if taken is None else taken.tenders
    if sale.coupon_ids:
        promotions.use_coupons(tx, sale.coupon_ids)
    shift_id = _shift(tx, sale)
    numbered = numbers.issue(tx, stamp)
    shelf.apply(tx, posting_id=numbered.posting_id, at=stamp.at)
    header = sales.SaleHeader(
        posting_id=numbered.posting_id,
        register_id=sale.register_id,
        shift_id=shift_id,
        customer_id=customer_id,
        prices_include_tax=sale.prices_include_tax,
        cash_increment_minor=sale.cash_increment_minor,
    )
    sales.write(tx, header, sale.priced, sale.lines, sale.settlement, tenders)
    person = _commit_person(tx, sale.customer, numbered.posting_id)
    cash_minor = sum([tender.amount_minor for tender in sale.tenders if tender.type == CASH])
    drawer_minor = cash_minor - sale.settlement.change_minor
    cash.enter(tx, shift_id=shift_id, posting_id=numbered.posting_id, kind="sale", amount_minor=drawer_minor)
    if taken is not None:
        credit.enter(tx, taken, posting_id=numbered.posting_id, at=stamp.at, day=stamp.business_date, sale=True)
    applied = _applied(sale.priced)
    if applied:
        promotions.enter(tx, posting_id=numbered.posting_id, applied=applied, coupon_ids=sale.coupon_ids)
    journal.append(tx, stamp, numbered, {**stamp.approval(), **_body(sale, tenders, person)})
    if sale.seed_files:
        outbox.put(tx, numbered.posting_id, outbox.SALES_LOG)
    return numbered


def _stored_value(tx: Tx, sale: DecidedSale, customer_id: int | None) -> credit.Taken | None:
    """What the tenders take from accounts and vouchers, taken before any stock."""
    if not any(tender.type in STORED_VALUE for tender in sale.tenders):
        return None
    return credit.take(tx, sale.tenders, customer_id=customer_id, day=sale.stamp.business_date)


def _applied(priced: PricedCart) -> list[Applied]:
    """What promotions took off each line."""
    return [
        Applied(line=place, promotion_id=part.promotion_id, name=part.name, amount_minor=part.amount_minor)
        for place, line in enumerate(priced.lines)
        for part in line.line.promotions
    ]


def _shift(tx: Tx, sale: DecidedSale) -> int:
    if sale.shift_id is not None:
        return sale.shift_id
    stamp = sale.stamp
    return cash.open_shift(
        tx,
        register_id=sale.register_id,
        at=stamp.at,
        day=stamp.business_date,
        staff_id=stamp.staff_id,
        float_minor=0,
    )


def _body(sale: DecidedSale, tenders: Sequence[Tendered], person: str | None) -> dict[str, Plain]:
    return sale_body(
        sale.priced,
        sale.settlement,
        tenders,
        id=sale.stamp.client_id,
        request_hash=sale.stamp.request_hash,
        told=[_told(line) for line in sale.lines],
        register=sale.register,
        day=sale.stamp.business_date,
        staff_id=sale.stamp.staff_id,
        person=person,
        note=sale.stamp.note,
        prices_include_tax=sale.prices_include_tax,
        cash_increment_minor=sale.cash_increment_minor,
    )


def _told(line: SoldLine) -> LineTold:
    return LineTold(
        sku=line.sku,
        name=line.name,
        unit=line.unit,
        tax_class=line.tax_class,
        list_price=line.list_price,
        wanted_milli=line.wanted_milli,
        cost_minor=line.cost_minor,
    )


def _commit_person(tx: Tx, customer: WantedCustomer | None, posting_id: int) -> str | None:
    """Store who bought beside the sale; answer the salted hash of it for the journal (P23)."""
    if customer is None:
        return None
    salt = secrets.token_hex(16)
    sales.write_customer(tx, posting_id, customer, salt)
    return commitment(salt, [customer.name, customer.email, customer.phone])
