"""Customers: added, changed, merged when they are one person twice, exported and erased as a person.

None of it is journalled with anything of a person; where a merge joins two accounts, that is a document of the
office, by the customers' ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import ClassVar

from tillbook.core.chain import Plain, canonical, digest
from tillbook.core.customer import CustomerDetails
from tillbook.core.errors import Refusal
from tillbook.core.posting import stamp
from tillbook.core.rights import Actor, Right, require
from tillbook.core.text import clean_line
from tillbook.core.wanted import ID_LENGTH_MAX, WantedCustomer
from tillbook.db.statements import Tx, stored_instant
from tillbook.db.transaction import action
from tillbook.formats.people import read_email, read_phone, read_tax_number
from tillbook.ledgers import carts, credit, people
from tillbook.ledgers.documents import Document
from tillbook.queries.accounts import anything_open, kept_customer
from tillbook.queries.customers import details, known
from tillbook.queries.person import Told, carts_naming, everything
from tillbook.queries.postings import added_before, posted_before
from tillbook.queries.prices import price_list_id
from tillbook.queries.till import office, settings

PHONES_MAX = 20
ADDRESSES_MAX = 20
_LENGTHS = {"code": 64, "name": 200, "customer_group": 64, "exempt_reason": 200}
_WORDS = {
    "code": "the code of the customer",
    "name": "the name of the customer",
    "customer_group": "the group",
    "exempt_reason": "the reason why no tax is charged",
}
_BY_PRICES = ("price_list", "customer_group", "exempt_reason")
"""What a customer pays follows from these, so they need the right to set prices."""


class CustomerKnown(Refusal):
    """Somebody has this code, phone or e-mail already."""

    code: ClassVar[str] = "customer_known"


class BadCustomer(Refusal):
    """A customer without a name, or with too much of something."""

    code: ClassVar[str] = "bad_customer"


class BalanceOpen(Refusal):
    """The customer owes something, or is owed."""

    code: ClassVar[str] = "balance_open"


class SameCustomer(Refusal):
    """Both are one customer already."""

    code: ClassVar[str] = "same_customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerChange:
    """What to keep of a customer, as typed; None leaves as it is, "" takes away.

    `phones` are all of them, the first one shown. `addresses` are (purpose, address), each in place of the one of
    that purpose. `tax_country` is whose tax number it is, the shop's own country where it is "".
    """

    name: str | None = None
    code: str | None = None
    email: str | None = None
    phones: tuple[str, ...] | None = None
    addresses: tuple[tuple[str, str], ...] = ()
    tax_number: str | None = None
    tax_country: str = ""
    price_list: str | None = None
    customer_group: str | None = None
    exempt_reason: str | None = None
    consent: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A customer who was added; `repeated` when this id had added them before and nothing was done now."""

    customer: CustomerDetails
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Two customers who are one now; `number` is the document that joined their accounts, "" where none was needed.

    `repeated` when they were one before and nothing was done now.
    """

    kept_id: int
    number: str
    repeated: bool = False


@action(right=Right.manage_customers)
def add_customer(
    tx: Tx, wanted: CustomerChange, *, although_known: bool = False, now: datetime, by: Actor
) -> CustomerDetails:
    """Add a customer; `although_known` also one who shares a phone or an e-mail with another.

    Raises:
        BadCustomer, CustomerKnown, EmailInvalid, PhoneInvalid, TaxNumberInvalid, TextRefused, UnknownPriceList,
        NotAllowed: nobody was added.
    """
    return _add(tx, wanted, although_known, now, by)


@action(right=Right.manage_customers)
def add_customer_once(
    tx: Tx,
    wanted: CustomerChange,
    *,
    id: str,
    although_known: bool = False,
    limit_minor: int | None = None,
    now: datetime,
    by: Actor,
) -> Added:
    """Add a customer, who may owe up to `limit_minor`; the same command again adds nobody and answers who it was.

    Raises:
        IdReused, UnknownCustomer (they were erased since), BadLimit, and as `add_customer`: nobody was added.
    """
    if not 1 <= len(id) <= ID_LENGTH_MAX:
        raise BadCustomer(f"The id must have 1 to {ID_LENGTH_MAX} characters.", path="id")
    if limit_minor is not None:
        require(by, Right.set_credit_limit, path="credit_limit")
        credit.require_limit(limit_minor, path="credit_limit")
    request_hash = digest(canonical([_said(wanted), although_known, limit_minor]))
    before = added_before(tx, client_id=id, request_hash=request_hash)
    if before is not None:
        return Added(customer=details(tx, kept_customer(tx, before)), repeated=True)

    added = _add(tx, wanted, although_known, now, by).customer_id
    people.note_added(tx, added, client_id=id, request_hash=request_hash)
    if limit_minor:
        about_nobody = credit.limit_hash(added, limit_minor)
        header = stamp(office(tx), client_id=id, request_hash=about_nobody, kind="credit_limit", now=now, by=by)
        credit.post_limit(tx, header, added, before_minor=0, limit_minor=limit_minor)
    return Added(customer=details(tx, added))


@action(right=Right.manage_customers)
def change_customer(tx: Tx, customer_id: int, wanted: CustomerChange, *, now: datetime, by: Actor) -> CustomerDetails:
    """Change what is kept of a customer; their bills stay as they were issued.

    Raises:
        UnknownCustomer, CustomerKnown (of a code), BadCustomer, EmailInvalid, PhoneInvalid, TaxNumberInvalid,
        TextRefused, UnknownPriceList, NotAllowed: nothing was changed.
    """
    if wanted.name == "":
        raise BadCustomer("A customer has a name; say who it is.", path="name")
    _require_right_for_terms(wanted, by)
    customer_id = kept_customer(tx, customer_id)
    columns, further = _read(tx, wanted, now)
    _require_free_code(tx, columns, customer_id)
    return _written(tx, customer_id, columns, further, wanted)


@action(right=Right.manage_customers)
def merge_customers(tx: Tx, *, id: str, kept_id: int, other_id: int, now: datetime, by: Actor) -> Merged:
    """Let two customers be one: everything of the other goes to the one that is kept, and leads there.

    The kept one's own name, e-mail and terms stay; what it lacks it takes over. Of both limits the greater holds.
    Carts of the other that wait are the kept one's.

    Raises:
        UnknownCustomer, SameCustomer, BadCustomer, IdReused: nothing was changed.
    """
    if not 1 <= len(id) <= ID_LENGTH_MAX:
        raise BadCustomer(f"The id must have 1 to {ID_LENGTH_MAX} characters.", path="id")
    request_hash = digest(canonical(["merge", str(kept_id), str(other_id)]))
    before = posted_before(tx, client_id=id, kind="credit_limit", request_hash=request_hash)
    if before is not None:
        return Merged(kept_id=kept_customer(tx, kept_id), number=before.number, repeated=True)
    if kept_id == other_id:
        raise SameCustomer("A customer cannot be merged with themselves; name two.")
    kept, other = details(tx, kept_customer(tx, kept_id)), details(tx, kept_customer(tx, other_id))
    if kept.customer_id == other.customer_id:
        return Merged(kept_id=kept.customer_id, number="", repeated=True)

    waiting = [cart.client_id for cart in carts_naming(tx, other.customer_id) if cart.is_theirs and not cart.posted]
    joined = credit.join(tx, kept_id=kept.customer_id, other_id=other.customer_id)
    _take_over(tx, kept, other)
    people.merge(tx, kept_id=kept.customer_id, other_id=other.customer_id)
    _lead_to(tx, waiting, kept.customer_id)
    if joined is None:
        return Merged(kept_id=kept.customer_id, number="")
    header = stamp(office(tx), client_id=id, request_hash=request_hash, kind="credit_limit", now=now, by=by)
    document = Document(tx, header, location_codes={})
    credit.enter_joined(tx, joined, posting_id=document.numbered.posting_id, at=header.at, day=header.business_date)
    told: dict[str, Plain] = {
        "balance_minor": joined.balance_minor,
        "customer": str(joined.kept_id),
        "limit_minor": joined.limit_minor,
        "merged": str(joined.other_id),
    }
    return Merged(kept_id=kept.customer_id, number=document.close(told).number)


@action(right=Right.erase_person)
def export_person(tx: Tx, customer_id: int, *, by: Actor) -> Told:  # noqa: ARG001  (its right is checked before)
    """Everything that is held about a customer, as JSON.

    Raises:
        UnknownCustomer
    """
    return everything(tx, kept_customer(tx, customer_id))


@action(right=Right.erase_person)
def erase_person(tx: Tx, customer_id: int, *, now: datetime, by: Actor) -> int:  # noqa: ARG001  (its right is checked before)
    """Forget a person, and all who were merged into them; answers how many bills lost their name.

    A cart that waits stays, for nobody in particular, and without the name that it was put aside under where that is
    theirs. The books keep every figure and still prove themselves. Files that were written before, such as sales.txt or
    a backup, are not reached from here.

    Raises:
        UnknownCustomer; BalanceOpen: pay what is open first.
    """
    kept_id = kept_customer(tx, customer_id)
    if anything_open(tx, kept_id):
        raise BalanceOpen("This customer's account is not at 0; settle what is open, then erase them.")
    told = everything(tx, kept_id)
    bills = told["bills"]
    assert isinstance(bills, list), "bills are a list"

    for cart in carts_naming(tx, kept_id):
        if cart.names_them:
            carts.forget_buyer(tx, cart.client_id)
        if cart.put_aside_as_them:
            carts.forget_name(tx, cart.client_id)
    people.erase(tx, kept_id, at=now)
    return len(bills)


def _said(wanted: CustomerChange) -> dict[str, Plain]:
    return {name: value for name, value in asdict(wanted).items() if value not in (None, ())}


def _add(tx: Tx, wanted: CustomerChange, although_known: bool, now: datetime, by: Actor) -> CustomerDetails:
    if not wanted.name:
        raise BadCustomer("A customer has a name; say who it is.", path="name")
    _require_right_for_terms(wanted, by)
    columns, further = _read(tx, wanted, now)
    _require_new(tx, columns, further, although_known=although_known)
    return _written(tx, None, columns, further, wanted)


def _lead_to(tx: Tx, cart_ids: Sequence[str], kept_id: int) -> None:
    """Let the carts of who was merged be those of the kept customer."""
    if not cart_ids:
        return
    now_is = details(tx, kept_id)
    phone = now_is.phones[0] if now_is.phones else ""
    buyer = WantedCustomer(name=now_is.name, email=now_is.email, phone=phone, code=now_is.code)
    for cart_id in cart_ids:
        carts.name_buyer(tx, cart_id, buyer)


def _require_right_for_terms(wanted: CustomerChange, by: Actor) -> None:
    for name in _BY_PRICES:
        if getattr(wanted, name) is not None:
            require(by, Right.set_prices, path=name)


def _read(tx: Tx, wanted: CustomerChange, now: datetime) -> tuple[dict[str, object], tuple[str, ...] | None]:
    """The columns to write, in their normal forms, and the further phones; None leaves those as they are."""
    country = settings(tx).country
    columns = _texts(wanted)
    if wanted.email is not None:
        columns["email"] = read_email(wanted.email) if wanted.email else ""
    if wanted.tax_number is not None:
        columns["tax_number"] = _tax_number(wanted, country)
    if wanted.price_list is not None:
        columns["price_list_id"] = price_list_id(tx, wanted.price_list) if wanted.price_list else None
    if wanted.consent is not None:
        columns["consent_at"] = stored_instant(now) if wanted.consent else None
    if wanted.phones is None:
        return columns, None
    if len(wanted.phones) > PHONES_MAX:
        raise BadCustomer(f"A customer has at most {PHONES_MAX} telephone numbers.", path="phones")
    phones = tuple(dict.fromkeys([read_phone(phone, country) for phone in wanted.phones if phone]))
    columns["phone"] = phones[0] if phones else ""
    return columns, phones[1:]


def _texts(wanted: CustomerChange) -> dict[str, object]:
    """The columns that are plain lines; a customer without a code has none at all."""
    columns: dict[str, object] = {}
    for name, length_max in _LENGTHS.items():
        typed = getattr(wanted, name)
        if typed is not None:
            columns[name] = clean_line(typed, what=_WORDS[name], length_max=length_max) if typed else ""
    if columns.get("code") == "":
        columns["code"] = None
    return columns


def _tax_number(wanted: CustomerChange, country: str) -> str:
    return read_tax_number(wanted.tax_number, wanted.tax_country or country) if wanted.tax_number else ""


def _require_new(tx: Tx, columns: dict[str, object], further: tuple[str, ...] | None, *, although_known: bool) -> None:
    _require_free_code(tx, columns, None)
    if although_known:
        return
    ways = [("phone", phone) for phone in (columns.get("phone", ""), *(further or ()))]
    for part, value in [*ways, ("email", columns.get("email", ""))]:
        found = known(tx, WantedCustomer(**{part: str(value)})) if value else None
        if found is not None:
            raise CustomerKnown(
                f"{found.name or 'A customer'} (#{found.customer_id}) has this {part} already; change that one, "
                "or add another customer although it is known.",
                path=part,
            )


def _require_free_code(tx: Tx, columns: dict[str, object], customer_id: int | None) -> None:
    code = columns.get("code")
    row = tx.row("SELECT id FROM customer WHERE code = ?", (code,)) if code else None
    if row is not None and row[0] != customer_id:
        raise CustomerKnown(f"The code {code} is customer #{row[0]}'s; take another code.", path="code")


def _written(
    tx: Tx,
    customer_id: int | None,
    columns: dict[str, object],
    further: tuple[str, ...] | None,
    wanted: CustomerChange,
) -> CustomerDetails:
    addresses = [
        (
            clean_line(purpose, what="what the address is for", length_max=32),
            clean_line(address, what="the address", length_max=400) if address else "",
        )
        for purpose, address in wanted.addresses
    ]
    written = people.write(tx, customer_id, columns)
    if further is not None:
        people.set_further_phones(tx, written, further)
    for purpose, address in addresses:
        people.set_address(tx, written, purpose, address)
    found = details(tx, written)
    if len(found.addresses) > ADDRESSES_MAX:
        raise BadCustomer(f"A customer has at most {ADDRESSES_MAX} addresses.", path="addresses")
    return found


def _take_over(tx: Tx, kept: CustomerDetails, other: CustomerDetails) -> None:
    """Give the kept customer what the other one has and it lacks: phones, addresses, and what is empty."""
    columns: dict[str, object] = {}
    for name in ("email", "tax_number", "customer_group", "exempt_reason"):
        if not getattr(kept, name) and getattr(other, name):
            columns[name] = getattr(other, name)
    if not kept.price_list and other.price_list:
        columns["price_list_id"] = price_list_id(tx, other.price_list)
    if kept.consent_at is None and other.consent_at is not None:
        columns["consent_at"] = stored_instant(other.consent_at)
    if not kept.code and other.code:
        people.write(tx, other.customer_id, {"code": None})
        columns["code"] = other.code
    phones = tuple(dict.fromkeys([*kept.phones, *other.phones]))
    if phones:
        columns["phone"] = phones[0]
        people.set_further_phones(tx, kept.customer_id, phones[1:])
    people.write(tx, kept.customer_id, columns)
    taken = {purpose for purpose, _ in kept.addresses}
    for purpose, address in other.addresses:
        people.set_address(tx, kept.customer_id, _free_purpose(purpose, taken), address)
        taken.add(purpose)


def _free_purpose(purpose: str, taken: set[str]) -> str:
    """`billing`, or `billing 2` where the kept customer has another billing address."""
    number = 2
    free = purpose
    while free in taken:
        free = f"{purpose[:28]} {number}"
        number += 1
    return free
