"""Programs that come in by a token, and browsers that stand at a register."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Final

from tillbook.core.errors import Refusal
from tillbook.core.office import StaffNow
from tillbook.db.statements import Row, Tx, read_instant

MARK_LENGTH: Final = 8


class UnknownToken(Refusal):
    """No program of this name has or had a token."""

    code: ClassVar[str] = "unknown_token"


class UnknownBrowser(Refusal):
    """No browser of this number is or was paired."""

    code: ClassVar[str] = "unknown_browser"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenNow:
    """A program's token, without the token; `active` while it lets the program in.

    `mark` is how the SHA-256 of the token begins: it tells whose a token is that was found somewhere.
    """

    name: str
    role: str
    mark: str
    active: bool
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserNow:
    """A browser that stands, or stood, at a register."""

    browser_id: int
    register: str
    name: str
    paired_by: str
    paired_at: datetime
    revoked_at: datetime | None
    key_sha256: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedRegister:
    """The register that a browser stands at."""

    browser_id: int
    code: str
    name: str


def staff_of_token(tx: Tx, token_sha256: str) -> StaffNow | None:
    """As whom a program acts; None where the token is unknown or revoked, or its owner has left."""
    row = tx.row(
        """SELECT staff.id, staff.name, staff.role FROM api_token JOIN staff ON staff.id = api_token.staff_id
        WHERE token_sha256 = ? AND revoked_at IS NULL AND staff.active""",
        (token_sha256,),
    )
    if row is None:
        return None
    return StaffNow(staff_id=row[0], name=row[1], role=row[2], active=True, password_hash="", pin_hash="")


_TOKENS = """SELECT staff.name, staff.role, staff.active AND revoked_at IS NULL, created_at, revoked_at, token_sha256
    FROM api_token JOIN staff ON staff.id = api_token.staff_id"""
_BROWSERS = """SELECT b.id, register.code, b.name, staff.name, b.paired_at, b.revoked_at, b.key_sha256
    FROM paired_browser b JOIN register ON register.id = b.register_id JOIN staff ON staff.id = b.paired_by_id"""


def tokens(tx: Tx) -> list[TokenNow]:
    """Every token there is or was, by name."""
    return [_token(row) for row in tx.rows(f"{_TOKENS} ORDER BY staff.name, api_token.id")]


def token_named(tx: Tx, name: str) -> TokenNow:
    """The token of this program. Raises: UnknownToken."""
    wanted = " ".join(name.split()).casefold()
    found = next((each for each in tokens(tx) if each.name.casefold() == wanted), None)
    if found is None:
        raise UnknownToken(f"No program is called {name[:60]!r}; see: tillbook token list", path="name")
    return found


def browsers(tx: Tx) -> list[BrowserNow]:
    """The browsers that are paired, those of one register side by side."""
    rows = tx.rows(f"{_BROWSERS} WHERE b.revoked_at IS NULL ORDER BY LENGTH(register.code), register.code, b.id")
    return [_browser(row) for row in rows]


def browser(tx: Tx, browser_id: int) -> BrowserNow:
    """A browser by its number. Raises: UnknownBrowser."""
    row = tx.row(f"{_BROWSERS} WHERE b.id = ?", (browser_id,))
    if row is None:
        raise UnknownBrowser("No browser of this number is paired; list them again.")
    return _browser(row)


def paired_register(tx: Tx, key_sha256: str) -> PairedRegister | None:
    """Where the browser with this key stands; None where it was never paired, or is no more."""
    row = tx.row(
        """SELECT b.id, register.code, register.name FROM paired_browser b JOIN register ON register.id = register_id
        WHERE key_sha256 = ? AND revoked_at IS NULL""",
        (key_sha256,),
    )
    return None if row is None else PairedRegister(browser_id=row[0], code=row[1], name=row[2])


def payment_codes(tx: Tx) -> tuple[str, ...]:
    """The kinds of payment for which the shop has an address, so that a code of it can be shown."""
    row = tx.row("SELECT upi_id, iban FROM shop")
    assert row is not None, "an open shop has settings"
    return tuple(kind for kind, address in zip(("upi", "bank"), row, strict=True) if address)


def _token(row: Row) -> TokenNow:
    return TokenNow(
        name=row[0],
        role=row[1],
        mark=row[5][:MARK_LENGTH],
        active=bool(row[2]),
        created_at=read_instant(row[3]),
        revoked_at=None if row[4] is None else read_instant(row[4]),
    )


def _browser(row: Row) -> BrowserNow:
    return BrowserNow(
        browser_id=row[0],
        register=row[1],
        name=row[2],
        paired_by=row[3],
        paired_at=read_instant(row[4]),
        revoked_at=None if row[5] is None else read_instant(row[5]),
        key_sha256=row[6],
    )
