"""One past invoice: its sale lines as a sale at the prices of the past, the rest as a correction."""

from __future__ import annotations

from collections.abc import Mapping

from tillbook.actions.history.past import Past, fingerprint, joined, shelf_of
from tillbook.actions.history.taken_back import post_taken_back
from tillbook.core.amounts import format_exact
from tillbook.core.history import HistoryLine, Invoice
from tillbook.core.place import Place
from tillbook.core.posting import stamp
from tillbook.core.pricing import Cart, CartLine, PricedCart, price
from tillbook.core.quantity import require_step
from tillbook.core.rights import Actor, Right
from tillbook.core.tender import Tendered, settle
from tillbook.core.wanted import WantedCustomer
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers import selling
from tillbook.ledgers.past_shift import past_shift
from tillbook.ledgers.sales import SoldLine
from tillbook.ledgers.stock import Shelf
from tillbook.queries.offers import Offer, offers
from tillbook.queries.postings import posted_before
from tillbook.queries.till import place

PAST_INVOICE = "past invoice "
"""How the note of every past sale begins, and of no other."""


@action(right=Right.import_file)
def post_invoice(tx: Tx, invoice: Invoice, past: Past, *, by: Actor) -> tuple[bool, bool]:
    """Post a past invoice, its sale lines as a sale and the rest as a correction; answer what was posted now.

    Raises:
        TooLarge, TooPrecise, OffStep: nothing of it was posted.
    """
    sold = bool(invoice.sold) and _post_sale(tx, invoice, past, by)
    taken_back = bool(invoice.taken_back) and post_taken_back(tx, invoice, past, by)
    return sold, taken_back


def _post_sale(tx: Tx, invoice: Invoice, past: Past, by: Actor) -> bool:
    client_id = past.client_id(invoice.number)
    request_hash = fingerprint(invoice.sold)
    if posted_before(tx, client_id=client_id, kind="sale", request_hash=request_hash) is not None:
        return False
    at = place(tx, past.register)
    shop = at.shop
    note = joined(f"{PAST_INVOICE}{invoice.number}", invoice.note)
    header = stamp(at, client_id=client_id, request_hash=request_hash, kind="sale", now=invoice.at, by=by, note=note)
    found = offers(
        tx,
        [line.sku for line in invoice.sold],
        location_id=at.location_id,
        day=header.business_date,
        prices_include_tax=shop.prices_include_tax,
    )

    priced = _priced(invoice, found, at)
    total_minor = priced.total_minor
    tender = Tendered(type=past.file.mapping.tender, amount_minor=total_minor)
    tenders = (tender,) if total_minor else ()
    settlement = settle(total_minor, tenders)

    shelf = shelf_of(at, found)
    lines = [_sold_line(line, found[line.sku], shelf, at) for line in invoice.sold]
    shift_id = past_shift(
        tx, register_id=at.register_id, at=header.at, day=header.business_date, staff_id=header.staff_id
    )
    sale = selling.DecidedSale(
        stamp=header,
        register_id=at.register_id,
        register=at.register,
        shift_id=shift_id,
        prices_include_tax=shop.prices_include_tax,
        cash_increment_minor=1,
        seed_files=shop.seed_files and invoice.sold[0].row not in past.file.logged,
        priced=priced,
        lines=lines,
        settlement=settlement,
        tenders=tenders,
        customer=_customer(invoice),
    )
    selling.post(tx, sale, shelf)
    return True


def _customer(invoice: Invoice) -> WantedCustomer | None:
    if invoice.sold[0].buyer is not None or not invoice.customer:
        return invoice.sold[0].buyer
    return WantedCustomer(name=invoice.customer, code=invoice.customer)


def _priced(invoice: Invoice, found: Mapping[str, Offer], at: Place) -> PricedCart:
    """The lines at the prices of the past, taxed as the shop taxes that day."""
    lines = []
    for line in invoice.sold:
        offer = found[line.sku]
        require_step(line.quantity_milli, offer.step_milli, offer.name)
        cart_line = CartLine(
            product=line.sku, quantity_milli=line.quantity_milli, unit_price=line.price, taxes=offer.taxes
        )
        lines.append(cart_line)
    shop = at.shop
    return price(
        Cart(
            currency=shop.currency,
            lines=tuple(lines),
            tax_rounding=shop.tax_rounding,
            rounding_mode=shop.rounding_mode,
        )
    )


def _sold_line(line: HistoryLine, offer: Offer, shelf: Shelf, at: Place) -> SoldLine:
    cost_minor = shelf.take(
        offer.product_id, line.quantity_milli, to_location_id=at.customer_location_id, reason="sale"
    )
    return SoldLine(
        product_id=offer.product_id,
        sku=offer.sku,
        name=line.name or offer.name,
        unit=offer.unit,
        tax_class=offer.tax_class,
        list_price=format_exact(offer.price),
        wanted_milli=None,
        cost_minor=cost_minor,
    )
