"""The rows of one sale: whoever sells, or brings in what was sold before, writes them here."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from tillbook.core.chain import Plain, commitment
from tillbook.core.posting import Numbered, Stamp
from tillbook.core.pricing import PricedCart
from tillbook.core.sale_journal import sale_body
from tillbook.core.tender import CASH, Settlement, Tendered
from tillbook.core.wanted import WantedCustomer
from tillbook.db.statements import Tx
from tillbook.ledgers import cash, journal, numbers, outbox, people, sales
from tillbook.ledgers.sales import SoldLine
from tillbook.ledgers.stock import Shelf


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


def post(tx: Tx, sale: DecidedSale, shelf: Shelf) -> Numbered:
    """Number a sale, move its goods, write it with its tenders, cash, journal entry and outbox row."""
    stamp = sale.stamp
    customer_id = people.find_or_add(tx, sale.customer) if sale.customer else None
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
    sales.write(tx, header, sale.priced, sale.lines, sale.settlement, sale.tenders)
    person = _commit_person(tx, sale.customer, numbered.posting_id)
    cash_minor = sum([tender.amount_minor for tender in sale.tenders if tender.type == CASH])
    drawer_minor = cash_minor - sale.settlement.change_minor
    cash.enter(tx, shift_id=shift_id, posting_id=numbered.posting_id, kind="sale", amount_minor=drawer_minor)
    journal.append(tx, stamp, numbered, _body(sale, person))
    if sale.seed_files:
        outbox.put(tx, numbered.posting_id, outbox.SALES_LOG)
    return numbered


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


def _body(sale: DecidedSale, person: str | None) -> dict[str, Plain]:
    return sale_body(
        sale.priced,
        sale.settlement,
        sale.tenders,
        id=sale.stamp.client_id,
        skus=[line.sku for line in sale.lines],
        names=[line.name for line in sale.lines],
        costs=[line.cost_minor for line in sale.lines],
        register=sale.register,
        day=sale.stamp.business_date,
        staff_id=sale.stamp.staff_id,
        person=person,
        note=sale.stamp.note,
        prices_include_tax=sale.prices_include_tax,
        cash_increment_minor=sale.cash_increment_minor,
    )


def _commit_person(tx: Tx, customer: WantedCustomer | None, posting_id: int) -> str | None:
    """Store who bought beside the sale; answer the salted hash of it for the journal (P23)."""
    if customer is None:
        return None
    salt = secrets.token_hex(16)
    sales.write_customer(tx, posting_id, customer, salt)
    return commitment(salt, [customer.name, customer.email, customer.phone])
