"""What every operation needs to know of its surroundings: the clock, and which shop is served."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings


def now() -> datetime:
    """This instant, in UTC: the only clock that the API reads."""
    return datetime.now(UTC)


def home() -> Path:
    """The folder of the shop that is served."""
    folder: Path = settings.TILLBOOK_HOME
    return folder
