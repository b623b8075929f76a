"""The shop's day and year.

The problem: a day of trade does not end at midnight, and two days a year do not have 24 hours. Reports that
cut time by the wall clock lose an hour, or count one twice.

The choice: a business day begins at the *first* instant at which the shop's wall clock shows the cut-over
hour of that date (or, where the clock jumps over it, a later time) and lasts until the next one begins. So
every instant belongs to exactly one business day, business days never go backwards, and consecutive days add
up to the whole time between them. Where a clock change skips a whole date (Samoa, 30 December 2011), that
business day has only its hours after midnight, which show the next date; with a cut-over at midnight it has
none.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tillbook.core.errors import Refusal


class UnknownZone(Refusal):
    code = "unknown_timezone"


def business_date(instant: datetime, zone: str, cut_over_hour: int) -> date:
    """The day that a posting at `instant` counts for, in a shop of this zone and cut-over hour (0 to 23).

    Computed once, when something is posted, and stored with it.

    >>> business_date(datetime(2026, 11, 22, 19, 45, tzinfo=UTC), "Asia/Kolkata", 4)
    datetime.date(2026, 11, 22)
    >>> business_date(datetime(2026, 11, 22, 22, 45, tzinfo=UTC), "Asia/Kolkata", 4)
    datetime.date(2026, 11, 23)

    Raises:
        UnknownZone: no such zone in the IANA time zone database.
    """
    assert instant.tzinfo is not None, "an instant has a zone"
    assert 0 <= cut_over_hour <= 23, "a cut-over hour is an hour of the day"
    clock = find_zone(zone)

    shown = instant.astimezone(clock).replace(tzinfo=None)
    day = (shown - timedelta(hours=cut_over_hour)).date()
    following = day + timedelta(days=1)
    # A clock set back across the cut-over hour shows yesterday's time again, yet the new day has begun.
    begins = datetime.combine(following, time(cut_over_hour), tzinfo=clock).astimezone(UTC)
    return following if begins <= instant else day


@lru_cache(maxsize=64)
def find_zone(zone: str) -> ZoneInfo:
    """The IANA time zone of this name.

    Raises:
        UnknownZone: no such zone in the IANA time zone database.
    """
    try:
        return ZoneInfo(zone)
    except (OSError, ValueError, KeyError) as unknown:
        raise UnknownZone(
            f"There is no time zone {zone[:60]!r}; write one like Asia/Kolkata or Europe/London."
        ) from unknown


def fiscal_year(day: date, first_month: int) -> int:
    """The calendar year in which the fiscal year of `day` starts; fiscal years start on the 1st of a month.

    >>> fiscal_year(date(2027, 3, 31), 4), fiscal_year(date(2027, 4, 1), 4)
    (2026, 2027)
    """
    assert 1 <= first_month <= 12, "a month is 1 to 12"
    return day.year if day.month >= first_month else day.year - 1


def fiscal_year_label(start: int, first_month: int) -> str:
    """How a number names the fiscal year that starts in `start`: "26", or "26-27" across two years.

    >>> fiscal_year_label(2026, 1), fiscal_year_label(2026, 4), fiscal_year_label(2099, 4)
    ('26', '26-27', '99-00')
    """
    assert 1 <= first_month <= 12, "a month is 1 to 12"
    if first_month == 1:
        return f"{start % 100:02}"
    return f"{start % 100:02}-{(start + 1) % 100:02}"
