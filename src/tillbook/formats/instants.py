"""Instants as they are typed and sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from tillbook.core.calendar import find_zone
from tillbook.core.errors import Unreadable


def read_moment(text: str, zone: str, *, path: str) -> datetime:
    """An instant with its offset, or by the clock of `zone`; a day stands for its end.

    Raises: Unreadable
    """
    # In an address a plus sign stands for a blank.
    text = text.strip().replace(" ", "+")
    try:
        if len(text) == len("2026-11-22"):
            following = date.fromisoformat(text) + timedelta(days=1)
            return datetime.combine(following, time.min, find_zone(zone)).astimezone(UTC) - timedelta(microseconds=1)
        instant = datetime.fromisoformat(text)
        return (instant if instant.tzinfo else instant.replace(tzinfo=find_zone(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{text[:40]!r} is no instant; write it as 2026-11-22T18:00, with an offset by another clock."
        raise Unreadable(f"{path}: {message}", path=path) from None
