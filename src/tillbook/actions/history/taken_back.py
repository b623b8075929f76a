"""What came back or was written off in the past, as corrections.

Until there are refunds, what comes back is a correction: goods go from the customer to the shop at the cost
at which they were sold, and the document says what was paid back.
"""

from __future__ import annotations

from tillbook.actions.history.past import Past, fingerprint, joined, shelf_of
from tillbook.core.amounts import bounded, format_minor
from tillbook.core.history import Comes, Invoice
from tillbook.core.history_course import share_of_cost
from tillbook.core.posting import stamp
from tillbook.core.rights import Actor
from tillbook.db.statements import Tx
from tillbook.ledgers import documents
from tillbook.queries.history import past_sale_lines
from tillbook.queries.offers import offers
from tillbook.queries.postings import posted_before
from tillbook.queries.till import location_ids, office


def post_taken_back(tx: Tx, invoice: Invoice, past: Past, by: Actor) -> bool:
    """Post the returns and write-offs of an invoice as one correction. Raises: TooLarge."""
    client_id = past.client_id(f"{invoice.number}:back")
    request_hash = fingerprint([line for _, line in invoice.taken_back])
    if posted_before(tx, client_id=client_id, kind="adjustment", request_hash=request_hash) is not None:
        return False
    at = office(tx)
    places = location_ids(tx)
    header = stamp(
        at,
        client_id=client_id,
        request_hash=request_hash,
        kind="adjustment",
        now=invoice.at,
        by=by,
        note=_note_of(invoice, past),
    )
    found = offers(
        tx,
        [line.sku for _, line in invoice.taken_back],
        location_id=at.location_id,
        day=header.business_date,
        prices_include_tax=False,
    )
    parts = [part for _, line in invoice.taken_back for part in past.parts_of.get(line.row, ()) if part.invoice]
    sales = past_sale_lines(tx, {(past.client_id(part.invoice), part.position) for part in parts})

    shelf = shelf_of(at, found)
    for comes, line in invoice.taken_back:
        product_id = found[line.sku].product_id
        if comes is Comes.written_off:
            shelf.take(product_id, -line.quantity_milli, to_location_id=places["loss"], reason="written off")
            continue
        for part in past.parts_of[line.row]:
            sale = sales.get((past.client_id(part.invoice), part.position))
            shelf.put(
                product_id,
                part.milli,
                cost_minor=share_of_cost(sale.cost_minor, part) if sale else None,
                from_location_id=at.customer_location_id,
                customer_location_id=at.customer_location_id,
                reason=f"return of {sale.number}" if sale else "return, no sale found",
            )
    documents.post(
        tx,
        header,
        shelf,
        skus={offer.product_id: offer.sku for offer in found.values()},
        location_codes={key: code for code, key in places.items()},
        more={},
    )
    return True


def _note_of(invoice: Invoice, past: Past) -> str:
    """What a correction says: the invoice, what was paid back, and why, as far as the file knows."""
    currency = past.report.currency
    paid_back = bounded(past.report.paid_back(invoice), currency)
    returned = any(comes is Comes.returned for comes, _ in invoice.taken_back)
    money = f"paid back {format_minor(paid_back, currency)} {currency.code}" if returned else "written off"
    names = [line.name for comes, line in invoice.taken_back if comes is Comes.written_off]
    return joined(f"invoice {invoice.number}", money, *names[:3], invoice.note)
