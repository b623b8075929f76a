"""Programs that come in by a token, as JSON has them: never the token."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol


class _Token(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def mark(self) -> str: ...
    @property
    def active(self) -> bool: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def revoked_at(self) -> datetime | None: ...


def token_json(token: _Token) -> dict[str, Any]:
    """A token as it is listed."""
    return {
        "name": token.name,
        "role": token.role,
        "mark": token.mark,
        "active": token.active,
        "created_at": token.created_at.isoformat(),
        "revoked_at": None if token.revoked_at is None else token.revoked_at.isoformat(),
    }
