"""How far a customer may buy on credit: set by who may, journalled by the customer's id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tillbook.core.posting import stamp
from tillbook.core.rights import Actor, Right
from tillbook.core.wanted import ID_LENGTH_MAX
from tillbook.db.statements import Tx
from tillbook.db.transaction import action
from tillbook.ledgers import credit
from tillbook.ledgers.credit import BadLimit
from tillbook.queries.accounts import account_of, kept_customer
from tillbook.queries.postings import posted_before
from tillbook.queries.till import office


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitSet:
    """What setting a limit did; where it changed nothing, nothing is posted: `number` is empty.

    `repeated` when this id had been posted before and nothing was done now.
    """

    number: str
    before_minor: int
    after_minor: int
    repeated: bool = False


@action(right=Right.set_credit_limit)
def set_credit_limit(tx: Tx, *, id: str, customer_id: int, limit_minor: int, now: datetime, by: Actor) -> LimitSet:
    """Let a customer owe up to `limit_minor`; 0 lets them buy on credit no more. What they owe stays as it is.

    Raises:
        BadLimit, UnknownCustomer, IdReused: nothing was changed.
    """
    if not 1 <= len(id) <= ID_LENGTH_MAX:
        raise BadLimit(f"The id must have 1 to {ID_LENGTH_MAX} characters.", path="id")
    credit.require_limit(limit_minor)
    request_hash = credit.limit_hash(customer_id, limit_minor)
    repeated = posted_before(tx, client_id=id, kind="credit_limit", request_hash=request_hash)
    account_id = kept_customer(tx, customer_id)
    before_minor = account_of(tx, account_id).limit_minor
    if repeated is not None:
        return LimitSet(number=repeated.number, before_minor=before_minor, after_minor=before_minor, repeated=True)

    if before_minor == limit_minor:
        return LimitSet(number="", before_minor=before_minor, after_minor=before_minor)

    header = stamp(office(tx), client_id=id, request_hash=request_hash, kind="credit_limit", now=now, by=by)
    numbered = credit.post_limit(tx, header, account_id, before_minor=before_minor, limit_minor=limit_minor)
    return LimitSet(number=numbered.number, before_minor=before_minor, after_minor=limit_minor)
