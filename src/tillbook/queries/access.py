"""Programs that come in by a token, and browsers that stand at a register."""

from __future__ import annotations

from dataclasses import dataclass

from tillbook.db.statements import Tx
from tillbook.queries.staff import StaffNow


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenNow:
    """A program's token, without the token."""

    name: str
    role: str
    created_at: str
    revoked_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedRegister:
    """The register that a browser stands at."""

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


def tokens(tx: Tx) -> list[TokenNow]:
    """Every token there is or was, by name."""
    rows = tx.rows(
        """SELECT api_token.name, staff.role, created_at, revoked_at FROM api_token
        JOIN staff ON staff.id = api_token.staff_id ORDER BY api_token.name"""
    )
    return [TokenNow(name=row[0], role=row[1], created_at=row[2], revoked_at=row[3]) for row in rows]


def paired_register(tx: Tx, key_sha256: str) -> PairedRegister | None:
    """Where the browser with this key stands; None where it was never paired, or is no more."""
    row = tx.row(
        """SELECT register.code, register.name FROM paired_browser JOIN register ON register.id = register_id
        WHERE key_sha256 = ? AND revoked_at IS NULL""",
        (key_sha256,),
    )
    return None if row is None else PairedRegister(code=row[0], name=row[1])
