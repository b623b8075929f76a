"""What every operation needs to know of its surroundings: the clock, which shop is served, and who calls."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from tillbook.db.opening import DATABASE_NAME, NoShop
from tillbook.db.transaction import ShopBusy

FOUNDING: Final = threading.Lock()
"""Held while the shop is made: nobody else may touch a database meanwhile."""

CAME_BY: Final = "tillbook.came_by"
"""Where a request keeps what it came in by; no header of a client can have this name."""


def clock() -> datetime:
    """The only clock that the API reads; a test puts another one here."""
    return datetime.now(UTC)


def now() -> datetime:
    """This instant, in UTC."""
    return clock()


def new_id() -> str:
    """An id for a command that HTTP itself makes safe to repeat, as DELETE."""
    return str(uuid.uuid4())


def home() -> Path:
    """The folder of the shop that is served."""
    folder: Path = settings.TILLBOOK_HOME
    return folder


def is_set_up() -> bool:
    """Whether there is a shop. Without one nobody may ask the database: the engine would make an empty one."""
    return (home() / DATABASE_NAME).exists() and not FOUNDING.locked()


def require_shop() -> None:
    """Raises: NoShop; ShopBusy, while it is being made."""
    if is_set_up():
        return
    if FOUNDING.locked():
        raise ShopBusy("The shop is just being made; wait a moment.")
    raise NoShop("There is no shop yet; open the first page of the till, which makes one.")


def source_of(request: HttpRequest) -> str:
    """The address that a request came from; behind a proxy, the one that the proxy saw."""
    if settings.SECURE_PROXY_SSL_HEADER is not None:
        seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if seen:
            return seen[:64]
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
