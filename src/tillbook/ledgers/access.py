"""Ways in by the network: tokens of programs, and browsers that stand at a register.

Of a token or a browser's key only SHA-256 is kept: both are random, and too long to be guessed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tillbook.db.models import ApiToken, PairedBrowser
from tillbook.db.statements import Tx, insert_into, stored_instant

MARK_LENGTH: Final = 16

_TOKEN = insert_into(ApiToken, "staff", "name", "token_sha256", "created_at")
_BROWSER = insert_into(PairedBrowser, "register", "key_sha256", "name", "paired_by", "paired_at")


def add_token(tx: Tx, *, staff_id: int, token_sha256: str, now: datetime) -> None:
    """A program's way in from now on. Its name is its row's in the staff; here stands what tells tokens apart."""
    tx.insert(_TOKEN, (staff_id, token_sha256[:MARK_LENGTH], token_sha256, stored_instant(now)))


def revoke_token(tx: Tx, staff_id: int, *, now: datetime) -> None:
    """The program comes in no more."""
    statement = "UPDATE api_token SET revoked_at = ? WHERE staff_id = ? AND revoked_at IS NULL"
    tx.write(statement, (stored_instant(now), staff_id))


def pair_browser(tx: Tx, *, register_id: int, key_sha256: str, name: str, staff_id: int, now: datetime) -> int:
    """A browser stands at a register from now on; answers its number."""
    return tx.insert(_BROWSER, (register_id, key_sha256, name, staff_id, stored_instant(now)))


def unpair_browser(tx: Tx, key_sha256: str, *, now: datetime) -> int:
    """The browser with this key stands at no register; answers how many rows that changed."""
    statement = "UPDATE paired_browser SET revoked_at = ? WHERE key_sha256 = ? AND revoked_at IS NULL"
    return tx.write(statement, (stored_instant(now), key_sha256))
