"""What the server does with a bug: the shop's log gets it, the person a number."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings

from tillbook.db.opening import DATABASE_NAME
from tillbook.outside import bug_log


def report(error: Exception) -> str:
    """Log a bug; answers the number that a person may read out."""
    number, _ = bug_log.write(error, home=settings.TILLBOOK_HOME, database=DATABASE_NAME, now=datetime.now(UTC))
    return number
