"""What the API answers about who is there: the shop, the session, registers, browsers and tokens."""

from __future__ import annotations

from pydantic import Field

from tillbook.api.answers import Answer


class Shop(Answer):
    """The settings that every till goes by."""

    name: str
    currency: str
    currency_digits: int
    country: str
    timezone: str
    locale: str
    prices_include_tax: bool
    tax_rounding: str
    cash_increment: str
    denominations: list[str]
    tenders: list[str]
    blind_count: bool
    cart_hours: int
    business_date: str
    payment_codes: list[str]


class RegisterHere(Answer):
    """The register that this browser stands at."""

    code: str
    name: str


class Session(Answer):
    """Who is signed in, what they may do, and where; `locked` until they sign in again."""

    name: str
    role: str
    rights: list[str]
    register_code: str | None = Field(alias="register")
    locked: bool


class SessionBegun(Session):
    """A session that has just begun, with the CSRF token of its page."""

    csrf: str


class Country(Answer):
    """A country that a shop can be in, with what is usual there; `currency` is empty where none is used."""

    code: str
    name: str
    currency: str
    timezone: str


class State(Answer):
    """What the page needs to begin; `people` sign in here by PIN. `countries` stand there while there is no shop."""

    set_up: bool
    version: str
    csrf: str
    shop: Shop | None
    register_here: RegisterHere | None = Field(alias="register")
    people: list[str]
    session: Session | None
    setup_code_needed: bool
    countries: list[Country] | None = None


class SetUp(Answer):
    """The shop that was made, and its owner's session; `imported` products."""

    shop: Shop
    session: Session
    csrf: str
    imported: int


class Register(Answer):
    """A register of the shop; all are in use."""

    code: str
    name: str
    active: bool


class Registers(Answer):
    """All registers."""

    registers: list[Register]


class Browser(Answer):
    """A browser that stands at a register; `here` is the one that asks."""

    id: str
    register_code: str = Field(alias="register")
    name: str
    paired_by: str
    paired_at: str
    here: bool


class Browsers(Answer):
    """All browsers that are paired."""

    browsers: list[Browser]


class Approval(Answer):
    """A second person's agreement, to be sent in the header `Approval` with the request that it is for."""

    approval: str
    expires_in: int


class Token(Answer):
    """A program's token without the token; `mark` is how its SHA-256 begins."""

    name: str
    role: str
    mark: str
    active: bool
    created_at: str
    revoked_at: str | None


class Tokens(Answer):
    """All tokens that there are or were."""

    tokens: list[Token]


class TokenMade(Answer):
    """A new token: this is the only time that it is told."""

    number: str
    name: str
    role: str
    token: str
