"""The action `exchange`: goods come back and others are taken for them, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tillbook.actions.sell.deciding import NOTE_LENGTH_MAX, BadSale, Sold, decide, require_well_formed
from tillbook.core.posting import stamp
from tillbook.core.refunding import EXCHANGE, settle_refund
from tillbook.core.returns import take_back
from tillbook.core.rights import Actor, Right, require
from tillbook.core.tender import Tendered
from tillbook.core.text import clean_line
from tillbook.core.wanted import ID_LENGTH_MAX, LINES_MAX, TENDERS_MAX, WantedSale
from tillbook.core.wanted_exchange import RETURN_SUFFIX, WantedExchange
from tillbook.core.wanted_return import RefundTender
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers import refunds, selling
from tillbook.ledgers.refunds import PostedReturn
from tillbook.ledgers.stock import Level, Shelf
from tillbook.queries.asking import match, priced, terms
from tillbook.queries.customers import who_bought
from tillbook.queries.lots import lots_of_return
from tillbook.queries.postings import posted_before, require_same_customer
from tillbook.queries.returns import levels_now, sold_sale
from tillbook.queries.shifts import open_shift
from tillbook.queries.till import location_ids, place


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """A posted exchange: the sale, and the credit note that pays for it or a part of it.

    `codes` are those of new store credit: they are shown once, and a repeat has none.
    """

    sale: Sold
    credit_note: str
    codes: tuple[str, ...] = ()


@action(right=Right.sell)
def exchange(tx: Tx, wanted: WantedExchange, *, now: datetime, by: Actor) -> Exchanged:
    """Take goods of a bill back and sell others: what the return gives is handed over for the sale.

    Who bought before buys now, unless somebody else is named.

    Raises:
        as `sell` and as `actions.refund.refund`: nothing was posted.
    """
    require(by, Right.refund)
    _require_well_formed(wanted)
    sale = wanted.sale
    request_hash = wanted.fingerprint()
    before = posted_before(tx, client_id=sale.id, kind="sale", request_hash=request_hash)
    if before is not None:
        if sale.customer is not None:
            require_same_customer(tx, before, client_id=sale.id, customer=sale.customer)
        there = tx.row("SELECT number FROM posting WHERE client_id = ?", (sale.id + RETURN_SUFFIX,))
        assert there is not None, "both were posted together"
        again = Sold(posting_id=before.posting_id, number=before.number, repeated=True)
        return Exchanged(sale=again, credit_note=there[0])

    if sale.customer is None:
        sale = replace(sale, customer=who_bought(tx, wanted.back.sale))

    total_minor = _total(tx, sale, now=now, by=by)
    note, given_minor = _take_back(tx, wanted, total_minor, request_hash=request_hash, now=now, by=by)
    handed = Tendered(type=EXCHANGE, amount_minor=given_minor, reference=note.number)
    paid = replace(sale, tenders=(*([handed] if given_minor else []), *sale.tenders))
    decided, shelf = decide(tx, paid, request_hash=request_hash, now=now, by=by)

    numbered = selling.post(tx, decided, shelf)
    if given_minor:
        refunds.enter_exchange(
            tx, credit_note_id=note.posting_id, sale_id=numbered.posting_id, amount_minor=given_minor
        )
    sold = Sold(posting_id=numbered.posting_id, number=numbered.number, repeated=False)
    return Exchanged(sale=sold, credit_note=note.number, codes=note.codes)


def _require_well_formed(wanted: WantedExchange) -> None:
    require_well_formed(wanted.sale)
    if len(wanted.sale.id) + len(RETURN_SUFFIX) > ID_LENGTH_MAX:
        raise BadSale(f"The id must have 1 to {ID_LENGTH_MAX - len(RETURN_SUFFIX)} characters.", path="id")
    if not wanted.back.sale:
        raise BadSale("An exchange names the bill that goods come back of.", path="back.sale")
    if EXCHANGE in {tender.type for tender in wanted.sale.tenders} | {tender.type for tender in wanted.back.tenders}:
        raise BadSale("What is exchanged is worked out here; leave this tender out.", path="tenders")
    if len(wanted.back.lines) > LINES_MAX or len(wanted.back.tenders) > TENDERS_MAX:
        raise BadSale(f"An exchange has at most {LINES_MAX} lines and {TENDERS_MAX} tenders.", path="back")
    if any(line.partial for line in wanted.sale.lines):
        raise BadSale("An exchange sells all of a line or nothing; ask for what is there.", path="lines")


def _total(tx: Tx, sale: WantedSale, *, now: datetime, by: Actor) -> int:
    """What the goods that are taken cost."""
    at = place(tx, sale.register)
    day = stamp(at, client_id=sale.id, request_hash="", kind="sale", now=now, by=by).business_date
    asked = match(tx, sale.lines, at, day)
    on = terms(tx, asked, at, customer=sale.customer, coupon_codes=sale.coupons, now=now, day=day)
    return priced(asked, sale.discount, at, on).total_minor


def _take_back(
    tx: Tx, wanted: WantedExchange, total_minor: int, *, request_hash: str, now: datetime, by: Actor
) -> tuple[PostedReturn, int]:
    """Post the credit note; answer it and how much of it is handed over for the sale."""
    back = wanted.back
    at = place(tx, wanted.sale.register)
    header = stamp(
        at,
        client_id=wanted.sale.id + RETURN_SUFFIX,
        request_hash=request_hash,
        kind="credit_note",
        now=now,
        by=by,
        note=clean_line(back.reason, what="reason", length_max=NOTE_LENGTH_MAX) if back.reason else "",
    )
    sale = sold_sale(tx, back.sale)
    products = [line.product_id for line in sale.lines]
    levels = levels_now(tx, products, location_id=at.location_id)
    lots = lots_of_return(tx, sale, products, back.lines, at=at)
    places = location_ids(tx)
    lines = take_back(sale, back.lines)
    gives_minor = sum(line.amounts.gross_minor for line in lines)
    handed_minor = min(gives_minor, total_minor)
    handed = [RefundTender(type=EXCHANGE, amount_minor=handed_minor)] if handed_minor else []
    refund = settle_refund(
        gives_minor,
        [*handed, *(back.tenders if gives_minor > handed_minor else ())],
        paid_by=sale.paid_by,
        currency=sale.currency,
        cash_increment_minor=sale.cash_increment_minor,
        cash_before_minor=sale.cash_before_minor,
    )
    shelf = Shelf(at.location_id, {key: Level(now.on_hand_milli, now.value_minor) for key, now in levels.items()})
    refunds.plan(shelf, lines, lots, at=at, location_ids=places)
    decided = refunds.DecidedReturn(
        stamp=header,
        at=at,
        shift_id=open_shift(tx, at.register_id, at.register).shift_id,
        sale=sale,
        lines=lines,
        refund=refund,
        location_ids=places,
        skus={key: level.sku for key, level in levels.items()},
    )
    return refunds.post(tx, decided, shelf), handed_minor
