"""The key that sessions and approvals are signed with: made once, kept beside the shop, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

FILE_NAME: Final = "server.key"
BYTES: Final = 48


def secret_key(home: Path) -> str:
    """The key of the shop in `home`. Whoever loses it signs in again; nothing else depends on it."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / FILE_NAME
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(BYTES))
    return path.read_text(encoding="ascii").strip()
