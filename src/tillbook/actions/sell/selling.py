"""The action `sell`."""

from __future__ import annotations

from datetime import datetime

from tillbook.actions.sell.deciding import BadSale, Sold, decide, require_well_formed
from tillbook.core.refunding import EXCHANGE
from tillbook.core.rights import Actor, Right
from tillbook.core.wanted import WantedSale
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers import selling
from tillbook.queries.postings import posted_before, require_same_customer


@action(right=Right.sell)
def sell(tx: Tx, wanted: WantedSale, *, now: datetime, by: Actor) -> Sold:
    """Post one sale, or answer the sale that this id posted before.

    Raises:
        BadSale, UnknownProduct, UnknownCoupon, OffStep, OutOfStock, LotExpired, NotInLots, PriceChanged, NotPaid,
        Overpaid, NeedsApproval, NoShift, CreditExceeded, VoucherEmpty, CouponUsedUp, CustomerNotFound, IdReused,
        UnknownRegister: nothing was posted.
    """
    require_well_formed(wanted)
    if any(tender.type == EXCHANGE for tender in wanted.tenders):
        raise BadSale("Goods against goods are an exchange: say what comes back.", path="tenders")
    request_hash = wanted.fingerprint()
    before = posted_before(tx, client_id=wanted.id, kind="sale", request_hash=request_hash)
    if before is not None:
        require_same_customer(tx, before, client_id=wanted.id, customer=wanted.customer)
        return Sold(posting_id=before.posting_id, number=before.number, repeated=True)

    sale, shelf = decide(tx, wanted, request_hash=request_hash, now=now, by=by)

    numbered = selling.post(tx, sale, shelf)
    return Sold(posting_id=numbered.posting_id, number=numbered.number, repeated=False)
