"""Commands about customers and their money that arrive as JSON; read strictly, each mistake with its path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from tillbook.core.amounts import Currency, to_minor
from tillbook.core.errors import Unreadable
from tillbook.core.tender import Tendered
from tillbook.formats.cart_json import Number
from tillbook.formats.commands import FIRST_REGISTER, NAME_LENGTH_MAX, Id, SaleTenderJson, Text, read_day, read_tenders
from tillbook.formats.strict_json import StrictModel, at

MANY_MAX = 20


class CustomerChangeJson(StrictModel):
    """What to keep of a customer: a key that is left out, or null, changes nothing; "" takes away.

    `phones` are all of them, the first one shown. `addresses` are by purpose, each in place of the one before.
    """

    name: Text | None = None
    code: Text | None = None
    email: Text | None = None
    phones: Annotated[list[Text], Field(max_length=MANY_MAX)] | None = None
    addresses: Annotated[dict[Text, Text], Field(max_length=MANY_MAX)] | None = None
    tax_number: Text | None = None
    tax_country: Annotated[str, Field(max_length=2)] = ""
    price_list: Text | None = None
    group: Text | None = None
    exempt_reason: Text | None = None
    consent: bool | None = None


class NewCustomerJson(CustomerChangeJson):
    """A customer to be added; `although_known` also one who shares a phone or an e-mail with another.

    With an `id` the command may be sent again. `emails` is another way to say the one `email`; a `credit_limit` needs
    the right to set one.
    """

    id: Id | None = None
    name: Text
    emails: Annotated[list[Text], Field(max_length=1)] | None = None
    credit_limit: Number | None = None
    although_known: bool = False


class MergeJson(StrictModel):
    """Who is the same person, by code or `#id`."""

    id: Id
    other: Text


class LimitJson(StrictModel):
    """How far a customer may owe."""

    id: Id
    limit: Number


class PaymentJson(StrictModel):
    """Money on a customer's account; without an amount all that is tendered, without a bill for the oldest."""

    id: Id
    register_code: Annotated[str, Field(alias="register", max_length=NAME_LENGTH_MAX)] = FIRST_REGISTER
    customer: Text
    amount: Number | None = None
    tenders: list[SaleTenderJson]
    bill: Annotated[str, Field(max_length=NAME_LENGTH_MAX)] = ""


class GiftCardJson(StrictModel):
    """A gift card to be sold; without a code a new one is made."""

    id: Id
    register_code: Annotated[str, Field(alias="register", max_length=NAME_LENGTH_MAX)] = FIRST_REGISTER
    amount: Number
    tenders: list[SaleTenderJson]
    code: Annotated[str, Field(max_length=64)] = ""
    expires_on: str | None = None


class CodeJson(StrictModel):
    """The code of a card."""

    code: Annotated[str, Field(max_length=64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTaken:
    """An amount and how it is handed over."""

    amount_minor: int
    tenders: tuple[Tendered, ...]
    expires_on: date | None = None


def read_new_limit(sent: NewCustomerJson, *, currency: Currency) -> int | None:
    """How far a new customer may owe; None where nothing is said. Raises: TooLarge, TooPrecise."""
    if sent.credit_limit is None:
        return None
    with at("credit_limit"):
        return to_minor(sent.credit_limit, currency)


def email_of(sent: NewCustomerJson) -> str | None:
    """The e-mail address of a new customer, however it is said. Raises: Unreadable, where it is said in both ways."""
    if sent.email is not None and sent.emails is not None:
        raise Unreadable('emails: send either "email" or "emails"', path="emails")
    return sent.email if not sent.emails else sent.emails[0]


def read_limit(sent: LimitJson, *, currency: Currency) -> int:
    """Raises: TooLarge, TooPrecise."""
    with at("limit"):
        return to_minor(sent.limit, currency)


def read_payment(sent: PaymentJson, *, currency: Currency) -> MoneyTaken:
    """Raises: Unreadable, TooLarge, TooPrecise, TenderInvalid, TextRefused, with the path of the mistake."""
    tenders = read_tenders(sent.tenders, currency)
    if sent.amount is None:
        return MoneyTaken(amount_minor=sum(tender.amount_minor for tender in tenders), tenders=tenders)
    with at("amount"):
        return MoneyTaken(amount_minor=to_minor(sent.amount, currency), tenders=tenders)


def read_gift_card(sent: GiftCardJson, *, currency: Currency) -> MoneyTaken:
    """Raises: as `read_payment`."""
    tenders = read_tenders(sent.tenders, currency)
    with at("amount"):
        amount_minor = to_minor(sent.amount, currency)
    expires_on = None if sent.expires_on is None else read_day(sent.expires_on, "expires_on")
    return MoneyTaken(amount_minor=amount_minor, tenders=tenders, expires_on=expires_on)


def read_optional_day(text: str, path: str) -> date | None:
    """A day as it is written everywhere; None where nothing is. Raises: Unreadable."""
    if not text:
        return None
    if len(text) > 10:
        raise Unreadable(f"{path}: not a day; write it as 2026-11-22", path=path)
    return read_day(text, path)
